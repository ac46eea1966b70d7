"""What who does not see the page is told: the result of each choice, a change of page; where the focus is."""

import re

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError, expect

from tests.vues import A_CHOIX, courts

# Seconds each; the others are run with the long ones.
COURTES = ("carte", "convention", "portrait")
LISTES = "[data-testid=stMain] input[role=combobox]:not(.obs-recherche input):visible"
BASCULES = "[data-testid=stMain] [role=radiogroup]:visible"
# Whether what is said is on the page: its title, that of a block, a table, what it warns of.
DIT_JS = """() => [...document.querySelectorAll(
  '[data-testid=stMain] :is(h1,h2,caption,[data-testid=stAlert],.obs-vide)')]
  .map(e => (e.matches('caption') ? e.textContent : e.innerText).replace(/\\n+/g, ' ').trim())
  .some(t => t.length > 3 && document.querySelector('#obs-annonce').textContent.includes(t))"""


def choisir(page, selecteur: str, rang: int) -> bool:
    """Take another option of a list or switch; False when it has none."""
    place = page.locator(selecteur).nth(rang)
    place.scroll_into_view_if_needed()
    if selecteur == BASCULES:
        autre = place.locator("[role=radio][aria-checked=false], label:has(input:not(:checked))")
        if autre.count():
            autre.last.click()
        return autre.count() > 0
    place.click()
    options = page.locator("[role=listbox]:not([data-empty=true]) [role=option]:not([aria-selected=true])")
    page.locator("[role=listbox]:visible").wait_for()
    if not options.count():
        page.keyboard.press("Escape")
        return False
    options.nth(min(3, options.count() - 1)).click()
    if place.get_attribute("aria-expanded") == "true":
        page.keyboard.press("Escape")
    return True


@pytest.mark.parametrize("vue", courts(A_CHOIX, COURTES))
def test_each_choice_of_a_view_says_its_result(page, application, attendre, vue):
    page.goto(f"{application}/{vue}")
    attendre(page)
    expect(page.locator("#obs-annonce")).to_have_text("")
    # The last first: a choice may take away those that follow it.
    choix = [(s, rang) for s in (BASCULES, LISTES) for rang in reversed(range(page.locator(s).count()))]
    # A press on a list that is being drawn again takes nothing: a list is silent when it is so each time.
    muettes = [c for c in choix if not any(_dit(page, f"{application}/{vue}", attendre, *c, n > 0) for n in range(3))]
    assert muettes == []


def _dit(page, adresse: str, attendre, selecteur: str, rang: int, rouvrir: bool) -> bool:
    """Whether a choice is said, or there is nothing to choose; on the page as the choices before left it, or anew."""
    if rouvrir or page.locator(selecteur).count() <= rang:
        page.goto(adresse)
        attendre(page)
    page.locator(selecteur).nth(rang).wait_for()
    page.wait_for_load_state("networkidle")
    page.locator("#obs-annonce").evaluate("e => { e.textContent = ''; }")
    if not choisir(page, selecteur, rang):
        return True
    try:
        page.wait_for_function(DIT_JS)
    except PlaywrightTimeoutError:
        return False
    attendre(page)
    return True


def test_a_change_of_page_is_said_and_the_focus_is_not_lost(page, application, attendre):
    page.goto(f"{application}/carte")
    attendre(page)
    page.get_by_role("navigation").get_by_role("link", name="Secteurs").click()
    expect(page.locator("#obs-annonce")).to_have_text(re.compile("^Secteurs. .+secteurs et filières"))
    assert page.evaluate("document.activeElement !== document.body")


def test_the_frame_is_no_stop_of_the_keyboard_yet_a_key_scrolls_it(page, application, attendre):
    page.goto(f"{application}/donnees")
    attendre(page)
    cadre = page.get_by_test_id("stMain")
    expect(cadre).to_have_js_property("tabIndex", -1)
    page.keyboard.press("PageDown")
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop > 300")


def test_a_file_and_an_answer_keep_the_focus(page, application, attendre):
    page.goto(f"{application}/carte")
    attendre(page)
    bouton = page.get_by_role("button", name="Télécharger le tableau (CSV)")
    bouton.focus()
    with page.expect_download():
        page.keyboard.press("Enter")
    expect(bouton).to_be_focused()
    page.goto(application)
    attendre(page)
    page.get_by_role("combobox", name="Une commune, un métier, une question").fill("laval")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/territoires?**")
    expect(page.locator("h1")).to_be_focused()
