"""An observation: one figure as its row gives it, with what it may not be said without."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple, Self
from urllib.parse import urlencode

import pandas as pd

from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import Indicateur

# Weights of local answers from which an estimate is of the place, and under which it is France's.
LOCAL, NATIONAL = 0.5, 0.15


class Evidence(StrEnum):
    """Where a figure is known from."""

    PUBLISHED = "publié"
    COMPUTED = "calculé"
    LOCAL = "estimé ici"
    SHARED = "estimé ici et en France"
    NATIONAL = "d’après la France"


class Verdict(StrEnum):
    """What may be said of two observations; a closed list."""

    MORE = "plus"
    LESS = "moins"
    SAME = "égal"  # published, complete, the same printed value
    UNPROVEN = "indistinct"  # tested: chance may make the gap
    UNTESTED = "non testé"
    INCOMPARABLE = "non comparable"


class Observation(NamedTuple):
    """A figure of one zone at one period.

    Attributes:
        metier: « niveau:code », "" for all métiers.
        valeur: as its producer gives it, NaN where there is none; minorant: the least it may be.
        poids: weight of the answers of the place in an estimate, 0..1; None elsewhere.
        position: side of the region on which a tested estimate stands (−1, 0, 1); None where nothing is tested.
    """

    indicateur: Indicateur
    zonage: str
    zone: str
    periode: str
    valeur: float
    statut: str
    raison: str
    minorant: bool
    poids: float | None = None
    position: int | None = None
    metier: str = ""

    @classmethod
    def of(
        cls, ind: Indicateur, zonage: str, zone: str, periode: str, row: Mapping[str, Any], metier: str = ""
    ) -> Self:
        """The observation of a row of `Tableau`, of that zone and period."""
        poids, position = (row.get(c) if ind.estime else None for c in ("w", "position"))
        return cls(
            ind, zonage, zone, periode, row["value"], row["obs_status"], row["raison"], bool(row["minorant"]),
            None if pd.isna(poids) else float(poids), None if pd.isna(position) else int(position), metier,
        )  # fmt: skip

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return self.statut not in VIDES

    @property
    def key(self) -> str:
        """The question that gives this row again, as an address has it; "" of a sector, which no question asks for."""
        if self.metier.startswith("secteur:"):
            return ""
        lus = {"indicateur": self.indicateur.code, "zone": f"{self.zonage}:{self.zone}", "metier": self.metier}
        return urlencode({c: v for c, v in {**lus, "periode": self.periode}.items() if v}, safe=":")

    @property
    def evidence(self) -> Evidence:
        """Published by a producer, computed from what is, or estimated: then from where."""
        if not self.indicateur.estime:
            return Evidence.COMPUTED if self.statut == "E" else Evidence.PUBLISHED
        if self.poids is None or self.poids >= LOCAL:
            return Evidence.LOCAL
        return Evidence.NATIONAL if self.poids < NATIONAL else Evidence.SHARED

    def against(self, other: Self | None, printed: tuple[str, str] = ("", "")) -> Verdict:
        """What may be said of it beside the same figure of the region; `printed`: both as they are written."""
        if other is None or not (self.known and other.known) or self.periode != other.periode:
            return Verdict.INCOMPARABLE
        if self.indicateur.estime:
            verdicts = {None: Verdict.UNTESTED, -1: Verdict.LESS, 0: Verdict.UNPROVEN, 1: Verdict.MORE}
            return verdicts[self.position]
        if self.indicateur.incertaine or self.minorant or other.minorant or self.indicateur.genre != "taux":
            return Verdict.UNTESTED
        if printed[0] == printed[1]:
            return Verdict.SAME
        return Verdict.MORE if self.valeur > other.valeur else Verdict.LESS
