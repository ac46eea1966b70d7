"""The map of « Où se former »: the place, and the establishments of the list under their rank. One standalone SVG."""

import math
from collections.abc import Sequence
from functools import lru_cache

from data_loaders.francais import INSEC
from data_loaders.metiers.ou_se_former import Autour
from geo import trace, zonages
from pages.figures.chiffres_cles import image_svg
from pages.figures.formation.ou import montres
from pages.figures.territoires.plan import lire
from pages.figures.theme import tokens

LARGEUR, HAUTEUR = 560, 230
COTE_MIN = 75.0  # smallest height of what it frames, in units of the traces: 25 km


@lru_cache(maxsize=1)
def _projection():
    from pyproj import Transformer

    return Transformer.from_crs(4326, 2154, always_xy=True)


def _sur_la_carte(latitude: float, longitude: float) -> tuple[float, float]:
    x, y = _projection().transform(longitude, latitude)
    return (x - trace.OUEST_M) / trace.METRES_PAR_UNITE, (trace.NORD_M - y) / trace.METRES_PAR_UNITE


def figure_html(o: Autour, theme: str) -> str:
    """The map as the page shows it: the establishments of the list under their rank, and the place; "" without any."""
    pris = montres(o)
    noms = [f"{i}, {e.nom or e.uai}" for i, e in enumerate(pris, 1)]
    depart = zonages.libelle_zone(o.zonage, o.code)
    image = image_svg(svg(o, theme), f"{depart} et les établissements{INSEC}: {' ; '.join(noms)}.") if pris else ""
    return image and f'<div class="obs-plan obs-plan--ou">{image}</div>'


def svg(o: Autour, theme: str) -> str:
    """The same as a standalone SVG, framed on the place and the establishments."""
    t, fond = tokens(theme), lire(zonages.fond())
    ici = _ancre(o)
    points = [_sur_la_carte(*e.point) for e in montres(o)]
    xs, ys = zip(*points, *([ici] if ici else []), strict=True)
    haut = max(max(ys) - min(ys), COTE_MIN, (max(xs) - min(xs)) * HAUTEUR / LARGEUR) * 1.35
    large = haut * LARGEUR / HAUTEUR
    u = large / LARGEUR
    x, y = (max(xs) + min(xs) - large) / 2, (max(ys) + min(ys) - haut) / 2
    tracees = "".join(
        f'<path d="{"".join(z["d"] for z in lire(zonages.trace(zonage))["zones"])}" stroke="{t[ton]}" '
        f'stroke-width="{w * u:.2f}"/>'
        for zonage, ton, w in (("commune", "filet", 0.7), ("departement", "contour", 1.4))
    )
    zone = next((z["d"] for z in lire(zonages.trace(o.zone.zonage))["zones"] if z["code"] == o.zone.code), "")
    reperes = "".join(
        f'<circle cx="{px:.1f}" cy="{py:.1f}" r="{11 * u:.2f}" fill="{t["encre"]}" stroke="{t["surface"]}" '
        f'stroke-width="{2 * u:.2f}"/><text x="{px:.1f}" y="{py + 4.6 * u:.1f}" font-size="{13 * u:.1f}" '
        f'font-weight="700" text-anchor="middle" fill="{t["surface"]}">{i}</text>'
        for i, (px, py) in reversed(list(enumerate(_ecarter(points, 23 * u), 1)))
    )
    depart = ""
    if ici:
        depart = (
            f'<circle cx="{ici[0]:.1f}" cy="{ici[1]:.1f}" r="{7 * u:.2f}" fill="{t["balise"]}" stroke="{t["surface"]}" '
            f'stroke-width="{2 * u:.2f}"/>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x:.1f} {y:.1f} {large:.1f} {haut:.1f}" width="{LARGEUR}" '
        f'height="{HAUTEUR}" font-family="system-ui,sans-serif" stroke-linejoin="round" fill="none">'
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{large:.1f}" height="{haut:.1f}" fill="{t["mer"]}"/>'
        f'<path d="{fond["voisin"]}" fill="{t["voisin"]}" stroke="{t["voisin-b"]}" stroke-width="{u:.2f}"/>'
        f'<path d="{fond["region"]}" fill="{t["surface"]}"/>{tracees}'
        f'<path d="{zone}" stroke="{t["encre"]}" stroke-width="{2.6 * u:.2f}"/>{depart}{reperes}</svg>'
    )


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
