"""Every view on demonstration figures: names, order, accessibility, widths, the dark; what its reader is told.

A page is opened once for all that is asked of a view; all its faults are said together.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e import regles
from tests.e2e.gestes import attendre
from tests.vues import A_CHOIX, VUES, courts

# More of what a view holds once something is chosen in it.
CHOISIES = (
    *("convention?rubrique=dispositifs&fiche=vae&chiffre=vae_frais", "convention?au=2015-06-30&rubrique=suivi"),
    *("formation?entree=dossier&secteur=batiment", "formation?entree=dossier&secteur=lgv"),
    *("formation?entree=territoire&lieu=commune:49099", "meteo?zone=bassin:5220&metier=famille:O"),
    *("meteo?zone=bassin:5220&metier=metier:V0X60&periode=2021", "portrait?zone=bassin:5220"),
    *("secteurs?secteur=batiment", "territoires?cherche=Arthon", "territoires?volet=loupe&zonage=gtec"),
    *("territoires?volet=libre&libre=Mon%20pays~41ico8~44310e", "territoires?volet=loupe&zonage=spo&zone=spo:laval"),
)
# Screens of figures, once each, where they say most; the others are run with the long ones.
_RICHES = (
    "meteo?zone=bassin:5220&metier=famille:O",
    "territoires?volet=loupe&zonage=spo&zone=spo:laval",
)
COURTES = {"", "carte", *_RICHES}
SANS_CHIFFRE_INVENTE = ("a_propos", "acces_pro", "aide", "territoires", "convention", "seance")
TAILLES = ((1920, 1080), (1280, 720), (390, 844))
SURFACE_SOMBRE = "rgb(21, 37, 47)"
# Targets under 24 px that are not words of a sentence, shapes of a map, nor fields that their label makes larger.
PETITES_JS = """() => [...document.querySelectorAll(
  'a[href],button,summary,[role=button],[role=radio],[role=spinbutton]')]
  .filter(e => !e.closest('svg,[aria-hidden=true]') && getComputedStyle(e).display !== 'inline' && e.checkVisibility())
  .map(e => [e, e.getBoundingClientRect()])
  .filter(([e, r]) => r.width > 1 && r.height > 1 && (r.width < 24 || r.height < 24))
  .map(([e, r]) => `${e.tagName} ${e.getAttribute('aria-label') || e.innerText} ${r.width}x${r.height}`)"""
SANS_NOM_JS = """() => [...document.querySelectorAll('th')].filter(t => !t.textContent.trim())
  .map(t => t.closest('table').caption?.textContent)"""
LARGEUR_JS = """() => Math.max(
  ...[document.documentElement, document.querySelector('[data-testid=stMain]')].map(e => e.scrollWidth))"""


@pytest.mark.parametrize("vue", courts((*VUES, *CHOISIES), COURTES))
def test_a_view_is_named_in_order_accessible_and_holds_in_its_width(page, ouvrir, axe, vue):
    # The page fixture fails on any outside request, script error or breach of the policy.
    ouvrir(vue)
    ecran = vue.partition("?")[0]
    if vue == "tendances":
        expect(page.locator(".obs-graphique svg").first).to_be_visible()
    fautes = {
        "names and order": regles.fautes_de_l_arbre(page),
        "words": regles.mots_anglais(page),
        "axe": axe(page),
        "small": page.evaluate(PETITES_JS),
        "columns without a name": page.evaluate(SANS_NOM_JS),
        "first view": regles.fautes_de_vue(page, vue) if vue in VUES else [],
    }
    for largeur, hauteur in TAILLES:
        page.set_viewport_size({"width": largeur, "height": hauteur})
        page.evaluate(regles.REDESSINE_JS)
        large = page.evaluate(LARGEUR_JS)
        fautes[f"at {largeur}"] = [f"{large} wide"] if large > largeur else []
        assert page.locator("h1:visible").count() == 1
        if vue == ecran and ecran not in SANS_CHIFFRE_INVENTE:
            expect(page.locator(".obs-badge--demo").first).to_be_visible()
    page.emulate_media(color_scheme="dark")
    expect(page.get_by_test_id("stHeader")).to_have_css("background-color", SURFACE_SOMBRE)
    fautes["in the dark"] = axe(page, runOnly=["color-contrast"])
    fautes["at 400 %"] = regles.fautes_a_400(page)
    assert {quoi: dites for quoi, dites in fautes.items() if dites} == {}


# The others are run with the long ones.
DITES = ("carte",)
COMMANDES = "#obs-document :is(.stSelectbox,.stMultiSelect,.stButtonGroup):visible"
# Whether what is said is on the page: its title, its name, the title of a block, a table, what it warns of.
DIT_JS = """() => [...document.querySelectorAll(
  '[data-testid=stMain] :is(h1,h2,caption,[data-testid=stAlert],.obs-vide)')]
  .map(e => (e.matches('caption') ? e.textContent : e.innerText).replace(/\\n+/g, ' ').trim())
  .concat(document.title.split(' · ').slice(0, -1).join(', '))
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


@pytest.mark.parametrize("vue", courts(A_CHOIX, DITES))
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


@pytest.mark.parametrize(("question", "tetes"), [
    ("indicateur=bmo_part_difficiles&zonage=departement&periode=2024", ["Territoire", "code", "2024 (%)", "bornes"]),
    ("indicateur=bmo_part_difficiles_estimee&zonage=departement&periode=2024", ["Territoire", "code", "2024 (%)"]),
])  # fmt: skip
def test_a_copied_table_has_its_names_its_codes_on_demand_and_numbers_alone(page, ouvrir, application, question, tetes):
    """What a spreadsheet takes: a number alone in its cell, that it is a minimum in the next one."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=application)
    page = ouvrir(f"explorer?{question}")
    page.get_by_label("avec les codes").check()
    page.locator(".obs-copier").click()
    expect(page.locator(".obs-copier")).to_have_text("Tableau copié")
    lues = [ligne.split("\t") for ligne in page.evaluate("navigator.clipboard.readText()").splitlines()]
    assert lues[0] == tetes
    assert lues[1][:2] == ["Pays de la Loire", "52"]
    nombres = [ligne[2] for ligne in lues[1:] if ligne[2] != "n.d."]
    assert [n for n in nombres if not re.fullmatch(r"\d+(,\d+)?", n)] == []
    affichees = page.locator(".st-key-bloc-explorer tbody tr")
    assert affichees.count() == len(lues) - 1
    if "bornes" in tetes:
        bornes = affichees.locator("small").all_inner_texts()
        assert [ligne[3] for ligne in lues[1:]] == [" ".join(b.split()) for b in bornes]
