"""Secrecy where we hold the true small counts: what is hidden, what must be hidden with it, and the proof that it is.

A cell too small is hidden first (primary). A reader who subtracts published sums must not find it again: other cells
are hidden with it (complementary), with the same sign, so that nobody can tell one from the other. `trouvables` is the
attack; a snapshot that it succeeds on is not published.
"""

import itertools
from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

# Status of `linprog`.
CONTRADICTOIRE, NON_BORNE = 2, 3


class Regle(NamedTuple):
    """The rule of one dataset; who confirmed it and when (ISO), "" when nobody did.

    Attributes:
        portee: `personnes` or `entreprises`.
        seuil: persons: a count of 1 to `seuil` − 1 is hidden; businesses: so is a cell of fewer units, zero excepted.
        dominance: businesses: a cell whose first unit holds this share (0 to 1) or more is hidden; 0 = no such rule.
    """

    portee: str
    seuil: int
    dominance: float = 0.0
    confirmee_par: str = ""
    confirmee_le: str = ""

    @property
    def mention(self) -> str:
        """Who answers for the rule, in French."""
        if not self.confirmee_par:
            return "règle à confirmer"
        return f"règle confirmée par {self.confirmee_par}" + (f" le {self.confirmee_le}" if self.confirmee_le else "")


Somme = tuple[Hashable, ...]  # keys of published cells: a total, then all that it is the sum of


def primaire(cellules: pd.DataFrame, regle: Regle) -> pd.Series:
    """Cells to hide for themselves, by their `value`; for businesses by `unites_nb` (units in the cell) and
    `part_premiere` (0 to 1, share of the first unit)."""
    if regle.portee == "personnes":
        return cellules["value"].between(0, regle.seuil, inclusive="neither")
    peu = cellules["unites_nb"].between(0, regle.seuil, inclusive="neither")
    return peu | (cellules["part_premiere"].ge(regle.dominance) if regle.dominance else False)


def complementaire(
    valeurs: Mapping[Hashable, float],
    cachees: Collection[Hashable],
    sommes: Sequence[Somme],
    seuil: int,
    connues: Collection[Hashable] = (),
) -> set[Hashable]:
    """The smallest visible cells to hide too, one after the other, until no hidden one can be found again.

    Args:
        valeurs: true value of every cell; sommes: sums that a reader can do with published cells.
        seuil: a hidden value is known to be under it; see `trouvables`.
        connues: cells that an earlier version showed: hiding them now protects nothing.

    Returns:
        Every cell to hide, `cachees` included; not enough of them where only `connues` are left to hide.
    """
    masquees = set(cachees)
    while trouvees := trouvables(valeurs, masquees, sommes, seuil):
        # Any sum that holds a cell found: one more unknown there, the least informative one.
        candidates = {
            c for s in sommes if trouvees & set(s) for c in s if c not in masquees and valeurs.get(c)
        }.difference(connues)  # a hidden zero protects nothing
        if not candidates:
            return masquees
        masquees.add(min(candidates, key=lambda c: (valeurs[c], str(c))))
    return masquees


def trouvables(
    valeurs: Mapping[Hashable, float], masquees: Collection[Hashable], sommes: Sequence[Somme], seuil: int
) -> set[Hashable]:
    """Hidden cells that published figures give away, exactly or nearly.

    The attack is a linear programme, smallest then largest value of each hidden cell, knowing that it is 1 at least: a
    cell with fewer than `seuil` possible values is found. Values of hidden cells are not read.
    """
    inconnues = sorted({c for s in sommes for c in s if c in masquees}, key=str)
    if not inconnues:
        return set()
    rang = {c: i for i, c in enumerate(inconnues)}
    systeme, membres = np.zeros((len(sommes), len(inconnues))), np.zeros(len(sommes))
    for i, s in enumerate(sommes):
        for cellule in s:
            signe = -1.0 if cellule == s[0] else 1.0
            if cellule in rang:
                systeme[i, rang[cellule]] += signe
            else:
                membres[i] -= signe * valeurs[cellule]
    return {c for c, i in rang.items() if _largeur(systeme, membres, i) < seuil - 1}


def _largeur(systeme: np.ndarray, membres: np.ndarray, i: int) -> float:
    """Largest minus smallest value of one unknown of `systeme` x = `membres`, x ≥ 1; infinite without a limit. Infinite
    too when the published figures do not add up: an attacker can then deduce nothing."""
    from scipy.optimize import linprog  # long to load, for the few who publish a secret

    cout = np.zeros(systeme.shape[1])
    bornes = []
    for sens in (1.0, -1.0):
        cout[i] = sens
        solution = linprog(cout, A_eq=systeme, b_eq=membres, bounds=(1, None))
        if solution.status in (CONTRADICTOIRE, NON_BORNE):
            return np.inf
        bornes.append(solution.fun)
    return -bornes[1] - bornes[0]


def ecarts_petits(
    valeurs: Mapping[Hashable, float], communes: Mapping[Hashable, frozenset[str]], seuil: int
) -> list[tuple[Hashable, Hashable]]:
    """Pairs (A, B) of published territories A ⊂ B, of any zonings or vintages, where the part of B outside A counts 1
    to `seuil` − 1."""
    return [
        (a, b)
        for a, b in itertools.permutations(valeurs, 2)
        if communes[a] < communes[b] and 0 < valeurs[b] - valeurs[a] < seuil
    ]
