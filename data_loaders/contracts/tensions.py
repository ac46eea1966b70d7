"""Official tension indicator of DARES and France Travail, one year, classes only.

By FAP 2009 (225 and 87 posts) in France, the region and its départements; by ROME and bassin, with the counts it
rests on.
"""

FRANCE = "FR"
NIVEAUX = ("fap225", "fap87")
ROME = r"^[A-N]\d{4}$"
COMPOSANTES = {
    "intensite_embauches": "Intensité d’embauches",
    "manque_main_oeuvre": "Manque de main-d’œuvre disponible",
    "non_durabilite": "Non-durabilité de l’emploi",
    "conditions_travail": "Conditions de travail contraignantes",
    "inadequation_geographique": "Inadéquation géographique",
    "lien_formation": "Lien entre formation et emploi",
}
