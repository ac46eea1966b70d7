"""Workbooks that correspondents fill: sheets and their columns, the file that comes back, the blank model.

A `Feuille` describes a sheet once, for the model that is written and for the file that comes back, of which every
faulty cell is named by its row, its column and its cause.
"""

import datetime
import hashlib
import itertools
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from data_loaders import francais
from data_loaders.erreurs import ErreurDonnees
from data_loaders.sources import classeur, feuilles
from geo.territoire import OBSERVATOIRE

EMPREINTE = "Ne pas modifier"  # hidden column of a model that comes filled
NOTICE, LISTES = "Mode d'emploi", "Listes"
CHOISIR = "Choisir une valeur de la liste"
_DATE = re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2])(-([0-2]\d|3[01]))?)?", re.ASCII)
_NOMBRE = re.compile(r"-?(\d+|\d{1,3}(\s\d{3})+)([.,]\d+)?")
_JOUR = re.compile(r"(?:([0-3]?\d)/)?([01]?\d)/((?:19|20)\d\d)", re.ASCII)
# Forms that a date is typed in, as a notice and a refusal say them: the day known, then any.
FORMES_JOUR = "AAAA-MM-JJ ou JJ/MM/AAAA"
FORMES = f"AAAA, AAAA-MM, MM/AAAA, {FORMES_JOUR}"


@dataclass(eq=False)
class Faute(Exception):
    """One cell that cannot be taken."""

    trouve: str
    cause: str
    champ: str = ""  # the column, where another is at fault
    lu: object = None  # what is cited in place of its content

    def __str__(self) -> str:
        return self.trouve


class Case(NamedTuple):
    """A faulty cell: its row and its column as a spreadsheet shows them, its sheet where a model has several."""

    feuille: str
    ligne: int
    colonne: str
    trouve: str
    exemple: str
    cause: str


class ErreurSaisie(ErreurDonnees):
    """Cells that cannot be taken, all of them, in the order of the sheets."""

    def __init__(self, nom: str, fautes: Sequence[Case], remede: str) -> None:
        self.fautes, dites = tuple(fautes), []
        for f in fautes:
            lieu = f"{f'feuille {f.feuille}, ' if f.feuille else ''}ligne {f.ligne}, colonne {f.colonne}"
            cite = f" (« {f.exemple[:40]} »)" if f.exemple or not f.feuille else ""
            dites.append((lieu, f"{lieu} : {f.trouve}{cite} ; {f.cause}"))
        (ou, _), premiere, nombre = dites[0], fautes[0], len({f[:2] for f in fautes})
        details = tuple(dite for _, dite in dites) if len(fautes) > 1 else ()
        mots = {"exemple": premiere.exemple, "cause": premiere.cause, "remede": remede, "details": details}
        super().__init__("saisie", f"{nom}, {ou}", premiere.trouve, nombre=nombre, **mots)


@dataclass(frozen=True)
class Champ:
    """One column of a sheet."""

    titre: str  # header, as the correspondent sees it
    lire: Callable[[object], object]  # cell as read -> value; raises `Faute`
    largeur: int = 20  # in characters
    a_saisir: bool = True  # False for what the model fills and the reader only recalls (labels)
    facultatif: bool = False  # absent of older models
    obligatoire: bool = False  # an empty cell is a fault, in a row that was filled
    numerique: bool = False  # a number is expected; one that was typed in a cell of text is read as a number
    choix: tuple[str, ...] = ()  # the only values that the spreadsheet lets in
    regle: Mapping[str, str] = field(default_factory=dict)  # what it lets in else, `{c}` being the cell
    erreur: str = CHOISIR  # what it says of the rest


