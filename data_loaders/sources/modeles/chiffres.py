"""Figures that an organisation types in a workbook: a number, « s » where it hides it, nothing where it has none."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from data_loaders.contracts.base import Table
from data_loaders.magasin import secret
from data_loaders.sources import series
from data_loaders.sources.modeles.champs import Faute

MASQUE = "s"


class Nombre(NamedTuple):
    """A figure and its status: A, Q when its sender hides it, O when it is not available."""

    value: float | None
    obs_status: str


def nombre(*, entier: bool) -> Callable[[object], Nombre]:
    """Reads a figure, whole or not."""

    def lire(brut: object) -> Nombre:
        if str(brut).strip() == "":
            return Nombre(None, "O")
        if str(brut).strip().lower() == MASQUE:
            return Nombre(None, "Q")
        if isinstance(brut, bool) or not isinstance(brut, int | float):
            raise Faute("texte au lieu d’un nombre", "unité, espace ou signe saisi avec le nombre")
        if brut < 0:
            raise Faute("valeur négative", "signe ou colonne confondus")
        if entier and brut != int(brut):
            raise Faute("valeur à décimales", "un nombre entier est attendu")
        return Nombre(float(brut), "A")

    return lire


def fusionner(
    dataset: str,
    table: Table,
    precedentes: pd.DataFrame | None,
    observations: pd.DataFrame,
    recu_le: str,
    connues: Mapping[Hashable, float] = MappingProxyType({}),
) -> pa.Table:
    """Edition after this reception: rows sent now replace those of the same key.

    Small figures are hidden, with those that would give them away.

    Args:
        dataset: its rule of secrecy is applied.
        precedentes: rows of the edition in force, None when nothing was ever received.
        observations: rows received, `recu_le` and `conf_status` excepted.
        recu_le: ISO date of their reception; the others keep theirs.
        connues: what earlier versions showed, see `secret.montrees`.
    """
    nouvelles = series.avec_confidentialite(observations.assign(recu_le=recu_le))
    nouvelles["value"] = nouvelles["value"].astype("float64")
    toutes = nouvelles if precedentes is None else pd.concat([precedentes, nouvelles], ignore_index=True)
    gardees = toutes.drop_duplicates(list(table.cle), keep="last", ignore_index=True)
    return series.table(secret.masquer(gardees, table.cle, secret.regles()[dataset], connues), table)
