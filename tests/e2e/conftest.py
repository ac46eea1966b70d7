"""A real server and a real browser.

The browser is Chromium without its windows, the same engine for three quarters of the processor, else the Chromium or
Chrome of the machine, and Firefox for a few tests; as root on Debian they are installed when missing. Without one its
tests are skipped, and fail when `CI` is set: there a skipped test would pass for a passed one.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

import pytest

from tests.conftest import seul
from tests.e2e import gestes
from tests.mandataire import port_libre

DEPOT = Path(__file__).resolve().parents[2]
NAVIGATEURS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = (
    "--no-sandbox",
    "--headless=new",
    "--disable-gpu",
    "--font-render-hinting=none",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
    "--process-per-site",
)
VUE = {"width": 1280, "height": 720}
DEMARRAGE_MAX_S = 90
PROGRAMMES = Path(tempfile.gettempdir()) / f"observatoire-navigateur-{os.getuid()}"


def pytest_collection_modifyitems(items) -> None:
    """Marks everything of this folder, so that `-m "not navigateur"` leaves it out, and puts it first.

    A browser is half of the time waited for: the other processes take that time for the rest of the run.
    """
    ici = Path(__file__).parent
    for item in items:
        if Path(item.path).is_relative_to(ici):
            item.add_marker("navigateur")
    items.sort(key=lambda item: not Path(item.path).is_relative_to(ici))


def installe(paquet: str, noms: Sequence[str]) -> str:
    """Path of the first program found among these names, the package giving the first; skips the test without one."""
    # Tests run in several processes: one installs, where it may, the others wait for it.
    with seul(PROGRAMMES):
        if not shutil.which(noms[0]) and shutil.which("apt-get") and os.geteuid() == 0:
            env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            for commande in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", paquet]):
                subprocess.run(commande, env=env, check=False, capture_output=True, timeout=600)
    if trouve := next(filter(None, map(shutil.which, noms)), None):
        return trouve
    absent = pytest.fail if os.environ.get("CI", "").lower() in ("1", "true", "yes") else pytest.skip
    absent(f"none of {', '.join(noms)} on this machine")


@pytest.fixture(scope="session")
def chromium() -> str:
    return installe("chromium-headless-shell", NAVIGATEURS)


@pytest.fixture(scope="session")
def contexte(chromium):
    """One browser and one context of it for the session, each test has its own page.

    Pages of a context are drawn by one process, where the scripts of Streamlit stay compiled from one page to the next:
    they are two thirds of what opening a page costs. A first page, empty, keeps that process alive between tests.
    """
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=20_000)  # as every other wait: a cold page of a busy machine takes more than 5 s
    with sync_playwright() as playwright:
        navigateur = playwright.chromium.launch(executable_path=chromium, args=list(OPTIONS))
        contexte = navigateur.new_context()
        gardienne = contexte.new_page()
        gardienne.route("**/*", lambda route: route.fulfill(body=""))
        gardienne.goto("http://127.0.0.1/")
        yield contexte
        navigateur.close()


@pytest.fixture(scope="session")
def donnees(racine_demo, dossier_commun) -> Path:
    """Data root of the application under test: the demonstration, of its own."""
    racine = dossier_commun / "application"
    with seul(racine):
        return racine if racine.exists() else Path(shutil.copytree(racine_demo, racine))


@pytest.fixture(scope="module")
def lancer(tmp_path_factory) -> Iterator[Callable[..., str]]:
    """`lancer(script, racine)` starts `streamlit run script` and returns its address.

    `ecoute`, `port`: where it listens, a free port without it; `chemins`: folders that its Python reads before
    any other; `options`: of the command; `env`: added to its environment.
    Servers are stopped at the end of the module: one that waits takes 3 % of a processor.
    """
    ouverts: list[subprocess.Popen] = []

    def ouvrir(script: Path, racine: Path, **options) -> str:
        adresse, serveur = demarrer(script, racine, tmp_path_factory.mktemp("journal") / "serveur.txt", **options)
        ouverts.append(serveur)
        return adresse

    yield ouvrir
    for serveur in ouverts:
        serveur.terminate()
    for serveur in ouverts:
        serveur.wait(timeout=20)


def demarrer(
    script: Path,
    racine: Path,
    journal: Path,
    ecoute: str = "127.0.0.1",
    port: int | None = None,
    chemins: Sequence[Path] = (),
    options: Sequence[str] = (),
    env: Mapping[str, str] = MappingProxyType({}),
) -> tuple[str, subprocess.Popen]:
    """A server that answers, as `lancer` says it, and its address; what it writes goes to `journal`.

    Fails with that log when it stopped or stays silent.
    """
    port = port or port_libre()
    commande = [sys.executable, "-m", "streamlit", "run", str(script)]
    commande += ["--server.port", str(port), "--server.address", ecoute, *options]
    lus = os.pathsep.join(map(str, [*chemins, DEPOT]))
    # What a server reads ahead would take its processor from the tests, of which no two ask for the same view.
    env = {**os.environ, "OBSERVATOIRE_DONNEES": str(racine), "OBSERVATOIRE_AVANCE": "non", "PYTHONPATH": lus, **env}
    with journal.open("w") as sortie:
        serveur = subprocess.Popen(commande, cwd=DEPOT, env=env, stdout=sortie, stderr=subprocess.STDOUT)
    adresse = f"http://127.0.0.1:{port}"
    fin = time.monotonic() + DEMARRAGE_MAX_S
    while time.monotonic() < fin and serveur.poll() is None:
        try:
            urllib.request.urlopen(f"{adresse}/_stcore/health", timeout=2).close()
            return adresse, serveur
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"the server did not start:\n{journal.read_text()[-3000:]}")


def secrets(dossier: Path, adresse: str, fournisseur: str, cle: str) -> tuple[str, str]:
    """Options of a server whose readers sign in at this provider of identity, `cle` signing what it gives them."""
    lignes = {"redirect_uri": f"{adresse}/oauth2callback", "cookie_secret": cle, "client_id": "observatoire"}
    lignes |= {"client_secret": "x", "server_metadata_url": f"{fournisseur}/.well-known/openid-configuration"}
    fichier = dossier / "secrets.toml"
    fichier.write_text("[auth]\n" + "".join(f'{nom} = "{valeur}"\n' for nom, valeur in lignes.items()), "utf-8")
    return "--secrets.files", str(fichier)


def _compter(fiche: Path, de_plus: int) -> dict:
    vu = json.loads(fiche.read_text())
    vu["usagers"] += de_plus
    fiche.write_text(json.dumps(vu))
    return vu


@pytest.fixture(scope="session")
def application(dossier_commun, donnees) -> Iterator[str]:
    """Address of one server for all processes of the run; the last of them to leave stops it."""
    fiche = dossier_commun / "tableau_de_bord.json"
    with seul(fiche):
        if not fiche.exists():
            adresse, serveur = demarrer(DEPOT / "dashboard.py", donnees, fiche.with_suffix(".txt"))
            fiche.write_text(json.dumps({"adresse": adresse, "pid": serveur.pid, "usagers": 0}))
        vue = _compter(fiche, 1)
    yield vue["adresse"]
    with seul(fiche):
        if _compter(fiche, -1)["usagers"] == 0:
            os.kill(vue["pid"], signal.SIGTERM)
            fiche.unlink()


# A meeting leaves a worker that would answer in place of the routes of the next test.
OUBLIER_JS = """async () => {
  try {
    localStorage.clear();
    for (const suivi of await navigator.serviceWorker.getRegistrations()) await suivi.unregister();
  } catch { /* a page without an origin */ }
}"""


@pytest.fixture
def nouvelle_page(contexte):
    """`nouvelle_page(viewport, color_scheme)` opens a page, 1280 × 720 and clear without more.

    At the end the test fails when a page asked for anything outside, broke the content policy or raised an error.
    """
    pages, fautes = [], []

    def demandee(requete):
        parties = urlsplit(requete.url)
        if parties.scheme not in ("data", "blob") and parties.hostname != "127.0.0.1":
            fautes.append(f"outside request: {requete.url}")

    def ouvrir(viewport=VUE, color_scheme="light"):
        page = contexte.new_page()
        pages.append(page)
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=color_scheme, reduced_motion="reduce")
        page.set_default_timeout(20_000)
        page.on("request", demandee)
        page.on("pageerror", lambda erreur: fautes.append(f"script error: {erreur}"))
        page.on("console", lambda m: "Content Security Policy" in m.text and fautes.append(f"policy: {m.text}"))
        return page

    yield ouvrir
    for page in pages:
        page.evaluate(OUBLIER_JS)
        page.close()
    contexte.clear_cookies()
    contexte.set_offline(False)
    assert fautes == []


@pytest.fixture
def page(nouvelle_page):
    return nouvelle_page()


@pytest.fixture
def ouvrir(page, application):
    """`ouvrir(address)` opens a screen of the application on `page`, and returns it once it is there."""

    def aller(adresse: str = "", viewport=VUE, color_scheme="light"):
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=color_scheme, reduced_motion="reduce")
        return gestes.aller(page, f"{application}/{adresse}")

    return aller


@pytest.fixture
def axe():
    """`axe(page)` runs axe-core and returns its violations, `rule: target` each."""
    from axe_playwright_python.sync_playwright import Axe

    def controle(page, **options) -> list[str]:
        violations = Axe().run(page, options=options or None).response["violations"]
        return [f"{v['id']}: {noeud['target']}" for v in violations for noeud in v["nodes"]]

    return controle
