"""Locating map of « Ma commune »: the place and the zones whose figures are printed beside it, framed on them.

Map and legend are one: the sign of a level on the map is the sign beside its figure. One standalone SVG.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from data_loaders import francais
from data_loaders.francais import echapper as escape
from data_loaders.portraits.lieu import Fiche
from geo import sujets, zonages
from pages.figures.chiffres_cles import image_svg
from pages.figures.tables import echapper
from pages.figures.territoires.plan import lire
from pages.figures.theme import Theme, rampe, tokens

LARGEUR, HAUTEUR = 400, 300
MARGE, COTE_MIN = 0.12, 60.0  # around the zones; smallest side of the frame, in units of the traces
CORPS = 13.0
_JETON = re.compile(r"[MlZ]|-?(?:\d+\.?\d*|\.\d+)")
_SIGNE = 0.6  # mean width of a character, in size of type

Point = tuple[float, float]
Boite = tuple[float, float, float, float]


class Trait(NamedTuple):
    """One zone to draw: its sign, its paths, the words of its name and of the legend."""

    signe: str
    d: str
    x: float
    y: float
    nom: str
    legende: str


@lru_cache(maxsize=4096)
def points(d: str) -> frozenset[Point]:
    """Vertices of a path of a trace, in its own units."""
    trouves, x, y, nombres, depart = set(), 0.0, 0.0, [], True
    for jeton in _JETON.findall(d):
        if jeton == "M":
            depart = True
        elif jeton not in "lZ":
            nombres.append(float(jeton))
            if len(nombres) == 2:
                dx, dy = nombres
                x, y = (dx, dy) if depart else (x + dx, y + dy)
                depart, nombres = False, []
                trouves.add((round(x, 1), round(y, 1)))
    return frozenset(trouves)


def voisins(zonage: str, code: str) -> list[str]:
    """Codes of the zones of the same zoning that touch a zone; [] for what is not drawn."""
    zones = {z["code"]: z["d"] for z in lire(zonages.trace(zonage))["zones"]}
    if code not in zones or len(zones) == 1:
        return []
    ici = points(zones[code])
    return [c for c, d in zones.items() if c != code and ici & points(d)]


def traits(f: Fiche) -> list[Trait]:
    """The levels of the figures, then the place, in the order they are drawn."""
    signes = {"projets": "aplat", "chomage": "trait", "inscrits": "tirets"}
    legendes = {
        "projets": "employeurs interrogés",
        "chomage": "chômage",
        "inscrits": "inscrits",
    }
    dessines: list[Trait] = []
    for role, signe in signes.items():
        c = f.chiffres[role]
        for p in c.parts:
            if p.zonage == f.sujet.zonage:
                continue
            mot = f"{zonages.zonage(p.zonage).libelle_zone}{francais.INSEC}: {legendes[role]}"
            if trait := _trait(p.zonage, p.code, signe, mot):
                dessines.append(trait)
    if ici := _trait(f.sujet.zonage, f.sujet.code, "ici", _moi(f)):
        dessines.append(ici)
    return dessines


def _moi(f: Fiche) -> str:
    return "la commune" if f.sujet.zonage == "commune" else "ce territoire"


def _trait(zonage: str, code: str, signe: str, legende: str) -> Trait | None:
    zone = next((z for z in lire(zonages.trace(zonage))["zones"] if z["code"] == code), None)
    if zone is None:
        return None
    sujet = sujets.de_zone(zonage, code)
    nom = sujet.nom if signe == "ici" else sujet.titre.partition(" (")[0]
    return Trait(signe, zone["d"], zone["x"], zone["y"], nom, legende)


def cadre(dessines: Sequence[Trait]) -> Boite:
    """x, y, width and height of the frame: all that is drawn with its margin, in the shape of the map."""
    tous = [p for t in dessines for p in points(t.d)]
    xs, ys = [x for x, _ in tous], [y for _, y in tous]
    large = max(max(xs) - min(xs), COTE_MIN) * (1 + 2 * MARGE)
    haut = max(max(ys) - min(ys), COTE_MIN) * (1 + 2 * MARGE)
    large, haut = max(large, haut * LARGEUR / HAUTEUR), max(haut, large * HAUTEUR / LARGEUR)
    cx, cy = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return cx - large / 2, cy - haut / 2, large, haut


def figure_html(f: Fiche, theme: str) -> str:
    """The map as the page shows it; "" when the place is not drawn."""
    image = image_svg(svg(f, theme), alternative(f))
    return image and f'<div class="obs-plan">{image}</div>'


def svg(f: Fiche, theme: str) -> str:
    """The map as a standalone SVG; "" when the place is not drawn (the region itself)."""
    dessines = traits(f)
    if f.sujet.zonage == "region" or not dessines:
        return ""
    t, fond = tokens(theme), lire(zonages.fond())
    x, y, large, haut = cadre(dessines)
    u = large / LARGEUR  # units of the traces in a px of the map
    departements = "".join(z["d"] for z in lire(zonages.trace("departement"))["zones"])
    communes = "".join(z["d"] for z in lire(zonages.trace("commune"))["zones"]) if large < 260 else ""
    formes = "".join(_forme(d, t, theme, u) for d in dessines)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x:.1f} {y:.1f} {large:.1f} {haut:.1f}" '
        f'width="{LARGEUR}" height="{HAUTEUR}" font-family="system-ui,sans-serif" stroke-linejoin="round" fill="none">'
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{large:.1f}" height="{haut:.1f}" fill="{t["mer"]}"/>'
        f'<path d="{fond["voisin"]}" fill="{t["voisin"]}" stroke="{t["voisin-b"]}" stroke-width="{u:.2f}"/>'
        f'<path d="{fond["region"]}" fill="{t["surface"]}"/>'
        f'<path d="{communes}" stroke="{t["filet"]}" stroke-width="{0.7 * u:.2f}"/>'
        f'<path d="{departements}" stroke="{t["contour"]}" stroke-width="{1.2 * u:.2f}"/>'
        f"{formes}"
        f'<path d="{fond["region"]}" stroke="{t["cote"]}" stroke-width="{1.8 * u:.2f}"/>'
        f"{_noms(dessines, t, theme, (x, y, large, haut), u)}</svg>"
    )


def _forme(d: Trait, t: Theme, theme: str, u: float) -> str:
    """A zone under its sign: flat colour, thick line, dashes, or the colour of « here »."""
    if d.signe == "aplat":
        return f'<path d="{d.d}" fill="{rampe("maree", theme)[1]}" fill-opacity=".9"/>'
    couleurs = {"trait": rampe("maree", theme)[4 if theme == "clair" else 3], "tirets": t["encre"]}
    if d.signe in couleurs:
        large, tirets = (4.0, "") if d.signe == "trait" else (2.6, f' stroke-dasharray="{7 * u:.2f} {5 * u:.2f}"')
        return (
            f'<path d="{d.d}" stroke="{t["surface"]}" stroke-width="{(large + 3) * u:.2f}"/>'
            f'<path d="{d.d}" stroke="{couleurs[d.signe]}" stroke-width="{large * u:.2f}"{tirets}/>'
        )
    xs, ys = zip(*points(d.d), strict=True)
    if max(max(xs) - min(xs), max(ys) - min(ys)) > 60 * u:  # a large place: an outline leaves what is under it
        return (
            f'<path d="{d.d}" stroke="{t["surface"]}" stroke-width="{6.5 * u:.2f}"/>'
            f'<path d="{d.d}" stroke="{t["balise"]}" stroke-width="{3.4 * u:.2f}"/>'
        )
    return f'<path d="{d.d}" fill="{t["balise"]}" stroke="{t["surface"]}" stroke-width="{1.4 * u:.2f}"/>'


def _noms(dessines: Sequence[Trait], t: Theme, theme: str, boite: Boite, u: float) -> str:
    """The place in a dark tag, then each level beside its anchor, wherever no other name is."""
    prises: list[Boite] = []
    ecrits = []
    for d in sorted(dessines, key=lambda d: d.signe != "ici"):
        corps = CORPS * u * (1.15 if d.signe == "ici" else 1)
        large, haut = len(d.nom) * corps * _SIGNE + corps, corps * 1.6
        place = _place((d.x, d.y), (large, haut), boite, prises, decale=d.signe == "ici")
        if place is None:
            continue
        x, y = place
        prises.append((x, y, large, haut))
        milieu = f'x="{x + large / 2:.1f}" y="{y + haut / 2 + corps * 0.35:.1f}" font-size="{corps:.1f}"'
        if d.signe == "ici":
            ecrits.append(
                f'<path d="M{d.x:.1f} {d.y:.1f}L{x + large / 2:.1f} {y + haut / 2:.1f}" stroke="{t["encre"]}" '
                f'stroke-width="{1.2 * u:.2f}"/><rect x="{x:.1f}" y="{y:.1f}" width="{large:.1f}" height="{haut:.1f}" '
                f'rx="{3 * u:.1f}" fill="{t["encre"]}"/><text {milieu} font-weight="700" text-anchor="middle" '
                f'fill="{t["surface"]}">{echapper(d.nom)}</text>'
            )
        else:
            couleur = t["encre"] if d.signe != "trait" else rampe("maree", theme)[4 if theme == "clair" else 3]
            ecrits.append(
                f'<text {milieu} font-weight="600" text-anchor="middle" fill="{couleur}" stroke="{t["surface"]}" '
                f'stroke-width="{4 * u:.1f}" paint-order="stroke">{echapper(d.nom)}</text>'
            )
    return "".join(ecrits)


def _place(ancre: Point, taille: Point, boite: Boite, prises: Collection[Boite], *, decale: bool) -> Point | None:
    """Top left corner of a name: on its anchor or the nearest place in the frame that no other name takes.

    Args:
        decale: the anchor itself is left in sight.
    """
    (ax, ay), (large, haut), (bx, by, bl, bh) = ancre, taille, boite
    ax, ay = min(max(ax, bx), bx + bl), min(max(ay, by), by + bh)
    pas = [0, -1.6, 1.6, -3, 3, -4.5, 4.5, -6, 6]
    if decale:
        pas = pas[1:]
    for dy in pas:
        for dx in (0, -0.5, 0.5):
            x = min(max(ax - large / 2 + dx * large, bx + 0.01 * bl), bx + 0.99 * bl - large)
            y = ay - haut / 2 + dy * haut
            if y < by or y + haut > by + bh:
                continue
            if all(x + large < px or px + pl < x or y + haut < py or py + ph < y for px, py, pl, ph in prises):
                return x, y
    return None


def legende_html(f: Fiche) -> str:
    """The signs of the map in words, each once."""
    mots: Mapping[tuple[str, str], None] = dict.fromkeys((t.signe, t.legende) for t in reversed(traits(f)))
    lignes = "".join(
        f'<li class="obs-niveau"><i class="obs-signe obs-signe--{signe}" aria-hidden="true"></i>'
        f"<span>{escape(mot)}</span></li>"
        for signe, mot in mots
    )
    return f'<ul class="obs-signes">{lignes}</ul>'


def alternative(f: Fiche) -> str:
    """What the map shows, as a sentence."""
    zones = list(dict.fromkeys(t.nom for t in traits(f) if t.signe != "ici"))
    quoi = f"{f.sujet.nom} sur une carte"
    return f"{quoi}, avec {francais.enumeration(zones)}." if zones else f"{quoi}."
