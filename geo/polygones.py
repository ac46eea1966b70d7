"""Outlines of a zoning as GeoJSON geometries, read back from the trace that the screens draw (one point each 34 m)."""

import json
from functools import reduce

from geo import trace, zonages
from geo.trace import METRES_PAR_UNITE, NORD_M, OUEST_M

DECIMALES = 5  # of a degree: about a metre


def polygones(code_zonage: str) -> dict[str, dict]:
    """Return code_zone -> GeoJSON geometry (RFC 7946: WGS84 longitude and latitude, outer rings anticlockwise).

    Raises:
        KeyError: the code is not one of ``zonages.CODES``.
    """
    import shapely
    from pyproj import Transformer

    pas = METRES_PAR_UNITE / 10
    vers_degres = Transformer.from_crs(2154, 4326, always_xy=True)
    geometries = {}
    for zone in json.loads(zonages.trace(code_zonage).read_text(encoding="utf-8"))["zones"]:
        anneaux = ([(OUEST_M + x * pas, NORD_M - y * pas) for x, y in a] for a in trace.anneaux(zone["d"]))
        # A ring inside another is a hole, a ring inside a hole is an island.
        surfaces = [shapely.make_valid(shapely.Polygon(a)) for a in anneaux]
        surface = reduce(shapely.symmetric_difference, surfaces)
        degres = shapely.transform(surface, vers_degres.transform, interleaved=False)
        parties = [p for p in shapely.get_parts(degres) if p.geom_type == "Polygon"]
        arrondie = shapely.set_precision(shapely.multipolygons(parties), 10**-DECIMALES)  # reorders the rings
        geometries[zone["code"]] = json.loads(shapely.to_geojson(shapely.orient_polygons(arrondie)))
    return geometries
