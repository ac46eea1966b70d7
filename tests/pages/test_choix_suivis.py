"""Choices made one after the other on a document: each is kept, whether or not the address holds it."""

from urllib.parse import parse_qsl, urlencode

import pytest

from tests.pages.outils import ouvrir, texte

pytestmark = pytest.mark.usefixtures("racine")


def adresse(at) -> list[tuple[str, str]]:
    return at.query_params.paires()


def test_a_choice_that_no_address_holds_is_kept_over_what_the_screen_takes_first():
    at = ouvrir("tendances", indicateur="taux_chomage", zones="ze:5211").deplier("origine-tendances".__eq__)
    assert at.selectbox("suivi-periode").value == "2024-T4"
    at.selectbox("suivi-periode").set_value("2015-T1").run()
    at.selectbox("place-2").set_value("ze:5214").run()
    at.button_group("mode").set_value("indice").run()
    assert at.selectbox("suivi-periode").value == "2015-T1"
    assert "1ᵉʳ trimestre 2015" in texte(at)


def test_periods_that_nobody_asked_for_follow_the_indicator_in_silence():
    at = ouvrir("carte", indicateur="taux_chomage").deplier("pli-vignettes".__eq__)
    at.selectbox("indicateur").set_value("bmo_projets").run()
    assert at.multiselect("annees").value == at.query_params["annees"]
    assert [a.label for a in at.info if "laissée de côté" in a.label] == []


def test_a_table_left_for_another_view_is_found_again():
    at = ouvrir("explorer")
    for cle, valeurs in (("x-indicateurs", ["taux_chomage"]), ("x-tri", ""), ("x-zones", [])):
        (at.multiselect if cle != "x-tri" else at.selectbox)(cle).set_value(valeurs).run()
    dite = adresse(at)
    assert {"tri", "zonage"}.isdisjoint(dict(dite))  # an order, and places, that nothing says
    at.selectbox("explorer").set_value("nuage").run()
    assert "taux_chomage" not in at.query_params["indicateur"]
    at.selectbox("explorer").set_value("tableau").run()
    assert adresse(at) == dite
    assert at.multiselect("x-zones").value == []


def test_a_table_turned_round_has_its_places_as_columns():
    assert ouvrir("explorer").selectbox("explorer").set_value("retourne").run().query_params["colonnes"] == "zone"


def test_what_changes_no_choice_leaves_the_address_as_it_is():
    at = ouvrir("carte")
    dite = adresse(at)
    assert adresse(at.deplier("origine-carte".__eq__)) == dite
    assert adresse(ouvrir("carte", **dict(sorted(parse_qsl(urlencode(dite)))))) == dite


def test_the_menu_leads_back_to_a_screen_as_it_was_left():
    at = ouvrir("formation", entree="secteur", secteur="numerique", lieu="commune:72180")
    dite = adresse(at)
    at.switch_page("pages/carte.py").run()
    assert "entree" not in at.query_params
    assert [c for c in dite if c not in adresse(at.switch_page("pages/formation.py").run())] == []


def test_words_typed_in_place_of_an_option_are_understood_by_the_screen():
    at = ouvrir("formation")
    at.selectbox("metier").set_value("dev web").run()
    assert at.query_params["metier"] == "metier:M1X80"
    at.selectbox("metier").set_value("zzzz").run()
    assert "« zzzz »" in at.info[0].label
    at = ouvrir("explorer")
    at.multiselect("x-metiers").set_value(["dev web", "libre-service"]).run()
    assert at.query_params["metier"][0] == "metier:M1X80"
