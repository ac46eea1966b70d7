"""Fixtures of the data layer."""

import pytest

from data_loaders.sources import telechargement


@pytest.fixture(autouse=True)
def sans_attente(monkeypatch):
    """Attempts at a download follow each other at once."""
    monkeypatch.setattr(telechargement, "ATTENTES_S", (0.0, 0.0))
