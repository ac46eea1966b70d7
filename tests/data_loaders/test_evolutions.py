"""What became of a figure, by one rule for series and for the survey; leaps, and why nothing is compared."""

import pandas as pd
import pytest

from data_loaders.chiffres import tableau
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.contracts.indicateurs_detail import indicateur
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import evolutions
from data_loaders.measures.evolutions import SANS_TEST, evolution
from data_loaders.measures.series import PROBABLE, peut_sauter, sautees, sauts, signaler_sauts

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


@pytest.mark.parametrize(("ind", "avant", "apres", "sens", "ecart"), [
    (TAUX, 6.0, 5.7, "baisse", -0.3),  # 0,3 point: the least move
    (TAUX, 6.0, 5.8, "stable", -0.2),
    (TAUX, 6.04, 5.81, "baisse", -0.23),  # at full precision: printed, both differ by 0,2
    (COMPTE, 1000, 1011, "hausse", 1.1),
    (COMPTE, 1000, 1010, "stable", 1.0),
])  # fmt: skip
def test_a_complete_series_moves_past_its_threshold_and_is_stable_up_to_it(ind, avant, apres, sens, ecart):
    e = evolution(ind, _lignes(("2018-12", avant, "A", False), ("2019-12", apres, "A", False)))
    assert (e.depuis, e.periode, e.sens) == ("2018-12", "2019-12", sens)
    assert (e.bas, e.ecart, e.haut) == pytest.approx((ecart, ecart, ecart))
    assert e.mot == e.dit == {"hausse": "en hausse", "baisse": "en baisse", "stable": "stable"}[sens]


@pytest.mark.parametrize(("avant", "apres", "sens", "bornes"), [
    ((1000, 1005), (1200, 1204), "hausse", (19.4, 20.4)),
    ((1000, 1150), (1100, 1100), "aucun", (-4.3, 10.0)),
    ((1000, 1002), (1000, 1003), "stable", (-0.2, 0.3)),
])  # fmt: skip
def test_a_move_is_said_where_the_whole_range_that_secrecy_leaves_agrees(avant, apres, sens, bornes):
    lignes = (("2018-12", avant[0], "A", True, avant[1]), ("2019-12", apres[0], "A", True, apres[1]))
    e = evolution(COMPTE, _lignes(*lignes))
    assert (e.sens, round(e.bas, 1), round(e.haut, 1)) == (sens, *bornes)
    assert (e.mot == "sans évolution nette") == (sens == "aucun")
    assert e.ecart == pytest.approx(100 * (apres[0] / avant[0] - 1)), "not the middle of two bounds"
    e = evolution(PROJETS, _lignes(*lignes), depuis="2018-12")  # a sample, without a test of these two
    assert (e.sens, e.mot, e.depuis) == ("non testé", "non testé", "2018-12")


@pytest.mark.parametrize(("avant", "milieu", "apres", "dit"), [
    ((float("nan"), "Q"), (1000, "A"), (1000, "A"), "rien à comparer"),
    ((1000, "A"), (1000, "A"), (float("nan"), "O"), "aucune valeur connue"),
    ((1000, "A"), (1000, "B"), (1200, "A"), "rupture de série"),
    ((1000, "A"), (1000, "A"), (1200, "B"), "rupture de série"),
    ((0, "A"), (1000, "A"), (1200, "A"), "zéro"),
])  # fmt: skip
def test_nothing_is_said_of_two_figures_that_do_not_compare(avant, milieu, apres, dit):
    lignes = _lignes(("2018-12", *avant, False), ("2019-06", *milieu, False), ("2019-12", *apres, False))
    e = evolution(COMPTE, lignes, "2019-12")
    assert (e.depuis, e.sens, e.mot) == ("", "", "")
    assert dit in e.dit


def test_a_leap_is_to_be_explained_first_and_a_break_at_the_start_prevents_nothing():
    lignes = _lignes(("2018-12", 1000, "A", False), ("2019-12", 1900, "A", False))
    lignes.loc["2019-12", "raison"] = f"{PROBABLE} : +90 %"
    assert PROBABLE in evolution(COMPTE, lignes).dit
    lignes = _lignes(("2018-12", 1000, "B", False), ("2019-12", 1200, "A", False))
    assert evolution(COMPTE, lignes).sens == "hausse"


@pytest.mark.parametrize(("ind", "champs", "attendu"), [
    (ESTIMEE, {},
     ("baisse", "en forte baisse", "en forte baisse, 16\u00a0points, surtout comme toute la région (−9)")),
    (ESTIMEE, {"fleche": "aucun"}, ("aucun", "sans évolution nette", "sans évolution nette")),
    (ESTIMEE, {"fleche": "non_mesurable", "fleche_raison": "trop peu"}, ("", "", "trop peu")),
    (PROJETS, {}, ("baisse", "en baisse", "en baisse")),
    (INDICATEURS["bmo_part_difficiles"], {}, ("", "", SANS_TEST)),  # its move is that of the estimated share
])  # fmt: skip
def test_the_survey_has_its_own_test(ind, champs, attendu):
    e = evolution(ind, _enquete(**champs))
    assert (e.sens, e.mot, e.dit) == attendu
    if ind is PROJETS:
        assert (e.bas, e.ecart, e.haut) == pytest.approx((-8.43, 0.0, -6.8)), "that of what is published"


