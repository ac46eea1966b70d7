"""The home page, and the search box of every page: one typed line opens the right screen, by the keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.e2e.gestes import TELEPHONE
from tests.vues import un_sur


@pytest.mark.parametrize(
    ("mots", "appuis", "proposition", "adresse", "constat"),
    un_sur(2, [
        ("aide soinante st nazaire", 0, "Aides-soignants à Saint-Nazaire", "meteo?**bassin%3A5225", "Aides-soignants"),
        ("chateubriant", 1, "Châteaubriant en une page", "territoires?**commune%3A44036", "Châteaubriant"),
        ("nantes", 2, "Bassin de Nantes", "meteo?**bassin%3A5220", "Nantes"),
    ]),
)  # fmt: skip
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
    courbes = page.locator(".obs-chiffres svg:visible")
    expect(courbes).to_have_count(4)
    dits = [c.get_attribute("aria-label") for c in courbes.all()]
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


def champ(page):
    return page.get_by_role("combobox", name="Une commune, un métier, une question")


@pytest.fixture
def convention(ouvrir):
    page = ouvrir("convention")
    expect(page.locator(".obs-recherche-bouton")).to_be_visible()
    return page


def test_the_key_opens_the_field_and_an_answer_opens_its_screen_with_nothing_left_of_the_former_choices(convention):
    convention.keyboard.press("/")
    expect(champ(convention)).to_be_focused()
    convention.keyboard.type("licorne météo mamers")
    expect(convention.get_by_role("option").first).to_contain_text("bassin d’emploi de Mamers")
    expect(convention.locator(".obs-recherche-avis")).to_contain_text("licorne")
    convention.keyboard.press("Enter")
    convention.wait_for_url("**/meteo?**zone=bassin%3A5209**")
    expect(convention.locator("h1:visible")).to_contain_text("Mamers")
    expect(
        convention.locator(".obs-recherche-bouton")
    ).to_be_visible()  # until its script has come, the key is not heard
    expect(champ(convention)).to_be_hidden()
    # A second search is an arrival too: the territory of the first one is not kept.
    convention.keyboard.press("/")
    convention.keyboard.type("taux de chômage")
    expect(convention.get_by_role("option").first).to_contain_text("Chômage dans la région")
    convention.keyboard.press("Enter")
    convention.wait_for_url("**/carte?**zonage=ze**")
    assert "zone=" not in convention.url
    expect(convention.locator("[data-testid=stAlert]")).to_have_count(0)


def test_the_open_panel_has_no_fault_that_a_machine_finds_and_escape_closes_it_in_three(convention, axe):
    bouton = convention.locator(".obs-recherche-bouton")
    bouton.focus()
    convention.keyboard.press("Enter")
    expect(bouton).to_have_attribute("aria-expanded", "true")
    convention.keyboard.type("laval")
    expect(convention.get_by_role("option").first).to_be_visible()
    assert [v for v in axe(convention) if "recherche" in v] == []
    convention.keyboard.press("Escape")
    expect(convention.get_by_role("option").first).to_be_hidden()
    convention.keyboard.press("Escape")
    expect(champ(convention)).to_have_value("")
    convention.keyboard.press("Escape")
    expect(champ(convention)).to_be_hidden()
    expect(bouton).to_be_focused()


def test_the_key_is_typed_in_a_field_and_can_be_switched_off(convention):
    convention.keyboard.press("/")
    convention.keyboard.type("a/b")
    expect(champ(convention)).to_have_value("a/b")
    convention.get_by_role("checkbox", name="La touche / ouvre la recherche").uncheck()
    convention.mouse.click(5, 700)
    expect(champ(convention)).to_be_hidden()
    convention.keyboard.press("/")
    expect(champ(convention)).to_be_hidden()


def test_on_a_phone_the_answers_of_the_home_page_stay_in_its_width(ouvrir):
    page = ouvrir("", TELEPHONE)
    champ(page).fill("chômage mamers")
    expect(page.get_by_role("option").first).to_contain_text("Mamers")
    assert page.evaluate("document.documentElement.scrollWidth") == TELEPHONE["width"]


def test_a_phone_finds_the_icon_beside_the_menu_and_the_panel_in_its_width(ouvrir):
    page = ouvrir("donnees", TELEPHONE)
    bouton, menu = (page.locator(s).bounding_box() for s in (".obs-recherche-bouton", ".obs-menu summary"))
    assert bouton["x"] + bouton["width"] <= menu["x"]
    page.locator(".obs-recherche-bouton").click()
    page.keyboard.type("mayenne")
    expect(page.get_by_role("option").first).to_contain_text("Mayenne en une page")
    boite = page.locator(".obs-recherche-panneau").bounding_box()
    assert boite["x"] >= 0
    assert boite["x"] + boite["width"] <= 390
