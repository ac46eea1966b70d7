"""Invented surveys small enough to be redone by hand, and what holds whatever the survey."""

import numpy as np
import pandas as pd
import pytest

from data_loaders.measures import estimation, marches
from data_loaders.measures.estimation import SANS_FRANCE, preparer
from geo.zonages import REGION

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
    """Cells of another region (annee, métier, met, xmet[, famille])."""
    noms = ["annee", "code_metier", "met", "xmet", "code_famille"]
    df = pd.DataFrame([(*x, "O")[:5] for x in lignes], columns=noms).astype({"met": float, "xmet": float})
    return df.assign(code_region="11")


def nationale(cellules: pd.DataFrame, *ailleurs: tuple) -> pd.DataFrame:
    """The cells of the region among those of another one, as a national file has them."""
    ici = cellules[["annee", "code_metier", "met", "xmet"]].assign(code_famille=cellules["famille"], code_region=REGION)
    return pd.concat([ici, france(*ailleurs)], ignore_index=True)


def metiers(cellules: pd.DataFrame) -> pd.DataFrame:
    """The list of a survey that asked about these métiers."""
    colonnes = ["annee", "code_metier", "famille", "nomenclature"]
    return cellules[colonnes].drop_duplicates().rename(columns={"famille": "code_famille"})


def sommer(
    cellules: pd.DataFrame, france: pd.DataFrame, niveau: str = "metier", zonage: str = "bassin"
) -> pd.DataFrame:
    return marches.sommer(preparer(cellules, france), niveau, zonage).set_index(marches.CLES)


DEUX = (("2018", "5220", "B0Z20", "O", 100, 60), ("2018", "5203", "B0Z20", "O", 400, 160))
AILLEURS = ("2018", "B0Z20", 10_000, 5_000)


def test_a_cell_redone_by_hand():
    cellules = large(*DEUX, ("2018", "5220", "R0Z60", "V", 500, 280))
    g = sommer(cellules, nationale(cellules, AILLEURS, ("2018", "R0Z60", 10_000, 3_000, "V")))
    c = g.loc[("2018", "5220", "B0Z20")]
    f, q, q_france = 5_220 / 10_500, 500 / 1_000, 8_500 / 21_000
    cote = f / (1 - f) * (q / (1 - q)) / (q_france / (1 - q_france))
    assert c["F"] == pytest.approx(f)
    assert c["F_region"] == pytest.approx(cote / (1 + cote))
    assert c["w"] == pytest.approx(10 / 70)
    assert c["q_estimee"] == pytest.approx((10 * 0.6 + 60 * c["F_region"]) / 70)
    v = c["q_estimee"] * (1 - c["q_estimee"])
    assert c["s"] == pytest.approx((4.7 * v / 70) ** 0.5)
    assert c["borne_basse"] == pytest.approx(c["q_estimee"] - 1.2816 * c["s"])
    assert c["marge"] == pytest.approx(1.96 * (2.1 * 0.24 / 10) ** 0.5)
    assert c["bruit"] == pytest.approx((10 / 70) ** 2 * 2.1 * v / 10 + 0.035**2)


def test_the_region_whole_is_what_it_declares_whatever_france_says():
    cellules = large(*DEUX)
    g = sommer(cellules, nationale(cellules, AILLEURS), "ensemble", "region").iloc[0]
    assert g["q_estimee"] == pytest.approx(220 / 500)


def test_a_family_has_its_own_line_and_is_not_the_mean_of_its_metiers():
    cellules = large(("2018", "5220", "B0Z20", "O", 900, 90), ("2018", "5220", "B0Z21", "O", 100, 90))
    fr = nationale(cellules, AILLEURS, ("2018", "B0Z21", 100, 90))
    famille, m = sommer(cellules, fr, "famille").iloc[0], sommer(cellules, fr)
    assert (famille["P"], famille["X"]) == (1000, 180)
    moyenne = np.average(m["q_estimee"], weights=m["P"])
    assert abs(famille["q_estimee"] - moyenne) > 0.02


def test_a_metier_that_france_has_not_is_set_beside_the_region():
    cellules = large(*DEUX, ("2018", "5220", "R0Z60", "V", 100, 60))
    g = sommer(cellules, nationale(cellules, AILLEURS, ("2018", "R0Z60", 9, 9, "V")))
    assert g.loc[("2018", "5220", "R0Z60"), "F_region"] == pytest.approx(280 / 600)


