"""Insertion × further study of the diplomas that lead to a métier, the region's means as axes.

`preparer` thinks, `figure` draws. A voie is a shape; the two of one diploma are joined by a line.
"""

from collections.abc import Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from data_loaders.francais import INSEC, accorder, nombre
from data_loaders.metiers.diplomes import Menant
from pages.figures import theme
from pages.figures.formation import mots
from pages.figures.tables import Table, en_tetes

HAUTEURS: dict[str, int] = {"ecran": 430, "projection": 390, "papier": 300}  # px, before the scale
LARGEURS: dict[str, int] = {"ecran": 370, "projection": 850, "papier": 370}  # px of the narrowest plot with names
NOMS_MAX = 14
X, Y = "taux_poursuite", "taux_emploi_6"
BORNES_X, BORNES_Y = (-3.0, 103.0), (-4.0, 106.0)


class Point(NamedTuple):
    """One voie of a diploma: share that goes on studying, share in employment (%)."""

    code: str
    nom: str
    voie: str
    poursuite: float
    emploi: float


class Quadrant(NamedTuple):
    """All that is drawn; the diplomas with most learners first.

    Attributes:
        poursuite, emploi: means of the region; sans: how many diplomas have no point.
    """

    points: tuple[Point, ...]
    poursuite: float
    emploi: float
    sans: int

    def ou(self, p: Point) -> tuple[str, str]:
        """Name of its quadrant, and why it stands there."""
        return mots.QUADRANTS[p.emploi > self.emploi, p.poursuite > self.poursuite]


def preparer(m: Menant) -> Quadrant:
    """Points of the voies whose two rates are published."""
    points = [
        Point(d.code, d.libelle, v, d.taux(v, X), d.taux(v, Y))
        for d in sorted(m.suivis, key=lambda d: -d.terminale)
        for v in d.voies
        if d.taux(v, X) == d.taux(v, X) and d.taux(v, Y) == d.taux(v, Y)
    ]
    nan = float("nan")
    sans = len(m.suivis) - len({p.code for p in points})
    return Quadrant(tuple(points), m.moyennes.get(X, nan), m.moyennes.get(Y, nan), sans)


def titre(q: Quadrant) -> str:
    """The finding: the quadrant that holds most of the points, when one does."""
    if not q.points:
        return "Emploi ou poursuite d’études"
    comptes: dict[str, int] = {}
    for p in q.points:
        comptes[q.ou(p)[0]] = comptes.get(q.ou(p)[0], 0) + 1
    premier = max(comptes, key=comptes.__getitem__)
    if 2 * comptes[premier] < len(q.points):
        return f"Emploi ou poursuite d’études{INSEC}: les diplômes se partagent"
    return f"Emploi ou poursuite d’études{INSEC}: le plus souvent « {premier} »"


def lecture(q: Quadrant) -> str:
    """The first point in a sentence, then how to read the lines."""
    if not q.points:
        return ""
    p = q.points[0]
    reste = (
        f" Hors du dessin, faute des deux taux{INSEC}: {nombre(q.sans)} {accorder('diplômes', q.sans)}."
        if q.sans
        else ""
    )
    return (
        f"« {p.nom} », {mots.VOIES[p.voie]}{INSEC}: {mots.pourcent(p.emploi)} des sortants en emploi à six mois, "
        f"{mots.pourcent(p.poursuite)} des dernières années poursuivent. Tirets{INSEC}: la région, tous diplômes, "
        f"{mots.de_region(q.emploi)} et {mots.de_region(q.poursuite)}. Un trait joint les deux voies d’un diplôme."
        f"{reste}"
    )


def table(q: Quadrant) -> Table:
    """Each point with the name of its quadrant and the reason in words."""
    entetes = en_tetes("", "Diplôme", "Voie", "En emploi #", "Poursuivent #", "Où", "Pourquoi")
    lignes = [
        ["", p.nom, mots.VOIES[p.voie], mots.pourcent(p.emploi), mots.pourcent(p.poursuite), *q.ou(p)] for p in q.points
    ]
    return Table(entetes, lignes)


