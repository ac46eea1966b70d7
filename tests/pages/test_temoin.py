"""The record of what the application says: it sees a word that changes, not a clock nor an identifier."""

from datetime import UTC, datetime

import pytest

from pages.components import identite
from tests.bench import temoin

VUE = "vues convention?rubrique=suivi - écran"


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


def test_the_screens_read_the_clock_of_the_record(racine, moteur, tmp_path):
    def lire(annee):
        with temoin.horloge(datetime(annee, 3, 2, tzinfo=UTC)):
            return temoin.ecran("/convention?rubrique=suivi", temoin.Fichiers(tmp_path))

    assert lire(2015) != lire(2025)


@pytest.mark.parametrize(("ecrit", "lu"), [
    ("bmo/2024--12345678", "bmo/2024--…"),
    ("observatoire_0a1b2c3d.zip", "observatoire_….zip"),
    ("3d6f0a1c-1b2c-4d5e-8f90-a1b2c3d4e5f6", "…"),
    ("43.123456789012", "43.12345679"),
    ("44003;20240115;décade", "44003;20240115;décade"),
])  # fmt: skip
def test_what_changes_from_one_run_to_the_next_is_blotted_out(ecrit, lu):
    assert temoin.neutre(ecrit) == lu
