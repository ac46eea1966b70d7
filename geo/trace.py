"""Polygons (Lambert-93) -> SVG paths in one view box shared by every zoning, so that outlines can be stacked;
and back to GeoJSON.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import reduce
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo import zonages

if TYPE_CHECKING:
    import shapely

# The frame leaves the sea and the islands on the left and the neighbours all around; 336 m per unit.
OUEST_M, NORD_M, METRES_PAR_UNITE = 234_000, 6_851_000, 336
LARGEUR, HAUTEUR = 1000, 853
VIEWBOX = [0, 0, LARGEUR, HAUTEUR]

# Widths of a label's character and of a label that fits, in units: a longer label is broken in two lines.
_LARGEUR_SIGNE, _DEBORD = 8.6, 1.2
_COUPURES = {"Châteaubriant": ("Château-", "briant")}
# Moves of the label anchor, in units, where two lines of name under a value leave the largest circle.
_RETOUCHES = {"spo": {"sud-mayenne": (-22, -10)}}


Zone = tuple[str, str, "shapely.Geometry"]  # one zone to draw: code, label and geometry in EPSG:2154


def cadre(marge_m: float = 0) -> "shapely.Geometry":
    """Return the view box as a polygon in EPSG:2154, widened by ``marge_m`` metres."""
    import shapely

    est, sud = OUEST_M + LARGEUR * METRES_PAR_UNITE, NORD_M - HAUTEUR * METRES_PAR_UNITE
    return shapely.box(OUEST_M - marge_m, sud - marge_m, est + marge_m, NORD_M + marge_m)


def _dixiemes(x: float, y: float) -> tuple[int, int]:
    return round((x - OUEST_M) * 10 / METRES_PAR_UNITE), round((NORD_M - y) * 10 / METRES_PAR_UNITE)


def _ligne(coordonnees: Iterable[tuple[float, float]], ferme: bool) -> str:
    points = [point for point, _ in groupby(_dixiemes(x, y) for x, y in coordonnees)]
    if ferme and points[0] == points[-1]:
        points.pop()
    if len(points) < (3 if ferme else 2):
        return ""
    nombres = [f"{n / 10:g}" for (x, y), (x2, y2) in pairwise(points) for n in (x2 - x, y2 - y)]
    deltas = re.sub(r" -", "-", " ".join(nombres))
    x, y = points[0]
    return f"M{x / 10:g} {y / 10:g}l{deltas}" + ("Z" if ferme else "")


def chemin(geometrie: "shapely.Geometry") -> str:
    """Return the SVG path of polygons (closed rings) or lines (open), relative moves, one decimal of a unit (34 m)."""
    import shapely

    morceaux = []
    for partie in shapely.get_parts(geometrie):
        if partie.geom_type == "Polygon":
            morceaux += [_ligne(anneau.coords, True) for anneau in (partie.exterior, *partie.interiors)]
        elif partie.geom_type == "LineString":
            morceaux.append(_ligne(partie.coords, False))
    return "".join(morceaux)


def anneaux(chemin: str) -> list[list[tuple[int, int]]]:
    """Return the corners of each ring of a path of ``chemin``, in tenths of a unit."""
    lus = []
    for debut, suite in re.findall(r"M([^Zl]+)l([^ZM]*)", chemin):
        x, y = (round(10 * float(n)) for n in debut.split())
        points = [(x, y)]
        nombres = [round(10 * float(n)) for n in re.findall(r"-?[0-9.]+", suite)]
        for dx, dy in zip(nombres[::2], nombres[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        lus.append(points)
    return lus


def lignes_de_nom(libelle: str, rayon: float) -> list[str] | None:
    """Return the two lines of a label too long for its zone (cut after a hyphen or at a space), else None."""
    if len(libelle) * _LARGEUR_SIGNE <= 2 * rayon * _DEBORD:
        return None
    if libelle in _COUPURES:
        return list(_COUPURES[libelle])
    # an article alone on its line saves nothing
    coupes = [m.end() for m in re.finditer(r"[ -]", libelle) if libelle[: m.start()] not in ("Le", "La", "Les")]
    if not coupes:
        return None
    coupe = min(coupes, key=lambda i: (abs(i - len(libelle) / 2), i))
    return [libelle[:coupe].rstrip(" "), libelle[coupe:]]


def _zone(zonage: str, code: str, libelle: str, geometrie: "shapely.Geometry") -> dict[str, Any]:
    import shapely

    # 50 m is a seventh of a unit: finer would only lengthen the search
    rayon_m = shapely.maximum_inscribed_circle(geometrie, tolerance=50)
    x, y = rayon_m.coords[0]
    dx, dy = _RETOUCHES.get(zonage, {}).get(code, (0, 0))
    ailleurs = x + dx * METRES_PAR_UNITE, y - dy * METRES_PAR_UNITE
    # a loaded perimeter may give the same code to another place
    x, y = _dixiemes(*(ailleurs if geometrie.contains(shapely.Point(ailleurs)) else (x, y)))
    rayon = round(rayon_m.length * 10 / METRES_PAR_UNITE)
    decrit = {"code": code, "libelle": libelle, "d": chemin(geometrie), "x": x / 10, "y": y / 10, "r": rayon / 10}
    nom = lignes_de_nom(libelle, rayon / 10)
    return decrit | ({"nom": nom} if nom else {})


def trace(zonage: str, zones: Iterable[Zone]) -> dict[str, Any]:
    """Return the trace of a zoning: its view box and, for each zone, path, label lines, and label anchor: the centre of
    the largest circle inside the zone (``x``, ``y``, ``r``, in units of the view box)."""
    return {"zonage": zonage, "viewBox": VIEWBOX, "zones": [_zone(zonage, *zone) for zone in zones]}


def dissoudre(table: pd.DataFrame, communes: Mapping[str, "shapely.Geometry"]) -> list[Zone]:
    """Return the zones of a table (code_commune, code_zone, libelle_zone), as unions of the communes' polygons."""
    import shapely

    groupes = table.groupby(["code_zone", "libelle_zone"])["code_commune"]
    return [(*zone, shapely.union_all([communes[c] for c in codes])) for zone, codes in groupes]


