"""What is done once, or by lots, in place of Streamlit says the same as Streamlit."""

import asyncio
import random
import threading
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from streamlit import config, session_state as state
from streamlit.elements import html
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime import app_session, media_file_manager
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.media_file_manager import MediaFileManager, MediaFileMetadata
from streamlit.runtime.media_file_storage import MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import RerunData, ScriptRunner, ScriptRunnerEvent
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.state import SafeSessionState, SessionState
from streamlit.string_util import clean_text
from uvicorn import Config
from uvicorn.protocols.websockets import websockets_sansio_impl
from uvicorn.server import ServerState
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory
from websockets.frames import Frame, Opcode

from pages.components import moteur
from tests.pages.outils import vivre

DIT, DEBUT, REPRIS, FIN = (
    ScriptRunnerEvent.ENQUEUE_FORWARD_MSG,
    ScriptRunnerEvent.SCRIPT_STARTED,
    ScriptRunnerEvent.SCRIPT_STOPPED_FOR_RERUN,
    ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS,
)


def test_the_theme_said_to_a_browser_is_that_of_streamlit(monkeypatch):
    lire = app_session._populate_theme_msg
    monkeypatch.setattr(app_session, "_populate_theme_msg", lire)  # put back afterwards
    moteur.theme_une_fois()
    sections = ("theme", *(f"theme.{c.value}" for c in config.CustomThemeCategories))
    for section in [*sections, *sections]:
        attendu, dit = NewSession(), NewSession()
        lire(attendu.custom_theme, section)
        app_session._populate_theme_msg(dit.custom_theme, section)
        assert dit == attendu
        assert dit.HasField("custom_theme") == attendu.HasField("custom_theme")
    assert dit == NewSession()  # the last part is not set, hence not said


SEULS = ("", "  ", "<style>a{}</style>", "<STYLE>a{}</STYLE><!-- b -->", "<!-- a --><style>b</style>")
ENTOURES = ("<p>a</p>", " \t<p>a</p> ", "  a\n    b\n", "<!-- a --><p>b</p>", "<style>a</style><p>b</p>")


@pytest.mark.parametrize("texte", [*SEULS, *ENTOURES])
def test_markup_is_cleaned_as_streamlit_cleans_it(monkeypatch, texte):
    style_seul = html._html_only_style_tags
    monkeypatch.setattr(html, "clean_text", clean_text)  # that of Streamlit, whatever a test before this one started
    monkeypatch.setattr(html, "_html_only_style_tags", style_seul)  # put back afterwards
    attendu = clean_text(texte)
    style = style_seul(attendu)
    moteur.html_relu_une_fois()
    assert html.clean_text(texte) == attendu
    assert html._html_only_style_tags(attendu) == style


@pytest.fixture
def jouer(monkeypatch):
    """`jouer(events, …)` plays what runs send from their thread, one after the other is heard.

    What the loop heard, how many times it was woken, how many sendings it asked for.
    """
    monkeypatch.setattr(AppSession, "_on_scriptrunner_event", AppSession._on_scriptrunner_event)  # put back afterwards
    moteur.par_lots()

    def joue(*runs):
        async def courir_tous():
            entendus, reveils, envois = [], [], []
            boucle = asyncio.get_running_loop()
            boucle.set_exception_handler(lambda *_: None)

            def entendre(_qui, evenement, quoi=None):
                assert asyncio.get_running_loop() is boucle
                if session._message_enqueued_callback:
                    session._message_enqueued_callback()
                if quoi == "faute":
                    raise ValueError
                entendus.append((evenement, quoi))

            def reveiller(rappel):
                reveils.append(rappel)
                boucle.call_soon_threadsafe(rappel)

            session = SimpleNamespace(
                _event_loop=boucle,
                _handle_scriptrunner_event_on_event_loop=entendre,
                _call_soon_on_event_loop=reveiller,
                _message_enqueued_callback=lambda: envois.append(1),
            )

            def courir(run):
                for evenement, quoi in run:
                    AppSession._on_scriptrunner_event(session, None, evenement, quoi)

            attendus = 0
            for run in runs:
                await asyncio.to_thread(courir, run)
                attendus += sum(quoi != "faute" for _, quoi in run)
                while len(entendus) < attendus:
                    await asyncio.sleep(0)
            return entendus, len(reveils), len(envois)

        return vivre(asyncio.wait_for(courir_tous(), 20))

    return joue


