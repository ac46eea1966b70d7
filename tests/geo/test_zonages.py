"""Territories: the shipped ones, every commune once; a perimeter loaded, refused by its message, or damaged."""

import json
import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pandas as pd
import pytest

from geo import chargement, fichier_zonage, sujets, zonages
from geo.zonages import ErreurZonage


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
    populations = zonages.zones("departement").set_index("code_zone")["population_nb"]
    assert table["population_nb"].sum() == populations["53"]
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


LISTE = "la liste courant.json ne dit plus lequel est en vigueur"
AVARIES = {
    "list cut": (lambda b, v: (b / "courant.json").write_text("{"), LISTE),
    "list lost": (lambda b, v: (b / "courant.json").unlink(), LISTE),
    "name that leads elsewhere": (lambda b, v: (b / "courant.json").write_text('{"spo": "../../etc"}'), LISTE),
    "version lost": (lambda b, v: (b / "courant.json").write_text('{"spo": "0a1b2c3d"}'), "fichier absent"),
    "communes lost": (lambda b, v: (v / "appartenance.csv").unlink(), "fichier absent (appartenance.csv)"),
    "a folder for a file": (
     lambda b, v: ((v / "zonage.json").unlink(), (v / "zonage.json").mkdir()), "fichier absent (zonage.json)"),
    "one bit of the card": (lambda b, v: _inverser(v / "zonage.json"), "empreinte fausse (zonage.json)"),
    "one bit of the trace": (lambda b, v: _inverser(next(v.glob("trace.*"))), "empreinte fausse (trace."),
    "outlines lost": (lambda b, v: (v / "aires.parquet").unlink(), "fichiers illisibles"),
    "a card before checksums": (
     lambda b, v: ((v / zonages.SOMMES).unlink(), (v / "zonage.json").write_text("{}")), "fichiers illisibles"),
}  # fmt: skip


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


def test_running_needs_no_polygon_library():
    code = (
        "import sys; from geo import lieux, zonages; zonages.zonages(); zonages.zones('spo'); zonages.trace('spo'); "
        "lieux.locatif('spo', 'ancenis'); print(sorted({'shapely', 'geopandas', 'pyproj'} & set(sys.modules)))"
    )
    fait = subprocess.run([sys.executable, "-c", code], cwd=zonages.DEPOT, capture_output=True, text=True, check=True)
    assert fait.stdout.strip() == "[]"


def _moities() -> pd.DataFrame:
    """A partition of the region in two, west and east, one row per commune."""
    return zonages.communes()[["code_commune"]].assign(
        code_zone=lambda t: t["code_commune"].str[:2].isin(["44", "85"]).map({True: "ouest", False: "est"}),
        libelle_zone=lambda t: t["code_zone"].map({"ouest": "Loire et Océan", "est": "Anjou, Maine"}),
    )


def _csv(dossier: Path, table: pd.DataFrame, nom: str = "decoupage.csv", **options) -> Path:
    chemin = dossier / nom
    table.to_csv(chemin, index=False, **({"sep": ";"} | options))
    return chemin


def test_the_region_s_file_takes_the_place_of_the_working_one(tmp_path, racine_propre):
    chemin = _csv(tmp_path, _moities())
    fiche = {"zonage": "spo", "millesime": "2014", "source": "Région Pays de la Loire", "confiance": "atteste"}
    fiche |= {"date": "2014-05-12", "note": "Contours fixés par les acteurs locaux."}
    chemin.with_suffix(".json").write_text(json.dumps(fiche, ensure_ascii=False), encoding="utf-8")
    avant = zonages.trace("spo")
    assert len(zonages.zones("spo")) == 17
    assert sujets.de_zone("spo", "ancenis").nom == "Ancenis"
    dits = chargement.charger("spo", chemin)
    zonage = zonages.zonage("spo")
    assert (zonage.charge, zonage.confiance, zonage.decoupage_de_travail) == (True, "attesté", False)
    assert (zonage.millesime, zonage.date, zonage.libelle) == ("2014", "2014-05-12", "Territoires SPO")
    assert zonages.zones("spo")["code_zone"].tolist() == ["est", "ouest"]
    assert zonages.appartenance("spo")["44109"] == "ouest"
    with pytest.raises(KeyError):
        sujets.de_zone("spo", "ancenis")
    assert zonages.zones("spo")["population_nb"].sum() == 3_907_156
    assert zonages.emboite("departement", "spo") == {"est": ["49", "53", "72"], "ouest": ["44", "85"]}
    trace = zonages.trace("spo")
    assert trace != avant
    assert trace == racine_propre / "zonages" / "spo" / zonage.sha8 / f"trace.{zonage.sha8}.json"
    dessin = json.loads(trace.read_text(encoding="utf-8"))
    assert [z["libelle"] for z in dessin["zones"]] == ["Anjou, Maine", "Loire et Océan"]
    assert dits[0] == "Territoires SPO\u00a0: 2 zones, 1\u202f228 communes."
    assert not any(ligne.startswith("Attention") for ligne in dits)
    # the other zonings do not move
    assert not zonages.zonage("bassin").charge


