"""Job-seekers by EPCI: reading the file, then sums on zonings that keep the EPCI whole."""

import tomllib

import pytest

from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux import calculs
from data_loaders.sources import defm_epci, noms
from geo import zonages
from tests import builders

ENTETE = "annee_mois,code_epci,lib_epci,categorie_a,categorie_b,categorie_c,categorie_d,categorie_e"
ANCENIS, LAVAL, ABSORBES = "244400552", "200083392", ("245300306", "245300330")


def totaux(lu):
    return lu.tables["observations"].to_pandas().groupby("categorie")["value"].sum().to_dict()


def fichier(tmp_path, *lignes, entete=ENTETE, encodage="utf-8"):
    return builders.csv_de(tmp_path / "defm.csv", entete, lignes, encodage)


def test_each_period_is_one_reading_with_its_totals(tmp_path):
    lectures = defm_epci.lire(
        fichier(tmp_path, f"2019-12,{ANCENIS},CC A,10,1,2,3,4", f"2018-12,{ANCENIS},CC A,20,1,2,3,4")
    )
    assert [lu.millesime for lu in lectures] == ["2018-12", "2019-12"]
    assert totaux(lectures[1]) == {"A": 10, "B": 1, "C": 2, "D": 3, "E": 4}
    assert "catégorie A : 10 · catégories A, B, C : 13 " in lectures[1].dit[1]
    assert lectures[1].notes == ()
    for lu in lectures:
        CONTRATS["defm_epci"].valider(lu.tables)


def test_abolished_groupings_are_added_to_their_successor_and_said(tmp_path):
    (lu,) = defm_epci.lire(
        fichier(tmp_path, *(f"2018-12,{s},CC,{v},0,0,0,0" for s, v in zip(ABSORBES, (10, 90), strict=True)))
    )
    t = lu.tables["observations"].to_pandas()
    assert t.loc[t.categorie.eq("A"), ["siren_epci", "value"]].to_numpy().tolist() == [[LAVAL, 100]]
    assert "2 lignes lues, 1 EPCI" in lu.dit[0]
    assert lu.notes == ("EPCI fusionnés ajoutés à leur successeur : 245300306, 245300330.",)


@pytest.mark.parametrize(("lignes", "entete", "regle", "message"), [
    (("2019-12,999999999,CC X,1,1,1,1,1",), ENTETE, "epci", "999999999 CC X"),
    ((f"2019-12,{ANCENIS},CC,*,1,1,1,1",), ENTETE, "signe", "« \\* »"),
    ((f"2019-12,{ANCENIS},CC,<5,1,1,1,1",), ENTETE, "signe", "<5"),
    ((f"2019-12,{ANCENIS},CC,,1,1,1,1",), ENTETE, "signe", "cellule vide"),
    (tuple(f"2019-12,{ANCENIS},CC,{n},1,1,1,1" for n in (1, 2)), ENTETE, "cle", "deux fois"),
    ((f"2019-12,{ANCENIS},CC,1,1,1,1",), ENTETE, "lignes", "8 cellules"),
    (("2019-12,1",), "annee_mois,code_epci", "colonnes", "categorie_a"),
    (("<p>",), "<!DOCTYPE html>", "format", "page web"),
])  # fmt: skip
def test_refusals_say_what_was_seen(tmp_path, lignes, entete, regle, message):
    with builders.refus(regle, message):
        defm_epci.lire(fichier(tmp_path, *lignes, entete=entete))


def test_the_epci_of_other_regions_are_left_out_when_none_of_ours_is_missing(tmp_path):
    siens = [f"2019-12,{c},X,1,1,1,1,1" for c in zonages.zones("epci")["code_zone"]]
    (lu,) = defm_epci.lire(fichier(tmp_path, *siens, "2019-12,999999999,CC X,1,1,1,1,1"))
    assert (lu.tables["observations"].num_rows, lu.remarques) == (
        5 * len(siens),
        ("1 EPCI d'autres régions laissés de côté",),
    )
    with pytest.raises(ErreurDonnees, match="1 EPCI de la région sans ligne en 2019-12") as e:
        defm_epci.lire(fichier(tmp_path, *siens[1:], "2019-12,999999999,CC X,1,1,1,1,1"))
    assert "« fusions »" in e.value.remede


