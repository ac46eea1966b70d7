"""Failures of the system are said in French, the unusual ones by their number."""

import errno
import os

import pytest

from data_loaders.__main__ import main
from geo import disque


@pytest.mark.parametrize("numero", [errno.ENOENT, errno.EISDIR, errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EXDEV])
def test_no_word_of_the_system_is_left_in_english_and_an_unusual_failure_gives_its_number(numero):
    dit = disque.dire(OSError(numero, os.strerror(numero)))
    assert os.strerror(numero) not in dit
    assert disque.dire(OSError(errno.EXDEV, "x")) == f"erreur {errno.EXDEV} du système"


@pytest.mark.parametrize("erreur", [OSError("Couldn't deserialize thrift"), ValueError("bad"), OSError(errno.EIO, "x")])
def test_the_cause_of_a_reading_that_fails_is_said_in_french(erreur):
    dit = disque.cause(erreur)
    assert dit in ("contenu illisible, coupé ou changé", "panne du disque")
    assert type(erreur).__name__ not in dit


@pytest.mark.parametrize(("commande", "code"), [
    (["modele", "gtec", "absent/x.xlsx"], 2), (["zonage", "spo", "."], 3), (["zonage", "spo", "absent.csv"], 3),
])  # fmt: skip
def test_commands_on_paths_that_are_not_there_answer_in_french(tmp_path, monkeypatch, capsys, commande, code):
    monkeypatch.chdir(tmp_path)
    assert main(commande) == code
    erreur = capsys.readouterr().err
    assert "introuvable" in erreur or "c'est un dossier" in erreur
    assert "No such file" not in erreur
