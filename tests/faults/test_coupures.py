"""Power cuts, full disks, read-only disks, two operators at once: the state read is always a whole one."""

import contextlib
import errno
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from data_loaders.__main__ import main
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin import store
from data_loaders.magasin.instantane import fautes
from data_loaders.magasin.store import Magasin
from tests import builders
from tests.faults import publieur

BMO = CONTRATS["bmo"]


@contextlib.contextmanager
def publieurs():
    """A process that starts a publisher for each line it reads."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.publieur"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as p:
        yield p


def tuer_pendant_la_publication(p, racine, attente_s, valeur):
    """Start a publisher, wait for its first version, kill -9 after `attente_s`."""
    p.stdin.write(f"{valeur} {racine}\n")
    p.stdin.flush()
    enfant = int(p.stdout.readline())
    time.sleep(attente_s)
    os.kill(enfant, signal.SIGKILL)  # no such process: the publisher stopped by itself
    assert p.stdout.readline() == "\n"


def verifier_l_etat(magasin):
    """What a reader finds after a cut: a valid index, whole versions, one value everywhere."""
    assert magasin.verifier() == []
    for dossier in magasin.racine.glob("bmo/*"):
        assert fautes(dossier) == [], f"half a snapshot under its name: {dossier.name}"
    if magasin.millesimes("bmo"):
        assert len(set(magasin.lire("bmo")["value"].to_pylist())) == 1


def couper(racine, fois, graine):
    hasard = random.Random(graine)
    magasin = Magasin(racine, confirmees=publieur.INVENTE)
    restes = 0
    with publieurs() as p:
        for i in range(fois):
            tuer_pendant_la_publication(p, racine, hasard.uniform(0.0, 0.25), 1000 * (i + 1))
            verifier_l_etat(magasin)
            restes += any((racine / "staging").iterdir()) if (racine / "staging").exists() else 0
    magasin.publier(BMO, "2023", publieur.tables(-1.0 + 1e6), [builders.SOURCE])
    assert not (racine / "staging").exists() or not any((racine / "staging").iterdir())
    assert not list(racine.glob(".current.json.*"))
    assert magasin.lire("bmo")["value"].to_pylist()[0] == 1e6 - 1
    return restes


def test_ten_kills_at_random_moments_leave_a_whole_state(tmp_path, cas):
    restes = couper(tmp_path / "s", 10, 20)
    cas("kill -9, dix moments au hasard", "publier", f"état entier dix fois ; {restes} publications coupées nettoyées")


@pytest.mark.long
def test_a_hundred_kills_at_random_moments_leave_a_whole_state(tmp_path, cas):
    restes = couper(tmp_path / "s", 120, 21)
    assert restes > 0, "no kill fell inside a publication: nothing was tested"
    cas("kill -9, 120 moments au hasard", "publier", f"état entier 120 fois ; {restes} publications coupées nettoyées")


@pytest.fixture
def place(tmp_path):
    """A store with one vintage."""
    magasin = Magasin(tmp_path / "racine" / "snapshots")
    builders.publier_bmo(magasin, 1.0)
    return magasin


ETAPES = ["_ecrire_table", "_constater", "_nommer", "_mettre_en_place", "_manifeste"]


@pytest.mark.parametrize("etape", ETAPES)
def test_a_disk_that_fails_at_any_step_leaves_the_state(place, monkeypatch, cas, etape):
    avant = place.courant()

    def panne(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as m:
        m.setattr(Magasin, etape, panne)
        with pytest.raises(OSError, match="No space"):
            builders.publier_bmo(place, 2.0)
    assert place.courant() == avant
    assert place.verifier() == []
    assert place.lire("bmo")["value"].to_pylist() == [1.0]
    builders.publier_bmo(place, 2.0)
    assert place.lire("bmo")["value"].to_pylist() == [2.0]
    cas(f"disque plein pendant {etape.strip('_')}", "publier", "état précédent intact, publication suivante acceptée")


@pytest.mark.parametrize("octets", [0, 200, 1500, 3000])
def test_files_that_cannot_grow_are_survived_with_a_french_message(place, tmp_path, monkeypatch, capsys, cas, octets):
    """The kernel refuses to write beyond a size, in the middle of a file, as a full disk does."""
    avant = (place.racine / "current.json").read_bytes()
    fichier = builders.fichier_bmo(tmp_path, 2024)
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(place.racine.parent))
    limites = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (octets, limites[1]))
    try:
        code = main(["importer", "bmo", str(fichier), "--confirmer", "lignes-25"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limites)
    erreur = capsys.readouterr().err
    assert code == 75
    assert "taille maximale de fichier atteinte. Rien n'a été remplacé." in erreur
    assert (place.racine / "current.json").read_bytes() == avant
    assert place.verifier() == []
    cas(f"écriture refusée au-delà de {octets} octets", "importer bmo", erreur)


@pytest.fixture
def petit_disque(tmp_path):
    """A mounted disk of 64 kB, where mounting is allowed."""
    point = tmp_path / "disque"
    point.mkdir()
    if (
        not shutil.which("mount")
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(point)], capture_output=True
        ).returncode
    ):
        pytest.skip("mounting is not allowed here")
    yield point
    subprocess.run(["umount", str(point)], check=True)


def importer(racine, fichier, monkeypatch, capsys):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine))
    code = main(["importer", "bmo", str(fichier), "--confirmer", "lignes-25"])
    return code, capsys.readouterr().err


def test_a_full_disk_is_survived_with_a_french_message(petit_disque, tmp_path, monkeypatch, capsys, cas):
    magasin = Magasin(petit_disque / "snapshots")
    builders.publier_bmo(magasin, 1.0)
    (petit_disque / "bouchon").write_bytes(b"x" * (shutil.disk_usage(petit_disque).free - 4096))
    code, erreur = importer(petit_disque, builders.fichier_bmo(tmp_path, 2024), monkeypatch, capsys)
    assert code == 75
    assert "disque plein. Rien n'a été remplacé." in erreur
    assert magasin.verifier() == []
    assert magasin.millesimes("bmo") == ["2023"]
    cas("disque plein", "importer bmo", erreur)


def test_a_read_only_disk_is_read_and_refused_in_french(petit_disque, tmp_path, monkeypatch, capsys, cas):
    magasin = Magasin(petit_disque / "snapshots")
    builders.publier_bmo(magasin, 1.0)
    subprocess.run(["mount", "-o", "remount,ro", str(petit_disque)], check=True)
    code, erreur = importer(petit_disque, builders.fichier_bmo(tmp_path, 2024), monkeypatch, capsys)
    assert code == 75
    assert "en lecture seule. Rien n'a été remplacé." in erreur
    assert magasin.lire("bmo")["value"].to_pylist() == [1.0]
    cas("disque en lecture seule", "importer bmo", erreur)


def test_a_folder_that_belongs_to_somebody_else_is_refused_in_french(tmp_path, monkeypatch, capsys, cas):
    def refuser(*_args, **_options):
        raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path / "snapshots"))

    monkeypatch.setattr("data_loaders.magasin.store.Magasin.verrou", refuser)
    code, erreur = importer(tmp_path, builders.fichier_bmo(tmp_path, 2024), monkeypatch, capsys)
    assert code == 75
    assert "droits insuffisants sur le dossier de données. Rien n'a été remplacé." in erreur
    cas("dossier d'un autre utilisateur", "importer bmo", erreur)


def test_a_second_importer_waits_for_the_first_and_both_succeed(place, tmp_path, monkeypatch, cas):
    """The first one ends while the second waits."""
    monkeypatch.setattr(store, "PATIENCE_S", 30)
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(place.racine.parent))
    stmt = tmp_path / "stmt.csv"
    stmt.write_text("dept,mois,demandeurs_emploi\n" + "".join(f"{d},2024-12,{d}00\n" for d in (44, 49, 53, 72, 85)))
    with contextlib.ExitStack() as premiere:
        premiere.enter_context(place.verrou())
        monkeypatch.setattr(store.time, "sleep", lambda _: premiere.close())
        assert main(["importer", "stmt-dep", str(stmt)]) == 0
    assert place.millesimes("stmt_dep") == ["2024-12"]
    assert place.millesimes("bmo")
    cas("autre publication en cours", "importer stmt-dep", "attend son tour, puis publie")


def test_a_second_publisher_in_another_process_that_does_not_end_is_refused(place, cas):
    code = (
        "import sys; from pathlib import Path; from data_loaders.magasin.store import Magasin\n"
        "with Magasin(Path(sys.argv[1])).verrou():\n    print('tenu', flush=True); sys.stdin.readline()\n"
    )
    p = subprocess.Popen(
        [sys.executable, "-c", code, str(place.racine)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    with p:
        assert p.stdout.readline() == "tenu\n"
        for commande in (
            lambda: builders.publier_bmo(place, 2.0),
            lambda: place.revenir(BMO, "2023", place.instantane("bmo", "2023").identifiant),
            lambda: place.purger(BMO),
        ):
            with pytest.raises(ErreurDonnees, match="une autre publication est en cours") as e:
                commande()
        p.stdin.write("\n")
    assert builders.publier_bmo(place, 2.0).startswith("2023--")
    cas("deux publications à la fois", "publier, revenir, purger", str(e.value))


def test_orphans_of_a_cut_publication_are_cleaned_by_the_next_one(place, cas):
    (place.racine / "staging" / "vieux").mkdir(parents=True)
    (place.racine / "staging" / "vieux" / "observations.parquet").write_bytes(b"PAR1")
    (place.racine / ".current.json.1234abcd").write_text("{")
    builders.publier_bmo(place, 2.0)
    assert not any((place.racine / "staging").iterdir())
    assert sorted(p.name for p in place.racine.glob(".current*")) == []
    assert json.loads((place.racine / "current.json").read_text())["bmo"]
    cas("restes d'une publication coupée", "publier", "nettoyés par la publication suivante")


def test_a_snapshot_named_but_not_yet_current_is_taken_up_by_the_next_publication(place, monkeypatch, cas):
    """The cut falls between the two renames: the folder is whole, the index does not know it."""
    with monkeypatch.context() as m:
        m.setattr(os, "fsync", _couper_au(5))
        with pytest.raises(KeyboardInterrupt):
            builders.publier_bmo(place, 2.0)
    assert place.lire("bmo")["value"].to_pylist() == [1.0]
    assert place.verifier() == []
    builders.publier_bmo(place, 2.0)
    assert place.lire("bmo")["value"].to_pylist() == [2.0]
    cas("coupure entre les deux renommages", "publier", "ancien état lu, puis publication reprise")


def _couper_au(n):
    """An `os.fsync` whose n-th call never comes back."""
    vrai, faits = os.fsync, iter(range(1, n))

    def fsync(fd):
        if next(faits, None) is None:
            raise KeyboardInterrupt
        vrai(fd)

    return fsync
