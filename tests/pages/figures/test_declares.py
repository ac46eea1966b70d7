"""Words declared beside the modules that say them: a view takes what they hold, none is left that nobody says."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pages.figures import declares
from pages.figures.vues import DEMONSTRATION, MENTION_DEMONSTRATION
from tests.e2e.conftest import DEPOT

FIGURES = DEPOT / "pages/figures"
FICHIERS = [FIGURES / "mots.toml"] + [
    FIGURES / sujet / "mots.toml"
    for sujet in ("meteo", "formation", "convention", "secteurs", "portrait", "territoires")
]
FAMILLES = ("vue", "etape", "comment")  # sections of which each record is named where it is said


def sections(fichier: Path) -> Iterator[str]:
    lues = declares.lire(str(fichier))
    yield from lues
    for famille in FAMILLES:
        yield from lues.get(famille, {})


def test_a_declared_view_is_filled_and_what_is_invented_cites_nobody():
    mots = {"sous_titre": "{region}, {annee}", "source": "Dares, {annee}"}
    publiee = declares.vue(mots, "Titre", False, region="ici", annee="2024")
    assert (publiee.sous_titre, publiee.source, publiee.badges) == ("ici, 2024", "Dares, 2024.", ())
    inventee = declares.vue(mots, "Titre", True, region="ici", annee="2024")
    assert (inventee.source, inventee.badges) == (f"{MENTION_DEMONSTRATION}.", (DEMONSTRATION,))
    assert declares.vue({}, "Titre", True).source == ""


def test_one_word_of_each_record_that_has_it():
    assert declares.de({"a": {"nom": "un"}, "b": {"autre": "x"}, "c": {"nom": "trois"}}, "nom") == {
        "a": "un",
        "c": "trois",
    }


@pytest.mark.parametrize("fichier", FICHIERS, ids=lambda f: f.parent.name)
def test_what_is_declared_is_said(fichier):
    code = "\n".join(f.read_text("utf-8") for f in (DEPOT / "pages").rglob("*.py"))
    assert [nom for nom in sections(fichier) if f'"{nom}"' not in code] == []
