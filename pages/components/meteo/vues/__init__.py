"""The four views of the screen « Météo des métiers », one module each, and the choices they share."""

from typing import Any, NamedTuple

import pandas as pd

from data_loaders.francais import enumeration
from data_loaders.magasin.donnees import Donnees
from geo import zonages
from pages.components import cache, identite
from pages.components.partage import une_fois
from pages.components.territoire import Territoire
from pages.figures import estimees, tuiles as meteo_tuiles
from pages.figures.estimees import Deux
from pages.figures.vues import badges_demo

REGIONAL = ("region", zonages.REGION)


class Groupe(NamedTuple):
    """A group of métiers: its level, its code (« ensemble » for all métiers), its label."""

    niveau: str
    code: str
    libelle: str

    @property
    def dit(self) -> str:
        """The label inside a sentence."""
        return "tous les métiers" if self.code == "ensemble" else self.libelle


class Contexte(NamedTuple):
    """What was chosen above the views, and what is read with it.

    Attributes:
        niveau: level of métiers of the page; libelles: its codes and their labels, as written in `annee`; listes: the
            codes that the survey listed in `annee`.
        code: the group chosen, None for all métiers.
        instantanes: vintage of the survey -> identifier of its snapshot.
    """

    donnees: Donnees
    lieu: Territoire
    niveau: str
    annee: str
    code: str | None
    libelles: dict[str, str]
    listes: set[str]
    instantanes: dict[str, str]
    demonstration: bool

    @property
    def dessine(self) -> str:
        """Zoning of the maps: that of the territory, the bassins for the whole region."""
        return "departement" if self.lieu.zonage == "departement" else "bassin"

    @property
    def badges(self) -> tuple[tuple[str, str], ...]:
        """Badges of every figure of the screen."""
        return badges_demo(self.demonstration)

    def entete(self, titre: Deux, sous_titre: str) -> None:
        """Head of the page, for both points of view."""
        badges = [identite.badge(*b) for b in self.badges]
        identite.entete(meteo_tuiles.entete_html(titre, sous_titre, badges, bool(self.lieu.message)), titre)

    @property
    def nom_lieu(self) -> str:
        """« bassin d’emploi d’Ancenis »."""
        return estimees.territoire(self.lieu.zonage, self.lieu.code)

    @property
    def departement(self) -> str | None:
        """The département chosen, that of most of the bassin's population, or None for the region."""
        if self.lieu.zonage == "bassin":
            parts = une_fois(zonages.recoupement, "bassin", self.lieu.code, "departement")
            return parts["code_zone"].iloc[0] or None
        return self.lieu.code if self.lieu.zonage == "departement" else None

    def pour(self, sous_titre: str) -> str:
        """A subtitle, and the place for which the territory is shown."""
        return " · ".join(filter(None, (sous_titre, self.lieu.message)))

    def groupe(self, code: str | None) -> Groupe:
        """A group of the level of the page, or all métiers."""
        if code is None:
            return Groupe("ensemble", "ensemble", estimees.TOUS)
        return Groupe(self.niveau, code, self.libelles[code])

    @property
    def ici(self) -> tuple[str, str]:
        """Zoning and zone of the page."""
        return self.lieu.zonage, self.lieu.code

    def cellules(self, groupe: Groupe, zonage: str, zone: str) -> pd.DataFrame:
        """Rows of a group in one zone, one a vintage, oldest first."""
        return une_fois(
            estimees.cellules, self.indices(groupe.niveau, zonage, code_zone=zone), groupe.niveau, groupe.code, zone
        )

    def lignes(self, groupe: Groupe, zonage: str, zone: str) -> list[Any]:
        """The same as tuples."""
        return une_fois(estimees.lignes, self.cellules(groupe, zonage, zone))

    def ligne(self, groupe: Groupe) -> Any:
        """The row of a group here, in the vintage chosen, with its label as `nom`."""
        i = self.cellules(groupe, *self.ici)
        return next(i[i["annee"] == self.annee].assign(nom=groupe.libelle).itertuples())

    def indices(self, niveau: str, zonage: str, **egales: str) -> pd.DataFrame:
        """What is said of a level in one zone, or of one of its groups: see `cache.marches`."""
        return cache.marches(self.donnees, niveau, zonage, **egales)

    def du_lieu(self, niveau: str) -> pd.DataFrame:
        """The same in the zone of the page, every vintage."""
        return self.indices(niveau, self.lieu.zonage, code_zone=self.lieu.code)

    @property
    def source_millesimes(self) -> str:
        """Source of what is drawn over every vintage."""
        return estimees.source(enumeration(sorted(self.instantanes)), self.demonstration)

    def source(self, fonds: bool = False) -> str:
        """Source of the figures."""
        return estimees.source(self.annee, self.demonstration, fonds)
