"""What the application says and draws on demonstration data is what is signed: screens, files, answers, documents.

The record sees a word that changes, not a clock nor an identifier.
"""

from datetime import UTC, datetime

import pytest

from pages.components import identite
from tests.bench import temoin
from tests.vues import courts

VUE = "vues convention?rubrique=suivi - écran"
SIGNES = temoin.du_depot()
GROUPES = sorted({temoin.groupe(nom) for nom in SIGNES})
SUITE = """{textes}
What is said or drawn changed. To see it, on the state that was signed, then on this one:
    PYTHONPATH=. python -m tests.bench.temoin --vers DOSSIER --seuls {seuls} [--comparer]
When it is wanted, with the change, whose message says why:
    PYTHONPATH=. python -m tests.bench.temoin --vers DOSSIER --seuls {seuls} --signer"""


@pytest.mark.parametrize("pas", courts((12, 1), (12,)))
@pytest.mark.parametrize("groupe", courts(GROUPES, [g for g in GROUPES if g[:9] != "recherche"]))
def test_what_is_said_and_drawn_is_what_is_signed(racine, tmp_path, groupe, pas):
    with temoin.scene(racine):
        textes = [t for t in temoin.textes(temoin.Fichiers(tmp_path)) if temoin.groupe(t[0]) == groupe]
        dits = {nom: temoin.empreinte(temoin.neutre(ecrire())) for nom, ecrire in textes[::pas]}
    changes = [f"≠ {nom}" for nom, e in dits.items() if SIGNES.get(nom) != e]
    noms = [groupe, *([groupe.replace("vues", "dessins", 1)] if groupe.startswith("vues ") else [])]
    assert not changes, SUITE.format(textes="\n".join(changes), seuls=" ".join(f'"{n}"' for n in noms))


def test_no_text_is_unsigned(racine):
    with temoin.scene(racine):
        assert {nom for nom, _ in temoin.textes(temoin.Fichiers(racine))} == SIGNES.keys()


def test_a_changed_word_changes_a_line_and_a_changed_clock_none(racine, tmp_path, monkeypatch, capsys):
    def relever(*options):
        return temoin.main(["--vers", str(tmp_path), "--seuls", VUE, "--donnees", str(racine), *options])

    assert relever("--signer") == 0
    with temoin.horloge(datetime(2031, 3, 2, tzinfo=UTC)):
        assert relever() == 0
    titrer = identite.titre
    monkeypatch.setattr(identite, "titre", lambda titre, *autour, **quoi: titrer(f"{titre} licorne", *autour, **quoi))
    assert relever("--comparer") == 1
    dit = capsys.readouterr().out
    assert f"≠ {VUE}" in dit
    assert [x.endswith("licorne") for x in dit.splitlines() if x.startswith("+") and x[1:2].isalpha()] == [True]
