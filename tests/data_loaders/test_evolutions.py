"""What became of a figure: one rule for complete series and for the survey, and why nothing is compared."""

import pandas as pd
import pytest

from data_loaders import francais
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.measures.evolutions import HORS_ENQUETE, SANS_TEST, evolution
from data_loaders.measures.sauts import PROBABLE

TAUX, COMPTE = INDICATEURS["taux_chomage"], INDICATEURS["defm_a"]
ESTIMEE, PROJETS = INDICATEURS["bmo_part_difficiles_estimee"], INDICATEURS["bmo_projets"]


def _lignes(*lignes) -> pd.DataFrame:
    df = pd.DataFrame(lignes, columns=["periode", "value", "obs_status", "minorant", "borne_haute"][: len(lignes[0])])
    return df.assign(raison="").set_index("periode")


def _enquete(**champs) -> pd.DataFrame:
    usuels = {"value": 50.0, "obs_status": "E", "minorant": False, "annee_precedente": "2023", "fleche_raison": ""}
    usuels |= {"delta": -0.155, "grand": True, "fleche": "baisse", "delta_reference": -0.091}
    usuels |= {"fleche_projets": "baisse", "evolution_lo": -0.0843, "evolution_hi": -0.068}
    premiere = {"fleche": "non_mesurable", "fleche_projets": "non_mesurable", "fleche_raison": "aucune avant"}
    return pd.DataFrame([usuels | premiere, usuels | champs], index=["2023", "2024"])


@pytest.mark.parametrize(
    ("ind", "avant", "apres", "sens", "ecart"),
    [
        (TAUX, 6.0, 5.7, "baisse", -0.3),  # 0,3 point: the least move
        (TAUX, 6.0, 5.8, "stable", -0.2),
        (TAUX, 6.04, 5.81, "baisse", -0.23),  # at full precision: printed, both differ by 0,2
        (COMPTE, 1000, 1011, "hausse", 1.1),
        (COMPTE, 1000, 1010, "stable", 1.0),
        (COMPTE, 1000, 900, "baisse", -10.0),
    ],
)
def test_a_complete_series_moves_past_its_threshold_and_is_stable_up_to_it(ind, avant, apres, sens, ecart):
    e = evolution(ind, _lignes(("2018-12", avant, "A", False), ("2019-12", apres, "A", False)))
    assert (e.depuis, e.periode, e.sens) == ("2018-12", "2019-12", sens)
    assert (e.bas, e.ecart, e.haut) == pytest.approx((ecart, ecart, ecart))
    assert e.mot == e.dit == {"hausse": "en hausse", "baisse": "en baisse", "stable": "stable"}[sens]


@pytest.mark.parametrize(
    ("avant", "apres", "sens", "bornes"),
    [
        ((1000, 1005), (1200, 1204), "hausse", (19.4, 20.4)),
        ((1000, 1150), (1100, 1100), "aucun", (-4.3, 10.0)),
        ((1000, 1002), (1000, 1003), "stable", (-0.2, 0.3)),
    ],
)
def test_a_move_is_said_where_the_whole_range_that_secrecy_leaves_agrees(avant, apres, sens, bornes):
    lignes = (("2018-12", avant[0], "A", True, avant[1]), ("2019-12", apres[0], "A", True, apres[1]))
    e = evolution(COMPTE, _lignes(*lignes))
    assert (e.sens, round(e.bas, 1), round(e.haut, 1)) == (sens, *bornes)
    assert (e.mot == "sans évolution nette") == (sens == "aucun")


@pytest.mark.parametrize(
    ("avant", "milieu", "apres", "dit"),
    [
        ((float("nan"), "Q"), (1000, "A"), (1000, "A"), "rien à comparer"),
        ((1000, "A"), (1000, "A"), (float("nan"), "O"), "aucune valeur connue"),
        ((1000, "A"), (1000, "B"), (1200, "A"), "rupture de série"),
        ((1000, "A"), (1000, "A"), (1200, "B"), "rupture de série"),
        ((0, "A"), (1000, "A"), (1200, "A"), "zéro"),
    ],
)
def test_nothing_is_said_of_two_figures_that_do_not_compare(avant, milieu, apres, dit):
    lignes = _lignes(("2018-12", *avant, False), ("2019-06", *milieu, False), ("2019-12", *apres, False))
    e = evolution(COMPTE, lignes, "2019-12")
    assert (e.depuis, e.sens, e.mot) == ("", "", "")
    assert dit in e.dit


def test_a_leap_is_to_be_explained_first():
    lignes = _lignes(("2018-12", 1000, "A", False), ("2019-12", 1900, "A", False))
    lignes.loc["2019-12", "raison"] = f"{PROBABLE} : +90 %"
    assert PROBABLE in evolution(COMPTE, lignes).dit


def test_a_break_at_the_start_prevents_nothing():
    lignes = _lignes(("2018-12", 1000, "B", False), ("2019-12", 1200, "A", False))
    assert evolution(COMPTE, lignes).sens == "hausse"


def test_without_the_same_period_a_year_before_nothing_is_compared():
    assert not evolution(COMPTE, _lignes(("2018-06", 1, "A", False), ("2019-12", 2, "A", False))).depuis
    assert [francais.un_an_avant(p) for p in ("2019-12", "2023-T3", "2024")] == ["2018-12", "2022-T3", "2023"]


@pytest.mark.parametrize(
    ("ind", "champs", "attendu"),
    [
        (
            ESTIMEE,
            {},
            ("baisse", "en forte baisse", "en forte baisse, 16\u00a0points, surtout comme toute la région (−9)"),
        ),
        (ESTIMEE, {"fleche": "aucun"}, ("aucun", "sans évolution nette", "sans évolution nette")),
        (ESTIMEE, {"fleche": "non_mesurable", "fleche_raison": "trop peu"}, ("", "", "trop peu")),
        (PROJETS, {}, ("baisse", "en baisse", "en baisse")),
        (PROJETS, {"fleche_projets": "aucun"}, ("aucun", "sans évolution nette", "sans évolution nette")),
        (INDICATEURS["bmo_projets_difficiles"], {}, ("", "", SANS_TEST)),
        (INDICATEURS["bmo_part_difficiles"], {}, ("", "", SANS_TEST)),  # its move is that of the estimated share
    ],
)
def test_the_survey_has_its_own_test(ind, champs, attendu):
    e = evolution(ind, _enquete(**champs))
    assert (e.sens, e.mot, e.dit) == attendu
    if ind is PROJETS:
        assert (e.bas, e.haut) == pytest.approx((-8.43, -6.8))


def test_a_territory_out_of_the_survey_says_so():
    assert evolution(ESTIMEE, _enquete().assign(fleche=None)).dit == HORS_ENQUETE
