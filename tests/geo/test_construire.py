"""The build: the majority rule, the SPO rule, and the committed files as its exact output."""

import json
import os
import shutil
from pathlib import Path

import pandas as pd
import pyproj
import pytest
import shapely

from geo import construire, territoire, trace, zonages


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
    import geopandas as gpd
    import shapely

    table = zonages.communes().iloc[1:]
    carres = gpd.GeoSeries([shapely.box(0, 0, 1, 1)], index=["44001"], crs=2154)
    with pytest.raises(ValueError, match=r"communes: 1227 instead of 1228.*population.*surface"):
        construire.verifier(carres, shapely.box(5, 5, 6, 6), table)


def _paquets() -> Path:
    dossier = os.environ.get("OBSERVATOIRE_PAQUETS")
    if not dossier:
        pytest.skip("OBSERVATOIRE_PAQUETS unset: folder of the two national packages")
    return Path(dossier)


def test_committed_files_are_what_the_build_writes(tmp_path, monkeypatch):
    paquets = construire.lire_paquets(_paquets())
    ecrits = {"DERIVE": tmp_path / "derive", "TRACES": tmp_path / "traces", "PERIMETRES": tmp_path / "perimetres"}
    livres = {nom: getattr(zonages, nom) for nom in ecrits}
    shutil.copytree(zonages.PERIMETRES, ecrits["PERIMETRES"])
    for nom, dossier in ecrits.items():
        monkeypatch.setattr(zonages, nom, dossier)
    construire.construire(paquets)
    for nom, dossier in ecrits.items():
        attendus = {f.name: f.read_bytes() for f in livres[nom].iterdir()}
        assert {f.name: f.read_bytes() for f in dossier.iterdir()} == attendus, nom


def test_spo_step_moves_one_inhabitant_in_a_hundred():
    paquets = construire.lire_paquets(_paquets())
    actuelles = construire.communes_actuelles(paquets)
    attribution, part = construire.regle_spo(actuelles, construire.epci_par_commune(paquets, actuelles))
    assert len(set(attribution.values())) == 17
    assert part == pytest.approx(0.99, abs=0.001)


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


TERRE = pyproj.Geod(ellps="GRS80")


@pytest.mark.parametrize("code", ["departement", "bassin", "spo", "gtec"])
def test_every_zone_has_its_place_and_area(code):
    formes = {c: shapely.from_geojson(json.dumps(g)) for c, g in trace.polygones(code).items()}
    zones = zonages.zones(code).set_index("code_zone")
    assert set(formes) == set(zones.index)
    for zone, forme in formes.items():
        assert forme.is_valid
        # positive: outer rings are anticlockwise
        surface_km2 = TERRE.geometry_area_perimeter(forme)[0] / 1e6
        assert surface_km2 == pytest.approx(zones.loc[zone, "surface_km2"], rel=0.01)


def test_a_commune_lies_in_the_zone_it_belongs_to_and_an_unknown_zoning_is_refused():
    forme = shapely.from_geojson(json.dumps(trace.polygones("departement")["72"]))
    assert forme.contains(shapely.Point(0.1996, 48.0061))  # Le Mans
    assert not forme.contains(shapely.Point(-1.5536, 47.2184))  # Nantes
    with pytest.raises(KeyError):
        trace.polygones("canton")


def test_a_ring_in_a_ring_is_a_hole_and_a_ring_in_the_hole_an_island(tmp_path, monkeypatch):
    carres = "M100 100l100 0 0 100-100 0ZM120 120l60 0 0 60-60 0ZM140 140l20 0 0 20-20 0Z"
    fichier = tmp_path / "trace.json"
    fichier.write_text(json.dumps({"zones": [{"code": "z", "d": carres}]}), encoding="utf-8")
    monkeypatch.setattr(zonages, "trace", lambda code: fichier)
    forme = shapely.from_geojson(json.dumps(trace.polygones("spo")["z"]))
    unites = TERRE.geometry_area_perimeter(forme)[0] / 336**2
    assert unites == pytest.approx(100**2 - 60**2 + 20**2, rel=0.01)
    assert len(forme.geoms) == 2
