"""Projects × difficulty of the métiers of a territory.

`preparer` thinks, `figure` draws. The share is the estimate, which the class follows; the number of projects is the
published sum, on a logarithmic axis.
"""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from data_loaders.francais import INSEC, minimum, nombre
from data_loaders.parametres import meteo
from pages.figures import icones, theme
from pages.figures.meteo.vue import estimee, estimee_dite, projets_dits

HAUTEURS: dict[str, int] = {"ecran": 520, "projection": 470, "papier": 300}  # px, before the scale
NOMS_MAX: dict[str, int] = {"ecran": 14, "projection": 7, "papier": 10}
LARGEURS: dict[str, int] = {
    "ecran": 730,
    "projection": 1180,
    "papier": 1180,
}  # px of the plot at 1280, to place the names
LONGUEUR_NOM = 30
GRADUATIONS = tuple(m * 10**k for k in range(1, 5) for m in (1, 3))


class Point(NamedTuple):
    """A métier: projects (published sum), estimated share in %, whether most of its projects are seasonal, words."""

    nom: str
    projets: float
    part: float
    saisonnier: bool
    texte: str


class Quadrant(NamedTuple):
    """All that is drawn: points by decreasing projects, limit of difficulty in %."""

    points: tuple[Point, ...]
    seuil_part: float


def preparer(lignes: Sequence[Any]) -> Quadrant:
    """Points of the estimated rows of one territory at the level of métiers."""
    p = meteo()
    classees = [r for r in lignes if estimee(r)]
    points = sorted((_point(r, p.saisonnier_part) for r in classees), key=lambda x: (-x.projets, x.nom))
    return Quadrant(tuple(points), 100 * p.limites_classe[2])


def _point(r: Any, seuil: float) -> Point:
    saison = saisonniers_dits(r)
    texte = f"{projets_dits(r)}, {estimee_dite(r)} difficiles, {saison}"
    return Point(r.nom, float(r.projets), 100 * r.q_estimee, est_saisonnier(r, seuil), texte)


def est_saisonnier(r: Any, seuil: float) -> bool:
    """At least `seuil` of the published projects are seasonal."""
    return r.part_saisonniers == r.part_saisonniers and r.part_saisonniers >= seuil


def saisonniers_dits(r: Any) -> str:
    """« au moins 62 % saisonniers »: hidden seasonal cells are not counted."""
    if r.part_saisonniers != r.part_saisonniers:
        return "part saisonnière masquée"
    return f"{minimum(r.part_saisonniers)} saisonniers"


def figure(q: Quadrant, nom_theme: str = "clair", mode: theme.Mode = "ecran", echelle: float = 1.0) -> go.Figure:
    """Discs, or diamonds where most projects are seasonal; names where they do not cover each other."""
    jetons, couleurs = theme.tokens(nom_theme), theme.rampe("series", nom_theme)
    taille, hauteur = theme.TAILLES[mode] * echelle, HAUTEURS[mode] * echelle
    fig = theme.vide(nom_theme, mode, echelle)
    xs = [math.log10(p.projets) for p in q.points]
    bornes = (min(xs, default=1) - 0.08, max(xs, default=3) + 0.35)
    for saisonnier, symbole, couleur in ((False, "circle", couleurs[0]), (True, "diamond-open", couleurs[1])):
        points = [p for p in q.points if p.saisonnier == saisonnier]
        fig.add_scatter(
            x=[p.projets for p in points],
            y=[p.part for p in points],
            name="au moins la moitié saisonniers" if saisonnier else "moins de la moitié saisonniers",
            mode="markers",
            marker={
                "symbol": symbole,
                "size": taille * 0.75,
                "color": couleur,
                "opacity": 1,
                "line": {"color": couleur if saisonnier else jetons["surface"], "width": 2 if saisonnier else 1},
            },
            customdata=[[theme.en_clair(p.nom), p.texte] for p in points],
            hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
        )
    noms = nommes(q, bornes, taille, hauteur, LARGEURS[mode] * echelle, NOMS_MAX[mode])
    fig.add_scatter(
        x=[n.point.projets for n in noms],
        y=[n.point.part for n in noms],
        text=[_texte(n) for n in noms],
        mode="text",
        textposition=["middle left" if n.a_gauche else "middle right" for n in noms],
        textfont={"size": taille * (1 if mode == "projection" else 0.93), "color": jetons["encre"]},
        hoverinfo="skip",
        cliponaxis=False,
    )
    fig.update_layout(
        xaxis={
            "type": "log",
            "range": bornes,
            "tickvals": GRADUATIONS,
            "ticktext": [nombre(v) for v in GRADUATIONS],
            "title": {"text": "projets d’embauche (échelle logarithmique)"},
        },
        yaxis={
            "range": [-2, 104],
            "tickvals": [0, 20, 40, 60, 80, 100],
            "ticktext": ["0", "20", "40", "60", "80", f"100{INSEC}%"],
        },
        shapes=[_seuil(q, jetons)],
        height=hauteur,
        hovermode="closest",
        margin={"t": taille * 1.6, "r": taille},
    )
    return fig