def test_former_versions_stay_and_the_same_file_gives_the_same_version(tmp_path, racine_propre):
    table = _moities()
    chargement.charger("zef", _csv(tmp_path, table))
    premier = zonages.zonage("zef").sha8
    deplacee = table.assign(code_zone=table["code_zone"].mask(table["code_commune"] == "49126", "ouest"))
    deplacee["libelle_zone"] = deplacee["code_zone"]
    chargement.charger("zef", _csv(tmp_path, deplacee))
    second = zonages.zonage("zef").sha8
    assert second != premier
    assert zonages.appartenance("zef")["49126"] == "ouest"
    chargement.charger("zef", _csv(tmp_path, table))
    assert (zonages.zonage("zef").sha8, zonages.appartenance("zef")["49126"]) == (premier, "est")
    versions = {d.name for d in (racine_propre / "zonages" / "zef").iterdir()}
    assert versions == {premier, second}
    assert len(pd.read_parquet(racine_propre / "zonages" / "zef" / second / "aires.parquet")) == 2


def test_two_loads_at_once_keep_both(tmp_path, racine_propre, monkeypatch):
    """Each load reads ``courant.json`` and writes it back: slowed down, two of them would both read the old one."""
    chemin, lire = _csv(tmp_path, _moities()), zonages.courant

    def lire_lentement(dossier: Path) -> dict[str, str]:
        lu = lire(dossier)
        time.sleep(0.5)
        return lu

    monkeypatch.setattr(zonages, "courant", lire_lentement)
    fils = [threading.Thread(target=chargement.charger, args=(nom, chemin)) for nom in ("spo", "zef")]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert set(json.loads((racine_propre / "zonages" / "courant.json").read_text())) == {"spo", "zef"}


def test_a_file_without_sidecar_is_a_working_hypothesis_and_gtec_need_not_cover_the_region(tmp_path):
    chargement.charger("spo", _csv(tmp_path, _moities()))
    spo = zonages.zonage("spo")
    assert (spo.confiance, spo.source) == ("hypothèse de travail", "Fichier decoupage.csv")
    table = pd.DataFrame({"siren_epci": ["244400552"], "code_zone": ["ancenis"], "libelle_zone": ["Ancenis"]})
    chargement.charger("gtec", _csv(tmp_path, table))
    assert len(zonages.appartenance("gtec")) == 20
    assert zonages.zonage("gtec").partition is False


def test_rows_by_epci_with_the_commune_that_has_none(tmp_path):
    epci = zonages.zones("epci")["code_zone"]
    table = pd.DataFrame({"siren_epci": epci, "code_commune": "", "code_zone": "tout", "libelle_zone": "Tout"})
    with pytest.raises(ErreurZonage, match=r"L.Île d.Yeu n'a pas d'EPCI"):
        chargement.charger("spo", _csv(tmp_path, table))
    table.loc[len(table)] = ["", "85113", "tout", "Tout"]
    chargement.charger("spo", _csv(tmp_path, table))
    assert len(zonages.appartenance("spo")) == 1228


@pytest.mark.parametrize(
    "options", [{"sep": "\t"}, {"sep": "|", "encoding": "cp1252"}, {"encoding": "utf-16"}], ids=str
)
def test_separators_and_encodings(tmp_path, options):
    chargement.charger("spo", _csv(tmp_path, _moities(), **options))
    assert zonages.libelle_zone("spo", "ouest") == "Loire et Océan"


def test_abolished_codes_follow_and_the_majority_decides(tmp_path):
    """L'Aiguillon-la-Presqu'île (85001) was L'Aiguillon-sur-Mer (85001, the larger) and La Faute-sur-Mer (85307)."""
    table = _moities()
    ajout = pd.DataFrame([["85307", "est", "Anjou, Maine"], ["49069", "est", "Anjou, Maine"]], columns=table.columns)
    dits = chargement.charger("spo", _csv(tmp_path, pd.concat([table, ajout])))
    assert zonages.appartenance("spo")["85001"] == "ouest"
    assert "Codes de communes disparues, qui suivent leur commune d'aujourd'hui\u00a0: 2." in dits
    assert any(ligne.startswith("L’Aiguillon-la-Presqu’île (85001), née de") for ligne in dits)
    inverse = table.assign(code_zone=table["code_zone"].mask(table["code_commune"] == "85001", "est"))
    inverse["libelle_zone"] = inverse["code_zone"]
    ajout = ajout.assign(code_zone="ouest", libelle_zone="ouest")
    chargement.charger("spo", _csv(tmp_path, pd.concat([inverse, ajout])))
    assert zonages.appartenance("spo")["85001"] == "est"


