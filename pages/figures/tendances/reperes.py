"""Marks on the time axis of a chart: events, numbered and named, and breaks of a series; labels never overlap.

An event is drawn, named in the table and explained under the chart; nothing says that it caused anything.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from data_loaders import francais
from data_loaders.contexte.evenements import Evenement
from data_loaders.francais import FINE, INSEC
from pages.figures import theme

RANGEES, RANGEES_PROJECTION = 4, 2
LARGEUR_ETROITE = 620  # px of plot under which a label is its number alone
EM = 0.56  # mean width of a character
PAS_ANNEES = {"annuel": 1.0, "semestriel": 0.5, "trimestriel": 0.25, "mensuel": 1 / 12}
# Two marks nearer than this are one line (a year is 1).
CONFONDUS = 0.05


class Repere(NamedTuple):
    """An event at its place: `x` (and `fin` for what lasts) on an axis in years, numbered from 1."""

    numero: int
    x: float
    fin: float | None
    evenement: Evenement


class Marque(NamedTuple):
    """A label over the plot: where, long and short texts."""

    x: float
    texte: str
    court: str


def situer(evenements: Sequence[Evenement], periodes: Sequence[str]) -> tuple[Repere, ...]:
    """Place the events that fall within the periods drawn.

    On an axis of years alone, a year is drawn at its number and stands for its twelve months: the event is moved back
    half a year, so that what opens a year falls between it and the year before.
    """
    if not periodes:
        return ()
    rythmes = {francais.rythme_periode(p) for p in periodes}
    recul = 0.5 if rythmes == {"annuel"} else 0.0
    rangs = [francais.rang_periode(p) for p in periodes]
    demi = max(PAS_ANNEES[r] for r in rythmes) / 2
    debut, fin = min(rangs) - demi, max(rangs) + demi
    places = [(e.debut - recul, e.terme and e.terme - recul, e) for e in evenements]
    dedans = [p for p in places if debut < p[0] < fin]
    return tuple(Repere(n, x, terme and min(terme, fin), e) for n, (x, terme, e) in enumerate(dedans, 1))


def marques(ruptures: Sequence[tuple[float, str]], reperes: Sequence[Repere]) -> list[Marque]:
    """Labels from left to right; what falls at the same place shares one."""
    toutes = [Marque(x, texte, "rupture") for x, texte in ruptures]
    toutes += [Marque(r.x, f"{r.numero}{INSEC}{r.evenement.court}", str(r.numero)) for r in reperes]
    fondues: list[Marque] = []
    for m in sorted(toutes, key=lambda m: m.x):
        if fondues and m.x - fondues[-1].x < CONFONDUS:
            d = fondues[-1]
            fondues[-1] = Marque(d.x, f"{d.texte} · {m.texte}", f"{d.court}·{m.court}")
        else:
            fondues.append(m)
    return fondues


class Place(NamedTuple):
    """Where a label is written: its row above the plot (0 is the lowest), its text, how it is anchored."""

    x: float
    texte: str
    rangee: int
    ancrage: str


def ranger(a_placer: Sequence[Marque], bornes: tuple[float, float], largeur: float, taille: float) -> list[Place]:
    """Rows such that no label covers another; without room for its words a label, or all of them, keeps its number.

    Args:
        a_placer: labels, from left to right.
        bornes: ends of the axis, in years.
        largeur: of the plot, in px; taille: of the type, in px.
    """
    entiers = None
    if largeur >= LARGEUR_ETROITE:
        entiers = _ranger([(m.x, (m.texte, m.court)) for m in a_placer], bornes, largeur, taille)
    return entiers or _ranger([(m.x, (m.court,)) for m in a_placer], bornes, largeur, taille, force=True)


def _ranger(
    a_placer: Sequence[tuple[float, tuple[str, ...]]],
    bornes: tuple[float, float],
    largeur: float,
    taille: float,
    *,
    force: bool = False,
) -> list[Place]:
    """Place each label under the first of its texts that has room; no place at all when one has none, unless forced."""
    debut, fin = bornes
    rangees = RANGEES_PROJECTION if taille >= theme.TAILLES["projection"] else RANGEES
    libres = [-math.inf] * rangees  # right end of the last label of each row
    places = []
    for x, textes in a_placer:
        centre = largeur * (x - debut) / ((fin - debut) or 1)
        for texte in textes:
            gauche, large, ancrage = _etendue(centre, len(texte) * EM * taille, largeur)
            rangee = next((i for i, bout in enumerate(libres) if bout < gauche), None)
            if rangee is not None:
                break
        else:
            if not force:
                return []
            rangee = libres.index(min(libres))
        libres[rangee] = gauche + large + taille / 2
        places.append(Place(x, texte, rangee, ancrage))
    return places


def _etendue(centre: float, large: float, largeur: float) -> tuple[float, float, str]:
    """Left end, width and anchor of a label centred on its line, or held within the plot."""
    if centre - large / 2 < 0:
        return centre, large, "left"
    if centre + large / 2 > largeur:
        return centre - large, large, "right"
    return centre - large / 2, large, "center"


def tracer(
    fig: go.Figure, places: Sequence[Place], reperes: Sequence[Repere], jetons: theme.Theme, taille: float
) -> float:
    """Draw bands, lines and labels of the events on a chart; returns the height that the labels take, in px.

    A place has one line, that of a break when the chart already has it.
    """
    tracees = [s.x0 for s in fig.layout.shapes if s.type == "line"]
    for r in reperes:
        if r.fin:
            fig.add_vrect(x0=r.x, x1=r.fin, fillcolor=jetons["creux"], line_width=0, layer="below")
        if all(abs(r.x - x) >= CONFONDUS for x in tracees):
            fig.add_vline(x=r.x, line={"color": jetons["contour"], "dash": "dot", "width": 1.5})
            tracees.append(r.x)
    interligne = 1.35 * taille
    for p in places:
        fig.add_annotation(
            x=p.x,
            y=1,
            yref="paper",
            yanchor="bottom",
            xanchor=p.ancrage,
            yshift=p.rangee * interligne,
            text=theme.en_clair(p.texte),
        )
    return interligne * (max((p.rangee for p in places), default=-1) + 1)


def par_periode(reperes: Sequence[Repere], periodes: Sequence[str]) -> dict[str, str]:
    """period -> events that fall in it (or before it, since the period drawn before), for the table twin."""
    rangs = sorted((francais.rang_periode(p), p) for p in periodes)
    dits: dict[str, list[str]] = {}
    for r in reperes:
        ici = next((p for x, p in rangs if x + PAS_ANNEES[francais.rythme_periode(p)] / 2 > r.x), rangs[-1][1])
        dits.setdefault(ici, []).append(f"{r.numero}{INSEC}{r.evenement.court}")
    return {p: f"{FINE}; ".join(textes) for p, textes in dits.items()}


def liste_html(reperes: Sequence[Repere]) -> str:
    """The events in words, numbered as on the chart, each with its source; "" when there is none."""
    lignes = "".join(
        f"<li>{francais.echapper(r.evenement.libelle)}, {francais.echapper(r.evenement.quand)} "
        f"<small>({francais.echapper(r.evenement.source)})</small></li>"
        for r in reperes
    )
    if not lignes:
        return ""
    return f'<div class="obs-evenements"><p><strong>Événements</strong></p><ol>{lignes}</ol></div>'
