"""Two indicators face to face over the zones of a zoning, sized by a third: no line is fitted, no link is said."""

import math
import textwrap
from collections.abc import Callable, Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.base import VIDES
from data_loaders.francais import INSEC
from geo import lieux, zonages
from pages.figures import lecture, tables, theme
from pages.figures.explorer.croise import court
from pages.figures.tendances.reperes import LARGEUR_ETROITE
from pages.figures.vues import MENTION_DEMONSTRATION, Vue, badges_decoupage, badges_demo

HAUTEUR, RAYON_MIN, RAYON_MAX = 405, 8, 36
NOMS_MAX = 26
LARGEUR_LETTRE, HAUTEUR_LETTRE = 7.2, 18  # px of a label, for the place it takes
GAUCHE, HAUT, BAS = 60, 30, 60  # px around the plot; on the right, room for a name where there is some


class Point(NamedTuple):
    """A zone: its two figures with their bounds, and the third, None where it is empty."""

    code: str
    nom: str
    x: float
    y: float
    bornes_x: tuple[float, float]
    bornes_y: tuple[float, float]
    taille: float | None


class Nuage(NamedTuple):
    """What is drawn: the points, the zones that lack a figure, the region's own figures, the period of each axis."""

    points: list[Point]
    absents: list[str]
    region: tuple[float | None, float | None]
    periodes: tuple[str, str]


def preparer(x: Tableau, y: Tableau, taille: Tableau | None, regions: Sequence[Tableau], codes: Sequence[str]) -> Nuage:
    """Points of the last period of each indicator.

    Args:
        x, y, taille: figures on one zoning. regions: those of x and y on `region`. codes: zones kept.
    """
    px, py = x.periodes[-1], y.periodes[-1]
    lx, ly = x.periode(px), y.periode(py)
    lt = taille.periode(taille.periodes[-1]) if taille is not None and taille.periodes else None
    points, absents = [], []
    for code in codes:
        a, b = lx.loc[code], ly.loc[code]
        nom = zonages.libelle_zone(x.zonage, code)
        if a["obs_status"] in VIDES or b["obs_status"] in VIDES:
            absents.append(nom)
            continue
        t = None if lt is None or lt.loc[code, "obs_status"] in VIDES else float(lt.loc[code, "value"])
        bornes = ((float(r["borne_basse"]), float(r["borne_haute"])) for r in (a, b))
        points.append(Point(code, nom, float(a["value"]), float(b["value"]), *bornes, t))
    return Nuage(points, absents, tuple(_region(r, p) for r, p in zip(regions, (px, py), strict=True)), (px, py))


def _region(t: Tableau, periode: str) -> float | None:
    # A total has no place among the figures of its parts.
    if t.indicateur.genre != "taux" or periode not in t.periodes:
        return None
    ligne = t.periode(periode).loc[zonages.REGION]
    return None if ligne["obs_status"] in VIDES else float(ligne["value"])


