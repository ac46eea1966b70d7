"""The server as its operator sees it: what is read ahead, what a watcher asks, what the log says."""

import asyncio
import contextlib
import gc
import io
import json
import logging
import re
import socket
import sys
import weakref
from collections import deque

import pytest
from google.protobuf.message import DecodeError
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.logger import get_logger

from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from geo import sujets
from pages.components import cache, chauffe, document, journal, partage, portrait as cache_portrait, shell
from pages.components.api import routes as routes_api
from pages.components.document import routes as documents
from pages.components.seance import rejeu
from pages.figures import aide
from tests.pages.outils import oublier, servir, vivre


@pytest.fixture(autouse=True)
def au_repos(monkeypatch):
    """What the tests hold is not set aside for long; what follows is looked at without waiting."""
    monkeypatch.setattr(chauffe, "_figer", lambda **_: None)
    monkeypatch.setattr(chauffe, "SUIVI_S", 0)
    chauffe._arret.clear()
    yield
    oublier()


@pytest.fixture
def tenir(monkeypatch):
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
    cache.estimation(d)
    cache.marches(d, "famille", "bassin")
    cache.nouveautes(d)
    assert (partage.LUS.calculs, partage.FINIS.calculs) == (lus, finis)
    # A portrait reads the same tables as the other screens: none is kept twice.
    cache.marches(d, "fap22", "departement")
    lus = partage.LUS.calculs.copy()
    cache_portrait.lire(d, sujets.de_zone("departement", "44"))
    assert partage.LUS.calculs["lire_marches"] == lus["lire_marches"]


def test_the_server_starts_all_the_same_and_looks_for_sockets_before_it_sets_aside(tenir, monkeypatch, caplog):
    faits = []
    monkeypatch.setattr(chauffe, "chauffer", lambda: (_ for _ in ()).throw(OSError("disque")))
    monkeypatch.setattr(chauffe.shell, "sans_attendre", lambda: faits.append("prises"))
    monkeypatch.setattr(chauffe, "_figer", lambda **_: faits.append("figé"))
    assert (tenir(), faits[:2]) == ("sert", ["prises", "figé"])
    assert "lu d’avance" in caplog.text


def test_the_rest_is_read_once_the_server_answers_then_again_after_a_publication(tenir, monkeypatch):
    lues, publie = [], ["un"]
    monkeypatch.setattr(chauffe, "lire_la_suite", lambda: lues.append(publie[0]))
    monkeypatch.setattr(Donnees, "empreinte", property(lambda _: publie[0]))

    def fini():
        if "un" in lues:
            publie[0] = "deux"
        return "deux" in lues

    tenir(fini)
    assert lues == ["un", "deux"]


def test_a_server_that_is_told_so_reads_nothing_once_it_is_open(tenir, monkeypatch):
    tours = []
    monkeypatch.setenv(chauffe.AVANCE, "non")
    monkeypatch.setattr(chauffe, "lire_la_suite", lambda: pytest.fail("read"))
    monkeypatch.setattr(chauffe, "_figer", lambda **_: tours.append(1))
    tenir(lambda: len(tours) >= 3)  # the rest goes on


def test_what_is_read_ahead_of_the_screens_is_what_their_readers_ask_for_and_is_asked_of_nobody(racine, monkeypatch):
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("asked outside"))
    monkeypatch.setattr(chauffe, "INDICATEURS", {})
    monkeypatch.setattr(chauffe, "product", lambda *_: ())
    monkeypatch.setattr(chauffe, "_laisser_passer", lambda: None)
    chauffe.lire_la_suite()
    lus = document.GARDES.calculs.copy()
    for module in documents.modules():
        document.lire(module)
    assert (lus["_repondre"] >= len(documents.modules()), document.GARDES.calculs) == (True, lus)


FIGER = chauffe._figer


def test_what_was_set_aside_is_looked_through_again_from_time_to_time():
    garde = lambda: None  # noqa: E731
    garde.soi = garde  # only a search for garbage frees it
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


def test_a_server_looks_for_old_garbage_on_the_clock_and_leaves_python_as_it_was(tenir, monkeypatch):
    avant, tours, des_essais = (800, 9, 8), [], gc.get_threshold()
    gc.set_threshold(*avant)
    monkeypatch.setattr(chauffe, "_figer", lambda *, tout=False: tours.append(tout))
    assert tenir(lambda: len(tours) > 2 * chauffe.TOUT, gc.get_threshold) == (*avant[:2], chauffe.RARE)
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


@pytest.fixture
def client():
    return servir(journal.routes())


def test_the_process_answers_without_reading_anything(client, monkeypatch):
    monkeypatch.setattr(journal, "Donnees", None)
    reponse = client.get("/healthz")
    assert (reponse.status_code, reponse.text, reponse.headers["cache-control"]) == (200, "ok", "no-store")


