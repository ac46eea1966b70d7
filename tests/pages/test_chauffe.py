"""What the first reader would wait for is done before; what cannot be done does not keep the server from starting."""

import asyncio
import gc
import weakref

import pytest

from data_loaders.magasin.donnees import Donnees
from geo import sujets
from pages.components import cache, chauffe, document, partage, portrait as cache_portrait
from pages.components.document import routes as documents
from tests.pages.outils import oublier, vivre


@pytest.fixture(autouse=True)
def au_repos(monkeypatch):
    """What the tests hold is not set aside for long; what follows is looked at without waiting."""
    monkeypatch.setattr(chauffe, "_figer", lambda **_: None)
    monkeypatch.setattr(chauffe, "SUIVI_S", 0)
    chauffe._arret.clear()
    yield
    oublier()


@pytest.fixture
def servir(monkeypatch):
    """`servir(fini, dire)`: what is said once a server that has nothing to read answers, and `fini` is true."""
    monkeypatch.setattr(chauffe, "chauffer", lambda: None)
    monkeypatch.setattr(chauffe, "lire_la_suite", lambda: None)
    monkeypatch.setattr(chauffe.journal, "installer", lambda: None)  # the log of the process is that of the tests

    async def sert(fini=lambda: True, dire=lambda: "sert"):
        async with chauffe.avant_de_servir(None):
            while not fini():
                await asyncio.sleep(0.001)
            return dire()

    return lambda *quoi: vivre(sert(*quoi))


def test_the_first_reader_finds_what_all_share_already_read(racine, monkeypatch):
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


def test_the_server_starts_all_the_same(servir, monkeypatch, caplog):
    monkeypatch.setattr(chauffe, "chauffer", lambda: (_ for _ in ()).throw(OSError("disque")))
    assert servir() == "sert"
    assert "lu d’avance" in caplog.text


def test_sockets_are_looked_for_before_what_was_read_is_set_aside(servir, monkeypatch):
    faits = []
    monkeypatch.setattr(chauffe.shell, "sans_attendre", lambda: faits.append("prises"))
    monkeypatch.setattr(chauffe, "_figer", lambda **_: faits.append("figé"))
    servir()
    assert faits[:2] == ["prises", "figé"]


def test_the_rest_is_read_once_the_server_answers_then_again_after_a_publication(servir, monkeypatch):
    lues, publie = [], ["un"]
    monkeypatch.setattr(chauffe, "lire_la_suite", lambda: lues.append(publie[0]))
    monkeypatch.setattr(Donnees, "empreinte", property(lambda _: publie[0]))

    def fini():
        if "un" in lues:
            publie[0] = "deux"
        return "deux" in lues

    servir(fini)
    assert lues == ["un", "deux"]


def test_a_server_that_is_told_so_reads_nothing_once_it_is_open(servir, monkeypatch):
    tours = []
    monkeypatch.setenv(chauffe.AVANCE, "non")
    monkeypatch.setattr(chauffe, "lire_la_suite", lambda: pytest.fail("read"))
    monkeypatch.setattr(chauffe, "_figer", lambda **_: tours.append(1))
    servir(lambda: len(tours) >= 3)  # the rest goes on


def test_what_is_read_ahead_of_the_screens_is_what_their_readers_ask_for(racine, monkeypatch):
    monkeypatch.setattr(chauffe, "INDICATEURS", {})
    monkeypatch.setattr(chauffe, "product", lambda *_: ())
    monkeypatch.setattr(chauffe, "_laisser_passer", lambda: None)
    chauffe.lire_la_suite()
    lus = document.GARDES.calculs.copy()
    for module in documents.modules():
        document.lire(module)
    assert (lus["_repondre"] >= len(documents.modules()), document.GARDES.calculs) == (True, lus)


class Maillon:
    """Something that only a search for garbage frees."""

    def __init__(self) -> None:
        self.soi = self


FIGER = chauffe._figer


def test_what_was_set_aside_is_looked_through_again_from_time_to_time():
    garde = Maillon()
    vu = weakref.ref(garde)
    try:
        FIGER()
        del garde
        FIGER()
        assert vu() is not None  # set aside while it was in use
        FIGER(tout=True)
        assert vu() is None
    finally:
        gc.unfreeze()


def test_a_server_looks_for_old_garbage_on_the_clock_and_leaves_python_as_it_was(servir, monkeypatch):
    avant, tours, des_essais = (800, 9, 8), [], gc.get_threshold()
    gc.set_threshold(*avant)
    monkeypatch.setattr(chauffe, "_figer", lambda *, tout=False: tours.append(tout))
    assert servir(lambda: len(tours) > 2 * chauffe.TOUT, gc.get_threshold) == (*avant[:2], chauffe.RARE)
    laisses = gc.get_threshold()
    gc.set_threshold(*des_essais)
    assert laisses == avant
    assert [i for i, tout in enumerate(tours) if tout][:2] == [chauffe.TOUT, 2 * chauffe.TOUT]


@pytest.mark.parametrize(("travail", "pauses"), [(0.0, 1), (0.09, 10)])
def test_what_is_read_ahead_waits_for_readers_but_not_for_ever(monkeypatch, travail, pauses):
    horloge = {"heure": 0.0, "travail": 0.0, "pauses": 0}

    class Arret:
        def wait(self, duree: float) -> bool:
            horloge["heure"] += duree
            horloge["travail"] += travail
            horloge["pauses"] += 1
            return False

    monkeypatch.setattr(chauffe, "_arret", Arret())
    monkeypatch.setattr(chauffe, "monotonic", lambda: horloge["heure"])
    monkeypatch.setattr(chauffe, "process_time", lambda: horloge["travail"])
    monkeypatch.setattr(chauffe, "PATIENCE_S", 0.95)
    chauffe._laisser_passer()
    assert horloge["pauses"] == pauses


@pytest.mark.parametrize("arret", [True, False])
def test_what_is_read_ahead_stops_with_the_server_or_once_its_figures_are_replaced(racine, monkeypatch, arret):
    lus, en_vigueur = [], ["un"]
    finir = chauffe._arret.set if arret else lambda: en_vigueur.insert(0, "deux")
    monkeypatch.setattr(chauffe, "_en_vigueur", lambda: en_vigueur[0])
    monkeypatch.setattr(chauffe.document, "lire", lambda *quoi: lus.append(quoi) or finir())
    chauffe.lire_la_suite()
    assert len(lus) == 1
