"""What who does not see the page is told: the result of each choice, a change of page; where the focus is."""

import pytest
from playwright.sync_api import expect

from tests.e2e.gestes import attendre
from tests.vues import A_CHOIX, courts

# The others are run with the long ones.
COURTES = ("carte", "convention", "portrait")
COMMANDES = "#obs-document :is(.stSelectbox,.stMultiSelect,.stButtonGroup):visible"
# Whether what is said is on the page: its title, that of a block, a table, what it warns of.
DIT_JS = """() => [...document.querySelectorAll(
  '[data-testid=stMain] :is(h1,h2,caption,[data-testid=stAlert],.obs-vide)')]
  .map(e => (e.matches('caption') ? e.textContent : e.innerText).replace(/\\n+/g, ' ').trim())
  .some(t => t.length > 3 && document.querySelector('#obs-annonce').textContent.includes(t))"""


def choisir_autre(page, commande) -> bool:
    """Take another option of a list or of buttons; False when it has none."""
    page.keyboard.press("Shift")  # a hand is there
    champ, liste = commande.locator("[role=combobox]"), commande.locator("select")
    if champ.count():
        champ.click()
        options = commande.locator("[role=option]:not([aria-current])")
        options.first.wait_for()
        options.nth(min(3, options.count() - 1)).click()
    elif liste.count():
        if (autre := liste.evaluate("e => [...e.options].findIndex(o => !o.selected)")) < 0:
            return False
        liste.select_option(index=autre)
    else:
        if not (autres := commande.locator("label:has(input:not(:checked))")).count():
            return False
        autres.last.click()
    return True


@pytest.mark.parametrize("vue", courts(A_CHOIX, COURTES))
def test_each_choice_of_a_view_says_its_result(ouvrir, vue):
    page = ouvrir(vue)
    expect(page.locator("#obs-annonce")).to_have_text("")
    # The last first: a choice may take away those that follow it.
    for rang in reversed(range(page.locator(COMMANDES).count())):
        if page.locator(COMMANDES).count() <= rang:
            ouvrir(vue)
        page.locator("#obs-annonce").evaluate("e => { e.textContent = ''; }")
        commande = page.locator(COMMANDES).nth(rang)
        if choisir_autre(page, commande):
            page.wait_for_function(DIT_JS)
        attendre(page)


def test_a_change_of_page_reads_from_its_start_and_a_key_scrolls_it(ouvrir):
    page = ouvrir("carte")
    page.get_by_role("link", name="Données", exact=True).click()
    page.wait_for_url("**/donnees**")
    attendre(page)
    page.keyboard.press("PageDown")
    page.wait_for_function("() => scrollY + document.querySelector('main').scrollTop > 300")
    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu principal")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_file_keeps_the_focus(ouvrir):
    page = ouvrir("carte")
    lien = page.get_by_role("link", name="Télécharger le tableau (CSV)")
    lien.focus()
    with page.expect_download():
        page.keyboard.press("Enter")
    expect(lien).to_be_focused()


def test_what_had_the_focus_and_is_gone_gives_it_to_the_title(ouvrir):
    page = ouvrir("territoires?volet=loupe")
    page.get_by_role("button", name="Ma commune").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_a_button_that_goes_leaves_what_held_it_open(ouvrir):
    page = ouvrir("explorer?indicateur=bmo_projets&zone=bassin:5216&zone=bassin:5220")
    page.locator("summary", has_text="2 bassins").click()
    page.get_by_label("Additionner ces 2 territoires sous un nom").fill("Littoral")
    page.get_by_role("button", name="Additionner").press("Enter")
    expect(page.locator(".obs-volet[open]>summary", has_text="Littoral")).to_be_focused()