@dataclass(frozen=True)
class Feuille:
    """One sheet of a model.

    When `prerempli`, the model comes with what is known, and a row that comes back as it was written is not read: the
    same model sent back later by somebody else must not undo what was received in between.
    """

    titre: str
    champs: dict[str, Champ] = field(hash=False)
    cle: tuple[str, ...]  # columns that make a row unique
    controler: Callable[[dict], None] = lambda _: None  # what cells of a row owe to each other; raises `Faute`
    prerempli: bool = False
    libres: int = 200  # rows left to fill under the last one, with its lists and rules
    figee: str = "B2"  # first cell that scrolls
    citee: bool = True  # a refusal names it

    @property
    def entetes(self) -> frozenset[str]:
        """Titles under their normalised names: how the sheet is recognised."""
        return frozenset(classeur.normaliser(c.titre) for c in self.champs.values() if not c.facultatif)

    def empreinte(self, ligne: Mapping[str, object]) -> str:
        """Short checksum of what a row says, as read."""
        dit = [str(ligne[nom]) for nom, c in self.champs.items() if c.a_saisir or nom in self.cle]
        return hashlib.sha256("\x1f".join(dit).encode()).hexdigest()[:12]

    def lire(self, cellules: Mapping[str, object]) -> dict | None:
        """The values of a row, None where nothing is typed; every `Faute` of its cells is raised together."""
        if not any(str(cellules[nom]).strip() for nom, c in self.champs.items() if c.a_saisir):
            return None
        ligne, fautes = {}, []
        for nom, champ in self.champs.items():
            try:
                ligne[nom] = champ.lire(en_nombre(cellules[nom]) if champ.numerique else cellules[nom])
                if champ.obligatoire and ligne[nom] == "":
                    raise Faute("case vide", "cette colonne est obligatoire dans une ligne remplie")
            except Faute as e:
                e.champ = nom
                fautes.append(e)
        if fautes:
            raise ExceptionGroup("", fautes)
        self.controler(ligne)
        return ligne


def texte(maximum: int = 200) -> Callable[[object], str]:
    """Reads one line of plain text."""

    def lire(brut: object) -> str:
        ligne = " ".join(str(sans_decimale(brut)).split())
        if len(ligne) > maximum:
            raise Faute("texte trop long", f"la limite est de {maximum} caractères")
        if not ligne.isprintable():
            raise Faute("signes invisibles dans le texte", "texte copié d'une autre application")
        return ligne

    return lire


def liste(titre: str, valeurs: Iterable[str] | Mapping[Any, str], largeur: int, **reste: bool) -> Champ:
    """A column whose cells are some of `valeurs`, case and accents ignored, which the spreadsheet offers; read as their
    keys where they have some."""
    dites = valeurs if isinstance(valeurs, Mapping) else {v: v for v in valeurs}
    choix, connues = tuple(dites.values()), {classeur.normaliser(v): cle for cle, v in dites.items()}

    def lire(brut: object) -> Any:
        ligne = str(brut).strip()
        if ligne and classeur.normaliser(ligne) not in connues:
            raise Faute("valeur hors liste", f"valeurs admises : {', '.join(choix)}")
        return connues[classeur.normaliser(ligne)] if ligne else ""

    return Champ(titre, lire, largeur, choix=choix, **reste)


def forme(motif: str, trouve: str, attendu: str, longueur: int = 0) -> Callable[[object], str]:
    """Reads a code of a form, zero-padded to `longueur`; the last two say the fault."""

    def lire(brut: object) -> str:
        code = classeur.code(brut, longueur)
        if not re.fullmatch(motif, code, re.ASCII):
            raise Faute(trouve, attendu)
        return code

    return lire


