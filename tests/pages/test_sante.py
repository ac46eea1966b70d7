"""What a watcher asks: the process answers, its data can be read, how old they are, what is late."""

import asyncio
import socket
from collections import deque

import pytest

from pages.components import chauffe, journal
from tests.pages.outils import servir, vivre


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


def test_a_systemd_that_is_away_for_a_moment_stops_nothing(systemd, monkeypatch):
    monkeypatch.setenv("NOTIFY_SOCKET", "/nulle/part")

    async def servir():
        tache = asyncio.create_task(journal.donner_signe())
        await asyncio.sleep(0)
        assert not tache.done()
        tache.cancel()

    vivre(servir())


@pytest.mark.parametrize("absente", ["NOTIFY_SOCKET", "WATCHDOG_USEC"])
def test_nothing_is_sent_where_nobody_asks(systemd, monkeypatch, absente):
    monkeypatch.delenv(absente)
    vivre(journal.donner_signe())


def test_the_sign_is_given_before_anything_is_read(systemd, monkeypatch):
    """A long first reading is no frozen process."""

    def lire():
        systemd.recv(99)
        raise SystemExit

    monkeypatch.setattr(chauffe.journal, "installer", lambda: None)
    monkeypatch.setattr(chauffe, "chauffer", lire)

    async def ouvrir():
        async with chauffe.avant_de_servir(None):
            pass

    with pytest.raises(SystemExit):
        vivre(ouvrir())


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
