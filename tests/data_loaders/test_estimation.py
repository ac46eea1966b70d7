"""Invented surveys small enough to be redone by hand, and what holds whatever the survey."""

import numpy as np
import pandas as pd
import pytest

from data_loaders.measures import marches
from data_loaders.measures.estimation import SANS_FRANCE, estimer

NUL = float("nan")


def large(*lignes: tuple) -> pd.DataFrame:
    """Cells (annee, bassin, métier, famille, met, xmet[, nomenclature]) in the form of `bmo.large`."""
    noms = ["annee", "code_bassin", "code_metier", "famille", "met", "xmet", "nomenclature"]
    df = pd.DataFrame([(*x, "FAP2009")[:7] for x in lignes], columns=noms)
    return df.assign(
        code_departement="44",
        smet=NUL,
        metier=df["code_metier"],
        fap22=df["code_metier"].str[:1],
        fap87=df["code_metier"].str[:3],
    )


def france(*lignes: tuple) -> pd.DataFrame:
    """National cells (annee, métier, met, xmet)."""
    return pd.DataFrame(lignes, columns=["annee", "code_metier", "met", "xmet"]).astype({"met": float, "xmet": float})


def metiers(cellules: pd.DataFrame) -> pd.DataFrame:
    """The list of a survey that asked about these métiers."""
    colonnes = ["annee", "code_metier", "famille", "nomenclature"]
    return cellules[colonnes].drop_duplicates().rename(columns={"famille": "code_famille"})


def cellule(estimation, annee: str, bassin: str, metier: str) -> pd.Series:
    return estimation.cellules.set_index(["annee", "code_bassin", "code_metier"]).loc[(annee, bassin, metier)]


DEUX = (("2018", "5220", "B0Z20", "O", 100, 60), ("2018", "5203", "B0Z20", "O", 400, 160))


def test_a_cell_redone_by_hand():
    e = estimer(large(*DEUX), france(("2018", "B0Z20", 10_000, 5_000)))
    c = cellule(e, "2018", "5220", "B0Z20")
    assert c[["F", "a", "b", "delta", "T"]].tolist() == pytest.approx([0.5, -0.06, 0.44, 0, 0.44])
    assert (c["e_famille"], c["phi"]) == pytest.approx((0.16, 10 * 0.16 / 210))
    assert (c["e_cellule"], c["epsilon"]) == pytest.approx((0.152380952, 10 * 0.152380952 / 110))
    assert (c["N_cellule"], c["w"]) == pytest.approx((10, 10 / 110))
    assert (c["r"], c["q_estimee"]) == pytest.approx((0.003463203, 0.464935065))
    assert cellule(e, "2018", "5203", "B0Z20")["q_estimee"] == pytest.approx(0.433766234)
    annee = e.annees.iloc[0]
    assert annee[["P", "X", "Q", "Q_france", "cellules_nb"]].tolist() == pytest.approx([500, 220, 0.44, 0.5, 2])


def test_france_pools_the_vintages_at_the_level_of_the_last_one():
    e = estimer(
        large(("2018", "5220", "B0Z20", "O", 50, 20), ("2021", "5220", "B0Z20", "O", 50, 20)),
        france(
            ("2018", "B0Z20", 100, 60),
            ("2018", "B0Z21", 100, 20),
            ("2021", "B0Z20", 400, 160),
            ("2021", "B0Z21", 400, 240),
        ),
    )
    assert cellule(e, "2018", "5220", "B0Z20")["F"] == pytest.approx(0.6)
    # three years: 0.7³ = 0.343
    attendu = 0.5 + (0.343 * 10 * 0.2 + 20 * -0.1) / (0.343 * 10 + 20)
    assert cellule(e, "2021", "5220", "B0Z20")["F"] == pytest.approx(attendu)


