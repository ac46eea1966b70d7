"""DARES quarterly series: job-seekers of the region, seasonally and calendar adjusted, categories A and A+B+C."""

import pyarrow as pa

from data_loaders.contracts.base import Colonne, Contrat, Table, valeur
from data_loaders.contracts.chomage_ze import TRIMESTRE
from geo.zonages import REGION

CATEGORIES = ("A", "ABC")

OBSERVATIONS = Table(
    colonnes=(
        Colonne("periode", pa.string(), "Trimestre, en moyenne", motif=TRIMESTRE),
        Colonne("code_zone", pa.string(), "Région", valeurs=(REGION,)),
        Colonne("categorie", pa.string(), "A, ou A, B et C ensemble", valeurs=CATEGORIES),
        *valeur("personnes", (0, 1e6)),
    ),
    cle=("periode", "code_zone", "categorie"),
)
CONTRAT = Contrat(
    dataset="defm_cvs",
    titre="Demandeurs d’emploi de la région, corrigés des variations saisonnières",
    producteur="Dares et France Travail",
    licence="Licence Ouverte 2.0",
    rythme="trimestriel",
    secret="Le producteur arrondit chaque effectif à la dizaine ; aucune cellule n’est masquée.",
    tables={"observations": OBSERVATIONS},
    serie=True,
    adresse="https://dares.travail-emploi.gouv.fr",
)