def date(*, jour: bool = False, passee: bool = False) -> Callable[[object], str]:
    """Reads a date written in one of `FORMES` (of a known `jour`), or of the spreadsheet, `passee` or not; ISO text."""

    def lire(brut: object) -> str:
        if isinstance(brut, datetime.date):
            ligne = f"{brut:%Y-%m-%d}"
        else:
            ligne = str(sans_decimale(brut)).strip()
            if m := _JOUR.fullmatch(ligne):
                ligne = "-".join([m[3], f"{int(m[2]):02d}", *([f"{int(m[1]):02d}"] if m[1] else [])])
        if ligne and (not _DATE.fullmatch(ligne) or (jour and len(ligne) < 10)):
            raise Faute("date mal écrite", f"forme attendue : {FORMES_JOUR if jour else FORMES}")
        try:
            datetime.date.fromisoformat(ligne if len(ligne) == 10 else "2000-01-01")
        except ValueError as e:
            raise Faute("date qui n'existe pas", "jour ou mois mal saisi") from e
        if passee and ligne > aujourdhui():
            raise Faute("date à venir", "un état se dit à la date où il a été constaté ; année mal saisie")
        return ligne

    return lire


def aujourdhui() -> str:
    """Day on which what arrives now is received."""
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def sans_decimale(brut: object) -> object:
    """A number typed in a text cell comes back as 2013.0."""
    return int(brut) if isinstance(brut, float) and brut.is_integer() else brut


def en_nombre(brut: object) -> object:
    """A number typed in a cell of text: « 1 234,5 » gives 1234.5; anything else is left as it is."""
    if isinstance(brut, str) and _NOMBRE.fullmatch(brut.strip()):
        return float(re.sub(r"\s", "", brut).replace(",", "."))
    return brut


def nombre(brut: object, champ: str = "") -> float:
    """Reads a number, positive or zero, of the column `champ` where it is known."""
    lu = brut if champ else None
    if isinstance(brut, bool) or not isinstance(brut, int | float):
        raise Faute("texte au lieu d’un nombre", "unité, espace ou signe saisi avec le nombre", champ, lu)
    if brut < 0:
        raise Faute("valeur négative", "signe ou colonne confondus", champ, lu)
    return brut


def compte(titre: str, maximum: int) -> Champ:
    """A column of whole numbers from 0 to `maximum`, or None where its cell is empty."""

    def lire(brut: object) -> int | None:
        if brut == "":
            return None
        if isinstance(brut, bool) or not isinstance(brut, int | float):
            raise Faute("texte au lieu d'un nombre", "unité, espace ou signe saisi avec le nombre")
        if brut != brut // 1:
            raise Faute("valeur à décimales", "un nombre entier est attendu")
        if not 0 <= brut <= maximum:
            raise Faute("valeur impossible", f"un nombre de 0 à {francais.nombre(maximum)} est attendu")
        return int(brut)

    regle = {"type": "whole", "operator": "between", "formula1": "0", "formula2": str(maximum)}
    return Champ(titre, lire, 10, numerique=True, regle=regle, erreur=f"Un nombre entier de 0 à {maximum}")


def lire(chemin: Path, pages: Sequence[Feuille], modele: str, envoi: str = "") -> dict[Feuille, list[dict]]:
    """Read a filled workbook: sheet -> rows filled, or changed where the model came filled; by name of column.

    The refusal of faulty cells gives row, column and cause of the first, lists them all, then says the command that
    takes the file back (`envoi`, `importer <modele>` by default).
    """
    fautes: list[Case] = []
    pleines: dict[Feuille, list[dict]] = {}
    for feuille in pages:
        lues = lire_feuille(chemin, feuille, feuille.lire, modele, fautes)
        pleines[feuille] = [x for x, marque in lues if not (feuille.prerempli and marque == feuille.empreinte(x))]
    if fautes:
        corriger = f"corriger dans le classeur, puis : python -m data_loaders {envoi or f'importer {modele}'}"
        raise ErreurSaisie(chemin.name, fautes, f"{corriger} {chemin.name}")
    if not any(pleines.values()):
        trouve = "aucune ligne remplie ni modifiée"
        raise ErreurDonnees("vide", chemin.name, trouve, remede="remplir les cases colorées du modèle")
    return pleines


