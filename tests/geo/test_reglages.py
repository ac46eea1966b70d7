"""Settings: one file, the environment before it; failures of the system, said in French."""

import errno
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from data_loaders.__main__ import main
from geo import disque, reglages

DEPOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def ecrire(tmp_path, monkeypatch):
    """`ecrire(texte)`: the file of settings of the test."""

    def ecrire(texte: str | bytes) -> Path:
        chemin = tmp_path / "reglages.toml"
        chemin.write_bytes(texte if isinstance(texte, bytes) else texte.encode())
        monkeypatch.setenv(reglages.FICHIER, str(chemin))
        reglages._lire.cache_clear()
        return chemin

    for cle in reglages.CLES:
        monkeypatch.delenv(reglages.PREFIXE + cle.upper(), raising=False)
    return ecrire


def test_the_environment_wins_then_the_file_then_what_the_code_says(ecrire, monkeypatch):
    assert reglages.texte("OBSERVATOIRE_CADRES", "ici") == "ici"
    ecrire('cadres = "https://exemple.fr"\ndonnees = "/ailleurs"')
    assert reglages.texte("OBSERVATOIRE_CADRES", "ici") == "https://exemple.fr"
    assert reglages.racine_donnees() == Path("/ailleurs")
    monkeypatch.setenv("OBSERVATOIRE_CADRES", "https://autre.fr")
    assert reglages.texte("OBSERVATOIRE_CADRES", "ici") == "https://autre.fr"
    monkeypatch.setenv("OBSERVATOIRE_CADRES", "")
    assert reglages.texte("OBSERVATOIRE_CADRES", "ici") == "https://exemple.fr"


def test_a_table_is_given_as_it_is_written_and_the_code_names_no_setting_undeclared(ecrire, monkeypatch):
    monkeypatch.setitem(reglages.CLES, "acces", dict)
    assert reglages.table("acces") == {}
    ecrire('[acces]\nfournisseur = "https://exemple.fr"')
    assert reglages.table("acces") == {"fournisseur": "https://exemple.fr"}
    with pytest.raises(KeyError):
        reglages.texte("OBSERVATOIRE_AUTRE")
    with pytest.raises(KeyError):
        reglages.table("donnees")


@pytest.mark.parametrize(("texte", "dit"), [
    ('donnee = "/ailleurs"', "clé inconnue « donnee »"),
    ("cadres = 3", "« cadres » ne convient pas : 3.\n  À faire : écrire un texte entre guillemets."),
    ("cadres = ", "ce n’est pas du TOML"),
    (b"cadres = '\xff'", "ce n’est pas du TOML"),
])  # fmt: skip
def test_a_wrong_file_is_refused_whole(ecrire, texte, dit):
    chemin = ecrire(texte)
    with pytest.raises(reglages.ErreurReglages) as refus:
        reglages.texte("OBSERVATOIRE_EDITEUR")
    assert dit in str(refus.value)
    assert str(chemin.parent) not in str(refus.value)


def test_a_file_that_is_not_there_is_no_default(monkeypatch, tmp_path):
    monkeypatch.delenv("OBSERVATOIRE_DONNEES")
    monkeypatch.setenv(reglages.FICHIER, str(tmp_path / "absent.toml"))
    with pytest.raises(reglages.ErreurReglages, match=r"Réglages absent\.toml : fichier ou dossier introuvable"):
        reglages.racine_donnees()


def test_the_model_explains_every_key_and_is_accepted_with_its_examples(ecrire):
    modele = (DEPOT / "exploitation" / "reglages.toml").read_text("utf-8")
    assert tomllib.loads(modele) == {}
    dits = (li for li in modele.splitlines() if " = " in li or li.startswith("# ["))
    decommente = "\n".join(li.removeprefix("# ") for li in dits)
    ecrire(decommente)
    reglages.verifier()
    assert tomllib.loads(decommente).keys() == reglages.CLES.keys()


@pytest.mark.parametrize(("commande", "code"), [
    (("data_loaders", "etat"), 2),
    pytest.param(("pages", "chercher", "nantes"), 2, marks=pytest.mark.long),
    (("streamlit", "run", "dashboard.py", "--server.port", "0"), 1),
])  # fmt: skip
def test_a_command_or_the_server_says_what_is_wrong_and_stops(ecrire, commande, code):
    ecrire('donnee = "/ailleurs"')
    fini = subprocess.run([sys.executable, "-m", *commande], cwd=DEPOT, capture_output=True, text=True, timeout=120)
    dits = [mot in fini.stderr for mot in ("clé inconnue « donnee »", "Traceback")]
    assert (fini.returncode, dits) == (code, [True, False])


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
