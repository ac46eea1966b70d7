"""What is said of groups and zones: states, declared share, order of the lists, moves."""

import pandas as pd
import pytest

from data_loaders.measures import marches
from data_loaders.measures.estimation import preparer
from tests.data_loaders.test_estimation import DEUX, NUL, france, inventer, large, metiers


def decrire(niveau: str, zonage: str, *lignes: tuple, liste: pd.DataFrame | None = None) -> pd.DataFrame:
    cellules = large(*lignes)
    table = marches.decrire(preparer(cellules, france()), metiers(cellules) if liste is None else liste, niveau, zonage)
    return table.set_index(marches.CLES)


CINQ_ETATS = (
    ("2018", "5220", "B0Z20", "O", 100, 60), ("2018", "5203", "B0Z20", "O", 8, NUL),
    ("2018", "5205", "B0Z20", "O", NUL, NUL), ("2018", "5205", "B0Z21", "O", 50, 20),
    ("2021", "5220", "B0Z20", "O", 100, 60), ("2021", "5203", "B0Z22", "O", 100, 60),
)  # fmt: skip


def test_every_state_of_a_cell():
    t = decrire("metier", "bassin", *CINQ_ETATS)
    etats = {
        ("2018", "5220", "B0Z20"): "estime", ("2018", "5203", "B0Z20"): "effectif",
        ("2018", "5205", "B0Z20"): "secret", ("2018", "5220", "B0Z21"): "sans_objet",
        ("2018", "5220", "B0Z22"): "non_enquete", ("2021", "5205", "B0Z20"): "non_transmis",
    }  # fmt: skip
    assert {k: t.loc[k, "statut"] for k in etats} == etats
    sans = t[t["statut"] != "estime"]
    assert sans[["classe", "position", "rang_meilleur"]].isna().all(axis=None)
    assert set(sans["certitude"]) == {""}
    assert (sans["raison"] != "").all()
    assert (t.loc[t["statut"] == "estime", "raison"] == "").all()


def test_a_share_resting_on_one_hidden_count_is_not_given_as_declared_and_secrecy_bounds_the_others():
    t = decrire("metier", "bassin", ("2018", "5220", "B0Z20", "O", 500, NUL), ("2018", "5203", "B0Z20", "O", 500, 300))
    c = t.loc[("2018", "5220", "B0Z20")]
    assert c["part"] == pytest.approx(0.9 / 500)
    assert c[["declaree", "declaree_lo", "declaree_hi"]].isna().all()
    assert c["publiee"] != c["publiee"]
    assert c["classe"] == 2
    f = decrire("famille", "bassin", *CINQ_ETATS[:4]).loc[("2018", "5205", "O")]
    assert (f["projets"], f["difficiles"], f["minorant"]) == (50, 20, True)
    assert f["declaree"] == pytest.approx((20 + 1.2) / (50 + 2.9))
    assert (f["declaree_lo"], f["declaree_hi"]) == pytest.approx((20 / 54, 24 / 54))


def test_an_unmasked_vintage_shows_what_its_producer_published_and_says_why_a_secret_is_one():
    t = decrire("famille", "bassin", ("2016", "5220", "B0Z20", "O", 100.5, 40), ("2016", "5220", "B0Z21", "O", 3, 2))
    f = t.loc[("2016", "5220", "O")]
    assert (f["projets"], f["difficiles"], f["minorant"]) == (103.5, 42, False)
    assert f["declaree"] == f["declaree_lo"] == f["declaree_hi"] == pytest.approx(42 / 103.5)
    assert f["part"] == pytest.approx(41.2 / 103.4)
    t = decrire("metier", "bassin", ("2016", "5220", "B0Z20", "O", 100.5, 40), ("2016", "5220", "B0Z21", "O", 3, 2))
    assert t.loc[("2016", "5220", "B0Z21"), "raison"] == marches.RAISON_MEME_REGLE


@pytest.mark.parametrize("niveau", ["famille", "metier"])
def test_a_group_is_set_against_all_metiers_of_the_region_by_its_own_error(niveau):
    publiees, nationales = inventer()
    e = preparer(publiees, nationales)
    t = marches.decrire(e, metiers(publiees), niveau, "bassin")
    t = t[t["statut"] == "estime"]
    assert t["reference"].tolist() == pytest.approx(t["annee"].map(e.annees.set_index("annee")["Q"]).tolist())
    ecarts = (t["q_estimee"] - t["reference"]) / t["s"]
    assert t["position"].tolist() == ((ecarts > 1.96).astype(int) - (ecarts < -1.96).astype(int)).tolist()
    assert (ecarts.abs().between(1.2816, 1.96)).any()


def test_only_families_and_all_metiers_move_across_a_break():
    lignes = (*DEUX, *(("2024", *x[1:5], x[5] + 30, "FAP2021") for x in DEUX))
    for niveau, code, raison in (
        ("famille", "O", ""),
        ("ensemble", "ensemble", ""),
        ("metier", "B0Z20", marches.RAISON_RUPTURE),
    ):
        t = decrire(niveau, "bassin", *lignes)
        assert t.loc[("2024", "5220", code), "fleche_raison"] == raison
        assert t.loc[("2018", "5220", code), "fleche_raison"] == marches.RAISON_PREMIER