def octets(objet: Any) -> bytes:
    """Return the compact JSON of a trace, the same bytes for the same content."""
    return json.dumps(objet, ensure_ascii=False, separators=(",", ":")).encode()


DECIMALES = 5  # of a degree: about a metre


def polygones(code_zonage: str) -> dict[str, dict]:
    """Return code_zone -> GeoJSON geometry (RFC 7946: WGS84 longitude and latitude, outer rings anticlockwise)."""
    import shapely
    from pyproj import Transformer

    pas = METRES_PAR_UNITE / 10
    vers_degres = Transformer.from_crs(2154, 4326, always_xy=True)
    geometries = {}
    for zone in json.loads(zonages.trace(code_zonage).read_text(encoding="utf-8"))["zones"]:
        contours = ([(OUEST_M + x * pas, NORD_M - y * pas) for x, y in a] for a in anneaux(zone["d"]))
        # A ring inside another is a hole, a ring inside a hole is an island.
        surfaces = [shapely.make_valid(shapely.Polygon(a)) for a in contours]
        surface = reduce(shapely.symmetric_difference, surfaces)
        degres = shapely.transform(surface, vers_degres.transform, interleaved=False)
        parties = [p for p in shapely.get_parts(degres) if p.geom_type == "Polygon"]
        arrondie = shapely.set_precision(shapely.multipolygons(parties), 10**-DECIMALES)  # reorders the rings
        geometries[zone["code"]] = json.loads(shapely.to_geojson(shapely.orient_polygons(arrondie)))
    return geometries
