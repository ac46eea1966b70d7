"""Estimated shares of difficult projects, computed when the survey is published and read from disk by every screen.

One table of markets a level of métiers and zoning, all vintages; the cells behind them with every step. A snapshot
without national rows (a regional file, or one published before they were kept) is estimated without France, which
the table of the years says vintage by vintage.
"""

from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pandas as pd

from data_loaders import parametres
from data_loaders.magasin.derives import Derive
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo, enonces, estimation, marches, secret
from data_loaders.measures.estimation import Enquete


def preparer(donnees: Donnees) -> Enquete:
    """Every loaded vintage, filled and set beside France, computed now.

    Raises:
        KeyError: no survey is loaded.
    """
    large = bmo.large(donnees.lire("bmo"), donnees.lire("bmo", "metiers"))
    try:
        france = donnees.lire("bmo", "france")
    except KeyError:  # a version published before national rows were kept
        france = large[:0].assign(code_region="", code_famille="")
    return estimation.preparer(large, france)


def _tables(niveau: str, zonage: str) -> tuple[str, str]:
    """What is said of the groups of a level in the zones of a zoning, then what each indicator shows of them."""
    return f"{niveau}-{zonage}", f"chiffres-{niveau}-{zonage}"


_GROUPES = {nom: g for g in product(marches.NIVEAUX, marches.ZONAGES) for nom in _tables(*g)}
LISTES = "listes"


def _calculer(donnees: Donnees, table: str) -> dict[str, pd.DataFrame]:
    if table in Enquete._fields:
        return preparer(donnees)._asdict()
    metiers = donnees.lire("bmo", "metiers")
    if table == LISTES:
        return {table: _lister(metiers)}
    niveau, zonage = _GROUPES[table]
    enquete = lire(donnees)
    decrits = marches.decrire(enquete, metiers, niveau, zonage)
    chiffres = marches.chiffrer(enquete, niveau, zonage).rename(columns={"periode": "annee"})
    return dict(zip(_tables(niveau, zonage), (decrits, chiffres), strict=True))


def _lister(metiers: pd.DataFrame) -> pd.DataFrame:
    listes = {n: bmo.metiers_listes(metiers, n) for n in bmo.NIVEAUX}
    couples = [
        (n, annee, code)
        for n, par_annee in listes.items()
        for annee, codes in par_annee.items()
        for code in sorted(codes)
    ]
    return pd.DataFrame(couples, columns=["niveau", "annee", "code_groupe"])


DERIVE = Derive(
    "estimations",
    ("bmo",),
    (parametres.METEO, *(Path(m.__file__) for m in (bmo, enonces, estimation, marches, secret))),
    (*Enquete._fields, *_GROUPES, LISTES),
    _calculer,
    tri="annee",
    par=("code_groupe", "code_zone", "code_metier"),
)


def cellules_bmo(donnees: Donnees, /, **egales: str) -> pd.DataFrame:
    """Cells of every loaded vintage of the survey, hidden counts filled: `Enquete.cellules`.

    Args:
        egales: column -> the value that the wanted cells have in it; all of them by default.

    Raises:
        KeyError: no survey is loaded.
    """
    return DERIVE.lire(donnees, "cellules", **egales)


def lire(donnees: Donnees) -> Enquete:
    """The same with what they are set beside: the métiers in France, the vintages."""
    return Enquete(*(DERIVE.lire(donnees, nom) for nom in Enquete._fields))


def lire_marches(
    donnees: Donnees, niveau: str, zonage: str, colonnes: Sequence[str] | None = None, /, **egales: str
) -> pd.DataFrame:
    """What is said of every group of a level in every zone: rows of `marches.decrire`.

    Zones that the producer counts and that the zoning does not draw are there too.

    Args:
        niveau: one of `marches.NIVEAUX`; zonage: one of `marches.ZONAGES`.
        colonnes: those to read; all of them by default.
        egales: `annee`, `code_zone` or `code_groupe` -> the one that is wanted; all of them by default.

    Raises:
        KeyError: no survey is loaded, unknown level or zoning.
    """
    return DERIVE.lire(donnees, _tables(niveau, zonage)[0], colonnes, **egales)


def lire_chiffres(donnees: Donnees, niveau: str, zonage: str, mesure: str, /, **egales: str) -> pd.DataFrame:
    """What an indicator of the survey shows of the groups of a level: rows of `marches.chiffrer`; as `lire_marches`."""
    lus = DERIVE.lire(donnees, _tables(niveau, zonage)[1], mesure=mesure, **egales)
    return lus.drop(columns="mesure").rename(columns={"annee": "periode"})


def listes(donnees: Donnees, niveau: str, /, **egales: str) -> pd.DataFrame:
    """Groups of a level that each vintage lists (an absent row is then a real zero): `annee`, `code_groupe`.

    Args:
        egales: `code_groupe` -> the one that is wanted; all of them by default.

    Raises:
        KeyError: no survey is loaded.
    """
    return DERIVE.lire(donnees, LISTES, niveau=niveau, **egales)
