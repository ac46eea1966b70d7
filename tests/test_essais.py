"""The tests touch nothing of who runs them: neither their data nor their settings."""

import os
import subprocess
import sys

import pytest

from geo.reglages import DEPOT, racine_donnees
from tests.conftest import intactes


def test_a_test_has_a_data_root_of_its_own_and_so_has_a_command_it_starts(racine_propre):
    code = "from geo.reglages import racine_donnees; print(racine_donnees())"
    lu = subprocess.run([sys.executable, "-c", code], cwd=DEPOT, capture_output=True, text=True, check=True).stdout
    assert lu.strip() == str(racine_donnees()) == str(racine_propre)
    assert not racine_propre.exists()
    assert not {"OBSERVATOIRE_REGLAGES", "OBSERVATOIRE_RESERVE"} & set(os.environ)


GESTES = {
    "created": lambda f: f.parent.mkdir(),
    "added to": lambda f: f.with_name("autre.json").touch(),
    "changed": lambda f: f.write_text('{"bmo": {}}', "utf-8"),
    "emptied": lambda f: f.unlink(),
}


@pytest.mark.parametrize("geste", GESTES)
def test_a_run_that_touches_the_data_of_a_reader_fails(tmp_path, geste):
    fichier = tmp_path / "data" / "current.json"
    if geste != "created":
        fichier.parent.mkdir()
        fichier.write_text("{}", "utf-8")
    with intactes(fichier.parent):
        pass
    with pytest.raises(AssertionError, match="data of a reader"), intactes(fichier.parent):
        GESTES[geste](fichier)
