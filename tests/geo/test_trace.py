"""Traces: exact coordinates, shared borders, labels, sizes."""

import json
import re

import pyproj
import pytest
import shapely

from geo import trace, zonages
from geo.chargement import geometries, zones_eclatees

UNITE = trace.METRES_PAR_UNITE


def _carre(x: float, y: float, cote: float) -> shapely.Polygon:
    """A square whose north-west corner is at (x, y) and side ``cote``, in units of the view box."""
    ouest, nord = trace.OUEST_M + x * UNITE, trace.NORD_M - y * UNITE
    return shapely.box(ouest, nord - cote * UNITE, ouest + cote * UNITE, nord)


def _anneaux(d: str) -> list[shapely.Polygon]:
    polygones = []
    for morceau in d.split("M")[1:]:
        nombres = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", morceau)]
        points, (x, y) = [], nombres[:2]
        points.append((x, y))
        for dx, dy in zip(nombres[2::2], nombres[3::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        polygones.append(shapely.Polygon(points))
    return polygones


def _lire(code: str) -> dict:
    return json.loads((zonages.fond() if code == "fond" else zonages.trace(code)).read_text(encoding="utf-8"))


def test_a_square_is_drawn_with_y_downward_a_tiny_ring_vanishes_and_rounding_does_not_drift():
    carre = shapely.Polygon([(0, 0), (0, 1), (1, 1), (1, 0)])
    place = shapely.transform(
        carre, lambda p: p * [[UNITE * 2.5, UNITE * 2]] + [[trace.OUEST_M + 10 * UNITE, trace.NORD_M - 20 * UNITE]]
    )
    assert trace.chemin(place) == "M10 20l0-2 2.5 0 0 2Z"
    assert trace.chemin(_carre(5, 5, 0.01)) == ""
    cercle = shapely.Point(trace.OUEST_M + 500 * UNITE, trace.NORD_M - 400 * UNITE).buffer(90 * UNITE, quad_segs=200)
    (anneau,) = _anneaux(trace.chemin(cercle))
    bords = [abs(shapely.Point(p).distance(shapely.Point(500, 400)) - 90) for p in anneau.exterior.coords]
    assert max(bords) < 0.1


def test_the_anchor_is_the_centre_of_the_largest_circle_and_a_nudge_that_leaves_the_zone_is_dropped():
    (zone,) = trace.trace("essai", [trace.ZoneGeo("a", "Nom", _carre(100, 200, 40))])["zones"]
    assert (zone["x"], zone["y"], zone["r"]) == pytest.approx((120, 220, 20), abs=0.3)
    (zone,) = trace.trace("spo", [trace.ZoneGeo("sud-mayenne", "Sud Mayenne", _carre(100, 200, 20))])["zones"]
    assert (zone["x"], zone["y"]) == pytest.approx((110, 210), abs=0.3)


@pytest.mark.parametrize(("libelle", "rayon", "lignes"), [
    ("Les Sables-d'Olonne", 30, ["Les Sables-", "d'Olonne"]),
    ("Sud Mayenne", 30, ["Sud", "Mayenne"]),
    ("Châteaubriant", 30, ["Château-", "briant"]),
    ("La Baule", 5, None),
    ("Ancenis", 30, None),
    ("Les Sables-d'Olonne", 90, None),
])  # fmt: skip
def test_long_labels_are_cut_in_two(libelle, rayon, lignes):
    assert trace.lignes_de_nom(libelle, rayon) == lignes


@pytest.mark.parametrize("code", zonages.CODES)
def test_shipped_traces_hold_every_zone_inside_the_frame(code):
    dessin = _lire(code)
    zones = dessin["zones"]
    assert dessin["viewBox"] == trace.VIEWBOX
    # drawings keep the apostrophes of the producers; the map prints typographic ones
    assert {z["code"]: z["libelle"].replace("'", "’") for z in zones} == dict(
        zonages.zones(code)[["code_zone", "libelle_zone"]].itertuples(index=False)
    )
    for zone in zones:
        anneaux = _anneaux(zone["d"])
        cadre = shapely.box(0, 0, *trace.VIEWBOX[2:])
        assert all(cadre.contains(a) for a in anneaux), zone["code"]
        assert any(a.buffer(0.1).contains(shapely.Point(zone["x"], zone["y"])) for a in anneaux), zone["code"]


@pytest.mark.parametrize(("code", "octets_max"), [("spo", 75_000), ("bassin", 75_000), ("commune", 560_000)])
def test_traces_stay_light(code, octets_max):
    assert zonages.trace(code).stat().st_size < octets_max


def test_area_is_the_same_before_and_after_and_the_region_has_no_hole_but_an_enclave():
    """Simplification moves borders by less than a thousandth of the region; zones are unions of the same communes."""
    region = shapely.union_all(list(geometries().values()))
    assert region.area / 1e6 == pytest.approx(zonages.communes()["surface_km2"].sum(), rel=1e-3)
    for code in ("spo", "bassin", "departement"):
        surface = sum(a.area for z in _lire(code)["zones"] for a in _anneaux(z["d"])) * UNITE**2
        assert surface == pytest.approx(region.area, rel=1e-3)
    # Mauléon (79) has five hectares inside Saint-Laurent-sur-Sèvre; simplified, they may remain as a speck.
    trous = [shapely.Polygon(a).area for p in shapely.get_parts(region) for a in p.interiors]
    assert len(trous) <= 1
    assert sum(trous) < 1e6
    assert shapely.coverage_is_valid(list(geometries().values()))


def test_islands_and_filled_communes_are_where_they_should_be():
    reperes = {
        "85113": (-2.347, 46.724),  # Port-Joinville, L'Île-d'Yeu
        "85163": (-2.245, 47.000),  # Noirmoutier-en-l'Île
        "44109": (-1.549, 47.216),  # the castle of Nantes
        "49126": (-1.209, 47.335),  # Drain, in Orée d'Anjou: a hole in the source
    }
    vers_lambert = pyproj.Transformer.from_crs(4326, 2154, always_xy=True)
    polygones = geometries()
    for code, position in reperes.items():
        assert polygones[code].buffer(400).contains(shapely.Point(vers_lambert.transform(*position))), code
    surfaces = zonages.communes().set_index("code_commune")["surface_km2"]
    assert surfaces["49126"] == pytest.approx(157.6, abs=1)


def test_a_zone_in_two_pieces_is_told_from_one_with_an_island_and_every_shipped_one_is_whole():
    continent = [trace.ZoneGeo("b", "Milieu", _carre(10, 0, 10))]
    coupee = trace.ZoneGeo("a", "Coupée", shapely.union_all([_carre(0, 0, 10), _carre(20, 0, 10)]))
    iles = trace.ZoneGeo("a", "Îles", shapely.union_all([_carre(0, 0, 10), _carre(50, 0, 5)]))
    assert zones_eclatees([coupee, *continent]) == ["Coupée"]
    assert zones_eclatees([iles, *continent]) == []
    for code in ("spo", "zef", "ze", "bassin", "gtec"):
        assert zones_eclatees(trace.dissoudre(zonages.table_livree(code), geometries())) == []


def test_ground_has_neighbours_outline_and_five_waterlines_at_sea():
    fond = _lire("fond")
    traits = [(e["largeur"], e["opacite"]) for e in fond["eaux"]]
    assert (len(traits), traits) == (5, sorted(traits, reverse=True)), "each fainter than the one before"
    assert all(e["d"].startswith("M") and "Z" not in e["d"] for e in fond["eaux"])
    assert fond["voisin"]
    assert len(_anneaux(fond["region"])) > 2
