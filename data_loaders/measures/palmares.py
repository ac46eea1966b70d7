"""Which métiers stand out in a place, which ones are near one of them, and what its sentences are made of.

Nothing here is a new figure: every result is made of rows of `marches.decrire`.
"""

from collections import namedtuple
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd

from data_loaders.measures import enonces
from data_loaders.parametres import meteo

NB_PALMARES = 5

RAISONS_VIDES = {
    "difficiles": "aucun métier de 30 projets et plus n’y est dit difficile à pourvoir",
    "embauches": "aucun métier n’y a 30 projets et plus",
    "faciles": "aucun métier de 30 projets et plus n’y est dit facile à pourvoir",
    "surplus": "aucun métier où les candidats sont nombreux pour les offres",
}
RAISON_SANS_ESTIME = "aucun métier n’a de chiffre ici\u00a0: trop peu de projets, ou masqués"
RAISON_SANS_COMPLET = "le surplus de candidats n’est pas mesuré, l’enquête ne compte pas les demandeurs d’emploi"


def dans(marches: pd.DataFrame, zone: str, annee: str) -> pd.DataFrame:
    """Rows of one zone and vintage."""
    return marches[(marches["code_zone"] == zone) & (marches["annee"] == annee)]


def rangees(lignes: pd.DataFrame) -> list[Any]:
    """Rows as tuples, an attribute a column: `itertuples` without its index, sooner of a wide frame."""
    return list(map(_rangee(tuple(lignes.columns))._make, zip(*(c.tolist() for _, c in lignes.items()), strict=True)))


@lru_cache(maxsize=64)
def _rangee(colonnes: tuple[str, ...]) -> type:
    return namedtuple("Rangee", colonnes)


def nets(lignes: pd.DataFrame) -> pd.Series:
    """Side of each row that is sure enough for a title, a count or a ranking; "" for the others."""
    return enonces.cote(lignes["classe"]).where(lignes["certitude"].isin(enonces.SURS), "")


class Compte(NamedTuple):
    """Among groups that have an estimate (`estimes`), those hard to fill, sure enough (`difficiles`), and those of
    them that are so in all of France too (`en_france`, None where no national survey is loaded beside)."""

    estimes: int
    difficiles: int
    en_france: int | None


def compter(lignes: pd.DataFrame) -> Compte:
    """How many rows of one zone and vintage are hard to fill, here and in France."""
    lignes = lignes[lignes["statut"].eq("estime")]
    durs = nets(lignes) == enonces.DIFFICILE
    france = enonces.cote(enonces.classe(lignes["F"].astype(float))) == enonces.DIFFICILE
    connue = lignes["annee_france"].astype(bool).all()
    return Compte(len(lignes), int(durs.sum()), int((durs & france).sum()) if connue else None)


class Liste(NamedTuple):
    """A short list: rows, and why it is empty ("" when it is not)."""

    lignes: pd.DataFrame
    raison: str


def palmares(
    marches: pd.DataFrame, zone: str, annee: str, nb: int = NB_PALMARES, complets: pd.DataFrame | None = None
) -> dict[str, Liste]:
    """The métiers to remember in a zone and vintage, of `porteur_minimum` projects and more; none without an
    estimate. Rows at the same value as the last one are kept with it: a list may be longer than `nb`.

    Args:
        marches: result of `marches.decrire`, level `metier`.
        complets: result of `indices_complets.completes`; without it nothing is said of a surplus.

    Returns:
        `difficiles`: class 4 or 5, sure enough, the highest estimated share first; `faciles`: class 1 or 2, the lowest;
        `embauches`: the most projects first, whatever their class; `surplus`: complete index of class 1 or 2, where
        candidates are many for the offers, the lowest T first.
    """
    estimees = dans(marches, zone, annee)[lambda d: d["statut"] == "estime"]
    lignes = estimees[estimees["P"] >= meteo().porteur_minimum]
    cotes, n = nets(lignes), len(estimees)
    choisies = {
        "difficiles": (lignes[cotes == enonces.DIFFICILE], "q_estimee", False, n),
        "embauches": (lignes, "projets", False, n),
        "faciles": (lignes[cotes == enonces.FACILE], "q_estimee", True, n),
    }
    listes = {"surplus": Liste(pd.DataFrame(), RAISON_SANS_COMPLET)}
    if complets is not None and annee in set(complets["annee"]):
        entiers = dans(complets, zone, annee)[lambda d: d["partiel"].eq("") & d["classe"].notna()]
        choisies["surplus"] = (entiers[entiers["classe"] <= 2], "T", True, len(entiers))
    for quoi, (prises, cle, croissant, estimees_nb) in choisies.items():
        premieres = prises[prises[cle].rank(method="min", ascending=croissant) <= nb]
        raison = "" if len(prises) else (RAISONS_VIDES[quoi] if estimees_nb else RAISON_SANS_ESTIME)
        ordre = {"by": [cle, "code_groupe"], "ascending": [croissant, True]}
        listes[quoi] = Liste(premieres.sort_values(**ordre, ignore_index=True), raison)
    return listes
