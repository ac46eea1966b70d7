"""Interim work: by sector or family, as an organisation sends it; by quarter, in the region and in France (DARES).

No open file gives it by sector of the region: without a transmission there is no row, never an estimate.
"""

from geo import zonages

MESURES = {"missions": "missions", "etp": "équivalents temps plein"}
# (zoning, code) -> name
TERRITOIRES = {("region", zonages.REGION): zonages.NOM_REGION} | {
    ("departement", code): nom for code, nom in zonages.DEPARTEMENTS.items()
}
PERIODE = r"^20\d\d(-T[1-4])?$"
FRANCE = "FR"
# ETU: where the mission is done; ETT: where the agency is. They are never added nor compared.
SERIES = {
    "effectif_etu": "intérimaires en fin de trimestre, région de l’établissement utilisateur",
    "effectif_ett": "intérimaires en fin de trimestre, région de l’agence",
    "etp_etu": "équivalents temps plein du trimestre, région de l’établissement utilisateur",
    "etp_ett": "équivalents temps plein du trimestre, région de l’agence",
}
MESURES_SECTEUR = {
    "effectif": "intérimaires en fin de trimestre",
    "etp": "équivalents temps plein du trimestre",
    "recours": "taux de recours, en %",
}