def figure(q: Quadrant, nom_theme: str = "clair", mode: theme.Mode = "ecran", echelle: float = 1.0) -> go.Figure:
    """Discs for apprentices, squares for lycées, names where they do not cover each other."""
    jetons, couleurs = theme.tokens(nom_theme), theme.rampe("series", nom_theme)
    taille, hauteur = theme.TAILLES[mode] * echelle, HAUTEURS[mode] * echelle
    fig = theme.vide(nom_theme, mode, echelle)
    par_code: dict[str, list[Point]] = {}
    for p in q.points:
        par_code.setdefault(p.code, []).append(p)
    joints = [ps for ps in par_code.values() if len(ps) > 1]
    fig.add_scatter(
        x=[x for ps in joints for x in (*(p.poursuite for p in ps), None)],
        y=[y for ps in joints for y in (*(p.emploi for p in ps), None)],
        mode="lines",
        line={"color": jetons["contour"], "width": 1.2, "dash": "solid"},
        hoverinfo="skip",
    )
    for rang, (voie, symbole) in enumerate((("apprentissage", "circle"), ("scolaire", "square"))):
        points = [p for p in q.points if p.voie == voie]
        fig.add_scatter(
            x=[p.poursuite for p in points],
            y=[p.emploi for p in points],
            name=mots.VOIES[voie],
            mode="markers",
            marker={
                "symbol": symbole,
                "size": taille * 0.85,
                "color": couleurs[rang],
                "opacity": 1,
                "line": {"color": jetons["surface"], "width": 1.4},
            },
            customdata=[[theme.en_clair(p.nom), mots.VOIES[voie], *map(theme.en_clair, q.ou(p))] for p in points],
            hovertemplate=(
                "<b>%{customdata[0]}</b>, %{customdata[1]}<br>en emploi %{y} %, poursuivent %{x} %<br>"
                "%{customdata[2]}<extra></extra>"
            ),
        )
    corps = taille if mode == "projection" else 0.93 * taille
    for n in nommes(q.points, corps, hauteur - 4.2 * taille, LARGEURS[mode] * echelle):
        ecart = 0.62 * taille
        fig.add_annotation(
            x=n.x,
            y=n.y,
            text=theme.en_clair(n.texte),
            font={"size": corps, "color": jetons["encre"]},
            xanchor={1: "left", -1: "right", 0: "center"}[n.cote],
            yanchor={1: "bottom", -1: "top", 0: "middle"}[n.hauteur],
            xshift=n.cote * ecart,
            yshift=n.hauteur * (ecart if n.cote == 0 else 0.2 * taille),
            borderpad=0,
        )
    _reperes(fig, q, jetons, taille)
    graduations = [0, 25, 50, 75, 100]
    dites = [*map(str, graduations[:-1]), f"100{INSEC}%"]
    fig.update_xaxes(range=BORNES_X, tickvals=graduations, ticktext=dites, title_text="poursuivent leurs études")
    fig.update_yaxes(range=BORNES_Y, tickvals=graduations, ticktext=dites)
    fig.update_layout(height=hauteur, hovermode="closest", margin={"t": taille * 0.8, "r": taille})
    return fig


def _reperes(fig: go.Figure, q: Quadrant, jetons: theme.Theme, taille: float) -> None:
    """Means of the region, names of the four quadrants."""
    trait = {"color": jetons["encre2"], "dash": "dash", "width": 1.5}
    if q.emploi == q.emploi:
        fig.add_hline(y=q.emploi, line=trait)
        fig.add_vline(x=q.poursuite, line=trait)
    fig.add_scatter(
        x=[BORNES_X[1] - 1 if poursuite else BORNES_X[0] + 1 for _, poursuite in mots.QUADRANTS],
        y=[BORNES_Y[1] - 1 if emploi else BORNES_Y[0] + 1 for emploi, _ in mots.QUADRANTS],
        text=[f"<b>{nom}</b>" for nom, _ in mots.QUADRANTS.values()],
        mode="text",
        textposition=[f"{'bottom' if e else 'top'} {'left' if p else 'right'}" for e, p in mots.QUADRANTS],
        textfont={"family": theme.POLICE_TITRES, "size": taille, "color": jetons["encre2"]},
        hoverinfo="skip",
    )


class Nom(NamedTuple):
    """A name written beside its point: at its right (1) or left (-1), over (1) or under (-1) it."""

    texte: str
    x: float
    y: float
    cote: int
    hauteur: int


# Places of a name around its point, the best first.
_PLACES = ((1, 0), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1), (0, 1), (0, -1))


def nommes(points: Sequence[Point], taille: float, hauteur: float, largeur: float) -> list[Nom]:
    """Names that are written: one a diploma, beside the first of its points that has room, over no other name, no
    point and no name of a quadrant.

    Args:
        taille: type size; hauteur, largeur: of the plot, px.
    """
    ex, ey = largeur / (BORNES_X[1] - BORNES_X[0]), hauteur / (BORNES_Y[1] - BORNES_Y[0])
    ecran = [((p.poursuite - BORNES_X[0]) * ex, (p.emploi - BORNES_Y[0]) * ey) for p in points]
    rayon = 0.68 * taille
    marques = [(x - rayon, y - rayon, x + rayon, y + rayon) for x, y in ecran]
    coin = 9.5 * taille, 1.5 * taille
    pris = [(a, b, a + coin[0], b + coin[1]) for a in (0.0, largeur - coin[0]) for b in (0.0, hauteur - coin[1])]
    gardes: list[Nom] = []
    faits: set[str] = set()
    for i, p in enumerate(points):
        if p.code in faits or len(gardes) == NOMS_MAX:
            continue
        texte = mots.court(p.nom)
        long, haut = 0.53 * taille * len(texte), 1.25 * taille
        for sx, sy in _PLACES:
            x0 = ecran[i][0] + (rayon if sx > 0 else -rayon - long if sx < 0 else -long / 2)
            decale = rayon if sx == 0 else 0.2 * taille
            y0 = ecran[i][1] + (decale if sy > 0 else -decale - haut if sy < 0 else -haut / 2)
            boite = (x0, y0, x0 + long, y0 + haut)
            dedans = x0 >= 0 and boite[2] <= largeur and y0 >= 0 and boite[3] <= hauteur
            if dedans and not any(_couvre(boite, b) for b in (*pris, *(m for j, m in enumerate(marques) if j != i))):
                pris.append(boite)
                faits.add(p.code)
                gardes.append(Nom(texte, p.poursuite, p.emploi, sx, sy))
                break
    return gardes


def _couvre(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
