"""The complete index by group: counts shared between groups by hand, official cells, and no mixture of origins."""

import pandas as pd
import pytest

from data_loaders.contracts import CONTRATS
from data_loaders.magasin.store import Source
from data_loaders.measures import meteo_groupes
from data_loaders.metiers import indices_complets

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
    sans = meteo_groupes.repartir(o.assign(offres=0), e)
    assert sans[["part_offres_cible_unique", "couverture"]].isna().all(axis=None), "no offer, no share of them"
    assert meteo_groupes.part_cible_unique(o, LIENS, DOMAINES) == pytest.approx(60 / 360)
    assert meteo_groupes.part_cible_unique(o, LIENS.iloc[[0, 1, 3]], DOMAINES) == 1


# ------------------------------------------------------------------ origins


def publier(d, dataset, millesime, tables):
    d.officiel.publier(CONTRATS[dataset], millesime, tables, [Source("x", "0" * 64, 1, "y")])


def test_two_files_of_different_years_give_no_index(tmp_path, demonstration, monkeypatch):
    monkeypatch.setattr(indices_complets, "_annees_communes", lambda d: {})
    assert "aucune enquête BMO de la même année que les tensions (2021, 2023)" in indices_complets.raison_absence(
        demonstration
    )


# ------------------------------------------------------------------ official files


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