def test_hidden_counts_are_filled_and_the_rule_covers_an_unmasked_vintage():
    cellules = large(
        ("2016", "5220", "B0Z20", "O", 100.5, 4.2), ("2016", "5220", "B0Z21", "O", 4.9, 2),
        ("2018", "5220", "B0Z20", "O", 101, NUL), ("2018", "5220", "B0Z21", "O", NUL, NUL),
        ("2021", "5220", "B0Z20", "O", 5, 5),
    )  # fmt: skip
    e = preparer(cellules, france()).cellules.set_index(["annee", "code_metier"])
    for annee, plafond, projets in (("2016", 5, 100.5), ("2018", 4, 101)):
        seul, cache = e.loc[(annee, "B0Z20")], e.loc[(annee, "B0Z21")]
        assert (seul["P"], seul["X"], seul["met_cache"], seul["xmet_cache"]) == (projets, 0.9, False, True)
        assert (cache["P"], cache["X"], cache["met_cache"], cache["xmet_cache"]) == (2.9, 1.2, True, False)
        assert seul["plafond"] == plafond
    assert e.loc[("2021", "B0Z20"), ["P", "X", "met_cache"]].tolist() == [5, 5, False]


def test_one_count_with_decimals_anywhere_in_france_lifts_the_cap():
    assert set(preparer(large(*DEUX), france(("2018", "B0Z20", 10_000.5, 5_000))).cellules["plafond"]) == {5}


def test_a_vintage_without_france_takes_the_nearest_earlier_one_of_its_nomenclature():
    annees = ("2016", "2018", "2021", "2024")
    cellules = large(*((a, "5220", "B0Z20", "O", 100, 40, f"FAP20{'21' if a == '2024' else '09'}") for a in annees))
    e = preparer(cellules, france(("2018", "B0Z20", 500, 100)))
    sources = e.annees.set_index("annee")["annee_france"].to_dict()
    assert sources == {"2016": SANS_FRANCE, "2018": "2018", "2021": "2018", "2024": SANS_FRANCE}
    g = marches.sommer(e, "metier", "bassin").set_index("annee")
    assert g.loc["2021", ["F", "annee_france"]].tolist() == [pytest.approx(0.2), "2018"]
    assert pd.isna(g.loc["2016", "F"])


def test_without_any_france_the_region_plays_it_by_the_same_line_twice():
    c = sommer(large(*DEUX, ("2018", "5220", "R0Z60", "V", 400, 340)), france()).loc[("2018", "5220", "B0Z20")]
    n, q = 500**0.5, 560 / 900
    attendue = (n * 220 / 500 + 60 * q) / (n + 60)
    assert c["F_region"] == pytest.approx(attendue)
    assert c["q_estimee"] == pytest.approx((10 * 0.6 + 60 * attendue) / 70)


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
    ailleurs = nationale(cellules).assign(xmet=lambda d: d["xmet"] * 0.8, code_region="11")
    return cellules, pd.concat([nationale(cellules), ailleurs], ignore_index=True)


@pytest.fixture(scope="module")
def enquetes() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cells and national rows that do not depend on a test."""
    return inventer()


@pytest.mark.parametrize("niveau", marches.NIVEAUX)
def test_a_vintage_depends_on_its_own_file_alone_in_any_order(enquetes, niveau):
    cellules, nationales = enquetes
    tout = sommer(cellules.sample(frac=1, random_state=1), nationales.sample(frac=1, random_state=2), niveau)
    seule = sommer(*(df[df["annee"] == "2018"] for df in enquetes), niveau)
    pd.testing.assert_frame_equal(tout.loc[["2018"]], seule, rtol=1e-12)


def test_a_union_of_bassins_takes_the_errors_of_a_bassin(enquetes):
    e = preparer(*enquetes)
    union = e._replace(cellules=e.cellules[e.cellules["code_bassin"].isin(["5203", "5220"])].assign(code_zone="U"))
    g = marches.sommer(union, "famille")
    v = g["q_estimee"] * (1 - g["q_estimee"])
    assert g["s"].tolist() == pytest.approx(np.sqrt(2.0 * v.clip(0.09, 0.25) / (np.sqrt(g["P"]) + 60)).tolist())


def test_a_zone_that_no_zoning_draws_is_one_of_the_cells(enquetes):
    table = marches.decrire(preparer(*enquetes), metiers(enquetes[0]), "ensemble", "bassin")
    assert set(table["code_zone"]) == {"5203", "5205", "5220", "5221", "5313"}


def test_the_weight_of_the_answers_from_here():
    poids = estimation.poids_local(np.array([10.0, 100, 900, 3600, 40_000]))
    assert poids.round(2).tolist() == [0.05, 0.14, 0.33, 0.5, 0.77]
