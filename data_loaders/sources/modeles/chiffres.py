"""Figures that an organisation types in a workbook: a number, « s » where it hides it, nothing where it has none."""

import re
from collections.abc import Callable, Hashable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from data_loaders.contracts import CONTRATS
from data_loaders.magasin import secret
from data_loaders.sources import classeur, series
from data_loaders.sources.modeles import ecriture, lecture
from data_loaders.sources.modeles.champs import Champ, Faute, Feuille, texte

MASQUE = "s"
# What ends the sheet of figures: who says them.
TRANSMISSION = {
    "commentaire": Champ("Commentaire", texte(500), 40),
    "source": Champ("Source", texte(), 36, obligatoire=True),
    "transmis_par": Champ("Transmis par (organisme)", texte(), 30, obligatoire=True),
}


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


def periode(motif: str, attendu: str) -> Callable[[object], str]:
    """Reads a period of the form `motif`; `attendu` says it."""

    def lire(brut: object) -> str:
        lue = classeur.code(brut)
        if not re.fullmatch(motif, lue, re.ASCII):
            raise Faute("période mal écrite", f"forme attendue : {attendu}")
        return lue

    return lire


def notice(dataset: str) -> list[str]:
    """The directions of a workbook of figures: its own, then those of all."""
    return ecriture.notice(dataset, "chiffres", dataset=dataset, seuil=secret.regles()[dataset].seuil)


def lire(chemin: Path, feuille: Feuille, dataset: str, situer: Callable[[dict], dict]) -> pd.DataFrame:
    """Read a filled workbook, one row a measure: a field of the sheet that holds a figure.

    Args:
        situer: from a row of the sheet to the other columns of the contract.

    Raises:
        ErreurDonnees: unreadable, sheet missing, nothing filled, or faulty cells, all listed.
    """
    observations = [
        {**situer(ligne), "mesure": m, **ligne[m]._asdict(), **{c: ligne[c] for c in TRANSMISSION}}
        for ligne in lecture.lire(chemin, [feuille], dataset)[feuille]
        for m, champ in feuille.champs.items()
        if champ.numerique
    ]
    return pd.DataFrame(observations)


def fusionner(
    dataset: str,
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
    table = CONTRATS[dataset].tables["observations"]
    nouvelles = series.avec_confidentialite(observations.assign(recu_le=recu_le))
    nouvelles["value"] = nouvelles["value"].astype("float64")
    toutes = nouvelles if precedentes is None else pd.concat([precedentes, nouvelles], ignore_index=True)
    gardees = toutes.drop_duplicates(list(table.cle), keep="last", ignore_index=True)
    return series.table(secret.masquer(gardees, table.cle, secret.regles()[dataset], connues), table)
