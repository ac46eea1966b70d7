"""Screens without a browser: demonstration data read by all, copied by who damages them."""

import inspect
import shutil
from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.pages_manager import PagesManager

from data_loaders.magasin.donnees import Donnees
from pages.components.api import routes
from tests import builders
from tests.pages.outils import oublier, relire, servir


@pytest.fixture(scope="session", autouse=True)
def composants_cherches_une_fois():
    """The harness looks for components in every package installed, for each screen that it opens: half of its time."""
    with pytest.MonkeyPatch.context() as m:
        chercher = manifest_scanner.scan_component_manifests
        m.setattr(manifest_scanner, "scan_component_manifests", cache(chercher))
        yield


@pytest.fixture(autouse=True)
def navigation_declaree(monkeypatch):
    """A folder named `pages` makes the harness run a page without its dashboard; the server's shell forbids it too."""
    initial = PagesManager.__init__

    def init(self, *args, **options):
        initial(self, *args, **options)
        PagesManager.uses_pages_directory = False

    monkeypatch.setattr(PagesManager, "__init__", init)


@pytest.fixture
def racine(racine_demo, monkeypatch, request):
    """Demonstration data, and what was drawn from them, shared by the tests that only read them."""
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine_demo))
    remplace = "monkeypatch" in inspect.signature(request.function).parameters
    oublier() if remplace else relire(racine_demo)
    yield racine_demo
    if remplace:  # computed by what the test put in place of the product
        oublier()


@pytest.fixture
def copie(racine_demo, tmp_path, monkeypatch):
    """Demonstration data of the test's own, to be damaged or added to."""
    copie = tmp_path / "donnees"
    shutil.copytree(racine_demo, copie)
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(copie))
    oublier()
    return copie


CHOMAGE = {
    "chomage-ze": "chomage/chomage-zone-t1-2003-t3-2023.xlsx",
    "chomage-dep": "chomage/famille_TAUX-CHOMAGE_21032025.xlsx",
    "stmt-dep": "demande_emploi/stmt_inscrits_A_a_E_mensuel_brut_dep_2020_2024.csv",
}


@pytest.fixture(scope="session")
def officielles_chomage(racine_officielle, reference, commune):
    """Official data with unemployment and the registered of the départements, to be read only."""

    def importer(racine):
        shutil.copytree(racine_officielle, racine, dirs_exist_ok=True)
        for source, fichier in CHOMAGE.items():
            builders.importer(Donnees(racine), source, reference / fichier)

    return Donnees(commune("officielle_chomage", importer))


@pytest.fixture
def api(racine):
    """The read API on demonstration data, asked over HTTP."""
    return servir(routes.routes())
