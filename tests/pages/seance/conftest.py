"""Screens run for a meeting: demonstration data, and a runtime of Streamlit without a server."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.runtime import Runtime, RuntimeConfig
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager

from pages.components import shell
from pages.components.seance.rejeu import TABLEAU_DE_BORD


@pytest.fixture
def moteur(monkeypatch):
    """What runs a screen asks the runtime for the files to download."""
    monkeypatch.setattr(PagesManager, "uses_pages_directory", False)
    if not Runtime.exists():
        monkeypatch.setattr(Runtime, "_instance", None)
        Runtime(RuntimeConfig(TABLEAU_DE_BORD, None, MemoryMediaFileStorage("/media"), MemoryUploadedFileManager("/")))


@pytest.fixture
def demonstration(racine_demo, monkeypatch, moteur) -> None:
    """Screens read the demonstration."""
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine_demo))


@pytest.fixture
def client() -> TestClient:
    """Asks the routes of the server."""
    return TestClient(Starlette(routes=shell.routes(), middleware=shell.middleware()))
