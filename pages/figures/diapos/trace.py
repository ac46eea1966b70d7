"""Charts of a slide, drawn at the size of the room: one unit is a pixel at 1280 px of width.

Nothing written is under `CORPS`; a drawing is made for each shape of screen and the style sheet keeps one.
"""

import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import ceil, floor, log10, sqrt
from typing import Any, Final

from data_loaders.francais import nombre
from pages.figures.diapos import Point
from pages.figures.svg import Boite, el, graduations, lettres, placer
from pages.figures.theme import rampe, tokens

CORPS: Final = 24
EM: Final = 0.54  # mean width of a letter, in parts of its size
# Class -> width and height of the figure: wide, 4:3, and a browser that keeps its bars.
FORMES: Final = {"v169": (1192, 430), "v43": (952, 474), "vbas": (1192, 342)}
RAYON: Final = 13
NOM_MAX: Final = 18  # characters on a line of a name beside a curve
LIGNE: Final = 28  # height of such a line


def large(texte: str, corps: float = CORPS) -> float:
    """Width of a text, about."""
    return len(texte) * EM * corps


class Trace:
    """A drawing under way, in the colours of a theme: lines, dots and words by what they are."""

    def __init__(self, w: float, h: float, theme: str) -> None:
        t, serie = tokens(theme), rampe("series", theme)[0]
        self.w, self.h, self.parties = w, h, list[str]()
        seuil = {"stroke_dasharray": "3 6"}
        self.aspects: Mapping[str, Mapping[str, Any]] = {
            "axe": {"stroke": t["contour"], "stroke_width": 1.5},
            "grille": {"stroke": t["grille"], "stroke_width": 1.5},
            "rappel": {"stroke": t["encre2"], "stroke_width": 1.5},
            "seuil": {"stroke": t["encre"], "stroke_width": 2.5, **seuil},
            "ligne": {"stroke": serie, "stroke_width": 5},
            "reference": {"stroke": t["encre2"], "stroke_width": 3, **seuil},
            "fine": {"stroke": t["contour"], "stroke_width": 1.5, "opacity": 0.6},
            "sujet": {"fill": serie},
            "barre": {"fill": serie, "fill_opacity": 0.5},
            "autre": {"fill": t["contour"], "fill_opacity": 0.55},
            "region": {"fill": t["encre2"]},
            "cerne": {"fill": t["surface"], "stroke": serie, "stroke_width": 4},
            "teinte": {"fill": rampe("maree", theme)[0], "fill_opacity": 0.45},
            "rond": {"stroke": t["surface"], "stroke_width": 1.5},
            "e2": {"fill": t["encre2"]},
            "fort": {"fill": t["encre"], "font_weight": 700},
        }

    def ecrire(self, texte: str, x: float, y: float, ancre: str, quoi: str) -> None:
        """A line of text, its base at `y`."""
        aspect = dict(self.aspects[quoi])
        self.parties.append(lettres(texte, x, y, CORPS, aspect.pop("fill"), ancre, **aspect))

    def tracer(self, points: Iterable[tuple[float, float]], quoi: str) -> None:
        """A line through points."""
        d = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        self.parties.append(el("path", d=d, **{"fill": "none", "stroke_linejoin": "round"} | self.aspects[quoi]))

    def plage(self, x: float, y: float, large_: float, haut: float, quoi: str) -> None:
        """A rectangle."""
        self.parties.append(el("rect", x=x, y=y, width=large_, height=haut, **self.aspects[quoi]))

    def rond(self, x: float, y: float, r: float, quoi: str) -> None:
        """A dot."""
        self.parties.append(el("circle", cx=x, cy=y, r=float(r), **self.aspects["rond"] | self.aspects[quoi]))


def _dite(v: float, unite: str = "") -> str:
    decimales = 0 if float(v).is_integer() else 1
    return nombre(v, decimales) + (f"\u202f{unite}" if unite else "")


def _echelle(v0: float, v1: float, p0: float, p1: float) -> Callable[[float], float]:
    etendue = (v1 - v0) or 1
    return lambda v: p0 + (p1 - p0) * (v - v0) / etendue


def _essaim(xs: Sequence[float], rayons: Sequence[float]) -> list[float]:
    """Ordinates, 0 on the axis, of dots that do not cover one another, the widest first."""
    poses, ys = list[tuple[float, float, float]](), [0.0] * len(xs)
    for i in sorted(range(len(xs)), key=lambda i: -rayons[i]):
        x, r = xs[i], rayons[i] + 1.5
        proches = [(px - x, py, pr + r) for px, py, pr in poses if abs(px - x) < pr + r]
        libres = [0.0, *(py + cote * sqrt(d**2 - dx**2) for dx, py, d in proches for cote in (1, -1))]
        ys[i] = min((y for y in libres if all(dx**2 + (py - y) ** 2 >= d**2 - 0.5 for dx, py, d in proches)), key=abs)
        poses.append((x, ys[i], r))
    return ys


