"""The map: chosen by click and by keyboard, repainted on the spot, said once; what is beside it; on a phone."""

import re

import pytest
from playwright.sync_api import expect

from pages.figures.theme import RAMPES, SOMBRE
from tests.e2e.gestes import TELEPHONE, adresse, attendre, choisir

DEMANDE = "carte?zonage=bassin&indicateur=bmo_part_difficiles_estimee"
NANTES, HAUT = "5220", "[aria-label^='La Roche-sur-Yon']"  # a zone of the highest class
VISE_JS = """() => { let e = document.activeElement;
  while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
  return e.getAttribute('aria-label').split('\\u00a0')[0]; }"""

# What is said at once of a place when a switch is pressed, or another period taken.
CHOISI_JS = """(ici, [geste, dit]) => { const e = document.querySelector(geste);
  if (e.matches('select')) { e.value = '2022-T4'; e.dispatchEvent(new Event('change', { bubbles: true })); }
  else e.click();
  return ici[dit]; }"""


@pytest.fixture
def carte(ouvrir):
    """`carte()` opens the map and waits for its labels."""

    def aller(**options):
        page = ouvrir(DEMANDE, **options)
        expect(page.locator("svg.carte .noms text").first).to_be_attached()
        return page

    return aller


def zone(page, nom):
    return page.locator(f"svg.carte [role=button][aria-label^='{nom}']")


def demandes(page, ou: str) -> list[str]:
    """Addresses asked for from now on that hold these words."""
    vues = []
    page.on("request", lambda requete: ou in requete.url and vues.append(requete.url))
    return vues


def rvb(hexa: str) -> str:
    return "rgb({}, {}, {})".format(*(int(hexa[i : i + 2], 16) for i in (1, 3, 5)))


def test_every_zone_is_a_named_button_in_the_colour_of_its_class_in_both_themes(carte):
    for theme, nom in (("light", "clair"), ("dark", "sombre")):
        page = carte(color_scheme=theme)
        boutons = page.locator("svg.carte [role=button]")
        assert len(set(boutons.evaluate_all("es => es.map(e => e.getAttribute('aria-label'))"))) == 26
        peints = set(boutons.evaluate_all("es => es.map(e => getComputedStyle(e).fill)"))
        assert peints == set(map(rvb, RAMPES[nom]["maree"][0]))
        expect(page.locator(f"svg.carte {HAUT}")).to_have_css("fill", rvb(RAMPES[nom]["maree"][0][4]))
    expect(page.locator("svg.carte .mer")).to_have_css("fill", rvb(SOMBRE["mer"]))


def test_a_click_is_shown_at_once_and_said_once(carte):
    page = carte()
    dites = demandes(page, "/ecran/")
    zone(page, "Cholet").click()
    expect(zone(page, "Cholet")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("svg.carte .choisie path")).to_have_count(2)
    page.wait_for_url("**zone=bassin**")
    # A second click keeps the choice and says nothing; the next choice would show a lost or doubled message.
    zone(page, "Cholet").click()
    zone(page, "Nantes").click()
    page.wait_for_url(f"**zone=bassin%3A{NANTES}**")
    attendre(page)
    assert len(dites) == 2


def test_the_keyboard_alone_chooses_a_neighbour_and_keeps_its_place(carte):
    page = carte()

    def presser(touche: str) -> str:
        page.keyboard.press(touche)
        return page.evaluate(VISE_JS)

    page.locator("svg.carte [data-code][tabindex='0']").focus()
    assert presser("End") != presser("Home")
    depart = page.evaluate(VISE_JS)
    choisie = presser("ArrowRight")
    assert choisie != depart
    page.keyboard.press("Enter")
    expect(zone(page, choisie)).to_have_attribute("aria-pressed", "true")
    page.wait_for_url("**zone=bassin**")
    expect(page.locator(".st-key-cote-carte")).to_contain_text(choisie)
    assert page.evaluate(VISE_JS) == choisie
    expect(page.locator("svg.carte .focus path")).to_have_count(2)
    # One stop only in the tab order: the next Tab leaves the zones.
    assert presser("Tab") == "Agrandir"
    assert presser("Shift+Tab") == choisie


def test_a_choice_that_the_server_does_not_follow_is_undone(page, carte):
    carte()
    tenues = []  # an answer that came at once would leave no time to see what it undoes
    page.route("**/ecran/carte?*", lambda route: tenues.append(route))
    with page.expect_request("**/ecran/carte?*"):
        zone(page, "Cholet").click()
    expect(zone(page, "Cholet")).to_have_attribute("aria-pressed", "true")
    for route in tenues:
        route.continue_(url=re.sub("[?&]_[gv]=[^&]*", "", route.request.url))
    expect(zone(page, "Cholet")).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize(
    ("choix", "geste", "ici", "dit"),
    [
        ("", "input[name=vue][value=ecart]", "svg.carte [role=button]", "ariaLabel"),
        ("&periode=2022-T3", "select[name=periode]", "h1", "innerText"),
    ],
    ids=["a switch", "a period"],
)
def test_a_choice_is_drawn_before_its_answer_and_undone_when_none_comes(ouvrir, choix, geste, ici, dit):
    page = ouvrir(f"carte?indicateur=taux_chomage&zonage=departement{choix}")
    page.route("**/ecran/carte?*", lambda route: route.abort())
    lieu = page.locator(ici).first
    avant = lieu.evaluate("(e, dit) => e[dit]", dit)
    assert lieu.evaluate(CHOISI_JS, [geste, dit]) != avant
    expect(page.get_by_role("alert")).to_be_visible()
    expect(lieu).to_have_js_property(dit, avant)


