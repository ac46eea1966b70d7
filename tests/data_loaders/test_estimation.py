"""Surveys small enough to be redone by hand: cells, groups, moves, past estimates; then the worked examples."""

import json
from functools import cache
from math import log

import numpy as np
import pandas as pd
import pytest

from data_loaders.jeux import enquete
from data_loaders.measures import enonces, evaluation, marches
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


def sommer(cellules, france, niveau: str = "metier", zonage: str = "bassin") -> pd.DataFrame:
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
    assert c["marge_points"] == pytest.approx(196 * (2.1 * 0.24 / 10) ** 0.5)
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
    c = sommer(large(*DEUX, ("2018", "5220", "R0Z60", "V", 400, 340)), france()).loc[("2018", "5220", "B0Z20")]
    n, q = 500**0.5, 560 / 900
    attendue = (n * 220 / 500 + 60 * q) / (n + 60)
    assert c["F_region"] == pytest.approx(attendue)
    assert c["q_estimee"] == pytest.approx((10 * 0.6 + 60 * attendue) / 70)


@pytest.fixture(scope="module")
def enquetes() -> tuple[pd.DataFrame, pd.DataFrame]:
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


@pytest.mark.parametrize("niveau", marches.NIVEAUX)
def test_a_vintage_depends_on_its_own_file_alone_in_any_order(enquetes, niveau):
    cellules, nationales = enquetes
    tout = sommer(cellules.sample(frac=1, random_state=1), nationales.sample(frac=1, random_state=2), niveau)
    seule = sommer(*(df[df["annee"] == "2018"] for df in enquetes), niveau)
    pd.testing.assert_frame_equal(tout.loc[["2018"]], seule, rtol=1e-12)


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
    dits = {n: marches.decrire(e, metiers, n) for n in marches.NIVEAUX}
    return {(n, z): df.set_index(marches.CLES) for n, ici in dits.items() for z, df in ici.items()}


def ligne(tables, x: dict, annee: int) -> pd.Series:
    zone = "52" if x["zonage"] == "region" else x["zone"]
    return tables[x["niveau"], ZONAGES[x["zonage"]]].loc[(str(annee), zone, x["code"])]


def test_the_worked_cells(tables, exemples):
    assert len(exemples["cellules"]) == 61
    for x in exemples["cellules"]:
        r = ligne(tables, x, x["annee"])
        attendus = {nom: NUL if x[nom] is None else x[nom] for nom in COLONNES}
        lus = {nom: float(r[c]) for nom, c in COLONNES.items()}
        assert lus == pytest.approx(attendus, abs=A_CINQ_DECIMALES, nan_ok=True), x
        if x["niveau"] == marches.ENSEMBLE:  # all métiers together have neither class nor mark
            assert (pd.isna(r["classe"]), r["certitude"]) == (True, "")
            if "face_region" in x:
                assert r["position"] == x["face_region"], x
            continue
        assert (r["certitude"] or "non dit") == x["certitude"].replace("assez solide", enonces.ASSEZ_SOLIDE), x
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


def decrire(niveau: str, zonage: str, *lignes: tuple) -> pd.DataFrame:
    cellules = large(*lignes)
    return marches.decrire(preparer(cellules, france()), metiers(cellules), niveau)[zonage].set_index(marches.CLES)


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
def test_a_group_is_set_against_all_metiers_of_the_region_by_its_own_error(enquetes, niveau):
    publiees, nationales = enquetes
    e = preparer(publiees, nationales)
    t = marches.decrire(e, metiers(publiees), niveau)["bassin"]
    t = t[t["statut"] == "estime"]
    assert t["reference"].tolist() == pytest.approx(t["annee"].map(e.annees.set_index("annee")["Q"]).tolist())
    ecarts = (t["q_estimee"] - t["reference"]) / t["s"]
    assert t["position"].tolist() == ((ecarts > 1.96).astype(int) - (ecarts < -1.96).astype(int)).tolist()
    assert (ecarts.abs().between(1.2816, 1.96)).any()


def test_only_families_and_all_metiers_move_across_a_break():
    lignes = (*DEUX, *(("2024", *x[1:5], x[5] + 30, "FAP2021") for x in DEUX))
    codes = {"famille": ("O", ""), "ensemble": ("ensemble", ""), "metier": ("B0Z20", marches.RAISON_RUPTURE)}
    for niveau, (code, raison) in codes.items():
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
    lignes = (("2018", b, "B0Z20", "O", 9000, x) for b, x in (("5220", 8000), ("5203", 200)))
    bassins = decrire("ensemble", "bassin", *lignes)
    assert bassins["position"].tolist() == [-1, 1]
    assert bassins["classe"].isna().all()
    assert set(bassins["certitude"]) == {""}
    assert bassins[["rang_meilleur", "rang_pire", "rangs_nb"]].to_numpy().tolist() == [[2, 2, 2], [1, 1, 2]]
    assert decrire("ensemble", "region", *DEUX)["position"].isna().all()


