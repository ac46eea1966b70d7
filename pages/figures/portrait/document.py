"""What a portrait is made of once written: blocks of sentences, key figures, tables and drawings, ready to be laid out.

The screen and the PDF lay out the same document; texts are plain, each renderer escapes them.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple


class Dessin(NamedTuple):
    """A drawing: `rendre` takes a theme (`clair`, `sombre`) and gives a standalone SVG; `alt` says what it shows.

    `legende` is printed under it, "" when it needs none.
    """

    rendre: Callable[[str], str]
    alt: str
    legende: str = ""


class Ciel(NamedTuple):
    """A sky of the météo, its class (0 for no sky), and its word: the page draws that of the point of view."""

    classe: int
    mot: str


class Lien(NamedTuple):
    """A text that leads to another screen; on paper the text alone is left."""

    texte: str
    adresse: str


Cellule = str | Dessin | Ciel | Lien


class Cle(NamedTuple):
    """A key figure.

    Attributes:
        valeur: as printed, « 5,1 % », « non disponible ». prefixe: « au moins ».
        notes: comparison, move, reason: one line each.
    """

    titre: str
    valeur: str
    notes: tuple[str, ...] = ()
    prefixe: str = ""


class Colonne(NamedTuple):
    """A column: header, alignment of its cells, and its share of the width of the page (0 to 1)."""

    titre: str
    droite: bool = False
    part: float = 0.0


class Tableau(NamedTuple):
    """A real table; the first cell of each row names it. `note` is printed under it; `plie`: of the screen, folded."""

    legende: str
    colonnes: tuple[Colonne, ...]
    lignes: tuple[tuple[Cellule, ...], ...]
    note: str = ""
    plie: bool = False


class Bloc(NamedTuple):
    """A part of the portrait.

    Attributes:
        code: stable, used for anchors. constat: the finding, one sentence.
        phrases: paragraphs, reasons of what is missing included.
        champ: who is counted. source: one line. demonstration: whether its figures are invented.
    """

    code: str
    titre: str
    constat: str
    cles: tuple[Cle, ...] = ()
    dessin: Dessin | None = None
    phrases: tuple[str, ...] = ()
    tableaux: tuple[Tableau, ...] = ()
    champ: str = ""
    source: str = ""
    demonstration: bool = False


class Document(NamedTuple):
    """A whole portrait.

    Attributes:
        titre: « Portrait du territoire SPO d'Ancenis ».
        constat: the finding of the portrait, a sentence.
        badges: (text, tone), what the reader must know before reading.
        pages: blocks of the first and of the second page, in reading order.
        pied: repeated at the foot of each page. jour: date of the newest snapshot read.
        fichier: ASCII name without extension.
    """

    titre: str
    constat: str
    badges: tuple[tuple[str, str], ...]
    pages: tuple[tuple[Bloc, ...], tuple[Bloc, ...]]
    pied: str
    jour: date
    fichier: str

    @property
    def blocs(self) -> tuple[Bloc, ...]:
        """Every block, in reading order."""
        return tuple(b for page in self.pages for b in page)
