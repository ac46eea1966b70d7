"""Words explained in place and the contents of a long page, on a phone, by keyboard and touch."""

from playwright.sync_api import expect

from tests.e2e.gestes import TELEPHONE


def test_a_definition_opens_by_keyboard_in_the_window_and_closes_by_escape_or_a_press_elsewhere(ouvrir):
    page = ouvrir("carte", TELEPHONE)
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


def test_a_long_page_has_its_contents_which_lead_to_a_heading_and_leave_the_address_alone(ouvrir):
    page = ouvrir("aide", TELEPHONE)
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