def test_a_hundred_messages_are_heard_in_order_after_a_few_wakes(jouer):
    run = [(DEBUT, None), *((DIT, n) for n in range(100)), (FIN, None)]
    entendus, reveils, envois = jouer(run)
    assert entendus == run
    # One for what begins, one for what ends, and one a lot in between: a slow machine makes more lots, never a hundred.
    assert 2 <= reveils < 50
    assert envois < 50


def test_what_another_run_replaces_waits_for_it(jouer):
    run = [(DEBUT, None), (DIT, 1), (REPRIS, None), (DEBUT, None), (DIT, 2), (FIN, None)]
    entendus, reveils, _ = jouer(run)
    assert entendus == run
    assert reveils < 5


def test_what_no_event_ends_is_heard_too(jouer):
    assert jouer([(DIT, 1)], [(DIT, 2)])[0] == [(DIT, 1), (DIT, 2)]


def test_a_fault_of_one_keeps_none_of_the_others(jouer):
    assert jouer([(DIT, 1), (DIT, "faute"), (DIT, 2)])[0] == [(DIT, 1), (DIT, 2)]


def test_a_message_is_compressed_against_those_of_the_run_before(monkeypatch):
    # That of the library, whatever a test before this one started.
    monkeypatch.setattr(websockets_sansio_impl, "ServerPerMessageDeflateFactory", ServerPerMessageDeflateFactory)
    dits = [Frame(Opcode.BINARY, random.Random(n % 8).randbytes(2000)) for n in range(16)]  # two runs of 16 kB

    def pese():
        config = Config(None, ws="websockets-sansio", lifespan="off", log_config=None)
        config.load()
        prise = websockets_sansio_impl.WebSocketsSansIOProtocol(config, ServerState(), {}, Mock())
        prise.connection_made(Mock(get_extra_info=Mock(return_value=None)))
        (offre,) = prise.conn.available_extensions
        _, compresse = offre.process_request_params([("client_max_window_bits", None)], [])
        return [len(compresse.encode(dit).data) for dit in dits]

    assert sum(pese()[8:]) > 16_000
    moteur.memoire_des_messages()
    assert sum(pese()[8:]) < 2_000


@pytest.fixture
def fichiers(monkeypatch):
    """The files of a server, and its clock, that a test moves on: `horloge.s`."""
    horloge = SimpleNamespace(s=1000.0)
    monkeypatch.setattr(moteur, "monotonic", lambda: horloge.s)
    monkeypatch.setattr(media_file_manager, "MediaFileMetadata", MediaFileMetadata)  # both put back afterwards
    retirer = MediaFileManager._remove_orphaned_deferred_callables
    monkeypatch.setattr(MediaFileManager, "_remove_orphaned_deferred_callables", retirer)
    moteur.fichiers_gardes()
    return MediaFileManager(MemoryMediaFileStorage("/media")), horloge


def des_autres(gerant: MediaFileManager, n: int = 3) -> None:
    """So many runs of other readers end."""
    for _ in range(n):
        gerant.__dict__.pop("_regarde", None)  # buttons are looked at once in a while
        gerant.remove_orphaned_files()


def test_a_file_made_on_a_click_waits_for_its_browser_while_others_read(fichiers):
    gerant, horloge = fichiers
    bouton = gerant.add_deferred(lambda: b"chiffres", "text/csv", "1", "a.csv")
    cle = gerant.execute_deferred(bouton).rpartition("/")[2].partition(".")[0]
    for attendu in (b"chiffres", b"chiffres", None):
        des_autres(gerant)
        lu = gerant.read_file(cle)
        assert (lu and lu.content) == attendu
        horloge.s += moteur.FICHIER_S / 2 + 1
    assert not gerant._file_metadata  # nothing stays that nobody comes for


