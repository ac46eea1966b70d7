"""A locating map: the region, a zoning, the zone that holds a place, the place itself."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from data_loaders.francais import typographier
from geo import zonages
from pages.figures.carte.plan import Plan, lire, zone
from pages.figures.svg import image

TRAVAIL = "Découpage de travail"
CORPS = 30  # size of the name, in units of the drawing
# A label near the right edge is written to the left of its point.
_BORD = 700


def plan_svg(zonage: str, code_zone: str, ici: Mapping[str, Any] | None, theme: str, *, point: bool = False) -> str:
    """The map as a standalone SVG.

    Args:
        zonage: zoning drawn; code_zone: zone highlighted, "" for none.
        ici: the place, a zone of its trace, drawn above.
        theme: `clair` or `sombre`.
        point: the place is small: a ring shows it.
    """
    p, choisie = Plan.entier(theme), (zone(zonage, code_zone) or {"d": ""})["d"]
    p.sol(eaux=True)
    p.tracer(choisie, fond="eau")
    p.tracer("".join(z["d"] for z in lire(zonages.trace(zonage))["zones"]), "contour", 1.6)
    p.tracer(p.fond["region"], "cote", 2.4)
    p.tracer(choisie, "encre", 4.4, dessous=4.6)
    if ici:
        p.tracer(ici["d"], "surface", 1.6, fond="balise")
        if point:
            p.rond(ici["x"], ici["y"], 22, "balise", 5)
        x, ancre = (ici["x"] - 32, "end") if ici["x"] > _BORD else (ici["x"] + 32, "start")
        p.nommer(ici["libelle"], x, ici["y"], CORPS, ancre)
    return p.svg()


def figure_html(zonage: str, code_zone: str, ici: Mapping[str, Any] | None, *, point: bool = False) -> str:
    """The map as the page shows it; arguments of `plan_svg`."""
    dessin = image(partial(plan_svg, zonage, code_zone, ici, point=point), alternative(zonage, code_zone, ici))
    return f'<div class="obs-plan">{dessin}</div>'


def alternative(zonage: str, code_zone: str, ici: Mapping[str, Any] | None) -> str:
    """What the map says, as a sentence."""
    z = zonages.zonage(zonage)
    nom = typographier(ici["libelle"]) if ici else "Ce lieu"
    carte = f"{nom} sur la carte des {z.libelle[:1].lower()}{z.libelle[1:]}"
    return f"{carte}, {zonages.libelle_zone(zonage, code_zone)} en relief." if code_zone else f"{carte}."
