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


def parler(*argv):
    """A process of Python that reads and writes lines."""
    return subprocess.Popen(
        [sys.executable, *argv], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    )


def tuer_pendant_la_publication(p, racine, attente_s, valeur):
    """Start a publisher, wait for its first version, kill -9 after `attente_s`."""
    p.stdin.write(f"{valeur} {racine}\n")
    p.stdin.flush()
    enfant = int(p.stdout.readline())
    time.sleep(attente_s)
    os.kill(enfant, signal.SIGKILL)  # no such process: the publisher stopped by itself
    assert p.stdout.readline() == "\n"


@pytest.mark.parametrize("fois", [4, pytest.param(120, marks=pytest.mark.long)])
def test_kills_at_random_moments_leave_a_whole_state(tmp_path, fois):
    """What a reader finds after each cut: a valid index, whole versions, one value everywhere."""
    hasard, racine, restes = random.Random(20 + (fois > 10)), tmp_path / "s", 0
    magasin = Magasin(racine, confirmees=publieur.INVENTE)
    with parler("-m", "tests.faults.publieur") as p:
        for i in range(fois):
            tuer_pendant_la_publication(p, racine, hasard.uniform(0.0, 0.25), 1000 * (i + 1))
            assert magasin.verifier() == []
            for dossier in racine.glob("bmo/*"):
                assert fautes(dossier) == [], f"half a snapshot under its name: {dossier.name}"
            assert not magasin.millesimes("bmo") or len(set(magasin.lire("bmo")["value"].to_pylist())) == 1
            restes += any(racine.glob("staging/*"))
    magasin.publier(BMO, "2023", publieur.tables(1e6 - 1), [builders.SOURCE])
    assert [*racine.glob("staging/*"), *racine.glob(".current.json.*")] == []
    assert magasin.lire("bmo")["value"].to_pylist()[0] == 1e6 - 1
    assert restes > 0 or fois == 10, "no kill fell inside a publication: nothing was tested"


@pytest.fixture
def place(tmp_path):
    """A store with one vintage."""
    magasin = Magasin(tmp_path / "racine" / "snapshots")
    builders.publier_bmo(magasin, 1.0)
    return magasin


@pytest.mark.parametrize("etape", ["_ecrire_table", "_constater", "_nommer", "_mettre_en_place", "montrees"])
def test_a_disk_that_fails_at_any_step_leaves_the_state(place, monkeypatch, etape):
    avant = place.courant()

    def panne(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as m:
        m.setattr(Magasin, etape, panne)
        with pytest.raises(OSError, match="No space"):
            builders.publier_bmo(place, 2.0)
    assert (place.courant(), place.verifier(), place.lire("bmo")["value"].to_pylist()) == (avant, [], [1.0])
    builders.publier_bmo(place, 2.0)
    assert place.lire("bmo")["value"].to_pylist() == [2.0]


@pytest.mark.parametrize("octets", [0, 200, 1500, 3000])
def test_files_that_cannot_grow_are_survived_with_a_french_message(place, tmp_path, monkeypatch, capsys, octets):
    """The kernel refuses to write beyond a size, in the middle of a file, as a full disk does."""
    avant = (place.racine / "current.json").read_bytes()
    fichier = builders.fichier_bmo(tmp_path, 2024)
    limites = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (octets, limites[1]))
    try:
        code, erreur = importer(place.racine.parent, fichier, monkeypatch, capsys)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limites)
    assert code == 75
    assert "taille maximale de fichier atteinte. Rien n'a été remplacé." in erreur
    assert ((place.racine / "current.json").read_bytes(), place.verifier()) == (avant, [])


@pytest.fixture
def petit_disque(tmp_path):
    """A mounted disk of 64 kB, where mounting is allowed."""
    point = tmp_path / "disque"
    point.mkdir()
    monter = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(point)]
    if not shutil.which("mount") or subprocess.run(monter, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    yield point
    subprocess.run(["umount", str(point)], check=True)


def importer(racine, fichier, monkeypatch, capsys):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine))
    code = main(["importer", "bmo", str(fichier), "--confirmer", "lignes-25"])
    return code, capsys.readouterr().err