def bande(t: Trace, points: Sequence[Point], region: Point) -> None:
    """The strip of all zones in %, in any order: axis, region, extremes and subject named."""
    w, h = t.w, t.h
    valeurs = [p.valeur for p in points]
    gs = graduations(min(valeurs), max(valeurs))
    x, base = _echelle(gs[0], gs[-1], 20, w - 20), h - 42
    t.tracer([(20, base), (w - 20, base)], "axe")
    for i, g in enumerate(gs):
        ancre = "start" if i == 0 else "end" if i == len(gs) - 1 else "middle"
        t.ecrire(_dite(g, "%" if ancre != "middle" else ""), x(g), h - 8, ancre, "e2")
    etages = Counter[int]()
    for p in sorted(points, key=lambda p: (not p.sujet, p.valeur)):
        colonne = round(x(p.valeur) / (2 * RAYON))
        y = base - 20 - etages[colonne] * (2 * RAYON + 3)
        etages[colonne] += 1
        t.rond(x(p.valeur), y, RAYON * (1.35 if p.sujet else 1), "sujet" if p.sujet else "autre")
    sujet = next((p for p in points if p.sujet), None)
    la = x(region.valeur)
    t.tracer([(la, 58), (la, base)], "seuil")
    mots = [(la, f"{region.nom} {region.dit}", "e2", 48)]
    if sujet:
        ici = x(sujet.valeur)
        mots.append((ici, f"{sujet.nom} {sujet.dit}", "fort", 20 if abs(ici - la) < 300 else 48))
    for p in (f(points, key=lambda p: p.valeur) for f in (min, max)):
        cx, dit = x(p.valeur), f"{p.nom} {p.dit}"
        if not p.sujet and all(abs(cx - m[0]) > large(m[1]) / 2 + large(dit) / 2 for m in mots):
            mots.append((cx, dit, "e2", base - 48 - 24 * (etages[round(cx / (2 * RAYON))] - 1)))
    for cx, texte, quoi, y in mots:
        demi = large(texte) / 2
        t.ecrire(texte, min(max(cx, demi), w - demi), y, "middle", quoi)


Suite = Sequence[tuple[float, float]]  # (place in years, value)


def courbe(
    t: Trace,
    sujet: str,
    points: Suite,
    region: Suite,
    derniers: Sequence[str],
    nommes: Sequence[tuple[float, float, str]] = (),
) -> None:
    """A rate: the subject in one thick line, the region dotted, if any; last values and `nommes` are written."""
    w, h = t.w, t.h
    dites = [*textwrap.wrap(sujet, NOM_MAX, break_on_hyphens=False), derniers[0]]
    autre = f"{derniers[1]} région"
    droite = 1.12 * max(map(large, (*dites, autre))) + 24
    quand, valeurs = zip(*points, *region, strict=True)
    gs = graduations(min(valeurs), max(valeurs), 4)
    x = _echelle(min(quand), max(quand), 74, w - droite)
    y = _echelle(gs[0], gs[-1], h - 44, 34)
    for g in gs:
        t.tracer([(74, y(g)), (w - droite, y(g))], "grille")
        t.ecrire(_dite(g, "%" if g == gs[-1] else ""), 64, y(g) + 8, "end", "e2")
    an, fin = ceil(min(quand)), floor(max(quand))
    pas = next(p for p in (1, 2, 5, 10, 20) if (fin - an) / p <= 6)
    for annee in range(an + -an % pas, fin + 1, pas):
        t.ecrire(str(annee), x(annee), h - 8, "middle", "e2")
    for points_, quoi in ((region, "reference"), (points, "ligne")):
        if points_:
            t.tracer([(x(p), y(v)) for p, v in points_], quoi)
    for p, v, mots in nommes:
        t.rond(x(p), y(v), 8, "cerne")
        demi = large(mots) / 2
        dy = 38 if v <= min(p for _, p in points) else -20
        t.ecrire(mots, min(max(x(p), 74 + demi), w - droite - demi), y(v) + dy, "middle", "fort")
    tf, vf = points[-1]
    t.rond(x(tf), y(vf), 9, "sujet")
    ys, yr = y(vf), y(region[-1][1]) if region else y(vf)
    moitie = LIGNE * len(dites) / 2
    if region and abs(yr - ys) < moitie + LIGNE / 2:  # two labels do not cover one another
        milieu, demi = (yr + ys) / 2, (moitie + LIGNE / 2) * (1 if yr >= ys else -1) / 2
        ys, yr = milieu - demi, milieu + demi
    dehors = max(ys + moitie, yr + LIGNE / 2) - h
    if dehors > 0:
        ys, yr = ys - dehors, yr - dehors
    for i, mots in enumerate(dites):
        t.ecrire(mots, x(tf) + 18, ys - moitie + LIGNE * (i + 0.8), "start", "fort")
    if region:
        t.rond(x(region[-1][0]), y(region[-1][1]), 6, "region")
        t.ecrire(autre, x(tf) + 18, yr + 8, "start", "e2")