@pytest.mark.parametrize(("parts", "memoire"), [
    ((0.6, 0.6, 0.6, 0.6), 1), ((0.6, 0.6, 0.6), 0), ((0.3, 0.3, 0.3, 0.3), -1),
])  # fmt: skip
def test_a_zone_on_one_side_in_every_survey_is_remembered(parts, memoire):
    lignes = [
        (str(2016 + i), b, "B0Z20", "O", 1000, 1000 * x)
        for i, part in enumerate(parts)
        for b, x in (("5220", part), ("5203", 0.45))
    ]
    assert set(decrire("ensemble", "bassin", *lignes).xs("5220", level="code_zone")["memoire"]) == {memoire}


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


def deux_bassins(annee: str, *parts: float, nomenclature: str = "FAP2009", projets=(100, 100)) -> list[tuple]:
    return [
        (annee, bassin, "B0Z20", "O", p, p * part, nomenclature)
        for bassin, part, p in zip(("5203", "5220"), parts, projets, strict=True)
    ]


@cache
def evaluer(*lignes: tuple) -> evaluation.Evaluation:
    return evaluation.evaluer(preparer(large(*lignes), france()))


def ligne_de(e: evaluation.Evaluation, niveau: str = "metier", zonage: str = "bassin"):
    return e.lignes.set_index(["niveau", "zonage"]).loc[(niveau, zonage)]


def test_predictors_redone_by_hand():
    r = ligne_de(evaluer(*deux_bassins("2018", 0.3, 0.7), *deux_bassins("2021", 0.3, 0.7)))
    assert r["groupes_nb"] == 2
    # last year's share is next year's: nothing is left but the noise of a share
    assert r["log_loss_declaree"] == pytest.approx(-(0.3 * log(0.3) + 0.7 * log(0.7)))
    # the region says one half everywhere; the estimate stands between the two
    assert r["log_loss_regionale"] == pytest.approx(log(2))
    assert r["log_loss_declaree"] < r["log_loss_estimee"] < r["log_loss_regionale"]
    assert (r["dans_80"], r["dans_95"]) == (1, 1)


def test_a_group_weighs_the_answers_of_the_next_survey_and_predictors_are_brought_to_its_level():
    r = ligne_de(evaluer(*deux_bassins("2018", 0.5, 0.5), *deux_bassins("2021", 0.1, 0.5, projets=(100, 1600))))
    niveau = (10 + 800) / 1700  # the same figure everywhere, at the level of 2021
    pertes = [-(y * log(niveau) + (1 - y) * log(1 - niveau)) for y in (0.1, 0.5)]
    assert r["log_loss_regionale"] == pytest.approx(np.average(pertes, weights=[10, 40]))
    # odds of 3/7 and 7/3 multiplied by 9: 27/34 and 21/22
    suivante = (27 / 34, 21 / 22)
    r = ligne_de(evaluer(*deux_bassins("2018", 0.3, 0.7), *deux_bassins("2021", *suivante)))
    assert r["log_loss_declaree"] == pytest.approx(-np.mean([y * log(y) + (1 - y) * log(1 - y) for y in suivante]))


def test_only_groups_that_had_an_estimate_in_one_nomenclature_are_compared():
    e = evaluer(*deux_bassins("2018", 0.3, 0.7), *deux_bassins("2024", 0.3, 0.7, nomenclature="FAP2021"))
    assert e.lignes.empty
    assert evaluer(*deux_bassins("2018", 0.3, 0.7)).lignes.empty
    petits = [("2018", "5205", "B0Z20", "O", 9, 5), ("2021", "5205", "B0Z20", "O", 90, 50)]
    e = evaluer(*deux_bassins("2018", 0.3, 0.7), *deux_bassins("2021", 0.3, 0.7), *petits)
    assert ligne_de(e)["groupes_nb"] == 2


def test_the_method_says_when_it_fails():
    e = evaluer(*deux_bassins("2018", 0.3, 0.7), *deux_bassins("2021", 0.3, 0.7))
    moins = "la part estimée fait moins bien que la part déclarée"
    assert ("metier", "bassin", moins) in [(r.niveau, r.zonage, dit) for r, dit in e.defauts()]
    meilleure = e._replace(lignes=e.lignes.assign(log_loss_declaree=1.0))
    assert meilleure.defauts() == []
    large_marge = meilleure._replace(lignes=meilleure.lignes.assign(groupes_nb=30, dans_80=0.99))
    assert len(large_marge.defauts()) == len(e.lignes)
