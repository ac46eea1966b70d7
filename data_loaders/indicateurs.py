"""The indicators one can ask for: words, unit, dataset, zonings on which they are true, frozen class limits.

Limits are frozen for all vintages of an indicator, so that two maps of two years can be compared; they were set by
natural breaks on the official files (2016-2024 for BMO, 2003-2023 for unemployment) then rounded to readable numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

from data_loaders.erreurs import DemandeInvalide


@dataclass(frozen=True)
class Indicateur:
    """One indicator.

    Attributes:
        genre: `compte` (drawn as circles, summed) or `taux` (drawn as classes, never summed).
        unite: French plural unit; `%` for shares.
        zonages: zonings on which the figure is true, the finest first; others are n.d. with the reason `ailleurs`.
        phrase: end of the sentence after the number, e.g. « des projets de recrutement sont jugés difficiles ».
        lecture: what the figure counts, starting with a lower-case article.
        limites: inner class limits, a limit belonging to the upper class.
        metiers: True when the figure exists by métier.
    """

    code: str
    libelle: str
    dataset: str
    genre: str
    unite: str
    decimales: int
    zonages: tuple[str, ...]
    phrase: str
    champ: str
    source: str
    rythme: str
    ailleurs: str
    limites: tuple[float, ...] = ()
    mots: tuple[str, ...] = ("très bas", "bas", "moyen", "haut", "très haut")
    metiers: bool = False
    mesure: str = ""
    theme: str = ""


_BMO = {
    "dataset": "bmo",
    "zonages": ("bassin", "departement", "region"),
    "rythme": "annuel",
    "metiers": True,
    "theme": "Besoins en main-d'œuvre",
    "source": "France Travail, enquête Besoins en main-d'œuvre (BMO)",
    "champ": "Établissements employeurs enquêtés, intentions d'embauche déclarées pour l'année ; bassins de la "
    "région, hors les trois communes de Loire-Atlantique rattachées au bassin de Redon",
    "ailleurs": "l'enquête est diffusée par bassin d'emploi, qui ne s'emboîte pas dans ce découpage : aucun "
    "chiffre n'est estimé",
}
_DEFM = {
    "dataset": "defm_epci",
    "genre": "compte",
    "unite": "demandeurs d'emploi",
    "decimales": 0,
    "zonages": ("epci", "spo", "zef", "gtec"),
    "rythme": "mensuel",
    "theme": "Demande d'emploi",
    "source": "Pôle emploi (aujourd'hui France Travail), demandeurs d'emploi inscrits par EPCI",
    "ailleurs": "le fichier est diffusé par EPCI entier, qui ne s'emboîte pas dans ce découpage : aucun chiffre "
    "n'est estimé",
}
_GEO = {
    "dataset": "population",
    "rythme": "annuel",
    "theme": "Population",
    "source": "Insee, recensement de la population 2023",
    "zonages": ("commune", "epci", "bassin", "ze", "zef", "spo", "gtec", "departement", "region"),
    "champ": "Population municipale 2023, communes au 1er janvier 2026",
    "ailleurs": "",
}

INDICATEURS = {
    i.code: i
    for i in (
        Indicateur(
            "bmo_part_difficiles",
            "Part des projets de recrutement jugés difficiles",
            genre="taux",
            unite="%",
            decimales=1,
            mesure="part_difficiles",
            limites=(40, 50, 60, 70),
            phrase="des projets de recrutement sont jugés difficiles",
            **_BMO,
        ),
        Indicateur(
            "bmo_projets",
            "Projets de recrutement",
            genre="compte",
            unite="projets",
            decimales=0,
            mesure="met",
            phrase="de recrutement",
            **_BMO,
        ),
        Indicateur(
            "bmo_projets_difficiles",
            "Projets de recrutement jugés difficiles",
            genre="compte",
            unite="projets",
            decimales=0,
            mesure="xmet",
            phrase="de recrutement jugés difficiles",
            **_BMO,
        ),
        Indicateur(
            "bmo_projets_saisonniers",
            "Projets de recrutement saisonniers",
            genre="compte",
            unite="projets",
            decimales=0,
            mesure="smet",
            phrase="de recrutement saisonniers",
            **_BMO,
        ),
        Indicateur(
            "defm_a",
            "Demandeurs d'emploi, catégorie A",
            phrase="inscrits en catégorie A (sans emploi)",
            champ="Inscrits à Pôle emploi, catégorie A (sans emploi, tenus de chercher), données brutes en fin de mois",
            **_DEFM,
        ),
        Indicateur(
            "defm_abc",
            "Demandeurs d'emploi, catégories A, B et C",
            phrase="inscrits en catégories A, B ou C",
            champ="Inscrits à Pôle emploi, catégories A, B et C (tenus de chercher, avec ou sans activité réduite), "
            "données brutes en fin de mois",
            **_DEFM,
        ),
        Indicateur(
            "population",
            "Population municipale",
            genre="compte",
            unite="habitants",
            decimales=0,
            phrase="au recensement de 2023",
            **_GEO,
        ),
        Indicateur(
            "densite",
            "Densité de population",
            genre="taux",
            unite="hab./km²",
            decimales=0,
            limites=(50, 80, 120, 250),
            phrase="en 2023",
            **_GEO,
        ),
    )
}


def indicateur(code: str) -> Indicateur:
    """The indicator of this code; DemandeInvalide (French, with the known codes) otherwise."""
    try:
        return INDICATEURS[code]
    except KeyError:
        raise DemandeInvalide(
            f"indicateur inconnu : « {code} ». Indicateurs connus : {', '.join(INDICATEURS)}."
        ) from None