def figure(
    n: Nuage,
    x: Tableau,
    y: Tableau,
    nom_theme: str,
    mode: theme.Mode,
    echelle: float,
    largeur: int,
    choisi: str = "",
) -> go.Figure:
    """The chart: a disc a zone, its bounds in grey, the region in dashes, names where they have room.

    Args:
        n: what is drawn, of x and y.
        largeur: of the whole chart, in px.
    """
    c = theme.tokens(nom_theme)
    droite = 90 if largeur >= LARGEUR_ETROITE else 16
    place = largeur - GAUCHE - droite
    tailles = [p.taille for p in n.points if p.taille]
    plus_grand = max(tailles, default=None)
    rayons = [
        RAYON_MIN if not p.taille or not plus_grand else max(RAYON_MIN, RAYON_MAX * (p.taille / plus_grand) ** 0.5)
        for p in n.points
    ]
    logs = tuple(_logarithmique([getattr(p, axe) for p in n.points], t) for axe, t in (("x", x), ("y", y)))
    noms = _places(n, logs, rayons, (place, droite), choisi)
    trace = go.Scatter(
        x=[p.x for p in n.points],
        y=[p.y for p in n.points],
        mode="markers+text",
        text=[noms.get(p.code, "") for p in n.points],
        textposition="top right",
        textfont={"color": c["encre"], "size": 13},
        customdata=[p.nom for p in n.points],
        marker={
            "size": rayons,
            "color": [c["balise"] if p.code == choisi else c["action"] for p in n.points],
            "opacity": 0.85,
            "line": {"color": c["surface"], "width": 1},
        },
        error_x=_barres([p.bornes_x for p in n.points], [p.x for p in n.points], c),
        error_y=_barres([p.bornes_y for p in n.points], [p.y for p in n.points], c),
        hovertemplate="%{customdata}<br>%{x}<br>%{y}<extra></extra>",
        cliponaxis=False,
        showlegend=False,
    )
    f = go.Figure(trace)
    rx, ry = n.region
    tiret = {"color": c["encre2"], "width": 1.5, "dash": "dash"}
    if rx is not None:
        f.add_shape(type="line", x0=rx, x1=rx, yref="paper", y0=0, y1=1, line=tiret)
        f.add_annotation(
            x=rx,
            yref="paper",
            y=1,
            text=f"région {lecture.nombre(x.indicateur, rx)}",
            showarrow=False,
            yanchor="bottom",
        )
    if ry is not None:
        f.add_shape(type="line", xref="paper", x0=0, x1=1, y0=ry, y1=ry, line=tiret)
        f.add_annotation(
            xref="paper",
            x=0,
            y=ry,
            text=f"région {lecture.nombre(y.indicateur, ry)}",
            showarrow=False,
            xanchor="left",
            yanchor="bottom",
        )
    taille = theme.TAILLES[mode] * echelle
    abscisses, ordonnees = (_etendue(n, i, log) for i, log in enumerate(logs))
    f.update_layout(
        template=theme.modele(nom_theme, mode, echelle),
        height=HAUTEUR,
        margin={"l": GAUCHE, "r": droite, "t": HAUT, "b": BAS},
        xaxis=_echelle(x, abscisses, logs[0], place, lambda mot: 0.6 * taille * (len(mot) + 2), taille),
        yaxis=_echelle(y, ordonnees, logs[1], HAUTEUR - HAUT - BAS, lambda _: 4 * taille, taille),
    )
    return f


def _etendue(n: Nuage, axe: int, log: bool) -> tuple[float, float]:
    """Ends of what is drawn along an axis, bounds and region included; what a logarithm does not take left out."""
    bornes = [v for p in n.points for v in ((p.x, *p.bornes_x), (p.y, *p.bornes_y))[axe]]
    bornes += [n.region[axe]] if n.region[axe] is not None else []
    bornes = [v for v in bornes if v > 0] if log else bornes
    return min(bornes, default=0.0), max(bornes, default=0.0)


def _echelle(
    t: Tableau, bouts: tuple[float, float], log: bool, place: float, prendre: Callable[[str], float], taille: float
) -> dict:
    """An axis: its title folded to its length, its marks as far apart as their words need.

    Counts that differ by ten or more stand on a logarithmic axis; its title says it.

    Args:
        bouts: ends of what is drawn.
        place: length of the axis, in px; prendre: how much of it a mark takes.
    """
    titre = f"{_axe(t)} (échelle logarithmique)" if log else _axe(t)
    axe = {
        "title": "<br>".join(textwrap.wrap(titre, int(place / (0.47 * taille)), break_long_words=False)),
        "tickformat": ",.1~f" if t.indicateur.decimales else ",.0f",
    }
    if log:
        return axe | {"type": "log", "tickvals": _reperes(bouts, place, prendre)}
    return axe | {"nticks": max(3, int(place / prendre(lecture.nombre(t.indicateur, bouts[1]))))}


def _reperes(bouts: tuple[float, float], place: float, prendre: Callable[[str], float]) -> list[float]:
    """1, 2 and 5 of each power of ten, those that have room: the powers first."""
    debut, fin = map(math.log10, bouts)
    puissances = range(math.floor(debut), math.ceil(fin) + 1)
    gardes: list[float] = []
    for v in (chiffre * 10.0**p for chiffre in (1, 5, 2) for p in puissances):
        if all(abs(math.log10(v / g)) * place / (fin - debut) >= prendre(francais.nombre(v)) for g in gardes):
            gardes.append(v)
    return sorted(gardes)


def _logarithmique(valeurs: Sequence[float], t: Tableau) -> bool:
    return t.indicateur.genre == "compte" and bool(valeurs) and 0 < 10 * min(valeurs) <= max(valeurs)


def _axe(t: Tableau) -> str:
    ind = t.indicateur
    unite = "" if ind.unite.lower() in ind.libelle.lower() else f", {ind.unite}"
    return f"{court(ind)}{unite}, {francais.periode_libelle(t.periodes[-1])}"


def _barres(bornes: Sequence[tuple[float, float]], valeurs: Sequence[float], c: dict) -> dict:
    return {
        "type": "data",
        "symmetric": False,
        "array": [max(0.0, h - v) for (_, h), v in zip(bornes, valeurs, strict=True)],
        "arrayminus": [max(0.0, v - b) for (b, _), v in zip(bornes, valeurs, strict=True)],
        "color": c["contour"],
        "thickness": 2,
        "width": 0,
    }


