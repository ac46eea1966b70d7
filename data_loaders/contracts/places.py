"""Where to train: places and wishes by establishment and course, pupils, and where each establishment is.

Places by apprenticeship are ceilings that centres declare: never added to those of the lycées. A 2de and a 1re
professionnelles are the same pupils a year apart: never added either.
"""

from data_loaders.contracts.indicateurs import Indicateur

NIVEAUX = {
    "cap": "CAP",
    "2de": "seconde professionnelle",
    "1re": "première professionnelle",
    "bts": "BTS",
    "cs": "certificat de spécialisation ou formation complémentaire",
}
# What a count of places may be: a producer writes 0, or 900 and more, where it does not know.
PLACES_MAX = 500
SOURCES = {
    "annuaire": "annuaire du ministère de l’Éducation nationale",
    "parcoursup": "carte des formations de Parcoursup",
    "affelnet": "liste des lycées d’Affelnet",
}

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
