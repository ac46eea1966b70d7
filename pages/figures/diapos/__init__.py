"""One slide of a meeting as a value: a finding, one line of what is measured, one figure, one foot; and its detail.

A slide never overflows: what a kind holds is bounded here, and what it leaves out is counted on it. Its rendering
(`rendu`) knows no data, and what makes it (`lieux`, `convention`, `secteurs`) knows no markup.
"""

from collections.abc import Sequence
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
    """An item on an axis: name, value, how it is said, weight (0 where all are equal), whether it is the subject."""

    nom: str
    valeur: float
    dit: str
    poids: float = 0
    sujet: bool = False


class Bande(NamedTuple):
    """All zones on one axis, the region marked: `points` in any order, `region` with its words, unit of the axis."""

    points: Sequence[Point]
    region: Point
    unite: str


class Chiffre(NamedTuple):
    """One number answers: the hero, at most two comparisons (« 5,8 % », « dans la région »), the strip of all zones."""

    valeur: str
    unite: str
    comparaisons: Sequence[tuple[str, str]]
    bande: Bande | None = None


class Repere(NamedTuple):
    """One of the marks of a place: number, unit, what it is, of which territory, its date."""

    valeur: str
    unite: str
    mots: str
    territoire: str
    date: str = ""


class Reperes(NamedTuple):
    """Two to four numbers, each with its territory."""

    reperes: Sequence[Repere]


class Zone(NamedTuple):
    """A shape of a map: class (1 to 3: under, like, above the region; 0 without a value), label, "" for none."""

    code: str
    classe: int
    dit: str = ""


class Carte(NamedTuple):
    """The place among its neighbours: shapes of a zoning, three classes with their counts, the hero beside."""

    zonage: str
    zones: Sequence[Zone]
    choisie: str
    valeur: str
    unite: str
    comparaisons: Sequence[tuple[str, str]]
    legende: Sequence[tuple[int, str]]


class Courbe(NamedTuple):
    """Eight points or more in time: (place in years, value) of the subject and of the region, points named on the line.

    `nommes`: (place, value, words); `unite` of the axis.
    """

    sujet: str
    points: Sequence[tuple[float, float]]
    reference: str
    points_reference: Sequence[tuple[float, float]]
    nommes: Sequence[tuple[float, float, str]]
    unite: str
    derniers: tuple[str, str]


class Colonnes(NamedTuple):
    """At most seven dates: (date, value, how it is said)."""

    colonnes: Sequence[tuple[str, float, str]]


class Barre(NamedTuple):
    """A row: name, value, how it is said, mark of the region on its axis, whether it is the subject."""

    nom: str
    valeur: float
    dit: str
    repere: float | None = None
    sujet: bool = False


class Barres(NamedTuple):
    """At most seven rows in their order; `reste`: what is left out, counted; `repere`: what the tick is."""

    barres: Sequence[Barre]
    reste: str = ""
    repere: str = ""


class Points(NamedTuple):
    """More than seven items on one axis: a threshold and its words, the region, the few that are named."""

    points: Sequence[Point]
    seuil: float
    seuil_dit: str
    region: Point | None
    nommes: Sequence[str]
    unite: str = "%"


class Pente(NamedTuple):
    """A zone at two dates; `dit0` and `dit1` are "" where it is not named."""

    nom: str
    v0: float
    v1: float
    dit0: str = ""
    dit1: str = ""
    genre: str = ""  # `sujet`, `region`, "" for the others


class Pentes(NamedTuple):
    """Two dates, all zones."""

    dates: tuple[str, str]
    pentes: Sequence[Pente]


class Quadrant(NamedTuple):
    """Many items by two measures: (name, x, y); two thresholds with their words; names said."""

    points: Sequence[tuple[str, float, float]]
    seuil_x: float
    seuil_y: float
    coin: str
    axe_x: str
    axe_y: str
    nommes: Sequence[str]


class Tuile(NamedTuple):
    """A family under its sky: class 1 to 5, 0 to confirm; file of its sky or ""; class word, name, share, projects."""

    classe: int
    icone: str
    mot: str
    nom: str
    part: str
    projets: str


class Tuiles(NamedTuple):
    """At most six families."""

    tuiles: Sequence[Tuile]


class Engagement(NamedTuple):
    """What was signed, and three facts: (what, what is said, whether it is missing)."""

    texte: str
    faits: Sequence[tuple[str, str, bool]]


class Avancement(NamedTuple):
    """Who owes what: for each partner its name, done, due, and rows (name, done, due)."""

    colonnes: Sequence[tuple[str, int, int, Sequence[tuple[str, int, int]]]]
    legende: tuple[str, str]


class Fiche(NamedTuple):
    """What a dispositif is: one number and its words, at most three facts (what, what is said)."""

    nombre: str
    mots: str
    faits: Sequence[tuple[str, str]]


class Paire(NamedTuple):
    """One diploma by two routes: its level, name, the two rates and how they are said, whether it is the exception."""

    niveau: str
    nom: str
    a: float
    b: float
    dits: tuple[str, str]
    exception: bool = False


class Paires(NamedTuple):
    """At most seven diplomas; names of the two routes; what is left out, counted."""

    routes: tuple[str, str]
    paires: Sequence[Paire]
    reste: str = ""


class Liste(NamedTuple):
    """At most seven rows: name, what is said of it; what is left out, counted."""

    lignes: Sequence[tuple[str, str]]
    reste: str = ""


class Decision(NamedTuple):
    """One to four options, (name, what is known of it)."""

    options: Sequence[tuple[str, str]]


class Definition(NamedTuple):
    """A word of the observatory, large, and at most two numbers (number, what)."""

    texte: str
    nombres: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Diapositive:
    """One slide.

    Attributes:
        titre: the finding. lieu: its words that name the place, underlined; "" for none.
        mesure: what is measured, where, when. corps: the figure, of one of the kinds above.
        source: short name and date. marque: key of `MARQUES`. travail: a supposed perimeter is drawn.
        ancien: « ancien : 2019 », in place of the mark.
        adresse: the screen where it is explored. detail: how to read it, its field, its whole source; table: all rows.
    """

    titre: str
    mesure: str
    corps: Any
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