def _places(
    n: Nuage, logs: tuple[bool, bool], rayons: Sequence[float], large: tuple[float, float], choisi: str
) -> dict[str, str]:
    """Names that have room on the right of their disc: the chosen zone first, then the farthest from the others.

    Args:
        large: width of the plot, then of what is free on its right, in px.
    """
    points = n.points
    if not points:
        return {}
    ou = []
    pris: list[tuple[float, float, float, float]] = []
    for i, (axe, place) in enumerate((("x", large[0]), ("y", HAUTEUR - HAUT - BAS))):
        valeurs = [getattr(p, axe) for p in points] + ([n.region[i]] if n.region[i] is not None else [])
        bouts = _etendue(n, i, logs[i])
        if logs[i]:
            valeurs, bouts = [math.log(v) for v in valeurs], [math.log(v) for v in bouts]
        etendue = (bouts[1] - bouts[0]) or 1
        places = [place * (v - bouts[0]) / etendue for v in valeurs]
        ou.append(places[: len(points)])
    if n.region[1] is not None:  # its words are at the left end of its line
        pris.append((0, places[-1], LARGEUR_LETTRE * len("région ≈ 100,0"), places[-1] + HAUTEUR_LETTRE))
    mx, my = (sum(v) / len(points) for v in ou)
    ordre = sorted(
        range(len(points)), key=lambda i: (points[i].code != choisi, -abs(ou[0][i] - mx) - abs(ou[1][i] - my))
    )
    disques = [(a - r / 2, b - r / 2, a + r / 2, b + r / 2) for a, b, r in zip(*ou, rayons, strict=True)]
    noms: dict[str, str] = {}
    for i in ordre[:NOMS_MAX]:
        g = disques[i][2] + 4
        h = disques[i][3]
        boite = (g, h, g + LARGEUR_LETTRE * len(points[i].nom), h + HAUTEUR_LETTRE)
        genants = [*pris, *(d for j, d in enumerate(disques) if j != i)]
        if boite[2] <= sum(large) and all(
            boite[2] < b[0] or b[2] < boite[0] or boite[3] < b[1] or b[3] < boite[1] for b in genants
        ):
            pris.append(boite)
            noms[points[i].code] = f"{INSEC}{points[i].nom}"
    return noms


def table(n: Nuage, x: Tableau, y: Tableau, taille: Tableau | None) -> tables.Table:
    """The same in rows, in alphabetical order."""
    inds = [x.indicateur, y.indicateur, *([taille.indicateur] if taille is not None else [])]
    lignes = []
    for p in n.points:
        valeurs = [
            francais.nombre(v, i.decimales) if v is not None else "n.d."
            for v, i in zip((p.x, p.y, p.taille), inds, strict=False)
        ]
        lignes.append(["", p.nom, *valeurs])
    return tables.Table([("", False), ("Territoire", False), *((_axe_court(i), True) for i in inds)], lignes)


def _axe_court(ind) -> str:
    return ind.libelle if ind.unite.lower() in ind.libelle.lower() else f"{ind.libelle} ({ind.unite})"


def vue(n: Nuage, x: Tableau, y: Tableau, taille: Tableau | None) -> Vue:
    """Words around the chart: what is on each axis, who is missing; that nothing is deduced from it."""
    unites = lieux.pluriel(zonages.zonage(x.zonage).libelle_zone)
    absents = f" Sans chiffre : {francais.enumeration(n.absents)}." if n.absents else ""
    grosseur = (
        f" La surface d’un disque dit : {francais.en_phrase(taille.indicateur.libelle)}." if taille is not None else ""
    )
    demo = any(t.demonstration for t in (x, y, *([taille] if taille is not None else [])))
    sources = dict.fromkeys(t.indicateur.source for t in (x, y, *([taille] if taille is not None else [])))
    return Vue(
        f"{court(y.indicateur)} et {francais.en_phrase(court(x.indicateur))}{INSEC}: {len(n.points)} {unites}",
        f"Vertical : {_axe(y)} ; horizontal : {_axe(x)}",
        f"Un disque par territoire, ses bornes en gris, la région en tirets.{grosseur} Aucun lien n’est affirmé entre "
        f"les deux : ni droite, ni coefficient.{absents}",
        f"{' ; '.join(dict.fromkeys(t.indicateur.champ for t in (x, y)))}.",
        f"{MENTION_DEMONSTRATION if demo else ' ; '.join(sources)}.",
        badges_demo(demo) + badges_decoupage(x.zonage),
    )
