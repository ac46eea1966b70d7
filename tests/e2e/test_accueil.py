"""The home page in a real browser: one typed line opens the right screen; what is seen without scrolling."""

import pytest
from playwright.sync_api import expect

from tests.e2e.gestes import TELEPHONE


def taper(page, mots: str) -> None:
    """Type in the search line, with the keyboard alone."""
    page.get_by_role("combobox", name="Une commune, un métier, une question").focus()
    page.keyboard.type(mots)


@pytest.mark.parametrize(
    ("mots", "proposition", "adresse", "constat"),
    [
        (
            "aide soinante st nazaire",
            "Aides-soignants à Saint-Nazaire",
            "**/meteo?**zone=bassin%3A5225**",
            "Aides-soignants",
        ),
        (
            "chateubriant",
            "Châteaubriant en une page",
            "**/territoires?**lieu=commune%3A44036**",
            "Châteaubriant",
        ),
        pytest.param(
            "chomage laval",
            "Chômage autour de Laval",
            "**/tendances?**zones=ze%3A5211**",
            "Laval",
            marks=pytest.mark.long,
        ),
        pytest.param(
            "sarthe nord",
            "SPO de Sarthe Nord en une page",
            "**/territoires?**lieu=spo%3Asarthe-nord**",
            "Sarthe Nord",
            marks=pytest.mark.long,
        ),
    ],
)
def test_one_typed_line_opens_the_right_screen(ouvrir, mots, proposition, adresse, constat):
    page = ouvrir()
    taper(page, mots)
    expect(page.get_by_role("option").first).to_contain_text(proposition)
    page.keyboard.press("Enter")
    page.wait_for_url(adresse)
    expect(page.locator("h1:visible")).to_contain_text(constat)


def test_nothing_found_says_what_to_try_and_another_proposal_is_chosen_with_the_arrows(ouvrir):
    page = ouvrir()
    taper(page, "zzqqx")
    expect(page.locator(".obs-recherche-avis")).to_contain_text("compris")
    page.keyboard.press("Enter")
    assert "/territoires" not in page.url
    page.keyboard.press("Control+a")
    page.keyboard.type("nantes")
    options = page.get_by_role("option")
    expect(options.nth(1)).to_contain_text("À Nantes")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/meteo?**zone=bassin%3A5220**")


def test_search_figures_questions_and_map_are_seen_without_scrolling(ouvrir):
    page = ouvrir()
    expect(page.locator(".st-key-heros .obs-chiffre")).to_have_count(4)
    dits = page.locator(".obs-chiffres svg:visible").evaluate_all(
        "images => images.map(i => i.getAttribute('aria-label'))"
    )
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
    parties = (
        "h1",
        ".obs-recherche",
        ".st-key-heros-chiffres",
        ".obs-souvent",
        ".st-key-heros-plan",
        ".obs-portes",
    )
    hauts = [page.locator(p).first.bounding_box()["y"] for p in parties]
    assert hauts == sorted(hauts)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
