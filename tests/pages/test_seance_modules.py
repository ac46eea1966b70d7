"""The modules of the meeting, tested by Node's own test runner where Node is present."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pages.components import shell
from pages.figures.ecrans import ECRANS

ESSAIS = sorted((Path(__file__).parent / "seance_js").glob("*.test.mjs"))
SOURCES = shell.DOSSIER_STATIQUE / "seance"


def test_modules_do_what_their_tests_say():
    if not (node := shutil.which("node")):
        pytest.skip("node is absent: the modules of the meeting are tested in a browser only")
    rendu = subprocess.run([node, "--test", *map(str, ESSAIS)], capture_output=True, text=True, timeout=120)
    assert rendu.returncode == 0, rendu.stdout


def test_an_agenda_may_hold_a_view_of_every_screen_and_of_nothing_else():
    (liste,) = re.findall(r"MODULES = \[(.*?)\]", (SOURCES / "ordre.js").read_text("utf-8"))
    assert re.findall(r'"(\w+)"', liste) == [e.module for e in ECRANS if e.module != "seance"]
