"""One current place: every screen shows the zone that holds it, and says for which place it does."""

import pytest

from geo.rattachement import pour, rattacher
from pages.components import url_state
from pages.components.url_state import load, save
from tests.pages import outils
from tests.pages.outils import sain, texte, titre
from tests.pages.test_url_state import PARAMS, FausseAdresse

MAMERS, AVESSAC = "commune:72180", "commune:44007"
PART = "bmo_part_difficiles_estimee"
POUR = "bassin d’emploi de Mamers, pour la commune de Mamers"


@pytest.fixture
def ouvrir(racine):
    return lambda ecran, **adresse: sain(outils.ouvrir(ecran, **adresse))


@pytest.mark.parametrize("ecran", ["carte", "meteo", "portrait", "tendances"])
def test_a_screen_shows_the_zone_that_holds_the_place_and_says_for_which(ouvrir, ecran):
    at = ouvrir(ecran, lieu=MAMERS, indicateur=PART)
    assert "Mamers" in texte(at)
    assert ecran == "tendances" or POUR in texte(at)
    assert at.query_params["lieu"] == MAMERS


@pytest.mark.parametrize("ecran", ["meteo", "portrait", "tendances"])
def test_the_place_follows_from_one_screen_to_the_other(ouvrir, ecran):
    at = ouvrir("territoires", lieu=MAMERS, indicateur=PART)
    at.query_params.clear()  # what a change of page does
    sain(at.switch_page(f"pages/{ecran}.py").run())
    assert "Mamers" in titre(at)
    assert at.query_params["lieu"] == MAMERS


def test_the_place_is_read_in_the_zoning_of_the_indicator(ouvrir):
    at = ouvrir("carte", lieu=MAMERS, indicateur="taux_chomage")
    assert at.query_params["zonage"] == "ze"
    assert "pour la commune de Mamers" in texte(at)


def test_a_change_of_zoning_keeps_the_place(ouvrir):
    at = ouvrir("carte", lieu=MAMERS, indicateur=PART)
    at.session_state["zonage"] = "departement"
    sain(at.run())
    assert at.selectbox(key="zone").value == "departement:72"
    assert at.query_params["lieu"] == MAMERS


def test_another_territory_moves_the_place_everywhere(ouvrir):
    at = ouvrir("carte", lieu=MAMERS, indicateur=PART)
    sain(at.selectbox(key="zone").select("bassin:5221").run())
    assert at.query_params["lieu"] == "bassin:5221"
    at.query_params.clear()
    sain(at.switch_page("pages/tendances.py").run())
    assert at.query_params["zones"] == "bassin:5221"
    at.query_params.clear()
    assert "Ancenis" in titre(sain(at.switch_page("pages/territoires.py").run()))


def test_a_place_without_a_zone_says_that_the_region_is_shown(ouvrir):
    at = ouvrir("carte", lieu=AVESSAC, zonage="bassin", indicateur=PART)
    assert at.selectbox(key="zone").value is None
    assert "La commune d’Avessac : aucun bassin d’emploi ne s’y rapporte, la région est affichée" in texte(at).replace(
        "\u00a0", " "
    )
    # the survey is known by département too
    for ecran in ("meteo", "carte"):
        assert "département de la Loire-Atlantique, pour la commune d’Avessac" in texte(
            ouvrir(ecran, lieu=AVESSAC, indicateur=PART)
        )


def test_a_figure_of_the_region_opens_the_region(ouvrir):
    at = ouvrir("tendances", indicateur="taux_chomage", zonage="region", lieu="region:52")
    assert "dans la région" in titre(at)
    assert not at.info


def test_territories_compared_by_a_link_are_kept(ouvrir):
    at = ouvrir("tendances", lieu=MAMERS, indicateur=PART, zones=["bassin:5209", "bassin:5208"])
    assert at.query_params["zones"] == ["bassin:5209", "bassin:5208"]


def test_a_link_whose_zone_and_place_disagree_follows_the_zone(ouvrir):
    assert ouvrir("carte", lieu=MAMERS, zone="bassin:5221", zonage="bassin").query_params["lieu"] == "bassin:5221"


def test_a_town_never_speaks_for_its_departement_nor_a_departement_for_the_region():
    assert rattacher("departement", "72", ("bassin",)) is None
    assert rattacher("region", "52", ("departement",)) is None
    r = rattacher("spo", "ancenis", ("departement",))
    assert pour("spo", "ancenis", r).endswith("où vit la plus grande part de sa population")
    r = rattacher("spo", "cholet", ("bassin",))
    assert r.part_population < 0.5
    assert pour("spo", "cholet", r) == "bassin d’emploi de Cholet, du même nom, pour le territoire SPO de Cholet"


def test_back_before_a_first_choice_forgets_it():
    etat, adresse = {}, FausseAdresse()
    load(PARAMS, etat, adresse)
    save(PARAMS, etat, adresse)
    avant = dict(adresse)
    etat["q"], etat["metiers"] = "soudeur", ["A"]
    save(PARAMS, etat, adresse)
    adresse.clear()
    adresse.update(avant)
    load(PARAMS, etat, adresse, montres=["zonage", "q"], navigation=True)
    assert (etat["q"], etat["metiers"]) == ("", ["A"])  # the other screen's choice is not in question
    assert etat[url_state.ARRIVEE]
    save(PARAMS, etat, adresse)
    load(PARAMS, etat, adresse)
    assert not etat[url_state.ARRIVEE]


def test_two_communes_of_one_name_are_told_apart_in_a_list(ouvrir):
    at = ouvrir("carte", indicateur="population", zonage="commune")
    liste = at.selectbox(key="zone")
    assert liste.options.count("Changé (Mayenne)") == 1
    liste.select("commune:53054").run()
    assert at.query_params["zone"] == "commune:53054"
