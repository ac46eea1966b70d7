"""Portraits of territories: what is true of each, and why the rest is not said; what many read, computed once."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pandas as pd

from data_loaders.chiffres import tableau
from data_loaders.jeux import enquete
from data_loaders.magasin.donnees import Donnees


def lire_marches(donnees: Donnees, niveau: str, zonage: str, **egales: str) -> pd.DataFrame:
    """Rows of `enquete.lire_marches` of the zones that the zoning draws; KeyError when BMO is not loaded."""
    return tableau.du_decoupage(enquete.lire_marches(donnees, niveau, zonage, **egales), zonage)


class Memoire:
    """Figures of one state of the data, kept as they are asked for; read-only, shared by all the portraits."""

    def __init__(self, donnees: Donnees, garder: Callable[..., Any] | None = None) -> None:
        """A memory of its own, which suits one command, or one that others share: `garder` calls a function with its
        arguments once, then gives its result again. A later publication is not seen if `donnees` are `figees`."""
        self.donnees = donnees
        self.garder = garder or cache(lambda fonction, *args, **egales: fonction(*args, **egales))

    def tableau(self, indicateur: str, zonage: str) -> tableau.Tableau:
        """Figures of an indicator on a zoning, never to be changed in place."""
        return self.garder(tableau.calculer, self.donnees, indicateur, zonage, None)

    @property
    def metiers(self) -> pd.DataFrame:
        """List of métiers of the survey, every vintage; KeyError when it is not loaded."""
        return self.garder(Donnees.lire, self.donnees, "bmo", "metiers")

    def marches(self, niveau: str, zonage: str) -> pd.DataFrame:
        """Estimate of every group of a level that has few: see `lire_marches`."""
        return self.garder(lire_marches, self.donnees, niveau, zonage)
