"""Outlines given back: where they are, how large, turned the right way."""

import json

import pyproj
import pytest
import shapely

from geo import polygones, zonages

TERRE = pyproj.Geod(ellps="GRS80")


@pytest.mark.parametrize("code", ["departement", "bassin", "spo", "gtec"])
def test_every_zone_has_its_place_and_area(code):
    formes = {c: shapely.from_geojson(json.dumps(g)) for c, g in polygones.polygones(code).items()}
    zones = zonages.zones(code).set_index("code_zone")
    assert set(formes) == set(zones.index)
    for zone, forme in formes.items():
        assert forme.is_valid
        # positive: outer rings are anticlockwise
        surface_km2 = TERRE.geometry_area_perimeter(forme)[0] / 1e6
        assert surface_km2 == pytest.approx(zones.loc[zone, "surface_km2"], rel=0.01)


def test_a_commune_lies_in_the_zone_it_belongs_to():
    forme = shapely.from_geojson(json.dumps(polygones.polygones("departement")["72"]))
    assert forme.contains(shapely.Point(0.1996, 48.0061))  # Le Mans
    assert not forme.contains(shapely.Point(-1.5536, 47.2184))  # Nantes


def test_an_unknown_zoning_is_refused():
    with pytest.raises(KeyError):
        polygones.polygones("canton")


def test_a_ring_in_a_ring_is_a_hole_and_a_ring_in_the_hole_an_island(tmp_path, monkeypatch):
    carres = "M100 100l100 0 0 100-100 0ZM120 120l60 0 0 60-60 0ZM140 140l20 0 0 20-20 0Z"
    trace = tmp_path / "trace.json"
    trace.write_text(json.dumps({"zones": [{"code": "z", "d": carres}]}), encoding="utf-8")
    monkeypatch.setattr(zonages, "trace", lambda code: trace)
    forme = shapely.from_geojson(json.dumps(polygones.polygones("spo")["z"]))
    unites = TERRE.geometry_area_perimeter(forme)[0] / 336**2
    assert unites == pytest.approx(100**2 - 60**2 + 20**2, rel=0.01)
    assert len(forme.geoms) == 2
