"""What many portraits read, computed once: figures by zoning, météo by level."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cached_property
from typing import TypeVar

import pandas as pd

from data_loaders.chiffres import tableau
from data_loaders.chiffres.tableau import Tableau
from data_loaders.jeux import calculs
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import meteo

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
    def cellules(self) -> pd.DataFrame:
        """Cells of the survey BMO; KeyError when it is not loaded."""
        return calculs.cellules_bmo(self.donnees)

    @cached_property
    def metiers(self) -> pd.DataFrame:
        """List of métiers of the survey, every vintage; KeyError when it is not loaded."""
        return self.donnees.lire("bmo", "metiers")

    def indices(self, niveau: str, zonage: str) -> pd.DataFrame:
        """Météo of every group of a level, rows of `measures.meteo.indices`; KeyError when BMO is not loaded."""
        return self.garder(
            ("indices", niveau, zonage),
            lambda: tableau.du_decoupage(meteo.indices(self.cellules, self.metiers, niveau, zonage), zonage),
        )
