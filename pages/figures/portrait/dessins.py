"""Map of a portrait as a standalone SVG file: the territory with its communes, and where it is in the region.

The region has no place in itself: its départements, SPO territories and cities, on one map.
"""

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from data_loaders.francais import echapper as escape
from geo import zonages
from geo.sujets import Sujet
from pages.figures import theme
from pages.figures.svg import LARGEUR

CARTE, SITUATION, ECART = (430, 300), (160, 137), 14
CARTE_REGION = (CARTE[0] + ECART + SITUATION[0], 480)
COMMUNES_NOMMEES, VILLES_NOMMEES = 4, 9
# Most populated communes among which names are chosen: around a large city, its suburbs come first.
PARMI, VILLES_PARMI = 40, 14
CORPS = 18  # of a name, in printed units
DEMI_NOM = 0.75  # half of the height that a name keeps for itself, in parts of its size
REGION = "region"
# Room around a territory, in parts of its size; the traces stop close to the region.
_MARGE, _MARGE_REGION = 0.1, 0.02
# Mean width of a letter of a name, with the margin that a system font takes where ours is not there.
EM_NOM = 0.7
_POLICE = "Obs Titres, Obs Texte, system-ui, sans-serif"
_NOMBRE = re.compile(r"-?\d+(?:\.\d+)?")
Boite = tuple[float, float, float, float]


class Forme(NamedTuple):
    """A shape of a trace: path, box, anchor of its label."""

    d: str
    boite: Boite
    x: float
    y: float


@lru_cache(maxsize=16)
def _formes(chemin: Path) -> dict[str, Forme]:
    zones = json.loads(chemin.read_text("utf-8"))["zones"]
    return {z["code"]: Forme(z["d"], _boite(z["d"]), z["x"], z["y"]) for z in zones}


@lru_cache(maxsize=2)
def _fond(chemin: Path) -> dict[str, str]:
    fond = json.loads(chemin.read_text("utf-8"))
    return {c: fond[c] for c in ("voisin", "region")}


def _boite(d: str) -> Boite:
    """Box of a path as the traces write it: « Mx y », then pairs relative to the last point."""
    xs, ys = [], []
    for anneau in re.findall(r"M[^M]+", d):
        n = [float(x) for x in _NOMBRE.findall(anneau)]
        x = y = 0.0
        for dx, dy in zip(n[::2], n[1::2], strict=True):
            x, y = x + dx, y + dy
            xs.append(x)
            ys.append(y)
    return min(xs), min(ys), max(xs), max(ys)


def _union(boites: Iterable[Boite]) -> Boite:
    x0, y0, x1, y1 = zip(*boites, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _cadre(b: Boite, forme: tuple[int, int], marge: float = _MARGE) -> Boite:
    """Corner, width and height of a frame of a given shape around a box."""
    large, haut = (b[2] - b[0]) * (1 + 2 * marge), (b[3] - b[1]) * (1 + 2 * marge)
    large = max(large, haut * forme[0] / forme[1], 30.0)
    haut = large * forme[1] / forme[0]
    x, y = (b[0] + b[2] - large) / 2, (b[1] + b[3] - haut) / 2
    # Nothing is drawn past the frame of the traces: a frame as large as the region moves aside, or is narrower.
    if large > LARGEUR:
        return (0.0, y, LARGEUR, haut)
    return (min(max(x, 0.0), LARGEUR - large), y, large, haut)


def _touche(b: Boite, cadre: Boite) -> bool:
    x, y, large, haut = cadre
    return b[0] < x + large and b[2] > x and b[1] < y + haut and b[3] > y


def svg(taille: tuple[float, float], contenu: str, titre: str) -> str:
    """A standalone file of that size; its title is read aloud."""
    large, haut = taille
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {large} {haut}" width="{large}" height="{haut}" '
        f'role="img" font-family="{_POLICE}"><title>{escape(titre)}</title>{contenu}</svg>'
    )