def test_hidden_counts_are_filled_and_the_rule_covers_an_unmasked_vintage():
    e = estimer(
        large(
            ("2016", "5220", "B0Z20", "O", 100.5, 4.2),
            ("2016", "5220", "B0Z21", "O", 4.9, 2),
            ("2018", "5220", "B0Z20", "O", 101, NUL),
            ("2018", "5220", "B0Z21", "O", NUL, NUL),
        ),
        france(),
    )
    for annee, plafond, projets in (("2016", 5, 100.5), ("2018", 4, 101)):
        seul, cache = cellule(e, annee, "5220", "B0Z20"), cellule(e, annee, "5220", "B0Z21")
        assert (seul["P"], seul["X"], seul["met_cache"], seul["xmet_cache"]) == (projets, 0.9, False, True)
        assert (cache["P"], cache["X"], cache["met_cache"], cache["xmet_cache"]) == (2.9, 1.2, True, False)
        assert seul["plafond"] == plafond


def test_the_smallest_count_that_is_published_is_visible():
    c = cellule(estimer(large(("2018", "5220", "B0Z20", "O", 5, 5)), france()), "2018", "5220", "B0Z20")
    assert c[["P", "X", "met_cache", "xmet_cache"]].tolist() == [5, 5, False, False]


def test_one_count_with_decimals_anywhere_in_france_lifts_the_cap():
    e = estimer(large(*DEUX), france(("2018", "B0Z20", 10_000.5, 5_000)))
    assert set(e.cellules["plafond"]) == {5}


def test_metiers_do_not_chain_across_a_change_of_nomenclature_but_families_do():
    rupture = large(*DEUX, ("2024", "5220", "B0Z20", "O", 100, 60, "FAP2021"))
    suite = large(*DEUX, ("2024", "5220", "B0Z20", "O", 100, 60))
    chainee, rompue = (cellule(estimer(x, france()), "2024", "5220", "B0Z20") for x in (suite, rupture))
    f = 0.7**6
    assert (chainee["N_cellule"], rompue["N_cellule"]) == pytest.approx((10 + 10 * f, 10))
    assert rompue["N_metier"] == pytest.approx(10)
    assert rompue["N_famille"] == chainee["N_famille"] == pytest.approx(10 + 10 * f)


def test_a_vintage_without_france_takes_the_nearest_earlier_one_else_the_next():
    cellules = large(*(("20" + a, "5220", "B0Z20", "O", 100, 40) for a in ("16", "18", "21", "23")))
    e = estimer(cellules, france(("2018", "B0Z20", 500, 100), ("2021", "B0Z20", 500, 300)))
    sources = e.annees.set_index("annee")["annee_france"]
    assert sources.to_dict() == {"2016": "2018", "2018": "2018", "2021": "2021", "2023": "2021"}
    f = {a: cellule(e, a, "5220", "B0Z20")["F"] for a in sources.index}
    assert f["2016"] == f["2018"] == pytest.approx(0.2)
    assert f["2023"] == f["2021"] == pytest.approx(0.6)


def test_no_france_of_another_nomenclature_is_taken():
    cellules = large(*DEUX, ("2024", "5220", "B0Z20", "O", 100, 60, "FAP2021"))
    e = estimer(cellules, france(("2018", "B0Z20", 500, 100)))
    assert e.annees.set_index("annee")["annee_france"].to_dict() == {"2018": "2018", "2024": SANS_FRANCE}
    region = marches.sommer(e.cellules, "ensemble", "region").set_index("annee")["annee_france"]
    assert region.to_dict() == {"2018": "2018", "2024": SANS_FRANCE}


def test_without_any_france_the_family_stands_for_it_and_is_followed_less():
    lignes = (("2018", "5220", "B0Z20", "O", 100, 60), ("2018", "5220", "B0Z21", "O", 300, 60))
    e = estimer(large(*lignes), france())
    c = cellule(e, "2018", "5220", "B0Z20")
    assert (c["F"], c["a"]) == pytest.approx((0.3, 0))
    assert (c["delta"], c["T"]) == pytest.approx((10 * 0.3 / (10 + 20), 0.3 + 10 * 0.3 / (10 + 20)))
    avec = estimer(large(*lignes), france(("2018", "B0Z20", 1000, 300), ("2018", "B0Z21", 1000, 300)))
    assert cellule(avec, "2018", "5220", "B0Z20")["delta"] == pytest.approx(10 * 0.3 / (10 + 200))


