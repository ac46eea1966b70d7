"""Unemployment rate (BIT, seasonally adjusted, mean of a quarter) by zone d'emploi 2020."""

import pyarrow as pa

from data_loaders.contracts.base import Colonne, Contrat, Table, valeur

TRIMESTRE = r"^(19|20)\d\d-T[1-4]$"
TAUX = valeur("% de la population active", (0, 60))

OBSERVATIONS = Table(
    colonnes=(
        Colonne("periode", pa.string(), "Trimestre, en moyenne", motif=TRIMESTRE),
        Colonne(
            "code_ze",
            pa.string(),
            "Zone d’emploi 2020, ou partie régionale (5251, 5262) d’une zone interrégionale (0051, 0062)",
            motif=r"^\d{4}$",
        ),
        *TAUX,
    ),
    cle=("periode", "code_ze"),
)
CONTRAT = Contrat(
    dataset="chomage_ze",
    titre="Taux de chômage localisés par zone d’emploi 2020",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    rythme="trimestriel",
    secret="Le fichier ne porte aucune cellule masquée.",
    tables={"observations": OBSERVATIONS},
    serie=True,
    adresse="https://www.insee.fr/fr/statistiques/1893230",
)
