"""What is said of a change: a tested movement for the survey, a plain difference for an administrative series."""

import pandas as pd
import pytest

from data_loaders.contracts.indicateurs import indicateur
from pages.figures.tendances import evolution, series as tendances
from pages.figures.tendances.series import DemandeSerie
from tests.pages.figures.invente import fr, serie

PART, PROJETS = indicateur("bmo_part_difficiles"), indicateur("bmo_projets")
INSCRITS, CHOMAGE = indicateur("inscrits_a_e"), indicateur("taux_chomage")


def indices(**champs):
    usuels = {
        "annee": "2024",
        "annee_precedente": "2023",
        "delta": 0.2,
        "z": 3.0,
        "z_projets": -2.5,
        "fleche": "hausse",
    }
    return pd.DataFrame([usuels | {"fleche_projets": "baisse", "fleche_raison": ""} | champs])


def test_a_raw_series_is_compared_with_the_same_month_of_the_year_before():
    e = evolution.brute(INSCRITS, "Sarthe", serie({"2023-12": 100.0, "2024-11": 50.0, "2024-12": 110.0}))
    assert (e.periodes, e.difference) == ("décembre 2023 à décembre 2024", fr("+10~inscrits (+10,0~%)"))
    assert (e.constat, e.fleche) == (evolution.DIFFERENCE, "")


def test_a_rate_differs_in_points_of_the_printed_figures():
    e = evolution.brute(CHOMAGE, "Sarthe", serie({"2023-T4": 6.55, "2024-T4": {"value": 6.44, "obs_status": "P"}}))
    assert e.difference == fr("−0,2~point")
    assert e.constat.endswith("dernier point provisoire")


@pytest.mark.parametrize(
    ("valeurs", "mot"),
    [
        ({}, "aucune valeur connue"),
        ({"2024-12": 5.0}, "rien à comparer"),
        ({"2023-12": "Q", "2024-12": 5.0}, "rien à comparer"),
        ({"2023-12": {"value": 5.0, "minorant": True}, "2024-12": 5.0}, "minorées"),
        ({"2023-12": 5.0, "2024-03": {"value": 5.0, "obs_status": "B"}, "2024-12": 5.0}, "rupture de série"),
    ],
)
def test_what_cannot_be_compared_says_why(valeurs, mot):
    assert mot in evolution.brute(INSCRITS, "x", serie(valeurs)).constat


def test_no_ratio_to_zero():
    assert evolution.brute(INSCRITS, "x", serie({"2023-12": 0.0, "2024-12": 3.0})).difference == fr("+3~inscrits")


def test_the_survey_has_an_arrow_only_with_its_test():
    e = evolution.testee(PART, "Nantes", indices())
    assert (e.difference, e.constat, e.fleche) == (fr("+20,0~points"), "en hausse (z = +3,00)", "hausse")
    calme = evolution.testee(PART, "Nantes", indices(fleche="aucun", z=0.5, delta=0.03))
    assert calme.constat.startswith("pas de mouvement établi")
    projets = evolution.testee(PROJETS, "Nantes", indices())
    assert (projets.difference, projets.constat) == ("", "en baisse (z = −2,50)")


def test_a_movement_that_cannot_be_measured_says_why():
    e = evolution.testee(PART, "x", indices(fleche="non_mesurable", fleche_raison="non mesurable : effectif"))
    assert (e.constat, e.fleche) == ("non mesurable : effectif", "non_mesurable")
    assert "pas dans l’enquête" in evolution.testee(PART, "x", indices().iloc[:0]).constat


def test_the_rule_is_said_for_every_kind_of_series():
    codes = ("bmo_part_difficiles", "bmo_projets", "bmo_projets_difficiles", "inscrits_a_e", "taux_chomage")
    regles = [evolution.regle(indicateur(c)) for c in (*codes, "apprentissage_annuel")]
    assert len(set(regles)) == 6
    assert "10\u00a0points" in regles[0]
    assert "10\u00a0points" not in regles[1]


def test_the_arrow_is_beside_its_words_and_names_are_escaped():
    page = evolution.tableau_html([evolution.testee(PART, "<i>x", indices())], "Évolution")
    assert 'class="obs-fleche"' in page
    assert "En hausse" in page
    assert "<i>x" not in page


def test_the_finding_of_a_raw_series_never_takes_a_season_for_a_change():
    d = DemandeSerie("Sarthe", serie({"2022-08": 1.0, "2022-12": 40.0, "2023-08": 2.0, "2023-12": 50.0}))
    info = tendances.preparer(INSCRITS, [d], "mensuel")
    assert tendances.constat(INSCRITS, info) == fr("Sarthe~: 40~inscrits fin décembre 2022, 50 fin décembre 2023")


def test_the_finding_across_a_break_says_it():
    d = DemandeSerie("Sarthe", serie({"2023-T4": 5.0, "2024-T1": {"value": 6.0, "obs_status": "B"}}))
    assert tendances.constat(CHOMAGE, tendances.preparer(CHOMAGE, [d], "trimestriel")).endswith(
        "(rupture de série entre les deux)"
    )
