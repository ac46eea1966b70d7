"""What the eye and the hand need: marks of the keyboard, French in lists, a menu that closes."""

import contextlib
import io
import re

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import TimeoutError as PlaywrightTimeout, expect

from pages.figures.ecrans import ECRANS, PAR_MODULE
from tests.e2e.test_shell import ANGLAIS, anglais
from tests.vues import courts

VUES = (
    "",
    "territoires?volet=libre",
    "carte",
    "tendances",
    "convention?rubrique=suivi",
    "donnees",
)
COURTES = ("donnees",)
LISTES = "[data-testid=stMain] input[role=combobox]:not(.obs-recherche input):visible"
# View -> what the keyboard marks there.
MARQUES = {
    "territoires?volet=libre": ("[data-testid=stTextInputField]",),
    "carte": (LISTES, "[data-testid=stTopNavLink]", "[data-testid=stDownloadButton] button", ".obs-partager"),
    "meteo": ("[role=radio]", "[data-testid=stMain] .obs-recherche input >> visible=true"),
    "convention?rubrique=suivi": ("[data-testid=stDateInputField] [role=spinbutton]",),
}


def _arbre(page) -> list[str]:
    """Accessible names, descriptions and roles in words of a page, as the browser gives them to a screen reader."""
    lien = page.context.new_cdp_session(page)
    noeuds = lien.send("Accessibility.getFullAXTree")["nodes"]
    lien.detach()
    dits = [str(n.get(quoi, {}).get("value", "")) for n in noeuds for quoi in ("name", "description")]
    roles = [p["value"].get("value") for n in noeuds for p in n.get("properties", []) if "role" in p["name"]]
    # Words that are French too, and a column of the dictionary.
    return [re.sub(r"\b(main|file|value)\b", "", d) for d in (*dits, *map(str, roles))]


def _ouvrir_liste(page, rang, frappe):
    """Open a list by the keyboard and type in it; a press on a list that is being drawn again is lost."""
    boite = page.locator("[role=listbox]:visible").first
    for _ in range(3):
        page.locator(LISTES).nth(rang).focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.type(frappe)
        with contextlib.suppress(PlaywrightTimeout):
            boite.wait_for(timeout=5000)
            return
    boite.wait_for()


@pytest.mark.parametrize("vue", courts(VUES, COURTES))
def test_every_list_opened_and_typed_in_speaks_french(page, application, attendre, vue):
    page.goto(f"{application}/{vue}")
    attendre(page)
    for rang in range(page.locator(LISTES).count()):
        for frappe in ("", "ma", "zzzz"):
            _ouvrir_liste(page, rang, frappe)
            dits = [*anglais(page), *filter(ANGLAIS.search, page.locator("[role=listbox]:visible").all_inner_texts())]
            annonces = page.locator("[data-live-announcer]").all_inner_texts()
            assert [d for d in (*dits, *filter(ANGLAIS.search, annonces)) if "Besoins en main-d’œuvre" not in d] == []
            page.keyboard.press("Escape")
            page.keyboard.press("Escape")
    assert list(filter(ANGLAIS.search, _arbre(page))) == []


def test_choosing_all_that_is_found_keeps_to_the_maximum_and_says_so(page, application, attendre):
    page.goto(f"{application}/convention?rubrique=temps")
    attendre(page)
    page.get_by_role("combobox", name="Mesures de l’annexe").click()
    page.keyboard.type("ma")
    page.get_by_role("option", name="résultats, dans la limite permise").click()
    page.wait_for_url("**mesures=**mesures=**")
    assert page.url.count("mesures=") == 4


def _image(page, cadre) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot(clip=cadre, animations="disabled", caret="hide"))).convert("RGB")


@pytest.mark.parametrize("vue", courts(MARQUES, ("territoires?volet=libre", "carte")))
def test_the_mark_of_the_keyboard_is_seen_all_around(page, application, attendre, vue):
    """At least two pixels on each side whose contrast with what was there is three or more."""
    page.goto(f"{application}/{vue}")
    attendre(page)
    for theme, fond in (("light", "rgb(242, 246, 246)"), ("dark", "rgb(13, 24, 32)")):
        page.emulate_media(color_scheme=theme)  # what is marked follows at once
        expect(page.locator(".stApp")).to_have_css("background-color", fond)
        page.wait_for_load_state("networkidle")  # a dark page runs twice
        assert [(theme, ou) for ou in MARQUES[vue] if not _entoure(page, page.locator(ou).first)] == []


