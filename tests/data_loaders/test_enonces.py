"""What is said of a share: classes, sides, ranks, differences, and their words."""

import numpy as np
import pandas as pd
import pytest

from data_loaders.measures import enonces, mots_estimation as mots

ESP, FINE = "\u00a0", "\u202f"


def dire(q: float, s: float) -> pd.Series:
    return enonces.dire(pd.Series([q]), pd.Series([s])).iloc[0]


@pytest.mark.parametrize(
    ("q", "dite", "classe"),
    [
        (0.195, "20", 2), (0.1949, "19", 1), (0.3951, "40", 3), (0.5949, "59", 3), (0.597, "60", 4), (0.798, "80", 5),
        (0.6, "60", 4), (0.01, "1", 1), (0.99, "99", 5),
    ],
)  # fmt: skip
def test_the_class_is_that_of_the_printed_number(q, dite, classe):
    assert mots.part_dite(q) == f"{dite}{ESP}%"
    assert dire(q, 0.05)["classe"] == classe


@pytest.mark.parametrize(
    ("q", "s", "certitude"),
    [
        # one error over .60: 84 % of the normal law; 1.04 errors: 85 %
        (0.70, 0.10, enonces.ASSEZ_SOLIDE), (0.704, 0.10, enonces.SOLIDE), (0.64, 0.10, enonces.ASSEZ_SOLIDE),
        (0.638, 0.10, enonces.FRAGILE), (0.30, 0.09, enonces.SOLIDE), (0.50, 0.05, enonces.SOLIDE),
        (0.50, 0.10, enonces.ASSEZ_SOLIDE), (0.50, 0.20, enonces.FRAGILE),
        # printed 60, thus on the upper side: the chance is that of the upper side
        (0.597, 0.02, enonces.FRAGILE),
    ],
)  # fmt: skip
def test_how_sure_the_side_is(q, s, certitude):
    assert dire(q, s)["certitude"] == certitude


def test_very_and_without_change_nothing_to_the_side_and_nothing_is_said_of_a_share_not_known():
    assert enonces.cote(pd.Series([1, 2, 3, 4, 5, None], dtype="Int64")).tolist() == [
        *[enonces.FACILE] * 2, enonces.PARTAGE, *[enonces.DIFFICILE] * 2, "",
    ]  # fmt: skip
    d = enonces.dire(pd.Series([np.nan, 0.5], index=["a", "b"]), pd.Series([0.1, 0.1], index=["a", "b"]))
    assert (pd.isna(d.loc["a", "classe"]), d.loc["a", "certitude"]) == (True, "")
    assert d.loc["b", "classe"] == 3


def test_a_gap_differs_beyond_what_chance_makes_and_ranks_count_only_those():
    ecarts = pd.Series([0.0196, 0.0197, -0.0197, np.nan])
    assert enonces.differe(ecarts, 0.01**2).tolist()[:3] == [0, 1, -1]
    assert np.isnan(enonces.differe(ecarts, 0.01**2)[3])
    r = enonces.rangs(pd.Series([0.9, 0.52, 0.5, 0.1]), pd.Series([0.02] * 4))
    assert r.to_numpy().tolist() == [[1, 1], [2, 3], [2, 3], [4, 4]]


def test_errors_shrink_with_the_projects_and_their_change_is_bounded_by_what_secrets_allow():
    assert enonces.erreur(0.5, 3600.0, "famille", "bassin") == pytest.approx((2.0 * 0.25 / 120) ** 0.5)
    assert enonces.erreur(0.99, 3600.0, "famille", "region") == pytest.approx((1.2 * 0.09 / 120) ** 0.5)
    assert enonces.erreur_projets(10_000.0, "ensemble", "region") == pytest.approx((0.25 / 100) ** 0.5)
    # 100 and two hidden counts of 1 to 4, then 90 and three
    bas, haut = enonces.evolution_projets(100, 2, 4, 90, 3, 4)
    assert (bas, haut) == pytest.approx((93 / 108 - 1, 102 / 102 - 1))
    # counts with decimals: a hidden one may be as small as 0
    assert enonces.evolution_projets(100, 2, 5, 90, 3, 5) == pytest.approx((90 / 110 - 1, 105 / 100 - 1))


