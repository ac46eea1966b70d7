"""Every view of the real application on demonstration figures: names, order, accessibility, widths, the dark.

A page is opened once for all that is asked of a view; all its faults are said together.
"""

import pytest
from playwright.sync_api import expect

from pages.figures.ecrans import ECRANS
from tests.e2e import anglais, arbre, clair
from tests.e2e.agrandi import fautes_a_400
from tests.vues import VUES, courts

# More of what a view holds once something is chosen in it.
CHOISIES = (
    *("convention?rubrique=dispositifs&fiche=vae&chiffre=vae_frais", "convention?au=2015-06-30&rubrique=suivi"),
    *("formation?entree=dossier&secteur=batiment", "formation?entree=dossier&secteur=lgv"),
    *("formation?entree=territoire&lieu=commune:49099", "meteo?zone=bassin:5220&metier=famille:O"),
    *("meteo?zone=bassin:5220&metier=metier:V0X60&periode=2021", "portrait?zone=bassin:5220"),
    *("secteurs?secteur=batiment", "territoires?cherche=Arthon", "territoires?volet=loupe&zonage=gtec"),
    *("territoires?volet=libre&libre=Mon%20pays~41ico8~44310e", "territoires?volet=loupe&zonage=spo&zone=spo:laval"),
)
# Each screen, and what of it is not drawn on arrival; the others are run with the long ones.
COURTES = {
    *("" if e is ECRANS[0] else e.module for e in ECRANS),
    "convention?au=2015-06-30&rubrique=suivi",
    "formation?entree=dossier&secteur=batiment",
    "meteo?zone=bassin:5220&metier=famille:O",
    "secteurs?secteur=batiment",
    "territoires?volet=libre&libre=Mon%20pays~41ico8~44310e",
}
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
        "names and order": arbre.fautes(page),
        "words": anglais.fautes(page),
        "axe": axe(page),
        "small": page.evaluate(PETITES_JS),
        "columns without a name": page.evaluate(SANS_NOM_JS),
        "first view": clair.fautes(page, vue) if vue in VUES else [],
    }
    for largeur, hauteur in TAILLES:
        page.set_viewport_size({"width": largeur, "height": hauteur})
        page.evaluate(clair.REDESSINE_JS)
        large = page.evaluate(LARGEUR_JS)
        fautes[f"at {largeur}"] = [f"{large} wide"] if large > largeur else []
        assert page.locator("h1:visible").count() == 1
        if vue == ecran and ecran not in SANS_CHIFFRE_INVENTE:
            expect(page.locator(".obs-badge--demo").first).to_be_visible()
    page.emulate_media(color_scheme="dark")
    expect(page.get_by_test_id("stHeader")).to_have_css("background-color", SURFACE_SOMBRE)
    fautes["in the dark"] = axe(page, runOnly=["color-contrast"])
    fautes["at 400 %"] = fautes_a_400(page)
    assert {quoi: dites for quoi, dites in fautes.items() if dites} == {}