def lire_feuille(
    chemin: Path,
    feuille: Feuille,
    lire_ligne: Callable[[dict[str, object]], dict | None],
    modele: str,
    fautes: list[Case],
) -> list[tuple[dict, object]]:
    """The rows of a sheet, each with the checksum that it came with; what cannot be taken is added to `fautes`.
    `lire_ligne`: cells -> row, None for one to pass over; raises `Faute`, or several."""
    lues: dict[tuple, tuple[int, dict, object]] = {}
    for numero, cellules in _lignes(chemin, feuille, modele):
        try:
            if ligne := lire_ligne(cellules):
                cle = tuple(ligne[c] for c in feuille.cle)
                if cle in lues:
                    raise Faute(f"ligne en double de la ligne {lues[cle][0]}", "ligne copiée", feuille.cle[0])
                lues[cle] = numero, ligne, cellules.get(EMPREINTE)
        except* Faute as groupe:
            for e in groupe.exceptions:
                lu = str(sans_decimale(cellules[e.champ])).strip() if e.lu is None else str(sans_decimale(e.lu))
                nommee = feuille.titre if feuille.citee else ""
                fautes.append(Case(nommee, numero, feuille.champs[e.champ].titre, e.trouve, lu, e.cause))
    return [(ligne, marque) for _, ligne, marque in lues.values()]


def _lignes(chemin: Path, feuille: Feuille, modele: str) -> Iterator[tuple[int, dict[str, object]]]:
    """Number (as a spreadsheet shows it) and cells of each row below the header, on the first sheet that has it."""
    lu = classeur.contenu(chemin)
    if not lu.classeur:
        cause, remede = "autre fichier du même producteur, ou export", "télécharger le classeur chez le producteur"
        trouve = "un fichier texte (CSV) au lieu d'un classeur"
        raise ErreurDonnees("format", lu.nom, trouve, cause=cause, remede=remede)
    vues: set[str] = set()  # the header that resembles the most
    noms = {classeur.normaliser(c.titre): nom for nom, c in feuille.champs.items()}
    for onglet in feuilles.ouvrir(lu):
        onglet.borner(chemin.name, 20_000)
        entete: list[str] = []
        # Whatever empty rows a correspondent left above the table, the number stays that of the spreadsheet.
        for numero, cellules in onglet.rangees():
            if entete:
                yield numero, dict(zip(entete, cellules, strict=False))
                continue
            lus = [classeur.normaliser(c) for c in cellules]
            vues = max(vues, feuille.entetes & set(lus), key=len)
            if feuille.entetes <= set(lus):
                entete = [noms.get(n, EMPREINTE if n == classeur.normaliser(EMPREINTE) else "") for n in lus]
        if entete:
            return
    absentes = [feuille.champs[nom].titre for lu, nom in noms.items() if lu in feuille.entetes - vues]
    trouve = f"colonnes absentes : {', '.join(absentes)}"
    cause = "titre modifié ou colonne retirée" if vues else "ce n'est pas le modèle de saisie"
    remede = f"repartir du modèle : python -m data_loaders modele {modele} SORTIE.xlsx"
    raise ErreurDonnees("colonnes", f"{chemin.name}, feuille {feuille.titre}", trouve, cause=cause, remede=remede)


def notice(*noms: str, **mots: object) -> list[str]:
    """The instructions of a model, title first: those of one name after those of another, where they say something."""
    dites = tomllib.loads(Path(__file__).with_name("notices.toml").read_text("utf-8"))
    return [dit for nom in noms for phrase in dites[nom] if (dit := phrase.format(**mots))]