def test_a_ready_observatory_says_its_snapshots_their_age_and_its_perimeters(client, racine):
    reponse = client.get("/readyz")
    dit = reponse.json()
    assert (reponse.status_code, dit["pret"], dit["fautes"]) == (200, True, {})
    bmo = dit["jeux"]["bmo"]
    assert bmo["etat"] == "demonstration"
    assert all(i.startswith(f"{m}--") for m, i in bmo["instantanes"].items())
    assert bmo["age_jours"] >= 0
    assert dit["perimetres"]["spo"]["confiance"] == "hypothèse de travail"
    assert set(dit["en_retard"]) <= set(dit["jeux"])
    assert str(racine) not in reponse.text


def test_what_stops_being_ready_is_in_the_log_once_and_so_is_its_return(client, copie, monkeypatch):
    dites = []
    monkeypatch.setattr(journal, "_dites", {})
    monkeypatch.setattr(journal, "dire", lambda message, **quoi: dites.append((message, list(quoi))))
    liste = copie / "demonstration" / "current.json"
    saine = liste.read_text("utf-8")
    for contenu in (saine, "{", saine):
        liste.write_text(contenu, "utf-8")
        for _ in range(3):
            client.get("/readyz")
    (une, quoi), (autre, rien) = dites
    assert ("ne se lisent plus" in une, "de nouveau" in autre, bool(quoi), rien) == (True, True, True, [])


@pytest.fixture(params=["chemin", "abstraite"])
def systemd(request, tmp_path, monkeypatch):
    """The socket of a false systemd, which asks for a sign every tenth of a second."""
    nom = str(tmp_path / "n") if request.param == "chemin" else f"@observatoire-essai-{tmp_path.stat().st_ino}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as prise:
        prise.bind(nom.replace("@", "\0", 1) if nom[0] == "@" else nom)
        prise.settimeout(20)
        monkeypatch.setenv("NOTIFY_SOCKET", nom)
        monkeypatch.setenv("WATCHDOG_USEC", "100000")
        yield prise


def test_the_loop_gives_a_sign_as_long_as_it_turns(systemd):
    async def servir():
        tache = asyncio.create_task(journal.donner_signe())
        recus = [await asyncio.to_thread(systemd.recv, 99) for _ in range(3)]
        tache.cancel()
        return recus

    assert vivre(servir()) == [b"WATCHDOG=1"] * 3
    systemd.setblocking(False)
    # A loop that turns no more says nothing: what it said before is all that comes.
    with pytest.raises(BlockingIOError):
        deque(iter(lambda: systemd.recv(99), None))


def test_a_systemd_that_is_away_for_a_moment_stops_nothing_and_nothing_is_sent_where_nobody_asks(systemd, monkeypatch):
    monkeypatch.setenv("NOTIFY_SOCKET", "/nulle/part")

    async def servir():
        tache = asyncio.create_task(journal.donner_signe())
        await asyncio.sleep(0)
        assert not tache.done()
        tache.cancel()

    vivre(servir())
    for absente in ("NOTIFY_SOCKET", "WATCHDOG_USEC"):
        with monkeypatch.context() as m:
            m.delenv(absente)
            vivre(journal.donner_signe())


def test_the_sign_is_given_before_anything_is_read(systemd, tenir, monkeypatch):
    """A long first reading is no frozen process."""

    def lire():
        systemd.recv(99)
        raise SystemExit

    monkeypatch.setattr(chauffe, "chauffer", lire)
    with pytest.raises(SystemExit):
        tenir()


@pytest.mark.parametrize(("fichier", "ecrit", "fautes"), [
    ("demonstration/current.json", "{", set()), ("zonages/courant.json", '{"bassin": "0a1b2c3d"}', {"bassin"}),
])  # fmt: skip
def test_damaged_data_or_perimeters_are_not_ready_and_the_reason_holds_no_path(client, copie, fichier, ecrit, fautes):
    (copie / "zonages" / "bassin" / "0a1b2c3d").mkdir(parents=True)
    (copie / fichier).write_text(ecrit)
    reponse = client.get("/readyz")
    assert (reponse.status_code, reponse.json()["pret"]) == (503, False)
    assert fautes <= set(reponse.json()["fautes"])
    assert str(copie) not in reponse.text


CODE = re.compile(r"ode\s:\s([0-9a-f]{8})\.")


@pytest.fixture
def lignes(monkeypatch):
    """`lignes()`: what was written in the log, one dict an event."""
    sortie = io.StringIO()
    monkeypatch.setattr(sys, "stderr", sortie)
    poignees, niveau = logging.root.handlers[:], logging.root.level
    logging.getLogger("uvicorn.error").setLevel(logging.INFO)  # as Streamlit does
    journal.installer()
    yield lambda: [json.loads(li) for li in sortie.getvalue().splitlines()]
    logging.root.handlers[:] = poignees
    logging.root.setLevel(niveau)


def lever(e: Exception) -> Exception:
    try:
        raise e
    except type(e) as levee:
        return levee


