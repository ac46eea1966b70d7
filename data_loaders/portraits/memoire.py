"""What many portraits read, computed once: figures by zoning, météo by level."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cached_property
from typing import TypeVar

import pandas as pd

from data_loaders.chiffres import tableau
from data_loaders.chiffres.tableau import Tableau
from data_loaders.jeux import estimations
from data_loaders.magasin.donnees import Donnees

T = TypeVar("T")


class Memoire:
    """Figures of one state of the data, kept as they are asked for; read-only, shared by all the portraits."""

    def __init__(self, donnees: Donnees) -> None:
        """`donnees`: the snapshots read; a later publication is not seen if they are `figees`."""
        self.donnees = donnees
        self._gardes: dict[Hashable, object] = {}

    def garder(self, cle: Hashable, calcul: Callable[[], T]) -> T:
        """The result of `calcul`, computed at the first call with that key."""
        if cle not in self._gardes:
            self._gardes[cle] = calcul()
        return self._gardes[cle]

    def tableau(self, indicateur: str, zonage: str) -> Tableau:
        """Figures of an indicator on a zoning, never to be changed in place."""
        return self.garder(("tableau", indicateur, zonage), lambda: tableau.calculer(self.donnees, indicateur, zonage))

    @cached_property
    def metiers(self) -> pd.DataFrame:
        """List of métiers of the survey, every vintage; KeyError when it is not loaded."""
        return self.donnees.lire("bmo", "metiers")

    def marches(self, niveau: str, zonage: str) -> pd.DataFrame:
        """Estimate of every group of a level, rows of `estimations.lire_marches`; KeyError when BMO is not loaded."""
        return self.garder(
            ("marches", niveau, zonage),
            lambda: tableau.du_decoupage(estimations.lire_marches(self.donnees, niveau, zonage), zonage),
        )
