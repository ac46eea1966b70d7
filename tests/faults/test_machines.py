"""Two replicas of the observatory on object storage, behind nginx: one publishes for all, one dies, nothing is lost.

`pip install -r tests/faults/requirements.txt` brings the server of objects, `apt-get install nginx` the other.
"""

import contextlib
import importlib.util
import json
import os
import random
import shutil
import signal
import ssl
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest
from pyarrow import fs

from data_loaders.magasin import copie, stockage
from data_loaders.magasin.store import Magasin
from pages.figures import icones
from tests import builders, mandataire
from tests.e2e.conftest import NAVIGATEURS, OPTIONS
from tests.faults.test_coupures import publieurs, tuer_pendant_la_publication, verifier_l_etat

DEPOT = Path(__file__).resolve().parents[2]
REPLIQUES = 2
UNE_MINUTE_S = 60
ECRAN = "/carte?indicateur=bmo_projets&zonage=departement"

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not importlib.util.find_spec("moto"), reason="tests/faults/requirements.txt is not installed"),
]


def attendre(quoi, limite_s: float = UNE_MINUTE_S):
    """What `quoi` returns, once it is true; None stands for a server that does not answer."""
    fin = time.monotonic() + limite_s
    while True:
        with contextlib.suppress(OSError):
            if dit := quoi():
                return dit
        assert time.monotonic() < fin, "waited for too long"
        time.sleep(0.5)


def demander(adresse: str) -> bytes:
    with urllib.request.urlopen(adresse, timeout=20, context=ssl._create_unverified_context()) as reponse:
        return reponse.read()


@pytest.fixture(scope="module")
def seau(tmp_path_factory):
    """A bucket of a server of objects: `adresse`, `fs`, `serveur`."""
    with pytest.MonkeyPatch.context() as m:
        m.setenv("AWS_ACCESS_KEY_ID", "essai")
        m.setenv("AWS_SECRET_ACCESS_KEY", "essai")
        m.setenv("AWS_EC2_METADATA_DISABLED", "true")
        port = mandataire.port_libre()
        hote = f"127.0.0.1:{port}"
        serveur = subprocess.Popen([sys.executable, "-m", "moto.server", "-p", str(port)], stderr=subprocess.DEVNULL)
        try:
            attendre(lambda: demander(f"http://{hote}/moto-api/"))
            seau = fs.S3FileSystem(endpoint_override=hote, scheme="http", region="essai", allow_bucket_creation=True)
            seau.create_dir("observatoire")
            adresse = f"s3://observatoire/donnees?endpoint_override=http://{hote}&region=essai"
            m.setenv("OBSERVATOIRE_STOCKAGE", adresse)
            yield SimpleNamespace(adresse=adresse, fs=seau, serveur=serveur)
        finally:
            serveur.send_signal(signal.SIGCONT)
            serveur.kill()
            serveur.wait()


@pytest.fixture(scope="module")
def publieuse(seau, tmp_path_factory):
    """`publieuse(commande…)` runs a command on a machine that serves nothing; returns its code and what it says."""
    dossier = tmp_path_factory.mktemp("publieuse")

    def lancer(*commande: str):
        env = {**os.environ, "OBSERVATOIRE_DONNEES": str(dossier / "racine")}
        fait = subprocess.run(
            [sys.executable, "-m", "data_loaders", *commande], cwd=DEPOT, env=env, capture_output=True, text=True
        )
        return fait.returncode, fait.stdout + fait.stderr

    lancer.dossier = dossier
    return lancer


class Replique:
    """A server of the application, on a data root of its own, empty at its start."""

    def __init__(self, dossier: Path) -> None:
        self.racine, self.port = dossier / "racine", mandataire.port_libre()
        self.adresse = f"http://127.0.0.1:{self.port}"
        commande = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(self.port)]
        env = {**os.environ, "OBSERVATOIRE_DONNEES": str(self.racine), "PYTHONPATH": str(DEPOT)}
        self.journal = dossier / "journal.txt"
        with self.journal.open("w") as sortie:
            self.processus = subprocess.Popen(commande, cwd=DEPOT, env=env, stdout=sortie, stderr=subprocess.STDOUT)

    def pret(self) -> dict:
        """What it says of itself."""
        return json.loads(demander(f"{self.adresse}/readyz"))

    def bmo(self) -> dict:
        """Vintages of the survey that it shows, {} while they are of demonstration."""
        dit = self.pret()["jeux"]["bmo"]
        return dit["instantanes"] if dit["etat"] == "officiel" else {}


