"""What the first reader would wait for is done before; what cannot be done does not keep the server from starting."""

import asyncio

import pytest

from data_loaders.magasin.donnees import Donnees
from geo import sujets
from pages.components import cache, chauffe, partage
from pages.components.portrait import cache as cache_portrait
from tests.pages.outils import oublier, vivre


@pytest.fixture(autouse=True)
def rien_apres(monkeypatch):
    monkeypatch.setattr(chauffe.premiere, "ouvrir", lambda: None)  # no screen can be run here
    yield
    oublier()


def test_the_first_reader_finds_what_all_share_already_read(racine_demo, monkeypatch):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine_demo))
    oublier()
    chauffe.chauffer()
    lus, finis = partage.LUS.calculs.copy(), partage.FINIS.calculs.copy()
    d = Donnees().figees()
    cache.lire_tableau(d, "bmo_part_difficiles", "bassin")
    cache.marches(d, "famille", "bassin")
    cache.metiers(d)
    cache_portrait.lire(d, sujets.de_zone("region", "52"))
    assert (partage.LUS.calculs, partage.FINIS.calculs) == (lus, finis)
    # A portrait reads the same tables as the other screens: none is kept twice.
    cache_portrait.lire(d, sujets.de_zone("departement", "44"))
    assert partage.LUS.calculs["lire_marches"] == lus["lire_marches"]


def test_the_server_starts_all_the_same(monkeypatch, caplog):
    def tomber() -> None:
        raise OSError("disque")

    monkeypatch.setattr(chauffe, "chauffer", tomber)
    monkeypatch.setattr(chauffe, "lire_la_suite", lambda: None)
    monkeypatch.setattr(chauffe.journal, "installer", lambda: None)  # the log of the process is that of the tests

    async def servir() -> str:
        async with chauffe.avant_de_servir(None):
            return "sert"

    assert vivre(servir()) == "sert"
    assert "lu d’avance" in caplog.text


def test_the_server_waits_to_have_read_once_what_machines_share(monkeypatch):
    monkeypatch.setattr(chauffe, "chauffer", lambda: None)
    monkeypatch.setattr(chauffe, "lire_la_suite", lambda: None)
    monkeypatch.setattr(chauffe.journal, "installer", lambda: None)
    monkeypatch.setattr(chauffe, "SUIVI_S", 0)
    reponses = iter([False, False, True])
    demandes = []
    monkeypatch.setattr(chauffe.copie, "suivre", lambda: demandes.append(1) or next(reponses, True))
    monkeypatch.setattr(chauffe.copie, "partage", lambda: object())

    async def servir() -> tuple[int, int]:
        async with chauffe.avant_de_servir(None):
            avant = len(demandes)
            while len(demandes) < 6:
                await asyncio.sleep(0)
        return avant, len(demandes)

    avant, apres = vivre(servir())
    assert avant >= 3
    assert apres > avant


def test_the_rest_is_read_once_the_server_answers_then_again_after_a_publication(monkeypatch):
    monkeypatch.setattr(chauffe, "chauffer", lambda: None)
    monkeypatch.setattr(chauffe.journal, "installer", lambda: None)
    monkeypatch.setattr(chauffe, "SUIVI_S", 0)
    lues, publie = [], ["un"]
    monkeypatch.setattr(chauffe, "lire_la_suite", lambda: lues.append(publie[0]))
    monkeypatch.setattr(Donnees, "empreinte", property(lambda _: publie[0]))

    async def servir() -> None:
        async with chauffe.avant_de_servir(None):
            for etat in ("un", "deux"):
                publie[0] = etat
                while etat not in lues:
                    await asyncio.sleep(0.01)

    vivre(servir())
    assert lues == ["un", "deux"]


def test_what_is_read_in_the_background_stops_with_the_server(racine_demo, monkeypatch):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine_demo))
    lus = []
    monkeypatch.setattr(chauffe.cache, "lire_tableau", lambda *quoi: lus.append(quoi) or chauffe._arret.set())
    chauffe._arret.clear()
    chauffe.lire_la_suite()
    assert len(lus) == 1
