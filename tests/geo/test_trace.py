"""The build of the shipped outlines, and what they hold: exact coordinates, shared borders, labels, sizes."""

import json
import os
import re
import shutil
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely

from geo import construire, territoire, trace, zonages
from geo.chargement import geometries, zones_eclatees


def test_majority_takes_each_epci_whole():
    """E1: 60 of its 100 inhabitants in a, 40 in b; the lone commune stays; 160 of 200 do not move."""
    zones = {"c1": "a", "c2": "b", "c3": "b", "seule": "b"}
    epci = {"c1": "E1", "c2": "E1", "c3": "E1"}
    population = {"c1": 60, "c2": 30, "c3": 10, "seule": 100}
    attribution, part = construire.majorite_par_epci(zones, epci, population)
    assert attribution == {"E1": "a", "seule": "b"}
    assert part == pytest.approx(160 / 200)


def test_a_merged_commune_is_known_by_its_parts():
    polygones = [
        {"type": "COM", "code": "85001", "population_municipale": "3000"},
        {"type": "COM", "code": "85307", "population_municipale": "700"},
        {"type": "COM", "code": "49001", "population_municipale": "1000"},
        {"type": "COMD", "code": "49001", "population_municipale": "400"},
    ]
    actuelles = {"85001": {"anciensCodes": ["85307"]}, "49001": {"anciensCodes": ["49002"]}, "44001": {}}
    noms = [{"code": "49002", "nom": "Blaison", "type": "commune-deleguee"}]
    table = construire.anciennes(construire.Paquets(polygones, noms, [], [], []), actuelles)
    assert list(table.itertuples(index=False, name=None)) == [
        ("85001", "85001", 3000, ""),
        ("85307", "85001", 700, ""),
        # the part that kept the code, not the whole commune; a part of unknown population counts for nothing
        ("49001", "49001", 400, ""),
        ("49002", "49001", 0, "Blaison"),
    ]
    assert construire.successeurs(actuelles)["49002"] == "49001"


def test_a_wrong_build_is_refused():
    table = zonages.communes().iloc[1:]
    carres = geopandas.GeoSeries([shapely.box(0, 0, 1, 1)], index=["44001"], crs=2154)
    with pytest.raises(ValueError, match=r"communes: 1227 instead of 1228.*population.*surface"):
        construire.verifier(carres, shapely.box(5, 5, 6, 6), table)


@pytest.mark.skipif("OBSERVATOIRE_PAQUETS" not in os.environ, reason="unset: folder of the two national packages")
def test_committed_files_are_what_the_build_writes(tmp_path, monkeypatch):
    paquets = construire.lire_paquets(Path(os.environ["OBSERVATOIRE_PAQUETS"]))
    ecrits = {"DERIVE": tmp_path / "derive", "TRACES": tmp_path / "traces", "PERIMETRES": tmp_path / "perimetres"}
    livres = {nom: getattr(zonages, nom) for nom in ecrits}
    shutil.copytree(zonages.PERIMETRES, ecrits["PERIMETRES"])
    for nom, dossier in ecrits.items():
        monkeypatch.setattr(zonages, nom, dossier)
    construire.construire(paquets)
    for nom, dossier in ecrits.items():
        attendus = {f.name: f.read_bytes() for f in livres[nom].iterdir()}
        assert {f.name: f.read_bytes() for f in dossier.iterdir()} == attendus, nom


@pytest.mark.parametrize(("zonage", "fichier", "commune", "zone", "part_min"), [
    ("bassin", "france_travail_bassins_BMO2021_communes_pdl.csv", "code_commune_insee", "code_bassin_BMO", 0.94),
    ("ze", "insee_ze2020_composition_communale_cog2024_pdl.csv", "codgeo", "ze2020", 0.91),
])  # fmt: skip
def test_epci_statements_follow_the_official_commune_tables(reference, zonage, fichier, commune, zone, part_min):
    table = pd.read_csv(reference / f"territoires/{fichier}", dtype=str).set_index(commune)[zone]
    base = zonages.communes().set_index("code_commune")
    zones = {c: z for c, z in table.items() if c in base.index}
    epci = {c: e for c, e in base["siren_epci"].items() if e}
    attribution, part = construire.majorite_par_epci(zones, epci, base["population_nb"].to_dict())
    parties = {entiere: partie for partie, entiere in territoire.ZE_ENTIERES.items()}
    livree = zonages.lire_table(zonages.PERIMETRES / f"{zonage}.csv")
    dite = dict(zip(livree["siren_epci"] + livree["code_commune"], livree["code_zone"], strict=True))
    assert dite == {unite: parties.get(z, z) for unite, z in attribution.items()}
    assert part > part_min


