"""Interim work by sector or professional family: figures that an organisation sends by a workbook (`modele interim`).

No open file gives them by sector of the convention: without a transmission there is no row, never an estimate.
"""

from geo import zonages

DATASET = "interim"
MESURES = {"missions": "missions", "etp": "équivalents temps plein"}
# (zoning, code) -> name
TERRITOIRES = {("region", zonages.REGION): zonages.NOM_REGION} | {
    ("departement", code): nom for code, nom in zonages.DEPARTEMENTS.items()
}
PERIODE = r"^20\d\d(-T[1-4])?$"
