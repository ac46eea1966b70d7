"""Training: the State's barometers, the diplomas, what becomes of those who leave, where to train.

The barometers are cumulated at the source, flows here. InserJeunes cumulates the leavers of two years and is dated by
the second: consecutive editions share a year of leavers, and the definition of employment changes with the leavers of
2022, so that editions are never added, nor compared across it. A crosswalk of diplomas is many-to-many: it says what is
possible, and no leaver is ever split nor added up by métier along it. Places by apprenticeship are ceilings that
centres declare: never added to those of the lycées. A 2de and a 1re professionnelles are the same pupils a year apart:
never added either.
"""

from typing import NamedTuple

from data_loaders import francais
from data_loaders.contracts.indicateurs import Indicateur

JANVIER, AOUT = 1, 8


class Serie(NamedTuple):
    """A series of the barometer."""

    libelle: str
    remise_a_zero: int  # month of the year at which the producer's count starts again; 0 for a stock


CONTRATS_APPRENTISSAGE = "nombre-contrats-apprentissage"
SERIES = {
    "nb-beneficiaires-siae": Serie("Bénéficiaires en structures d’insertion par l’activité économique", 0),
    CONTRATS_APPRENTISSAGE: Serie("Contrats d’apprentissage", JANVIER),
    "nombre-recrutements-jeunes": Serie("Recrutements de jeunes", AOUT),
    "nb-formation-pic": Serie("Entrées en formation des publics éloignés de l’emploi", JANVIER),
}
MOTS = {code: francais.en_phrase(s.libelle) for code, s in SERIES.items()}
NOMENCLATURES = {
    "CFD": "diplômes",
    "MEFSTAT11": "formations des lycées",
    "NSF": "spécialités de formation",
    "NIVEAU": "types de diplôme",
}
# The European scale; in the files of job-seekers « niveau V » is the former one, where V is a CAP.
NIVEAUX_DIPLOMES = {
    "03": "CAP, BEP et équivalents",
    "04": "baccalauréat et équivalents",
    "05": "BTS et équivalents",
    "06": "licence et équivalents",
}
CFD = r"[0-9A-Z]{8}"
VOIES = {"apprentissage": "apprentis", "scolaire": "élèves et étudiants des lycées"}
ECHEANCES = (6, 12, 18, 24)  # months after leaving
EFFECTIFS = ("annee_terminale", "sortants", "poursuite", *(f"emploi_{m}" for m in ECHEANCES))
TAUX = {"taux_poursuite": ("poursuite", "annee_terminale")} | {
    f"taux_emploi_{m}": (f"emploi_{m}", "sortants") for m in ECHEANCES
}
# Under so many leavers the producer gives no rate: neither do we show the counts it is made of.
SEUIL_SORTANTS = 20
# From the leavers of that year on, public employment and civic service are employment.
DEFINITION_CHANGEE = "2022"
TAUX_CFA = {
    "part_poursuite": "Part en poursuite d’études, sur l’ensemble des apprentis en dernière année",
    "part_emploi_6": "Part en emploi à 6 mois, sur l’ensemble des apprentis en dernière année",
    "part_autre_6": "Part dans une autre situation à 6 mois, sur l’ensemble des apprentis en dernière année",
    "part_interrompus": "Part des contrats d’apprentissage interrompus",
    "taux_poursuite": "Taux de poursuite d’études",
    **{f"taux_emploi_{m}": f"Taux d’emploi à {m} mois, sur les sortants" for m in ECHEANCES},
    "taux_attendu_6": "Taux d’emploi à 6 mois attendu, selon le profil des apprentis",
    "valeur_ajoutee_6": "Écart du taux d’emploi à 6 mois au taux attendu, en points",
}
NIVEAUX_ENTREE = {
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
# measure -> label, end of the code, unit, decimals, phrase
_MESURES = {
    "places": ("Places {}", "", "places", 0, "{}"),
    "pression": ("Vœux par place {}", "_pression", "vœux par place", 1, "{}"),
    "habitants": ("Places {} pour 1 000 habitants", "_habitants", "pour 1 000 habitants", 1, "places {}"),
    "remplissage": ("Élèves pour 100 places {}", "_remplissage", "pour 100 places", 0, "élèves en première année, {}"),
}
# measure -> limits by public, those of which it is given; none for a count, given of all
_LIMITES = {
    "places": dict.fromkeys(_PUBLICS, ()),
    "pression": {"pro": (0.6, 0.8, 1, 1.2), "bts": (5, 8, 11, 14), "apprentis": (2, 3, 4, 6)},
    "habitants": {"pro": (3, 4, 5, 6), "bts": (0.5, 1, 2, 3)},
    "remplissage": dict.fromkeys(("pro", "bts"), (70, 80, 90, 100)),
}


def _indicateur(public: str, mesure: str) -> Indicateur:
    dataset, quoi, source, champ = _PUBLICS[public]
    libelle, fin, unite, decimales, phrase = _MESURES[mesure]
    return Indicateur(
        f"places_{public}{fin}",
        libelle.format(quoi),
        dataset=dataset,
        genre="compte" if mesure == "places" else "taux",
        unite=unite,
        decimales=decimales,
        zonages=("epci", "bassin", "ze", "zef", "spo", "gtec", "departement", "region"),
        limites=_LIMITES[mesure][public],
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
INDICATEURS_PLACES = tuple(_indicateur(public, mesure) for mesure, limites in _LIMITES.items() for public in limites)