@pytest.mark.parametrize(("dit", "attendu"), [
    (mots.enonce(5, "solide", 0.3), "très difficile à pourvoir, solide"),
    (mots.enonce(4, "assez solide", 0.1), "difficile à pourvoir, assez solide, d’après la France surtout"),
    (mots.enonce(3, "solide", 0.3), "partagé, solide"),
    (mots.enonce(4, "fragile", 0.1), "à confirmer"),
    (mots.enonce(4, "solide", complet=True), "en tension, solide"),
    (mots.intervalle_dit(0.436, 0.552), f"entre 44 et 55{ESP}%, huit fois sur dix"),
    (mots.declaree_dite(0.3688, 0.091), f"37{ESP}% (±{FINE}9)"),
    (mots.declaree_dite(0.3688, 0.251), mots.MARGE_TROP_LARGE),
    (mots.rang_dit(1, 16, 26), "rang 1 à 16 sur 26"),
    (mots.rang_dit(2, 2, 8), "rang 2 sur 8"),
    (mots.memoire_dite(1), "au-dessus de la région à chaque enquête"),
    (mots.memoire_dite(0), ""),
    (mots.mouvement_dit("baisse", True), "en forte baisse"),
    (mots.mouvement_dit("hausse"), "en hausse"),
    (mots.mouvement_dit("aucun"), "sans évolution nette"),
    (mots.mouvement_dit("non_mesurable", raison="non comparable : x"), "non comparable : x"),
    (mots.evolution_dite(-0.0843, -0.068), f"−8,4 à −6,8{FINE}%"),
    (mots.evolution_dite(0.051, 0.051), f"+5,1{FINE}%"),
])  # fmt: skip
def test_the_words_of_the_estimate(dit, attendu):
    assert dit == attendu


def bouge(delta: float, region: float, fleche: str = "baisse") -> str:
    ligne = {"fleche": fleche, "delta": delta, "grand": abs(delta) >= 0.1, "fleche_raison": ""}
    return mots.mouvement_situe(ligne | {"delta_reference": region})


def test_a_move_that_is_the_region_s_says_so_and_all_metiers_say_both_shares_when_they_disagree():
    assert bouge(-0.169, -0.091) == f"en forte baisse, 17{ESP}points, surtout comme toute la région (−9)"
    assert bouge(-0.2, -0.09) == f"en forte baisse, 20{ESP}points, dont 9 pour toute la région"
    assert bouge(-0.091, -0.091) == f"en baisse, 9{ESP}points"
    assert bouge(0.08, -0.03, "hausse").endswith(f"toute la région{ESP}: −3{ESP}points")
    assert bouge(0.03, -0.03, "aucun") == "sans évolution nette"
    ligne = {"q_estimee": 0.496, "borne_basse": 0.44, "borne_haute": 0.55, "declaree": 0.369}
    assert mots.tous_metiers_dits(ligne) == f"50{ESP}% estimés · 37{ESP}% déclarés ici"
    assert mots.tous_metiers_dits(ligne | {"declaree": 0.5}) == f"50{ESP}% estimés"
    assert mots.tous_metiers_dits(ligne | {"declaree": np.nan}) == f"50{ESP}% estimés"


def test_the_point_of_view_turns_the_sky_and_not_the_word():
    for n in range(1, 6):
        candidat, employeur = (mots.ciel(n, v) for v in mots.POINTS_DE_VUE)
        assert candidat.mot == employeur.mot
    icones = {v: [mots.ciel(n, v).icone for n in range(1, 6)] for v in mots.POINTS_DE_VUE}
    assert icones["employeur"] == ["soleil", "eclaircies", "variable", "pluie", "orage"]
    # the survey does not know who seeks: it has no storm for them, the complete index has
    assert icones["candidat"] == [None, *icones["employeur"][3:1:-1], "eclaircies", "soleil"]
    assert mots.ciel(1, "candidat", complet=True).icone == "orage"