def test_a_move_and_a_change_of_projects_are_said_when_neither_chance_nor_secrets_explain_them():
    t = decrire(
        "famille", "bassin",
        ("2018", "5220", "B0Z20", "O", 9000, 1000), ("2021", "5220", "B0Z20", "O", 9000, 8000),
        ("2018", "5220", "R0Z60", "V", 9000, 8000), ("2021", "5220", "R0Z60", "V", 9000, 1000),
        ("2018", "5220", "A0Z40", "S", 40, 20), ("2021", "5220", "A0Z40", "S", 40, 23),
    ).loc[("2021", "5220")]  # fmt: skip
    assert t.loc[["O", "V", "S"], "fleche"].tolist() == ["hausse", "baisse", "aucun"]
    assert t.loc[["O", "V", "S"], "grand"].tolist() == [True, True, False]
    # −40 %: sure among thousands; what four hidden counts hide leaves nothing sure among tens
    gros = [("2018", "5220", "B0Z20", "O", 9000, 10), ("2021", "5220", "B0Z20", "O", 5400, 10)]
    petit = [("2018", "5220", "B0Z20", "O", 20, 10), ("2021", "5220", "B0Z20", "O", 12, 10)]
    caches = [("2021", "5220", f"B0Z3{i}", "O", NUL, NUL) for i in range(4)]
    for lignes, dit in ((gros, "baisse"), (petit, "aucun"), (petit + caches, "aucun")):
        assert decrire("famille", "bassin", *lignes).loc[("2021", "5220", "O"), "fleche_projets"] == dit
    borne = decrire("famille", "bassin", *petit, *caches).loc[("2021", "5220", "O")]
    assert borne["evolution_lo"] < 0 < borne["evolution_hi"]


def test_a_zone_is_set_against_the_region_for_all_metiers_only():
    bassins = decrire(
        "ensemble", "bassin", ("2018", "5220", "B0Z20", "O", 9000, 8000), ("2018", "5203", "B0Z20", "O", 9000, 200)
    )
    assert bassins["position"].tolist() == [-1, 1]
    assert bassins["classe"].isna().all()
    assert set(bassins["certitude"]) == {""}
    assert bassins[["rang_meilleur", "rang_pire", "rangs_nb"]].to_numpy().tolist() == [[2, 2, 2], [1, 1, 2]]
    assert decrire("ensemble", "region", *DEUX)["position"].isna().all()


@pytest.mark.parametrize(("parts", "memoire"), [
    ((0.6, 0.6, 0.6, 0.6), 1), ((0.6, 0.6, 0.6), 0), ((0.6, 0.6, 0.3, 0.6), 0), ((0.3, 0.3, 0.3, 0.3), -1),
])  # fmt: skip
def test_a_zone_on_one_side_in_every_survey_is_remembered(parts, memoire):
    lignes = [
        (str(2016 + i), b, "B0Z20", "O", 1000, 1000 * x)
        for i, part in enumerate(parts)
        for b, x in (("5220", part), ("5203", 0.45))
    ]
    assert set(decrire("ensemble", "bassin", *lignes).xs("5220", level="code_zone")["memoire"]) == {memoire}


def test_ranks_of_groups_are_inside_their_zone_and_the_region_s_same_group_stands_beside():
    lignes = [
        ("2018", b, m, "OV"[i], 9000, x)
        for b in ("5220", "5203")
        for i, (m, x) in enumerate((("B0Z20", 8000), ("R0Z60", 300)))
    ]
    t = decrire("famille", "bassin", *lignes)
    assert (t["rang_meilleur"].tolist(), set(t["rangs_nb"])) == ([1, 2, 1, 2], {2})
    t = decrire("famille", "bassin", *DEUX)
    region = decrire("famille", "region", *DEUX).loc[("2018", "52", "O")]
    assert (t["q_region"] == region["q_estimee"]).all()
    assert (t["classe_region"] == region["classe"]).all()
    assert (t["certitude_region"] == region["certitude"]).all()


def test_carriers_need_projects_that_do_not_fall():
    lignes = [("2018", "5220", f"B0Z2{i}", "O", 4000 - 500 * i, 100) for i in range(6)]
    # The first falls, the third moves by what a survey may miss.
    chute = [("2021", *x[1:4], {0: 200, 2: 3100}.get(i, x[4]), 20) for i, x in enumerate(lignes)]
    t = decrire("metier", "bassin", *lignes, *chute)
    assert t.index[t["porteur"] == "porteur"].tolist() == [
        ("2018", "5220", "B0Z20"), ("2018", "5220", "B0Z21"), ("2021", "5220", "B0Z21"), ("2021", "5220", "B0Z22"),
    ]  # fmt: skip
    assert t.loc[("2021", "5220"), "fleche_projets"].tolist() == ["baisse", *["aucun"] * 5]


def test_a_seasonal_share_is_the_least_that_secrets_leave_and_an_unknown_level_is_refused():
    cellules = large(("2018", "5220", "B0Z20", "O", 100, 60), ("2018", "5220", "B0Z21", "O", NUL, NUL))
    cellules["smet"] = [50.0, NUL]
    f = marches.sommer(preparer(cellules, france()), "famille", "bassin").iloc[0]
    assert f["part_saisonniers"] == pytest.approx(50 / 104)
    for niveau, zonage in (("rome", "bassin"), ("famille", "epci")):
        with pytest.raises(KeyError):
            decrire(niveau, zonage, *DEUX)
