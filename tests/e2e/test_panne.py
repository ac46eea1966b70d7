"""The server killed under a page and a meeting: nothing is lost, and the first choice after its return counts."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

DEPOT = Path(__file__).resolve().parents[2]
VUE = ".obs-salle .diapo.vue"


@pytest.fixture
def serveur(donnees):
    """`serveur.ouvrir()` and `serveur.tuer()`, always at `serveur.adresse`."""

    class Serveur:
        def __init__(self) -> None:
            with socket.socket() as prise:
                prise.bind(("127.0.0.1", 0))
                self.port = prise.getsockname()[1]
            self.adresse = f"http://127.0.0.1:{self.port}"

        def ouvrir(self) -> None:
            commande = [sys.executable, "-m", "streamlit", "run", str(DEPOT / "dashboard.py")]
            commande += ["--server.port", str(self.port)]
            env = {**os.environ, "OBSERVATOIRE_DONNEES": str(donnees)}
            sortie = subprocess.DEVNULL
            self.processus = subprocess.Popen(commande, cwd=DEPOT, env=env, stdout=sortie, stderr=sortie)
            for _ in range(900):
                try:
                    urllib.request.urlopen(f"{self.adresse}/_stcore/health", timeout=2).close()
                    return
                except OSError:
                    time.sleep(0.1)
            pytest.fail("the server did not start")

        def tuer(self) -> None:
            self.processus.send_signal(signal.SIGKILL)
            self.processus.wait()

    s = Serveur()
    s.ouvrir()
    yield s
    s.tuer()


def test_a_meeting_goes_on_and_the_page_comes_back_to_its_choices(serveur, page, nouvelle_page, attendre):
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