def test_a_zone_in_pieces_is_a_warning(tmp_path):
    table = _moities()
    est = table["code_commune"] == "85191"  # La Roche-sur-Yon, in the middle of the west
    table.loc[est, ["code_zone", "libelle_zone"]] = ["est", "Anjou, Maine"]
    dits = chargement.charger("spo", _csv(tmp_path, table))
    assert dits[-1] == "Attention\u00a0: zones en plusieurs morceaux\u00a0: Anjou, Maine."


def _remplacer(colonne: str, valeur: str):
    return lambda t: t.assign(**{colonne: t[colonne].mask(t.index == t.index[0], valeur)})


@pytest.mark.parametrize(("changer", "message"), [
    (lambda t: t.iloc[:-1], r"communes sans zone \(1 : .* 85306\)"),
    (lambda t: pd.concat([t, t.iloc[:2]]), r"codes donnés plus d'une fois \(2 : 44001, 44002\)"),
    (lambda t: pd.concat([t, t.iloc[:1].assign(code_zone="est", libelle_zone="Anjou, Maine")]), "plus d'une fois"),
    (_remplacer("code_commune", "44999"), r"communes inconnues \(1 : 44999\)"),
    (_remplacer("code_commune", "44001.0"), r"mal formés.*« 44001\.0 ».*tableur"),
    (_remplacer("code_commune", "1001"), r"mal formés.*« 1001 »"),
    (_remplacer("code_commune", "４４００１"), "mal formés"),
    (_remplacer("code_commune", ""), "lignes sans code.*ligne 2"),
    (_remplacer("code_zone", "Sud Vendée"), "« Sud Vendée ».*Écrivez par exemple sud-vendee"),
    (_remplacer("code_zone", ""), "codes de zone"),
    (_remplacer("libelle_zone", "Autre"), r"plusieurs libellés \(1 : ouest\)"),
    (lambda t: t.assign(libelle_zone="Même"), "plusieurs codes partagent"),
    (_remplacer("libelle_zone", "<b>Nantes</b>"), "signes refusés.*<b>Nantes</b>"),
    (_remplacer("libelle_zone", "Nan\u202etes"), "signes refusés"),
    (_remplacer("libelle_zone", "=1+1"), "signes refusés"),
    (_remplacer("libelle_zone", "N" * 10_000), "trop longs"),
    (_remplacer("libelle_zone", "N" * 200_000), "CSV mal formé"),
    (lambda t: t.rename(columns={"code_zone": "territoire"}),
     "colonnes vues « code_commune;territoire;libelle_zone »"),
    (lambda t: t.assign(**{"Code Zone": "x"}), "colonnes de même nom"),
    (lambda t: t.iloc[:0], "aucune ligne sous l'en-tête"),
])  # fmt: skip
def test_refusals(tmp_path, racine_propre, changer, message):
    with pytest.raises(ErreurZonage) as refus:
        chargement.charger("spo", _csv(tmp_path, changer(_moities())))
    texte = str(refus.value).replace("\u00a0", " ").replace("\u202f", " ")
    assert re.search(message, texte), texte
    assert texte.startswith("decoupage.csv : ")
    assert len(texte) < 600
    assert not racine_propre.exists()
    assert not zonages.zonage("spo").charge


@pytest.mark.parametrize(("contenu", "message"), [
    (b"", "fichier vide"),
    (b"PK\x03\x04" + b"\0" * 40, "classeur"),
    (b"<!DOCTYPE html><html>", "page web"),
    (b"code_commune;code_zone;libelle_zone\n44\x00001;a;b", "octets nuls"),
    (b"code_commune;code_zone;libelle_zone\n44001;a;\x81\x8d", "accents illisibles"),
    ("code_commune;code_zone;libelle_zone\n44001;a;VendÃ©e".encode(), "accents illisibles (1 : ligne 2, "),
    (b"code_commune;code_zone;libelle_zone\n44001;a;b;c", "ligne 2, 4 cellules pour 3 colonnes"),
    (b"code_commune;code_zone;libelle_zone\n44001", "ligne 2, 1 cellule pour 3 colonnes"),
    (b'code_commune;code_zone;libelle_zone\n44001;a;"b', "CSV mal formé"),
    (b"x" * (fichier_zonage.TAILLE_MAX_OCTETS + 1), "octets, trop pour un découpage"),
    (b"code_commune;code_zone;libelle_zone\n" + b"44001;a;b\n" * 60_001, "lignes, trop"),
    (b"code_commune_insee,code_bassin_BMO,lib_bassin_BMO\n44001,5203,X", "table du découpage « bassin »"),
    (b"siren_epci;code_zone;libelle_zone\n244400999;a;b", "EPCI inconnus"),
    (b"siren_epci;code_commune;code_zone;libelle_zone\n244400552;;a;b\n;44003;a;b", "et par leur EPCI"),
])  # fmt: skip
def test_files_that_are_not_a_perimeter(tmp_path, contenu, message):
    chemin = tmp_path / "decoupage.csv"
    chemin.write_bytes(contenu)
    with pytest.raises(ErreurZonage) as refus:
        chargement.charger("spo", chemin)
    assert message in str(refus.value).replace("\u00a0", " ")


