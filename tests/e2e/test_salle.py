"""The meeting room: every screen read from the back row, led by the keys alone, alive without the server."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e import regles
from tests.e2e.gestes import TELEPHONE, aller, reunir
from tests.vues import courts

ECRANS = (
    *("", "secteurs", "secteurs?secteur=batiment", "donnees", "portrait?zone=spo:ancenis", "aide"),
    *("territoires?lieu=commune:72180", "territoires?volet=loupe&zonage=spo&zone=spo:sarthe-nord"),
    *("carte?zone=bassin:5208", "meteo?zone=bassin:5208", "meteo?metier=metier:V0X60"),
    *("formation?metier=metier:S1X40&zone=bassin:5208", "formation?entree=secteur&secteur=batiment"),
    *("formation?entree=dossier&secteur=batiment", "formation?entree=territoire&lieu=commune:49099"),
    *("tendances?zonage=bassin&zones=bassin:5208", "tendances?zones=bassin:5208&zones=bassin:5220"),
    *("convention", "convention?rubrique=dispositifs&fiche=vae", "convention?rubrique=suivi"),
    "convention?rubrique=engagements",
)
COURTS = ("carte?zone=bassin:5208",)
VUE = ".obs-salle .diapo.vue"

# Visible text and its real size on the screen, shadow roots included; drawings count with their scale.
TAILLES_JS = """() => {
  const vu = [];
  const lire = racine => {
    for (const e of racine.querySelectorAll('*')) {
      if (e.shadowRoot) lire(e.shadowRoot);
      if (e.closest('style, script, noscript, svg desc, svg title, [data-testid=stIconMaterial]')) continue;
      const texte = [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data.trim()).join(' ').trim();
      if (!texte || !e.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      const { width, height } = e.getBoundingClientRect();
      if (width <= 1 || height <= 1) continue;
      const echelle = e.ownerSVGElement ? Math.abs(e.getScreenCTM().d) : e.currentCSSZoom ?? 1;
      vu.push([parseFloat(getComputedStyle(e).fontSize) * echelle, texte.slice(0, 50)]);
    }
  };
  lire(document.querySelector('.obs-salle'));
  return vu;
}"""

# What is cut: words or drawings that leave the frame of the figure.
COUPES_JS = """() => {
  const corps = document.querySelector('.obs-salle .diapo.vue .corps');
  return [corps.scrollHeight - corps.clientHeight, corps.scrollWidth - corps.clientWidth];
}"""


# A heading that announces nothing more, a frame that holds nothing.
VIDES_JS = """() => {
  const corps = document.querySelector('.obs-salle .diapo.vue .corps');
  const vu = (e) => e.checkVisibility() && (e.innerText.trim() || e.querySelector('svg,img'));
  const cadres = [...corps.querySelectorAll('section,article,li')].filter(e => e.checkVisibility() && !vu(e));
  const seules = [...corps.querySelectorAll('h2,h3,h4')].filter(t => {
    const boite = t.closest('section,article,li');
    const suite = boite && [...boite.children].filter(e => !e.contains(t));
    return t.checkVisibility() && suite?.length && !suite.some(vu);
  });
  return [...cadres, ...seules].map(e => e.textContent.trim().slice(0, 40));
}"""


@pytest.fixture
def salle(application, page):
    """`salle(adresse)`: the page, once its first view is shown."""

    def ouvrir(adresse: str, feuille=page):
        feuille.goto(f"{application}/{adresse}{'&' if '?' in adresse else '?'}projection=oui")
        feuille.locator(VUE).wait_for()
        return feuille

    return ouvrir


def position(page) -> str:
    return page.locator(".obs-salle .barre b").inner_text().replace("\u00a0", " ")


def est_a(page, debut: str) -> None:
    """Waits for the position to begin so: « 2 / 2 »."""
    expect(page.locator(".obs-salle .barre b")).to_have_text(re.compile("^" + debut.replace(" ", r"\s")))


@pytest.mark.parametrize("ecran", courts(ECRANS, COURTS))
def test_every_page_of_every_screen_is_read_from_afar_and_nothing_is_cut(salle, page, ecran):
    fautes = []
    for largeur, hauteur in ((1280, 720), (1024, 768), (1920, 1080)):
        page.set_viewport_size({"width": largeur, "height": hauteur})
        salle(ecran)
        vues = set()
        while position(page) not in vues:
            vues.add(position(page))
            expect(page.locator(f"{VUE} h1")).not_to_be_empty()
            if not page.locator(f"{VUE}.carte").count():
                bas, cote = page.evaluate(COUPES_JS)
                fautes += [(largeur, position(page), "cut", bas, cote)] if bas > 2 or cote > 2 else []
            fautes += [(largeur, position(page), "empty", t) for t in page.evaluate(VIDES_JS)]
            mini = max(24, largeur * 24 / 1280) - 0.1
            fautes += [(largeur, position(page), *t) for t in page.evaluate(TAILLES_JS) if t[0] < mini]
            page.keyboard.press("PageDown")
            page.wait_for_timeout(80)
            page.wait_for_function("!document.querySelector('.suite').textContent.startsWith('Préparation')")
    assert fautes == []


def test_a_screen_with_nothing_to_show_says_why_in_sight(application, page):
    page.goto(f"{application}/convention?rubrique=temps&projection=oui")
    expect(page.locator(".obs-salle .vide")).to_contain_text("Aucune valeur n’a été transmise")


@pytest.mark.parametrize("ecran", courts(("carte", "convention", "meteo", "tendances", "explorer", "aide"), ("carte",)))
def test_a_projected_view_is_accessible(salle, axe, ecran):
    page = salle(ecran)
    assert axe(page) == []
    # A dialog over a page that nobody reads: it has no landmark of a page.
    assert [f for f in regles.fautes_de_l_arbre(page, patience=4) if not f.startswith("0 ")] == []


def presser(page, *touches):
    for t in touches:
        page.keyboard.press(t)


def test_the_room_is_led_by_the_keys_after_a_zone_was_pressed(salle, page):
    salle("carte?zone=bassin:5208")
    est_a(page, "1 / 2")
    page.locator(f"{VUE} svg.carte [data-code='5220']").click()
    expect(page.locator(f"{VUE} .dite")).to_contain_text("Bassin de Nantes")
    for suivante, precedente in (("PageDown", "PageUp"), ("ArrowRight", "ArrowLeft"), (" ", "Shift+ ")):
        presser(page, suivante)
        est_a(page, "2 / 2")
        presser(page, precedente)
        est_a(page, "1 / 2")
    presser(page, "End")
    expect(page.locator(f"{VUE} table")).to_be_visible()
    presser(page, "1", "Enter")
    expect(page.locator(f"{VUE}.carte")).to_be_visible()
    presser(page, "n")
    expect(page.locator(".obs-salle .noir")).to_be_visible()
    presser(page, "PageDown")
    expect(page.locator(".obs-salle .noir")).to_have_count(0)
    est_a(page, "1 / 2")
    presser(page, "?")
    expect(page.get_by_role("dialog", name="Les touches")).to_be_visible()
    presser(page, "Escape")
    expect(page.get_by_role("dialog", name="Les touches")).to_have_count(0)
    presser(page, "Escape")
    expect(page.locator(".obs-salle .suite")).to_contain_text("encore une fois")
    presser(page, "Escape")
    expect(page.locator(".obs-salle")).to_have_count(0)
    assert "projection" not in page.url
    assert "zone=bassin" in page.url


def test_a_reload_finds_the_room_where_it_was(salle, page):
    salle("carte?zone=bassin:5208")
    presser(page, "PageDown")
    est_a(page, "2 / 2")
    page.reload()
    page.locator(VUE).wait_for()
    est_a(page, "2 / 2")
    presser(page, "Escape", "Escape")
    expect(page.locator(".obs-salle")).to_have_count(0)
    salle("carte?zone=bassin:5208")
    est_a(page, "1 / 2")


def test_the_time_is_that_of_this_meeting_not_of_one_left_open(ouvrir):
    page = ouvrir("carte")
    autre = {"titre": "Autre", "vues": [], "rang": 0, "adresse": "", "debut": 0, "page": 0, "quand": 0}
    page.evaluate("autre => localStorage.setItem('obs-salle', JSON.stringify(autre))", autre)
    reunir(page, "")
    page.keyboard.press("m")
    expect(page.locator(".obs-salle .heure")).to_have_text(re.compile(r"^0\smin sur 5$"))


def test_letters_can_be_switched_off(salle, page):
    salle("carte")
    presser(page, "?")
    page.get_by_label("Les lettres agissent aussi").uncheck()
    presser(page, "Escape", "n")
    expect(page.locator(".obs-salle .noir")).to_have_count(0)


def test_a_clicker_leads_while_one_types_and_a_remark_stays_through_a_new_opening(salle, page):
    salle("carte?zone=bassin:5208")
    presser(page, "F2")
    page.keyboard.type("Phrase pas encore notée, q 4")
    presser(page, "PageDown")
    est_a(page, "2 / 2")
    expect(page.locator(".releve textarea")).to_have_value("Phrase pas encore notée, q 4")
    presser(page, "F4")
    expect(page.locator(".obs-salle .noir")).to_be_visible()
    presser(page, "F4", "F3")
    expect(page.get_by_role("combobox", name="Question de la salle")).to_be_focused()
    presser(page, "PageUp")
    est_a(page, "1 / 2")
    expect(page.locator(".question")).to_be_hidden()
    # A press on the slide leaves the field: letters act again.
    page.locator(".releve textarea").focus()
    page.locator(f"{VUE} h1").click()
    presser(page, "n")
    expect(page.locator(".obs-salle .noir")).to_be_visible()
    presser(page, "n")
    page.locator(".releve textarea").fill("")
    page.get_by_role("button", name="Décision", exact=True).click()
    page.locator(".releve textarea").fill("Réunir les employeurs du bassin")
    page.keyboard.press("Enter")
    page.keyboard.type("Phrase pas encore notée")
    expect(page.locator(".releve li")).to_contain_text("Décision, vue 1. Réunir les employeurs du bassin")
    salle("carte?zone=bassin:5208")
    presser(page, "r")
    expect(page.locator(".releve li")).to_contain_text("Réunir les employeurs du bassin")
    assert page.locator(".releve textarea").input_value() == "Phrase pas encore notée"


def test_a_second_window_leads_and_shows_what_comes_next_without_the_server(ouvrir):
    page = ouvrir("aide")
    reunir(page, "taux_chomage", "defm_abc", "population", note="Dire le délai")
    expect(page.locator(VUE)).to_contain_text("Document de travail")
    presser(page, "PageDown")
    est_a(page, "1 / 3")
    with page.context.expect_page() as ouverte:
        page.get_by_role("button", name="Ouvrir ma fenêtre").click()
    mienne = ouverte.value
    mienne.set_default_timeout(20_000)
    ici, apres = (mienne.frame_locator("iframe").nth(n).locator(".diapo.vue h1") for n in (0, 1))
    expect(ici).to_contain_text("Chômage")
    expect(apres).to_contain_text("Inscrits")
    expect(mienne.locator(".mesnotes")).to_have_text("Mes notes. Dire le délai")
    expect(mienne.locator(".projection")).to_have_text("projection visible")
    expect(page.locator(".obs-salle .barre")).to_be_hidden()
    mienne.wait_for_timeout(3_000)  # all is read
    page.context.set_offline(True)
    presser(mienne, "F2")
    mienne.keyboard.type("Une note")
    presser(mienne, "PageDown")
    expect(page.locator(VUE)).to_have_attribute("aria-label", re.compile("Inscrits"))
    expect(ici).to_contain_text("Inscrits")
    presser(page, "PageDown")
    expect(mienne.locator(".moitie h2").first).to_contain_text("vue 3 sur 3")
    presser(page, "F4")
    expect(mienne.locator(".noir")).to_be_visible()
    presser(mienne, "F4")
    expect(page.locator(".noir")).to_have_count(0)
    expect(mienne.locator(".releve textarea")).to_have_value("Une note")
    mienne.close()
    expect(page.locator(".obs-salle .barre")).to_be_visible()
    est_a(page, "3 / 3")
    presser(page, "End")
    expect(page.locator(VUE)).to_contain_text("Sources de la séance")
    presser(page, "1", "Enter")
    est_a(page, "1 / 3")


def test_questions_are_answered_and_one_returns_exactly_where_one_was(salle, page):
    salle("carte?zone=bassin:5208")
    presser(page, "PageDown")
    est_a(page, "2 / 2")

    def demander(question: str, dite: str) -> None:
        presser(page, "q")
        page.locator(".question input").fill(question)
        reponses = page.locator(".question [role=option]")
        expect(reponses.first).to_contain_text("Laval")
        for touche, visee in (("ArrowUp", reponses.last), ("ArrowDown", reponses.first)):
            presser(page, touche)
            expect(visee).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Enter")
        expect(page.locator(f"{VUE}.reponse h1")).to_have_text(re.compile(dite))

    demander("météo laval", "Laval")
    expect(page.locator(".bandeau")).to_contain_text("hors ordre du jour")
    presser(page, "PageDown")
    expect(page.locator(".bandeau")).to_have_count(0)
    expect(page.locator(f"{VUE} table")).to_be_visible()
    # So after two questions, or from the agenda that one left.
    demander("météo laval", "Laval")
    demander("chômage laval", r"Chômage à Laval\s: ")
    presser(page, "Escape")
    est_a(page, "2 / 2")
    demander("météo laval", "Laval")
    presser(page, "Home")
    est_a(page, "1 / 2")
    expect(page.locator(".bandeau")).to_have_count(0)
    presser(page, "r")
    expect(page.locator(".releve li").first).to_contain_text("Question, vue 2. météo laval")


@pytest.mark.long
def test_leaving_gives_the_focus_back_and_another_tab_opens_no_room(ouvrir, application, nouvelle_page):
    page = ouvrir("carte")
    porte = page.locator(".obs-projeter").first
    porte.focus()
    page.keyboard.press("Enter")
    page.locator(VUE).wait_for()
    autre = aller(nouvelle_page(), f"{application}/seance")
    autre.wait_for_timeout(500)
    expect(autre.locator(".obs-salle")).to_have_count(0)
    page.bring_to_front()
    presser(page, "Escape", "Escape")
    expect(porte).to_be_focused()


def test_a_room_opened_without_the_server_shows_its_views_when_it_is_back(ouvrir):
    page = ouvrir("carte")
    page.evaluate("Promise.all(['salle','diapo'].map(m => import(`/statique/seance/${m}.js`)))")
    page.context.set_offline(True)
    page.keyboard.press("Alt+p")
    expect(page.locator(".obs-salle .suite")).to_contain_text("Le serveur ne répond pas.")
    page.set_viewport_size({"width": 1024, "height": 768})
    page.context.set_offline(False)
    page.locator(VUE).wait_for()
    est_a(page, "1 / 2")


def test_on_a_phone_what_a_map_says_is_below_it(salle, nouvelle_page):
    page = salle("carte?zone=bassin:5208", nouvelle_page(TELEPHONE))
    page.locator(f"{VUE} svg.carte [data-code]").first.wait_for()
    carte, dite = (page.locator(f"{VUE} {s}").bounding_box() for s in (".cadre", ".cote"))
    assert dite["y"] >= carte["y"] + carte["height"]
    assert max(b["x"] + b["width"] for b in (carte, dite)) <= TELEPHONE["width"]
