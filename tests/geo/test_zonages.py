"""Shipped territories: every commune once, official totals, landmarks in the right zone."""

import json
import shutil
import subprocess
import sys

import pandas as pd
import pytest

from geo import chargement, zonages


def test_communes_are_those_of_2026_the_area_is_insee_s_plus_water_and_no_caller_changes_them():
    table = zonages.communes()
    assert len(table) == table["code_commune"].nunique() == 1228
    assert table["population_nb"].sum() == 3_907_156
    assert table.loc[table["siren_epci"] == "", "code_commune"].tolist() == ["85113"]
    assert table["siren_epci"].nunique() == 72
    assert table["code_commune"].str.fullmatch(r"(44|49|53|72|85)\d{3}").all()
    surface = zonages.zones("region")["surface_km2"].iloc[0]
    assert (surface, surface) == (pytest.approx(32_359, abs=1), pytest.approx(32_082, rel=0.01))
    for table in (zonages.communes(), zonages.zones("spo")):
        table["population_nb"] = 0
    assert zonages.communes()["population_nb"].sum() == zonages.zones("spo")["population_nb"].sum() == 3_907_156


@pytest.mark.parametrize(("code", "nombre", "partition"), [
    ("region", 1, True), ("departement", 5, True), ("epci", 71, False), ("commune", 1228, True), ("bassin", 26, True),
    ("ze", 23, True), ("zef", 23, True), ("spo", 17, True), ("gtec", 5, False),
])  # fmt: skip
def test_zones_of_each_zoning(code, nombre, partition):
    zones, appartenance = zonages.zones(code), zonages.appartenance(code)
    assert len(zones) == zones["code_zone"].nunique() == nombre
    # two communes may bear the same name
    assert code == "commune" or zones["libelle_zone"].is_unique
    assert appartenance.index.is_unique
    assert zonages.zonage(code).partition is partition is (len(appartenance) == 1228)
    assert zones["communes_nb"].sum() == len(appartenance)


@pytest.mark.parametrize(("zonage", "commune", "zone"), [
    ("spo", "44109", "nantes"), ("spo", "85113", "les-sables-d-olonne"), ("spo", "44003", "ancenis"),
    ("spo", "44036", "chateaubriant"), ("spo", "53062", "sud-mayenne"), ("spo", "72180", "sarthe-nord"),
    ("zef", "72180", "alencon"), ("ze", "44185", "5262"), ("ze", "72180", "5251"), ("bassin", "44109", "5220"),
    ("bassin", "85113", "5217"), ("gtec", "49328", "grand-saumurois"), ("gtec", "53147", "nord-mayenne"),
    ("departement", "85113", "85"),
])  # fmt: skip
def test_landmarks(zonage, commune, zone):
    assert zonages.appartenance(zonage)[commune] == zone


def test_spo_and_zef_keep_every_epci_whole_and_some_are_astride_the_border():
    for zonage in ("spo", "zef", "ze", "bassin"):
        nombre = len(zonages.zones(zonage))
        assert len(zonages.emboite("epci", zonage, hors_admis=True)) == nombre
        # Île d'Yeu, in no EPCI, breaks one zone only
        assert len(zonages.emboite("epci", zonage)) == nombre - 1
    assert set(zonages.emboite("epci", "gtec")["sud-sarthe"]) == {"247200348", "200073112", "200070373"}
    assert zonages.emboite("epci", "region") == {}
    assert zonages.emboite("commune", "region")["52"] == sorted(zonages.communes()["code_commune"])
    assert "44" not in zonages.emboite("bassin", "departement")
    assert zonages.epci_a_cheval() == {
        "246100663": (5, 31), "243500741": (8, 31), "244400610": (12, 15), "200072676": (49, 51),
    }  # fmt: skip


