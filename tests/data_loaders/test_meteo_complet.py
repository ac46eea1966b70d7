"""The complete index on invented counts, each number redone by hand; ρ* = 2.3122 for the only basis."""

import math

import pandas as pd
import pytest

from data_loaders.erreurs import ErreurDonnees
from data_loaders.measures import meteo_complet as mc
from data_loaders.parametres import meteo

BASE = "offres en ligne / DEFM ABC"
RHO = meteo().rapport_reference[BASE]


def offres(*lignes):
    return pd.DataFrame(lignes, columns=["code_zone", "code_rome", "offres", "inscrits"]).astype(
        {"offres": float, "inscrits": float}
    )


def enquete(*lignes):
    df = pd.DataFrame(lignes, columns=["code_zone", "code_rome", "P", "q_tilde", "e"])
    return df.assign(q_tilde_lo=df["q_tilde"], q_tilde_hi=df["q_tilde"])


def test_scores_at_known_ratios():
    assert mc.score_offres(RHO, RHO) == pytest.approx(50)
    assert mc.score_offres(2 * RHO, RHO) == pytest.approx(75)
    assert mc.score_offres(4 * RHO, RHO) == 100
    assert mc.score_offres(RHO / 64, RHO) == 0


def test_an_index_by_hand():
    # the cell is the whole region: r = (180 + 20ρ)/(60 + 20) = 3, ρ = 3
    r = mc.complet(offres(("5221", "J1506", 180, 60)), enquete(("5221", "J1506", 400, 0.7, 0.04)), BASE).iloc[0]
    score = 50 + 50 * math.log(3 / RHO, 4)
    assert (r.rho, r.r, r.score_offres) == pytest.approx((3, 3, score))
    assert pytest.approx(0.375 * score + 62.5 * 0.7) == r["T"]
    assert (r.niveau, r.partiel, r.raison) == (4, "", "")
    assert not r.fragile
    assert pd.isna(r.proche_de)


def test_the_number_of_job_seekers_that_brings_the_index_to_its_lower_limit():
    avant = mc.complet(offres(("5221", "J1506", 1500, 300)), enquete(("5221", "J1506", 400, 0.7, 0.04)), BASE).iloc[0]
    assert avant["T"] > 60
    inscrits = 300 + avant.inscrits_de_plus
    score = mc.score_offres(mc.rapport(1500, inscrits, avant.rho), RHO)
    assert 0.375 * score + 62.5 * 0.7 == pytest.approx(60, abs=0.1)


def test_out_of_reach_of_job_seekers_alone():
    assert mc.distance(1500, 300, 5, 0.99, 60, RHO) is None
    assert mc.distance(1500, 300, 5, 0.1, 60, RHO) is None
    assert mc.distance(200, 300, 1, 0.7, 60, RHO) < 0


def test_partial_indexes():
    o = offres(("a", "J1506", 180, 9), ("b", "J1506", 180, 60), ("c", "J1506", 9, 60), ("d", "J1506", 180, 60))
    b = enquete(("a", "J1506", 400, 0.7, 0.04), ("b", "J1506", 29, 0.7, 0.04), ("e", "J1506", 400, 0.3, 0.02))
    r = mc.complet(o, b, BASE).set_index("code_zone")
    assert r.partiel.to_dict() == {
        "a": mc.SANS_OFFRES,
        "b": mc.SANS_BMO,
        "c": "",
        "d": mc.SANS_BMO,
        "e": mc.SANS_OFFRES,
    }
    assert pytest.approx(70) == r["T"]["a"]
    assert pytest.approx(r.score_offres["b"]) == r["T"]["b"]
    assert pytest.approx(30) == r["T"]["e"]
    assert r.raison.to_dict() == dict.fromkeys("abde", "") | {"c": mc.RAISON_SANS_COMPOSANTE}
    assert r.loc["c", ["niveau", "T", "fragile", "inscrits_de_plus"]].isna().all()
    assert r.fragile.isna().to_dict() == dict.fromkeys("bcd", True) | dict.fromkeys("ae", False)
    assert r.inscrits_de_plus.isna().all()


