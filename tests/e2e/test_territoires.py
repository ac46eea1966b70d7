"""The screen « Ma commune » in a real browser: places, zones taken by pointer and keyboard, phone, meeting room."""

import pytest
from playwright.sync_api import expect

from geo import libre
from tests.e2e.gestes import deplier

ANCENIS, LAVAL = "244400552", "200083392"


def zone(page, code: str):
    return page.locator(f'[data-code="{code}"]')


def communes(page) -> set[str]:
    texte = page.evaluate("new URLSearchParams(location.search).get('libre') ?? ''")
    return set(libre.decoder(texte).communes) if texte else set()


def test_a_place_is_found_as_one_types_then_another_from_its_line(ouvrir):
    page = ouvrir("territoires")
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


@pytest.mark.parametrize(
    ("suite", "code", "adresse", "constat"),
    [
        ("", "72180", "lieu=commune%3A72180", "Autour de Mamers"),
        ("?volet=loupe&zonage=spo&zone=spo:laval&croise=departement", "85", "departement", "département de la Vendée"),
    ],
    ids=["its page", "under the lens"],
)
def test_a_zone_pressed_on_the_map_opens(ouvrir, suite, code, adresse, constat):
    page = ouvrir(f"territoires{suite}")
    if not suite:
        expect(page.locator(".noms .nom")).to_have_count(11)  # those by which one finds one’s way
    zone(page, code).click(delay=60, force=True)
    page.wait_for_url(f"**{adresse}**")
    expect(page.locator("h1")).to_contain_text(constat)


def test_zones_are_taken_and_left_on_the_map(ouvrir):
    """Twice on the same zone: the second press is another choice. Then by keyboard."""
    page = ouvrir("territoires?volet=libre")
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


def test_the_figures_of_a_place_and_its_metiers_stand_above_the_fold(ouvrir):
    cadre = ouvrir("territoires?lieu=commune:72180").locator(".st-key-ma-commune")
    assert cadre.locator(".obs-chiffres").bounding_box()["y"] < 300
    assert cadre.locator(".obs-carte").first.bounding_box()["y"] < 700
