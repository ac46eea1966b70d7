"""Screens run for a meeting: demonstration data."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from pages.components import shell


@pytest.fixture
def demonstration(racine_demo, monkeypatch, moteur) -> None:
    """Screens read the demonstration."""
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine_demo))


@pytest.fixture
def client() -> TestClient:
    """Asks the routes of the server."""
    return TestClient(Starlette(routes=shell.routes(), middleware=shell.middleware()))
