"""What is said of a change: a tested movement for the survey, a plain difference for an administrative series."""

import pytest

from data_loaders.contracts.indicateurs import indicateur
from pages.figures.tendances import evolution, series as tendances
from pages.figures.tendances.series import DemandeSerie
from tests.pages.figures.invente import fr, serie

PART, ESTIMATION, PROJETS = (indicateur(f"bmo_{c}") for c in ("part_difficiles", "part_difficiles_estimee", "projets"))
INSCRITS, CHOMAGE = indicateur("inscrits_a_e"), indicateur("taux_chomage")


def survey(**champs):
    usuels = {
        "value": 60.0,
        "annee_precedente": "2023",
        "delta": -0.155,
        "grand": True,
        "fleche": "baisse",
        "fleche_raison": "",
        "delta_reference": -0.091,
        "fleche_region": "baisse",
        "delta_region": -0.0911,
        "grand_region": False,
        "fleche_projets": "aucun",
        "evolution_lo": -0.0843,
        "evolution_hi": -0.068,
    }
    premiere = {"fleche": "non_mesurable", "fleche_raison": "non mesurable : aucun millésime précédent", "value": 70.0}
    return serie({"2023": usuels | premiere, "2024": usuels | champs})


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


def test_a_move_of_the_survey_is_tested_on_the_estimate_and_shares_out_the_regional_level():
    e = evolution.testee(ESTIMATION, "Sablé", survey())
    dit = "baisse établie et grande, 16~points, dont niveau régional −9~points_; région~: baisse établie, 9~points"
    assert (e.periodes, e.difference, e.constat, e.fleche) == ("2023 à 2024", fr("−16~points"), fr(dit), "baisse")
    declaree = evolution.testee(PART, "Sablé", survey())
    assert (declaree.difference, declaree.constat) == (fr("−10~points"), fr(f"part estimée~: {dit}"))


def test_what_is_not_established_has_no_word_of_direction():
    calme = evolution.testee(ESTIMATION, "Mans", survey(fleche="aucun", delta=-0.065, grand=False))
    assert calme.constat == fr("pas de mouvement établi_; région~: baisse établie, 9~points")


def test_the_region_is_not_set_against_itself():
    region = evolution.testee(ESTIMATION, "Région", survey(delta=-0.091, delta_region=-0.091, grand=False))
    assert region.constat == fr("baisse établie, 9~points")


def test_the_change_of_projects_is_bounded_where_secrecy_hides_some():
    e = evolution.testee(PROJETS, "Région", survey())
    assert (e.difference, e.constat, e.fleche) == (fr("−8,4 à −6,8~%"), "pas de mouvement établi", "aucun")


def test_a_movement_that_cannot_be_measured_says_why():
    e = evolution.testee(PART, "x", survey(fleche="non_mesurable", fleche_raison="non mesurable : effectif"))
    assert (e.constat, e.fleche) == ("non mesurable : effectif", "non_mesurable")
    assert "pas dans l’enquête" in evolution.testee(PART, "x", serie({"2024": "L"})).constat


def test_the_rule_is_said_for_every_kind_of_series():
    codes = ("bmo_part_difficiles", "bmo_projets", "bmo_projets_difficiles", "inscrits_a_e", "taux_chomage")
    regles = [evolution.regle(indicateur(c)) for c in (*codes, "apprentissage_annuel")]
    assert len(set(regles)) == 6
    assert "10\u00a0points" in regles[0]
    assert "10\u00a0points" not in regles[1]


def test_the_arrow_is_beside_its_words_and_names_are_escaped():
    page = evolution.tableau_html([evolution.testee(ESTIMATION, "<i>x", survey())], "Évolution")
    assert 'class="obs-fleche"' in page
    assert "Baisse établie" in page
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
