"""The complete index by group: counts shared between groups by hand, official cells, and no mixture of origins."""

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from data_loaders.contracts import CONTRATS
from data_loaders.demo import instantanes as demo
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.store import Source
from data_loaders.measures import meteo_complet, meteo_groupes
from data_loaders.metiers import indices_complets, meteo_complete
from data_loaders.parametres import meteo
from data_loaders.sources import bmo
from tests import builders

LIENS = pd.DataFrame(
    [("F1703", "B0Z20", 0.6), ("F1703", "B0Z21", 0.2), ("F1703", "V0Z60", 0.2), ("J1501", "V0Z60", 1.0)],
    columns=["code_rome", "code_metier", "part"],
)
DOMAINES = {"B0Z20": "B", "B0Z21": "B", "V0Z60": "V"}


def comptes(*lignes):
    df = pd.DataFrame(lignes, columns=["code_zone", "code_rome", "offres", "inscrits"])
    return df.astype({"offres": float, "inscrits": float})


def envois(locaux, regionaux):
    locaux = pd.DataFrame(locaux, columns=["code_zone", "code_metier", "P"])
    return meteo_groupes.parts(LIENS, locaux, pd.Series(regionaux), DOMAINES)


def test_a_rome_is_shared_by_qualification_times_projects():
    e = envois(
        [("a", "B0Z20", 100), ("a", "B0Z21", 200), ("b", "B0Z20", 0), ("c", "V0Z60", 50)], {"B0Z20": 30, "V0Z60": 270}
    )
    parts = e.set_index(["code_zone", "code_rome", "code_groupe"])["part"]
    # a sends all of F1703 to B for want of projects in V: it still leads to two groups
    assert e.set_index("code_rome")["seul"].to_dict() == {"F1703": False, "J1501": True}
    # a: 60 + 40 for B, V has no project there; b has none at all: 18 and 54 in the region
    assert parts["a", "F1703"].to_dict() == pytest.approx({"B": 1, "V": 0})
    assert parts["b", "F1703"].to_dict() == pytest.approx({"B": 0.25, "V": 0.75})
    assert parts["c", "F1703"].to_dict() == pytest.approx({"B": 0, "V": 1})


def test_without_any_project_only_qualifications_share():
    parts = envois([("a", "B0Z20", 0)], {}).set_index(["code_rome", "code_groupe"])["part"]
    assert parts.to_dict() == pytest.approx({("F1703", "B"): 0.8, ("F1703", "V"): 0.2, ("J1501", "V"): 1})


def test_counts_coverage_and_single_targets_by_hand():
    e = envois([("a", "B0Z20", 0), ("b", "B0Z20", 0)], {})
    o = comptes(("a", "F1703", 100, 50), ("a", "J1501", 60, 20), ("b", "F1703", 200, 10))
    r = meteo_groupes.repartir(o, e).set_index(["code_zone", "code_groupe"])
    assert r.loc[("a", "B"), ["offres", "inscrits"]].tolist() == pytest.approx([80, 40])
    # 20 shared with masons and 60 of its own
    assert r.loc[("a", "V"), ["offres", "inscrits"]].tolist() == pytest.approx([80, 30])
    assert r.loc[("a", "V"), "part_offres_cible_unique"] == pytest.approx(0.75)
    # the region offers 60 (J1501) and 20 + 40 (F1703) to V; b has F1703 alone
    assert r["couverture"].to_dict() == pytest.approx(
        {("a", "B"): 1, ("a", "V"): 1, ("b", "B"): 1, ("b", "V"): 60 / 120}
    )
    assert meteo_groupes.part_cible_unique(o, LIENS, DOMAINES) == pytest.approx(60 / 360)
    assert meteo_groupes.part_cible_unique(o, LIENS.iloc[[0, 1, 3]], DOMAINES) == 1


