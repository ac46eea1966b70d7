"""The list of what is in force, or a file of it, is damaged: what is said, the command that mends it, nothing lost."""

import json
import re
import shlex

import pytest

from data_loaders.__main__ import main
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.instantane import COPIE, INDEX
from data_loaders.magasin.store import Magasin
from tests import builders

BMO = CONTRATS["bmo"]


@pytest.fixture
def magasin(racine_propre):
    """Three vintages; the first version of 2023 is in force again, two newer ones are kept."""
    m = Magasin(racine_propre / "snapshots", confirmees=frozenset({"lignes-25", "contenu-repete"}))
    un = builders.publier_bmo(m, 1.0)
    for valeur, annee in ((2.0, "2023"), (3.0, "2023"), (7.0, "2021"), (9.0, "2024")):
        builders.publier_bmo(m, valeur, annee)
    m.revenir(BMO, "2023", un)
    return m


def lancer(capsys, *commande):
    code = main(list(commande))
    sortie, erreur = capsys.readouterr()
    assert erreur == ""
    return code, sortie


def valeurs(magasin):
    return magasin.lire("bmo")["value"].to_pylist()


def inverser_un_bit(octets, cherche):
    i = octets.index(cherche) + len(cherche)
    return octets[:i] + bytes([octets[i] ^ 1]) + octets[i + 1 :]


def test_where_nothing_was_published_there_is_nothing_to_repair(racine_propre, capsys):
    assert lancer(capsys, "reparer") == (0, "Liste des instantanés : intègre, rien à réparer.\n")
    assert not (racine_propre / "snapshots" / INDEX).exists()


