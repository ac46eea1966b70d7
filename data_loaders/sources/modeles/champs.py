"""What a correspondent types in a workbook: sheets, their columns, and how each kind of cell is read.

A `Feuille` describes a sheet once, for the model that is written (`ecriture`) and for the file that comes back
(`lecture`).
"""

import datetime
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from data_loaders import francais
from data_loaders.sources import classeur

EMPREINTE = "Ne pas modifier"  # hidden column of a model that comes filled
_DATE = re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2])(-([0-2]\d|3[01]))?)?", re.ASCII)
_NOMBRE = re.compile(r"-?(\d+|\d{1,3}(\s\d{3})+)([.,]\d+)?")
_JOUR = re.compile(r"(?:([0-3]?\d)/)?([01]?\d)/((?:19|20)\d\d)", re.ASCII)
# Forms that a date is typed in, as a notice and a refusal say them: the day known, then any.
FORMES_JOUR = "AAAA-MM-JJ ou JJ/MM/AAAA"
FORMES = f"AAAA, AAAA-MM, MM/AAAA, {FORMES_JOUR}"


class Faute(Exception):
    """One cell that cannot be taken: what was found there, and why; `champ` when another column is at fault."""

    def __init__(self, trouve: str, cause: str, champ: str = "") -> None:
        super().__init__(trouve)
        self.trouve, self.cause, self.champ = trouve, cause, champ


@dataclass(frozen=True)
class Champ:
    """One column of a sheet.

    Attributes:
        titre: header, as the correspondent sees it.
        lire: cell as read -> value; raises `Faute`.
        largeur: in characters.
        a_saisir: False for what the model fills and the reader only recalls (labels).
        obligatoire: an empty cell is a fault, in a row that was filled.
        numerique: a number is expected; one that was typed in a cell of text is read as a number.
        maximum: largest whole number that the spreadsheet lets in; 0 for no such rule.
        choix: list offered by the spreadsheet; `stricte` when nothing else is taken.
    """

    titre: str
    lire: Callable[[object], object]
    largeur: int = 20
    a_saisir: bool = True
    obligatoire: bool = False
    numerique: bool = False
    maximum: int = 0
    choix: tuple[str, ...] = ()
    stricte: bool = True
    formule: str = ""
    erreur: str = ""


@dataclass(frozen=True)
class Feuille:
    """One sheet of a model.

    Attributes:
        cle: columns that make a row unique.
        controler: what several cells of a row owe to each other; raises `Faute`.
        libres: rows left to fill under the last one, with its lists and rules; figee: first cell that scrolls.
        prerempli: the model comes with what is known, and a row that comes back as it was written is not read: the
            same model sent back later by somebody else must not undo what was received in between.
    """

    titre: str
    champs: dict[str, Champ] = field(hash=False)
    cle: tuple[str, ...]
    controler: Callable[[dict], None] = lambda _: None
    prerempli: bool = False
    libres: int = 200
    figee: str = "B2"

    @property
    def entetes(self) -> frozenset[str]:
        """Titles under their normalised names: how the sheet is recognised."""
        return frozenset(classeur.normaliser(c.titre) for c in self.champs.values())

    def empreinte(self, ligne: Mapping[str, object]) -> str:
        """Short checksum of what a row says, as read."""
        dit = [str(ligne[nom]) for nom, c in self.champs.items() if c.a_saisir or nom in self.cle]
        return hashlib.sha256("\x1f".join(dit).encode()).hexdigest()[:12]


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


def parmi(valeurs: Sequence[str]) -> Callable[[object], str]:
    """Reads one of `valeurs`, case and accents ignored."""
    connues = {classeur.normaliser(v): v for v in valeurs}

    def lire(brut: object) -> str:
        ligne = str(brut).strip()
        if ligne and classeur.normaliser(ligne) not in connues:
            raise Faute("valeur hors liste", f"valeurs admises : {', '.join(valeurs)}")
        return connues[classeur.normaliser(ligne)] if ligne else ""

    return lire


def liste(titre: str, valeurs: Iterable[str], largeur: int, **reste: bool) -> Champ:
    """A column whose cells are some of `valeurs`, which the spreadsheet offers."""
    return Champ(titre, parmi(tuple(valeurs)), largeur, choix=tuple(valeurs), **reste)


def date(*, jour: bool = False, passee: bool = False) -> Callable[[object], str]:
    """Reads a date written in one of `FORMES`, or as a date of the spreadsheet; ISO text.

    Args:
        jour: the day must be known; passee: it says what happened, so that it cannot be to come.
    """

    def lire(brut: object) -> str:
        ligne = _iso(brut)
        complete = len(ligne) == 10
        if ligne and (not _DATE.fullmatch(ligne) or (jour and not complete)):
            raise Faute("date mal écrite", f"forme attendue : {FORMES_JOUR if jour else FORMES}")
        if complete:
            try:
                datetime.date.fromisoformat(ligne)
            except ValueError as e:
                raise Faute("date qui n'existe pas", "jour ou mois mal saisi") from e
        if passee and a_venir(ligne):
            raise Faute("date à venir", "un état se dit à la date où il a été constaté ; année mal saisie")
        return ligne

    return lire


def a_venir(iso: str) -> bool:
    """True for a date AAAA[-MM[-JJ]] whose period has not begun."""
    return iso > datetime.datetime.now(datetime.UTC).date().isoformat()


def _iso(brut: object) -> str:
    if isinstance(brut, datetime.datetime | datetime.date):
        return f"{brut:%Y-%m-%d}"
    ligne = str(sans_decimale(brut)).strip()
    m = _JOUR.fullmatch(ligne)
    if not m:
        return ligne
    return "-".join([m[3], f"{int(m[2]):02d}", *([f"{int(m[1]):02d}"] if m[1] else [])])


def sans_decimale(brut: object) -> object:
    """A number typed in a text cell comes back as 2013.0."""
    return int(brut) if isinstance(brut, float) and brut.is_integer() else brut


def en_nombre(brut: object) -> object:
    """A number typed in a cell of text: « 1 234,5 » gives 1234.5; anything else is left as it is."""
    if isinstance(brut, str) and _NOMBRE.fullmatch(brut.strip()):
        return float(re.sub(r"\s", "", brut).replace(",", "."))
    return brut


def entier(maximum: int) -> Callable[[object], int | None]:
    """Reads a count from 0 to `maximum`; None when the cell is empty."""

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

    return lire
