"""Counts as producers write them: numbers, texts, decimal comma or point, spaces between thousands, sign of secrecy.

How a column is written is read from the whole of it: « 1,234 » alone is a thousand or a little more than one, beside
« 7,18 » it is the latter.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from data_loaders.erreurs import REPRENDRE, ErreurDonnees

if TYPE_CHECKING:
    from data_loaders.sources.feuilles import Lue

_MILLIERS_ESPACES = re.compile(r"(?<=\d)[ \u00a0\u202f\u2009](?=\d{3}(?!\d))")
NOMBRE_MAX = 1e12  # no count of anything here; beyond 2**63 an integer would overflow
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
    """NaN where the text is no number, could be two, or lost figures (« 1,23E+05 », as a spreadsheet shows it)."""
    if not re.fullmatch(r"-?\d[\d.,]*(?:[eE]-\d+)?", texte, re.ASCII):
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


def facultatifs(table: pd.DataFrame, roles: Iterable[str], lue: Lue, *, entiers: bool = False) -> dict[str, Nombres]:
    """Read columns where an empty cell is an absent value; `illisibles` is True nowhere in what is returned.

    Args:
        table: raw cells under the names of their roles.
        lue: what they were read in.
        entiers: True for counts of whole units: a decimal part would be a separator of thousands.

    Raises:
        ErreurDonnees: a sign that the table of names does not know, a number that could be two, a decimal part in a
            count.
    """
    presents = [r for r in roles if r in table]
    lus = lire(table[presents].map(lambda v: "" if v is None else v), lue.regle.secret, lue.regle.decimale)
    for role, nombres in lus.items():
        pleines = table[role].map(lambda v: str(v).strip() not in ("", "None", "nan"))
        if (fautes := table.loc[nombres.illisibles & pleines, role]).size:
            exemple = str(fautes.iloc[0]).strip()
            trouve, cause, remede = pourquoi(exemple, lue.regle.fichier)
            raise ErreurDonnees.de_cellules("signe", lue.colonne(role), trouve, fautes, cause=cause, remede=remede)
        if entiers and (fautes := table.loc[nombres.valeurs.mod(1).gt(0), role]).size:
            cause = "séparateur de milliers lu comme un signe décimal, ou série exprimée en milliers"
            raise ErreurDonnees.de_cellules("signe", lue.colonne(role), "effectif à décimales", fautes, cause=cause)
        lus[role] = nombres._replace(illisibles=nombres.illisibles & False)
    return lus


def pourquoi(exemple: str, fichier: str) -> tuple[str, str, str]:
    """What is wrong with a cell that is no number, its likely cause, what to do.

    Args:
        fichier: where the signs of the dataset are written.
    """
    if not exemple:
        return "cellule vide", "fichier incomplet, ou cellule en erreur", REPRENDRE
    if re.fullmatch(r"-?[\d\s.,]+", exemple):
        return (
            "nombre qui peut se lire de deux façons",
            "séparateur de milliers ou signe décimal : rien d'autre dans le fichier ne le dit",
            f"écrire son signe décimal à la clé « decimale » de {fichier}",
        )
    if re.fullmatch(r"-?\d[\d.,]*[eE]\+?\d+", exemple):
        return (
            "nombre abrégé, dont des chiffres sont perdus",
            "fichier enregistré depuis un tableur, colonne trop étroite",
            "reprendre le fichier chez le producteur, sans l'ouvrir dans un tableur",
        )
    if "%" in exemple:
        return (
            "pourcentage écrit en texte",
            "parts à la place d'effectifs, ou colonne prise pour une autre",
            f"vérifier les noms de colonnes dans {fichier} ; s'ils sont justes, reprendre le fichier du producteur",
        )
    return (
        "signe inconnu",
        "le producteur a changé sa notation",
        "vérifier le sens de ce signe chez le producteur ; s'il veut dire secret, l'ajouter à la clé « secret » de "
        f"{fichier}",
    )


def exiges(table: pd.DataFrame, roles: Iterable[str], lue: Lue, *, entiers: bool = False) -> dict[str, pd.Series]:
    """Read columns whose every cell is a number.

    The arguments are those of `facultatifs`.

    Raises:
        ErreurDonnees: as `facultatifs`, or an empty or hidden cell.
    """
    lus = {role: nombres.valeurs for role, nombres in facultatifs(table, roles, lue, entiers=entiers).items()}
    for role, valeurs in lus.items():
        for fautes, trouve, cause in (
            (valeurs.isna(), "effectif qui n'est pas un nombre", "fichier incomplet, ou cellule en erreur"),
            (valeurs.abs().gt(NOMBRE_MAX), "effectif démesuré", "fichier abîmé, ou nombres collés"),
        ):
            if fautes.any():
                cellules = table.loc[fautes, role]
                raise ErreurDonnees.de_cellules("signe", lue.colonne(role), trouve, cellules, cause=cause)
    return lus
