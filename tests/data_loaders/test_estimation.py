"""Invented surveys small enough to be redone by hand, and what holds whatever the survey."""

import json

import numpy as np
import pandas as pd
import pytest

from data_loaders.jeux import enquete
from data_loaders.measures import enonces, estimation, evaluation, marches
from data_loaders.measures.estimation import SANS_FRANCE, preparer
from geo.zonages import REGION

NUL = float("nan")


def large(*lignes: tuple) -> pd.DataFrame:
    """Cells (annee, bassin, métier, famille, met, xmet[, nomenclature]) in the form of `bmo.large`."""
    noms = ["annee", "code_bassin", "code_metier", "famille", "met", "xmet", "nomenclature"]
    df = pd.DataFrame([(*x, "FAP2009")[:7] for x in lignes], columns=noms)
    m = df["code_metier"]
    return df.assign(code_departement="44", smet=NUL, metier=m, fap22=m.str[:1], fap87=m.str[:3])


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
    assert (c["F"], c["F_region"]) == (pytest.approx(f), pytest.approx(cote / (1 + cote)))
    assert c["w"] == pytest.approx(10 / 70)
    assert c["q_estimee"] == pytest.approx((10 * 0.6 + 60 * c["F_region"]) / 70)
    v = c["q_estimee"] * (1 - c["q_estimee"])
    assert c["s"] == pytest.approx((4.7 * v / 70) ** 0.5)
    assert c["borne_basse"] == pytest.approx(c["q_estimee"] - 1.2816 * c["s"])
    assert c["marge"] == pytest.approx(1.96 * (2.1 * 0.24 / 10) ** 0.5)
    assert c["bruit"] == pytest.approx((10 / 70) ** 2 * 2.1 * v / 10 + 0.035**2)


def test_the_region_whole_is_what_it_declares_and_a_metier_that_france_has_not_is_set_beside_it():
    cellules = large(*DEUX)
    g = sommer(cellules, nationale(cellules, AILLEURS), "ensemble", "region").iloc[0]
    assert g["q_estimee"] == pytest.approx(220 / 500)
    cellules = large(*DEUX, ("2018", "5220", "R0Z60", "V", 100, 60))
    g = sommer(cellules, nationale(cellules, AILLEURS, ("2018", "R0Z60", 9, 9, "V")))
    assert g.loc[("2018", "5220", "R0Z60"), "F_region"] == pytest.approx(280 / 600)


def test_a_family_has_its_own_line_and_is_not_the_mean_of_its_metiers():
    cellules = large(("2018", "5220", "B0Z20", "O", 900, 90), ("2018", "5220", "B0Z21", "O", 100, 90))
    fr = nationale(cellules, AILLEURS, ("2018", "B0Z21", 100, 90))
    famille, m = sommer(cellules, fr, "famille").iloc[0], sommer(cellules, fr)
    assert (famille["P"], famille["X"]) == (1000, 180)
    moyenne = np.average(m["q_estimee"], weights=m["P"])
    assert abs(famille["q_estimee"] - moyenne) > 0.02


def test_hidden_counts_are_filled_in_an_unmasked_vintage_too_and_one_decimal_lifts_the_cap():
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
    assert set(preparer(large(*DEUX), france(("2018", "B0Z20", 10_000.5, 5_000))).cellules["plafond"]) == {5}


def test_a_vintage_without_france_takes_the_nearest_earlier_one_else_the_region_plays_it():
    annees = ("2016", "2018", "2021", "2024")
    cellules = large(*((a, "5220", "B0Z20", "O", 100, 40, f"FAP20{'21' if a == '2024' else '09'}") for a in annees))
    e = preparer(cellules, france(("2018", "B0Z20", 500, 100)))
    sources = e.annees.set_index("annee")["annee_france"].to_dict()
    assert sources == {"2016": SANS_FRANCE, "2018": "2018", "2021": "2018", "2024": SANS_FRANCE}
    g = marches.sommer(e, "metier", "bassin").set_index("annee")
    assert g.loc["2021", ["F", "annee_france"]].tolist() == [pytest.approx(0.2), "2018"]
    assert pd.isna(g.loc["2016", "F"])
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


def test_a_union_of_bassins_takes_the_errors_of_a_bassin_and_a_zone_never_drawn_is_a_cell(enquetes):
    e = preparer(*enquetes)
    union = e._replace(cellules=e.cellules[e.cellules["code_bassin"].isin(["5203", "5220"])].assign(code_zone="U"))
    g = marches.sommer(union, "famille")
    v = g["q_estimee"] * (1 - g["q_estimee"])
    assert g["s"].tolist() == pytest.approx(np.sqrt(2.0 * v.clip(0.09, 0.25) / (np.sqrt(g["P"]) + 60)).tolist())
    table = marches.decrire(preparer(*enquetes), metiers(enquetes[0]), "ensemble", "bassin")
    assert set(table["code_zone"]) == {"5203", "5205", "5220", "5221", "5313"}


def test_the_weight_of_the_answers_from_here():
    poids = estimation.poids_local(np.array([10.0, 100, 900, 3600, 40_000]))
    assert poids.round(2).tolist() == [0.05, 0.14, 0.33, 0.5, 0.77]


