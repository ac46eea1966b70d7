"""The four views of the screen « Météo des métiers », one module each, and the choices they share."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from data_loaders.donnees import Donnees
from data_loaders.indicateurs import INDICATEURS
from pages.components import cache, choices, identite
from pages.components.choices_meteo import Territoire
from pages.figures import meteo_vue

IND = INDICATEURS["bmo_part_difficiles"]


class Contexte(NamedTuple):
    """What was chosen above the views, and what is read with it.

    Attributes:
        niveau: level of métiers of the page; libelles: its codes and their labels, as written in `annee`.
        point: `candidat` or `employeur`.
        instantanes: vintage of the survey -> identifier of its snapshot.
    """

    donnees: Donnees
    lieu: Territoire
    niveau: str
    annee: str
    point: str
    libelles: dict[str, str]
    instantanes: dict[str, str]
    demonstration: bool

    @property
    def dessine(self) -> str:
        """Zoning of the maps: that of the territory, the bassins for the whole region."""
        return "departement" if self.lieu.zonage == "departement" else "bassin"

    @property
    def badges(self) -> list[str]:
        """Markup of the badges of every figure of the screen."""
        return [identite.badge(*b) for b in meteo_vue.badges(self.demonstration)]

    def indices(self, niveau: str, zonage: str) -> pd.DataFrame:
        """The météo of a level on a zoning, every vintage; shared and read-only."""
        return cache.indices_meteo(self.donnees, niveau, zonage)

    def source(self, fonds: bool = False) -> str:
        """Source of the figures, on one line in a meeting room."""
        if choices.en_projection():
            return meteo_vue.source_courte(self.annee, self.demonstration)
        return meteo_vue.source(self.annee, self.demonstration, self.instantanes[self.annee], fonds)
