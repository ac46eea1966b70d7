"""Every worked cell of the method, recomputed from the official files; skipped where they are absent.

The worked cells stand beside the official files and are not in the repository.
"""

import json

import pandas as pd
import pytest

from data_loaders.jeux import estimations
from data_loaders.measures import enonces, evaluation, marches

A_CINQ_DECIMALES = 1e-5
ZONAGES = {"bassin": "bassin", "dep": "departement", "region": "region"}
# worked cell -> column of `marches`
COLONNES = {
    "s_met": "caches_met",
    "s_xmet": "caches_xmet",
    "P": "P",
    "X": "X",
    "declaree": "part",
    "QR": "reference",
    "F": "F",
    "Fp": "F_region",
    "estimee": "q_estimee",
    "s": "s",
    "bas": "borne_basse",
    "haut": "borne_haute",
}


@pytest.fixture(scope="module")
def exemples(reference) -> dict:
    return json.loads((reference / "../design/examples/v4/meteo_cellules.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def tables(officielles) -> dict[tuple[str, str], pd.DataFrame]:
    e, metiers = estimations.lire(officielles), officielles.lire("bmo", "metiers")
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
    ("ensemble", "bassin"): (0.6683, 0.6683, 0.6691),
    ("famille", "bassin"): (0.6511, 0.6518, 0.6509),
    ("famille", "region"): (0.6685, 0.6532, 0.6530),
    ("fap22", "bassin"): (0.6433, 0.6417, 0.6395),
    ("metier", "bassin"): (0.6464, 0.6311, 0.6287),
    ("metier", "region"): (0.6722, 0.6407, 0.6405),
}


def test_what_the_method_says_of_its_own_past(officielles):
    e = evaluation.evaluer(estimations.lire(officielles))
    assert e.defauts() == []
    assert e.couples == ("2016 → 2018", "2018 → 2021", "2021 → 2023")
    lignes = e.lignes.set_index(["niveau", "zonage"])
    for cle, pertes in ATTENDUES.items():
        noms = [f"log_loss_{nom}" for nom in ("regionale", "nationale", "estimee")]
        assert lignes.loc[cle, noms].tolist() == pytest.approx(pertes, abs=5e-4), cle
    assert (lignes["log_loss_estimee"] <= lignes["log_loss_declaree"]).all()
    c = e.certitudes.set_index(["niveau", "certitude"])
    assert c.loc[("", enonces.SOLIDE), "meme_cote"] == pytest.approx(0.87, abs=0.01)
    publiees = e.certitudes.query("niveau == 'metier' and zonage == 'bassin'")["publiee"].tolist()
    assert publiees == pytest.approx([0.70, 0.64, 0.27], abs=0.01)
