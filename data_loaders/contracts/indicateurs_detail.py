"""Indicators asked one métier or one measure at a time: tensions, people by family, the annex of the convention.

They have no figure for all métiers or for a territory as a whole, so that the map and the lists of the screens, which
read `indicateurs.INDICATEURS`, leave them out.
"""

from functools import cache

from data_loaders.contracts import defm_cvs, indicateurs
from data_loaders.contracts.convention import PARTIES, Mesure, mesures
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.contracts.metiers_2030 import AVENIR
from data_loaders.contracts.metiers_region import FAMILLES
from data_loaders.erreurs import DemandeInvalide

_TENSIONS = {"rythme": "annuel", "metiers": True, "theme": "Tensions"}
_CLASSE = _TENSIONS | {
    "genre": "taux",
    "unite": "sur 5",
    "limites": (1.5, 2.5, 3.5, 4.5),
    "phrase": "en tension officielle, de 1 (la plus faible) à 5 (la plus forte)",
}
_FAP = _CLASSE | {
    "dataset": "tension_fap",
    "zonages": ("departement", "region"),
    "champ": "Métiers de la nomenclature FAP 2009 ; classe publiée, sans recalcul",
    "source": "Dares et France Travail, tensions sur le marché du travail",
    "ailleurs": "la classe officielle est publiée par département et région : aucune n’est estimée",
    "complements": {"region": {"FR": "France"}},
    "niveaux": ("fap87", "metier"),
}
_ROME = _TENSIONS | {
    "dataset": "tension_rome",
    "zonages": ("bassin",),
    "champ": "Métiers du ROME version 3 ; croisements de faible effectif absents du fichier",
    "source": "France Travail et Dares, tensions par métier et bassin d’emploi",
    "ailleurs": "le fichier est diffusé par bassin d’emploi : aucun chiffre n’est estimé",
    "niveaux": ("rome",),
}
PAR_METIER = (
    Indicateur("tension_fap", "Tension officielle, par famille professionnelle (FAP)", mesure="value", **_FAP),
    Indicateur("tension_rome", "Tension officielle, par métier (ROME)", mesure="value", **(_CLASSE | _ROME)),
    Indicateur(
        "offres_rome",
        "Offres d’emploi, par métier (ROME)",
        unite="offres",
        mesure="offres",
        flux=True,
        nature="flux de douze mois",
        phrase="d’emploi en douze mois",
        **_ROME,
    ),
    Indicateur(
        "inscrits_rome",
        "Demandeurs d’emploi, par métier recherché (ROME)",
        unite="demandeurs d’emploi",
        mesure="inscrits",
        nature="stock moyen de l’année",
        phrase="inscrits en catégories A, B ou C, en moyenne sur l’année",
        phrase_singulier="inscrit en catégories A, B ou C, en moyenne sur l’année",
        **_ROME,
    ),
    *FAMILLES,
    *AVENIR,
)

# What an address or a script may still call an indicator that another has taken in.
RENOMMES = {"inscrits_a_e_long": "inscrits_a_e"}

# Of the whole of France: a reference in time, nothing to map.
NATIONAUX = {i.code: i for i in defm_cvs.NATIONAUX}


def code_convention(mesure: str, partie: str) -> str:
    """Code of the indicator that follows a measure of the annex as one party sends it: `lic_1_formations.region`."""
    return f"{mesure}.{partie}"


def _convention(m: Mesure, partie: str) -> Indicateur:
    return Indicateur(
        code_convention(m.code, partie),
        f"{m.libelle} ({m.unite}, valeurs transmises par {_PAR[partie]})",
        dataset="convention",
        unite=m.unite,
        decimales=0 if m.entiere else 1,
        zonages=("region",),
        rythme=m.rythme,
        mesure=m.code,
        theme=m.dispositif,
        flux=True,
        nature="valeur telle que transmise ; l’annexe ne dit pas si elle est cumulée",
        phrase=f"({m.dispositif})",
        champ="Annexe de la convention du 27 août 2013 ; valeurs saisies par le correspondant du signataire, sans "
        "publication de référence",
        source=f"{PARTIES[partie]}, correspondant de la convention",
        ailleurs="l’annexe de la convention ne nomme aucun territoire : la valeur est celle de la région entière",
    )


_PAR = {"region": "la Région", "france_travail": "France Travail"}


@cache
def convention() -> dict[str, Indicateur]:
    """code -> indicator, each measure of the annex by each party, in the order of the annex."""
    return {i.code: i for m in mesures().values() for i in (_convention(m, p) for p in PARTIES)}


def indicateur(code: str) -> Indicateur:
    """The indicator of this code, whichever list it is in; DemandeInvalide (French, with known codes) otherwise."""
    tous = indicateurs.INDICATEURS | NATIONAUX | {i.code: i for i in PAR_METIER} | convention()
    try:
        return tous[RENOMMES.get(code, code)]
    except KeyError:
        generaux, par_metier = ", ".join((*indicateurs.INDICATEURS, *NATIONAUX)), ", ".join(i.code for i in PAR_METIER)
        raise DemandeInvalide(
            f"indicateur inconnu : « {code[:60]} ». Indicateurs connus : {generaux} ; par métier : {par_metier} ; de "
            f"la convention, par exemple : {next(iter(convention()))}."
        ) from None