ANNEES = [f"{a}-12" for a in range(2015, 2022)]


def lignes(valeurs, periodes=ANNEES[:6]):
    rangees = [
        {"code_zone": zone, "periode": p, "value": float(v), "obs_status": "A", "minorant": False, "raison": ""}
        for zone, suite in valeurs.items()
        for p, v in zip(periodes, suite, strict=True)
    ]
    return pd.DataFrame(rangees)


CALMES = {f"z{i}": [1000 + 10 * i, 1020, 1010, 1030, 1000, 1025] for i in range(8)}


def test_a_zone_that_leaps_alone_is_found_once_and_so_is_a_level_that_shifts():
    trouves = sauts(lignes(CALMES | {"saute": [1000, 1010, 1900, 1910, 1890, 1905]}), "compte")
    assert trouves[["code_zone", "periode", "avant"]].to_numpy().tolist() == [["saute", "2017-12", "2016-12"]]
    assert round(trouves["ecart"].iloc[0]) == 88
    mois = [f"{a}-{m:02d}" for a in (2018, 2019, 2020) for m in range(1, 13)]
    monte = {"monte": [1000] * 15 + [2000] * 21}
    trouves = sauts(lignes({z: suite * 6 for z, suite in CALMES.items()} | monte, mois), "compte")
    assert trouves[["code_zone", "periode", "avant"]].to_numpy().tolist() == [["monte", "2019-04", "2018-04"]]


@pytest.mark.parametrize(("valeurs", "genre"), [
    ({f"z{i}": [1000, 1010, 1900 + i, 1910, 1890, 1905] for i in range(8)}, "compte"),  # all together: no leap of one
    (CALMES | {"petite": [10, 12, 40, 11, 12, 10]}, "compte"),  # a few persons
    (CALMES | {"suit": [1000, 1200, 1440, 1700, 2000, 2400]}, "compte"),  # a steady rise
    ({f"z{i}": [1000, 1060, 1000, 1060, 1000, 1060, 1000][i % 2 :][:6] for i in range(8)}
     | {"une": [1000, 1010, 1700, 1710, 1690, 1700]}, "compte"),  # all move much every year
    ({"seule": [1000, 1040, 1000, 1040, 1000, 1700]}, "compte"),  # this one does by itself
    ({f"z{i}": [8.0 + i / 10, 8.1, 8.0, 8.2, 7.9, 8.0] for i in range(8)}, "taux"),
])  # fmt: skip
def test_what_is_no_leap(valeurs, genre):
    assert sauts(lignes(valeurs), genre).empty


def test_a_break_that_is_said_a_hidden_part_a_short_series_and_a_class_say_nothing():
    df = lignes(CALMES | {"saute": [1000, 1010, 1900, 1910, 1890, 1905]})
    assert sauts(df.assign(obs_status=df["periode"].eq("2017-12").map({True: "B", False: "A"})), "compte").empty
    assert sauts(df.assign(minorant=df["code_zone"].eq("saute")), "compte").empty
    suite = [1000, 1010, 1900, 1910, 1890, 1905, 1900]
    trouves = [len(sauts(lignes({"seule": suite[:n]}, ANNEES[:n]), "compte")) for n in (3, 5, 6, 7)]
    assert trouves == [0, 0, 1, 1], "five steps of a year make a habit"
    assert not peut_sauter(indicateur("tension_fap"), "tension_fap")


def test_a_leap_is_in_words_and_nothing_is_compared_across_it():
    df = signaler_sauts(lignes(CALMES | {"saute": [1000, 1010, 1900, 1910, 1890, 1905]}), "compte")
    une = df[df["code_zone"] == "saute"].set_index("periode")
    assert une.loc["2017-12", "raison"].startswith("rupture probable : +88")
    ind = INDICATEURS["defm_a"]
    assert "rupture probable" in evolutions.evolution(ind, une.loc[:"2017-12"], "2017-12").dit
    assert evolutions.evolution(ind, une, "2019-12").sens


def test_the_known_leap_of_the_official_file_is_found_and_the_survey_is_left_out(racine_officielle):
    d = Donnees(racine_officielle)
    t = tableau.calculer(d, "defm_abc", "epci")
    marquees = t.lignes[sautees(t.lignes)]
    assert marquees[["code_zone", "periode"]].to_numpy().tolist() == [["200060010", "2017-12"]]  # Mauges
    assert "+90" in marquees["raison"].iloc[0].replace("\u202f", "")
    assert not sautees(tableau.calculer(d, "bmo_projets", "bassin").lignes).any()