@pytest.mark.parametrize(("abimer", "dit"), [
    (lambda d: (d / "bouchon").write_bytes(b"x" * (shutil.disk_usage(d).free - 4096)), "disque plein"),
    (lambda d: subprocess.run(["mount", "-o", "remount,ro", str(d)], check=True), "en lecture seule"),
])  # fmt: skip
def test_a_full_or_read_only_disk_is_read_and_refuses_in_french(
    petit_disque, tmp_path, monkeypatch, capsys, abimer, dit
):
    magasin = Magasin(petit_disque / "snapshots")
    builders.publier_bmo(magasin, 1.0)
    abimer(petit_disque)
    code, erreur = importer(petit_disque, builders.fichier_bmo(tmp_path, 2024), monkeypatch, capsys)
    assert (code, f"{dit}. Rien n'a été remplacé." in erreur) == (75, True)
    assert (magasin.verifier(), magasin.lire("bmo")["value"].to_pylist()) == ([], [1.0])


def test_a_folder_that_belongs_to_somebody_else_is_refused_in_french(tmp_path, monkeypatch, capsys):
    def refuser(*_args, **_options):
        raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path / "snapshots"))

    monkeypatch.setattr("data_loaders.magasin.store.Magasin.verrou", refuser)
    code, erreur = importer(tmp_path, builders.fichier_bmo(tmp_path, 2024), monkeypatch, capsys)
    dit = "droits insuffisants sur le dossier de données. Rien n'a été remplacé."
    assert (code, dit in erreur) == (75, True)


def test_a_second_importer_waits_for_the_first_and_both_succeed(place, tmp_path, monkeypatch):
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


def test_a_second_publisher_in_another_process_that_does_not_end_is_refused(place):
    code = (
        "import sys; from pathlib import Path; from data_loaders.magasin.store import Magasin\n"
        "with Magasin(Path(sys.argv[1])).verrou():\n    print('tenu', flush=True); sys.stdin.readline()\n"
    )
    with parler("-c", code, str(place.racine)) as p:
        assert p.stdout.readline() == "tenu\n"
        for commande in (
            lambda: builders.publier_bmo(place, 2.0),
            lambda: place.revenir(BMO, "2023", place.instantane("bmo", "2023").identifiant),
            lambda: place.purger(BMO),
        ):
            with pytest.raises(ErreurDonnees, match="une autre publication est en cours"):
                commande()
        p.stdin.write("\n")
    assert builders.publier_bmo(place, 2.0).startswith("2023--")


def test_orphans_of_a_cut_publication_are_cleaned_by_the_next_one(place):
    vieux = place.racine / "staging" / "vieux"
    vieux.mkdir(parents=True)
    (vieux / "observations.parquet").write_bytes(b"PAR1")
    (place.racine / ".current.json.1234abcd").write_text("{")
    builders.publier_bmo(place, 2.0)
    assert [*vieux.parent.iterdir(), *place.racine.glob(".current*")] == []
    assert json.loads((place.racine / "current.json").read_text())["bmo"]


def test_a_snapshot_named_but_not_yet_current_is_taken_up_by_the_next_publication(place, monkeypatch):
    """The cut falls between the two renames: the folder is whole, the index does not know it."""
    vrai, faits = os.fsync, iter(range(1, 5))

    def couper(fd):
        """The fifth call never comes back."""
        if next(faits, None) is None:
            raise KeyboardInterrupt
        vrai(fd)

    with monkeypatch.context() as m:
        m.setattr(os, "fsync", couper)
        with pytest.raises(KeyboardInterrupt):
            builders.publier_bmo(place, 2.0)
    assert (place.lire("bmo")["value"].to_pylist(), place.verifier()) == ([1.0], [])
    builders.publier_bmo(place, 2.0)
    assert place.lire("bmo")["value"].to_pylist() == [2.0]
