"""A backup or a return killed at any moment, a backup under publications: what is left is whole."""

import itertools
import os
import random
import signal
import time

import pytest

from data_loaders.magasin import sauvegarde
from data_loaders.magasin.instantane import fautes
from data_loaders.magasin.store import Magasin
from tests.data_loaders.test_sauvegarde import publier, valeurs
from tests.faults import publieur

pytestmark = pytest.mark.long
TOURS = 40


def tuer(faire, hasard):
    """Run `faire` without end in a child, kill -9 it at a moment of chance; it has begun."""
    lit, ecrit = os.pipe()
    enfant = os.fork()
    if not enfant:
        try:
            for i in itertools.count():
                os.write(ecrit, b".")
                faire(i)
        finally:
            os._exit(1)
    os.read(lit, 1)
    time.sleep(hasard.uniform(0, 0.25))
    os.kill(enfant, signal.SIGKILL)
    assert os.waitpid(enfant, 0)[1] == signal.SIGKILL
    os.close(lit)
    os.close(ecrit)


@pytest.fixture
def deux(tmp_path):
    """A root, and the archives of two states of it."""
    racine, archives = tmp_path / "d", [tmp_path / f"{i}.zip" for i in range(2)]
    for i, archive in enumerate(archives):
        publier(racine, float(i))
        (racine / "approbations.jsonl").write_text(f"{i}\n" * 1000)
        sauvegarde.sauvegarder({"donnees": racine}, archive)
    return racine, archives


def test_a_return_killed_leaves_one_state_or_the_other(deux):
    racine, archives = deux
    hasard = random.Random(18)
    vues = set()
    for _ in range(TOURS):
        tuer(lambda i: sauvegarde.restaurer(archives[i % 2], {"donnees": racine}), hasard)
        assert Magasin(racine / "snapshots").verifier() == []
        assert not [f for d in racine.glob("snapshots/bmo/*") for f in fautes(d)]
        assert (racine / "approbations.jsonl").read_text() in ("0\n" * 1000, "1\n" * 1000)
        vues |= (en_place := valeurs(racine))
        assert len(en_place) == 1
    assert vues == {0.0, 1.0}
    sauvegarde.restaurer(archives[0], {"donnees": racine})
    assert valeurs(racine) == {0.0}
    assert not (racine / sauvegarde.ATELIER).exists()


def test_a_backup_killed_leaves_the_one_before(deux, tmp_path):
    racine, _ = deux
    vers, hasard = tmp_path / "s" / "jour.zip", random.Random(18)
    sauvegarde.sauvegarder({"donnees": racine}, vers)
    for _ in range(TOURS):
        tuer(lambda _: sauvegarde.sauvegarder({"donnees": racine}, vers), hasard)
        sauvegarde.verifier(vers)


def test_a_backup_under_publications_is_that_of_one_state(tmp_path):
    racine, vers = tmp_path / "d", tmp_path / "jour.zip"
    publier(racine, 0.0)
    enfant = os.fork()
    if not enfant:
        try:
            publieur.publier(racine / "snapshots", 1.0)
        finally:
            os._exit(1)
    try:
        for i in range(15):
            sauvegarde.sauvegarder({"donnees": racine}, vers)
            sauvegarde.restaurer(vers, {"donnees": tmp_path / f"r{i}"})
            assert len(valeurs(tmp_path / f"r{i}")) == 1
    finally:
        os.kill(enfant, signal.SIGKILL)
        os.waitpid(enfant, 0)
