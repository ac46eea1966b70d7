"""The first view in a browser: it draws without Streamlit, then leaves the place to the page, once."""

import io

import numpy as np
import pytest
from PIL import Image

FINI = '[data-testid="stApp"][data-test-script-state="notRunning"] h1'
HOTE = "obs-premiere"


def _faite(page, adresse: str) -> str:
    """The address of a screen, of which the server has made the first view."""
    for _ in range(80):
        if HOTE in page.request.get(adresse, headers={"accept": "text/html"}).text():
            return adresse
        page.wait_for_timeout(500)
    raise AssertionError("no first view was made")


def _image(page) -> np.ndarray:
    """The page, once it has not changed for a second, however long it takes to be drawn."""
    avant = None
    for _ in range(40):
        image = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("L"), dtype=float)
        if avant is not None and (image == avant).all():
            break
        avant = image
        page.wait_for_timeout(1000)
    return image


@pytest.mark.parametrize(
    ("adresse", "theme", "large", "dernier"),
    [
        ("carte", "light", 1280, "traces/fond.*.json"),
        ("carte?zonage=spo&indicateur=densite&zone=spo:ancenis", "light", 1280, "traces/fond.*.json"),
        ("tendances", "dark", 1280, "dessins/*.json"),
        ("convention", "dark", 390, "page.*.premiere.js"),
    ],
)
def test_it_is_the_page_to_come(page, application, adresse, theme, large, dernier):
    faite = _faite(page, f"{application}/{adresse}")
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": large, "height": 720})
    page.route("**/static/js/**", lambda route: route.abort())
    with page.expect_response(f"**/statique/{dernier}"):
        page.goto(faite)
    page.evaluate("document.fonts.ready")
    avant = _image(page)
    assert page.locator(HOTE).get_attribute("aria-hidden") == "true"
    assert page.locator("h1").count() == 0  # nobody finds it twice
    page.unroute("**/static/js/**")
    page.goto(faite)
    page.wait_for_selector(FINI)
    page.wait_for_selector(HOTE, state="detached")
    apres = _image(page)
    assert (np.abs(avant - apres) > 40).mean() < 0.02
    assert page.locator("h1").count() == 1


# It looks for the page no more: what takes it away is the reader alone.
IMMOBILE_JS = """(() => {
  const vrai = setTimeout;
  window.setTimeout = (faire, ...suite) => faire.name === "voir" ? 0 : vrai(faire, ...suite);
})()"""


def test_a_reader_who_acts_has_the_page_at_once(page, application):
    page.add_init_script(IMMOBILE_JS)
    page.goto(_faite(page, f"{application}/carte"))
    page.wait_for_selector(FINI)
    page.wait_for_load_state("networkidle")
    page.wait_for_selector(FINI)
    assert page.locator(HOTE).count() == 1
    page.keyboard.press("Tab")
    page.wait_for_selector(HOTE, state="detached")


def test_it_stays_until_the_page_has_its_field_of_search(page, application):
    faite = _faite(page, f"{application}/")
    page.route("**/recherche/recherche.js*", lambda route: (page.wait_for_timeout(800), route.continue_()))
    page.goto(faite)
    page.wait_for_selector(HOTE, state="detached")
    assert page.locator(".obs-recherche input").count() == 1


def test_streamlit_comes_to_a_tab_where_nothing_is_painted(page, application):
    faite = _faite(page, f"{application}/carte")
    page.add_init_script("requestAnimationFrame = () => 0")
    with page.expect_response("**/static/js/index.*.js"):
        page.goto(faite, wait_until="commit")


# The page is at rest when it is looked for, no longer when it is looked for again.
REPARTIE_JS = """(() => {
  const vrai = Document.prototype.querySelector;
  let lues = 0;
  Document.prototype.querySelector = function (ou) {
    const vue = vrai.call(this, ou);
    if (!vue || !ou.startsWith('[data-testid="stApp"][data-test-script-state')) return vue;
    queueMicrotask(() => { lues = 0; });
    return ++lues > 2 ? null : vue;
  };
})()"""


def test_a_run_that_begins_again_does_not_keep_the_first_view(page, application):
    page.add_init_script(REPARTIE_JS)
    page.goto(_faite(page, f"{application}/carte"))
    page.wait_for_selector(FINI)
    page.wait_for_selector(HOTE, state="detached")
