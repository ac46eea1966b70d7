"""The map of « Où se former »: the place, and the establishments of the list under their rank."""

import math
from collections.abc import Sequence
from functools import lru_cache, partial

from data_loaders.francais import INSEC
from data_loaders.metiers.ou_se_former import Autour
from geo import trace, zonages
from pages.figures.carte.plan import Plan, cadrer, englober, zone
from pages.figures.formation.ou import montres
from pages.figures.svg import image

TAILLE = (560, 230)
MARGE, COTE_MIN = 0.175, 75.0  # around the points; least height of what it frames, in units of the traces: 25 km


@lru_cache(maxsize=1)
def _projection():
    from pyproj import Transformer

    return Transformer.from_crs(4326, 2154, always_xy=True)


def _sur_la_carte(latitude: float, longitude: float) -> tuple[float, float]:
    x, y = _projection().transform(longitude, latitude)
    return (x - trace.OUEST_M) / trace.METRES_PAR_UNITE, (trace.NORD_M - y) / trace.METRES_PAR_UNITE


def figure_html(o: Autour) -> str:
    """The map as the page shows it: the establishments of the list under their rank, and the place; "" without any."""
    pris = montres(o)
    noms = [f"{i}, {e.nom or e.uai}" for i, e in enumerate(pris, 1)]
    depart = zonages.libelle_zone(o.zonage, o.code)
    dessin = image(partial(svg, o), f"{depart} et les établissements{INSEC}: {' ; '.join(noms)}.") if pris else ""
    return dessin and f'<div class="obs-plan obs-plan--ou">{dessin}</div>'


def svg(o: Autour, theme: str) -> str:
    """The same as a standalone SVG, framed on the place and the establishments."""
    ici, places = _ancre(o), [_sur_la_carte(*e.point) for e in montres(o)]
    p = Plan(theme, cadrer(englober([*places, *([ici] if ici else [])]), TAILLE, MARGE, COTE_MIN), TAILLE)
    p.sol()
    p.tracer(p.contours("commune"), "filet", 0.7)
    p.tracer(p.contours("departement"), "contour", 1.4)
    p.tracer((zone(o.zone.zonage, o.zone.code) or {"d": ""})["d"], "encre", 2.6)
    if ici:
        p.rond(*ici, 7, "surface", 2, "balise")
    for i, (x, y) in reversed([*enumerate(_ecarter(places, 23 * p.u), 1)]):
        p.rond(x, y, 11, "surface", 2, "encre")
        p.nommer(str(i), x, y, 13, encre="surface")
    return p.svg()


def _ancre(o: Autour) -> tuple[float, float] | None:
    """Where distances are taken from; None for the whole region."""
    if o.zonage == "region":
        return None
    return _sur_la_carte(*o.depart)


def _ecarter(points: Sequence[tuple[float, float]], ecart: float) -> list[tuple[float, float]]:
    """The same points, each moved to the right of one that it would hide."""
    places: list[tuple[float, float]] = []
    for x, y in points:
        while any(math.hypot(x - a, y - b) < ecart * 0.9 for a, b in places):
            x += ecart
        places.append((x, y))
    return places
