"""What is published by métier: nomenclatures, official tensions, what is foreseen for 2030, mobilities.

The official tension is of one year, classes only: by FAP 2009 (225 and 87 posts) in France, the region and its
départements; by ROME and bassin, with the counts it rests on.
"""

FRANCE = "FR"
FAP_FINE = r"^[A-Z][0-9A-Z][A-Z]\d\d[a-z]?$"
ROME = r"^[A-N]\d{4}$"
COMPOSANTES = {
    "intensite_embauches": "Intensité d’embauches",
    "manque_main_oeuvre": "Manque de main-d’œuvre disponible",
    "non_durabilite": "Non-durabilité de l’emploi",
    "conditions_travail": "Conditions de travail contraignantes",
    "inadequation_geographique": "Inadéquation géographique",
    "lien_formation": "Lien entre formation et emploi",
}
# « Les métiers en 2030 »: a projection between two years.
DEBUT, FIN = "2019", "2030"
MESURES_2030 = {
    "emploi": "Emploi en 2019",
    "creations": "Créations nettes d’emplois, négatives pour des destructions",
    "departs": "Départs en fin de carrière",
    "postes": "Postes à pourvoir : créations et départs",
    "jeunes": "Jeunes débutants, comptés en moins : ils répondent au besoin",
    "mobilites": "Solde des mobilités entre régions",
    "desequilibre": "Déséquilibre : postes à pourvoir, jeunes débutants et mobilités",
}
# Families that hold several of FAP 2009 at 87 posts; the others bear its codes.
GROUPES = {"D0A": ("D0Z", "D3Z"), "F0A": ("F0Z", "F1Z"), "F2A": ("F2Z", "F3Z"), "XK_": ("K0Z", "X0Z")}
HORS_CHAMP = "hors champ"
MOBILITES = {"proche": "métier proche", "evolution": "évolution"}