def test_overlap_shares_add_up_and_say_what_is_outside():
    table = zonages.recoupement("departement", "53", "gtec")
    assert table["part_population"].sum() == pytest.approx(1)
    assert (
        table["population_nb"].sum() == zonages.zones("departement").set_index("code_zone").loc["53", "population_nb"]
    )
    assert dict(zip(table["code_zone"], table["libelle_zone"], strict=True))[""] == "hors zonage"
    assert table["population_nb"].is_monotonic_decreasing
    with pytest.raises(KeyError, match="spo:atlantide"):
        zonages.recoupement("spo", "atlantide", "bassin")


def test_labels_are_sorted_without_regard_to_accents_and_unknown_codes_have_none():
    assert zonages.libelle_zone("bassin", "5216") == "Les Sables-d’Olonne"
    assert zonages.libelle_zone("ze", "0051") == "Alençon"
    for zonage, zone in (("spo", "5216"), ("ze", "9999"), ("arrondissement", "442")):
        with pytest.raises(KeyError):
            zonages.libelle_zone(zonage, zone)
    libelles = zonages.zones("spo")["libelle_zone"].tolist()
    assert libelles == sorted(libelles, key=zonages.slug)
    assert zonages.slug("L’Île-d’Yeu, Cœur") == "l-ile-d-yeu-coeur"


@pytest.mark.parametrize("contenu", ["{", "[]", '{"region": "0a1b2c3d"}'])
def test_a_list_damaged_where_nothing_was_ever_loaded_leaves_the_shipped_zonings(racine_propre, contenu):
    (racine_propre / "zonages").mkdir(parents=True)
    (racine_propre / "zonages" / "courant.json").write_text(contenu)
    assert zonages.fautes() == {}
    assert not any(z.charge for z in zonages.zonages().values())
    assert len(zonages.zones("spo")) == 17


