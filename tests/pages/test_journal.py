"""The log of the server: JSON, without readers; a fault bears there the code that the page shows."""

import contextlib
import io
import json
import logging
import re
import sys

import pytest
from google.protobuf.message import DecodeError
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from data_loaders.erreurs import ErreurDonnees
from pages.components import journal, shell
from pages.components.api import routes as routes_api
from pages.components.seance import rejeu
from pages.figures import aide
from tests.pages.outils import servir

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


def test_an_event_is_one_line_of_json(lignes):
    journal.dire("démarrage\nsur deux lignes", version="0.3.0")
    (dit,) = lignes()
    assert (dit["message"], dit["version"], dit["niveau"]) == ("démarrage\nsur deux lignes", "0.3.0", "information")
    assert dit["date"].endswith("+00:00")


def test_a_fault_has_one_code_that_finds_where_it_happened(lignes):
    une, deux = (lever(ErreurDonnees("abime", "instantané bmo/2024", "fichier absent ou abîmé")) for _ in range(2))
    codes = {journal.noter(une), journal.noter(deux), journal.code(lever(deux))}
    une, deux = lignes()
    assert codes == {une["code"]} == {deux["code"]}
    assert une["dit"] == "instantané bmo/2024 : fichier absent ou abîmé"
    assert re.fullmatch(r"tests/pages/test_journal\.py:\d+ lever", une["ou"][-1])
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


def test_messages_of_streamlit_come_there_too(lignes):
    from streamlit.logger import get_logger

    get_logger("streamlit.un_module_neuf").warning("attention")
    assert [d["message"] for d in lignes()] == ["attention"]


def test_a_text_sent_to_a_session_closes_it_and_is_no_fault(lignes, monkeypatch):
    monkeypatch.setenv("OBSERVATOIRE_RENDU", "streamlit")

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


@pytest.fixture
def abimee(copie):
    """A data root whose survey cannot be read."""
    for fichier in copie.glob("demonstration/bmo/*/*.parquet"):
        fichier.write_bytes(b"abime")


def demander(routes):
    """`demander(routes)(path)`: what is answered behind the layers of the product."""
    return servir(routes, shell.middleware(), raise_server_exceptions=False).get


def test_the_api_gives_the_code_of_a_damaged_file(abimee, lignes):
    reponse = demander(routes_api.routes())("/api/v1/jeux/bmo/courant.csv")
    (dit,) = lignes()
    assert (reponse.status_code, CODE.search(reponse.json()["detail"])[1]) == (503, dit["code"])
    assert dit["genre"] == "ErreurDonnees"
    assert any("store.py" in ou for ou in dit["ou"])


def test_a_screen_gives_the_code_of_a_damaged_file(abimee, moteur, lignes):
    with pytest.raises(ErreurDonnees, match="Ces chiffres ne peuvent pas être lus") as refus:
        rejeu.jouer("/meteo")
    assert CODE.search(str(refus.value))[1] in {d["code"] for d in lignes()}


def test_a_screen_gives_the_code_of_what_nobody_foresaw(racine, moteur, monkeypatch, lignes):
    monkeypatch.setattr(aide, "mots", lambda: {}["un nom de personne"])
    with pytest.raises(ErreurDonnees, match="Une erreur imprévue empêche") as refus:
        rejeu.jouer("/aide")
    (dit,) = lignes()
    assert CODE.search(str(refus.value))[1] == dit["code"]
    assert "nom de personne" not in str(dit)
