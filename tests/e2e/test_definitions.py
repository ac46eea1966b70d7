"""Words explained in place and the contents of a long page, on a phone, by keyboard and touch."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def telephone(nouvelle_page, application, attendre):
    """`telephone(screen)` opens a screen on a phone."""

    def ouvrir(ecran: str):
        page = nouvelle_page(viewport={"width": 390, "height": 844})
        page.goto(f"{application}/{ecran}")
        attendre(page)
        return page

    return ouvrir


def test_a_definition_opens_by_keyboard_in_the_window_and_closes_by_escape_or_a_press_elsewhere(telephone):
    page = telephone("carte")
    quoi = page.locator(".obs-titre .obs-mot")
    expect(quoi).to_have_count(1)
    quoi.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(quoi.locator("> span")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    expect(quoi.locator("> span")).to_be_hidden()
    expect(quoi.locator("summary")).to_be_focused()
    quoi.locator("summary").click()
    expect(page.locator(".obs-mot[open]")).to_have_count(1)
    page.locator("h1").click()
    expect(page.locator(".obs-mot[open]")).to_have_count(0)


def test_a_long_page_has_its_contents_which_lead_to_a_heading_and_leave_the_address_alone(telephone):
    page = telephone("aide")
    sommaire = page.locator(".obs-sommaire")
    sommaire.locator("summary").click()
    adresse = page.url
    sommaire.get_by_role("button", name="Lire une carte").press("Enter")
    titre = page.get_by_role("heading", name="Lire une carte", exact=True)
    expect(titre).to_be_in_viewport(ratio=1)
    expect(titre).to_be_focused()
    assert page.url == adresse
    page.set_viewport_size({"width": 1280, "height": 720})
    expect(sommaire).to_have_count(0)