def carte(sujet: Sujet, titre: str, nom_theme: str = "clair") -> str:
    """The territory with its communes and its neighbours; beside it, where it is in the region.

    Args:
        titre: what the map shows, read aloud.
        nom_theme: `clair` or `sombre`.
    """
    if sujet.zonage == REGION:
        return svg(CARTE_REGION, _region(sujet, nom_theme), titre)
    droite = CARTE[0] + ECART
    dessins = f"{_zoom(sujet, nom_theme)}{_situation(sujet, nom_theme, droite)}"
    return svg((droite + SITUATION[0], CARTE[1]), dessins, titre)


def _region(sujet: Sujet, nom_theme: str) -> str:
    """The whole region: départements, SPO territories (dashed when of work), most populated communes as points."""
    t = theme.tokens(nom_theme)
    cadre = _cadre(_formes(zonages.trace(REGION))[sujet.code].boite, CARTE_REGION, _MARGE_REGION)
    u = cadre[3] / CARTE_REGION[1]
    departements, spo = ("".join(f.d for f in _formes(zonages.trace(z)).values()) for z in ("departement", "spo"))
    tirets = f"{1.5 * u:.1f} {4 * u:.1f}" if zonages.zonage("spo").decoupage_de_travail else ""
    villes = _nommees(sujet, cadre, u, VILLES_NOMMEES, VILLES_PARMI, 14 * u)
    points = (f'<circle cx="{f.x:.1f}" cy="{f.y:.1f}" r="{3.6 * u:.1f}" fill="{t["encre"]}"/>' for _, f, _, _ in villes)
    couches = [
        _fond_carte(cadre, t),
        f'<path d="{_fond(zonages.fond())["region"]}" fill="{_aplat(nom_theme)}"/>',
        _trait(spo, t["encre"], 0.8 * u, tirets),
        _trait(departements, t["encre"], 1.6 * u),
        _trait(_fond(zonages.fond())["region"], t["encre"], 1.8 * u),
        *points,
        *(_nom(x, y, nom, u, t) for nom, _, x, y in villes),
    ]
    return _dans(cadre, (0, 0, *CARTE_REGION), "".join(couches)) + _bord((0, 0, *CARTE_REGION), t)


def _bord(place: Boite, t: theme.Theme) -> str:
    """A hairline around a map: inside the region nothing else says where it stops."""
    x, y, large, haut = place
    return (
        f'<rect x="{x + 0.4}" y="{y + 0.4}" width="{large - 0.8}" height="{haut - 0.8}" fill="none" '
        f'stroke="{t["contour"]}" stroke-width=".8"/>'
    )


def _contour(sujet: Sujet) -> str:
    """Outline of the territory; its communes one by one when it is no zone."""
    if sujet.zonage:
        return _formes(zonages.trace(sujet.zonage))[sujet.code].d
    communes = _formes(zonages.trace("commune"))
    return "".join(communes[c].d for c in sorted(sujet.communes))


def _zoom(sujet: Sujet, nom_theme: str) -> str:
    t = theme.tokens(nom_theme)
    communes = _formes(zonages.trace("commune"))
    siennes = {c: communes[c] for c in sorted(sujet.communes)}
    cadre = _cadre(_union(f.boite for f in siennes.values()), CARTE)
    u = cadre[2] / CARTE[0]  # one printed unit
    voisines = _formes(zonages.trace(sujet.zonage or "spo")).values()
    couches = [
        _fond_carte(cadre, t),
        _trait("".join(f.d for f in voisines if _touche(f.boite, cadre)), t["contour"], 0.7 * u),
        f'<path d="{_contour(sujet)}" fill="{_aplat(nom_theme)}"/>',
        _trait("".join(f.d for f in siennes.values()), t["surface"], 0.6 * u),
        _trait(_contour(sujet), t["encre"], (2.2 if sujet.zonage else 0.9) * u),
        _trait(_fond(zonages.fond())["region"], t["encre"], 1.1 * u),
        *(_nom(x, y, nom, u, t) for nom, _, x, y in _nommees(sujet, cadre, u, COMMUNES_NOMMEES, PARMI)),
    ]
    return _dans(cadre, (0, 0, *CARTE), "".join(couches)) + _bord((0, 0, *CARTE), t)


def _aplat(nom_theme: str) -> str:
    return theme.rampe("maree", nom_theme)[1]


