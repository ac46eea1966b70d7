"""Météo of a portrait: the sky of each family on the territory, or on each bassin that it meets."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from data_loaders import parametres
from data_loaders.chiffres.tableau import provenance_de
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.francais import typographier
from data_loaders.measures import enonces, palmares
from data_loaders.measures.marches import ENSEMBLE
from data_loaders.portraits import Memoire, lire_marches
from geo.sujets import Sujet
from geo.zonages import REGION

METIERS_MAX = 3
TOUS = "Tous les métiers"
ESTIME = "estime"


class Famille(NamedTuple):
    """One group of métiers: its row of `enquete.lire_marches` on the territory, or on each zone met, and in the
    region."""

    code: str
    libelle: str
    cellules: tuple[Any, ...]
    region: Any

    @property
    def estimees(self) -> list[Any]:
        """Cells that have an estimate of their own."""
        return [r for r in self.cellules if r.statut == ESTIME]

    @property
    def difficile(self) -> bool:
        """Whether it is hard to fill in every zone that has an estimate, sure enough to be said."""
        return bool(self.estimees) and {*palmares.nets(pd.DataFrame(self.estimees))} == {enonces.DIFFICILE}


class Meteo(NamedTuple):
    """Families and métiers of one vintage.

    Attributes:
        propre: whether the zoning that is read is that of the territory; else `zones` are those it meets.
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
    premiere = (nommees if len(nommees) else zones).iloc[0]
    noms = libelles(m, "famille", annee)
    return Meteo(
        annee=annee,
        zonage=zonage,
        propre=propre,
        zones=zones,
        familles=tuple(_groupes(m, "famille", zonage, annee, zones, noms)),
        ensemble=next(_groupes(m, ENSEMBLE, zonage, annee, zones, {ENSEMBLE: TOUS})),
        metiers=tuple(m.garder(_premiers, m, zonage, annee).get(premiere["code_zone"], ())),
        demonstration=m.donnees.est_demonstration("bmo"),
        instantane=provenance_de(m.donnees, ind, annee, zonage)["instantane"],
    )


def libelles(m: Memoire, niveau: str, annee: str) -> dict[str, str]:
    """Code of a family or a métier -> its label in a vintage."""
    return m.garder(_libelles, m, niveau, annee)


def _libelles(m: Memoire, niveau: str, annee: str) -> dict[str, str]:
    liste = m.metiers[m.metiers["annee"] == annee]
    return dict(zip(liste[f"code_{niveau}"], liste[f"libelle_{niveau}"].map(typographier), strict=True))


def _groupes(
    m: Memoire, niveau: str, zonage: str, annee: str, zones: pd.DataFrame, noms: dict[str, str]
) -> Iterator[Famille]:
    ici, region = (m.garder(_rangees, m, niveau, z, annee) for z in (zonage, "region"))
    for code in sorted(noms):
        yield Famille(code, noms[code], tuple(ici[code, zone] for zone in zones["code_zone"]), region[code, REGION])


def _rangees(m: Memoire, niveau: str, zonage: str, annee: str) -> dict[tuple[str, str], Any]:
    """(Group, zone) -> row of a level that has few groups."""
    lignes = m.marches(niveau, zonage)
    return {(r.code_groupe, r.code_zone): r for r in lignes[lignes["annee"] == annee].itertuples()}


def _premiers(m: Memoire, zonage: str, annee: str) -> dict[str, list[Any]]:
    """Zone -> its `Meteo.metiers`, those of all the zones at once."""
    marches = lire_marches(m.donnees, "metier", zonage, annee=annee)
    estimes = marches[marches["statut"] == ESTIME]
    premiers = estimes.sort_values(["projets", "code_groupe"], ascending=[False, True])
    premiers = premiers.groupby("code_zone").head(METIERS_MAX)
    premiers = premiers.assign(nom=premiers["code_groupe"].map(libelles(m, "metier", annee)))
    return {zone: list(g.itertuples()) for zone, g in premiers.groupby("code_zone")}


def ensemble(m: Memoire, zonage: str, code_zone: str, annee: str) -> Any:
    """All métiers of a zone one vintage: the row of `enquete.lire_marches`; None for a zone without any."""
    return m.garder(_rangees, m, ENSEMBLE, zonage, annee).get((ENSEMBLE, code_zone))
