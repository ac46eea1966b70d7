"""Words of the proposals of the search field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from data_loaders.metiers.recherche import Trouve
from pages.figures.lecture import capitale
from pages.figures.meteo.vue import UNITES


class Proposition(NamedTuple):
    """A proposal: its key, its label, what it is (level and code), and why it is proposed."""

    cle: str
    libelle: str
    precision: str
    pourquoi: str


def propositions(trouves: Sequence[Trouve]) -> list[Proposition]:
    """Proposals in the order found."""
    return [Proposition(t.cle, t.libelle, f"{capitale(UNITES[t.niveau][0])} {t.code}", t.pourquoi) for t in trouves]
