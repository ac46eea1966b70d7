"""A locating map: the region, a zoning, the zone that holds a place, the place itself. One standalone SVG."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from data_loaders.francais import echapper as escape, typographier
from geo import zonages
from pages.figures.chiffres_cles import image_svg
from pages.figures.theme import POLICE_TEXTE, tokens

TRAVAIL = "Découpage de travail"
CORPS = 30  # size of the name, in units of the drawing
# A label near the right edge is written to the left of its point.
_BORD = 700


class Repere(NamedTuple):
    """What is marked « here »: its path, its anchor, the name written beside it."""

    d: str
    x: float
    y: float
    libelle: str


@lru_cache(maxsize=32)
def lire(fichier: Path) -> Mapping[str, Any]:
    """A trace or the ground; its name changes with its content."""
    return json.loads(fichier.read_text(encoding="utf-8"))


def repere(zonage: str, code: str) -> Repere | None:
    """The mark of a zone; None when the drawing does not have it (interregional zones)."""
    zone = next((z for z in lire(zonages.trace(zonage))["zones"] if z["code"] == code), None)
    return zone and Repere(zone["d"], zone["x"], zone["y"], typographier(zone["libelle"]))


def plan_svg(zonage: str, code_zone: str, ici: Repere | None, theme: str, point: bool = False) -> str:
    """The map as a standalone SVG.

    Args:
        zonage: zoning drawn; code_zone: zone highlighted, "" for none.
        ici: the place, drawn above.
        theme: `clair` or `sombre`.
        point: the place is small: a ring shows it.
    """
    t, fond, zones = tokens(theme), lire(zonages.fond()), lire(zonages.trace(zonage))["zones"]
    largeur, hauteur = fond["viewBox"][2:]
    eaux = "".join(
        f'<path d="{e["d"]}" stroke="{t["eau"]}" stroke-width="{e["largeur"]}" opacity="{e["opacite"]}"/>'
        for e in fond["eaux"]
    )
    tout = "".join(z["d"] for z in zones)
    choisie = next((z["d"] for z in zones if z["code"] == code_zone), "")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {largeur} {hauteur}" width="{largeur}" '
        f'height="{hauteur}" font-family="{escape(POLICE_TEXTE)}" stroke-linejoin="round" fill="none">'
        f'<rect width="100%" height="100%" fill="{t["mer"]}"/>'
        f'<path d="{fond["voisin"]}" fill="{t["voisin"]}" stroke="{t["voisin-b"]}"/>{eaux}'
        f'<path d="{fond["region"]}" fill="{t["surface"]}"/>'
        f'<path d="{choisie}" fill="{t["eau"]}"/>'
        f'<path d="{tout}" stroke="{t["contour"]}" stroke-width="1.6"/>'
        f'<path d="{fond["region"]}" stroke="{t["cote"]}" stroke-width="2.4"/>'
        f'<path d="{choisie}" stroke="{t["surface"]}" stroke-width="9"/>'
        f'<path d="{choisie}" stroke="{t["encre"]}" stroke-width="4.4"/>'
        f"{_ici(ici, t, point)}</svg>"
    )


def figure_html(zonage: str, code_zone: str, ici: Repere | None, theme: str, point: bool = False) -> str:
    """The map as the page shows it; arguments of `plan_svg`."""
    image = image_svg(plan_svg(zonage, code_zone, ici, theme, point), alternative(zonage, code_zone, ici))
    return f'<div class="obs-plan">{image}</div>'


def _ici(ici: Repere | None, t: Mapping[str, str], point: bool) -> str:
    if ici is None:
        return ""
    anneau = f'<circle cx="{ici.x}" cy="{ici.y}" r="22" stroke="{t["balise"]}" stroke-width="5"/>' if point else ""
    gauche = ici.x > _BORD
    x, ancre = (ici.x - 32, "end") if gauche else (ici.x + 32, "start")
    return (
        f'<path d="{ici.d}" fill="{t["balise"]}" stroke="{t["surface"]}" stroke-width="1.6"/>{anneau}'
        f'<text x="{x}" y="{ici.y + CORPS / 3:.1f}" font-size="{CORPS}" font-weight="700" text-anchor="{ancre}" '
        f'fill="{t["encre"]}" stroke="{t["surface"]}" stroke-width="8" paint-order="stroke">'
        f"{escape(ici.libelle)}</text>"
    )


def alternative(zonage: str, code_zone: str, ici: Repere | None) -> str:
    """What the map says, as a sentence."""
    z = zonages.zonage(zonage)
    nom = ici.libelle if ici else "Ce lieu"
    carte = f"{nom} sur la carte des {z.libelle[:1].lower()}{z.libelle[1:]}"
    return f"{carte}, {zonages.libelle_zone(zonage, code_zone)} en relief." if code_zone else f"{carte}."
