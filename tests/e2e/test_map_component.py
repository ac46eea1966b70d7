"""The map in a browser: chosen by click and by keyboard, repainted on the spot, and Python told once."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from pages.figures.theme import RAMPES, SOMBRE

APPLICATION = Path(__file__).parent / "carte" / "app.py"
NBSP = "\u00a0"
ZONES = 17
# What modules of the map say under Node, in `tests/pages/carte_js`, seen in a browser.
DIT_PAR_NODE = pytest.mark.long


@pytest.fixture(scope="session")
def adresse(servir) -> str:
    return servir("composant", APPLICATION)


@pytest.fixture
def carte(page, adresse):
    """`carte(query)` opens the map on `page` and waits for its labels."""

    def ouvrir(demande="", chemin="/", feuille=page):
        feuille.goto(f"{adresse}{chemin}?{demande}")
        expect(feuille.locator("svg.carte [data-code]")).to_have_count(ZONES)
        expect(feuille.locator("svg.carte .noms text").first).to_be_attached()
        return feuille

    return ouvrir


def zone(page, nom):
    return page.get_by_role("button", name=re.compile(rf"^{nom}\s:"))


def remplissage(page, code) -> str:
    return page.locator(f"svg.carte [data-code={code}]").evaluate("e => getComputedStyle(e).fill")


def rvb(hexa: str) -> str:
    return "rgb({}, {}, {})".format(*(int(hexa[i : i + 2], 16) for i in (1, 3, 5)))


def ecrit(page, **attendu) -> None:
    """What Python wrote at its last run."""
    for nom, valeur in attendu.items():
        expect(page.locator(f"output#{nom}")).to_have_text(str(valeur))


def vise(page) -> str | None:
    """Label of the zone that has the focus."""
    return page.evaluate(
        """() => {
          let e = document.activeElement;
          while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
          return e?.getAttribute('aria-label');
        }"""
    )


def test_every_zone_is_a_named_button_in_the_colour_of_its_class_and_one_period_has_no_slider(carte):
    page = carte(chemin="/profonde")
    noms = page.locator("svg.carte [role=button]").evaluate_all("es => es.map(e => e.getAttribute('aria-label'))")
    assert len(set(noms)) == ZONES
    assert f"Ancenis{NBSP}: 40,0{NBSP}%" in noms
    assert remplissage(page, "ancenis") == rvb(RAMPES["clair"]["maree"][0][0])
    assert remplissage(page, "sud-vendee") == rvb(RAMPES["clair"]["maree"][0][4])
    expect(page.get_by_role("slider")).to_have_count(0)


def test_the_dark_theme_takes_its_own_ramp(carte, nouvelle_page):
    page = carte(feuille=nouvelle_page(color_scheme="dark"))
    assert remplissage(page, "sud-vendee") == rvb(RAMPES["sombre"]["maree"][0][4])
    assert page.locator("svg.carte .mer").evaluate("e => getComputedStyle(e).fill") == rvb(SOMBRE["mer"])


def test_a_click_chooses_and_tells_python_once(carte):
    page = carte()
    zone(page, "Cholet").click()
    ecrit(page, selection="cholet", choix=1, executions=2)
    expect(zone(page, "Cholet")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("svg.carte .choisie path")).to_have_count(2)
    expect(page.locator(".phrase .lieu")).to_have_text("À Cholet")
    # A second click keeps the choice and says nothing; the next choice would show a lost or doubled message.
    zone(page, "Cholet").click()
    zone(page, "Nantes").click()
    ecrit(page, selection="nantes", choix=2, executions=3)


def test_the_keyboard_alone_chooses_a_neighbour_and_keeps_its_place(carte):
    page = carte()
    page.get_by_role("button", name="Choisir Nantes").focus()
    page.keyboard.press("Tab")
    assert vise(page).startswith("Ancenis")
    page.keyboard.press("ArrowLeft")
    assert vise(page).startswith("Châteaubriant")
    page.keyboard.press("End")
    assert vise(page).startswith("Sud Vendée")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    choisie = vise(page).split(NBSP)[0]
    expect(zone(page, choisie)).to_have_attribute("aria-pressed", "true")
    ecrit(page, choix=1, executions=2)
    assert vise(page).startswith(choisie)
    expect(page.locator("svg.carte .focus path")).to_have_count(2)
    # One stop only in the tab order: the next Tab leaves the zones.
    page.keyboard.press("Tab")
    assert vise(page) == "Agrandir"
    page.keyboard.press("Shift+Tab")
    assert vise(page).startswith(choisie)


def test_python_moves_the_selection_without_a_new_mount(carte):
    page = carte()
    page.locator("svg.carte").evaluate("e => { e.marque = 'la même' }")
    page.get_by_role("button", name="Choisir Nantes").click()
    expect(zone(page, "Nantes")).to_have_attribute("aria-pressed", "true")
    ecrit(page, selection="nantes", choix=0)
    assert page.locator("svg.carte").evaluate("e => e.marque") == "la même"


def test_shapes_cross_the_network_once(page, carte):
    demandes = []
    page.on("request", lambda requete: demandes.append(requete.url))
    carte("periodes=3")
    zone(page, "Nantes").click()
    ecrit(page, selection="nantes", executions=2)
    traces = [url for url in demandes if "/statique/traces/" in url]
    assert len(traces) == len(set(traces)) == 2


def test_the_slider_repaints_here_and_tells_python_at_the_end(carte):
    page = carte("periodes=3&projection=1")
    ecrit(page, periode=2023)
    zone(page, "Ancenis").click()
    ecrit(page, selection="ancenis", choix=1, executions=2)
    curseur = page.get_by_role("slider", name="Période")
    expect(curseur).to_have_attribute("aria-valuetext", "2023")
    # Moved but not released: the page has not run.
    curseur.evaluate("e => { e.value = 0; e.dispatchEvent(new Event('input', { bubbles: true })) }")
    expect(zone(page, "Ancenis")).to_have_attribute("aria-label", f"Ancenis{NBSP}: 40,0{NBSP}%")
    expect(page.locator(".phrase b")).to_have_text(f"40,0{NBSP}%")
    ecrit(page, periode=2023, choix=1, executions=2)
    # Two steps of the keyboard are one release.
    curseur.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    ecrit(page, periode=2021, selection="ancenis", choix=2, executions=3)


def test_absences_are_drawn_named_and_counted(carte):
    page = carte("absences=1")
    assert re.search(r"url\(.*secret", remplissage(page, "ancenis"))
    assert re.search(r"url\(.*nd", remplissage(page, "angers"))
    expect(page.locator(".pastilles")).to_contain_text("s · secret statistique")
    expect(page.locator(".pastilles")).to_contain_text(f"1{NBSP}zone")
    zone(page, "Ancenis").click()
    expect(page.locator(".phrase b")).to_have_text("s")
    expect(page.locator(".echelle .balise")).to_have_count(0)


@DIT_PAR_NODE
def test_counts_are_circles_and_zones_stay_uncoloured(carte):
    page = carte("mode=cercles")
    rayons = page.locator("svg.carte .cercles circle").evaluate_all("es => es.map(e => Number(e.getAttribute('r')))")
    assert len(rayons) == ZONES
    # 72 projects against 40: areas, not radii.
    assert max(rayons) ** 2 / min(rayons) ** 2 == pytest.approx(72 / 40, rel=0.02)
    assert {remplissage(page, code) for code in ("ancenis", "sud-vendee")} == {"rgb(255, 255, 255)"}
    expect(page.get_by_role("img", name="Taille des cercles")).to_be_visible()


def test_hovering_shows_a_card_that_escape_puts_away(carte):
    page = carte()
    zone(page, "Nantes").hover()
    fiche = page.locator(".fiche")
    expect(fiche).to_contain_text("Nantes")
    expect(fiche).to_contain_text("classe 3 sur 5")
    expect(page.locator(".phrase .lieu")).to_have_text("À Nantes")
    page.locator("h1").hover()
    expect(fiche).to_be_hidden()
    expect(page.locator(".phrase .lieu")).to_have_text("Dans la région")
    page.get_by_role("button", name="Choisir Nantes").focus()
    page.keyboard.press("Tab")
    expect(fiche).to_contain_text("Ancenis")
    page.keyboard.press("Escape")
    expect(fiche).to_be_hidden()


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


@pytest.mark.parametrize(("demande", "largeur", "plancher"), [("", 390, 13), ("projection=1", 1280, 24)])
def test_no_label_is_smaller_than_the_floor(carte, nouvelle_page, demande, largeur, plancher):
    page = carte(demande, feuille=nouvelle_page(viewport={"width": largeur, "height": 844}))
    tailles = page.locator("svg.carte").evaluate(
        """svg => [...svg.querySelectorAll('.noms tspan')].map(
          t => t.getAttribute('font-size') * svg.clientWidth / svg.viewBox.baseVal.width)"""
    )
    assert tailles
    assert min(tailles) >= plancher - 0.05


def test_the_phone_holds_the_map_without_sideways_scroll(carte, nouvelle_page):
    page = carte("periodes=2", feuille=nouvelle_page(viewport={"width": 320, "height": 700}))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    debords = page.locator(".boite").evaluate("e => e.scrollWidth - e.clientWidth")
    assert debords <= 0


def test_paper_has_patterns_and_no_waterline(carte):
    page = carte()
    expect(page.locator("svg.carte .motifs .t5")).to_have_count(0)
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("svg.carte .motifs .t5")).to_be_visible()
    expect(page.locator("svg.carte .eau").first).to_be_hidden()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator("svg.carte .motifs .t5")).to_have_count(0)


def test_a_shape_file_that_fails_is_said_in_french(page, adresse):
    page.route("**/statique/traces/spo*", lambda route: route.fulfill(status=500, body=""))
    page.goto(adresse)
    expect(page.get_by_role("alert")).to_contain_text("le tableau donne les mêmes valeurs")


def test_axe_finds_nothing_on_the_map(carte, axe):
    page = carte("periodes=2&absences=1")
    zone(page, "Nantes").click()
    ecrit(page, selection="nantes")
    assert axe(page) == []


@pytest.mark.parametrize("projection", ["", "&projection=1"])
def test_a_long_number_holds_in_its_column(carte, projection):
    page = carte(f"dit=au moins 187 291 à 255 321{projection}")
    nombre = page.locator(".phrase b")
    expect(nombre).to_have_text("au moins 187 291 à 255 321")
    for largeur in (390, 1280, 1920):
        page.set_viewport_size({"width": largeur, "height": 800})
        page.wait_for_function(
            """() => { const ombres = [...document.querySelectorAll('*')].map(h => h.shadowRoot).filter(Boolean);
                 const b = [document, ...ombres].map(o => o.querySelector('.phrase b')).find(Boolean);
                 const r = document.createRange(); r.selectNodeContents(b);
                 const bord = b.closest('.legende').getBoundingClientRect().right;
                 return r.getBoundingClientRect().right <= bord + 0.5; }"""
        )


def test_a_sentence_of_its_own_gives_way_to_the_zone_under_the_pointer(carte):
    page = carte("dit=47 à 53")
    phrase = page.locator(".phrase")
    expect(phrase).to_contain_text("Le territoire recoupe 2 bassins :")
    zone(page, "Ancenis").hover()
    expect(phrase).to_contain_text("À Ancenis")


@DIT_PAR_NODE
def test_a_lower_bound_is_written_before_its_number(carte):
    page = carte("bornes=1")
    expect(page.locator("svg.carte .val").filter(has_text=f"≥{NBSP}42,0")).to_have_count(1)
    zone(page, "Ancenis").hover()
    expect(page.locator(".phrase .moins")).to_have_text("au moins")
    expect(page.locator(".phrase b")).to_have_text(f"40,0{NBSP}%")


@DIT_PAR_NODE
def test_the_chosen_outline_is_drawn_and_named_outside_the_region(carte):
    page = carte("contour=85&projection=1")
    expect(page.locator("svg.carte .choisie path")).to_have_count(2)
    expect(page.locator("svg.carte .plaque-nom")).to_have_text("Vendée")
    dedans = page.locator("svg.carte").evaluate(
        """svg => { const [b, region] = [svg.querySelector('.plaque').getBBox(), svg.querySelector('.rivage')];
             return region.isPointInFill(new DOMPoint(b.x + b.width / 2, b.y + b.height / 2)); }"""
    )
    assert not dedans


@DIT_PAR_NODE
def test_patterns_of_the_gaps_spare_the_middle_class(carte, nouvelle_page):
    page = carte("mode=ecarts", feuille=nouvelle_page())
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    noms = page.locator("svg.carte .motifs path").evaluate_all("es => es.map(e => e.getAttribute('class')).sort()")
    assert noms == ["e1", "e2", "e4", "e5"]