def test_an_event_is_one_line_of_json_and_those_of_streamlit_come_there_too(lignes):
    journal.dire("démarrage\nsur deux lignes", version="0.3.0")
    get_logger("streamlit.un_module_neuf").warning("attention")
    dit, autre = lignes()
    assert autre["message"] == "attention"
    assert (dit["message"], dit["version"], dit["niveau"]) == ("démarrage\nsur deux lignes", "0.3.0", "information")
    assert dit["date"].endswith("+00:00")


def test_a_fault_has_one_code_that_finds_where_it_happened(lignes):
    une, deux = (lever(ErreurDonnees("abime", "instantané bmo/2024", "fichier absent ou abîmé")) for _ in range(2))
    codes = {journal.noter(une), journal.noter(deux), journal.code(lever(deux))}
    une, deux = lignes()
    assert codes == {une["code"]} == {deux["code"]}
    assert une["dit"] == "instantané bmo/2024 : fichier absent ou abîmé"
    assert re.fullmatch(r"tests/pages/test_serveur\.py:\d+ lever", une["ou"][-1])
    assert journal.code(lever(ErreurDonnees("abime", "instantané bmo/2023", "fichier abîmé"))) not in codes


def test_what_a_reader_typed_is_not_written(lignes):
    journal.noter(lever(KeyError("un nom de personne")))
    logging.getLogger("uvicorn.error").info('127.0.0.1:4321 - "WebSocket /_stcore/stream" [accepted]')
    logging.getLogger("une.bibliotheque").exception("panne", exc_info=lever(ValueError("un nom de personne")))
    dites = lignes()
    assert [d["genre"] for d in dites] == ["KeyError", "ValueError"]
    assert "nom de personne" not in str(dites)
    assert "127.0.0.1" not in str(dites)


def test_what_a_session_sends_that_cannot_be_read_is_no_fault_of_ours(lignes):
    streamlit = "streamlit.web.server.starlette.starlette_websocket"
    coupe = lever(UnicodeDecodeError("utf-8", b"", 0, 1, ""))
    logging.getLogger("uvicorn.error").exception("Invalid UTF-8", exc_info=coupe)
    logging.getLogger(streamlit).warning("Error deserializing", exc_info=lever(DecodeError()))
    assert lignes() == []
    logging.getLogger(streamlit).warning("Error deserializing", exc_info=lever(KeyError()))
    logging.getLogger("uvicorn.error").exception("panne", exc_info=lever(DecodeError()))
    assert [d["genre"] for d in lignes()] == ["KeyError", "DecodeError"]


def test_a_text_sent_to_a_session_closes_it_and_is_no_fault(lignes, monkeypatch, tmp_path):
    monkeypatch.setenv("OBSERVATOIRE_RESERVE", str(tmp_path))

    async def session(scope, receive, send):
        prise = WebSocket(scope, receive, send)
        await prise.accept()
        with contextlib.suppress(WebSocketDisconnect):
            while True:
                await prise.send_bytes(await prise.receive_bytes())

    with TestClient(shell.Bouclier(session)).websocket_connect("/_stcore/stream") as prise:
        prise.send_bytes(b"un")
        assert prise.receive_bytes() == b"un"
        prise.send_text("deux")
        assert prise.receive()["code"] == 1003
    assert lignes() == []


def test_a_route_that_fails_says_a_code_in_french(lignes):
    async def fautive(_):
        raise KeyError("un nom de personne")

    reponse = demander([Route("/fautive", fautive)])("/fautive")
    assert (reponse.status_code, reponse.headers["x-content-type-options"]) == (500, "nosniff")
    assert reponse.text.startswith("Erreur imprévue.")
    assert [CODE.search(reponse.text)[1]] == [d["code"] for d in lignes()]


def demander(routes):
    """`demander(routes)(path)`: what is answered behind the layers of the product."""
    return servir(routes, shell.middleware(), raise_server_exceptions=False).get


def test_the_api_and_a_screen_give_the_code_of_a_damaged_file(copie, lignes):
    for fichier in copie.glob("demonstration/bmo/*/*.parquet"):
        fichier.write_bytes(b"abime")
    reponse = demander(routes_api.routes())("/api/v1/jeux/bmo/courant.csv")
    (dit,) = lignes()
    assert (reponse.status_code, CODE.search(reponse.json()["detail"])[1]) == (503, dit["code"])
    assert dit["genre"] == "ErreurDonnees"
    assert any("store.py" in ou for ou in dit["ou"])
    with pytest.raises(ErreurDonnees, match="Ces chiffres ne peuvent pas être lus") as refus:
        rejeu.jouer("/meteo")
    assert CODE.search(str(refus.value))[1] in {d["code"] for d in lignes()}


def test_a_screen_gives_the_code_of_what_nobody_foresaw(racine, monkeypatch, lignes):
    monkeypatch.setattr(aide, "mots", lambda: {}["un nom de personne"])
    with pytest.raises(ErreurDonnees, match="Une erreur imprévue empêche") as refus:
        rejeu.jouer("/aide")
    (dit,) = lignes()
    assert CODE.search(str(refus.value))[1] == dit["code"]
    assert "nom de personne" not in str(dit)