def test_a_list_moves_the_selection_without_a_new_mount_nor_a_file_asked_twice(page, carte):
    traces = demandes(page, "/statique/traces/")
    carte().locator("svg.carte").evaluate("e => { e.marque = 'la même' }")
    choisir(page, "Territoire", "Nantes")
    expect(zone(page, "Nantes")).to_have_attribute("aria-pressed", "true")
    assert page.locator("svg.carte").evaluate("e => e.marque") == "la même"
    assert len(traces) == len(set(traces)) == 2


def test_hovering_shows_a_card_that_escape_puts_away(carte):
    page, lieu, fiche = carte(), ".dite", ".fiche"
    zone(page, "Nantes").hover()
    expect(page.locator(fiche)).to_contain_text("classe 2 sur 5")
    expect(page.locator(lieu)).to_contain_text("Bassin de Nantes")
    page.locator("h1").hover()
    expect(page.locator(fiche)).to_be_hidden()
    expect(page.locator(lieu)).not_to_contain_text("Bassin de Nantes")
    page.keyboard.press("Tab")  # the keyboard is in use
    page.locator("svg.carte [data-code][tabindex='0']").focus()
    expect(page.locator(fiche)).to_contain_text("classe")
    page.keyboard.press("Escape")
    expect(page.locator(fiche)).to_be_hidden()


def test_zoom_by_keyboard_and_back_to_the_region_and_a_plain_wheel_leaves_the_map_as_it_is(carte):
    page = carte()
    svg = page.locator("svg.carte")
    entiere = svg.get_attribute("viewBox")
    page.get_by_role("button", name="Agrandir").click()
    assert float(svg.get_attribute("viewBox").split()[2]) < float(entiere.split()[2])
    page.get_by_role("button", name="Toute la région").click()
    assert svg.get_attribute("viewBox") == entiere
    zone(page, "Nantes").focus()
    page.keyboard.press("+")
    assert svg.get_attribute("viewBox") != entiere
    page.keyboard.press("0")
    assert svg.get_attribute("viewBox") == entiere
    zone(page, "Nantes").hover()
    page.mouse.wheel(0, -60)
    page.keyboard.down("Control")
    assert svg.get_attribute("viewBox") == entiere
    page.mouse.wheel(0, -60)
    page.keyboard.up("Control")
    expect(svg).not_to_have_attribute("viewBox", entiere)


def test_no_label_of_a_phone_is_smaller_than_the_floor(carte):
    taille = "(t, svg = t.ownerSVGElement) => t.getAttribute('font-size') * svg.clientWidth / svg.viewBox.baseVal.width"
    tailles = carte(viewport=TELEPHONE).locator("svg.carte .noms tspan")
    assert min(tailles.evaluate_all(f"ts => ts.map(t => ({taille})(t))")) >= 13 - 0.05


def test_paper_has_patterns_and_no_waterline(carte):
    page, motifs = carte(), "svg.carte .motifs [style$='-t5)']"
    expect(page.locator(motifs)).to_have_count(0)
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(motifs)).to_be_visible()
    expect(page.locator("svg.carte .eau").first).to_be_hidden()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator(motifs)).to_have_count(0)
    page.emulate_media(media="null")


def test_a_shape_file_that_fails_is_said_in_french(page, application):
    page.route("**/statique/traces/bassin*", lambda route: route.fulfill(status=500, body=""))
    page.goto(f"{application}/{DEMANDE}")
    expect(page.get_by_role("alert")).to_contain_text("le tableau donne les mêmes valeurs")


def test_a_dot_of_the_legend_chooses_its_zone(ouvrir):
    page = ouvrir("carte")
    page.locator(".st-key-cote-carte [data-code]").first.click()
    page.wait_for_url("**zone=ze**")
    code = adresse(page)["zone"][0].removeprefix("ze:")
    expect(page.locator(f"svg.carte [data-code='{code}']")).to_have_attribute("aria-pressed", "true")


def test_a_phone_shows_the_map_first_and_unfolds_the_lists_by_keyboard(ouvrir):
    page = ouvrir("carte", TELEPHONE)
    assert page.locator("svg.carte").bounding_box()["y"] <= 450
    decoupage = page.get_by_role("radio", name="départements")
    expect(decoupage).to_be_hidden()
    bascule = page.locator("[class*=st-key-deplier-]").get_by_role("switch").first
    bascule.focus()
    page.keyboard.press("Space")
    expect(decoupage).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 720})
    expect(decoupage).to_be_visible()
    expect(bascule).to_be_hidden()


def test_a_phone_says_what_a_list_has_to_say_without_unfolding_it(ouvrir):
    page = ouvrir("carte?periode=2001", TELEPHONE)
    expect(page.get_by_role("alert").filter(has_text="2001")).to_be_visible()
    expect(page.get_by_role("radio", name="départements")).to_be_hidden()
