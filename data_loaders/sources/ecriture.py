"""Counts as producers write them: numbers, texts, decimal comma or point, spaces between thousands, sign of secrecy.

How a column is written is read from the whole of it: « 1,234 » alone is a thousand or a little more than one, beside
« 7,18 » it is the latter.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from data_loaders.erreurs import ErreurDonnees

if TYPE_CHECKING:
    from data_loaders.sources.feuilles import Lue

_MILLIERS_ESPACES = re.compile(r"(?<=\d)[ \u00a0\u202f\u2009](?=\d{3}(?!\d))")
_MOINS = str.maketrans("\u2212", "-")


class Nombres(NamedTuple):
    """One column read; three series of the same index.

    Attributes:
        valeurs: the numbers, null elsewhere.
        secrets: True where the producer hides the count.
        illisibles: True where a cell is neither.
    """

    valeurs: pd.Series
    secrets: pd.Series
    illisibles: pd.Series


def lire(table: pd.DataFrame, secret: Collection[str], decimale: str = "") -> dict[str, Nombres]:
    """Read the columns of a table, which are all written in the same way.

    Args:
        table: raw cells, text or numbers.
        secret: signs of a hidden count.
        decimale: decimal sign to believe where the cells do not tell; "" leaves such cells unreadable.
    """
    uniques = {c: {v: sans_espaces(v) for v in table[c].unique()} for c in table}
    ecrits = {t for u in uniques.values() for v, t in u.items() if isinstance(v, str) and t not in secret}
    signe = _decimale(ecrits) or decimale
    lus = {}
    for colonne, propres in uniques.items():
        nombres = {v: float(v) if isinstance(v, int | float) else _nombre(t, signe) for v, t in propres.items()}
        valeurs = table[colonne].map(nombres).astype("float64")
        secrets = table[colonne].map({v: t in secret for v, t in propres.items()}).astype(bool)
        lus[colonne] = Nombres(valeurs, secrets, valeurs.isna() & ~secrets)
    return lus


def sans_espaces(valeur: object) -> str:
    """A cell as text, without the spaces between its thousands."""
    texte = "" if valeur is None else str(valeur).strip().translate(_MOINS)
    return _MILLIERS_ESPACES.sub("", texte)


def _decimale(ecrits: Iterable[str]) -> str:
    """The decimal sign that some texts show by themselves: one sign before other than three figures, or two signs."""
    certaines = set()
    for texte in ecrits:
        signes = re.sub(r"[^.,]", "", texte)
        if len(set(signes)) == 2 and signes.count(signes[-1]) == 1:
            certaines.add(signes[-1])
        elif len(signes) == 1 and not re.fullmatch(r"-?\d{1,3}[.,]\d{3}", texte):
            certaines.add(signes)
        elif len(signes) > 1:  # « 1,234,567 »: the other one would be decimal
            certaines.add("," if signes[0] == "." else ".")
    return certaines.pop() if len(certaines) == 1 else ""


def _nombre(texte: str, decimale: str) -> float:
    """NaN where the text is no number, or could be two."""
    if not re.fullmatch(r"-?\d[\d.,]*(?:[eE][+-]?\d+)?", texte, re.ASCII):
        return float("nan")
    if not decimale:
        return float(texte) if not re.search(r"[.,]", texte) else float("nan")
    milliers = "," if decimale == "." else "."
    entier, _, reste = texte.partition(decimale)
    if milliers in reste or (milliers in entier and not re.fullmatch(rf"-?\d{{1,3}}(\{milliers}\d{{3}})+", entier)):
        return float("nan")
    try:
        return float(f"{entier.replace(milliers, '')}.{reste or '0'}")
    except ValueError:
        return float("nan")


def facultatifs(table: pd.DataFrame, roles: Iterable[str], lue: Lue) -> dict[str, Nombres]:
    """Read columns where an empty cell is an absent value; `illisibles` is True nowhere in what is returned.

    Args:
        table: raw cells under the names of their roles.
        lue: what they were read in.

    Raises:
        ErreurDonnees: a sign that the table of names does not know, or a number that could be two.
    """
    presents = [r for r in roles if r in table]
    lus = lire(table[presents].map(lambda v: "" if v is None else v), lue.regle.secret, lue.regle.decimale)
    for role, nombres in lus.items():
        pleines = table[role].map(lambda v: str(v).strip() not in ("", "None", "nan"))
        if (fautes := table.loc[nombres.illisibles & pleines, role]).size:
            chiffre = bool(re.fullmatch(r"-?[\d\s.,]+", str(fautes.iloc[0])))
            raise ErreurDonnees(
                "signe",
                lue.colonne(role),
                "nombre qui peut se lire de deux façons" if chiffre else "signe inconnu",
                nombre=len(fautes),
                exemple=str(fautes.iloc[0]).strip(),
                cause="séparateur de milliers ou signe décimal : rien d'autre dans le fichier ne le dit"
                if chiffre
                else "le producteur a changé sa notation",
                remede=f"écrire son signe décimal à la clé « decimale » de {lue.regle.fichier}"
                if chiffre
                else f"vérifier le sens de ce signe chez le producteur ; s'il veut dire secret, l'ajouter à la clé "
                f"« secret » de {lue.regle.fichier}",
                lignes=fautes.index,
            )
        lus[role] = nombres._replace(illisibles=nombres.illisibles & False)
    return lus
