"""Key figures of several territories, side by side: one row an indicator, one column a territory, then the region.

A figure is never moved from one zoning to another: a column whose zoning does not carry the indicator is empty, with
the reason under the table. All the figures of a row are of the same period.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.exports.ecriture import csv_francais
from data_loaders.francais import INSEC, capitale
from data_loaders.jeux import calculs
from data_loaders.requetes import lignes as lignes_exportees
from pages.figures import lecture, parts
from pages.figures.comparer import lieux as lieux_compares

INDICATEURS_CLES = (
    "population",
    "densite",
    "taux_chomage",
    "defm_abc",
    "inscrits_a_e",
    "bmo_projets",
    "bmo_part_difficiles_estimee",
    "apprentissage_annuel",
    "recrutements_jeunes",
    "iae_beneficiaires",
    "formation_eloignes",
)


# Code of an indicator, territory (`zonage:code`) -> snapshot of the figure shown.
Instantanes = Mapping[tuple[str, str], str]


class Cellule(NamedTuple):
    """One figure: its row of a `Tableau` (None when its period is not loaded), text, and why it is empty or marked."""

    lieu: str
    ligne: pd.Series | None
    texte: str
    raison: str


class Rangee(NamedTuple):
    """One indicator at one period, in every territory."""

    indicateur: Indicateur
    periode: str
    cellules: tuple[Cellule, ...]
    demonstration: bool


def preparer(lieux: Sequence[str], lire: Callable[[str, str], Tableau]) -> list[Rangee]:
    """Rows of the table; an indicator that no column carries is left out.

    Args:
        lieux: columns, `zonage:code`.
        lire: (indicator, zoning) -> its figures.
    """
    rangees = []
    for code in INDICATEURS_CLES:
        ind = INDICATEURS[code]
        tableaux = {lieu: lire(code, lieu.partition(":")[0]) for lieu in lieux}
        portees = [t for t in tableaux.values() if t.zonage in ind.zonages and t.periodes]
        if not portees:
            continue
        periode = _periode_commune(portees)
        cellules = tuple(_cellule(ind, lieu, t, periode) for lieu, t in tableaux.items())
        rangees.append(Rangee(ind, periode, cellules, any(t.demonstration for t in portees)))
    return rangees


def _periode_commune(tableaux: Sequence[Tableau]) -> str:
    """The last period that all the zonings have, else the last of all."""
    communes = set.intersection(*(set(t.periodes) for t in tableaux))
    return max(communes or {p for t in tableaux for p in t.periodes}, key=francais.rang_periode)


def _cellule(ind: Indicateur, lieu: str, t: Tableau, periode: str) -> Cellule:
    if t.zonage not in ind.zonages:
        return Cellule(lieu, None, "n.d.", ind.ailleurs)
    if periode not in t.periodes:
        return Cellule(lieu, None, "n.d.", f"période non chargée ({francais.periode_libelle(periode)})")
    ligne = t.periode(periode).loc[lieu.partition(":")[2]]
    if ligne["obs_status"] in VIDES:
        raison = ligne["raison"] or lecture.MOTS_STATUT[ligne["obs_status"]]
        return Cellule(lieu, ligne, lecture.SIGNES[ligne["obs_status"]], raison.removeprefix("n.d. : "))
    au_moins = "au moins " if ligne["minorant"] else ""
    marque = lecture.indice(ind, ligne["obs_status"])
    texte = f"{au_moins}{lecture.valeur_courte(ligne, ind)}{parts.erreur(ind, ligne)}"
    return Cellule(lieu, ligne, f"{texte}{INSEC}{marque}" if marque else texte, ligne["raison"])


class TableCles(NamedTuple):
    """The table as drawn: headers, rows, and the numbered notes that its cells refer to."""

    entetes: list[tuple[str, bool]]
    lignes: list[list[str]]
    notes: tuple[str, ...]


def table(rangees: Sequence[Rangee], noms: Sequence[str]) -> TableCles:
    """Cells as text; the reason of an empty or marked one is a numbered note, each said once.

    Args:
        rangees: rows.
        noms: names of the columns, in the order of the cells.
    """
    notes: list[str] = []
    lignes = []
    for r in rangees:
        cellules = []
        for c in r.cellules:
            if c.raison and c.raison not in notes:
                notes.append(c.raison)
            cellules.append(f"{c.texte} ({notes.index(c.raison) + 1})" if c.raison else c.texte)
        lignes.append(
            ["", f"{r.indicateur.libelle} ({r.indicateur.unite})", francais.periode_libelle(r.periode), *cellules]
        )
    entetes = [("", False), ("Indicateur", False), ("Période", False), *((nom, True) for nom in noms)]
    return TableCles(entetes, lignes, tuple(notes))


def lecture_table(rangees: Sequence[Rangee], noms: Sequence[str]) -> str:
    """The first complete row, as a sentence."""
    for r in rangees:
        if all(c.ligne is not None and c.ligne["obs_status"] not in VIDES for c in r.cellules):
            dits = [
                f"{nom}, {lecture.valeur_longue(c.ligne, r.indicateur)}"
                for c, nom in zip(r.cellules, noms, strict=True)
            ]
            quoi = f"{r.indicateur.libelle}, {francais.periode_libelle(r.periode)}"
            return f"{quoi}{INSEC}: {f'{francais.FINE}; '.join(dits)}."
    return "Aucun de ces indicateurs n’est publié sur tous les découpages choisis : les cases vides disent pourquoi."


def sources(rangees: Sequence[Rangee]) -> str:
    """Producers of the official rows, and the mention of the invented ones."""
    dites = sorted({r.indicateur.source for r in rangees if not r.demonstration})
    if any(r.demonstration for r in rangees):
        dites.append("données de démonstration, chiffres inventés, pour les autres lignes" if dites else "données de "
                     "démonstration, chiffres inventés")  # fmt: skip
    return f"{capitale(f'{francais.FINE}; '.join(dites))}."


def frame(rangees: Sequence[Rangee], instantanes: Instantanes) -> pd.DataFrame:
    """One row a figure, for the exports; empty ones keep their status and reason."""
    parties = []
    for r in rangees:
        for c in r.cellules:
            zonage, _, code = c.lieu.partition(":")
            vide = calculs.vides([code], (r.periode,), "L", c.raison)
            ligne = vide if c.ligne is None else pd.DataFrame([{**c.ligne, "code_zone": code, "periode": r.periode}])
            lu = {r.periode: instantanes.get((r.indicateur.code, c.lieu), "")}
            parties.append(lignes_exportees.exportees(r.indicateur, zonage, ligne, lu, r.demonstration))
    df = pd.concat(parties, ignore_index=True)
    return df[[c for c in lignes_exportees.COLONNES if c in df]]


def feuilles(
    rangees: Sequence[Rangee], ind: Indicateur, suivis: Sequence[lieux_compares.Suivi], instantanes: Instantanes
) -> dict[str, pd.DataFrame]:
    """Sheets of the workbook: the key figures, then the series of the chart when there is one."""
    series = {"series": lieux_compares.table(ind, suivis)} if suivis else {}
    return {"chiffres_cles": frame(rangees, instantanes)} | series


def csv(rangees: Sequence[Rangee], instantanes: Instantanes) -> bytes:
    """The same for French Excel."""
    return csv_francais(frame(rangees, instantanes))
