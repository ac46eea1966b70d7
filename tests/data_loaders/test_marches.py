"""What is said of groups and zones: states, declared share, order of the lists, moves."""

import pandas as pd
import pytest

from data_loaders.measures import marches
from data_loaders.measures.estimation import estimer
from tests.data_loaders.test_estimation import DEUX, NUL, france, inventer, large, metiers


def decrire(niveau: str, zonage: str, *lignes: tuple, liste: pd.DataFrame | None = None) -> pd.DataFrame:
    cellules = large(*lignes)
    table = marches.decrire(
        estimer(cellules, france()).cellules, metiers(cellules) if liste is None else liste, niveau, zonage
    )
    return table.set_index(marches.CLES)


CINQ_ETATS = (
    ("2018", "5220", "B0Z20", "O", 100, 60),
    ("2018", "5203", "B0Z20", "O", 8, NUL),
    ("2018", "5205", "B0Z20", "O", NUL, NUL),
    ("2018", "5205", "B0Z21", "O", 50, 20),
    ("2021", "5220", "B0Z20", "O", 100, 60),
    ("2021", "5203", "B0Z22", "O", 100, 60),
)


def test_every_state_of_a_cell():
    t = decrire("metier", "bassin", *CINQ_ETATS)
    etats = {
        ("2018", "5220", "B0Z20"): "estime",
        ("2018", "5203", "B0Z20"): "effectif",
        ("2018", "5205", "B0Z20"): "secret",
        ("2018", "5220", "B0Z21"): "sans_objet",
        ("2018", "5220", "B0Z22"): "non_enquete",
        ("2021", "5205", "B0Z20"): "non_transmis",
    }
    assert {k: t.loc[k, "statut"] for k in etats} == etats
    sans = t[t["statut"] != "estime"]
    assert sans[["classe", "chance", "position", "rang_meilleur"]].isna().all(axis=None)
    assert (sans["raison"] != "").all()
    assert (t.loc[t["statut"] == "estime", "raison"] == "").all()


def test_a_share_that_rests_on_one_hidden_count_is_estimated_but_not_given_as_declared():
    t = decrire("metier", "bassin", ("2018", "5220", "B0Z20", "O", 500, NUL), ("2018", "5203", "B0Z20", "O", 500, 300))
    c = t.loc[("2018", "5220", "B0Z20")]
    assert c["part"] == pytest.approx(0.9 / 500)
    assert c[["declaree", "declaree_lo", "declaree_hi"]].isna().all()
    assert c["classe"] in (1, 2)


def test_bounds_of_secrecy_around_the_declared_share():
    t = decrire("famille", "bassin", *CINQ_ETATS[:4])
    f = t.loc[("2018", "5205", "O")]
    assert (f["projets"], f["difficiles"], f["minorant"]) == (50, 20, True)
    assert f["declaree"] == pytest.approx((20 + 1.2) / (50 + 2.9))
    assert (f["declaree_lo"], f["declaree_hi"]) == pytest.approx((20 / 54, 24 / 54))


def test_an_unmasked_vintage_shows_what_its_producer_published():
    t = decrire("famille", "bassin", ("2016", "5220", "B0Z20", "O", 100.5, 40), ("2016", "5220", "B0Z21", "O", 3, 2))
    f = t.loc[("2016", "5220", "O")]
    assert (f["projets"], f["difficiles"], f["minorant"]) == (103.5, 42, False)
    assert f["declaree"] == f["declaree_lo"] == f["declaree_hi"] == pytest.approx(42 / 103.5)
    assert f["part"] == pytest.approx(41.2 / 103.4)


def test_a_secret_of_an_unmasked_vintage_says_why():
    t = decrire("metier", "bassin", ("2016", "5220", "B0Z20", "O", 100.5, 40), ("2016", "5220", "B0Z21", "O", 3, 2))
    assert t.loc[("2016", "5220", "B0Z21"), "raison"] == marches.RAISON_MEME_REGLE


def test_sums_of_a_group_redone_by_hand():
    # the two cells of `test_a_cell_redone_by_hand`: 100 and 400 projects, weights 10/110 and 20/120
    cellules = estimer(large(*DEUX), france(("2018", "B0Z20", 10_000, 5_000))).cellules
    f = marches.sommer(cellules, "famille", "region").iloc[0]
    assert f[["P", "X", "cellules_nb"]].tolist() == [500, 220, 2]
    assert f[["F", "b", "q_estimee", "H"]].tolist() == pytest.approx([0.5, 0.44, 0.44, (1 + 16) / 25])
    assert f["w"] == pytest.approx((100 * 10 / 110 + 400 * 20 / 120) / 500)
    s = (0.44 * 0.56 * (0.08 * 0.68 + 0.004)) ** 0.5
    assert f[["s", "s_ecart"]].tolist() == pytest.approx([s, (0.44 * 0.56 * 0.08 * 0.68) ** 0.5])
    assert f[["borne_basse", "borne_haute"]].tolist() == pytest.approx([0.44 - 1.2816 * s, 0.44 + 1.2816 * s])
    assert f["marge"] == pytest.approx(1.96 * (0.44 * 0.56 / (0.8 * 500**0.5)) ** 0.5)


