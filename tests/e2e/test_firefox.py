"""The same gestures in Firefox ESR, whose engine draws and focuses in its own way: home, map, figures, room."""

import pytest

from tests.e2e.bidi import Firefox
from tests.e2e.conftest import installe

PROGRAMMES = ("firefox-esr", "firefox")
CHAMP = ".obs-recherche input"
CURSEUR = "input[type=range]"
VUE = ".obs-salle .diapo.vue"


@pytest.fixture(scope="module")
def navigateur(tmp_path_factory):
    """One browser for this file."""
    firefox = Firefox(installe("firefox-esr", PROGRAMMES), tmp_path_factory.mktemp("firefox"))
    yield firefox
    firefox.fermer()


@pytest.fixture
def firefox(navigateur, application):
    """`firefox(address)` opens a page; no script may fail in it."""
    navigateur.oublier_fautes()

    def ouvrir(adresse: str = "") -> Firefox:
        navigateur.ouvrir(f"{application}/{adresse}")
        return navigateur

    yield ouvrir
    assert navigateur.fautes == []


def zone(code: str) -> str:
    return f"svg.carte [data-code='{code}']"


def test_home_one_typed_line_opens_the_right_screen(firefox):
    page = firefox()
    page.viser(CHAMP, appuis=1)
    page.taper("nantes")
    page.attendre("un('[role=option]')?.innerText.includes('Nantes')")
    page.taper("ArrowDown")
    page.attendre("un('[role=option][aria-selected=true]')?.id === actif().getAttribute('aria-activedescendant')")
    page.taper("Enter")
    page.attendre("location.pathname !== '/'")
    page.attendre("document.querySelector('h1')?.innerText.includes('Nantes')")


def test_the_search_of_every_page_opens_by_its_key_and_closes_by_escape(firefox):
    page = firefox("convention")
    page.attendre("!!un('.obs-recherche-bouton')")
    page.taper("/")
    page.attendre(f"actif() === un('{CHAMP}')")
    page.taper("chomage laval")
    page.attendre("!!un('[role=option]')")
    page.taper("Escape", "Escape", "Escape")
    page.attendre("actif() === un('.obs-recherche-bouton')")


def test_map_hovered_pressed_and_led_by_the_keys(firefox):
    page = firefox("carte?zonage=bassin")
    page.viser(zone("5208"))
    page.attendre("un('.fiche')?.innerText.includes('Le Mans')")
    page.viser(zone("5208"), appuis=1)
    page.attendre("location.search.includes('zone=bassin')")
    page.attendre("un('.dite')?.innerText.includes('Au Mans')")
    page.lire("un('svg.carte [data-code][tabindex=\"0\"]').focus()")
    page.taper("Home", "ArrowRight")
    vise = page.attendre("actif().dataset.code !== '5208' && actif().dataset.code")
    page.taper("Enter")
    page.attendre(f"location.search.includes('{vise}') && actif().dataset.code === '{vise}'")
    page.attendre("document.querySelector('#obs-annonce').textContent.includes(document.querySelector('h1').innerText)")


def test_the_slider_of_a_room_tells_its_period_and_goes_back_in_time(firefox):
    page = firefox("carte?indicateur=taux_chomage&zonage=departement&periode=2022-T3&projection=oui")
    page.attendre(f"un('{CURSEUR}')?.getAttribute('aria-valuetext') === '3ᵉ trimestre 2022'")
    page.lire(f"un('{CURSEUR}').focus()")
    page.taper("ArrowLeft")
    page.attendre(f"un('{CURSEUR}').getAttribute('aria-valuetext') === '2ᵉ trimestre 2022'")
    page.glisser(CURSEUR, 0.5)
    page.attendre(f"un('{CURSEUR}').getAttribute('aria-valuetext') !== '2ᵉ trimestre 2022'")
    page.taper("Escape", "Escape")
    page.attendre("!un('.obs-salle')")


def test_charts_are_drawn_and_a_long_list_is_typed_in(firefox):
    page = firefox("tendances?zonage=bassin&zones=bassin:5208")
    page.attendre("document.querySelectorAll('.obs-graphique svg path').length > 0")
    page.attendre("un('.obs-graphique').getAttribute('aria-label').length > 20")
    page.viser("main .stSelectbox input[role=combobox]", appuis=1)
    page.taper("projets de rec")
    page.attendre("un('main [role=option]')?.innerText === 'Projets de recrutement'")
    page.taper("Enter")
    page.attendre("location.search.includes('indicateur=bmo_projets')")
    page.attendre("document.querySelector('h1').innerText.includes('projets')")


def test_the_room_is_led_by_the_keys_alone(firefox):
    page = firefox("carte?zone=bassin:5208")
    page.taper("Alt+p")
    page.attendre(f"!!un('{VUE}.carte') && tous('svg.carte [data-code]').length >= 26")
    debut = page.attendre("un('.obs-salle .barre b')?.innerText")
    page.taper("PageDown")
    page.attendre(f"!!un('{VUE} table')")
    assert page.lire("un('.obs-salle .barre b').innerText") != debut
    coupes = "(e => [e.scrollHeight - e.clientHeight, e.scrollWidth - e.clientWidth])"
    assert max(page.lire(f"{coupes}(un('{VUE} .corps'))")) <= 2
    page.taper("Escape", "Escape")
    page.attendre("!un('.obs-salle')")
    assert "projection" not in page.lire("location.href")
