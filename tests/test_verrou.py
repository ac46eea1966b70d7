"""What is installed is what was chosen: locked with its hashes, its licences said."""

import importlib.util
import re
from datetime import date
from types import ModuleType

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


def charger(nom: str) -> ModuleType:
    fiche = importlib.util.spec_from_file_location(nom, CI / f"{nom}.py")
    module = importlib.util.module_from_spec(fiche)
    fiche.loader.exec_module(module)
    return module


SAIN, SAUTE = {"name": "a", "version": "1", "vulns": []}, {"name": "b", "skip_reason": "not found"}
FAUTIF = {"name": "c", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3"]}]}


@pytest.mark.parametrize(
    ("paquets", "dit"),
    [
        ([SAIN, SAIN], ["2 paquets, aucune faille connue"]),
        ([], ["non vérifié : la base des failles n’a pas répondu"]),
        ([SAUTE, SAUTE], ["non vérifié : la base des failles n’a pas répondu"]),
        ([SAIN, SAUTE], ["non vérifiés : b"]),
        ([FAUTIF, SAUTE], ["c 2 : PYSEC-1, corrigée en 3", "non vérifiés : b"]),
    ],
)
def test_an_audit_never_takes_silence_for_good_news(paquets, dit):
    assert charger("audit").dire(paquets) == dit


def test_the_audit_kept_is_dated_and_is_that_of_the_locks():
    tete, *suite = (CI / "audit.txt").read_text("utf-8").splitlines()
    date.fromisoformat(re.search(r"\d{4}-\d\d-\d\d", tete)[0])
    audit = charger("audit")
    assert [li for li in suite if li.startswith("verrou")] == [f"{v} {audit.empreinte(v)}" for v in VERROUS.values()]


def test_the_licence_of_every_package_installed_is_in_the_notice():
    licences = charger("licences")
    section = (DEPOT / "NOTICE").read_text("utf-8").partition(licences.TITRE)[2]
    dites = dict(re.findall(r"^  (\S+) : (\S.*)$", section, re.M))
    assert list(dites) == licences.paquets((CI / "verrou.txt").read_text("utf-8"))
    assert not {"dite dans ses fichiers", "UNKNOWN"} & set(dites.values())
