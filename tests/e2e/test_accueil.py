"""The home page in a real browser: one typed line opens the right screen; what is seen without scrolling."""

import pytest
from playwright.sync_api import expect

from tests.e2e.gestes import TELEPHONE


@pytest.mark.parametrize(
    ("mots", "appuis", "proposition", "adresse", "constat"),
    [
        ("aide soinante st nazaire", 0, "Aides-soignants à Saint-Nazaire", "meteo?**bassin%3A5225", "Aides-soignants"),
        ("chateubriant", 1, "Châteaubriant en une page", "territoires?**commune%3A44036", "Châteaubriant"),
        ("nantes", 2, "À Nantes", "meteo?**bassin%3A5220", "Nantes"),
    ],
)
def test_one_typed_line_and_the_arrows_open_the_right_screen(ouvrir, mots, appuis, proposition, adresse, constat):
    page = ouvrir()
    page.get_by_role("combobox", name="Une commune, un métier, une question").focus()
    page.keyboard.type(mots)
    expect(page.get_by_role("option").nth(max(0, appuis - 1))).to_contain_text(proposition)
    for _ in range(appuis):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{adresse}**")
    expect(page.locator("h1:visible")).to_contain_text(constat)


def test_search_figures_questions_and_map_are_seen_without_scrolling(ouvrir):
    page = ouvrir()
    expect(page.locator(".st-key-heros .obs-chiffre")).to_have_count(4)
    dits = [i.get_attribute("aria-label") for i in page.locator(".obs-chiffres svg:visible").all()]
    assert len(dits) == 4
    assert all("au début" in d and "au plus haut" in d for d in dits)
    vus = [".st-key-heros .obs-recherche", ".st-key-heros-chiffres", ".st-key-heros-plan svg.carte"]
    vus += [".obs-plan-note", ".obs-souvent"]
    # One that would cover its neighbour waits for the map to be drawn nearer.
    expect(page.locator("svg.carte .noms text").nth(15)).to_be_attached()
    for selecteur in vus:
        boite = page.locator(selecteur).bounding_box()
        assert boite["y"] >= 0
        assert boite["y"] + boite["height"] <= 720


def test_a_phone_reads_title_search_figures_questions_map_then_doors(ouvrir):
    page = ouvrir("", TELEPHONE)
    parties = ("h1", ".obs-recherche", ".st-key-heros-chiffres", ".obs-souvent", ".st-key-heros-plan", ".obs-portes")
    hauts = [page.locator(p).first.bounding_box()["y"] for p in parties]
    assert hauts == sorted(hauts)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
