"""The screen « Ma commune » in a real browser: places, zones taken by pointer and keyboard, phone, meeting room."""

import pytest
from playwright.sync_api import expect

from geo import libre
from tests.e2e.gestes import deplier

ANCENIS, LAVAL = "244400552", "200083392"
MON_PAYS = "Mon%20pays~41ico8~44310e"


@pytest.fixture
def territoires(ouvrir):
    """`territoires(choices)` opens the screen."""
    return lambda suite="": ouvrir(f"territoires{suite}")


def zone(page, code: str):
    return page.locator(f'[data-code="{code}"]')


def communes(page) -> set[str]:
    texte = page.evaluate("new URLSearchParams(location.search).get('libre') ?? ''")
    return set(libre.decoder(texte).communes) if texte else set()


def test_a_place_is_found_as_one_types_then_another_from_its_line(territoires):
    page = territoires()
    expect(page.get_by_role("combobox", name="Votre commune")).to_be_focused()
    page.keyboard.type("st naz")
    expect(page.get_by_role("option").first).to_contain_text("Saint-Nazaire")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Autour de Saint-Nazaire")
    page.wait_for_url("**lieu=commune%3A44184**")
    deplier(page, "Saint-Nazaire")
    page.get_by_role("combobox", name="Votre commune").fill("arthon en retz")
    expect(page.get_by_role("option").first).to_contain_text("Aujourd’hui Chaumes-en-Retz")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Autour de Chaumes-en-Retz")
    expect(page.get_by_role("combobox", name="Votre commune")).to_be_hidden()


def test_a_commune_pressed_on_the_map_opens_its_page(territoires):
    page = territoires()
    expect(page.locator(".noms .nom")).to_have_count(11)  # those by which one finds one’s way
    zone(page, "72180").click(delay=60, force=True)
    page.wait_for_url("**lieu=commune%3A72180**")
    expect(page.locator("h1")).to_contain_text("Autour de Mamers")


def test_zones_are_taken_and_left_on_the_map(territoires):
    """Twice on the same zone: the second press is another choice. Then by keyboard."""
    page = territoires("?volet=libre")
    laval = zone(page, LAVAL)
    laval.hover()
    laval.click(delay=60)
    expect(laval).to_have_attribute("aria-pressed", "true")
    page.wait_for_url("**libre=**")
    assert communes(page) == libre.communes_epci(LAVAL)
    expect(page.locator("h1")).to_contain_text("indicateurs sur")
    laval.click(delay=60)
    expect(laval).to_have_attribute("aria-pressed", "false")
    expect(page.locator("h1")).to_contain_text("Composer un territoire")
    zone(page, ANCENIS).focus()
    page.keyboard.press("Enter")
    expect(zone(page, ANCENIS)).to_have_attribute("aria-pressed", "true")
    page.wait_for_url("**libre=**")
    assert communes(page) == libre.communes_epci(ANCENIS)


def test_a_commune_leaves_an_epci_that_is_then_no_longer_whole(territoires):
    page = territoires(f"?volet=libre&unite=commune&libre={MON_PAYS}")
    ancenis = zone(page, "44003")
    expect(ancenis).to_have_attribute("aria-pressed", "true")
    ancenis.focus()
    page.keyboard.press(" ")
    expect(ancenis).to_have_attribute("aria-pressed", "false")
    page.wait_for_url(lambda adresse: "44310e" not in adresse)
    assert communes(page) == {*libre.communes_epci(ANCENIS), "44014", "44109"} - {"44003"}
    expect(page.locator(".obs-faits")).to_contain_text("aucune")


def test_the_link_of_a_territory_opens_its_portrait(territoires):
    page = territoires(f"?volet=libre&libre={MON_PAYS}")
    page.get_by_role("link", name="Portrait de ce territoire").click()
    expect(page.locator("h1:visible")).to_contain_text("Mon pays")


def test_a_zone_pressed_under_the_lens_goes_under_the_lens(territoires):
    page = territoires("?volet=loupe&zonage=spo&zone=spo:laval&croise=departement")
    expect(page.locator("h1")).to_contain_text("Le territoire SPO de Laval")
    zone(page, "85").click(delay=60)
    expect(page.locator("h1")).to_contain_text("Le département de la Vendée")


def test_the_figures_of_a_place_and_its_metiers_stand_above_the_fold(territoires):
    cadre = territoires("?lieu=commune:72180").locator(".st-key-ma-commune")
    assert cadre.locator(".obs-chiffres").bounding_box()["y"] < 300
    assert cadre.locator(".obs-carte").first.bounding_box()["y"] < 700
    expect(cadre.locator(".obs-plan svg:visible text")).to_have_text("Mamers")
    expect(cadre.locator(".obs-niveau").first).to_contain_text("zone d’emploi d’Alençon")
    cadre.locator(".obs-quoi summary").nth(1).press("Enter")
    expect(cadre.locator(".obs-quoi[open]")).to_contain_text("région")