@pytest.mark.parametrize("niveau", ["famille", "metier"])
def test_a_group_is_set_against_all_metiers_of_the_region_by_its_own_error(niveau):
    publiees, nationales = inventer()
    cellules = estimer(publiees, nationales).cellules
    t = marches.decrire(cellules, metiers(publiees), niveau, "bassin")
    t = t[t["statut"] == "estime"]
    region = cellules.groupby("annee")[["P", "X"]].sum().pipe(lambda g: g["X"] / g["P"])
    assert t["reference"].tolist() == pytest.approx(t["annee"].map(region).tolist())
    ecarts = (t["q_estimee"] - t["reference"]) / t["s"]
    assert t["position"].tolist() == ((ecarts >= 1.2816).astype(int) - (ecarts <= -1.2816).astype(int)).tolist()
    assert (ecarts.abs().between(1 / 1.2816, 1.2816)).any()


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


def test_an_established_move_is_said_in_its_direction():
    t = decrire(
        "famille", "bassin",
        ("2018", "5220", "B0Z20", "O", 9000, 1000), ("2021", "5220", "B0Z20", "O", 9000, 8000),
        ("2018", "5220", "R0Z60", "V", 9000, 8000), ("2021", "5220", "R0Z60", "V", 9000, 1000),
    ).loc[("2021", "5220")]  # fmt: skip
    assert t.loc[["O", "V"], "etabli"].all()
    assert t.loc[["O", "V"], "fleche"].tolist() == ["hausse", "baisse"]


def test_a_zone_is_set_against_the_region_for_all_metiers_only():
    bassins = decrire(
        "ensemble", "bassin", ("2018", "5220", "B0Z20", "O", 9000, 8000), ("2018", "5203", "B0Z20", "O", 9000, 200)
    )
    assert bassins["position"].tolist() == [-1, 1]
    assert bassins["position_declaree"].tolist() == [-1, 1]
    assert bassins[["rang_meilleur", "rang_pire", "rangs_nb"]].to_numpy().tolist() == [[2, 2, 2], [1, 1, 2]]
    assert decrire("ensemble", "region", *DEUX)["position"].isna().all()
    assert decrire("famille", "bassin", *DEUX)["position_declaree"].isna().all()


def test_the_ranks_of_groups_are_inside_their_zone():
    lignes = [
        ("2018", b, m, "OV"[i], 9000, x)
        for b in ("5220", "5203")
        for i, (m, x) in enumerate((("B0Z20", 8000), ("R0Z60", 300)))
    ]
    t = decrire("famille", "bassin", *lignes)
    assert t["rang_meilleur"].tolist() == [1, 2, 1, 2]
    assert set(t["rangs_nb"]) == {2}


def test_carriers_need_projects_that_do_not_fall():
    lignes = [("2018", "5220", f"B0Z2{i}", "O", 400 - 50 * i, 100) for i in range(6)]
    # The first falls, the third moves by what a survey may miss.
    chute = [("2021", *x[1:4], {0: 40, 2: 310}.get(i, x[4]), 20) for i, x in enumerate(lignes)]
    t = decrire("metier", "bassin", *lignes, *chute)
    assert t.index[t["porteur"] == "porteur"].tolist() == [
        ("2018", "5220", "B0Z20"),
        ("2018", "5220", "B0Z21"),
        ("2021", "5220", "B0Z21"),
        ("2021", "5220", "B0Z22"),
    ]
    fleches = t.loc[("2021", "5220"), "fleche_projets"]
    assert fleches.tolist() == ["baisse", "aucun", "aucun", "aucun", "aucun", "aucun"]
    assert set(t["etiquette"]) == {"", "débouchés"}


def test_advice_follows_the_class():
    lignes = [("2018", "5220", f"B0Z2{i}", "O", 4000 - 500 * i, 2800 - 350 * i) for i in range(6)]
    t = decrire("metier", "bassin", *lignes)
    assert set(t["classe"]) == {4}
    assert t["etiquette"].tolist() == ["recruter et former"] * 2 + ["niche"] * 4
    assert set(decrire("famille", "bassin", *lignes)["etiquette"]) == {""}


def test_what_the_region_says_of_the_same_group_stands_beside():
    t = decrire("famille", "bassin", *DEUX)
    region = decrire("famille", "region", *DEUX).loc[("2018", "52", "O")]
    assert (t["q_region"] == region["q_estimee"]).all()
    assert (t["classe_region"] == region["classe"]).all()


def test_an_unknown_level_or_zoning_is_refused():
    for niveau, zonage in (("rome", "bassin"), ("famille", "epci")):
        with pytest.raises(KeyError):
            decrire(niveau, zonage, *DEUX)
