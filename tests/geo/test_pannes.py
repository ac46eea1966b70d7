"""Failures of the system are said in French, the unusual ones by their number."""

import errno
import os

import pytest

from data_loaders.__main__ import main
from geo import pannes


@pytest.mark.parametrize("numero", [errno.ENOENT, errno.EISDIR, errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EXDEV])
def test_no_word_of_the_system_is_left_in_english(numero):
    dit = pannes.dire(OSError(numero, os.strerror(numero)))
    assert os.strerror(numero) not in dit


def test_an_unusual_failure_gives_its_number():
    assert pannes.dire(OSError(errno.EXDEV, "x")) == f"erreur {errno.EXDEV} du système"


@pytest.mark.parametrize(
    "commande", [["modele", "gtec", "absent/x.xlsx"], ["zonage", "spo", "."], ["zonage", "spo", "absent.csv"]]
)
def test_commands_on_paths_that_are_not_there_answer_in_french(tmp_path, monkeypatch, capsys, commande):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(tmp_path / "racine"))
    assert main(commande) == 3
    erreur = capsys.readouterr().err
    assert "introuvable" in erreur or "c'est un dossier" in erreur
    assert "No such file" not in erreur
