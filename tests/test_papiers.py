"""The papers stay short, their links lead somewhere, their commands are those of the programs."""

import re
import shlex

import pytest

from data_loaders.__main__ import _analyseur as des_donnees
from pages.__main__ import _analyseur as des_pages
from tests.e2e.conftest import DEPOT

LIGNES_MAX = {"README.md": 200, "CONTRIBUTING.md": 200}
PAPIERS = (*LIGNES_MAX, "CHANGELOG.md", "exploitation/README.md", "tests/bench/notes.md")
PAGE = 50  # lines of a version in the journal
PYTHON = re.compile(r"^(?:\.venv/bin/)?python -m (data_loaders|pages) (.+)|^observatoire(?:-pro)? (.+)", re.M)


def lire(papier: str) -> str:
    return (DEPOT / papier).read_text("utf-8")


def ancres(texte: str) -> set[str]:
    """Names under which the headings of a paper are reached."""
    titres = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", texte, flags=re.S), re.M)
    return {re.sub(r"[^\w -]", "", t.lower()).replace(" ", "-") for t in titres}


@pytest.mark.parametrize("papier", LIGNES_MAX)
def test_a_paper_is_read_in_a_sitting(papier):
    assert len(lire(papier).splitlines()) <= LIGNES_MAX[papier]


def test_a_version_of_the_journal_is_a_page():
    longues = [v.splitlines()[0] for v in lire("CHANGELOG.md").split("\n## ")[1:] if len(v.splitlines()) > PAGE]
    assert longues == []


@pytest.mark.parametrize("papier", PAPIERS)
def test_links_lead_somewhere(papier):
    for lien in re.findall(r"\]\(([^)\s]+)\)", lire(papier)):
        if re.match(r"https?:", lien):
            continue
        chemin, _, ancre = lien.partition("#")
        vers = (DEPOT / papier).parent / chemin if chemin else DEPOT / papier
        assert vers.exists(), lien
        assert not ancre or ancre in ancres(vers.read_text("utf-8")), lien


def commandes(papier: str) -> list[tuple[str, str]]:
    """(program, the rest of the line) of each command of ours in the blocks of a paper."""
    blocs = "\n".join(re.findall(r"```sh\n(.*?)```", lire(papier), re.S))
    lues = [(m[1] or "data_loaders", m[2] or m[3]) for m in PYTHON.finditer(blocs)]
    return [("pages" if suite.startswith("reprendre") else programme, suite) for programme, suite in lues]


@pytest.mark.parametrize("papier", ["README.md", "exploitation/README.md"])
def test_commands_are_those_of_the_programs(papier):
    lues = commandes(papier)
    assert len(lues) > 10
    for programme, suite in lues:
        analyseur = des_pages() if programme == "pages" else des_donnees()
        analyseur.parse_args(shlex.split(suite, comments=True))
