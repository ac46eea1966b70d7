"""Insertion × further study of the diplomas that lead to a métier, the region's means as axes.

A voie is a shape; the two of one diploma are joined by a line.
"""

import math
from collections import Counter
from typing import NamedTuple

import plotly.graph_objects as go

from data_loaders.francais import INSEC, accorder, nombre
from data_loaders.metiers.diplomes import Menant
from pages.figures import nuage, theme
from pages.figures.formation import mots
from pages.figures.tables import Table, en_tetes

HAUTEURS: dict[str, int] = {"ecran": 430, "projection": 390}  # px
LARGEURS: dict[str, int] = {"ecran": 370, "projection": 850}  # px of the narrowest plot with names
NOMS_MAX = 14
X, Y = "taux_poursuite", "taux_emploi_6"
SANS_POINT = "Aucun des diplômes qui mènent ici n’a ses deux taux publiés : il n’y a rien à placer."
PARTS = {0: "0", 25: "25", 50: "50", 75: "75", 100: f"100{INSEC}%"}
VOIES = tuple(mots.VOIES)


class Quadrant(NamedTuple):
    """All that is drawn: voies of diplomas, those with most learners first, under their whole names; means of the
    region (%), of `x` and `y`; how many diplomas have no point."""

    points: tuple[nuage.Point, ...]
    poursuite: float
    emploi: float
    sans: int

    def ou(self, p: nuage.Point) -> tuple[str, str]:
        """Name of its quadrant, and why it stands there."""
        return mots.QUADRANTS[p.y > self.emploi, p.x > self.poursuite]


def preparer(m: Menant) -> Quadrant:
    """Points of the voies whose two rates are published."""
    points = [
        nuage.Point(x, y, d.libelle, (d.libelle, mots.VOIES[v]), VOIES.index(v), d.code)
        for d in sorted(m.suivis, key=lambda d: -d.terminale)
        for v in d.voies
        if (x := d.taux(v, X)) == x and (y := d.taux(v, Y)) == y
    ]
    moyennes, sans = (m.moyennes.get(t, math.nan) for t in (X, Y)), len(m.suivis) - len({p.groupe for p in points})
    return Quadrant(tuple(points), *moyennes, sans)


def titre(q: Quadrant) -> str:
    """The finding: the quadrant that holds most of the points, when one does."""
    if not q.points:
        return "Emploi ou poursuite d’études"
    ((premier, n),) = Counter(q.ou(p)[0] for p in q.points).most_common(1)
    if 2 * n < len(q.points):
        return f"Emploi ou poursuite d’études{INSEC}: les diplômes se partagent"
    return f"Emploi ou poursuite d’études{INSEC}: le plus souvent « {premier} »"


def lecture(q: Quadrant) -> str:
    """The first point in a sentence, then how to read the lines."""
    if not q.points:
        return ""
    p, sans = q.points[0], f"{nombre(q.sans)} {accorder('diplômes', q.sans)}"
    reste = f" Hors du dessin, faute des deux taux{INSEC}: {sans}." if q.sans else ""
    taux = (
        f"{mots.pourcent(p.y)} des sortants en emploi à six mois, {mots.pourcent(p.x)} des dernières années poursuivent"
    )
    region = f"la région, tous diplômes, {mots.de_region(q.emploi)} et {mots.de_region(q.poursuite)}"
    dit = f"« {p.nom} », {p.dit[1]}{INSEC}: {taux}. Tirets{INSEC}: {region}."
    return f"{dit} Un trait joint les deux voies d’un diplôme.{reste}"


def table(q: Quadrant) -> Table:
    """Each point with the name of its quadrant and the reason in words."""
    entetes = en_tetes("", "Diplôme", "Voie", "En emploi #", "Poursuivent #", "Où", "Pourquoi")
    return Table(entetes, [["", *p.dit, mots.pourcent(p.y), mots.pourcent(p.x), *q.ou(p)] for p in q.points])


def figure(q: Quadrant, mode: theme.Mode = "ecran") -> go.Figure:
    """Discs for apprentices, squares for lycées, names where they do not cover each other."""
    points = []
    for p in q.points:
        taux = f"en emploi {mots.pourcent(p.y)}, poursuivent {mots.pourcent(p.x)}"
        points.append(p._replace(nom=mots.court(p.nom), dit=(", ".join(p.dit), taux, q.ou(p)[0])))
    axes = nuage.Axe((-3.0, 103.0), PARTS, "poursuivent leurs études"), nuage.Axe((-4.0, 106.0), PARTS)
    series = tuple(zip(mots.VOIES.values(), ("circle", "square"), strict=True))
    reperes = [("y", q.emploi, ""), ("x", q.poursuite, "")] if q.emploi == q.emploi else []
    coins = [mots.QUADRANTS[coin][0] for coin in ((True, False), (True, True), (False, False), (False, True))]
    dessin = nuage.Nuage(points, *axes, series, NOMS_MAX, reperes, coins)
    return nuage.figure(dessin, mode, HAUTEURS[mode], LARGEURS[mode])
