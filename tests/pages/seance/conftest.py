"""Screens run for a meeting: demonstration data."""

import pytest
from starlette.testclient import TestClient

from pages.components import shell
from tests.pages.outils import servir


@pytest.fixture
def demonstration(racine) -> None:
    """Screens read the demonstration."""


@pytest.fixture
def client() -> TestClient:
    """Asks the routes of the server."""
    return servir(shell.routes(), shell.middleware())