@pytest.fixture(scope="module")
def ouvertes(publieuse):
    """They start after a first publication: their first state is official, not of demonstration."""
    publier(publieuse, 2021)
    ouvertes: list[Replique] = []
    yield ouvertes
    for r in ouvertes:
        r.processus.kill()
        r.processus.wait()


@pytest.fixture
def repliques(ouvertes, tmp_path_factory):
    """Two that live. One is nothing but its process: another takes the place of a dead one, on an empty folder."""
    vivantes = [r for r in ouvertes if r.processus.poll() is None]
    while len(vivantes) < REPLIQUES:
        vivantes.append(Replique(tmp_path_factory.mktemp("replique")))
        ouvertes.append(vivantes[-1])
    for r in vivantes:
        attendre(r.pret, 300)
    return vivantes


def publier(publieuse, annee: int) -> str:
    """Import a vintage; returns its snapshot."""
    code, dit = publieuse("importer", "bmo", str(builders.fichier_bmo(publieuse.dossier, annee)))
    assert code == 0, dit
    return dit.rpartition("instantané bmo/")[2].split()[0]


def test_what_is_sent_in_several_parts_is_read_as_it_was_written(seau):
    s, octets = stockage.Stockage(seau.adresse), random.Random(1).randbytes(11 * 1024 * 1024)
    s.deposer_dessin("lourd", octets)
    assert s.dessin("lourd") == octets


def test_a_publication_from_one_host_is_seen_by_all_replicas_within_a_minute(publieuse, repliques):
    for r in repliques:
        assert list(r.bmo()) == ["2021"]
    nom = publier(publieuse, 2022)
    for r in repliques:
        attendre(lambda r=r: r.bmo().get("2022") == nom)
    un, deux = (r.pret() for r in repliques)
    assert (un["etat"], un["stockage"]["liste"]) == (deux["etat"], deux["stockage"]["liste"])


def test_a_drawing_made_by_one_replica_is_served_by_the_other(repliques, navigateur):
    une, autre = repliques
    page = navigateur.new_page()
    vus = []
    page.on("request", lambda r: vus.append(r.url))
    ouvrir(page, f"{une.adresse}/portrait")
    page.wait_for_load_state("networkidle")
    page.close()
    faits = {a for a in vus if "/statique/dessins/" in a and Path(a).name not in icones.FICHIERS}
    assert faits
    for adresse in faits:
        ici = demander(adresse)
        assert attendre(lambda a=adresse: demander(a.replace(une.adresse, autre.adresse))) == ici


@pytest.fixture(scope="module")
def navigateur():
    """A context of a real browser."""
    from playwright.sync_api import sync_playwright

    chemin = next(filter(None, map(shutil.which, NAVIGATEURS)), None) or pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        ouvert = playwright.chromium.launch(executable_path=chemin, args=list(OPTIONS))
        contexte = ouvert.new_context(ignore_https_errors=True)
        contexte.set_default_timeout(UNE_MINUTE_S * 1000)
        yield contexte
        ouvert.close()


def ouvrir(page, adresse: str) -> None:
    page.goto(adresse)
    calme(page)


