"""Locating map of « Ma commune »: the place and the zones whose figures are printed beside it, framed on them.

The sign of a level on the map is the sign beside its figure: no other legend. One standalone SVG.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from data_loaders import francais
from data_loaders.francais import echapper as escape
from data_loaders.portraits.lieu import Fiche
from geo import sujets, zonages
from pages.figures.chiffres_cles import image_svg
from pages.figures.territoires.plan import lire
from pages.figures.theme import POLICE_TEXTE, Theme, rampe, tokens

LARGEUR, HAUTEUR = 400, 300
MARGE, COTE_MIN = 0.12, 60.0  # around the zones; smallest side of the frame, in units of the traces
CORPS = 13.0
_JETON = re.compile(r"[MlZ]|-?(?:\d+\.?\d*|\.\d+)")
_SIGNE = 0.6  # mean width of a character, in size of type

Point = tuple[float, float]
Boite = tuple[float, float, float, float]


class Trait(NamedTuple):
    """One zone to draw: its sign, its paths, its name."""

    signe: str
    d: str
    x: float
    y: float
    nom: str


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
    zones = [
        (p.zonage, p.code, signe)
        for role, signe in signes.items()
        for p in f.chiffres[role].parts
        if p.zonage != f.sujet.zonage
    ]
    return list(filter(None, (_trait(*z) for z in (*zones, (f.sujet.zonage, f.sujet.code, "ici")))))


def _trait(zonage: str, code: str, signe: str) -> Trait | None:
    zone = next((z for z in lire(zonages.trace(zonage))["zones"] if z["code"] == code), None)
    if zone is None:
        return None
    sujet = sujets.de_zone(zonage, code)
    nom = sujet.nom if signe == "ici" else sujet.titre.partition(" (")[0]
    return Trait(signe, zone["d"], zone["x"], zone["y"], nom)


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
        f'width="{LARGEUR}" height="{HAUTEUR}" preserveAspectRatio="xMidYMid slice" '
        f'font-family="{escape(POLICE_TEXTE)}" stroke-linejoin="round" fill="none">'
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{large:.1f}" height="{haut:.1f}" fill="{t["mer"]}"/>'
        f'<path d="{fond["voisin"]}" fill="{t["voisin"]}" stroke="{t["voisin-b"]}" stroke-width="{u:.2f}"/>'
        f'<path d="{fond["region"]}" fill="{t["surface"]}"/>'
        f'<path d="{communes}" stroke="{t["filet"]}" stroke-width="{0.7 * u:.2f}"/>'
        f'<path d="{departements}" stroke="{t["contour"]}" stroke-width="{1.2 * u:.2f}"/>'
        f"{formes}"
        f'<path d="{fond["region"]}" stroke="{t["cote"]}" stroke-width="{1.8 * u:.2f}"/>'
        f"{_nom(dessines[-1], t, (x, y, large, haut), u) if dessines[-1].signe == 'ici' else ''}</svg>"
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


def _nom(d: Trait, t: Theme, boite: Boite, u: float) -> str:
    """The place, in a dark tag above its anchor, inside the frame."""
    x, y, large, haut = boite
    corps = CORPS * u
    long, h = len(d.nom) * corps * _SIGNE + corps, corps * 1.6
    # A strip of a phone shows the middle third of the frame: the tag stays in it.
    gauche = min(max(d.x - long / 2, x + 0.02 * large), x + 0.98 * large - long)
    dessus = d.y - 2 * h if d.y - 2 * h > y + haut / 4 else d.y + h
    return (
        f'<path d="M{d.x:.1f} {d.y:.1f}L{gauche + long / 2:.1f} {dessus + h / 2:.1f}" stroke="{t["encre"]}" '
        f'stroke-width="{1.2 * u:.2f}"/><rect x="{gauche:.1f}" y="{dessus:.1f}" width="{long:.1f}" height="{h:.1f}" '
        f'rx="{3 * u:.1f}" fill="{t["encre"]}"/>'
        f'<text x="{gauche + long / 2:.1f}" y="{dessus + h / 2 + corps * 0.35:.1f}" '
        f'font-size="{corps:.1f}" font-weight="700" text-anchor="middle" fill="{t["surface"]}">{escape(d.nom)}</text>'
    )


def alternative(f: Fiche) -> str:
    """What the map shows, as a sentence."""
    zones = list(dict.fromkeys(t.nom for t in traits(f) if t.signe != "ici"))
    quoi = f"{f.sujet.nom} sur une carte"
    return f"{quoi}, avec {francais.enumeration(zones)}." if zones else f"{quoi}."
