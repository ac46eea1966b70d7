"""Every worked cell of the method, recomputed from the official files; skipped where they are absent.

The worked cells stand beside the official files and are not in the repository.
"""

import json

import pandas as pd
import pytest

from data_loaders.measures import bmo as mesures, evaluation, indice_complet, marches
from data_loaders.measures.estimation import estimer

A_CINQ_DECIMALES = 1e-5
ZONAGES = {"bassin": "bassin", "dep": "departement", "region": "region"}
UNION = ["5203", "5220", "5221"]
# worked cell -> column of `marches`
COLONNES = {
    "P_visible": "visibles",
    "X_visible": "difficiles_visibles",
    "n_met_secret": "caches_met",
    "n_xmet_secret": "caches_xmet",
    "P": "P",
    "X": "X",
    "declaree": "part",
    "declaree_lo": "part_lo",
    "declaree_hi": "part_hi",
    "marge_enquete": "marge",
    "H": "H",
    "estimee": "q_estimee",
    "part_locale": "w",
    "s": "s",
    "borne_basse": "borne_basse",
    "borne_haute": "borne_haute",
    "statut": "statut",
    "classe": "classe",
    "chance": "chance",
    "ou": "ou",
    "chance_ou": "chance_ou",
}
# worked cell -> column of the cells
ETAPES = {
    "F": "F",
    "a": "a",
    "b": "b",
    "N_m": "N_metier",
    "delta": "delta",
    "T": "T",
    "N_bf": "N_famille",
    "phi": "phi",
    "U": "U",
    "N_c": "N_cellule",
    "w": "w",
    "eps": "epsilon",
    "r": "r",
}
HISTOIRES = {"metier_region": "metier", "famille_bassin": "famille", "cellule": "cellule"}


def egal(trouve, attendu) -> bool:
    """Same number to five decimals, or the same text; a null equals a null."""
    if attendu is None or isinstance(attendu, str):
        return pd.isna(trouve) if attendu is None else trouve == attendu
    return trouve == pytest.approx(attendu, abs=A_CINQ_DECIMALES)


def fautes(ligne, attendues: dict, colonnes: dict[str, str]) -> dict:
    """What differs: name -> (found, expected)."""
    return {
        nom: (ligne[c], attendues[nom])
        for nom, c in colonnes.items()
        if nom in attendues and not egal(ligne[c], attendues[nom])
    }