def colonnes(t: Trace, dites: Sequence[tuple[str, float, str]]) -> None:
    """At most seven columns from zero, each (date, value, words): its value above it and its date under it."""
    n, w, h = len(dites), t.w, t.h
    haut = max(v for _, v, _ in dites) or 1
    pas = w / n
    t.tracer([(0, h - 42), (w, h - 42)], "axe")
    for i, (quand, v, dit) in enumerate(dites):
        x, hauteur = i * pas + pas * 0.12, (h - 42 - 44) * v / haut
        fort = i in (0, n - 1)
        t.plage(x, h - 42 - hauteur, pas * 0.76, hauteur, "sujet" if fort else "barre")
        t.ecrire(dit, x + pas * 0.38, h - 42 - hauteur - 12, "middle", "fort" if fort else "e2")
        t.ecrire(quand, x + pas * 0.38, h - 8, "middle", "fort" if fort else "e2")


def points(t: Trace, ronds: Sequence[Point], seuil: float, seuil_dit: str) -> None:
    """A swarm on one axis in %, the part beyond the threshold tinted, the subjects named."""
    w, h = t.w, t.h
    valeurs = [p.valeur for p in ronds] + [seuil]
    gs = graduations(min(valeurs), max(valeurs), 5)
    x = _echelle(gs[0], gs[-1], 60, w - 60)
    base, milieu = h - 42, h / 2
    plus = max((p.poids for p in ronds), default=0)
    rayons = [max(11.0, 42 * sqrt(p.poids / plus)) if plus else 15.0 for p in ronds]
    ys = _essaim([x(p.valeur) for p in ronds], rayons)
    etendue = max(abs(y) + r for y, r in zip(ys, rayons, strict=True))
    tasse = min(1.0, (milieu - 92) / etendue)
    t.plage(x(seuil), 24, x(gs[-1]) - x(seuil), base - 24, "teinte")
    t.tracer([(60, base), (w - 60, base)], "axe")
    t.tracer([(x(seuil), 24), (x(seuil), base)], "seuil")
    for g in gs:
        t.ecrire(_dite(g, "%"), x(g), h - 8, "middle", "e2")
    a_gauche = x(seuil) + large(seuil_dit) > w - 12
    t.ecrire(seuil_dit, x(seuil) + (-12 if a_gauche else 12), 48, "end" if a_gauche else "start", "fort")
    places = [(p, x(p.valeur), milieu + y * tasse, r * tasse) for p, y, r in zip(ronds, ys, rayons, strict=True)]
    for p, *place in places:
        t.rond(*place, "sujet" if p.sujet else "barre")
    # Names in rows above and under the swarm: those that find room.
    prises: list[Boite] = []
    for p, px, py, r in (place for place in places if place[0].sujet):
        mots = f"{p.nom} : {p.dit}"
        demi = large(mots) / 2 + 6
        cx, rangees = min(max(px, demi + 8), w - demi - 8), (78.0, base - 8, 110.0, base - 40)
        rang = placer(((cx - demi, ligne - 1, cx + demi, ligne) for ligne in rangees), prises)
        if rang is not None:
            ligne = rangees[rang]
            dessus = ligne < py
            t.tracer([(px, py - r if dessus else py + r), (px, ligne + 8 if dessus else ligne - 22)], "rappel")
            t.ecrire(mots, cx, ligne, "middle", "fort")


def pentes(t: Trace, dates: Sequence[str], zones: Sequence[tuple[float, float, str, str, str]]) -> None:
    """Two dates: a slope a zone, (both values, what is written at both ends, kind: `sujet`, `region`, "")."""
    w, h = t.w, t.h
    x0, x1 = w * 0.34, w * 0.7
    valeurs = [v for zone in zones for v in zone[:2]]
    y = _echelle(min(valeurs), max(valeurs), h - 24, 62)
    for x, date in zip((x0, x1), dates, strict=True):
        t.ecrire(date, x, 26, "middle", "fort")
        t.tracer([(x, 40), (x, h)], "grille")
    ordre = sorted(zones, key=lambda zone: {"": 0, "region": 1, "sujet": 2}[zone[4]])
    for v0, v1, *_, genre in ordre:
        t.tracer([(x0, y(v0)), (x1, y(v1))], {"sujet": "ligne", "region": "reference", "": "fine"}[genre])
    for cote, x, ancre, dx in ((0, x0, "end", -16), (1, x1, "start", 16)):
        for yy, mots, genre in _ecarter([(y(z[cote]), z[2 + cote], z[4]) for z in ordre if z[2 + cote]], h - 6):
            t.ecrire(mots, x + dx, yy + 8, ancre, "fort" if genre else "e2")


