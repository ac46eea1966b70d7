"""Fixtures of the data layer."""

import json

import pytest

from data_loaders.__main__ import main
from data_loaders.sources import telechargement


@pytest.fixture(autouse=True)
def sans_attente(monkeypatch):
    """Attempts at a download follow each other at once."""
    monkeypatch.setattr(telechargement, "ATTENTES_S", (0.0, 0.0))


class Cli:
    """Runs commands on one data root; `(exit code, stdout, stderr)`."""

    def __init__(self, racine, capsys):
        self.racine, self._capsys = racine, capsys

    def __call__(self, *argv):
        self._capsys.readouterr()
        try:
            code = main([str(a) for a in argv])
        except SystemExit as e:
            code = e.code
        sortie, erreur = self._capsys.readouterr()
        return code, sortie, erreur

    def chiffre(self, indicateur, zone, periode, *suite):
        """The JSON object of `chiffre --json`."""
        code, sortie, erreur = self("chiffre", indicateur, "--zone", zone, "--periode", periode, *suite, "--json")
        assert (code, erreur) == (0, "")
        return json.loads(sortie.splitlines()[-1])


@pytest.fixture
def cli(racine_propre, capsys):
    """Commands on an empty data root."""
    return Cli(racine_propre, capsys)
