"""The complete index on numbers redone by hand: ρ* = 2.3122, score = 50 + 50·log₄(r/ρ*)."""

import pandas as pd
import pytest

from data_loaders.measures import indice_complet as ic
from data_loaders.measures.meteo_complet import passages

BASE = "offres en ligne / DEFM ABC"
RHO = 2.3122


def comptes(*lignes: tuple) -> pd.DataFrame:
    return pd.DataFrame(lignes, columns=[*ic.CLES, "offres", "inscrits"])


def enquete(*lignes: tuple) -> pd.DataFrame:
    return pd.DataFrame(lignes, columns=[*ic.CLES, "P", "q_estimee", "s"])


def marches(*lignes: tuple) -> pd.DataFrame:
    return pd.DataFrame(lignes, columns=[*ic.CLES, "statut", "P", "q_estimee", "s"])


def test_the_ratio_and_the_share_are_weighed():
    # r = ρ* × 2, one more doubling of the ratio than the reference: 75
    c = comptes(("5220", "J1506", 2 * RHO * 1000, 1000))
    r = ic.indicer(c, enquete(("5220", "J1506", 400, 0.7, 0.1)), BASE).iloc[0]
    assert r["score_offres"] == pytest.approx(75)
    assert r["T"] == pytest.approx(0.375 * 75 + 62.5 * 0.7)
    assert (r["classe"], r["partiel"], r["raison"]) == (4, "", "")
    # (0.71875 − 0.60) / (0.625 × 0.1) = 1.9 errors
    assert r["chance"] == pytest.approx(0.9713, abs=5e-5)


@pytest.mark.parametrize(("part", "classe", "limite"), [(0.3, 3, 40), (0.7, 4, 60), (0.97, 5, 80)])
def test_the_job_seekers_that_are_missing_bring_back_to_the_lower_limit_of_the_printed_class(part, classe, limite):
    c = comptes(("5220", "J1506", 2 * RHO * 1000, 1000))
    e = enquete(("5220", "J1506", 400, part, 0.05))
    r = ic.indicer(c, e, BASE).iloc[0]
    assert r["classe"] == classe
    manquants = r["inscrits_de_plus"]
    # the ratio of the region, to which the cell is smoothed, moves with its only zone
    score = ic.meteo_complet.score_offres((2 * RHO * 1000 + 20 * 2 * RHO) / (1000 + manquants + 20), RHO)
    assert 0.375 * score + 62.5 * part == pytest.approx(limite, abs=0.02)
    apres = comptes(("5220", "J1506", 2 * RHO * 1000, 1000 + manquants))
    assert ic.indicer(apres, e, BASE).iloc[0]["T"] < limite + 1


@pytest.mark.parametrize(("part", "repond"), [(0.639, True), (0.64, False), (0.6405, False)])
def test_the_offers_can_bring_the_index_down_to_nothing_and_no_further(part, repond):
    # 62.5 × 0.64 = 40: at this share the survey alone holds the index at the lower limit of class 3
    c = comptes(("5220", "J1506", RHO * 1000, 1000))
    r = ic.indicer(c, enquete(("5220", "J1506", 400, part, 0.05)), BASE).iloc[0]
    assert r["classe"] == 3
    assert pd.notna(r["inscrits_de_plus"]) == repond


def test_no_number_of_job_seekers_answers_in_low_classes_or_when_the_survey_alone_keeps_the_class():
    c = comptes(*(("5220", m, RHO * 1000, 1000) for m in ("A", "B", "C")))
    e = enquete(("5220", "A", 400, 0.2, 0.05), ("5220", "B", 400, 0.97, 0.01), ("5220", "C", 400, 0.5, 0.05))
    r = ic.indicer(c, e, BASE).set_index("code_groupe")
    assert r["classe"].tolist() == [2, 4, 3]
    assert r["inscrits_de_plus"].isna().tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("nombre", "dit"),
    [
        (77, "environ 77 candidats de plus"),
        (0, "environ 0 candidat de plus"),
        (-1, "environ 1 candidat de moins"),
    ],
)
def test_the_distance_is_said_in_its_direction(nombre, dit):
    assert ic.distance_dite(nombre) == dit


def test_one_component_alone_is_said_partial():
    c = comptes(("5220", "A", 4 * RHO * 1000, 1000), ("5220", "C", 9, 1000))
    r = ic.indicer(c, enquete(("5220", "B", 400, 0.9, 0.05), ("5220", "C", 9, 0.9, 0.05)), BASE).set_index(
        "code_groupe"
    )
    assert r["partiel"].tolist() == [ic.SANS_ENQUETE, ic.SANS_OFFRES, ""]
    # T = 100, but « très » is earned by a chance, and offers alone have none
    assert (r.loc["A", "T"], r.loc["A", "classe"]) == (pytest.approx(100), 4)
    assert pd.isna(r.loc["A", "chance"])
    # the whole error of the share: (0.9 − 0.8) / 0.05 = 2 errors
    assert (r.loc["B", "T"], r.loc["B", "classe"]) == (90, 5)
    assert r.loc["B", "chance"] == pytest.approx(0.9772, abs=5e-5)
    assert pd.isna(r.loc["C", "classe"])
    juste = ic.indicer(comptes(("5220", "A", 10, 10)), enquete(("5220", "A", 10, 0.5, 0.05)), BASE).iloc[0]
    assert juste["partiel"] == ""
    assert r.loc["C", "raison"] == ic.RAISON_SANS_COMPOSANTE


def test_a_rome_is_the_mean_of_the_metiers_it_leads_to():
    liens = passages(pd.DataFrame({"code_rome": ["J1", "J1", "J1", "J1"], "code_metier": ["A", "A", "A", "B"]}))
    m = marches(
        ("5220", "A", "estime", 100, 0.8, 0.1),
        ("5220", "B", "effectif", 60, 0.4, 0.2),
        ("5220", "C", "estime", 9, 0, 1),
    )
    r = ic.rattacher(m, liens).iloc[0]
    # weights 0.75 × 100 and 0.25 × 60
    assert r["P"] == pytest.approx(90)
    assert (r["q_estimee"], r["s"]) == pytest.approx(((75 * 0.8 + 15 * 0.4) / 90, (75 * 0.1 + 15 * 0.2) / 90))


def test_a_metier_wholly_hidden_brings_nothing():
    m = marches(("5220", "A", "secret", 2.9, 0.8, 0.1), ("5220", "B", "estime", 100, 0.4, 0.2))
    assert ic.composante(m)["code_groupe"].tolist() == ["B"]


def test_a_group_whose_rome_are_too_often_left_out_is_partial():
    c = comptes(("5220", "A", RHO * 1000, 1000)).assign(couverture=0.79, part_offres_cible_unique=1.0)
    r = ic.completer(c, marches(("5220", "A", "estime", 400, 0.7, 0.1)), BASE).iloc[0]
    assert "79\u00a0% des offres" in r["partiel"]
    assert pd.isna(r["inscrits_de_plus"])
    assert r["classe"] == 4
    juste = ic.completer(c.assign(couverture=0.8), marches(("5220", "A", "estime", 400, 0.7, 0.1)), BASE).iloc[0]
    assert juste["partiel"] == ""


def test_an_unknown_basis_is_refused():
    with pytest.raises(KeyError):
        ic.indicer(comptes(), enquete(), "autre base")
