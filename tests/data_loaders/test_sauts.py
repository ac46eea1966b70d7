"""A leap is found by one rule, said wherever the figure is, and never compared across."""

import pandas as pd
import pytest

from data_loaders.chiffres import tableau
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.contracts.indicateurs_detail import indicateur
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import evolutions, sauts
from pages.figures.tendances import series

MAUGES = "200060010"
ANNEES = [f"{a}-12" for a in range(2015, 2022)]


def lignes(valeurs, periodes=ANNEES[:6]):
    rangees = [
        {"code_zone": zone, "periode": p, "value": float(v), "obs_status": "A", "minorant": False, "raison": ""}
        for zone, suite in valeurs.items()
        for p, v in zip(periodes, suite, strict=True)
    ]
    return pd.DataFrame(rangees)


CALMES = {f"z{i}": [1000 + 10 * i, 1020, 1010, 1030, 1000, 1025] for i in range(8)}


def test_a_zone_that_leaps_alone_is_found_once():
    trouves = sauts.trouver(lignes(CALMES | {"saute": [1000, 1010, 1900, 1910, 1890, 1905]}), "compte")
    assert trouves[["code_zone", "periode", "avant"]].to_numpy().tolist() == [["saute", "2017-12", "2016-12"]]
    assert round(trouves["ecart"].iloc[0]) == 88


def test_a_level_that_shifts_differs_for_twelve_months_and_leaps_once():
    mois = [f"{a}-{m:02d}" for a in (2018, 2019, 2020) for m in range(1, 13)]
    monte = {"monte": [1000] * 15 + [2000] * 21}
    trouves = sauts.trouver(lignes({z: suite * 6 for z, suite in CALMES.items()} | monte, mois), "compte")
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
    assert sauts.trouver(lignes(valeurs), genre).empty


def test_a_series_alone_and_short_says_nothing_and_a_class_is_no_rate():
    suite = [1000, 1010, 1900, 1910, 1890, 1905, 1900]
    trouves = [len(sauts.trouver(lignes({"seule": suite[:n]}, ANNEES[:n]), "compte")) for n in (3, 5, 6, 7)]
    assert trouves == [0, 0, 1, 1], "five steps of a year make a habit"
    assert not sauts.concerne(indicateur("tension_fap"), "tension_fap")
    assert sauts.concerne(INDICATEURS["taux_chomage"], "chomage_ze")
    assert not sauts.concerne(INDICATEURS["bmo_projets"], "bmo")


def test_a_break_that_the_producer_says_is_no_news_and_a_hidden_part_says_nothing():
    df = lignes(CALMES | {"saute": [1000, 1010, 1900, 1910, 1890, 1905]})
    assert sauts.trouver(df.assign(obs_status=df["periode"].eq("2017-12").map({True: "B", False: "A"})), "compte").empty
    assert sauts.trouver(df.assign(minorant=df["code_zone"].eq("saute")), "compte").empty


def test_a_leap_is_in_words_and_nothing_is_compared_across_it():
    df = sauts.signaler(lignes(CALMES | {"saute": [1000, 1010, 1900, 1910, 1890, 1905]}), "compte")
    une = df[df["code_zone"] == "saute"].set_index("periode")
    assert une.loc["2017-12", "raison"].startswith("rupture probable : +88")
    ind = INDICATEURS["defm_a"]
    assert "rupture probable" in evolutions.evolution(ind, une.loc[:"2017-12"], "2017-12").dit
    assert evolutions.evolution(ind, une, "2019-12").sens
    t = series.preparer(ind, [series.DemandeSerie("Ici", une)], "mensuel")
    assert [r.texte for r in t.ruptures] == ["rupture probable, Ici"]
    assert not t.ruptures[0].coupe
    assert "(rupture probable entre les deux)" in series.constat(ind, t)


def test_the_known_leap_of_the_official_file_is_found_and_the_survey_is_left_out(racine_officielle):
    d = Donnees(racine_officielle)
    t = tableau.calculer(d, "defm_abc", "epci")
    marquees = t.lignes[sauts.marques(t.lignes)]
    assert marquees[["code_zone", "periode"]].to_numpy().tolist() == [[MAUGES, "2017-12"]]
    assert "+90" in marquees["raison"].iloc[0].replace("\u202f", "")
    assert not sauts.marques(tableau.calculer(d, "bmo_projets", "bassin").lignes).any()
