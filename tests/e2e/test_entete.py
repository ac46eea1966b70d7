"""The header and the foot of every page: the menu, what opens over the page, the theme of the reader."""

import pytest
from playwright.sync_api import expect

from tests.e2e.gestes import TELEPHONE
from tests.vues import un_sur

MOTS = "Ma commune,Carte,Météo,Formation,Secteurs,Tendances,Explorer,Convention,Données"
COUPES = """nav => [...nav.querySelectorAll("a")].filter(a => {
  const [n, l] = [nav, a].map(e => e.getBoundingClientRect());
  return l.left < n.left || l.right > n.right || l.top < n.top || l.bottom > n.bottom;
}).map(a => a.textContent)"""


@pytest.mark.parametrize("largeur", un_sur(2, (1024, 1920, 800, 1280, 390, 961, 1239)))
def test_every_entry_of_the_menu_is_whole_in_sight_or_behind_its_button(ouvrir, largeur):
    page = ouvrir("convention", {"width": largeur, "height": 768})
    menu, bouton = page.get_by_role("navigation", name="Menu principal"), page.locator(".obs-menu > summary")
    if menu.is_visible():
        expect(bouton).to_be_hidden()
        assert menu.evaluate(COUPES) == []
    else:
        bouton.click()
        menu = page.get_by_role("navigation", name="Menu", exact=True)
        assert all(
            min(a.bounding_box()[cote] for cote in ("width", "height")) >= 44 for a in menu.get_by_role("link").all()
        )
    assert ",".join(menu.get_by_role("link").all_inner_texts()) == MOTS
    expect(menu.locator("[aria-current=page]")).to_have_text("Convention")


MENU, MOT, CHOIX = ".obs-menu", ".obs-titre .obs-mot", ".obs-volet"


@pytest.mark.parametrize(
    ("adresse", "vue", "pli", "dedans"),
    [
        ("aide", TELEPHONE, MENU, "nav"),
        ("carte", TELEPHONE, MOT, "> span"),
        ("meteo", {"width": 1024, "height": 768}, CHOIX, ".obs-volet-dedans"),
    ],
    ids=["the menu of a phone", "a definition", "choices"],
)
def test_what_opens_over_a_page_holds_in_it_and_closes_by_escape_or_elsewhere(ouvrir, adresse, vue, pli, dedans):
    page = ouvrir(adresse, vue)
    bouton, dit = page.locator(f"{pli} > summary"), page.locator(f"{pli} {dedans}")
    bouton.press("Enter")
    expect(dit).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    expect(dit).to_be_hidden()
    expect(bouton).to_be_focused()
    bouton.click()
    expect(dit).to_be_visible()
    page.mouse.click(195, 800) if pli == MENU else page.locator("h1").click()
    expect(dit).to_be_hidden()
    if pli == MENU:
        bouton.click()
        dit.get_by_role("link").last.focus()
        page.keyboard.press("Tab")
        expect(dit).to_be_hidden()


def test_the_theme_that_a_reader_chooses_is_that_of_charts_and_maps_and_of_the_next_page(page, ouvrir, application):
    """Without a script there is no choice: it is hidden until one is there to follow it."""
    assert '<p class="obs-theme" hidden>' in page.request.get(f"{application}/tendances").text()
    ouvrir("tendances")
    fond = "getComputedStyle(document.body).backgroundColor"
    claire = page.locator(".obs-graphique svg text").first.evaluate("e => getComputedStyle(e).fill")
    page.get_by_label("Thème").select_option("Sombre")
    assert page.evaluate(fond) == "rgb(13, 24, 32)"
    mots = page.locator(".obs-graphique svg text").first
    expect(mots).to_be_visible()
    assert mots.evaluate("e => getComputedStyle(e).fill") != claire
    ouvrir("carte")
    assert page.evaluate(fond) == "rgb(13, 24, 32)"
    mer = page.locator(".dessin .boite").first.evaluate("e => getComputedStyle(e).getPropertyValue('color-scheme')")
    assert mer == "dark"
    page.get_by_label("Thème").select_option("Système")
    assert page.evaluate(fond) == "rgb(242, 246, 246)"
    assert page.evaluate("localStorage.getItem('obs-theme')") is None


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