def test_a_column_that_its_producer_renames_is_a_line_of_its_table(tmp_path, monkeypatch):
    chemin = fichier(tmp_path, f"2019-12,{ANCENIS},CC,10,1,2,3,4", entete=ENTETE.replace("categorie_b", "activite"))
    with pytest.raises(ErreurDonnees, match=r"ajouter le nouveau nom à la clé « categorie_b » de .*defm_epci.toml"):
        defm_epci.lire(chemin)
    table = (noms.DOSSIER / "defm_epci.toml").read_text("utf-8")
    table = table.replace('["categorie_b"]', '["categorie_b", "Activité"]')
    (tmp_path / "defm_epci.toml").write_text(table, "utf-8")
    monkeypatch.setattr(noms, "DOSSIER", tmp_path)
    noms.noms.cache_clear()
    try:
        assert totaux(defm_epci.lire(chemin)[0])["B"] == 1
    finally:
        noms.noms.cache_clear()


def tables_de_noms():
    """Every table of names: a file, or its parts."""
    for f in sorted(noms.DOSSIER.glob("*.toml")):
        lu = tomllib.loads(f.read_text("utf-8"))
        yield from [f.stem] * ("reconnaitre" in lu)
        yield from (f"{f.stem}#{p}" for p, sous in lu.items() if isinstance(sous, dict) and "reconnaitre" in sous)


@pytest.mark.parametrize("table", list(tables_de_noms()))
def test_every_table_of_names_is_known_and_has_the_roles_it_speaks_of(table):
    regle = noms.noms(table)
    assert {*regle.reconnaitre, *regle.facultatives, *regle.formes} <= regle.noms.keys()
    assert regle.reconnaitre


@pytest.fixture
def observations(tmp_path):
    """Two groupings: 10 and 100 in A, 1 and 2 in B, 0 and 7 in C."""
    (lu,) = defm_epci.lire(fichier(tmp_path, f"2019-12,{ANCENIS},CC,10,1,0,3,4", f"2019-12,{LAVAL},CC,100,2,7,3,4"))
    return lu.tables["observations"].to_pandas()


def zone(resultat, code="z"):
    return resultat.set_index("code_zone").loc[code]


@pytest.mark.parametrize(("indicateur", "attendu"), [("defm_a", 110), ("defm_abc", 120)])
def test_a_zone_is_the_sum_of_its_whole_groupings(observations, indicateur, attendu):
    z = zone(calculs.inscrits(observations, indicateur, {"z": [ANCENIS, LAVAL]}))
    assert (z["value"], z["obs_status"], z["raison"], z["minorant"]) == (attendu, "A", "", False)
    assert (z["borne_basse"], z["borne_haute"]) == (attendu, attendu)


def test_a_missing_grouping_makes_the_zone_not_available_and_a_hidden_one_alone_a_lower_bound(observations):
    r = calculs.inscrits(observations, "defm_a", {"z": [ANCENIS, "200000438"], "y": [LAVAL]})
    assert zone(r)["obs_status"] == "O"
    assert zone(r)["value"] != zone(r)["value"]
    assert "manque dans le fichier" in zone(r)["raison"]
    assert zone(r, "y")["value"] == 100
    observations.loc[observations.siren_epci.eq(ANCENIS), ["value", "obs_status"]] = [None, "Q"]
    z = zone(calculs.inscrits(observations, "defm_a", {"z": [ANCENIS, LAVAL]}))
    assert (z["value"], z["minorant"], z["borne_haute"]) == (100, True, 105)
    z = zone(calculs.inscrits(observations, "defm_a", {"z": [ANCENIS, LAVAL, "200000438"]}))
    assert (z["obs_status"], z["minorant"]) == ("O", False)
    assert z[["value", "borne_basse", "borne_haute"]].isna().all()


@pytest.mark.parametrize(("a_cheval", "sans_ile", "statut", "raison"), [
    ((), (), "A", ""),
    ((LAVAL,), (), "D", calculs.RAISON_A_CHEVAL),
    ((), ("z",), "D", calculs.RAISON_ILE),
    ((LAVAL,), ("z",), "D", f"{calculs.RAISON_A_CHEVAL} ; {calculs.RAISON_ILE}"),
    (("999999999",), ("y",), "A", ""),
])  # fmt: skip
def test_what_overflows_or_misses_an_island_has_another_definition(observations, a_cheval, sans_ile, statut, raison):
    z = zone(calculs.inscrits(observations, "defm_a", {"z": [LAVAL]}, frozenset(a_cheval), frozenset(sans_ile)))
    assert (z["obs_status"], z["raison"].replace("\u202f", " ")) == (statut, raison)


def test_official_file_is_whole(producteurs):
    millesimes = producteurs.officiel.millesimes("defm_epci")
    assert millesimes == ["2016-12", "2017-12", "2018-12", "2019-12"]
    notes = [producteurs.instantane("defm_epci", m).manifeste["notes"] for m in millesimes]
    assert [len(n) for n in notes] == [1, 1, 1, 0]
    assert set(producteurs.lire("defm_epci")["siren_epci"]) == set(zonages.zones("epci")["code_zone"])