def test_a_group_with_too_few_rome_is_partial_and_has_no_distance():
    lignes = pd.DataFrame(
        {
            "code_zone": ["a", "b"],
            "code_groupe": "V",
            "statut": "classe",
            "P": 400.0,
            "q_tilde": 0.7,
            "q_tilde_lo": 0.7,
            "q_tilde_hi": 0.7,
            "e": 0.04,
        }
    )
    c = pd.DataFrame(
        {
            "code_zone": ["a", "b"],
            "code_groupe": "V",
            "offres": 1500.0,
            "inscrits": 300.0,
            "part_offres_cible_unique": 1.0,
            "couverture": [meteo().couverture_groupe, 0.5],
        }
    )
    r = meteo_groupes.completer(c, lignes, indices_complets.BASE).set_index("code_zone")
    assert r["T"]["a"] == r["T"]["b"] > 60
    assert r["partiel"]["a"] == ""
    assert r["partiel"]["b"].startswith("partiel : les métiers présents dans le fichier font 50")
    assert r["inscrits_de_plus"]["a"] > 0
    assert pd.isna(r["inscrits_de_plus"]["b"])


def test_hidden_survey_cells_leave_the_offers_alone():
    lignes = pd.DataFrame(
        {"code_zone": ["a"], "code_groupe": "V", "statut": "secret", "P": 40.6}
        | dict.fromkeys(["q_tilde", "q_tilde_lo", "q_tilde_hi", "e"], float("nan"))
    )
    c = pd.DataFrame(
        [("a", "V", 1500.0, 300.0, 1.0, 1.0)],
        columns=["code_zone", "code_groupe", "offres", "inscrits", "part_offres_cible_unique", "couverture"],
    )
    r = meteo_groupes.completer(c, lignes, indices_complets.BASE).iloc[0]
    assert r["partiel"] == meteo_complet.SANS_BMO
    assert r["T"] == pytest.approx(r["score_offres"])


# ------------------------------------------------------------------ origins


def publier(d, dataset, millesime, tables):
    d.officiel.publier(CONTRATS[dataset], millesime, tables, [Source("x", "0" * 64, 1, "y")])


@pytest.mark.parametrize("niveau", indices_complets.NIVEAUX)
@pytest.mark.parametrize("zonage", indices_complets.ZONAGES)
def test_demonstration_gives_every_level_and_zoning(demonstration, niveau, zonage):
    assert indices_complets.raison_absence(demonstration) == ""
    r = meteo_complete.completes(demonstration, niveau, zonage)
    assert list(r.columns) == meteo_complete.COLONNES
    assert set(r["annee"]) == {"2021", "2023"}
    assert not r.duplicated(["annee", "code_zone", "code_groupe"]).any()
    assert r["T"].dropna().between(0, 100).all()
    assert (r["niveau_complet"].isna() == r["raison"].ne("")).all()
    assert r.loc[r["distance"].ne(""), "partiel"].eq("").all()
    assert r["classe_officielle"].notna().any() == ((niveau, zonage) == ("rome", "bassin"))


@pytest.mark.parametrize("officiel", ["bmo", "tension_rome", "passages"])
def test_an_index_never_mixes_official_and_demonstration(tmp_path, demonstration, officiel):
    d = Donnees(tmp_path / "d")
    if officiel == "bmo":
        lu = bmo.lire(builders.fichier_bmo(tmp_path, 2023))
        publier(d, "bmo", lu.millesime, lu.tables)
    else:
        m = demonstration.millesimes(officiel)[-1]
        tables = {nom: demonstration.demo.lire(officiel, nom) for nom in CONTRATS[officiel].tables}
        publier(d, officiel, m, tables)
    demo.assurer(d)
    d = Donnees(tmp_path / "d")
    raison = indices_complets.raison_absence(d)
    assert "de démonstration, ne se mêle pas aux données officielles" in raison
    assert indices_complets.DATASETS[officiel] not in raison
    assert meteo_complete.completes(d, "fap22") is None
    assert indices_complets.romes(d, "fap22", "bassin", "2023", "5220", "V").empty


def test_what_is_missing_is_named(tmp_path):
    d = Donnees(tmp_path)
    assert indices_complets.raison_absence(d).endswith("l'enquête BMO, le fichier des tensions et la table de passage.")
    assert meteo_complete.completes(d, "metier") is None
    assert indices_complets.officielle(d, "metier", "region") is None


def test_two_files_of_different_years_give_no_index(tmp_path, demonstration, monkeypatch):
    monkeypatch.setattr(indices_complets, "_annees_communes", lambda d: {})
    assert "aucune enquête BMO de la même année que les tensions (2021, 2023)" in indices_complets.raison_absence(
        demonstration
    )


