"""A server of its own: closed when new, then killed under a page and a meeting, of which nothing is lost."""

import http.client
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DEPOT, demarrer, port_libre

VUE = ".obs-salle .diapo.vue"


# Read by Python at its start: what the process looks for beyond this machine is written, name or address.
ESPION = """
import os, sys
def noter(nom, valeurs):
    cible = valeurs[1] if nom == "socket.connect" else valeurs[0] if nom == "socket.getaddrinfo" else None
    hote = cible[0] if isinstance(cible, tuple) else cible
    if hote and str(hote) not in ("127.0.0.1", "0.0.0.0", "localhost", "::1"):
        with open({journal!r}, "a") as f:
            print(hote, file=f)
sys.addaudithook(noter)
"""


def _poignee_de_main(adresse: str, origine: str | None) -> int:
    """Status of the answer to the handshake of a session: 101 when it is opened."""
    lien = http.client.HTTPConnection(urlsplit(adresse).netloc, timeout=20)
    en_tetes = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    en_tetes |= {"Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="} | ({"Origin": origine} if origine else {})
    try:
        lien.request("GET", "/_stcore/stream", headers=en_tetes)
        return lien.getresponse().status
    finally:
        lien.close()


@pytest.fixture(scope="module")
def serveur(donnees, tmp_path_factory):
    """`serveur.ouvrir()` when it is not, and `serveur.tuer()`, always at `serveur.adresse`.

    It listens to other machines too; what it looks for beyond this one is in `serveur.dehors`.
    """
    dossier = tmp_path_factory.mktemp("serveur")

    class Serveur:
        port, processus, dehors = port_libre(), None, dossier / "dehors.txt"

        def ouvrir(self, **env: str) -> None:
            if self.processus is None:
                journal, options = dossier / "serveur.txt", {"port": self.port, "ecoute": "0.0.0.0", "env": env}
                self.adresse, self.processus = demarrer(
                    DEPOT / "dashboard.py", donnees, journal, chemins=[dossier], **options
                )

        def tuer(self) -> None:
            if self.processus is not None:
                self.processus.kill()
                self.processus.wait()
                self.processus = None

    (dossier / "sitecustomize.py").write_text(ESPION.format(journal=str(Serveur.dehors)))
    s = Serveur()
    yield s
    s.tuer()


def test_a_new_server_answers_a_deep_link_asks_nothing_outside_and_opens_no_session_for_another_site(
    page, serveur, attendre
):
    serveur.ouvrir(OBSERVATOIRE_AVANCE="oui")
    adresse = serveur.adresse
    page.goto(f"{adresse}/secteurs")
    attendre(page)
    courant = page.locator('[data-testid="stTopNavLink"][aria-current="page"]')
    expect(courant).to_have_text("Secteurs")
    expect(courant).to_have_css("border-bottom-color", "rgb(190, 59, 8)")
    assert _poignee_de_main(adresse, adresse) == 101
    assert _poignee_de_main(adresse, None) == 101
    for ailleurs in (
        "https://example.org",
        "null",
        adresse.replace("127.0.0.1", "localhost"),
        adresse + ".example.org",
    ):
        assert _poignee_de_main(adresse, ailleurs) == 403
    assert not serveur.dehors.exists(), serveur.dehors.read_text()


def test_a_meeting_goes_on_and_the_page_comes_back_to_its_choices(serveur, page, nouvelle_page, attendre):
    serveur.ouvrir()
    ouverte = nouvelle_page()
    for ici in (ouverte, page):
        ici.goto(f"{serveur.adresse}/carte?zone=bassin:5208")
        attendre(ici)
        ici.locator("svg.carte [data-code]").first.wait_for(state="attached")
    page.locator(".obs-projeter").first.click()
    page.locator(VUE).wait_for()
    expect(page.locator(".obs-salle .diapo")).to_have_count(2)  # the next one is ready
    page.wait_for_timeout(500)
    page.keyboard.press("r")
    page.keyboard.type("Remarque à moitié")
    serveur.tuer()
    page.keyboard.type(" tapée")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("PageDown")
    expect(page.locator(f"{VUE} table")).to_be_visible()
    expect(ouverte.get_by_text("Le service est interrompu.")).to_be_visible(timeout=30_000)
    serveur.ouvrir()
    page.reload()
    page.locator(VUE).wait_for()
    expect(page.locator(f"{VUE} table")).to_be_visible()
    page.keyboard.press("r")
    expect(page.locator(".releve li")).to_contain_text("Remarque à moitié tapée")
    ouverte.bring_to_front()
    expect(ouverte.get_by_text("Le service est interrompu.")).to_be_hidden(timeout=60_000)
    ouverte.locator("svg.carte [data-code='5220']").click()
    ouverte.wait_for_url("**zone=bassin%3A5220**")
    expect(ouverte.locator("h1")).to_contain_text("Nantes")


def test_a_choice_that_leaves_as_the_line_is_cut_is_kept(page, application, attendre):
    prises, coupee = [], []

    def passer(prise):
        serveur = prise.connect_to_server()
        serveur.on_message(prise.send)
        prise.on_message(lambda m: coupee or serveur.send(m))
        prises.append(prise)

    page.route_web_socket(re.compile("_stcore/stream"), passer)
    page.goto(f"{application}/carte?zonage=bassin")
    attendre(page)
    decoupage = page.get_by_role("combobox", name="Découpage", exact=True)
    decoupage.focus()
    coupee.append(True)
    for touche in ("ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(touche)
    expect(decoupage).not_to_have_value(re.compile("Bassins"))
    choisi = decoupage.input_value()
    coupee.clear()
    prises[-1].close()
    page.wait_for_url(lambda adresse: "zonage=bassin" not in adresse)
    attendre(page)
    assert len(prises) > 1
    expect(decoupage).to_have_value(choisi)
    expect(decoupage).to_be_focused()
