"""What is done once, or by lots, in place of Streamlit says the same as Streamlit."""

import asyncio
from types import SimpleNamespace

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.runtime import app_session
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

from pages.components import moteur
from tests.pages.outils import vivre

DIT, DEBUT, FIN = (
    ScriptRunnerEvent.ENQUEUE_FORWARD_MSG,
    ScriptRunnerEvent.SCRIPT_STARTED,
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
    assert 2 < reveils < 50
    assert envois < 50


def test_what_no_event_ends_is_heard_too(jouer):
    assert jouer([(DIT, 1)], [(DIT, 2)])[0] == [(DIT, 1), (DIT, 2)]


def test_a_fault_of_one_keeps_none_of_the_others(jouer):
    assert jouer([(DIT, 1), (DIT, "faute"), (DIT, 2)])[0] == [(DIT, 1), (DIT, 2)]
