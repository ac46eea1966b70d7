"""The météo in a real browser: the switch, links, the search of a métier, one sheet."""

import pytest
from playwright.sync_api import expect

CIELS = """() => [...document.querySelectorAll(".obs-carte img")]
  .filter((i) => i.getClientRects().length).map((i) => i.src)"""


@pytest.fixture
def meteo(application, page, attendre):
    """`meteo(**params)` opens the screen on a bassin."""

    def ouvrir(suite: str = "", page=page):
        page.goto(f"{application}/meteo?zone=bassin:5220{suite}")
        attendre(page)
        page.wait_for_selector(".obs-carte, .obs-fiche", state="attached")
        return page

    return ouvrir


def figures(page) -> list[str]:
    """What is visible of the words and figures of the cards."""
    return page.eval_on_selector_all(".obs-carte", "cs => cs.map(c => c.innerText)")


def test_switch_changes_skies_and_the_title_and_no_card(meteo):
    page = meteo()
    avant, titre, ciel = figures(page), page.inner_text("h1"), page.evaluate(CIELS)
    assert avant
    assert ciel
    assert "recruter" not in titre
    page.click("text=Je recrute")
    page.wait_for_url("**point=employeur**")
    expect(page.locator("h1")).to_contain_text("recruter")
    assert figures(page) == avant
    assert page.evaluate(CIELS) != ciel
    page.reload()
    expect(page.locator("h1")).to_contain_text("recruter")


def test_switch_answers_without_the_server(meteo):
    page = meteo()
    page.context.set_offline(True)
    page.click("text=Je recrute")
    page.wait_for_function("document.querySelector('h1').innerText.includes('recruter')")
    page.context.set_offline(False)


def test_link_of_a_card_opens_the_view_of_its_family_without_loading_the_application_again(meteo):
    page = meteo("&niveau=famille")
    page.evaluate("window.gardee = true")
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop = 400")
    page.get_by_role("link", name="Ouvriers de la construction").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**metier=famille%3AO**")
    expect(page.locator(".st-key-bloc-meteo h2")).to_contain_text("Ouvriers de la construction")
    # One reads on from the title; « Back » undoes the link alone.
    expect(page.locator("h1")).to_be_focused()
    assert page.evaluate("window.gardee && document.querySelector('[data-testid=stMain]').scrollTop") == 0
    page.go_back()
    page.wait_for_selector(".obs-carte")
    assert page.evaluate("window.gardee")
    assert "onglet=territoire" in page.url


def test_search_by_keyboard_says_that_it_found_nothing_then_opens_the_metier(meteo):
    page = meteo()
    champ = page.get_by_role("combobox", name="Chercher un métier")
    champ.focus()
    page.keyboard.type("zzqqx")
    vide = page.locator("main .obs-recherche-avis, [data-testid=stMain] .obs-recherche-avis").last
    expect(vide).to_contain_text("Aucun métier trouvé")
    page.keyboard.press("Enter")
    assert "metier=" not in page.url
    page.keyboard.press("Control+a")
    page.keyboard.type("aide soinante")
    premiere = page.get_by_role("option").first
    expect(premiere).to_contain_text("Aides-soignants")
    assert champ.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert champ.get_attribute("aria-activedescendant") == premiere.get_attribute("id")
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**metier=metier%3AV0X60**")
    expect(page.locator("h1")).to_contain_text("Aides-soignants")
    assert champ.input_value() == ""


def test_board_holds_on_one_sheet(meteo, nouvelle_page):
    # A4 less its margins of 14 mm, in px of 1/96 inch.
    page = meteo("&niveau=famille", nouvelle_page(viewport={"width": 688, "height": 1017}))
    page.emulate_media(media="print")
    bas = page.eval_on_selector_all(
        ".obs-carte", "ts => ts.map(t => t.getBoundingClientRect().bottom + window.scrollY)"
    )
    assert len(bas) == 8
    assert max(bas) <= 1017


def test_ways_out_keep_their_protection_once_on_the_page(meteo):
    page = meteo("&metier=metier:V0X60")
    liens = page.locator(".obs-trois a[rel]")
    expect(liens.first).to_be_visible()
    for attribut, valeur in (("target", "_blank"), ("rel", "noopener noreferrer")):
        assert {lien.get_attribute(attribut) for lien in liens.all()} == {valeur}