@pytest.fixture(scope="module")
def exemples(reference) -> dict:
    return json.loads((reference / "../design/examples/meteo_cellules.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def lues(officielles) -> dict[str, pd.DataFrame]:
    return {t: officielles.lire("bmo", t) for t in ("observations", "metiers", "france")}


@pytest.fixture(scope="module")
def estimation(lues):
    return estimer(mesures.large(lues["observations"], lues["metiers"]), lues["france"])


@pytest.fixture(scope="module")
def tables(estimation, lues) -> dict[tuple[str, str], pd.DataFrame]:
    return {
        (n, z): marches.decrire(estimation.cellules, lues["metiers"], n, z).set_index(marches.CLES)
        for n in marches.NIVEAUX
        for z in marches.ZONAGES
    }


def ligne(tables, x: dict, annee: int | None = None) -> pd.Series:
    zone = "52" if x["zonage"] == "region" else x["zone"]
    return tables[x["niveau"], ZONAGES[x["zonage"]]].loc[(str(annee or x["annee"]), zone, x["code"])]


def test_the_region_of_each_vintage(estimation, exemples):
    annees = estimation.annees.set_index("annee")
    colonnes = {"region_P": "P", "region_X": "X", "region_Q": "Q", "france_Q": "Q_france", "a": "a", "r": "r"}
    assert len(exemples["annees"]) == 5
    for x in exemples["annees"]:
        trouvee = annees.loc[str(x["annee"])]
        assert fautes(trouvee, x, colonnes | {"cellules": "cellules_nb"}) == {}
        assert trouvee["annee_france"] == str(x["annee"])


def test_every_step_of_the_worked_cells(estimation, exemples):
    cellules = estimation.cellules.set_index(["annee", "code_bassin", "code_metier"])
    q_france = estimation.annees.set_index("annee")["Q_france"]
    assert len(exemples["metiers_bassins"]) == 22
    for x in exemples["metiers_bassins"]:
        c, etapes = cellules.loc[(str(x["annee"]), x["zone"], x["code"])], x["etapes"]
        assert fautes(c, etapes, ETAPES) == {}, x
        assert egal(q_france[str(x["annee"])], etapes["Q_france"])
        france = estimation.france.query("nomenclature == @c.nomenclature and code_metier == @x['code']")
        suites = {"france": france[["annee", "n", "e"]]}
        for nom, suffixe in HISTOIRES.items():
            suites[nom] = histoire(estimation.cellules, x, c, suffixe)
        for nom, suite in suites.items():
            passees = suite[suite["annee"] <= str(x["annee"])]
            assert list(passees["annee"].astype(int)) == [e["annee"] for e in etapes[nom]]
            for vu, e in zip(passees.to_dict("records"), etapes[nom], strict=True):
                assert fautes(vu, e, {"racine_P": "n", "ecart": "e"}) == {}, (x["code"], x["zone"], nom, e)


def histoire(cellules: pd.DataFrame, x: dict, c: pd.Series, suffixe: str) -> pd.DataFrame:
    """√P and deviation of a group, one row a vintage where it had a cell."""
    memes = {
        "metier": (cellules["nomenclature"] == c.nomenclature) & (cellules["code_metier"] == x["code"]),
        "famille": (cellules["code_bassin"] == x["zone"]) & (cellules["famille"] == c.famille),
    }
    memes["cellule"] = memes["metier"] & (cellules["code_bassin"] == x["zone"])
    df = cellules[memes[suffixe]].drop_duplicates("annee").sort_values("annee")
    return df[["annee", f"n_{suffixe}", f"e_{suffixe}"]].set_axis(["annee", "n", "e"], axis=1)


def test_what_is_said_of_the_worked_cells_and_groups(tables, exemples):
    tous = exemples["metiers_bassins"] + exemples["groupes"]
    assert len(tous) == 61
    for x in tous:
        trouve = ligne(tables, x)
        assert fautes(trouve, x, COLONNES) == {}, x
        if x["statut"] != "estime":
            assert pd.isna(trouve["classe"])
            continue
        assert egal(trouve["q_region"], x["region_meme_groupe"])
        attendue = x["face_region"] if x["niveau"] == "ensemble" else x["face_tous_metiers"]
        assert egal(trouve["position"], attendue), x


def test_a_union_of_whole_bassins(estimation, exemples):
    x = exemples["union"]
    table = marches.unir(estimation.cellules, x["niveau"], UNION, "+".join(UNION)).set_index(marches.CLES)
    trouve = table.loc[(str(x["annee"]), x["zone"], x["code"])]
    assert fautes(trouve, x, {k: COLONNES[k] for k in ("P", "H", "estimee", "s", "classe", "chance")}) == {}


def test_ranks_of_the_bassins(tables, exemples):
    bassins = tables["ensemble", "bassin"].loc["2024"].droplevel("code_groupe")
    colonnes = {"estimee": "q_estimee", "s_ecart": "s_ecart", "meilleur": "rang_meilleur", "pire": "rang_pire"}
    assert len(exemples["rangs_bassins_2024"]) == len(bassins) == 26
    for x in exemples["rangs_bassins_2024"]:
        assert fautes(bassins.loc[x["zone"]], x, colonnes) == {}
    assert sorted(bassins.index[bassins["position"] > 0]) == ["5213", "5221", "5227"]
    assert sorted(bassins.index[bassins["position"] < 0]) == ["5211", "5212", "5226"]
    assert (bassins["position_declaree"] != 0).sum() == 4


def test_worked_moves(tables, exemples):
    assert len(exemples["tendances"]) == 9
    for x in exemples["tendances"]:
        trouve = ligne(tables, x, x["vers"])
        colonnes = {"q1": "q_estimee", "H1": "H", "delta": "delta", "erreur": "delta_erreur", "z": "z"}
        colonnes |= {"etabli": "etabli", "grand": "grand", "projets_lo": "evolution_lo", "projets_hi": "evolution_hi"}
        assert trouve["annee_precedente"] == str(x["de"])
        assert fautes(trouve, x, colonnes) == {}, x


def test_statements_of_the_last_vintage(tables):
    avec = tables["metier", "bassin"].loc["2024"].query("cellules_nb > 0")
    assert (avec["statut"] == "estime").mean() == pytest.approx(0.67, abs=0.005)
    estimees = {n: tables[n, "bassin"].loc["2024"].query("statut == 'estime'") for n in ("metier", "famille")}
    assert estimees["metier"]["ou"].isna().mean() == pytest.approx(0.51, abs=0.005)
    assert estimees["famille"]["ou"].isna().mean() == pytest.approx(0.85, abs=0.005)


def test_the_worked_complete_index(tables, exemples):
    (x,) = exemples["complet"]
    survey = tables["metier", "bassin"].loc[("2021", "5220", "V1Z80")]
    comptes = pd.DataFrame([("5220", "J1506", x["O"], x["D"])], columns=[*indice_complet.CLES, "offres", "inscrits"])
    # The rest of the region, which gives the métier its ratio.
    reste = pd.DataFrame([("5221", "J1506", 1000 * x["rho_m"] - x["O"], 1000 - x["D"])], columns=comptes.columns)
    enquete = pd.DataFrame([{"code_zone": "5220", "code_groupe": "J1506", **survey[indice_complet.COMPOSANTE]}])
    r = indice_complet.indicer(pd.concat([comptes, reste]), enquete, "offres en ligne / DEFM ABC").iloc[0]
    colonnes = {"rho_m": "rho", "r": "r", "s_r": "score_offres", "T": "T", "niveau": "classe", "chance": "chance"}
    assert fautes(r, x, colonnes | {"ou": "ou"}) == {}
    assert r["inscrits_de_plus"] == round(x["de_plus"])


def test_what_the_method_says_of_its_own_past(lues):
    e = evaluation.evaluer(mesures.large(lues["observations"], lues["metiers"]), lues["france"])
    intervalles, precision = (df.set_index(["niveau", "annee"]).loc["metier"] for df in e[1::-1])
    assert intervalles["dans"].head(3).tolist() == pytest.approx([0.81, 0.78, 0.82], abs=0.01)
    assert precision.loc[["2018", "2021"], "log_loss_estimee"].tolist() == pytest.approx([0.6436, 0.5835], abs=0.0015)
    for mesure, sens in (("log_loss", 1), ("rang", -1), ("ecart", 1)):
        for annee in ("2016", "2018", "2021"):
            rangees = [sens * precision.loc[annee, f"{mesure}_{nom}"] for nom in evaluation.PREDICTIONS]
            assert rangees == sorted(rangees), (mesure, annee)