def test_a_ring_in_a_ring_is_a_hole_and_a_ring_in_the_hole_an_island(tmp_path, monkeypatch):
    carres = "M100 100l100 0 0 100-100 0ZM120 120l60 0 0 60-60 0ZM140 140l20 0 0 20-20 0Z"
    fichier = tmp_path / "trace.json"
    fichier.write_text(json.dumps({"zones": [{"code": "z", "d": carres}]}), encoding="utf-8")
    monkeypatch.setattr(zonages, "trace", lambda code: fichier)
    forme = shapely.from_geojson(json.dumps(trace.polygones("spo")["z"]))
    unites = pyproj.Geod(ellps="GRS80").geometry_area_perimeter(forme)[0] / 336**2
    assert unites == pytest.approx(100**2 - 60**2 + 20**2, rel=0.01)
    assert len(forme.geoms) == 2


UNITE = trace.METRES_PAR_UNITE


def _carre(x: float, y: float, cote: float) -> shapely.Polygon:
    """A square whose north-west corner is at (x, y) and side ``cote``, in units of the view box."""
    ouest, nord = trace.OUEST_M + x * UNITE, trace.NORD_M - y * UNITE
    return shapely.box(ouest, nord - cote * UNITE, ouest + cote * UNITE, nord)


def _anneaux(d: str) -> list[shapely.Polygon]:
    polygones = []
    for morceau in d.split("M")[1:]:
        nombres = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", morceau)]
        polygones.append(shapely.Polygon(np.cumsum(np.reshape(nombres, (-1, 2)), axis=0)))
    return polygones


def _lire(code: str) -> dict:
    return json.loads((zonages.fond() if code == "fond" else zonages.trace(code)).read_text(encoding="utf-8"))


def test_a_square_is_drawn_with_y_downward_a_tiny_ring_vanishes_and_rounding_does_not_drift():
    x, y = trace.OUEST_M + 10 * UNITE, trace.NORD_M - 20 * UNITE
    place = shapely.Polygon([(x, y), (x, y + 2 * UNITE), (x + 2.5 * UNITE, y + 2 * UNITE), (x + 2.5 * UNITE, y)])
    assert trace.chemin(place) == "M10 20l0-2 2.5 0 0 2Z"
    assert trace.chemin(_carre(5, 5, 0.01)) == ""
    cercle = shapely.Point(trace.OUEST_M + 500 * UNITE, trace.NORD_M - 400 * UNITE).buffer(90 * UNITE, quad_segs=200)
    (anneau,) = _anneaux(trace.chemin(cercle))
    bords = [abs(shapely.Point(p).distance(shapely.Point(500, 400)) - 90) for p in anneau.exterior.coords]
    assert max(bords) < 0.1


def test_the_anchor_is_the_centre_of_the_largest_circle_and_a_nudge_that_leaves_the_zone_is_dropped():
    (zone,) = trace.trace("essai", [("a", "Nom", _carre(100, 200, 40))])["zones"]
    assert (zone["x"], zone["y"], zone["r"]) == pytest.approx((120, 220, 20), abs=0.3)
    (zone,) = trace.trace("spo", [("sud-mayenne", "Sud Mayenne", _carre(100, 200, 20))])["zones"]
    assert (zone["x"], zone["y"]) == pytest.approx((110, 210), abs=0.3)


@pytest.mark.parametrize(("libelle", "rayon", "lignes"), [
    ("Les Sables-d'Olonne", 30, ["Les Sables-", "d'Olonne"]),
    ("Sud Mayenne", 30, ["Sud", "Mayenne"]),
    ("Châteaubriant", 30, ["Château-", "briant"]),
    ("La Baule", 5, None),
    ("Ancenis", 30, None),
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
    continent = [("b", "Milieu", _carre(10, 0, 10))]
    coupee = ("a", "Coupée", shapely.union_all([_carre(0, 0, 10), _carre(20, 0, 10)]))
    iles = ("a", "Îles", shapely.union_all([_carre(0, 0, 10), _carre(50, 0, 5)]))
    assert zones_eclatees([coupee, *continent]) == ["Coupée"]
    assert zones_eclatees([iles, *continent]) == []
    for code in ("spo", "zef", "ze", "bassin", "gtec"):
        assert zones_eclatees(trace.dissoudre(zonages.perimetre.de(code, None), geometries())) == []