def calme(page) -> None:
    """The script of the page has run."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"] h1')


@pytest.mark.skipif(not mandataire.PRESENT, reason="nginx or openssl is not installed")
def test_a_replica_killed_in_use_loses_no_choice(repliques, navigateur, tmp_path):
    with mandataire.nginx(tmp_path, [r.port for r in repliques]) as adresse:
        page = navigateur.new_page()
        ouvrir(page, f"{adresse}{ECRAN}")
        choisir(page, "Découpage", "Bassins d’emploi")
        page.wait_for_url("**zonage=bassin**")
        tenue = serveur_de(page, tmp_path)
        morte = next(r for r in repliques if str(r.port) == tenue)
        avant = page.url
        assert len(fichiers_gardes(page, tmp_path)) > 5
        morte.processus.send_signal(signal.SIGKILL)
        morte.processus.wait()
        choisir(page, "Découpage", "Zones d’emploi", limite_s=UNE_MINUTE_S)
        page.wait_for_url("**zonage=ze**")
        assert page.url == avant.replace("zonage=bassin", "zonage=ze")
        assert serveur_de(page, tmp_path) != tenue
        page.reload()
        calme(page)
        assert "zonage=ze" in page.url
        assert "projets de recrutement" in page.locator("h1").first.inner_text()
        page.close()


def serveur_de(page, dossier: Path) -> str:
    """Port of the replica that answers this reader, as nginx logs it."""
    marque = f"/statique/{random.random()}"
    page.evaluate("adresse => fetch(adresse).then(r => r.text())", marque)
    ligne = next(li for li in reversed(journal(dossier)) if li["chemin"] == marque)
    return ligne["serveur"].rpartition(":")[2]


def fichiers_gardes(page, dossier: Path) -> list[str]:
    """Files that nginx gives again without asking a replica, to a reader whose browser is new."""
    autre = page.context.browser.new_context(ignore_https_errors=True)
    autre.set_default_timeout(UNE_MINUTE_S * 1000)
    ouvrir(autre.new_page(), page.url)
    autre.close()
    return [li["chemin"] for li in journal(dossier) if li["cache"] == "HIT"]


def journal(dossier: Path) -> list[dict]:
    return [json.loads(li) for li in (dossier / "observatoire.log").read_text("utf-8").splitlines()]


def choisir(page, libelle: str, valeur: str, limite_s: float = 20) -> None:
    page.get_by_role("combobox", name=libelle).first.click(timeout=limite_s * 1000)
    page.get_by_role("option", name=valeur).first.click(timeout=limite_s * 1000)


def test_storage_that_stops_answering_stops_nobody(seau, publieuse, repliques):
    avant = [r.bmo() for r in repliques]
    seau.serveur.send_signal(signal.SIGSTOP)
    try:
        for r in repliques:
            attendre(lambda r=r: "il ne répond pas" in r.pret()["stockage"]["faute"], 120)
        assert [r.bmo() for r in repliques] == avant
        code, dit = publieuse("importer", "bmo", str(builders.fichier_bmo(publieuse.dossier, 2023)))
        assert (code, "il ne répond pas" in dit) == (3, True)
    finally:
        seau.serveur.send_signal(signal.SIGCONT)
    for r in repliques:
        attendre(lambda r=r: not r.pret()["stockage"]["faute"])
    assert [r.bmo() for r in repliques] == avant
    nom = publier(publieuse, 2023)
    for r in repliques:
        attendre(lambda r=r: r.bmo().get("2023") == nom)


def test_kills_at_random_moments_leave_a_whole_state_for_all(seau, tmp_path, monkeypatch):
    """On a bucket of its own: the publisher invents its cells."""
    monkeypatch.setenv("OBSERVATOIRE_STOCKAGE", seau.adresse.replace("/donnees?", "/coupures?"))
    lectrice = tmp_path / "lectrice"
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(lectrice))
    hasard = random.Random(5)
    vues = set()
    with publieurs() as p:
        for i in range(20):
            tuer_pendant_la_publication(p, tmp_path / f"machine{i}" / "snapshots", hasard.uniform(0, 0.4), 1000 * i)
            for ticket in seau.fs.get_file_info(fs.FileSelector("observatoire/coupures/tickets")):
                seau.fs.delete_file(ticket.path)  # that of the dead counts for ten minutes
            assert copie.suivre(), copie.etat()
            assert copie.etat()["faute"] == ""
            magasin = Magasin(lectrice / "snapshots")
            verifier_l_etat(magasin)
            vues.add(magasin.empreinte())
    assert len(vues) == 20
