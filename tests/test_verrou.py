"""What is installed is what was chosen: locked with its hashes, its licences said."""

import importlib.util
import re

import pytest

from tests.e2e.conftest import DEPOT

CI = DEPOT / ".ci"
VERROUS = {"requirements.txt": "verrou.txt", "requirements-dev.txt": "verrou-essais.txt"}


def lire(nom: str) -> dict[str, str]:
    """Package -> the rest of its entry in a lock."""
    entrees = re.split(r"^(?=[A-Za-z0-9])", (CI / nom).read_text("utf-8"), flags=re.M)
    return {e.partition("==")[0]: e.partition("==")[2] for e in entrees if "==" in e}


@pytest.mark.parametrize("choix", VERROUS)
def test_a_lock_holds_every_choice_at_its_version_and_a_hash_for_each_package(choix):
    verrou = lire(VERROUS[choix])
    voulus = re.findall(r"^([\w-]+)==(\S+)", (DEPOT / choix).read_text("utf-8"), re.M)
    assert voulus
    assert [(n, v) for n, v in voulus if not verrou.get(n.lower(), "").startswith(f"{v} ")] == []
    assert [n for n, suite in verrou.items() if "--hash=sha256:" not in suite] == []


def test_both_commands_of_the_readme_install_a_lock():
    commandes = re.findall(r"^python3 -m venv .*pip install.*$", (DEPOT / "README.md").read_text("utf-8"), re.M)
    assert [re.findall(r"pip install (?:--no-compile )?(.*?) &&", c) for c in commandes] == [
        [f"--require-hashes -r .ci/{verrou}"] for verrou in VERROUS.values()
    ]


def test_the_licence_of_every_package_installed_is_in_the_notice():
    fiche = importlib.util.spec_from_file_location("licences", CI / "licences.py")
    licences = importlib.util.module_from_spec(fiche)
    fiche.loader.exec_module(licences)
    section = (DEPOT / "NOTICE").read_text("utf-8").partition(licences.TITRE)[2]
    dites = dict(re.findall(r"^  (\S+) : (\S.*)$", section, re.M))
    assert list(dites) == licences.paquets((CI / "verrou.txt").read_text("utf-8"))
    assert not {"dite dans ses fichiers", "UNKNOWN"} & set(dites.values())
