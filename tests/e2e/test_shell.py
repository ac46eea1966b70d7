"""What is around every screen: policy, header and foot, theme, mark of the keyboard, what a visit leaves behind."""

import io
import re
import urllib.request
from fnmatch import fnmatch

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from pages.figures.a_propos import STOCKAGE
from pages.figures.ecrans import ECRANS
from tests.e2e.gestes import TELEPHONE
from tests.vues import courts, un_sur

# Ink of each theme.
ENCRES = {"light": "rgb(20, 36, 47)", "dark": "rgb(232, 239, 241)"}
# View -> what the keyboard marks there.
MARQUES = {
    "carte": (
        *(".stSelectbox select", ".obs-boutons input:checked", "[data-testid=stTopNavLink]"),
        *("[data-testid=stDownloadButton] a", ".obs-partager"),
    ),
    "tendances": (".stSelectbox [role=combobox]", "[data-testid=stPopoverButton]"),
    "territoires?volet=libre": (".stTextInput input", ".stMultiSelect [role=combobox]"),
    "meteo": (".obs-recherche input >> visible=true", "main .obs-carte a"),
    "convention?rubrique=suivi": ("input[type=date]",),
}


@pytest.mark.parametrize("chemin", ["/", "/carte", "/aide"])
def test_a_page_carries_a_strict_policy_whatever_is_asked_for(application, chemin):
    for accepte in ("text/html", "application/json", "*/*;q=0.1"):
        with urllib.request.urlopen(
            urllib.request.Request(application + chemin, headers={"Accept": accepte})
        ) as reponse:
            en_tetes, corps = reponse.headers, reponse.read().decode()
        politique = en_tetes["content-security-policy"]
        scripts = re.search(r"script-src ([^;]*)", politique).group(1)
        assert "unsafe" not in scripts
        assert scripts.count("'sha256-") == len(re.findall(r"<script>", corps)) == 1
        assert "frame-ancestors 'self'" in politique
        assert en_tetes["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("ecran", ["carte", "seance"])
def test_a_page_follows_the_computer_from_dark_to_light(ouvrir, ecran):
    page = ouvrir(ecran, color_scheme="dark")
    expect(page.locator("h1:visible")).to_have_css("color", ENCRES["dark"])
    page.emulate_media(color_scheme="light")
    expect(page.locator("h1:visible")).to_have_css("color", ENCRES["light"])


def _luminance(page, cadre) -> np.ndarray:
    image = Image.open(io.BytesIO(page.screenshot(clip=cadre, animations="disabled", caret="hide")))
    c = np.asarray(image.convert("RGB")) / 255
    return np.where(c <= 10 / 255, c / 12.92, ((c + 0.055) / 1.055) ** 2.4) @ (0.2126, 0.7152, 0.0722)


@pytest.mark.parametrize("vue", courts(MARQUES, ("carte",)))
def test_the_mark_of_the_keyboard_is_seen_all_around(ouvrir, vue):
    """At least two pixels on each side whose contrast with what was there is three or more."""
    for theme in ENCRES:
        page = ouvrir(vue, color_scheme=theme)
        assert [(theme, ou) for ou in MARQUES[vue] if not _entoure(page, page.locator(ou).first)] == []


def _entoure(page, champ) -> bool:
    page.keyboard.press("Tab")  # the keyboard is in use
    champ.focus()
    champ.scroll_into_view_if_needed()
    # A choice among buttons is marked on its words, a field among chosen words on what holds them all.
    autour = champ.evaluate_handle("e => e.closest('.obs-boutons label, .obs-taper[role=group]') ?? e").as_element()
    boite = autour.bounding_box()
    cadre = {"x": max(0, boite["x"] - 60), "y": max(0, boite["y"] - 14), "width": boite["width"] + 120, "height": 28}
    cadre["height"] += boite["height"]
    avec = _luminance(page, cadre)
    champ.evaluate("e => e.blur()")
    sans = _luminance(page, cadre)
    vus = (np.maximum(avec, sans) + 0.05) / (np.minimum(avec, sans) + 0.05) >= 3
    if not vus.any():
        return False
    haut, large = (np.ptp(rangs) + 1 for rangs in np.nonzero(vus))
    return vus.sum() >= 0.9 * 2 * 2 * (haut + large)


def test_on_a_low_window_the_header_leaves_with_the_page(ouvrir):
    page = ouvrir("carte", {"width": 1280, "height": 380})
    assert page.locator(".obs-recherche-bouton").bounding_box()["y"] < 60
    page.keyboard.press("PageDown")
    for parti in (page.get_by_test_id("stHeader"), page.locator(".obs-recherche-bouton")):
        expect(parti).not_to_be_in_viewport()


def test_with_the_colours_of_the_reader_what_is_chosen_and_what_a_button_draws_are_still_seen(page, ouvrir):
    page.emulate_media(forced_colors="active")
    ouvrir("meteo")
    fond = page.evaluate("getComputedStyle(document.body).backgroundColor")

    def couleur(ou: str, propriete: str = "backgroundColor", partie: str | None = None) -> str:
        return page.locator(ou).first.evaluate("(e, [p, q]) => getComputedStyle(e, q)[p]", [propriete, partie])

    assert couleur(".obs-boutons label:has(:checked)") != fond
    assert fond not in [couleur(f".obs-projeter{s}", partie="::before") for s in (":not(.obs-ajouter)", ".obs-ajouter")]
    assert couleur("[data-testid=stTopNavLink]:not([aria-current])", "borderBottomColor") == fond
    assert couleur("[data-testid=stTopNavLink][aria-current]", "borderBottomColor") != fond
    page.emulate_media(forced_colors="none")


MOTS = [e.titre for e in ECRANS if e.menu]
COUPES = """nav => [...nav.querySelectorAll("a")].filter(a => {
  const [n, l] = [nav, a].map(e => e.getBoundingClientRect());
  return l.left < n.left || l.right > n.right || l.top < n.top || l.bottom > n.bottom;
}).map(a => a.textContent)"""


# Room that WCAG 1.4.12 lets a reader give to lines, letters, words and paragraphs.
ESPACES = """*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}
p{margin-bottom:2em!important}"""
DEBORDES = """() => [...document.querySelectorAll(
  "[data-testid^=stBaseButton],[data-testid=stPopoverButton],[data-testid=stPageLink-NavLink]")]
  .filter(e => e.checkVisibility()).filter(e => {
    const r = document.createRange(), b = e.getBoundingClientRect();
    r.selectNodeContents(e);
    return [...r.getClientRects()].some(l =>
      l.width > 2 && (l.top < b.top - 1 || l.bottom > b.bottom + 1 || l.right > b.right + 1));
  }).map(e => e.textContent)"""


@pytest.mark.parametrize("vue", ["carte", "convention?rubrique=suivi"])
def test_room_that_a_reader_gives_to_words_cuts_neither_the_menu_nor_a_control(ouvrir, vue):
    page = ouvrir(vue, {"width": 1280, "height": 720})
    page.add_style_tag(content=ESPACES)
    assert page.get_by_role("navigation", name="Menu principal").evaluate(COUPES) == []
    assert page.evaluate(DEBORDES) == []
    page.set_viewport_size({"width": 1024, "height": 768})
    dates = page.locator("input[type=date]").all()
    assert len(dates) == ("suivi" in vue)
    assert all(d.bounding_box()["width"] >= 168 for d in dates)


@pytest.mark.parametrize("largeur", un_sur(4, (1024, 1920, 800, 1280, 390, 961, 1239)))
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
    assert menu.get_by_role("link").all_inner_texts() == MOTS
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


def test_what_a_visit_leaves_in_the_browser_is_named(ouvrir):
    page = ouvrir()
    page.evaluate("caches.delete('obs-salle')")  # kept by a meeting of another test: the browser is the same
    for ecran in ("convention?rubrique=saisie", "seance", "saisie", "carte"):
        ouvrir(ecran)
    page.locator(".obs-recherche-bouton").click()
    page.get_by_label("La touche / ouvre la recherche").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+p")
    page.wait_for_selector(".obs-en-salle", state="attached")
    laisses = {c["name"] for c in page.context.cookies()}
    laisses |= set(page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"))
    assert "obs-recherche-sans-touche" in laisses
    assert page.context.cookies() == []
    assert [nom for nom in laisses if not any(fnmatch(nom, connu) for connu, *_ in STOCKAGE)] == []
    assert page.evaluate("indexedDB.databases()") == []
    assert page.evaluate("caches.keys()") == []
