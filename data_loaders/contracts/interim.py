"""Interim work by sector or professional family: figures that an organisation sends by a workbook (`modele interim`).

No open file gives them by sector of the convention: without a transmission there is no row, never an estimate.
"""

from data_loaders.contracts.base import TRANSMIS, TRANSMISSION, Colonne, Contrat, Table, codee, valeur
from geo import zonages

DATASET = "interim"
MESURES = {"missions": "missions", "etp": "équivalents temps plein"}
# (zoning, code) -> name
TERRITOIRES = {("region", zonages.REGION): zonages.NOM_REGION} | {
    ("departement", code): nom for code, nom in zonages.DEPARTEMENTS.items()
}
PERIODE = r"^20\d\d(-T[1-4])?$"

OBSERVATIONS = Table.de(
    Colonne(
        "code",
        "Secteur de parametres/secteurs.toml, ou famille professionnelle (FAP) à 3 ou 5 caractères",
        motif=r"^([a-z][a-z0-9_]{1,29}|[A-Z][0-9A-Z][A-Z](\d\d)?)$",
    ),
    Colonne("zonage", "Région ou département", valeurs=("region", "departement")),
    Colonne("code_zone", "52 : région ; ou département", valeurs=tuple(c for _, c in TERRITOIRES)),
    Colonne("periode", "Année, ou trimestre (2024-T1)", motif=PERIODE),
    codee(
        "mesure", {"missions": "missions d’intérim commencées", "etp": "volume de travail en équivalents temps plein"}
    ),
    *valeur("celle de la mesure", (0, 1e7)),
    *TRANSMISSION,
    cle=("code", "zonage", "code_zone", "periode", "mesure"),
)
CONTRAT = Contrat(
    dataset=DATASET,
    titre="Emploi intérimaire par secteur ou famille professionnelle",
    **TRANSMIS,
    tables={"observations": OBSERVATIONS},
)
