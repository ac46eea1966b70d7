"""Items by two measures, their names where they have room: the scatter of every screen.

`Nuage` says what is drawn, `figure` draws it. No line is ever fitted.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from pages.figures import svg, theme

CORPS = 0.93  # size of a name, in parts of that of the words around
MARQUE = 0.8  # usual diameter of a mark, in the same
EM = 0.53  # mean width of a letter
AUTOUR = 4.2  # what the axes take of the height, in lines
# Places of a name around its mark, the best first: name, then side and height.
_PLACES: Mapping[str, tuple[int, int]] = {
    "middle right": (1, 0),
    "middle left": (-1, 0),
    "top right": (1, -1),
    "bottom right": (1, 1),
    "top left": (-1, -1),
    "bottom left": (-1, 1),
    "top center": (0, -1),
    "bottom center": (0, 1),
}
_COINS = ("bottom right", "bottom left", "top right", "top left")  # of what is written in the corners, from inside


class Point(NamedTuple):
    """An item, by its values."""

    x: float
    y: float
    nom: str  # as written beside it
    dit: Sequence[str]  # lines said of it, its whole name first
    serie: int = 0  # rank of its series
    groupe: str = ""  # items of one group are joined by a line, and one of them is named
    taille: float = 1.0  # of its mark, in parts of the usual one
    bornes: tuple[tuple[float, float], tuple[float, float]] | None = None  # least and greatest x, then y


class Axe(NamedTuple):
    """Ends of an axis, its marks (value -> words), its title; whether it is logarithmic."""

    bornes: tuple[float, float]
    gradue: Mapping[float, str]
    titre: str = ""
    log: bool = False

    def part(self, v: float) -> float:
        """Where a value is between both ends, 0 to 1."""
        bas, haut, ici = map(math.log10, (*self.bornes, v)) if self.log else (*self.bornes, v)
        return (ici - bas) / ((haut - bas) or 1)

    def mise(self) -> dict[str, Any]:
        """The axis as Plotly takes it."""
        bornes = [math.log10(v) for v in self.bornes] if self.log else list(self.bornes)
        gradue = {"tickvals": list(self.gradue), "ticktext": list(self.gradue.values())}
        return {"range": bornes, "title": {"text": self.titre}} | gradue | ({"type": "log"} if self.log else {})


class Nuage(NamedTuple):
    """All that is drawn."""

    points: Sequence[Point]  # those that matter most first: they are the first to be named
    x: Axe
    y: Axe
    series: Sequence[tuple[str, str]]  # name and symbol of each
    noms_max: int  # how many names
    reperes: Sequence[tuple[str, float, str]] = ()  # (axis, value, words) of a dashed line across the plot
    coins: Sequence[str] = ()  # words of the corners, from the top left


def figure(n: Nuage, mode: theme.Mode, hauteur: float, largeur: float) -> go.Figure:
    """The chart; `hauteur`: of the whole of it, `largeur`: of its plot, in px."""
    jetons, couleurs = theme.CLAIR, theme.rampe("series")
    taille = theme.TAILLES[mode]
    corps = taille if mode == "projection" else CORPS * taille
    fig = theme.vide(mode)
    groupes = [[p for p in n.points if p.groupe == g] for g in dict.fromkeys(p.groupe for p in n.points if p.groupe)]
    if joints := [p for ps in groupes if len(ps) > 1 for p in (*ps, None)]:
        xs, ys = ([p and getattr(p, axe) for p in joints] for axe in "xy")
        fig.add_scatter(x=xs, y=ys, mode="lines", line={"color": jetons["contour"], "width": 1.2})
    places = nommer(n, corps, taille, largeur, hauteur - AUTOUR * taille)
    for rang, (nom, symbole) in enumerate(n.series):
        du_rang = ((p, ou) for p, ou in zip(n.points, places, strict=True) if p.serie == rang)
        points = sorted(du_rang, key=lambda point: -point[0].taille)  # a large disc hides no small one
        couleur, creux = couleurs[rang], symbole.endswith("-open")
        lignes, erreurs = ([theme.en_clair(dit) for dit in p.dit] for p, _ in points), {}
        dits = ["<br>".join((f"<b>{premiere}</b>", *suite)) for premiere, *suite in lignes]
        for i, axe in enumerate("xy" if any(p.bornes for p, _ in points) else ""):  # bounds, as grey lines
            ecarts = [(p[i] - p.bornes[i][0], p.bornes[i][1] - p[i]) for p, _ in points]
            moins, plus = ([max(0.0, e) for e in cote] for cote in zip(*ecarts, strict=True))
            trait = {"color": jetons["contour"], "thickness": 2, "width": 0}
            erreurs[f"error_{axe}"] = {"array": plus, "arrayminus": moins, **trait}
        fig.add_scatter(
            x=[p.x for p, _ in points],
            y=[p.y for p, _ in points],
            name=nom,
            mode="markers+text",
            marker={
                "symbol": symbole,
                "size": [taille * MARQUE * p.taille for p, _ in points],
                "color": couleur,
                "opacity": 0.85 if any(p.taille > 1 for p, _ in points) else 1,
                "line": {"color": couleur if creux else jetons["surface"], "width": 2 if creux else 1},
            },
            text=[theme.en_clair(p.nom) if ou else "" for p, ou in points],
            textposition=[ou or "middle right" for _, ou in points],
            textfont={"size": corps, "color": jetons["encre"]},
            customdata=dits,
            hovertext=dits,
            **erreurs,
        )
    if n.coins:
        (gauche, droite), (bas, haut) = ((a + 0.01 * (b - a), b - 0.01 * (b - a)) for a, b in (n.x.bornes, n.y.bornes))
        police = {"family": theme.POLICE_TITRES, "size": taille, "color": jetons["encre2"]}
        coins = {"x": [gauche, droite] * 2, "y": [haut, haut, bas, bas], "text": [f"<b>{c}</b>" for c in n.coins]}
        fig.add_scatter(**coins, mode="text", textposition=list(_COINS), textfont=police)
    trait = {"color": jetons["encre2"], "dash": "dash", "width": 1.5}
    for axe, v, mots in n.reperes:
        autre = {"x": "y", "y": "x"}[axe]
        bouts = {f"{axe}0": v, f"{axe}1": v, f"{autre}0": 0, f"{autre}1": 1, f"{autre}ref": f"{autre} domain"}
        fig.add_shape(type="line", line=trait, **bouts)
        if mots:
            place = {axe: v, autre: int(axe == "x"), f"{autre}ref": "paper", "yanchor": "bottom"}
            fig.add_annotation(text=mots, xanchor="center" if axe == "x" else "left", **place)
    marges = {"t": 1.6 * taille, "r": taille}
    axes = {"xaxis": n.x.mise(), "yaxis": n.y.mise()}
    return fig.update_layout(height=hauteur, hovermode="closest", margin=marges, **axes)


def nommer(n: Nuage, corps: float, taille: float, large: float, haut: float) -> list[str]:
    """Where the name of each point is written, "" where it is not: over no mark, no other name, no words of the plot.
    `corps`, `taille`: size of a name, of the words around; `large`, `haut`: of the plot, px."""
    centres = [(large * n.x.part(p.x), haut * (1 - n.y.part(p.y))) for p in n.points]
    rayons = [taille * MARQUE * p.taille / 2 for p in n.points]
    prises = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(centres, rayons, strict=True)]
    for i, mots in enumerate(n.coins):
        long, ligne = EM * 1.2 * taille * len(mots), 1.5 * taille
        a, b = (large - long) * (i % 2), (haut - ligne) * (i // 2)
        prises.append((a, b, a + long, b + ligne))
    for axe, v, mots in n.reperes:
        if mots and axe == "y":
            y = haut * (1 - n.y.part(v))
            prises.append((0, y - 1.3 * taille, EM * taille * len(mots), y))
    places, faits = [""] * len(n.points), set()
    for i, p in enumerate(n.points):
        if len(faits) == n.noms_max or (p.groupe or i) in faits:
            continue
        (x, y), long, ligne, r = centres[i], EM * corps * len(p.nom), 1.25 * corps, rayons[i] / MARQUE + 1
        gauches, hauts = {1: x + r, 0: x - long / 2, -1: x - r - long}, {1: y + r, 0: y - ligne / 2, -1: y - r - ligne}
        # Beside a mark that has bounds, between their lines.
        ou = [nom for nom, (cote, sens) in _PLACES.items() if (cote and sens) or not p.bornes]
        coins = ((gauches[cote], hauts[sens]) for cote, sens in map(_PLACES.__getitem__, ou))
        rang = svg.placer(((a, b, a + long, b + ligne) for a, b in coins), prises, (0, 0, large, haut))
        if rang is not None:
            places[i] = ou[rang]
            faits.add(p.groupe or i)
    return places