def ecrire(
    sortie: Path | BinaryIO,
    feuilles: Mapping[Feuille, Sequence[Mapping[str, object]]],
    notice: Sequence[str],
    aides: Mapping[str, Sequence[tuple[str, str]]] | None = None,
) -> None:
    """Write a model: its sheets with the rows already filled, then the instructions. `aides`: title -> (code, meaning)
    pairs, printed under the instructions."""
    # Long to load, for the few who write a model.
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    livre = Workbook()
    livre.properties.creator = OBSERVATOIRE
    livre.remove(livre.active)
    gras, en_haut = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    a_saisir = PatternFill("solid", fgColor="FFF4D6")
    listes: dict[tuple[str, ...], int] = {}
    for feuille, lignes in feuilles.items():
        onglet = livre.create_sheet(feuille.titre)
        onglet.append([c.titre for c in feuille.champs.values()])
        for ligne in lignes:
            onglet.append([ligne.get(nom) for nom in feuille.champs])
        if feuille.prerempli:
            # The checksum of each row that comes filled, in a hidden column.
            marque = len(feuille.champs) + 1
            onglet.cell(1, marque, EMPREINTE)
            onglet.column_dimensions[get_column_letter(marque)].hidden = True
            for rang, ligne in enumerate(lignes, 2):
                if any(ligne.get(nom) is not None for nom, c in feuille.champs.items() if c.a_saisir):
                    lue = {n: c.lire("" if ligne.get(n) is None else ligne[n]) for n, c in feuille.champs.items()}
                    onglet.cell(rang, marque, feuille.empreinte(lue))
        for i, champ in enumerate(feuille.champs.values(), 1):
            lettre = get_column_letter(i)
            onglet.cell(1, i).font, onglet.cell(1, i).alignment = gras, en_haut
            onglet.column_dimensions[lettre].width = champ.largeur
            for rang in range(2, max(onglet.max_row, feuille.libres) + 1):
                cellule = onglet.cell(rang, i)
                cellule.alignment = en_haut
                if isinstance(cellule.value, str):
                    cellule.data_type = "s"  # a text received that starts with = must not become a formula
                if not champ.numerique:
                    cellule.number_format = "@"  # else a spreadsheet may turn 2014-1 into a date, 01 into 1
                if champ.a_saisir:
                    cellule.fill = a_saisir
            # What the spreadsheet itself refuses, in the rows that are added too.
            regle = {nom: dit.format(c=f"{lettre}2") for nom, dit in champ.regle.items()}
            if champ.choix:
                ecrite = ",".join(champ.choix)
                # Written in full when short, else (a rule holds 255 signs) a column of the sheet of lists.
                if len(ecrite) <= 250 and ecrite.count(",") == len(champ.choix) - 1:
                    source = f'"{ecrite}"'
                else:
                    colonne = get_column_letter(listes.setdefault(champ.choix, len(listes) + 1))
                    source = f"{LISTES}!${colonne}$1:${colonne}${len(champ.choix)}"
                regle = {"type": "list", "formula1": source}
            if regle:
                dit = {"errorTitle": champ.titre[:32], "error": champ.erreur}
                validation = DataValidation(**regle, allow_blank=True, showErrorMessage=True, **dit)
                onglet.add_data_validation(validation)
                validation.add(f"{lettre}2:{lettre}{onglet.max_row + 200}")
        onglet.freeze_panes = feuille.figee
    # The sentences, the title first, then lists of codes with their meaning.
    onglet = livre.create_sheet(NOTICE)
    onglet.column_dimensions["A"].width, onglet.column_dimensions["B"].width = 100, 40
    for phrase in notice:
        onglet.append([francais.typographier(phrase)])
        onglet.cell(onglet.max_row, 1).alignment = en_haut
    for titre, couples in (aides or {}).items():
        onglet.append([])
        onglet.append([titre])
        onglet.cell(onglet.max_row, 1).font = gras
        for couple in couples:
            onglet.append(couple)
    onglet["A1"].font = Font(bold=True, size=14)
    if listes:
        onglet = livre.create_sheet(LISTES)
        for rangee in itertools.zip_longest(*listes):
            onglet.append(rangee)
        onglet.sheet_state = "hidden"
    livre.save(sortie)
