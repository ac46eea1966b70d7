"""Blank models: workbooks with their lists, their instructions, and what is already known."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data_loaders import francais
from data_loaders.sources.modeles.champs import EMPREINTE, Champ, Feuille
from geo.territoire import OBSERVATOIRE

NOTICE, LISTES = "Mode d'emploi", "Listes"
LIGNES_REGLEES = 200  # rows after the last one where the rules of a column hold too
LISTE_MAX = 250  # a longer list of a workbook has to be on a sheet
NOTICES = Path(__file__).with_name("notices.toml")


def notice(*noms: str, **mots: object) -> list[str]:
    """The instructions of a model, its title first: those of one name after those of another, where they say something.

    Args:
        mots: what stands between braces.
    """
    dites = tomllib.loads(NOTICES.read_text("utf-8"))
    return [dit for nom in noms for phrase in dites[nom] if (dit := phrase.format(**mots))]


def ecrire(
    sortie: Path | BinaryIO,
    feuilles: Mapping[Feuille, Sequence[Mapping[str, object]]],
    notice: Sequence[str],
    aides: Mapping[str, Sequence[tuple[str, str]]] | None = None,
) -> None:
    """Write a model.

    Args:
        sortie: file, or stream opened in binary.
        feuilles: sheet -> rows already filled, by name of column; an absent name is an empty cell.
        notice: instructions, the title first.
        aides: title -> (code, meaning) pairs, printed under the instructions.
    """
    livre = Workbook()
    livre.properties.creator = OBSERVATOIRE
    livre.remove(livre.active)
    listes: dict[tuple[str, ...], str] = {}
    for feuille, lignes in feuilles.items():
        onglet = livre.create_sheet(feuille.titre)
        onglet.append([c.titre for c in feuille.champs.values()])
        for ligne in lignes:
            onglet.append([ligne.get(nom) for nom in feuille.champs])
        _habiller(onglet, feuille)
        if feuille.prerempli:
            _marquer(onglet, feuille, lignes)
        for i, champ in enumerate(feuille.champs.values(), 1):
            if champ.choix:
                liste = DataValidation("list", formula1=_source(champ.choix, listes))
                _regler(onglet, i, champ, liste, "Choisir une valeur de la liste")
            if champ.maximum:
                nombre = DataValidation("whole", operator="between", formula1="0", formula2=str(champ.maximum))
                _regler(onglet, i, champ, nombre, f"Un nombre entier de 0 à {champ.maximum}")
            if champ.formule:
                admis = DataValidation("custom", formula1=champ.formule.format(c=f"{get_column_letter(i)}2"))
                _regler(onglet, i, champ, admis, champ.erreur)
    _noter(livre.create_sheet(NOTICE), notice, aides or {})
    if listes:
        onglet = livre.create_sheet(LISTES)
        for i, valeurs in enumerate(listes, 1):
            for j, valeur in enumerate(valeurs, 1):
                onglet.cell(j, i, valeur)
        onglet.sheet_state = "hidden"
    livre.save(sortie)


def _habiller(onglet: Worksheet, feuille: Feuille) -> None:
    a_saisir = PatternFill("solid", fgColor="FFF4D6")
    for i, champ in enumerate(feuille.champs.values(), 1):
        onglet.cell(1, i).font = Font(bold=True)
        onglet.cell(1, i).alignment = Alignment(wrap_text=True, vertical="top")
        onglet.column_dimensions[get_column_letter(i)].width = champ.largeur
        for ligne in range(2, max(onglet.max_row, feuille.libres) + 1):
            cellule = onglet.cell(ligne, i)
            cellule.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cellule.value, str):
                cellule.data_type = "s"  # a text received that starts with = must not become a formula
            if not champ.numerique:
                cellule.number_format = "@"  # else a spreadsheet may turn 2014-1 into a date, 01 into 1
            if champ.a_saisir:
                cellule.fill = a_saisir
    onglet.freeze_panes = feuille.figee


def _marquer(onglet: Worksheet, feuille: Feuille, lignes: Sequence[Mapping[str, object]]) -> None:
    """Write the checksum of each row that comes filled, in a hidden column."""
    colonne = len(feuille.champs) + 1
    onglet.cell(1, colonne, EMPREINTE)
    onglet.column_dimensions[get_column_letter(colonne)].hidden = True
    for rang, ligne in enumerate(lignes, 2):
        if any(ligne.get(nom) is not None for nom, c in feuille.champs.items() if c.a_saisir):
            lue = {nom: c.lire("" if ligne.get(nom) is None else ligne[nom]) for nom, c in feuille.champs.items()}
            onglet.cell(rang, colonne, feuille.empreinte(lue))


def _source(choix: tuple[str, ...], listes: dict[tuple[str, ...], str]) -> str:
    """Formula of a list: written in full when short, a column of the sheet of lists otherwise."""
    if len(",".join(choix)) <= LISTE_MAX and not any("," in c for c in choix):
        return f'"{",".join(choix)}"'
    if choix not in listes:
        lettre = get_column_letter(len(listes) + 1)
        listes[choix] = f"{LISTES}!${lettre}$1:${lettre}${len(choix)}"
    return listes[choix]


def _regler(onglet: Worksheet, colonne: int, champ: Champ, regle: DataValidation, erreur: str) -> None:
    """Set what the spreadsheet itself refuses in a column; nothing where the list is only an offer."""
    regle.allow_blank, regle.showErrorMessage = True, champ.stricte
    regle.errorTitle, regle.error = champ.titre[:32], erreur
    onglet.add_data_validation(regle)
    lettre = get_column_letter(colonne)
    regle.add(f"{lettre}2:{lettre}{onglet.max_row + LIGNES_REGLEES}")


def _noter(onglet: Worksheet, notice: Sequence[str], aides: Mapping[str, Sequence[tuple[str, str]]]) -> None:
    """Write the sheet of instructions: sentences, the title first, then lists of codes with their meaning."""
    onglet.column_dimensions["A"].width, onglet.column_dimensions["B"].width = 100, 40
    for phrase in notice:
        onglet.append([francais.typographier(phrase)])
        onglet.cell(onglet.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    for titre, couples in aides.items():
        onglet.append([])
        onglet.append([titre])
        onglet.cell(onglet.max_row, 1).font = Font(bold=True)
        for code, sens in couples:
            onglet.append([code, sens])
    onglet["A1"].font = Font(bold=True, size=14)