def test_the_error_of_the_survey_alone_is_its_own():
    # T = 62: at 2 points of the limit, with an error of 3 points when alone, 1.9 when it weighs 62.5 %
    seule = mc.complet(offres(), enquete(("a", "J1506", 400, 0.62, 0.03)), BASE).iloc[0]
    assert (seule.niveau, seule.fragile, seule.proche_de) == (4, True, 3)
    q = (62 - 0.375 * 50) / 62.5
    entier = mc.complet(offres(("a", "J1506", 1000 * RHO, 1000)), enquete(("a", "J1506", 400, q, 0.03)), BASE).iloc[0]
    assert entier["T"] == pytest.approx(62)
    assert (entier.niveau, entier.fragile) == (4, False)


def test_bounds_two_classes_apart_give_no_class():
    b = enquete(("a", "J1506", 400, 0.5, 0.01)).assign(q_tilde_lo=0.1, q_tilde_hi=0.9)
    r = mc.complet(offres(("a", "J1506", 180, 60)), b, BASE).iloc[0]
    assert pd.isna(r.niveau)
    assert r.raison.startswith("non déterminé")


def test_small_regional_counts_take_the_reference_ratio():
    o = offres(("a", "J1506", 100, 29), ("a", "J1505", 60, 20), ("b", "J1505", 60, 20), ("a", "J1507", 29, 100))
    assert mc.rapports_regionaux(o, BASE).to_dict() == pytest.approx({"J1505": 3, "J1506": RHO, "J1507": RHO})


def test_bases_are_never_mixed():
    with pytest.raises(KeyError, match="autre base"):
        mc.complet(offres(), enquete(), "autre base")


def test_empty_frames():
    r = mc.complet(offres(), enquete(), BASE)
    assert len(r) == 0
    assert {"T", "niveau", "inscrits_de_plus"} <= set(r.columns)


def test_rome_to_survey_metiers_by_qualification_then_projects():
    table = pd.DataFrame(
        {"code_rome": ["A1204"] * 10 + ["J1506"], "code_metier": ["A0Z42"] * 6 + ["G1Z70"] * 4 + ["V1Z80"]}
    )
    liens = mc.passages(table)
    assert liens.part.tolist() == [0.6, 0.4, 1.0]
    indices = pd.DataFrame(
        {
            "code_zone": "5221",
            "code_groupe": ["A0Z42", "G1Z70", "V1Z80"],
            "P": [100.0, 300.0, 2.9],
            "q_tilde": [0.2, 0.5, None],
            "q_tilde_lo": [0.1, 0.5, None],
            "q_tilde_hi": [0.2, 0.6, None],
            "e": [0.02, 0.05, None],
        }
    )
    r = mc.rattacher(indices, liens)
    # weights 0.6 × 100 = 60 and 0.4 × 300 = 120; the hidden métier gives no row
    assert r.code_rome.tolist() == ["A1204"]
    assert r.loc[0, ["P", "q_tilde", "q_tilde_lo", "q_tilde_hi", "e"]].tolist() == pytest.approx(
        [180, 0.4, 11 / 30, 14 / 30, 0.04]
    )


def test_a_trend_of_the_ratio_by_hand():
    avant = pd.DataFrame({"offres": [400.0, 1e6, 9, 400], "inscrits": [400.0, 1e6, 400, None], "r": [1.0, 1, 1, 1]})
    apres = pd.DataFrame({"offres": [400.0, 1e6, 400, 400], "inscrits": [400.0, 1e6, 400, 400], "r": [2.0, 1.09, 2, 2]})
    t = mc.tendance_offres(avant, apres)
    assert t.z[0] == pytest.approx(math.log(2) / math.sqrt(4 * 4 / 400))
    assert t.z[1] > 1.96
    assert t.fleche.tolist() == ["hausse", "aucun", "non_mesurable", "non_mesurable"]
    retour = mc.tendance_offres(apres, avant)
    assert retour.fleche.tolist() == ["baisse", "aucun", "non_mesurable", "non_mesurable"]


@pytest.mark.parametrize("inscrits", [39, 101])
def test_a_file_far_from_the_published_total_is_refused(inscrits):
    with pytest.raises(ErreurDonnees, match="des catégories A, B et C publiées") as e:
        mc.verifier_inscrits(inscrits, 100, "tension.csv")
    assert e.value.regle == "inscrits"
    assert mc.verifier_inscrits(70, 100, "tension.csv") == 0.7
