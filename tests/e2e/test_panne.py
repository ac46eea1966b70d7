"""A server of its own: killed under a page and a meeting, of which nothing is lost; alone when new."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DEPOT, demarrer, port_libre
from tests.e2e.gestes import aller, choisir, reunir

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


LETTRES = "Deux cents lettres tapées pendant que le serveur est absent, et aucune n’est perdue. " * 3


def jusqua(page, vrai: str) -> None:
    """Returns once an expression is true in the page, whose policy lets Playwright wait for none."""
    for _ in range(200):
        if page.evaluate(vrai):
            return
        page.wait_for_timeout(100)
    pytest.fail(vrai)


def test_a_page_and_a_meeting_go_on_without_their_server_and_with_the_next_one(serveur, nouvelle_page):
    serveur.ouvrir()
    lue, page = nouvelle_page(), nouvelle_page()
    for feuille in (lue, page):
        aller(feuille, f"{serveur.adresse}/carte?zone=bassin:5208")
    titre = lue.locator("h1").inner_text()
    reunir(page, "taux_chomage", "defm_abc")
    page.keyboard.press("PageDown")  # after the opening
    expect(page.locator(".obs-salle .diapo")).to_have_count(4)  # the others are ready
    jusqua(page, "caches.open('obs-salle').then(c => c.keys()).then(k => k.length > 40)")
    page.keyboard.press("F2")
    page.keyboard.type("Remarque à moitié")
    serveur.tuer()
    choisir(lue, "Territoire", "Nantes")
    expect(lue.locator("#obs-panne")).to_contain_text("La réponse n’est pas arrivée")
    expect(lue.locator("h1")).to_have_text(titre)
    page.keyboard.type(LETTRES)
    expect(page.locator(".releve textarea")).to_have_value(f"Remarque à moitié{LETTRES}")
    page.keyboard.press("PageDown")
    expect(page.locator(f"{VUE}")).to_have_attribute("aria-label", re.compile("inscrits", re.I))
    page.get_by_role("button", name="Question de la salle").click()
    page.keyboard.type("chomage")
    expect(page.locator(".question [role=status]")).to_contain_text("Serveur absent")
    expect(page.locator(".question [role=option]").first).to_contain_text(re.compile("chômage", re.I))
    page.keyboard.press("Escape")
    # Closed, the remark is one of the view where it was begun.
    page.locator(".releve textarea").focus()
    page.keyboard.press("Escape")
    expect(page.locator(".releve li")).to_contain_text("Remarque, vue 1. Remarque à moitié")
    page.evaluate("history.back()")
    expect(page.locator(".obs-salle .suite")).to_contain_text("Retour encore une fois pour quitter")
    page.reload()
    page.locator(VUE).wait_for()
    expect(page.locator(".obs-salle .barre b")).to_have_text(re.compile(r"^2\s/\s2"))
    page.keyboard.press("PageUp")
    expect(page.locator(f"{VUE} h1")).to_contain_text(re.compile("chômage", re.I))
    page.keyboard.press("F2")
    expect(page.locator(".releve li")).to_contain_text("aucune n’est perdue")
    serveur.ouvrir(OBSERVATOIRE_AVANCE="oui")
    lue.locator("svg.carte [data-code='5220']").click()
    lue.wait_for_url("**zone=bassin%3A5220**")
    expect(lue.locator(".dite")).to_contain_text("À Nantes")
    expect(lue.locator("#obs-panne")).to_be_hidden()
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("**/seance")
    jusqua(page, "caches.keys().then(noms => !noms.length)")


def test_a_new_server_answers_a_deep_link_and_asks_nothing_outside(page, serveur):
    serveur.ouvrir(OBSERVATOIRE_AVANCE="oui")  # when it is not
    menu = aller(page, f"{serveur.adresse}/secteurs").get_by_role("navigation", name="Menu principal")
    expect(menu.locator("[aria-current=page]")).to_have_text("Secteurs")
    assert not serveur.dehors.exists(), serveur.dehors.read_text()
