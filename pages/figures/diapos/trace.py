"""Charts of a slide as inline SVG, drawn at the size of the room: one unit is a pixel at 1280 px of width.

Nothing written is under `CORPS`; a drawing is made for each shape of screen and the style sheet keeps one.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from math import ceil, floor, log10, sqrt
from typing import Final

from data_loaders.francais import echapper, nombre
from pages.figures.diapos import Bande, Colonnes, Courbe, Pentes, Point, Points, Quadrant

CORPS: Final = 24
EM: Final = 0.54  # mean width of a letter, in parts of its size
# Class -> width and height of the figure: wide, 4:3, and a browser that keeps its bars.
FORMES: Final = {"v169": (1192, 430), "v43": (952, 474), "vbas": (1192, 342)}
RAYON: Final = 13


def formes(dessiner: Callable[[float, float], str], alt: str, haut: float = 1.0) -> str:
    """A drawing in each shape of screen, `haut` of its height."""
    return "".join(
        f'<svg class="{cle}" viewBox="0 0 {w} {round(h * haut)}" role="img" aria-label="{echapper(alt)}">'
        f"{dessiner(w, round(h * haut))}</svg>"
        for cle, (w, h) in FORMES.items()
    )


def large(texte: str, corps: float = CORPS) -> float:
    """Width of a text, about."""
    return len(texte) * EM * corps


def ecrire(texte: str, x: float, y: float, ancre: str = "start", classe: str = "") -> str:
    """A line of text, its base at `y`."""
    c = f' class="{classe}"' if classe else ""
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{ancre}"{c}>{echapper(texte)}</text>'


def trait(x1: float, y1: float, x2: float, y2: float, classe: str) -> str:
    """A straight line."""
    return f'<path class="{classe}" d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"/>'


def plage(x: float, y: float, large_: float, haut: float, classe: str) -> str:
    """A rectangle."""
    return f'<rect class="{classe}" x="{x:.0f}" y="{y:.0f}" width="{large_:.0f}" height="{haut:.0f}"/>'


def rond(x: float, y: float, r: float, classe: str) -> str:
    """A dot."""
    return f'<circle class="{classe}" cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}"/>'


def graduations(bas: float, haut: float, nb: int = 6) -> list[float]:
    """Round values from under `bas` to over `haut`, about `nb` of them."""
    etendue = (haut - bas) or 1
    brut = etendue / nb
    base = 10 ** floor(log10(brut))
    pas = next(m * base for m in (1, 2, 5, 10) if m * base >= brut - 1e-9)
    return [pas * i for i in range(floor(bas / pas), ceil(haut / pas) + 1)]


def _dite(v: float, unite: str = "") -> str:
    decimales = 0 if float(v).is_integer() else 1
    return nombre(v, decimales) + (f"\u202f{unite}" if unite else "")


def essaim(xs: Sequence[float], rayons: Sequence[float]) -> list[float]:
    """Ordinates, 0 on the axis, of dots that do not cover one another, the widest first."""
    poses: list[tuple[float, float, float]] = []
    ys = [0.0] * len(xs)
    for i in sorted(range(len(xs)), key=lambda i: -rayons[i]):
        x, r = xs[i], rayons[i] + 1.5
        proches = [(px, py, pr) for px, py, pr in poses if abs(px - x) < pr + r]
        libres = [0.0]
        for px, py, pr in proches:
            d = sqrt((pr + r) ** 2 - (px - x) ** 2)
            libres += [py + d, py - d]
        y = min(
            (y for y in libres if all((px - x) ** 2 + (py - y) ** 2 >= (pr + r) ** 2 - 0.5 for px, py, pr in proches)),
            key=abs,
        )
        poses.append((x, y, r))
        ys[i] = y
    return ys


def bande(b: Bande, w: float, h: float) -> str:
    """The strip of all zones: axis, region, extremes and subject named."""
    valeurs = [p.valeur for p in b.points]
    gs = graduations(min(valeurs), max(valeurs))
    x = _echelle(gs[0], gs[-1], 20, w - 20)
    base = h - 42
    dessin = trait(20, base, w - 20, base, "axe")
    for i, g in enumerate(gs):
        bord = i in (0, len(gs) - 1)
        ancre = "start" if i == 0 else "end" if i == len(gs) - 1 else "middle"
        dessin += ecrire(_dite(g, b.unite if bord else ""), x(g), h - 8, ancre, "e2")
    etages: dict[int, int] = {}
    for p in sorted(b.points, key=lambda p: (not p.sujet, p.valeur)):
        colonne = round(x(p.valeur) / (2 * RAYON))
        etage = etages.get(colonne, 0)
        etages[colonne] = etage + 1
        y = base - 20 - etage * (2 * RAYON + 3)
        dessin += rond(x(p.valeur), y, RAYON * (1.35 if p.sujet else 1), "sujet" if p.sujet else "autre")
    sujet = next((p for p in b.points if p.sujet), None)
    dessin += trait(x(b.region.valeur), 58, x(b.region.valeur), base, "seuil")
    bas, haut = min(b.points, key=lambda p: p.valeur), max(b.points, key=lambda p: p.valeur)
    mots = [(x(b.region.valeur), f"{b.region.nom} {b.region.dit}", "e2", 48)]
    if sujet:
        mots.append(
            (x(sujet.valeur), f"{sujet.nom} {sujet.dit}", "fort", 20 if abs(x(sujet.valeur) - mots[0][0]) < 300 else 48)
        )
    for p in (bas, haut):
        if not p.sujet and all(abs(x(p.valeur) - m[0]) > large(m[1]) / 2 + large(f"{p.nom} {p.dit}") / 2 for m in mots):
            mots.append(
                (x(p.valeur), f"{p.nom} {p.dit}", "e2", base - 48 - 24 * (etages[round(x(p.valeur) / (2 * RAYON))] - 1))
            )
    for cx, texte, classe, y in mots:
        demi = large(texte) / 2
        dessin += ecrire(texte, min(max(cx, demi), w - demi), y, "middle", classe)
    return dessin


def _echelle(v0: float, v1: float, p0: float, p1: float) -> Callable[[float], float]:
    etendue = (v1 - v0) or 1
    return lambda v: p0 + (p1 - p0) * (v - v0) / etendue


def courbe(c: Courbe, w: float, h: float) -> str:
    """The subject in one thick line, the region dotted; first, last, highest and lowest are written."""
    droite = max(large(f"{c.sujet}"), large(f"{c.derniers[1]} {c.reference}")) + 24
    tous = [*c.points, *c.points_reference]
    gs = graduations(min(v for _, v in tous), max(v for _, v in tous), 4)
    x = _echelle(min(t for t, _ in tous), max(t for t, _ in tous), 74, w - droite)
    y = _echelle(gs[0], gs[-1], h - 44, 34)
    dessin = "".join(
        trait(74, y(g), w - droite, y(g), "grille")
        + ecrire(_dite(g, c.unite if g == gs[-1] else ""), 64, y(g) + 8, "end", "e2")
        for g in gs
    )
    an = ceil(min(t for t, _ in tous))
    fin = floor(max(t for t, _ in tous))
    pas = next(p for p in (1, 2, 5, 10, 20) if (fin - an) / p <= 6)
    dessin += "".join(ecrire(str(a), x(a), h - 8, "middle", "e2") for a in range(an, fin + 1) if a % pas == 0)
    for points, classe in ((c.points_reference, "reference"), (c.points, "ligne")):
        d = "M" + "L".join(f"{x(t):.1f} {y(v):.1f}" for t, v in points)
        dessin += f'<path class="{classe}" d="{d}"/>' if points else ""
    for t, v, mots in c.nommes:
        dessin += rond(x(t), y(v), 8, "cerne")
        demi = large(mots) / 2
        dy = 38 if v <= min(p for _, p in c.points) else -20
        dessin += ecrire(mots, min(max(x(t), 74 + demi), w - droite - demi), y(v) + dy, "middle", "fort")
    (tf, vf) = c.points[-1]
    dessin += rond(x(tf), y(vf), 9, "sujet")
    yr = y(c.points_reference[-1][1]) if c.points_reference else y(vf)
    ys = y(vf)
    if c.points_reference and abs(yr - ys) < 58:  # two labels do not cover one another
        milieu, sens = (yr + ys) / 2, 1 if yr >= ys else -1
        ys, yr = milieu - sens * 29, milieu + sens * 29
    dessin += ecrire(c.sujet, x(tf) + 18, ys - 6, "start", "fort") + ecrire(
        c.derniers[0], x(tf) + 18, ys + 22, "start", "fort"
    )
    if c.points_reference:
        dessin += ecrire(f"{c.derniers[1]} {c.reference}", x(tf) + 18, yr + (22 if yr > ys else -6), "start", "e2")
    return dessin


def colonnes(c: Colonnes, w: float, h: float) -> str:
    """At most seven columns from zero, each with its value above it and its date under it."""
    n = len(c.colonnes)
    haut = max(v for _, v, _ in c.colonnes) or 1
    pas = w / n
    dessin = trait(0, h - 42, w, h - 42, "axe")
    for i, (quand, v, dit) in enumerate(c.colonnes):
        x, hauteur = i * pas + pas * 0.12, (h - 42 - 44) * v / haut
        fort = i in (0, n - 1)
        dessin += plage(x, h - 42 - hauteur, pas * 0.76, hauteur, "sujet" if fort else "barre")
        dessin += ecrire(dit, x + pas * 0.38, h - 42 - hauteur - 12, "middle", "fort" if fort else "e2")
        dessin += ecrire(quand, x + pas * 0.38, h - 8, "middle", "fort" if fort else "e2")
    return dessin


def points(c: Points, w: float, h: float) -> str:
    """A swarm on one axis, the part beyond the threshold tinted, a few names."""
    valeurs = [p.valeur for p in c.points] + [c.seuil]
    gs = graduations(min(valeurs), max(valeurs), 5)
    x = _echelle(gs[0], gs[-1], 60, w - 60)
    base, milieu = h - 42, h / 2
    plus = max((p.poids for p in c.points), default=0)
    rayons = [max(11.0, 42 * sqrt(p.poids / plus)) if plus else 15.0 for p in c.points]
    ys = essaim([x(p.valeur) for p in c.points], rayons)
    etendue = max(abs(y) + r for y, r in zip(ys, rayons, strict=True))
    tasse = min(1.0, (milieu - 92) / etendue)
    dessin = plage(x(c.seuil), 24, x(gs[-1]) - x(c.seuil), base - 24, "teinte")
    dessin += trait(60, base, w - 60, base, "axe") + trait(x(c.seuil), 24, x(c.seuil), base, "seuil")
    dessin += "".join(ecrire(_dite(g, c.unite), x(g), h - 8, "middle", "e2") for g in gs)
    a_gauche = x(c.seuil) + large(c.seuil_dit) > w - 12
    dessin += ecrire(c.seuil_dit, x(c.seuil) + (-12 if a_gauche else 12), 48, "end" if a_gauche else "start", "fort")
    places = []
    for p, y, r in zip(c.points, ys, rayons, strict=True):
        nomme = p.nom in c.nommes
        dessin += rond(x(p.valeur), milieu + y * tasse, r * tasse, "sujet" if nomme else "barre")
        if nomme:
            places.append((x(p.valeur), milieu + y * tasse, r * tasse, f"{p.nom} : {p.dit}"))
    return dessin + _etiquettes(places, w, 78, base - 8)


def _etiquettes(places: Sequence[tuple[float, float, float, str]], w: float, haut: float, bas: float) -> str:
    """Names around dots, (x, y, radius, words): above then under the swarm, those that find room."""
    prises: list[tuple[float, float, float]] = []
    dessin = ""
    rangees = [haut, bas, haut + 32, bas - 32]
    for x, y, r, mots in places:
        demi = large(mots) / 2 + 6
        cx = min(max(x, demi + 8), w - demi - 8)
        for ligne in rangees:
            if all(ligne != p[2] or cx + demi < p[0] or cx - demi > p[1] for p in prises):
                prises.append((cx - demi, cx + demi, ligne))
                dessus = ligne < y
                dessin += trait(x, y - r if dessus else y + r, x, ligne + 8 if dessus else ligne - 22, "rappel")
                dessin += ecrire(mots, cx, ligne, "middle", "fort")
                break
    return dessin


def pentes(c: Pentes, w: float, h: float) -> str:
    """Two dates: a slope a zone; those named are written at both ends."""
    x0, x1 = w * 0.34, w * 0.7
    valeurs = [v for p in c.pentes for v in (p.v0, p.v1)]
    y = _echelle(min(valeurs), max(valeurs), h - 24, 62)
    dessin = ecrire(c.dates[0], x0, 26, "middle", "fort") + ecrire(c.dates[1], x1, 26, "middle", "fort")
    dessin += trait(x0, 40, x0, h, "grille") + trait(x1, 40, x1, h, "grille")
    ordre = sorted(c.pentes, key=lambda p: {"": 0, "region": 1, "sujet": 2}[p.genre])
    for p in ordre:
        classe = {"sujet": "ligne", "region": "reference", "": "fine"}[p.genre]
        dessin += trait(x0, y(p.v0), x1, y(p.v1), classe)
    for cote, x, ancre, dx in ((0, x0, "end", -16), (1, x1, "start", 16)):
        nommes = [(y((p.v0, p.v1)[cote]), (p.dit0, p.dit1)[cote], p.genre) for p in ordre if (p.dit0, p.dit1)[cote]]
        for yy, mots, genre in _ecarter(nommes, 30, 66, h - 6):
            dessin += ecrire(mots, x + dx, yy + 8, ancre, "fort" if genre else "e2")
    return dessin


def _ecarter(
    places: Sequence[tuple[float, str, str]], pas: float, haut: float, bas: float
) -> list[tuple[float, str, str]]:
    """Labels one under another at least `pas` apart; those of the subject and the region keep theirs first."""
    poses: list[tuple[float, str, str]] = []
    for y, mots, genre in sorted(places, key=lambda p: (p[2] == "", p[0])):
        for decalage in (0, pas * 0.55, -pas * 0.55, pas * 1.1, -pas * 1.1, pas * 1.7, -pas * 1.7):
            yy = min(max(y + decalage, haut), bas)
            if all(abs(yy - p[0]) >= pas * 0.95 for p in poses):
                poses.append((yy, mots, genre))
                break
    return poses


def quadrant(c: Quadrant, w: float, h: float) -> str:
    """Many items by two measures, the first on a logarithmic axis; the corner that matters is tinted."""
    xs, ys = [p[1] for p in c.points], [p[2] for p in c.points]
    x = _echelle(log10(min(xs)), log10(max(*xs, c.seuil_x * 1.5)), 84, w - 40)
    gs = graduations(min(ys), max(ys), 4)
    y = _echelle(gs[0], gs[-1], h - 84, 14)
    sx, sy = x(log10(c.seuil_x)), y(c.seuil_y)
    dessin = plage(sx, 14, w - sx, max(sy - 14, 0), "teinte")
    dessin += "".join(ecrire(_dite(g, "%" if g == gs[-1] else ""), 72, y(g) + 8, "end", "e2") for g in gs)
    dessin += trait(84, sy, w, sy, "seuil") + trait(sx, 14, sx, h - 84, "seuil") + trait(84, h - 84, w, h - 84, "axe")
    for g in (30, 50, 100, 200, 500, 1000, 2000, 5000):
        if min(xs) <= g <= max(xs):
            dessin += ecrire(nombre(g), x(log10(g)), h - 48, "middle", "e2")
    dessin += ecrire(c.axe_x, w, h - 10, "end", "e2") + ecrire(c.axe_y, 84, h - 10, "start", "e2")
    # The first named are those of the title: they are the first to find room, and no name covers another's dot.
    rangs = {nom: i for i, nom in enumerate(c.nommes)}
    centres = [(x(log10(px)), y(py)) for nom, px, py in c.points if nom in rangs]
    prises = [(cx - 11, cy - 11, cx + 11, cy + 11) for cx, cy in centres]

    def poser(mots: str, essais: Iterable[tuple[float, float, str]], classe: str) -> str:
        """Words at the first of these places that is free, kept inside the frame; "" when none is."""
        longueur = large(mots)
        for bx, by, ancre in essais:
            gauche = {"start": bx, "end": bx - longueur, "middle": bx - longueur / 2}[ancre]
            if ancre == "middle":
                gauche = min(max(gauche, 88), w - longueur - 4)
            boite = (gauche, by - 22, gauche + longueur, by + 6)
            if (
                gauche > 84
                and boite[2] < w
                and boite[1] > 0
                and boite[3] < h - 84
                and all(boite[2] < p[0] or boite[0] > p[2] or boite[3] < p[1] or boite[1] > p[3] for p in prises)
            ):
                prises.append(boite)
                return ecrire(mots, gauche, by, "start", classe)
        return ""

    ronds, dits = "", ""
    for nom, px, py in sorted(c.points, key=lambda p: rangs.get(p[0], len(rangs))):
        cx, cy, nomme = x(log10(px)), y(py), nom in rangs
        rond_ = rond(cx, cy, 10 if nomme else 7, "sujet" if nomme else "autre")
        ronds = f"{ronds}{rond_}" if nomme else f"{rond_}{ronds}"
        if nomme:
            cotes = [(cx + dx, cy + dy, ancre) for dy in (8, -20, 36) for dx, ancre in ((16, "start"), (-16, "end"))]
            dits += poser(nom, [*cotes[:2], (cx, cy - 18, "middle"), (cx, cy + 36, "middle"), *cotes[2:]], "fort")
    coins = ((max(min(sx + 10, w - large(c.coin) - 8), 100), yy, "start") for yy in (sy - 12, 40, sy - 44, sy + 30))
    return dessin + ronds + poser(c.coin, coins, "e2") + dits


def ordonner(ps: Sequence[Point]) -> list[Point]:
    """Points from the lowest."""
    return sorted(ps, key=lambda p: p.valeur)


def suites(points_: Sequence[tuple[float, float]], pas: float) -> list[list[tuple[float, float]]]:
    """Runs of points that no missing period cuts."""
    if not points_:
        return []
    runs = [[points_[0]]]
    for a, b in pairwise(points_):
        runs[-1].append(b) if b[0] - a[0] <= 1.5 * pas else runs.append([b])
    return runs
