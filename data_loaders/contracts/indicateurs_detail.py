"""Indicators asked one métier or one measure at a time: tensions, people by family, the annex of the convention.

They have no figure for all métiers or for a territory as a whole, so that the map and the lists of the screens, which
read `indicateurs.INDICATEURS`, leave them out.
"""

from functools import cache

from data_loaders.contracts import declarations, indicateurs
from data_loaders.contracts.convention import PARTIES, Mesure, mesures
from data_loaders.erreurs import DemandeInvalide

PAR_METIER = tuple(
    i for nom in ("tensions", "metiers_region", "metiers_2030") for i in declarations.lire(nom).metiers.values()
)

# What an address or a script may still call an indicator that another has taken in.
RENOMMES = {"inscrits_a_e_long": "inscrits_a_e"}

# Of the whole of France: a reference in time, nothing to map.
NATIONAUX = declarations.lire("defm_cvs").nationaux


def code_convention(mesure: str, partie: str) -> str:
    """Code of the indicator that follows a measure of the annex as one party sends it: `lic_1_formations.region`."""
    return f"{mesure}.{partie}"


def _convention(m: Mesure, partie: str) -> indicateurs.Indicateur:
    return indicateurs.Indicateur(
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
def convention() -> dict[str, indicateurs.Indicateur]:
    """code -> indicator, each measure of the annex by each party, in the order of the annex."""
    return {i.code: i for m in mesures().values() for i in (_convention(m, p) for p in PARTIES)}


def indicateur(code: str) -> indicateurs.Indicateur:
    """The indicator of this code, whichever list it is in; DemandeInvalide (French, with known codes) otherwise."""
    generaux, par_metier = indicateurs.INDICATEURS | NATIONAUX, {i.code: i for i in PAR_METIER}
    if trouve := (generaux | par_metier | convention()).get(RENOMMES.get(code, code)):
        return trouve
    raise DemandeInvalide(
        f"indicateur inconnu : « {code[:60]} ». Indicateurs connus : {', '.join(generaux)} ; par métier : "
        f"{', '.join(par_metier)} ; de la convention, par exemple : {next(iter(convention()))}."
    )
