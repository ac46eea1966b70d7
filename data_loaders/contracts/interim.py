"""Interim work by sector or professional family: figures that an organisation sends by a workbook (`modele interim`).

No open file gives them by sector of the convention: without a transmission there is no row, never an estimate.
"""

import pyarrow as pa

from data_loaders.contracts.base import TRANSMIS, TRANSMISSION, Colonne, Contrat, Table, valeur

DATASET = "interim"
MESURES = {"missions": "missions", "etp": "équivalents temps plein"}
# (zoning, code) -> name
TERRITOIRES = {
    ("region", "52"): "Pays de la Loire",
    ("departement", "44"): "Loire-Atlantique",
    ("departement", "49"): "Maine-et-Loire",
    ("departement", "53"): "Mayenne",
    ("departement", "72"): "Sarthe",
    ("departement", "85"): "Vendée",
}
PERIODE = r"^20\d\d(-T[1-4])?$"

OBSERVATIONS = Table(
    colonnes=(
        Colonne(
            "code",
            pa.string(),
            "Secteur de parametres/secteurs.toml, ou famille professionnelle (FAP) à 3 ou 5 caractères",
            motif=r"^([a-z][a-z0-9_]{1,29}|[A-Z][0-9A-Z][A-Z](\d\d)?)$",
        ),
        Colonne("zonage", pa.string(), "Région ou département", valeurs=("region", "departement")),
        Colonne("code_zone", pa.string(), "52 : région ; ou département", valeurs=tuple(c for _, c in TERRITOIRES)),
        Colonne("periode", pa.string(), "Année, ou trimestre (2024-T1)", motif=PERIODE),
        Colonne(
            "mesure",
            pa.string(),
            "missions : missions d’intérim commencées ; etp : volume de travail en équivalents temps plein",
            valeurs=tuple(MESURES),
        ),
        *valeur("celle de la mesure", (0, 1e7)),
        *TRANSMISSION,
    ),
    cle=("code", "zonage", "code_zone", "periode", "mesure"),
)
CONTRAT = Contrat(
    dataset=DATASET,
    titre="Emploi intérimaire par secteur ou famille professionnelle",
    **TRANSMIS,
    tables={"observations": OBSERVATIONS},
    serie=True,
)