def inventer() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Four vintages, five bassins, twelve métiers of three families; one cell in six is hidden; a break at the end."""
    h = np.random.default_rng(3)
    lignes = []
    for annee in ("2016", "2018", "2021", "2024"):
        for bassin in ("5203", "5205", "5220", "5221", "5313"):
            for i in range(12):
                met = float(round(h.lognormal(4, 1.2)))
                xmet = float(round(met * h.uniform(0.1, 0.95)))
                cache = h.uniform() < 1 / 6
                nomenclature = "FAP2021" if annee == "2024" else "FAP2009"
                x = (annee, bassin, f"B0Z{20 + i}", "OSV"[i % 3])
                lignes.append((*x, NUL if cache else met, NUL if cache or xmet < 5 else xmet, nomenclature))
    cellules = large(*lignes)
    nationales = cellules[["annee", "code_metier", "met", "xmet"]].assign(xmet=lambda d: d["xmet"] * 0.8)
    return cellules, pd.concat([cellules[["annee", "code_metier", "met", "xmet"]], nationales])


@pytest.fixture(scope="module")
def enquetes() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cells and national rows that do not depend on a test."""
    return inventer()


def test_a_later_file_changes_nothing_before_it(enquetes):
    cellules, nationales = enquetes
    tout = estimer(cellules, nationales)
    avant = estimer(cellules[cellules["annee"] < "2024"], nationales[nationales["annee"] < "2024"])
    retrouve = tout.cellules[tout.cellules["annee"] < "2024"].reset_index(drop=True)
    pd.testing.assert_frame_equal(retrouve, avant.cellules.reset_index(drop=True), rtol=0, atol=1e-12)


def test_estimated_projects_of_the_region_are_those_declared(enquetes):
    c = estimer(*enquetes).cellules
    ecart = (c["P"] * c["q_estimee"]).groupby(c["annee"]).sum() - c["X"].groupby(c["annee"]).sum()
    assert ecart.abs().max() < 1e-8


def test_the_order_of_the_rows_changes_nothing(enquetes):
    cellules, nationales = enquetes
    melees = estimer(cellules.sample(frac=1, random_state=1), nationales.sample(frac=1, random_state=2)).cellules
    cles = ["annee", "code_bassin", "code_metier"]
    attendues = estimer(cellules, nationales).cellules.set_index(cles)["q_estimee"].sort_index()
    retrouvees = melees.set_index(cles)["q_estimee"].sort_index()
    assert retrouvees.tolist() == pytest.approx(attendues.tolist(), abs=1e-12)


@pytest.mark.parametrize("niveau", ["famille", "fap22", "fap87", "ensemble"])
@pytest.mark.parametrize("zonage", marches.ZONAGES)
def test_a_group_is_the_mean_of_its_cells_hidden_ones_included(enquetes, niveau, zonage):
    e = estimer(*enquetes)
    table = marches.decrire(e.cellules, metiers(enquetes[0]), niveau, zonage)
    c = e.cellules.assign(
        code_zone={"bassin": e.cellules["code_bassin"], "departement": "44", "region": "52"}[zonage],
        code_groupe="ensemble" if niveau == "ensemble" else e.cellules[niveau],
    )
    c["Pq"] = c["P"] * c["q_estimee"]
    sommes = c.groupby(marches.CLES)[["P", "Pq"]].sum()
    attendues = (sommes["Pq"] / sommes["P"]).tolist()
    assert table.set_index(marches.CLES)["q_estimee"].reindex(sommes.index).tolist() == pytest.approx(attendues)


def test_a_zone_that_no_zoning_draws_is_one_of_the_cells(enquetes):
    table = marches.decrire(estimer(*enquetes).cellules, metiers(enquetes[0]), "ensemble", "bassin")
    assert set(table["code_zone"]) == {"5203", "5205", "5220", "5221", "5313"}