def _inverser(fichier):
    octets = bytearray(fichier.read_bytes())
    octets[len(octets) // 2] ^= 1
    fichier.write_bytes(octets)


def _en_dossier(fichier):
    fichier.unlink()
    fichier.mkdir()


LISTE = "la liste courant.json ne dit plus lequel est en vigueur"
AVARIES = {
    "list cut": (lambda b, v: (b / "courant.json").write_text("{"), LISTE),
    "list of another form": (lambda b, v: (b / "courant.json").write_text("[]"), LISTE),
    "list lost": (lambda b, v: (b / "courant.json").unlink(), LISTE),
    "name that leads elsewhere": (lambda b, v: (b / "courant.json").write_text('{"spo": "../../etc"}'), LISTE),
    "name of another kind": (lambda b, v: (b / "courant.json").write_text('{"spo": 3}'), LISTE),
    "version lost": (lambda b, v: (b / "courant.json").write_text('{"spo": "0a1b2c3d"}'), "fichier absent"),
    "communes lost": (lambda b, v: (v / "appartenance.csv").unlink(), "fichier absent (appartenance.csv)"),
    "a folder for a file": (lambda b, v: _en_dossier(v / "zonage.json"), "fichier absent (zonage.json)"),
    "one bit of the card": (lambda b, v: _inverser(v / "zonage.json"), "empreinte fausse (zonage.json)"),
    "one bit of the communes": (lambda b, v: _inverser(v / "appartenance.csv"), "empreinte fausse (appartenance.csv)"),
    "one bit of the trace": (lambda b, v: _inverser(next(v.glob("trace.*"))), "empreinte fausse (trace."),
    "outlines lost": (lambda b, v: (v / "aires.parquet").unlink(), "fichiers illisibles"),
    "a card before checksums": (
        lambda b, v: ((v / zonages.SOMMES).unlink(), (v / "zonage.json").write_text("{}")),
        "fichiers illisibles",
    ),
}


@pytest.fixture(scope="module")
def spo_charge(tmp_path_factory):
    """A file of the five départements as SPO, and a root in which it is in force."""
    dossier = tmp_path_factory.mktemp("spo")
    lignes = (f"{c};{c[:2]};Zone {c[:2]}\n" for c in zonages.communes()["code_commune"])
    (dossier / "spo.csv").write_text("code_commune;code_zone;libelle_zone\n" + "".join(lignes))
    chargement.charger("spo", dossier / "spo.csv", dossier)
    return dossier / "spo.csv", dossier, zonages.courant(dossier)["spo"]


@pytest.fixture
def en_vigueur(spo_charge, racine_propre):
    """That file, the zonings of the test's own root, where it is in force, and the name of its version."""
    fichier, racine, sha8 = spo_charge
    return fichier, shutil.copytree(racine / "zonages", racine_propre / "zonages"), sha8


@pytest.mark.parametrize("avarie", AVARIES)
def test_nothing_takes_the_place_of_a_damaged_perimeter(en_vigueur, avarie):
    _, base, sha8 = en_vigueur
    assert zonages.fautes() == {}
    abimer, trouve = AVARIES[avarie]
    abimer(base, base / "spo" / sha8)
    assert list(zonages.fautes()) == ["spo"]
    assert trouve in zonages.fautes()["spo"]
    with pytest.raises(zonages.ErreurZonage, match="À faire"):
        zonages.zones("spo")
    assert "spo" not in zonages.zonages()
    assert not zonages.zonage("zef").charge


def test_a_run_speaks_of_one_state_of_the_perimeters(en_vigueur):
    _, base, _ = en_vigueur
    with zonages.un_seul_etat():
        avant = zonages.empreinte()
        assert zonages.noms("spo")["44"] == "Zone 44"
        (base / "courant.json").unlink()
        assert zonages.empreinte() == avant
        assert zonages.existe("spo", "44")
        assert not zonages.existe("spo", "99")
    assert zonages.empreinte() != avant
    assert not zonages.existe("spo", "44")
    assert not zonages.existe("canton", "44")


@pytest.mark.parametrize("avarie", ["list lost", "one bit of the card"])
def test_loading_its_file_again_mends_a_perimeter(en_vigueur, avarie):
    fichier, base, sha8 = en_vigueur
    AVARIES[avarie][0](base, base / "spo" / sha8)
    chargement.charger("spo", fichier)
    assert (zonages.fautes(), zonages.zonage("spo").sha8) == ({}, sha8)


def test_an_official_zoning_cannot_be_replaced(racine_propre):
    dossier = racine_propre / "zonages" / "region" / "0a1b2c3d"
    dossier.mkdir(parents=True)
    (dossier / "zonage.json").write_text((zonages.PERIMETRES / "spo.json").read_text(encoding="utf-8"))
    (dossier / "appartenance.csv").write_text("code_commune;code_zone;libelle_zone\n44109;52;Nantes")
    (racine_propre / "zonages" / "courant.json").write_text('{"region": "0a1b2c3d"}')
    assert zonages.zones("region")["libelle_zone"].tolist() == ["Pays de la Loire"]
    assert not zonages.zonage("region").charge


def test_official_tables_are_not_in_the_repository_and_only_official_perimeters_are_attested():
    """Perimeters are statements by EPCI; a commune row is there for the one commune without EPCI."""
    for code in zonages.REMPLACABLES:
        assert set(zonages.lire_table(zonages.PERIMETRES / f"{code}.csv")["code_commune"]) <= {"", "85113"}
        fiche = json.loads((zonages.PERIMETRES / f"{code}.json").read_text(encoding="utf-8"))
        assert fiche["zonage"] == code
        assert fiche["confiance"] in zonages.CONFIANCES
        pd.Timestamp(fiche["date"])
    travail = {code for code, z in zonages.zonages().items() if z.decoupage_de_travail}
    assert travail == {"bassin", "ze", "zef", "spo", "gtec"}
    assert all(z.confiance in zonages.CONFIANCES and z.source for z in zonages.zonages().values())


def test_running_needs_no_polygon_library():
    code = (
        "import sys; from geo import lieux, zonages; zonages.zonages(); zonages.zones('spo'); zonages.trace('spo'); "
        "lieux.locatif('spo', 'ancenis'); print(sorted({'shapely', 'geopandas', 'pyproj'} & set(sys.modules)))"
    )
    fait = subprocess.run([sys.executable, "-c", code], cwd=zonages.DEPOT, capture_output=True, text=True, check=True)
    assert fait.stdout.strip() == "[]"
