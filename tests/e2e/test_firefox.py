"""The same gestures in Firefox ESR, led by WebDriver BiDi, which it speaks itself: home, map, figures, room."""

import json
import re
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from websockets.sync.client import connect

from tests.e2e.conftest import installe

PATIENCE_S: Final = 20
# Nothing is asked outside, nothing moves.
REGLAGES: Final = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.region.update.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "ui.prefersReducedMotion": 1,
}
# As the protocol names them.
TOUCHES: Final = {
    "Escape": "\ue00c",
    "Enter": "\ue007",
    "Alt": "\ue00a",
    "PageDown": "\ue00f",
    "Home": "\ue011",
    "ArrowLeft": "\ue012",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
}
# `un(selector)` and `actif()`, through shadow roots.
OUTILS: Final = """
const tous = (s, racine = document) => [...racine.querySelectorAll(s),
  ...[...racine.querySelectorAll('*')].filter(e => e.shadowRoot).flatMap(e => tous(s, e.shadowRoot))];
const un = s => tous(s).find(e => e.checkVisibility());
const actif = (e = document.activeElement) => e?.shadowRoot?.activeElement ? actif(e.shadowRoot.activeElement) : e;
"""


class Firefox:
    """A browser with one page, 1280 × 720; closed by `fermer`."""

    def __init__(self, programme: str, profil: Path) -> None:
        lignes = [f'user_pref("{nom}", {json.dumps(valeur)});' for nom, valeur in REGLAGES.items()]
        (profil / "user.js").write_text("\n".join(lignes), "utf-8")
        commande = [programme, "--headless", "--no-remote", "--profile", str(profil), "--remote-debugging-port", "0"]
        self._journal = profil / "journal.txt"
        with self._journal.open("w") as journal:
            self._processus = subprocess.Popen(commande, stdout=journal, stderr=subprocess.STDOUT)
        self._numero = 0
        self._lien = connect(f"{self._adresse()}/session", max_size=None, compression=None, legacy=True)
        self.dites: list[tuple[str, str]] = []  # (document, error)
        self._document = ""
        self._commander("session.new", capabilities={})
        self._commander("session.subscribe", events=["log.entryAdded"])
        # In the first page of a window nothing ever has the focus.
        self._page = self._commander("browsingContext.create", type="tab")["context"]
        self._commander("browsingContext.setViewport", context=self._page, viewport={"width": 1280, "height": 720})

    def _adresse(self) -> str:
        fin = time.monotonic() + 3 * PATIENCE_S
        while time.monotonic() < fin and self._processus.poll() is None:
            if dite := re.search(r"BiDi listening on (ws://\S+)", self._journal.read_text()):
                return dite[1]
            time.sleep(0.1)
        self._processus.kill()
        raise RuntimeError(f"Firefox did not start:\n{self._journal.read_text()[-2000:]}")

    def _commander(self, methode: str, **parametres: Any) -> dict[str, Any]:
        self._numero += 1
        self._lien.send(json.dumps({"id": self._numero, "method": methode, "params": parametres}))
        while True:
            message = json.loads(self._lien.recv(timeout=3 * PATIENCE_S))
            if message["type"] == "event":
                self._noter(message["params"])
            elif message["id"] == self._numero and message["type"] == "error":
                raise RuntimeError(f"{methode}: {message['message']}")
            elif message["id"] == self._numero:
                return message["result"]

    def _noter(self, dit: dict[str, Any]) -> None:
        # Streamlit asks whether it may run WebAssembly; it may not, and does without.
        if dit["type"] == "javascript" and dit["level"] == "error" and "WebAssembly" not in dit["text"]:
            self.dites.append((dit["source"]["realm"], dit["text"]))

    @property
    def fautes(self) -> list[str]:
        """Errors of scripts; a page that was left before a module of it had come says that it failed, and had not."""
        return [dit for document, dit in self.dites if "imported module" not in dit or document == self._document]

    def lire(self, expression: str) -> Any:
        """Value of a JavaScript expression; `un(selector)` is the first element seen, `actif()` the one focused."""
        rendu = self._commander(
            "script.evaluate",
            expression=f"(() => {{ {OUTILS} return JSON.stringify({expression}) ?? 'null' }})()",
            target={"context": self._page},
            awaitPromise=False,
        )
        if rendu["type"] == "exception":
            raise RuntimeError(f"{expression}: {rendu['exceptionDetails']['text']}")
        self._document = rendu["realm"]
        return json.loads(rendu["result"]["value"])

    def attendre(self, expression: str) -> Any:
        """The value of an expression, once it is true; fails with the address, the title and what it last was."""
        fin = time.monotonic() + PATIENCE_S
        while not (valeur := self.lire(expression)):
            if time.monotonic() > fin:
                ou = self.lire(
                    "[location.href, document.querySelector('h1')?.innerText, actif()?.outerHTML.slice(0, 99)]"
                )
                raise AssertionError(f"{expression} is {valeur} at {ou}")
            time.sleep(0.1)
        return valeur

    def ouvrir(self, adresse: str) -> None:
        """Opens a page and waits until its script has run."""
        self._commander("browsingContext.navigate", context=self._page, url=adresse, wait="interactive")
        self.attendre("!!document.querySelector('[data-test-script-state=notRunning] h1')")

    def viser(self, selecteur: str, appuis: int = 0) -> None:
        """Moves the pointer to the middle of what is seen, and presses there."""
        milieu = "(e => { e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();"
        milieu += " return [r.x + r.width / 2, r.y + r.height / 2].map(Math.round) })"
        self.attendre(f"!!un({json.dumps(selecteur)})")
        x, y = self.lire(f"{milieu}(un({json.dumps(selecteur)}))")
        presse = [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self._agir("pointer", [{"type": "pointerMove", "x": x, "y": y}, *presse * appuis])

    def taper(self, *touches: str) -> None:
        """Presses keys, one after the other: `ArrowDown`, `Alt+p`, or the letters of a word."""
        for touche in touches:
            accord = touche.split("+") if "+" in touche else [touche] if touche in TOUCHES else list(touche)
            frappes = [TOUCHES.get(t, t) for t in accord]
            ensemble: Sequence[dict] = [{"type": "keyDown", "value": t} for t in frappes]
            if "+" in touche:
                ensemble = [*ensemble, *({"type": "keyUp", "value": t} for t in reversed(frappes))]
            else:
                ensemble = [{"type": quoi, "value": t} for t in frappes for quoi in ("keyDown", "keyUp")]
            self._agir("key", ensemble)

    def _agir(self, genre: str, actions: Sequence[dict]) -> None:
        source = {"type": genre, "id": genre, "actions": list(actions)}
        self._commander("input.performActions", context=self._page, actions=[source])

    def fermer(self) -> None:
        self._commander("browser.close")
        self._processus.wait(timeout=PATIENCE_S)


pytestmark = pytest.mark.long
CHAMP = ".obs-recherche input"
CURSEUR = "input[type=range]"
VUE = ".obs-salle .diapo.vue"


@pytest.fixture(scope="module")
def navigateur(tmp_path_factory):
    firefox = Firefox(installe("firefox-esr", ("firefox-esr", "firefox")), tmp_path_factory.mktemp("firefox"))
    yield firefox
    firefox.fermer()


@pytest.fixture
def firefox(navigateur, application):
    """`firefox(address)` opens a page; no script may fail in it."""
    navigateur.dites.clear()

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
    page.attendre("document.querySelector('#obs-annonce').textContent.includes(document.title.split(' · ')[2])")


def test_the_slider_of_a_room_tells_its_period_and_goes_back_in_time(firefox):
    page = firefox("carte?indicateur=taux_chomage&zonage=departement&periode=2022-T3&projection=oui")
    page.attendre(f"!!un('{VUE}')")  # which has the focus once it is shown
    page.attendre(f"un('{CURSEUR}')?.getAttribute('aria-valuetext') === '3ᵉ trimestre 2022'")
    page.lire(f"un('{CURSEUR}').focus()")
    page.taper("ArrowLeft")
    page.attendre(f"un('{CURSEUR}').getAttribute('aria-valuetext') === '2ᵉ trimestre 2022'")
    page.viser(CURSEUR, appuis=1)  # in its middle
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