# What happened to the list -> its bytes, None when it is gone.
PANNES = {
    "liste tronquée": lambda o: o[: len(o) // 2],
    "liste vide": lambda _: b"",
    "liste effacée": lambda _: None,
    "liste remplie de zéros": lambda o: bytes(len(o)),
    "un bit inversé, nom d'un jeu": lambda o: inverser_un_bit(o, b'"bm'),
    "un bit inversé, millésime": lambda o: inverser_un_bit(o, b'"202'),
    "un bit inversé, nom d'un instantané": lambda o: inverser_un_bit(o, b"2023--"),
    "un bit inversé, empreinte": lambda o: inverser_un_bit(o, b'manifeste_sha256": "'),
}


@pytest.mark.parametrize("panne", PANNES)
def test_a_damaged_list_is_said_then_found_again_exactly(magasin, capsys, panne):
    index = magasin.racine / INDEX
    avant = index.read_bytes()
    abimee = PANNES[panne](avant)
    index.unlink() if abimee is None else index.write_bytes(abimee)
    code, sortie = lancer(capsys, "verifier")
    assert code == 3
    assert "Abîmée, liste des instantanés (current.json) : " in sortie
    assert "À faire : python -m data_loaders reparer" in sortie
    code, sortie = lancer(capsys, "reparer")
    assert code == 0
    assert f"Remise en état d'après : {COPIE} (jeux : 1, millésimes : 3)." in sortie
    assert index.read_bytes() == avant, "the version put back by hand must stay in force"
    assert valeurs(magasin) == [7.0, 1.0, 9.0]
    assert lancer(capsys, "verifier")[0] == 0
    gardees = [f.read_bytes() for f in magasin.racine.parent.glob("quarantine/*/refuse.bin")]
    assert gardees == ([] if abimee is None else [abimee]), "the damaged list is kept"


@pytest.mark.parametrize("panne", ["liste tronquée", "liste effacée"])
def test_without_any_copy_the_newest_whole_versions_are_taken_and_said(magasin, capsys, panne):
    index = magasin.racine / INDEX
    abimee = PANNES[panne](index.read_bytes())
    index.unlink() if abimee is None else index.write_bytes(abimee)
    magasin.copie.unlink()
    recente = next(i.identifiant for i in magasin.versions("bmo") if i.millesime == "2023")
    (magasin.racine / "bmo" / recente / "observations.parquet").write_bytes(b"PAR1")
    code, sortie = lancer(capsys, "reparer")
    assert code == 0
    assert "la plus récente intègre a été prise" in sortie
    assert "la remettre par la commande revenir" in sortie
    assert valeurs(magasin) == [7.0, 2.0, 9.0], "neither the damaged one nor the oldest"
    assert json.loads(magasin.copie.read_text()) == magasin.courant()


def test_entries_still_sound_are_kept_when_the_copy_is_lost(magasin, capsys):
    index = magasin.racine / INDEX
    avant = index.read_bytes()
    index.write_bytes(inverser_un_bit(avant, b'"2024--'))
    magasin.copie.write_text("{")
    assert lancer(capsys, "reparer")[0] == 0
    assert index.read_bytes() == avant


def test_a_damaged_version_in_force_is_left_and_the_one_before_proposed(magasin, capsys):
    abime = magasin.courant()["bmo"]["2023"]["instantane"]
    fichier = magasin.racine / "bmo" / abime / "observations.parquet"
    fichier.write_bytes(fichier.read_bytes()[:-9])
    avant = (magasin.racine / INDEX).read_bytes()
    for commande in ("verifier", "reparer"):
        code, sortie = lancer(capsys, commande)
        assert code == 3
        assert f"Abîmé, en place : bmo/{abime} : observations.parquet modifié" in sortie
    assert (magasin.racine / INDEX).read_bytes() == avant, "figures never change by themselves"
    propose = re.search(r"À faire : python -m data_loaders (revenir bmo 2023 \S+) ", sortie)[1]
    assert lancer(capsys, *shlex.split(propose))[0] == 0
    assert valeurs(magasin) == [7.0, 3.0, 9.0]
    assert lancer(capsys, "reparer")[0] == 0


@pytest.mark.parametrize("fichier", ["observations.parquet", "manifest.json"])
def test_without_another_version_the_file_to_import_again_is_named(magasin, capsys, fichier):
    abime = magasin.courant()["bmo"]["2024"]["instantane"]
    (magasin.racine / "bmo" / abime / fichier).unlink()
    code, sortie = lancer(capsys, "verifier")
    assert code == 3
    nom = "essai.xlsx" if fichier != "manifest.json" else "FICHIER"
    assert f"python -m data_loaders importer bmo {nom} (aucune autre version intègre sur le disque)" in sortie


def test_a_list_that_was_removed_never_reads_as_an_empty_one(magasin, capsys):
    """Otherwise invented figures would take the place of official ones, and a publication would forget the others."""
    (magasin.racine / INDEX).unlink()
    with pytest.raises(ErreurDonnees, match="reparer"):
        magasin.millesimes("bmo")
    with pytest.raises(ErreurDonnees, match="reparer"):
        builders.publier_bmo(magasin, 5.0, "2025")
    assert main(["etat"]) == 3
    assert "liste des instantanés (current.json) : fichier absent" in capsys.readouterr().err
    assert lancer(capsys, "reparer")[0] == 0
    assert valeurs(magasin) == [7.0, 1.0, 9.0]


def test_a_repair_cut_midway_leaves_the_state_to_repair(magasin, capsys, monkeypatch):
    index = magasin.racine / INDEX
    avant = index.read_bytes()
    index.write_bytes(b"{")

    def couper(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as m:
        m.setattr("data_loaders.magasin.store.ecrire_atomique", couper)
        with pytest.raises(KeyboardInterrupt):
            main(["reparer"])
    assert index.read_bytes() == b"{"
    assert lancer(capsys, "reparer")[0] == 0
    assert index.read_bytes() == avant


def test_a_repair_waits_for_no_publication(magasin, capsys):
    (magasin.racine / INDEX).write_bytes(b"{")
    with magasin.verrou():
        assert main(["reparer"]) == 75
    assert "une autre publication est en cours" in capsys.readouterr().err


def test_nothing_to_repair_changes_nothing_and_a_late_copy_is_said_and_brought_up_to_date(magasin, capsys):
    avant = {f: f.read_bytes() for f in magasin.racine.rglob("*") if f.is_file()}
    assert lancer(capsys, "reparer") == (0, "Liste des instantanés : intègre, rien à réparer.\n")
    assert {f: f.read_bytes() for f in magasin.racine.rglob("*") if f.is_file()} == avant
    magasin.copie.unlink()
    code, sortie = lancer(capsys, "verifier")
    assert (code, "Copie de la liste : absente ou en retard" in sortie) == (0, True)
    assert lancer(capsys, "reparer")[0] == 0
    assert json.loads(magasin.copie.read_text()) == magasin.courant()


def test_a_copy_that_cannot_be_written_fails_no_publication(magasin):
    magasin.copie.unlink()
    magasin.copie.mkdir()
    builders.publier_bmo(magasin, 5.0)
    assert valeurs(magasin) == [7.0, 5.0, 9.0]
