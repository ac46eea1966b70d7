"""One current place: every screen shows the zone that holds it, and says for which place it does."""

import pytest

from geo.sujets import pour, rattacher
from tests.pages.outils import ouvrir, texte, titre

pytestmark = pytest.mark.usefixtures("racine")

MAMERS, AVESSAC = "commune:72180", "commune:44007"
PART = "bmo_part_difficiles_estimee"
POUR = "bassin d’emploi de Mamers, pour la commune de Mamers"


@pytest.mark.parametrize("ecran", ["carte", "meteo", "portrait", "tendances"])
def test_a_screen_shows_the_zone_that_holds_the_place_and_says_for_which(ecran):
    at = ouvrir(ecran, lieu=MAMERS, indicateur=PART)
    assert "Mamers" in texte(at)
    assert ecran == "tendances" or POUR in texte(at)
    assert at.query_params["lieu"] == MAMERS


@pytest.mark.parametrize("ecran", ["meteo", "portrait", "tendances"])
def test_the_place_follows_from_one_screen_to_the_other(ecran):
    at = ouvrir("territoires", lieu=MAMERS, indicateur=PART).switch_page(f"pages/{ecran}.py").run()
    assert "Mamers" in titre(at)
    assert at.query_params["lieu"] == MAMERS


def test_the_place_is_read_in_the_zoning_of_the_indicator_and_kept_in_another():
    assert ouvrir("carte", lieu=MAMERS, indicateur="taux_chomage").query_params["zonage"] == "ze"
    at = ouvrir("carte", lieu=MAMERS, indicateur=PART)
    at.session_state["zonage"] = "departement"
    assert at.run().selectbox(key="zone").value == "departement:72"
    assert at.query_params["lieu"] == MAMERS


def test_another_territory_moves_the_place_everywhere():
    at = ouvrir("carte", lieu=MAMERS, indicateur=PART)
    at.selectbox(key="zone").select("bassin:5221").run()
    assert at.query_params["lieu"] == "bassin:5221"
    assert at.switch_page("pages/tendances.py").run().query_params["zones"] == "bassin:5221"
    assert "Ancenis" in titre(at.switch_page("pages/territoires.py").run())


def test_territories_that_a_link_names_go_before_its_place():
    zones = ["bassin:5209", "bassin:5208"]
    assert ouvrir("tendances", lieu=MAMERS, indicateur=PART, zones=zones).query_params["zones"] == zones
    assert ouvrir("carte", lieu=MAMERS, zone="bassin:5221", zonage="bassin").query_params["lieu"] == "bassin:5221"


def test_a_town_never_speaks_for_its_departement_nor_a_departement_for_the_region():
    assert rattacher("departement", "72", ("bassin",)) is None
    assert rattacher("region", "52", ("departement",)) is None
    r = rattacher("spo", "ancenis", ("departement",))
    assert pour("spo", "ancenis", r).endswith("où vit la plus grande part de sa population")
    r = rattacher("spo", "cholet", ("bassin",))
    assert r.part_population < 0.5
    assert pour("spo", "cholet", r) == "bassin d’emploi de Cholet, du même nom, pour le territoire SPO de Cholet"


def test_two_communes_of_one_name_are_told_apart_in_a_list():
    at = ouvrir("carte", indicateur="population", zonage="commune")
    liste = at.selectbox(key="zone")
    assert liste.options.count("Changé (Mayenne)") == 1
    liste.select("commune:53054").run()
    assert at.query_params["zone"] == "commune:53054"
