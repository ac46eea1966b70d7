"""What runs in the browser: modules tested by Node's own test runner where Node is present, and what they share."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pages.components import territory_map
from pages.components.shell import DOSSIER_STATIQUE
from pages.figures.carte import dessin
from pages.figures.ecrans import ECRANS
from pages.figures.theme import LETTRES, variables_css


@pytest.mark.parametrize("dossier", ["carte_js", "explorer_js", "seance_js"])
def test_modules_do_what_their_tests_say(dossier):
    if not (node := shutil.which("node")):
        pytest.skip("node is absent: the modules are tested in a browser only")
    essais = sorted((Path(__file__).parent / dossier).glob("*.test.mjs"))
    env = {**os.environ, "CONSTANTES": json.dumps(dessin.constantes())}
    rendu = subprocess.run([node, "--test", *map(str, essais)], env=env, capture_output=True, text=True, timeout=120)
    assert rendu.returncode == 0, rendu.stdout


def test_modules_repeat_no_constant_of_python():
    source = "".join(f.read_text("utf-8") for f in territory_map.SOURCES.glob("*.js"))
    dites = ["n.d.", *dessin.ABSENCES.values(), "<pattern", "patternUnits"]
    assert [mot for mot in dites if mot in source] == []
    assert not re.search(rf"(?<![.\d]){dessin.RAYON_MAX}\b", source)


def test_colours_and_patterns_named_to_the_browser_exist():
    constantes, feuille = dessin.constantes(), variables_css()
    couleurs = {nom for habit in constantes["habits"].values() for nom in (habit["aplat"], habit["encre"])}
    classes = [f"{i}{suite}" for i in range(1, 6) for suite in ("", "-texte")]
    couleurs |= {f"{lettre}{classe}" for lettre in constantes["rampes"].values() for classe in classes}
    assert [nom for nom in couleurs if f"--obs-{nom}:" not in feuille] == []
    motifs = {habit["motif"] for habit in constantes["habits"].values()}
    motifs |= {m for t in constantes["trames"].values() for m in t}
    attendus = {f'id="{constantes["prefixe"]}{motif}"' for motif in motifs - {None}}
    assert [motif for motif in attendus if motif not in constantes["motifs"]] == []
    assert set(constantes["rampes"].values()) <= set(LETTRES.values())


def test_an_agenda_may_hold_a_view_of_every_screen_and_of_nothing_else():
    (liste,) = re.findall(r"MODULES = \[(.*?)\]", (DOSSIER_STATIQUE / "seance" / "ordre.js").read_text("utf-8"))
    assert re.findall(r'"(\w+)"', liste) == [e.module for e in ECRANS]
