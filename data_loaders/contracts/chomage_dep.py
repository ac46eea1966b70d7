"""Unemployment rate (BIT, seasonally adjusted, quarterly mean): the five départements, the region, and France."""

import pyarrow as pa

from data_loaders.contracts.base import DEPARTEMENTS, Colonne, Contrat, Table
from data_loaders.contracts.chomage_ze import TAUX, TRIMESTRE
from geo.zonages import REGION

FRANCE = "FM"  # FM: France métropolitaine, the reference the producer publishes beside the regions

OBSERVATIONS = Table(
    colonnes=(
        Colonne("periode", pa.string(), "Trimestre, en moyenne", motif=TRIMESTRE),
        Colonne(
            "code_zone",
            pa.string(),
            "Département, région 52, ou FM : France métropolitaine",
            valeurs=(*DEPARTEMENTS, REGION, FRANCE),
        ),
        *TAUX,
    ),
    cle=("periode", "code_zone"),
)
CONTRAT = Contrat(
    dataset="chomage_dep",
    titre="Taux de chômage localisés par département et région",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    rythme="trimestriel",
    secret="Aucune cellule masquée à ce niveau ; le producteur dispose d’un code pour le secret, qui serait repris.",
    tables={"observations": OBSERVATIONS},
    serie=True,
    adresse="https://www.insee.fr",
)
