"""What changes in the tables without figures of two versions: posts of a nomenclature, labels, states, receptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pyarrow as pa

from data_loaders.contracts.base import Table


class Ligne(NamedTuple):
    """One row that changed; `genre`: `ligne_retiree`, `ligne_nouvelle` or `ligne_modifiee`; `mots` say what it held."""

    genre: str
    ou: str
    mots: str


def comparer(contrat: Table, avant: pa.Table, apres: pa.Table, ignorees: Sequence[str] = ()) -> list[Ligne]:
    """Compare two states of a table, row by row of its key; columns that one of them lacks are left out.

    Args:
        ignorees: columns left out of both key and words: the vintage, when two vintages are compared.
    """
    communes = [c for c in avant.column_names if c in apres.column_names and c not in ignorees]
    cle = [c for c in contrat.cle if c in communes]
    autres = [c for c in communes if c not in cle]
    gauche, droite = (
        {tuple(str(ligne[c]) for c in cle): ligne for ligne in t.select(communes).to_pylist()} for t in (avant, apres)
    )
    lignes = [Ligne("ligne_retiree", _ou(c), _dire(gauche[c], autres)) for c in sorted(gauche.keys() - droite)]
    lignes += [Ligne("ligne_nouvelle", _ou(c), _dire(droite[c], autres)) for c in sorted(droite.keys() - gauche)]
    lignes += [
        Ligne("ligne_modifiee", _ou(c), _ecarts(gauche[c], droite[c], autres))
        for c in sorted(gauche.keys() & droite)
        if any(gauche[c][n] != droite[c][n] for n in autres)
    ]
    return lignes


def _ou(cle: Sequence[str]) -> str:
    return " · ".join(cle)


def _dire(ligne: Mapping[str, object], colonnes: Sequence[str]) -> str:
    return ", ".join(f"{c} {_mot(ligne[c])}" for c in colonnes if ligne[c] not in (None, ""))


def _ecarts(avant: Mapping[str, object], apres: Mapping[str, object], colonnes: Sequence[str]) -> str:
    return ", ".join(f"{c} {_mot(avant[c])} puis {_mot(apres[c])}" for c in colonnes if avant[c] != apres[c])


def _mot(valeur: object) -> str:
    return "vide" if valeur in (None, "") else f"« {valeur} »"