def _seuil(q: Quadrant, jetons: theme.Theme) -> dict[str, Any]:
    """Limit of what is said difficult."""
    trait = {"color": jetons["contour"], "dash": "dash", "width": 1.5}
    return {"type": "line", "line": trait, "x0": 0, "x1": 1, "xref": "x domain", "y0": q.seuil_part, "y1": q.seuil_part}


class Nom(NamedTuple):
    """A name written beside its point, at its right unless `a_gauche`."""

    point: Point
    a_gauche: bool


def nommes(
    q: Quadrant, bornes: tuple[float, float], taille: float, hauteur: float, largeur: float, nb: int
) -> list[Nom]:
    """The points whose name is written: the most projects first, none over another name nor over a point.

    Args:
        bornes: log₁₀ of the bounds of the axis; taille: type size; hauteur, largeur: of the plot, px.
    """
    echelle = largeur / (bornes[1] - bornes[0])
    places = [(echelle * (math.log10(p.projets) - bornes[0]), hauteur * p.part / 106) for p in q.points]
    pris: list[tuple[float, float, float]] = []
    gardes: list[Nom] = []
    for p, (x, y) in zip(q.points, places, strict=True):
        long = taille * (0.5 + 0.5 * min(len(p.nom), LONGUEUR_NOM))
        for debut, fin in ((x + 0.7 * taille, x + long), (x - long, x - 0.7 * taille)):
            libre = debut >= 0 and fin <= largeur
            libre &= not any(abs(y - b) < 0.7 * taille and debut - 0.4 * taille < a < fin for a, b in places)
            libre &= not any(abs(y - b) < 1.2 * taille and debut < d and fin > c for c, d, b in pris)
            if libre:
                pris.append((debut, fin, y))
                gardes.append(Nom(p, fin < x))
                break
        if len(gardes) == nb:
            break
    return gardes


def _texte(n: Nom) -> str:
    nom = theme.en_clair(_abrege(n.point.nom))
    return f"{nom}{2 * INSEC}" if n.a_gauche else f"{2 * INSEC}{nom}"


def _abrege(nom: str) -> str:
    return nom if len(nom) <= LONGUEUR_NOM else f"{nom[: LONGUEUR_NOM - 1].rstrip(' ,')}…"


def titre(lignes: Sequence[Any], lieu: str) -> str:
    """The finding: the métier with the most projects, and how hard it is to fill where that is sure enough."""
    classees = [r for r in lignes if estimee(r)]
    if not classees:
        return f"{lieu}, trop peu de projets, ou masqués, pour un chiffre par métier"
    r = max(classees, key=lambda r: r.projets)
    part = f", {estimee_dite(r)} difficiles" if r.net else ""
    return f"{lieu}, le plus de projets{INSEC}: {r.nom}{part}"


def legende_html() -> str:
    """The two shapes in words."""
    rond, losange = icones.repere(0), icones.repere_saison()
    return (
        f'<p class="obs-note">{rond} moins de la moitié des projets sont saisonniers {INSEC} {losange} au moins la '
        "moitié</p>"
    )


def lecture(q: Quadrant, annee: str) -> str:
    """The first point in a sentence, then how to read the line."""
    if not q.points:
        return ""
    p = q.points[0]
    return (
        f"En {annee}, « {p.nom} »{INSEC}: {p.texte}. Trait horizontal{INSEC}: {nombre(q.seuil_part)}{INSEC}%, à partir "
        "duquel un métier est dit difficile à pourvoir."
    )
