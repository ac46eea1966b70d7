"""Météo of a portrait: the sky of each family on the territory, or on each bassin that it meets."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from data_loaders.chiffres.tableau import provenance_de
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.francais import typographier
from data_loaders.parametres import portrait as parametres
from data_loaders.portraits.memoire import Memoire
from geo.sujets import Sujet

METIERS_MAX = 3
REGION = "52"
TOUS = "Tous les métiers"
ESTIME = "estime"


class Cellule(NamedTuple):
    """One group of métiers in one zone: the row of `estimations.lire_marches`, and where."""

    libelle_zone: str
    part_population: float
    r: Any


@dataclass(frozen=True)
class Famille:
    """One group of métiers on the territory: one cell, or one a zone met; `region`: the same group in the region."""

    code: str
    libelle: str
    cellules: tuple[Cellule, ...]
    region: Any

    @property
    def estimees(self) -> list[Cellule]:
        """Cells that have an estimate of their own."""
        return [c for c in self.cellules if c.r.statut == ESTIME]

    @property
    def classes(self) -> tuple[int, int] | None:
        """Lowest and highest class over the zones met; None when none has one."""
        niveaux = [int(c.r.classe) for c in self.estimees]
        return (min(niveaux), max(niveaux)) if niveaux else None


@dataclass(frozen=True)
class Meteo:
    """Families and métiers of one vintage.

    Attributes:
        zonage: zoning of the survey that is read.
        propre: whether it is the territory itself; else `zones` are those it meets.
        zones: rows of `zonages.recoupement`, the most populated part first; one row for the territory itself.
        ensemble: all métiers together, as one more family.
        metiers: métiers with the most projects in the first of `zones`, most projects first.
    """

    annee: str
    zonage: str
    propre: bool
    zones: pd.DataFrame
    familles: tuple[Famille, ...]
    ensemble: Famille
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
    zones = sujet.recouper(zonage)
    zones = zones[zones["code_zone"].isin(m.marches("ensemble", zonage)["code_zone"])].reset_index(drop=True)
    if zones.empty:
        return None
    nommees = zones[zones["part_population"] >= parametres.portrait().part_minimale]
    libelles = _libelles(m.metiers, "famille", annee)
    return Meteo(
        annee=annee,
        zonage=zonage,
        propre=propre,
        zones=zones,
        familles=tuple(_groupes(m, "famille", zonage, annee, zones, libelles)),
        ensemble=next(_groupes(m, "ensemble", zonage, annee, zones, {"ensemble": TOUS})),
        metiers=_metiers(m, zonage, (nommees if len(nommees) else zones).iloc[0]["code_zone"], annee),
        demonstration=m.donnees.est_demonstration("bmo"),
        instantane=provenance_de(m.donnees, ind, annee, zonage)["instantane"],
    )


def _libelles(metiers: pd.DataFrame, niveau: str, annee: str) -> dict[str, str]:
    liste = metiers[metiers["annee"] == annee]
    return dict(zip(liste[f"code_{niveau}"], liste[f"libelle_{niveau}"].map(typographier), strict=True))


def _groupes(
    m: Memoire, niveau: str, zonage: str, annee: str, zones: pd.DataFrame, libelles: dict[str, str]
) -> Iterator[Famille]:
    lues = (m.marches(niveau, z) for z in (zonage, "region"))
    ici, region = (
        {(r.code_groupe, r.code_zone): r for r in lignes[lignes["annee"] == annee].itertuples()} for lignes in lues
    )
    for code in sorted(libelles):
        cellules = (Cellule(z.libelle_zone, z.part_population, ici[code, z.code_zone]) for z in zones.itertuples())
        yield Famille(code, libelles[code], tuple(cellules), region[code, REGION])


def _metiers(m: Memoire, zonage: str, code_zone: str, annee: str) -> tuple[Any, ...]:
    marches = m.marches("metier", zonage)
    lieu = marches[(marches["annee"] == annee) & (marches["code_zone"] == code_zone) & (marches["statut"] == ESTIME)]
    premiers = lieu.sort_values(["projets", "code_groupe"], ascending=[False, True]).head(METIERS_MAX)
    libelles = _libelles(m.metiers, "metier", annee)
    return tuple(premiers.assign(nom=premiers["code_groupe"].map(libelles)).itertuples())


def ensemble(m: Memoire, zonage: str, code_zone: str, annee: str) -> Any:
    """All métiers of a zone one vintage: the row of `estimations.lire_marches`; None for a zone without any."""
    lignes = m.marches("ensemble", zonage)
    lignes = lignes[(lignes["annee"] == annee) & (lignes["code_zone"] == code_zone)]
    return next(lignes.itertuples(), None)
