"""How a file is written: CSV for French Excel, workbook. Text is text: nothing is ever a formula or a link."""

import functools
import io
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from data_loaders import francais
from data_loaders.contracts.base import INDICES, OBS_STATUS, SIGNES
from geo.disque import CONTROLES

Fiche = list[tuple[str, str]]
# Signs that start a formula, full-width forms included, and what a spreadsheet may drop before reading one.
FORMULES = tuple("=+-@|%＝＋－＠｜％\t\r\n")
_BLANCS = " \u00a0\u202f\u2009\u200b\u2060\ufeff\v\f"
BOOLEENS = {True: "true", False: "false"}  # the same word in every file, whatever its dialect
AU_PLUS = -francais.DECIMALES_MAX  # decimals of the value, so many at most


class Ecrit(NamedTuple):
    """A number, and how a sheet writes it: « ≥ » before, a unit after."""

    valeur: float
    forme: str


def neutraliser(texte: str) -> str:
    """A cell that a spreadsheet would run as a formula is prefixed by an apostrophe; negative numbers are not text.

    A sign alone is no formula: the unit « % » stays as it is.
    """
    nu = texte.lstrip(_BLANCS)
    return f"'{texte}" if nu.startswith(FORMULES) and len(nu) > 1 else texte


def csv_francais(df: pd.DataFrame, decimales: Mapping[str, int | None] | None = None) -> bytes:
    """CSV for French Excel: UTF-8 with BOM, `;`, decimal comma, codes as text, formulas neutralised.

    `decimales`: column -> decimals kept, `AU_PLUS`, or None for those of the value; of other columns, numbers keep
    theirs and the rest is text.
    """
    sortie, voulues = pd.DataFrame(index=df.index), decimales or {}
    for nom in df.columns:
        if pd.api.types.is_bool_dtype(df[nom]):
            sortie[nom] = df[nom].map(BOOLEENS)
        elif nom in voulues or pd.api.types.is_numeric_dtype(df[nom]):
            sortie[nom] = df[nom].map(partial(_nombre_csv, decimales=voulues.get(nom)))
        else:
            sortie[nom] = df[nom].map(lambda v: "" if v is None or v != v else neutraliser(str(v)))
    return b"\xef\xbb\xbf" + sortie.to_csv(sep=";", index=False, lineterminator="\r\n").encode("utf-8")


def _nombre_csv(v: float | None, decimales: int | None) -> str:
    if v is None or pd.isna(v):
        return ""
    if decimales is not None and decimales < 0:
        return f"{francais.arrondir(v, -decimales).normalize() + 0:f}".replace(".", ",")
    return (f"{v:.15g}" if decimales is None else f"{francais.arrondir(v, decimales)}").replace(".", ",")


def classeur(
    couverture: Fiche, feuilles: Mapping[str, pd.DataFrame], colonnes: Mapping[str, str] | None = None
) -> bytes:
    """A workbook: cover sheet, one sheet a frame, then what its columns mean (those that no sheet has left out).

    Headings stay in sight and filter their column; text is written as text, `2019-12` and `0051` too.
    """
    presentation = [("Présentation", ""), *couverture, ("", ""), ("Signes et statuts", ""), *signes()]
    titres = {i for i, ligne in enumerate(presentation) if i == 0 or not ligne[1]}
    tables = {}
    for nom, df in feuilles.items():
        propre = df.astype(object).where(df.notna(), None)
        tables[nom] = [tuple(df.columns), *propre.itertuples(index=False, name=None)]
    presentes = {c for df in feuilles.values() for c in df.columns}
    if dites := [(nom, sens) for nom, sens in (colonnes or {}).items() if nom in presentes]:
        tables["Colonnes"] = [("Colonne", "Ce qu’elle veut dire"), *dites]
    sortie = io.BytesIO()
    with xlsxwriter.Workbook(sortie, {"in_memory": True}) as wb:
        forme = functools.cache(lambda **dite: wb.add_format(dite))
        _remplir(wb.add_worksheet("Présentation"), presentation, titres, forme)
        for nom, lignes in tables.items():
            feuille, etendue = wb.add_worksheet(nom), (0, 0, len(lignes) - 1, len(lignes[0]) - 1)
            _remplir(feuille, lignes, {0}, forme)
            if len(lignes) > 1:
                feuille.autofilter(*etendue)
            # Codes and periods are text on purpose: nothing to warn of.
            feuille.ignore_errors({"number_stored_as_text": xl_range(*etendue)})
    return sortie.getvalue()


def _remplir(
    feuille: Worksheet, lignes: Sequence[tuple], titres: Collection[int], forme: Callable[..., Format]
) -> None:
    feuille.freeze_panes(1, 0)
    for j, colonne in enumerate(zip(*lignes[:200], strict=True)):
        largeur = max(len(str(v or "")) for v in colonne)
        feuille.set_column(j, j, min(max(largeur + 2, 10), 60))
    gras, texte = forme(bold=True), forme(num_format="@")
    for i, ligne in enumerate(lignes):
        titre = gras if i in titres else None
        for j, v in enumerate(ligne):
            if v is None or v == "":
                continue  # an empty cell, not a cell that holds an empty text
            if isinstance(v, Ecrit):
                feuille.write_number(i, j, v.valeur, forme(num_format=v.forme))
            elif isinstance(v, str):
                feuille.write_string(i, j, CONTROLES.sub("", v), titre or texte)
            else:
                feuille.write(i, j, v, titre)


def signes() -> Fiche:
    """Signs and statuses, in words."""
    statuts = [(f"obs_status {code}", mot) for code, mot in OBS_STATUS.items()]
    return [*statuts, *((signe, f"signe à l’écran du statut {s}") for s, signe in (SIGNES | INDICES).items())]
