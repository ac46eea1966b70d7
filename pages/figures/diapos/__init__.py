"""One slide of a meeting as a value: a finding, one line of what is measured, one figure, one foot; and its detail.

A slide never overflows: what a kind holds is bounded here, and what it leaves out is counted on it. Its rendering
(`rendu`) knows no data, and what makes it (`lieux`, `convention`, `secteurs`) knows no markup.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from pages.figures.tables import Table

LIGNES_MAX: Final = 7
TUILES_MAX: Final = 6
TITRE_MAX: Final = 96  # characters: two lines of a 4:3 screen
MESURE_MAX: Final = 95
SOURCE_MAX: Final = 58
# Marks of certainty of the foot, the weakest first: sign, words.
MARQUES: Final = {
    "estime": ("◐", "Estimation"),
    "publie": ("●", "Chiffre publié"),
    "demande": ("□", "À décider"),
    "suivi": ("●", "État du jour"),
    "texte": ("¶", "Texte résumé"),
    "signe": ("¶", "Texte signé"),
    "invente": ("△", "Données de démonstration"),
}


class Point(NamedTuple):
    """An item on an axis, a dot or a bar: name, value, how it is said, whether it is the subject.

    Attributes:
        poids: of a dot, 0 where all are equal. repere: mark of the region on the axis of a bar.
    """

    nom: str
    valeur: float
    dit: str
    sujet: bool = False
    poids: float = 0
    repere: float | None = None


class Figure(NamedTuple):
    """The figure of a slide, made by `rendu`.

    Attributes:
        genre: class of its style. html, lignes: what one of words or rows shows, as markup and in rows.
        dessin: draws a chart on a `trace.Trace`, `haut` of the height. carte: gives the map in a theme.
    """

    genre: str
    html: str = ""
    lignes: Sequence[tuple[str, ...]] = ()
    dessin: Callable[[Any], None] | None = None
    haut: float = 1
    carte: Callable[[str], Any] | None = None


@dataclass(frozen=True)
class Diapositive:
    """One slide: the finding, what is measured, where, when, its figure; a short source; a screen where it is explored.

    Attributes:
        lieu: words of the title that name the place, underlined, "" for none. travail: a supposed perimeter is drawn.
        marque: key of `MARQUES`; ancien: « ancien : 2019 », in its place. detail: how to read it, its source.
    """

    titre: str
    mesure: str
    corps: Figure
    source: str
    marque: str
    adresse: str
    lieu: str = ""
    travail: bool = False
    ancien: str = ""
    detail: str = ""
    table: Table | None = None


class SansVue(Exception):
    """A slide that has nothing to show for this place; its text says why, in French, after the name of the view."""


def exiger(montrable: object, sinon: str) -> None:
    """Raise SansVue, which says `sinon`, unless there is something to show."""
    if not montrable:
        raise SansVue(sinon)