def _ecarter(places: Iterable[tuple[float, str, str]], bas: float) -> Iterator[tuple[float, str, str]]:
    """Labels one under another, set apart; those of the subject and the region keep theirs first."""
    prises: list[Boite] = []
    for y, mots, genre in sorted(places, key=lambda p: (p[2] == "", p[0])):
        essais = [min(max(y + decalage, 66), bas) for decalage in (0, 16.5, -16.5, 33, -33, 51, -51)]
        if (rang := placer(((0, yy, 1, yy + 28.5) for yy in essais), prises)) is not None:
            yield essais[rang], mots, genre


def quadrant(
    t: Trace, points: Sequence[tuple[str, float, float]], seuils: tuple[float, float], noms: Sequence[str]
) -> None:
    """Métiers (name, projects on a logarithmic axis, share); the corner beyond both thresholds is tinted.

    The first named are those of the title: they are the first to find room, and no name covers another's dot.
    """
    w, h = t.w, t.h
    xs, ys = [p[1] for p in points], [p[2] for p in points]
    x = _echelle(log10(min(xs)), log10(max(*xs, seuils[0] * 1.5)), 84, w - 40)
    gs = graduations(min(ys), max(ys), 4)
    y = _echelle(gs[0], gs[-1], h - 84, 14)
    sx, sy = x(log10(seuils[0])), y(seuils[1])
    t.plage(sx, 14, w - sx, max(sy - 14, 0), "teinte")
    for g in gs:
        t.ecrire(_dite(g, "%" if g == gs[-1] else ""), 72, y(g) + 8, "end", "e2")
    t.tracer([(84, sy), (w, sy)], "seuil")
    t.tracer([(sx, 14), (sx, h - 84)], "seuil")
    t.tracer([(84, h - 84), (w, h - 84)], "axe")
    for g in (30, 50, 100, 200, 500, 1000, 2000, 5000):
        if min(xs) <= g <= max(xs):
            t.ecrire(nombre(g), x(log10(g)), h - 48, "middle", "e2")
    t.ecrire("projets d’embauche (échelle resserrée)", w, h - 10, "end", "e2")
    t.ecrire("% jugés difficiles", 84, h - 10, "start", "e2")
    rangs = {nom: i for i, nom in enumerate(noms)}
    places = [(nom, x(log10(px)), y(py)) for nom, px, py in sorted(points, key=lambda p: rangs.get(p[0], len(rangs)))]
    for nom, cx, cy in reversed(places):
        t.rond(cx, cy, 10 if nom in rangs else 7, "sujet" if nom in rangs else "autre")
    nommes = [place for place in places if place[0] in rangs]
    prises: list[Boite] = [(cx - 11, cy - 11, cx + 11, cy + 11) for _, cx, cy in nommes]
    dedans = (84.0, 0.0, w, h - 84)

    def poser(mots: str, essais: Sequence[tuple[float, float]], quoi: str) -> None:
        """Words from the first of these places that is free, inside the frame; none when none is."""
        boites = ((gauche, by - 22, gauche + large(mots), by + 6) for gauche, by in essais)
        if (rang := placer(boites, prises, dedans)) is not None:
            t.ecrire(mots, *essais[rang], "start", quoi)

    for nom, cx, cy in nommes:
        long = large(nom)
        cotes = [(cx + dx, cy + dy) for dy in (8, -20, 36) for dx in (16, -16 - long)]
        milieu = min(max(cx - long / 2, 88), w - long - 4)
        poser(nom, [*cotes[:2], (milieu, cy - 18), (milieu, cy + 36), *cotes[2:]], "fort")
    coin = "beaucoup de projets, difficiles"
    gauche = max(min(sx + 10, w - large(coin) - 8), 100)
    poser(coin, [(gauche, yy) for yy in (sy - 12, 40, sy - 44, sy + 30)], "e2")


def dessiner(dessin: Callable[[Trace], None], w: float, h: float, theme: str = "page") -> str:
    """A chart of that size."""
    t = Trace(w, h, theme)
    dessin(t)
    return "".join(t.parties)
