"""Where to train: places and wishes by establishment and course, pupils, and where each establishment is.

Places by apprenticeship are ceilings that centres declare: never added to those of the lycées. A 2de and a 1re
professionnelles are the same pupils a year apart: never added either.
"""

from data_loaders.contracts.base import (
    ANNEE,
    DEPARTEMENTS,
    LICENCE_NON_PRECISEE,
    Colonne,
    Contrat,
    Table,
    entier,
    reel,
    valeur,
)
from data_loaders.contracts.diplomes import CFD
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.contracts.insertion import VOIES

NIVEAUX = {
    "cap": "CAP",
    "2de": "seconde professionnelle",
    "1re": "première professionnelle",
    "bts": "BTS",
    "cs": "certificat de spécialisation ou formation complémentaire",
}
# What a count of places may be: a producer writes 0, or 900 and more, where it does not know.
PLACES_MAX = 500
UAI = r"^0\d{6}[A-Z]$"
SOURCES = {
    "annuaire": "annuaire du ministère de l’Éducation nationale",
    "parcoursup": "carte des formations de Parcoursup",
    "affelnet": "liste des lycées d’Affelnet",
}
_COMMUNES = (
    Colonne("uai", "Code de l’établissement (UAI)", motif=UAI),
    Colonne("code_departement", "Département de l’UAI", valeurs=DEPARTEMENTS),
)
_FORMATION = Colonne("code_formation", "Formation (MEFSTAT11)", motif=r"^[0-9A-Z]{11}$")
_PERIODE = Colonne("periode", "Année de la rentrée", motif=ANNEE)
PLACES = Table.de(
    _PERIODE,
    *_COMMUNES,
    _FORMATION,
    Colonne("voie", "Voie de formation", valeurs=tuple(VOIES)),
    entier("rang", "Rang parmi les lignes du fichier pour cette formation et cette voie", "", (1, 99)),
    Colonne("niveau", "Niveau d’entrée", valeurs=tuple(NIVEAUX)),
    Colonne("libelle", "Libellé du fichier, sans la voie ; vide s’il n’en donne pas"),
    Colonne("famille", "Famille de métiers du bac professionnel ; vide ailleurs"),
    Colonne(
        "code_cfd",
        "Diplôme (CFD) tiré du code de la formation ; vide pour un certificat. Celui d’une seconde commune à une "
        "famille de métiers n’est le code d’aucun diplôme",
        motif=rf"^({CFD})?$",
    ),
    *valeur("places ; en apprentissage, un plafond que le centre déclare", (1, PLACES_MAX)),
    entier(
        "voeux",
        "Vœux confirmés (Parcoursup), premiers vœux (Affelnet) ; vide s’il n’est pas donné",
        "vœux",
        (0, 1e5),
        nulle=True,
    ),
    cle=("periode", "uai", "code_formation", "voie", "rang"),
)
ELEVES = Table.de(
    _PERIODE, *_COMMUNES, _FORMATION, *valeur("élèves", (0, 5000)), cle=("periode", "uai", "code_formation")
)
LIEUX = Table.de(
    Colonne("source", "Fichier qui le dit", valeurs=tuple(SOURCES)),
    *_COMMUNES,
    Colonne("formation", "Formation dont le point est celui ; vide pour tout l’établissement"),
    entier("rang", "Rang parmi les points de cette formation", "", (1, 99)),
    Colonne("nom", "Nom de l’établissement", motif=r"\S"),
    Colonne("secteur", "public ou privé ; vide si inconnu", valeurs=("", "public", "privé")),
    Colonne("code_commune", "Commune ; vide si inconnue", motif=r"^(\d{5})?$"),
    reel("latitude", "Latitude ; vide si inconnue", "degrés", (46, 49), nulle=True),
    reel("longitude", "Longitude ; vide si inconnue", "degrés", (-3, 1.5), nulle=True),
    Colonne("fiche", "Adresse de sa fiche ; vide s’il n’y en a pas", motif=r"^(https?://\S+)?$"),
    cle=("source", "uai", "formation", "rang"),
)
_COMMUN = {"licence": LICENCE_NON_PRECISEE, "adresse": "https://data.education.gouv.fr"}
_SECRET = (
    "Le fichier ne porte aucune cellule masquée ; des places à zéro, ou de plus de cinq cents, disent que le "
    "producteur ne les connaît pas : elles sont non disponibles."
)
_PLACES = _COMMUN | {
    "rythme": "annuel", "secret": _SECRET, "tables": {"observations": PLACES}, "retard_mois": 3,
}  # fmt: skip
CONTRATS = (
    Contrat(
        dataset="places_bts",
        titre="Places et vœux des BTS, par établissement et voie",
        producteur="Parcoursup, mise en forme du projet Orion",
        **_PLACES,
    ),
    Contrat(
        dataset="places_pro",
        titre="Places et premiers vœux en CAP, 2de et 1re professionnelles, par lycée",
        producteur="Affelnet, mise en forme du projet Orion",
        **_PLACES,
    ),
    Contrat(
        dataset="eleves",
        titre="Élèves à la rentrée, par établissement et formation (constat)",
        producteur="Depp",
        rythme="annuel",
        secret="Le fichier ne porte aucune cellule masquée.",
        tables={"observations": ELEVES},
        retard_mois=12,
        **_COMMUN,
    ),
    Contrat(
        dataset="etablissements",
        titre="Établissements de formation : nom, statut, commune, point",
        producteur="Éducation nationale, Parcoursup et Affelnet",
        rythme="à chaque révision",
        secret="Sans objet : aucun chiffre. Ni téléphone ni courriel n’est lu.",
        tables={"lieux": LIEUX},
        **_COMMUN,
    ),
)
_PUBLICS = {
    "pro": ("places_pro", "en CAP et 2de professionnelle", "Affelnet", "premiers vœux d’entrée, voie scolaire"),
    "bts": ("places_bts", "de BTS, voie scolaire", "Parcoursup", "vœux confirmés, voie scolaire, hors certificats"),
    "apprentis": (
        "places_bts",
        "de BTS en apprentissage (plafonds)",
        "Parcoursup",
        "vœux confirmés, en apprentissage, hors certificats ; les places sont des plafonds que les centres déclarent",
    ),
}
# measure -> label, end of the code, unit, decimals, phrase, limits by public
_MESURES = {
    "places": ("Places {}", "", "places", 0, "{}", {}),
    "pression": (
        "Vœux par place {}",
        "_pression",
        "vœux par place",
        1,
        "{}",
        {"pro": (0.6, 0.8, 1, 1.2), "bts": (5, 8, 11, 14), "apprentis": (2, 3, 4, 6)},
    ),
    "habitants": (
        "Places {} pour 1 000 habitants",
        "_habitants",
        "pour 1 000 habitants",
        1,
        "places {}",
        {"pro": (3, 4, 5, 6), "bts": (0.5, 1, 2, 3)},
    ),
    "remplissage": (
        "Élèves pour 100 places {}",
        "_remplissage",
        "pour 100 places",
        0,
        "élèves en première année, {}",
        {"pro": (70, 80, 90, 100), "bts": (70, 80, 90, 100)},
    ),
}


def _indicateur(public: str, mesure: str) -> Indicateur:
    dataset, quoi, source, champ = _PUBLICS[public]
    libelle, fin, unite, decimales, phrase, limites = _MESURES[mesure]
    return Indicateur(
        f"places_{public}{fin}",
        libelle.format(quoi),
        dataset=dataset,
        genre="compte" if mesure == "places" else "taux",
        unite=unite,
        decimales=decimales,
        zonages=("epci", "bassin", "ze", "zef", "spo", "gtec", "departement", "region"),
        limites=limites.get(public, ()),
        phrase=phrase.format(quoi),
        rythme="annuel",
        nature="places offertes à la rentrée",
        theme="Places en formation",
        mesure=f"{public}.{mesure}",
        champ=f"Établissements des cinq départements : {champ} ; ceux dont la commune est inconnue ne comptent que "
        "dans leur département et la région",
        source=f"{source}, mise en forme du projet Orion",
        ailleurs="les places d’une commune sont celles d’un ou deux établissements : à lire dans Formation",
    )


# The region does not publish its people by age here: places are set against all of them.
INDICATEURS = tuple(
    _indicateur(public, mesure) for mesure, (*_, limites) in _MESURES.items() for public in (limites or _PUBLICS)
)