def _fond_carte(cadre: Boite, t: theme.Theme) -> str:
    x, y, large, haut = cadre
    fond = _fond(zonages.fond())
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{large:.1f}" height="{haut:.1f}" fill="{t["mer"]}"/>'
        f'<path d="{fond["voisin"]}" fill="{t["voisin"]}"/><path d="{fond["region"]}" fill="{t["surface"]}"/>'
    )


def _trait(d: str, couleur: str, epaisseur: float, tirets: str = "") -> str:
    if not d:
        return ""
    pointille = f' stroke-dasharray="{tirets}"' if tirets else ""
    trait = f'stroke="{couleur}" stroke-width="{epaisseur:.2f}" stroke-linejoin="round"{pointille}'
    return f'<path d="{d}" fill="none" {trait}/>'


def _dans(cadre: Boite, place: Boite, contenu: str) -> str:
    x, y, large, haut = place
    boite = " ".join(f"{v:.1f}" for v in cadre)
    return f'<svg x="{x}" y="{y}" width="{large}" height="{haut}" viewBox="{boite}">{contenu}</svg>'


def _nommees(
    sujet: Sujet, cadre: Boite, u: float, maximum: int, parmi: int, hausse: float = 0.0
) -> list[tuple[str, Forme, float, float]]:
    """Most populated communes whose names keep apart: (name, shape, where the name is centred).

    Args:
        maximum: how many names; parmi: of how many communes.
        hausse: how far from its point a name is written: above, else below, else above on its left; 0 without points.
    """
    grandes = sujet.table.sort_values("population_nb", ascending=False).head(parmi)
    formes, occupees, gardees = _formes(zonages.trace("commune")), [], []
    corps = CORPS * u
    for r in grandes.itertuples():
        f, large = formes[r.code_commune], len(r.libelle_commune) * EM_NOM * corps
        gauche, droite = cadre[0] + large / 2 + 4 * u, cadre[0] + cadre[2] - large / 2 - 4 * u
        for x, y in ((f.x, f.y - hausse), (f.x, f.y + hausse), (f.x - large / 2, f.y - hausse)):
            x = min(max(x, gauche), droite)
            boite = (x - large / 2, y - corps * DEMI_NOM, x + large / 2, y + corps * DEMI_NOM)
            point = (f.x - hausse / 4, f.y - hausse / 4, f.x + hausse / 4, f.y + hausse / 4)
            if not any(_croise(b, prise) for b in (boite, point) for prise in occupees):
                occupees += [boite, point]
                gardees.append((r.libelle_commune, f, x, y))
                break
        if len(gardees) == maximum:
            break
    return gardees


def _nom(x: float, y: float, nom: str, u: float, t: theme.Theme) -> str:
    """A name centred on a point, cased so that it reads on every ground."""
    corps = CORPS * u
    return (
        f'<text x="{x:.1f}" y="{y + corps * 0.35:.1f}" font-size="{corps:.2f}" font-weight="700" text-anchor="middle" '
        f'fill="{t["encre"]}" stroke="{t["surface"]}" stroke-width="{2.6 * u:.2f}" stroke-linejoin="round" '
        f'paint-order="stroke">{escape(nom)}</text>'
    )


def _croise(a: Boite, b: Boite) -> bool:
    return a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1]


def _situation(sujet: Sujet, nom_theme: str, gauche: float) -> str:
    t = theme.tokens(nom_theme)
    cadre = (0.0, 0.0, 1000.0, 1000.0 * SITUATION[1] / SITUATION[0])
    departements = "".join(f.d for f in _formes(zonages.trace("departement")).values())
    contenu = (
        f"{_fond_carte(cadre, t)}{_trait(departements, t['contour'], 4)}"
        f'<path d="{_contour(sujet)}" fill="{theme.rampe("maree", nom_theme)[3]}" stroke="{t["encre"]}" '
        f'stroke-width="5" stroke-linejoin="round"/>{_trait(_fond(zonages.fond())["region"], t["encre"], 6)}'
    )
    place = (gauche, 0, *SITUATION)
    return _dans(cadre, place, contenu) + _bord(place, t)