A_CINQ_DECIMALES = 1e-5
ZONAGES = {"bassin": "bassin", "dep": "departement", "region": "region"}
# worked cell -> column of `marches`
COLONNES = {
    "s_met": "caches_met", "s_xmet": "caches_xmet", "P": "P", "X": "X", "declaree": "part", "QR": "reference",
    "F": "F", "Fp": "F_region", "estimee": "q_estimee", "s": "s", "bas": "borne_basse", "haut": "borne_haute",
}  # fmt: skip


@pytest.fixture(scope="module")
def exemples(reference) -> dict:
    return json.loads((reference / "../design/examples/v4/meteo_cellules.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def tables(officielles) -> dict[tuple[str, str], pd.DataFrame]:
    e, metiers = enquete.lire(officielles), officielles.lire("bmo", "metiers")
    return {
        (n, z): marches.decrire(e, metiers, n, z).set_index(marches.CLES)
        for n in marches.NIVEAUX
        for z in marches.ZONAGES
    }


def ligne(tables, x: dict, annee: int) -> pd.Series:
    zone = "52" if x["zonage"] == "region" else x["zone"]
    return tables[x["niveau"], ZONAGES[x["zonage"]]].loc[(str(annee), zone, x["code"])]


def fautes(trouvee: pd.Series, x: dict) -> dict:
    """What differs: name -> (found, expected); a null equals a null."""
    lues = {nom: trouvee[c] for nom, c in COLONNES.items()}
    egales = {
        nom: pd.isna(v) if x[nom] is None else v == pytest.approx(x[nom], abs=A_CINQ_DECIMALES)
        for nom, v in lues.items()
    }
    return {nom: (lues[nom], x[nom]) for nom, egale in egales.items() if not egale}


def test_the_worked_cells(tables, exemples):
    assert len(exemples["cellules"]) == 61
    for x in exemples["cellules"]:
        r = ligne(tables, x, x["annee"])
        assert fautes(r, x) == {}, x
        if x["niveau"] == marches.ENSEMBLE:  # all métiers together have neither class nor mark
            assert (pd.isna(r["classe"]), r["certitude"]) == (True, "")
            if "face_region" in x:
                assert r["position"] == x["face_region"], x
            continue
        assert (r["certitude"] or "non dit") == x["certitude"], x
        assert pd.isna(r["classe"]) if x["classe"] is None else r["classe"] == x["classe"], x
        if x["face_tous_metiers"] is not None:
            assert r["position"] == x["face_tous_metiers"], x
            assert r["q_region"] == pytest.approx(x.get("region_meme_groupe", r["q_region"]), abs=A_CINQ_DECIMALES)


def test_the_worked_moves(tables, exemples):
    sens = {"hausse": 1, "aucun": 0, "baisse": -1}
    assert len(exemples["mouvements"]) == 7
    for x in exemples["mouvements"]:
        r = ligne(tables, x, x["vers"])
        assert sens[r["fleche"]] == x["mouvement"], x
        assert r["delta"] == pytest.approx(x["ecart"], abs=A_CINQ_DECIMALES)
        # A change of projects is said where what secrets allow excludes zero, too.
        possible = r["evolution_lo"] * r["evolution_hi"] > 0
        assert sens[r["fleche_projets"]] == (x["mouvement_projets"] if possible else 0), x


def test_what_is_said_in_2024(tables):
    bassins = tables["ensemble", "bassin"].loc["2024"].droplevel("code_groupe")
    assert bassins.index[bassins["position"] > 0].tolist() == ["5213"]
    assert bassins.index[bassins["position"] < 0].tolist() == ["5211"]
    dits = tables["metier", "bassin"].loc["2024"]["certitude"].value_counts()
    assert [dits[c] for c in (enonces.SOLIDE, enonces.ASSEZ_SOLIDE, enonces.FRAGILE)] == [659, 441, 1220]


# niveau, zonage: log-loss of the region alone, of France at its level, of the estimate
ATTENDUES = {
    ("ensemble", "bassin"): (0.6683, 0.6683, 0.6691), ("famille", "bassin"): (0.6511, 0.6518, 0.6509),
    ("famille", "region"): (0.6685, 0.6532, 0.6530), ("fap22", "bassin"): (0.6433, 0.6417, 0.6395),
    ("metier", "bassin"): (0.6464, 0.6311, 0.6287), ("metier", "region"): (0.6722, 0.6407, 0.6405),
}  # fmt: skip


def test_what_the_method_says_of_its_own_past(officielles):
    e = evaluation.evaluer(enquete.lire(officielles))
    assert (e.defauts(), e.couples) == ([], ("2016 → 2018", "2018 → 2021", "2021 → 2023"))
    lignes = e.lignes.set_index(["niveau", "zonage"])
    for cle, pertes in ATTENDUES.items():
        noms = [f"log_loss_{nom}" for nom in ("regionale", "nationale", "estimee")]
        assert lignes.loc[cle, noms].tolist() == pytest.approx(pertes, abs=5e-4), cle
    assert (lignes["log_loss_estimee"] <= lignes["log_loss_declaree"]).all()
    c = e.certitudes.set_index(["niveau", "certitude"])
    assert c.loc[("", enonces.SOLIDE), "meme_cote"] == pytest.approx(0.87, abs=0.01)
    publiees = e.certitudes.query("niveau == 'metier' and zonage == 'bassin'")["publiee"].tolist()
    assert publiees == pytest.approx([0.70, 0.64, 0.27], abs=0.01)
