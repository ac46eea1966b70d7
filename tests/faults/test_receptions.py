"""A reception of two parts, public and reserved, is cut: both are in force, or none, and sending again gives both."""

import errno
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from data_loaders.__main__ import main
from data_loaders.convention import receptions
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.store import Magasin
from pages.components import chauffe
from tests.data_loaders.test_secret import envoyer, lues
from tests.vues import courts

DEPOT = Path(__file__).parents[2]
AVANT = {"vae_1_euros": (100.0, "N"), "cif_1_reunions": (4.0, "F")}
APRES = {"vae_1_euros": (110.0, "N"), "cif_1_reunions": (5.0, "F")}
# For each folder, a child receives the workbook and is killed at its next step: what is written is written by renaming.
RECEVEUR = """
import os, signal, sys
from pathlib import Path
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import envois

def mourir_au(n):
    vrai, faits = Path.replace, iter(range(n))
    def replace(soi, cible):
        if next(faits, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return vrai(soi, cible)
    Path.replace = replace

for dossier in sys.argv[2:]:
    n = int(dossier.rpartition("-")[2])
    if not (enfant := os.fork()):
        os.environ |= {"OBSERVATOIRE_DONNEES": f"{dossier}/public", "OBSERVATOIRE_RESERVE": f"{dossier}/reserve"}
        mourir_au(n)
        envois.importer(Donnees(), Path(sys.argv[1]), lambda *_: None, recu_le="2015-03-01")
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(enfant, 0)[1]), flush=True)
"""
ETAPES = 10
TROIS = (1, 5, ETAPES - 1)


def regler(dossier, monkeypatch):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(dossier / "public"))
    monkeypatch.setenv("OBSERVATOIRE_RESERVE", str(dossier / "reserve"))
    return dossier


@pytest.fixture
def dossier(tmp_path, monkeypatch):
    """Both roots, after a first reception; `suite` sends the second."""
    regler(tmp_path / "racines", monkeypatch).mkdir()
    envoyer(tmp_path, ("vae_1_euros", 100, "réservée"), ("cif_1_reunions", 4, ""))
    return tmp_path / "racines"


def suite(tmp_path):
    return envoyer(tmp_path, ("vae_1_euros", 110, "réservée"), ("cif_1_reunions", 5, ""), recu_le="2015-03-01")


@pytest.mark.parametrize("etapes", courts((TROIS, range(ETAPES)), (TROIS,)), ids=len)
def test_killed_at_any_step_a_reception_is_whole_or_has_not_come(dossier, tmp_path, monkeypatch, capsys, etapes):
    copies = [Path(shutil.copytree(dossier, tmp_path / f"copie-{n}")) for n in etapes]
    suite(tmp_path)
    fini = subprocess.run(
        [sys.executable, "-c", RECEVEUR, str(tmp_path / "envoi-2015-03-01.xlsx"), *map(str, copies)],
        cwd=DEPOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    sorties = list(map(int, fini.stdout.split()))
    assert sorties == [-9] * (len(etapes) - 1) + [0], "each step but the last is cut"
    defaites = 0
    for copie in copies:
        regler(copie, monkeypatch)
        coupee = receptions.entamee(Donnees())
        assert main(["verifier"]) == (3 if coupee else 0)
        assert ("réception non finie" in capsys.readouterr().out) == coupee
        assert main(["reparer"]) == 0
        defaites += "est défaite" in capsys.readouterr().out
        assert lues(Donnees()) in (AVANT, APRES), "half a reception is in force"
        assert main(["verifier"]) == 0
        suite(tmp_path)
        assert lues(Donnees()) == APRES
        assert list(receptions.lire(Donnees())["numero"]) == [1, 1, 2, 2]
    assert defaites >= len(etapes) // 3


def test_a_disk_that_fails_on_the_public_part_takes_the_reserved_one_back(dossier, tmp_path, monkeypatch):
    vrai = Magasin.publier_ensemble

    def panne(soi, contrat, editions):
        if not soi.reserve:
            raise OSError(errno.ENOSPC, "No space left on device")
        return vrai(soi, contrat, editions)

    with monkeypatch.context() as m:
        m.setattr(Magasin, "publier_ensemble", panne)
        with pytest.raises(OSError, match="No space"):
            suite(tmp_path)
    assert lues(Donnees()) == AVANT
    assert not receptions.entamee(Donnees())
    suite(tmp_path)
    assert lues(Donnees()) == APRES


def couper(dossier, tmp_path, monkeypatch):
    """Cut between the two parts, as a kill would: nothing that follows is run."""
    with monkeypatch.context() as m:
        m.setattr(receptions, "reprendre", lambda _: False)
        vrai = Magasin.publier_ensemble
        m.setattr(Magasin, "publier_ensemble", lambda s, *a: vrai(s, *a) if s.reserve else 1 / 0)
        with pytest.raises(ZeroDivisionError):
            suite(tmp_path)
    assert receptions.entamee(Donnees())
    assert lues(Donnees())["vae_1_euros"] == APRES["vae_1_euros"]


def test_the_reserved_server_undoes_at_its_start_what_was_cut(dossier, tmp_path, monkeypatch):
    couper(dossier, tmp_path, monkeypatch)
    chauffe.chauffer()
    assert lues(Donnees()) == AVANT


def test_the_next_reception_starts_from_what_was_in_force(dossier, tmp_path, monkeypatch):
    couper(dossier, tmp_path, monkeypatch)
    suite(tmp_path)
    assert lues(Donnees()) == APRES
    assert list(receptions.lire(Donnees())["numero"]) == [1, 1, 2, 2]


def test_a_first_reception_that_was_cut_leaves_nothing(tmp_path, monkeypatch):
    regler(tmp_path, monkeypatch)
    couper(tmp_path, tmp_path, monkeypatch)
    assert receptions.reprendre(Donnees().racine)
    assert lues(Donnees()) == {}


def test_a_note_that_is_damaged_undoes_nothing(dossier, tmp_path, monkeypatch):
    couper(dossier, tmp_path, monkeypatch)
    (dossier / "reserve" / receptions.EN_COURS).write_bytes(b"{")
    assert not receptions.reprendre(Donnees().racine)
    assert not receptions.entamee(Donnees())
    suite(tmp_path)
    assert lues(Donnees()) == APRES
    assert json.loads((dossier / "reserve" / "snapshots" / "current.json").read_text())