def test_the_crosswalk_must_reach_the_nomenclature_of_the_survey(tmp_path, demonstration):
    d = Donnees(tmp_path / "d")
    for dataset in indices_complets.DATASETS:
        for m in demonstration.millesimes(dataset):
            tables = {nom: demonstration.demo.lire(dataset, nom) for nom in CONTRATS[dataset].tables}
            tables = {
                nom: t.filter(pc.equal(t["annee"], m)) if "annee" in t.column_names else t for nom, t in tables.items()
            }
            if dataset == "passages":
                liens = tables["correspondances"]
                i = liens.schema.get_field_index("cible")
                autre = pa.array(["FAP2009"] * len(liens))
                m, tables = "FAP2009", {"correspondances": liens.set_column(i, "cible", autre)}
            publier(d, dataset, m, tables)
    assert indices_complets.raison_absence(d) == (
        "Indice complet non calculé, faute de table de passage du ROME vers FAP2021."
    )
    assert meteo_complete.completes(d, "metier") is None


@pytest.mark.parametrize(("niveau", "zonage"), [("fap341", "bassin"), ("metier", "commune")])
def test_unknown_levels_and_zonings_are_refused(demonstration, niveau, zonage):
    with pytest.raises(KeyError):
        meteo_complete.completes(demonstration, niveau, zonage)


# ------------------------------------------------------------------ official files


def test_nurses_of_nantes(officielles):
    r = meteo_complete.completes(officielles, "rome").set_index(["code_zone", "code_groupe"]).loc[("5220", "J1506")]
    assert [r.offres, r.demandeurs, r.P] == pytest.approx([1546.06, 278, 1140], abs=0.006)
    assert [r.rho, r.r, r.q_tilde] == pytest.approx([7.5609, 5.6956, 0.83467], abs=6e-5)
    assert [r.s_r, r["T"], 62.5 * r.e] == pytest.approx([82.51, 83.11, 3.55], abs=0.006)
    assert (r.niveau_complet, r.fragile, r.proche_de, r.partiel) == (5, True, 4, "")
    assert (r.candidats_en_plus, r.distance, r.classe_officielle) == (77, "environ 77 candidats de plus", 5)
    m = meteo_complete.completes(officielles, "metier").set_index(["code_zone", "code_groupe"]).loc[("5220", "V1Z80")]
    # four of the six ROME of the métier are in the file of Nantes
    assert m.offres == pytest.approx(1546.057018 + 299.317460 + 125.415094 + 104.363636)
    assert m.demandeurs == pytest.approx(278 + 78.25 + 29.75 + 37)
    assert pd.isna(m.classe_officielle)
    lignes = indices_complets.romes(officielles, "metier", "bassin", "2021", "5220", "V1Z80")
    assert lignes["code_rome"].tolist()[:4] == ["J1506", "J1502", "J1505", "J1507"]
    assert lignes["libelle"][0] == "Soins infirmiers généralistes"
    assert lignes["offres"].isna().sum() == 2


def test_what_is_shared_adds_up_to_the_file(officielles):
    tensions = officielles.lire("tension_rome")
    for niveau in ("fap22", "fap87", "metier"):
        r = meteo_complete.completes(officielles, niveau, "region")
        assert r["offres"].sum() == pytest.approx(tensions["offres"].sum())
        assert r["demandeurs"].sum() == pytest.approx(tensions["inscrits"].sum())
        assert r["couverture"].dropna().to_numpy() == pytest.approx(1)


def test_single_targets_are_the_rule_for_domains_and_not_for_families(officielles):
    # redone from the two files of the producers, ROME by ROME
    parts = indices_complets.parts_cible_unique(officielles)
    assert parts == pytest.approx({"famille": 0.8385, "fap22": 0.9687, "fap87": 0.5965, "metier": 0.5828}, abs=5e-5)


def test_official_classes_keep_their_year_and_no_imputed_index(officielles):
    r = indices_complets.officielle(officielles, "fap87", "departement")
    assert set(r["annee"]) == {"2019"}
    assert set(r["code_zone"]) == {"44", "49", "53", "72", "85"}
    assert r["classe_officielle"].isna().sum() == 3 + 9 + 27 + 15 + 10
    assert (r["classe_officielle"].isna() == r["raison"].str.contains("imputé")).all()
    assert set(indices_complets.officielle(officielles, "metier", "region")["code_zone"]) == {"52"}
    assert indices_complets.officielle(officielles, "fap22", "region") is None
    assert indices_complets.officielle(officielles, "metier", "bassin") is None
