"""Météo of a portrait: the sky of each family on the territory, or on each bassin that it meets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from data_loaders.chiffres.tableau import provenance_de
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.francais import typographier
from data_loaders.measures.evolutions import Evolution
from data_loaders.parametres import portrait as parametres
from data_loaders.portraits.memoire import Memoire
from geo.sujets import Sujet

METIERS_MAX = 5
_CLASSE = "classe"
# measure of the survey -> columns of `measures.meteo.indices` that hold its arrow and the size of its move
_FLECHES = {"part_difficiles": ("fleche", "delta"), "met": ("fleche_projets", None)}


class Cellule(NamedTuple):
    """One family in one zone: the row of `measures.meteo.indices`, and where."""

    libelle_zone: str
    part_population: float
    r: Any


@dataclass(frozen=True)
class Famille:
    """One family on the territory: one cell, or one a zone met."""

    code: str
    libelle: str
    cellules: tuple[Cellule, ...]
    region: Any

    @property
    def classees(self) -> list[Cellule]:
        """Cells that have a class."""
        return [c for c in self.cellules if c.r.statut == _CLASSE]

    @property
    def classes(self) -> tuple[int, int] | None:
        """Lowest and highest class over the zones met; None when none has one."""
        niveaux = [int(c.r.niveau) for c in self.classees]
        return (min(niveaux), max(niveaux)) if niveaux else None


@dataclass(frozen=True)
class Meteo:
    """Families and métiers of one vintage.

    Attributes:
        zonage: zoning of the survey that is read.
        propre: whether it is the territory itself; else `zones` are those it meets.
        zones: rows of `zonages.recoupement`, the most populated part first; one row for the territory itself.
        metiers: métiers with the most projects in the first of `zones`, most projects first.
    """

    annee: str
    zonage: str
    propre: bool
    zones: pd.DataFrame
    familles: tuple[Famille, ...]
    metiers: tuple[Any, ...]
    demonstration: bool
    instantane: str


def meteo(m: Memoire, sujet: Sujet) -> Meteo | None:
    """The météo of a territory; None when the survey is not loaded, or the territory meets no zone of it."""
    ind, annees = INDICATEURS["bmo_part_difficiles"], m.donnees.periodes("bmo")
    if not annees:
        return None
    annee, propre = annees[-1], sujet.zonage in ind.zonages
    zonage = sujet.zonage if propre else ind.zonages[0]
    familles = m.indices("famille", zonage)
    familles = familles[familles["annee"] == annee]
    zones = sujet.recouper(zonage)
    zones = zones[zones["code_zone"].isin(familles["code_zone"])].reset_index(drop=True)
    if zones.empty:
        return None
    nommees = zones[zones["part_population"] >= parametres.portrait().part_minimale]
    libelles = _libelles(m.metiers, "famille", annee)
    region = {r.code_groupe: r for r in m.indices("famille", "region").query("annee == @annee").itertuples()}
    return Meteo(
        annee=annee,
        zonage=zonage,
        propre=propre,
        zones=zones,
        familles=tuple(_famille(familles, libelles, code, zones, region[code]) for code in sorted(libelles)),
        metiers=_metiers(m, zonage, (nommees if len(nommees) else zones).iloc[0]["code_zone"], annee),
        demonstration=m.donnees.est_demonstration("bmo"),
        instantane=provenance_de(m.donnees, ind, annee, zonage)["instantane"],
    )


def _libelles(metiers: pd.DataFrame, niveau: str, annee: str) -> dict[str, str]:
    liste = metiers[metiers["annee"] == annee]
    return dict(zip(liste[f"code_{niveau}"], liste[f"libelle_{niveau}"].map(typographier), strict=True))


def _famille(indices: pd.DataFrame, libelles: dict[str, str], code: str, zones: pd.DataFrame, region: Any) -> Famille:
    par_zone = {r.code_zone: r for r in indices[indices["code_groupe"] == code].itertuples()}
    cellules = (Cellule(z.libelle_zone, z.part_population, par_zone[z.code_zone]) for z in zones.itertuples())
    return Famille(code, libelles[code], tuple(cellules), region)


def _metiers(m: Memoire, zonage: str, code_zone: str, annee: str) -> tuple[Any, ...]:
    indices = m.indices("metier", zonage)
    lieu = indices[(indices["annee"] == annee) & (indices["code_zone"] == code_zone) & (indices["statut"] == _CLASSE)]
    premiers = lieu.sort_values(["projets", "code_groupe"], ascending=[False, True]).head(METIERS_MAX)
    libelles = _libelles(m.metiers, "metier", annee)
    return tuple(premiers.assign(nom=premiers["code_groupe"].map(libelles)).itertuples())


def evolution(m: Memoire, mesure: str, zonage: str, code_zone: str, annee: str) -> Evolution | None:
    """The move of a figure of the survey since the previous vintage, by the test of the météo; None without a test."""
    if mesure not in _FLECHES:
        return None
    fleche, delta = _FLECHES[mesure]
    lignes = m.indices("ensemble", zonage)
    ligne = lignes[(lignes["annee"] == annee) & (lignes["code_zone"] == code_zone)]
    if ligne.empty or ligne.iloc[0][fleche] == "non_mesurable":
        return None
    r = ligne.iloc[0]
    return Evolution(str(r["annee_precedente"]), r[fleche], 100 * float(r[delta]) if delta else None)
