"""Territories of any zoning on one chart: who they are, and the same file for all of them."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.exports.ecriture import csv_francais
from data_loaders.requetes import lignes as lignes_exportees
from geo import lieux, zonages

REGION = f"region:{zonages.REGION}"
# What a zoning is called beside the name of a zone, where « Nantes » alone would be six different places.
COURTS = {
    "spo": "SPO",
    "zef": "ZEF",
    "gtec": "GTEC",
    "bassin": "bassin d’emploi",
    "ze": "zone d’emploi",
    "epci": "EPCI",
    "departement": "département",
    "commune": "commune",
    "region": "région",
}


class Suivi(NamedTuple):
    """One territory and the table that holds its figures.

    Attributes:
        lieu: `zonage:code`.
        nom: as written on the screen.
        tableau: figures of the indicator on its zoning.
        instantanes: period -> identifier of the snapshot.
        metier: name of the group of métiers of the table; "" for all.
    """

    lieu: str
    nom: str
    tableau: Tableau
    instantanes: Mapping[str, str]
    metier: str = ""

    @property
    def lignes(self) -> pd.DataFrame:
        """Its rows, one a period, indexed by periode."""
        code = self.lieu.partition(":")[2]
        dehors = self.tableau.complements
        if code in self.tableau.indicateur.complements.get(self.tableau.zonage, ()):
            return dehors[dehors["code_zone"] == code].set_index("periode")
        return self.tableau.zone(code)


def suivis_de(
    choisis: Sequence[str],
    lire: Callable[[str], Tableau],
    instantanes: Callable[[Tableau], Mapping[str, str]],
    metier: str,
) -> list[Suivi]:
    """The territories with their figures; of one zoning only, names need not say which.

    Args:
        choisis: `zonage:code`. lire: zoning -> figures of the indicator. instantanes: figures -> period -> snapshot.
    """
    nommer = nom if len({lieu.partition(":")[0] for lieu in choisis}) > 1 else nom_court
    suivis = []
    for lieu in choisis:
        zonage, _, code = lieu.partition(":")
        t = lire(zonage)
        dit = t.indicateur.complements.get(zonage, {}).get(code) or nommer(lieu)
        suivis.append(Suivi(lieu, dit, t, instantanes(t), metier))
    return suivis


def nom_court(lieu: str) -> str:
    """Name of the zone alone: « Nantes »."""
    zonage, _, code = lieu.partition(":")
    return zonages.NOM_REGION if lieu == REGION else lieux.bref(zonages.libelle_zone(zonage, code))


def nom(lieu: str) -> str:
    """« Nantes (bassin d’emploi) », « Changé (Mayenne) »; « Pays de la Loire » says by itself what it is."""
    if lieu == REGION:
        return nom_court(lieu)
    zonage, _, code = lieu.partition(":")
    return f"{nom_court(lieu)} ({zonages.departement_distinctif(zonage, code) or COURTS[zonage]})"


def ou(lieu: str, ind: Indicateur) -> str:
    """Where, in a title: « autour d’Alençon », « dans la région », « en France entière »."""
    zonage, _, code = lieu.partition(":")
    if lieu == REGION:
        return "dans la région"
    dehors = ind.complements.get(zonage, {}).get(code)
    return f"en {dehors}" if dehors else lieux.autour(zonage, code)


def csv(ind: Indicateur, suivis: Sequence[Suivi]) -> bytes:
    """Every territory and period for French Excel; zoning, source, snapshot and mention on each row."""
    return csv_francais(table(ind, suivis))


def table(ind: Indicateur, suivis: Sequence[Suivi]) -> pd.DataFrame:
    """The same as a frame, columns under their French names."""
    parties = [lignes_exportees.du_tableau(s.tableau, s.instantanes, s.metier, s.lignes.reset_index()) for s in suivis]
    return pd.concat(parties, ignore_index=True)
