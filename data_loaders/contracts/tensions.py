"""Official tension indicator of DARES and France Travail, one year, classes only.

By FAP 2009 (225 and 87 posts) in France, the region and its départements; by ROME and bassin, with the counts it
rests on.
"""

import pyarrow as pa

from data_loaders.contracts.base import (
    ADRESSE_DARES,
    ANNEE,
    DEPARTEMENTS,
    LICENCE_NON_PRECISEE,
    LICENCE_OUVERTE,
    Colonne,
    Contrat,
    Table,
    entier,
    reel,
    valeur,
)
from geo.zonages import REGION

FRANCE = "FR"
NIVEAUX = ("fap225", "fap87")
ROME = r"^[A-N]\d{4}$"
CLASSE = (1, 5)
COMPOSANTES = {
    "intensite_embauches": "Intensité d’embauches",
    "manque_main_oeuvre": "Manque de main-d’œuvre disponible",
    "non_durabilite": "Non-durabilité de l’emploi",
    "conditions_travail": "Conditions de travail contraignantes",
    "inadequation_geographique": "Inadéquation géographique",
    "lien_formation": "Lien entre formation et emploi",
}
_ANNEE = Colonne("annee", "Année observée", motif=ANNEE)
# The official class, 1 (weakest tension) to 5, then that of each component; null where the producer gives none.
_CLASSES = (
    *valeur("classe de 1 à 5", CLASSE),
    *(
        Colonne(c, dite, "classe de 1 à 5", nulle=True, bornes=CLASSE, type=pa.int8())
        for c, dite in COMPOSANTES.items()
    ),
)

PAR_FAP = Table.de(
    _ANNEE,
    Colonne("code_zone", "FR : France ; région 52 ; ou département", valeurs=(FRANCE, REGION, *DEPARTEMENTS)),
    Colonne("niveau_fap", "Niveau de la nomenclature FAP 2009", valeurs=NIVEAUX),
    Colonne("code_fap", "Famille professionnelle, FAP 2009", motif=r"^[A-Z]\d[A-Z](\d\d)?$"),
    entier("emploi", "Emploi moyen, arrondi à la centaine", "personnes en emploi", (0, 1e8)),
    *_CLASSES,
    cle=("annee", "code_zone", "code_fap"),
)
PAR_ROME = Table.de(
    _ANNEE,
    Colonne("code_bassin", "Bassin d’emploi de France Travail", motif=r"^\d{4}$"),
    Colonne("code_rome", "Métier, code ROME version 3", motif=ROME),
    reel("offres", "Offres d’emploi de douze mois (un flux)", "offres", (0, 1e6)),
    reel("inscrits", "Demandeurs d’emploi, catégories A, B et C, stock moyen de l’année", "personnes", (0, 1e6)),
    *_CLASSES,
    cle=("annee", "code_bassin", "code_rome"),
)
_COMMUN = {"rythme": "annuel", "retard_mois": 18}
CONTRATS = (
    Contrat(
        dataset="tension_fap",
        titre="Tensions par famille professionnelle (FAP) et territoire, classes officielles",
        producteur="Dares et France Travail",
        licence=LICENCE_OUVERTE,
        secret="Sans classe officielle (effectif trop faible), le producteur n’imputait qu’un indice : la ligne est "
        "gardée comme non disponible, l’indice imputé n’est pas repris.",
        tables={"observations": PAR_FAP},
        adresse=ADRESSE_DARES,
        **_COMMUN,
    ),
    Contrat(
        dataset="tension_rome",
        titre="Tensions par métier (ROME) et bassin d’emploi, classes officielles",
        producteur="France Travail et Dares",
        licence=LICENCE_NON_PRECISEE,
        secret="Les croisements de faible effectif sont absents du fichier ; une absence n’est pas un zéro.",
        tables={"observations": PAR_ROME},
        adresse="https://www.francetravail.org",
        **_COMMUN,
    ),
)
