"""What is around every screen: policy, theme, mark of the keyboard, low window, colours of the reader."""

import io
import re
import urllib.request

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.vues import courts

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


@pytest.mark.parametrize("vue", courts(MARQUES, ("carte", "territoires?volet=libre")))
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