def _entoure(page, champ) -> bool:
    champ.scroll_into_view_if_needed()
    page.keyboard.press("Tab")  # the keyboard is in use
    champ.focus()
    page.wait_for_timeout(300)  # a page that is being drawn again takes the focus away
    champ.focus()
    expect(champ).to_be_focused()
    boite = champ.bounding_box()
    cadre = {"x": max(0, boite["x"] - 60), "y": max(0, boite["y"] - 14), "width": boite["width"] + 120, "height": 28}
    cadre["height"] += boite["height"]
    avec = _image(page, cadre)
    champ.evaluate("e => e.blur()")
    sans = _image(page, cadre)
    vus = Image.new("1", avec.size)
    vus.putdata([_contraste(a, b) >= 3 for a, b in zip(avec.getdata(), sans.getdata(), strict=True)])
    if (entoure := vus.getbbox()) is None:
        return False
    perimetre = 2 * (entoure[2] - entoure[0] + entoure[3] - entoure[1])
    return ImageChops.invert(vus.convert("L")).histogram()[0] >= 0.9 * 2 * perimetre


def _contraste(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    if a == b:
        return 1.0
    clair, sombre = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (clair + 0.05) / (sombre + 0.05)


def _luminance(couleur: tuple[int, ...]) -> float:
    lineaires = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in couleur]
    return 0.2126 * lineaires[0] + 0.7152 * lineaires[1] + 0.0722 * lineaires[2]


def test_the_menu_of_a_phone_takes_the_focus_and_closes_on_escape_and_on_a_choice(nouvelle_page, application, attendre):
    page = nouvelle_page(viewport={"width": 390, "height": 844})
    page.goto(f"{application}/carte")
    attendre(page)
    ouvrir, fermer = (page.get_by_role("button", name=f"{quoi} le menu") for quoi in ("Ouvrir", "Fermer"))
    ouvrir.click()
    expect(fermer).to_be_focused()
    page.keyboard.press("Escape")
    expect(ouvrir).to_be_focused()
    ouvrir.click()
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Secteurs").click()
    page.wait_for_url("**/secteurs**")
    expect(ouvrir).to_be_visible()


def test_a_screen_that_has_no_entry_in_the_menu_lights_the_one_that_leads_there(nouvelle_page, application, attendre):
    assert {e.sous for e in ECRANS} - {""} <= {e.module for e in ECRANS if e.menu}
    page = nouvelle_page(viewport={"width": 1280, "height": 720})
    allumees = page.locator("[data-testid=stTopNavLink][aria-current]")
    for ecran in (e for e in ECRANS if e.sous):
        page.goto(f"{application}/{ecran.module}")
        attendre(page)
        expect(allumees).to_have_count(1)
        assert allumees.get_attribute("href").endswith(f"/{ecran.sous}")
    page.get_by_test_id("stTopNavLink").filter(has_text="Carte").click()
    expect(allumees).to_have_text(["Carte"])
    page.go_back()
    expect(allumees).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="Aide et glossaire").click()
    expect(allumees).to_have_count(0)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{application}/portrait")
    attendre(page)
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(page.locator("[data-testid=stSidebarNavLink][aria-current=true]")).to_have_text(
        PAR_MODULE["territoires"].titre
    )


def test_on_a_low_window_the_header_leaves_with_the_page(nouvelle_page, application, attendre):
    page = nouvelle_page(viewport={"width": 1280, "height": 380})
    page.goto(f"{application}/carte")
    attendre(page)
    assert page.locator(".obs-recherche-bouton").bounding_box()["y"] < 60
    page.keyboard.press("PageDown")
    for parti in (page.get_by_test_id("stHeader"), page.locator(".obs-recherche-bouton")):
        expect(parti).not_to_be_in_viewport()


def test_with_the_colours_of_the_reader_what_is_chosen_and_what_a_button_draws_are_still_seen(
    page, application, attendre
):
    page.emulate_media(forced_colors="active")
    page.goto(f"{application}/meteo")
    attendre(page)
    fond = page.locator(".stApp").evaluate("e => getComputedStyle(e).backgroundColor")
    choisi = page.locator("[role=radio][data-selected=true]").first
    assert choisi.evaluate("e => getComputedStyle(e).backgroundColor") != fond
    dessins = page.locator(".obs-projeter").evaluate_all(
        "t => t.map(e => getComputedStyle(e, '::before').backgroundColor)"
    )
    assert len(dessins) == 2
    assert fond not in dessins
    autre, ici = (
        page.locator(f"[data-testid=stTopNavLink]{s}").first for s in (":not([aria-current])", "[aria-current]")
    )
    assert autre.evaluate("e => getComputedStyle(e).borderBottomColor") == fond
    assert ici.evaluate("e => getComputedStyle(e).borderBottomColor") != fond


def test_the_lines_of_the_home_page_have_their_numbers(page, application):
    page.goto(application)
    images = page.locator(".obs-chiffres svg")
    expect(images).to_have_count(4)
    dits = images.evaluate_all("images => images.map(i => i.getAttribute('aria-label'))")
    assert all("au début" in d and "au plus haut" in d for d in dits)