def test_a_button_drawn_again_still_answers_the_click_on_the_former_one_then_goes(fichiers):
    gerant, horloge = fichiers
    ancien = gerant.add_deferred(lambda: b"avant", "text/csv", "1")
    horloge.s += moteur.BOUTON_S * 5  # shown all that time
    des_autres(gerant)
    gerant.clear_session_refs()  # the reader changes a choice
    nouveau = gerant.add_deferred(lambda: b"apres", "text/csv", "1")
    des_autres(gerant)
    assert gerant.execute_deferred(ancien) != gerant.execute_deferred(nouveau)
    horloge.s += moteur.BOUTON_S + 1
    des_autres(gerant)
    with pytest.raises(MediaFileStorageError):
        gerant.execute_deferred(ancien)
    assert gerant.execute_deferred(nouveau)


@pytest.mark.parametrize("passage", [{}, {"fragment_ids_this_run": None}, {"fragment_ids_this_run": ["champ"]}])
def test_an_answer_that_is_still_to_be_sent_outlives_the_run_that_begins(monkeypatch, passage):
    monkeypatch.setattr(ForwardMsgQueue, "clear", ForwardMsgQueue.clear)  # put back afterwards
    moteur.reponses_gardees()
    moteur.reponses_gardees()  # a server that opens again in one process
    dits = [ForwardMsg(), ForwardMsg(), ForwardMsg()]
    dits[0].delta.fragment_id = "champ"
    dits[1].backend_operation_response.request_id = "1"
    dits[2].file_urls_response.response_id = "2"
    file = ForwardMsgQueue()
    for dit in dits:
        file.enqueue(dit)
    file.clear(retain_lifecycle_msgs=True, **passage)
    assert file.flush() == dits[1:]
    assert file.is_empty()


DEUX_CLICS = """import streamlit as st
st.button("Faire", key="faire", on_click=st.session_state["geste"])
"""


@pytest.mark.usefixtures("moteur")
def test_a_second_click_neither_stops_nor_joins_what_the_first_one_does(monkeypatch, tmp_path):
    for nom in ("__init__", "on_script_will_rerun"):
        monkeypatch.setattr(SafeSessionState, nom, getattr(SafeSessionState, nom))  # put back afterwards
    moteur.gestes_entiers()
    (tmp_path / "app.py").write_text(DEUX_CLICS, "utf-8")
    etat, entres, clic, dit = SessionState(), [], threading.Event(), threading.Event()

    def geste():
        entres.append("entre")
        clic.set()
        dit.wait(20)
        entres.append("fait")
        state["faits"] = state.get("faits", 0) + 1  # the session is read: Streamlit would stop here

    def courir(etats=None):
        coureur = ScriptRunner(
            session_id="essai",
            main_script_path=str(tmp_path / "app.py"),
            session_state=etat,
            uploaded_file_mgr=MemoryUploadedFileManager("/"),
            script_cache=(scripts := ScriptCache()),
            initial_rerun_data=RerunData(widget_states=etats),
            user_info={},
            fragment_storage=MemoryFragmentStorage(),
            pages_manager=PagesManager(str(tmp_path / "app.py"), scripts),
            event_loop=asyncio.new_event_loop(),
            on_script_error=None,
        )
        coureur.start()
        return coureur

    etat["geste"] = geste
    courir()._script_thread.join()
    clics = WidgetStates(widgets=[WidgetState(id=etat._key_id_mapper.get_id_from_key("faire"), trigger_value=True)])
    premier = courir(clics)
    assert clic.wait(20)
    premier.request_stop()  # as a session does of the run that another one replaces
    second = courir(clics)
    dit.set()
    for coureur in (premier, second):
        coureur._script_thread.join()
    assert entres == ["entre", "fait"] * 2
    assert etat["faits"] == 2