@pytest.mark.parametrize("nom", ["region", "epci", "bassins", "../spo"])
def test_names_that_cannot_be_loaded(tmp_path, nom):
    with pytest.raises(ErreurZonage, match="Choisissez parmi"):
        chargement.charger(nom, _csv(tmp_path, _moities()))


@pytest.mark.parametrize(("fiche", "message"), [
    ('{"zonage": "zef"}', "la fiche décrit « zef »"), ('{"confiance": "certaine"}', "confiance « certaine »"),
    ('{"date": "12/05/2014"}', "date « 12/05/2014 »"), ('{"source": "<script>"}', "champ source"),
    (f'{{"libelle": "{"x" * 500}"}}', "champ libelle"), *((t, "decoupage.json") for t in ("{", "[1]", "[" * 100_000)),
])  # fmt: skip
def test_a_faulty_sidecar_is_refused(tmp_path, fiche, message):
    chemin = _csv(tmp_path, _moities())
    chemin.with_suffix(".json").write_text(fiche)
    with pytest.raises(ErreurZonage) as refus:
        chargement.charger("spo", chemin)
    assert message in str(refus.value).replace("\u00a0", " ")


def test_missing_files_are_refused_and_a_root_that_cannot_be_written_leaves_all_as_it_was(tmp_path, racine_propre):
    with pytest.raises(ErreurZonage, match=r"absent\.csv.*illisible"):
        chargement.charger("spo", tmp_path / "absent.csv")
    with pytest.raises(ErreurZonage, match=r"absent\.json.*illisible"):
        chargement.charger("spo", _csv(tmp_path, _moities()), sidecar=tmp_path / "absent.json")
    racine_propre.write_text("a file where the folder should be")
    with pytest.raises(NotADirectoryError):
        chargement.charger("spo", _csv(tmp_path, _moities()))
    assert not zonages.zonage("spo").charge


def test_a_national_table_keeps_the_region_s_rows(tmp_path):
    """Insee's whole table has communes of every region, and the two interregional zones."""
    table = zonages.communes()[["code_commune"]].rename(columns={"code_commune": "codgeo"})
    table["ze2020"], table["libze2020"] = "5216", "Nantes"
    table.loc[table["codgeo"] == "44185", ["ze2020", "libze2020"]] = ["0062", "Redon"]
    table.loc[len(table)] = ["01001", "8213", "Villefranche-sur-Saône"]
    dits = chargement.charger("ze", _csv(tmp_path, table, sep=","))
    assert zonages.appartenance("ze")["44185"] == "5262"
    assert zonages.libelle_zone("ze", "5262") == "Redon (partie Pays de la Loire)"
    assert zonages.zonage("ze").confiance == "attesté"
    assert "Lignes d'autres régions laissées de côté\u00a0: 1." in dits


def test_real_bassin_table(reference):
    dits = chargement.charger("bassin", reference / "territoires/france_travail_bassins_BMO2021_communes_pdl.csv")
    zonage, appartenance = zonages.zonage("bassin"), zonages.appartenance("bassin")
    assert (zonage.confiance, zonage.millesime, zonage.partition) == ("attesté", "2021", False)
    assert zonage.source.startswith("France Travail")
    assert len(appartenance) == 1225
    assert set(zonages.communes()["code_commune"]) - set(appartenance.index) == {"44007", "44057", "44185"}
    shipped = zonages.lire_table(zonages.PERIMETRES / "bassin.csv")
    livres = {r.code_zone: r.libelle_zone.replace("'", "’") for r in shipped.itertuples()}
    assert dict(zonages.zones("bassin")[["code_zone", "libelle_zone"]].itertuples(index=False)) == livres
    # spans two bassins: most of the inhabitants decide
    assert (appartenance["53249"], appartenance["85001"]) == ("5228", "5215")
    assert "qui suivent leur commune d'aujourd'hui\u00a0: 305." in "\n".join(dits)
    assert "Redon (5313)" in next(ligne for ligne in dits if ligne.startswith("Attention"))
    assert "Redon (5313)" in zonage.note
    assert sujets.note_sur("bassin", "53249").startswith("Vimartin-sur-Orthe (53249), née de communes de plusieurs")
