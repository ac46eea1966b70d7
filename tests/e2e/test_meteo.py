"""The météo in a real browser: the switch, links, the search of a métier, one sheet."""

import pytest
from playwright.sync_api import expect

from tests.e2e.gestes import presser

CIELS = """() => [...document.querySelectorAll(".obs-carte img")]
  .filter((i) => i.getClientRects().length).map((i) => i.src)"""


@pytest.fixture
def meteo(ouvrir):
    """`meteo(choices)` opens the screen on a bassin."""
    return lambda suite="", **comment: ouvrir(f"meteo?zone=bassin:5220{suite}", **comment)


def test_switch_changes_skies_and_the_title_and_no_card_before_the_server_answers(meteo):
    page = meteo()
    cartes = page.locator(".obs-carte:visible")
    avant, ciel = cartes.all_inner_texts(), page.evaluate(CIELS)
    assert avant
    assert ciel
    assert "recruter" not in page.inner_text("h1")
    page.route("**/ecran/**", lambda route: None)  # never answered
    page.get_by_text("Je recrute").click()
    expect(page.locator("h1")).to_contain_text("recruter")
    assert cartes.all_inner_texts() == avant
    assert page.evaluate(CIELS) != ciel
    page.unroute_all()
    presser(meteo(), "Je recrute")
    page.wait_for_url("**point=employeur**")
    page.reload()
    expect(page.locator("h1")).to_contain_text("recruter")


def test_link_of_a_card_opens_the_view_of_its_family_without_loading_the_page_again(meteo):
    page = meteo("&niveau=famille")
    page.evaluate("window.gardee = true")
    page.get_by_role("link", name="Ouvriers de la construction").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**metier=famille%3AO**")
    expect(page.locator(".st-key-bloc-meteo h2")).to_contain_text("Ouvriers de la construction")
    # One reads on from the title; « Back » undoes the link alone.
    expect(page.locator("h1")).to_be_focused()
    expect(page.locator("h1")).to_be_in_viewport()
    page.go_back()
    page.wait_for_selector(".obs-carte")
    assert page.evaluate("window.gardee")
    assert "onglet=territoire" in page.url


def test_search_by_keyboard_says_that_it_found_nothing_then_opens_the_metier(meteo):
    page = meteo()
    champ = page.get_by_role("combobox", name="Chercher un métier")
    champ.focus()
    page.keyboard.type("zzqqx")
    expect(page.locator("main .obs-recherche-avis").last).to_contain_text("Aucun métier trouvé")
    page.keyboard.press("Enter")
    assert "metier=" not in page.url
    page.keyboard.press("Control+a")
    page.keyboard.type("aide soinante")
    premiere = page.get_by_role("option").and_(page.locator("main .obs-recherche *")).first
    expect(premiere).to_contain_text("Aides-soignants")
    assert champ.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert champ.get_attribute("aria-activedescendant") == premiere.get_attribute("id")
    page.keyboard.press("Escape")
    expect(premiere).to_be_hidden()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**metier=metier%3AV0X60**")
    expect(page.locator("h1")).to_contain_text("Aides-soignants")
    assert champ.input_value() == ""


def test_board_holds_on_one_sheet(meteo):
    # A4 less its margins of 14 mm, in px of 1/96 inch.
    page = meteo("&niveau=famille", viewport={"width": 688, "height": 1017})
    page.emulate_media(media="print")
    bas = page.eval_on_selector_all(".obs-carte", "ts => ts.map(t => t.getBoundingClientRect().bottom + scrollY)")
    page.emulate_media(media="null")
    assert len(bas) == 8
    assert max(bas) <= 1017
