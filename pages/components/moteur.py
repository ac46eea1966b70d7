"""What Streamlit does again at each run, or message by message, done once or by lots: one processor serves more people.

Each part stands for a private function of the version of `requirements.txt`; its test says what that one does.
"""

from collections import deque
from collections.abc import Callable
from typing import Any, Final

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

# As long as the server itself waits between two sendings.
LOT_S: Final = 0.01


def theme_une_fois() -> None:
    """The theme, the same for all as long as the server runs, is read once from its configuration, then copied.

    Streamlit reads it again, option by option, to say it at each run: a tenth of what a change costs the processor.
    """
    lire, lus = app_session._populate_theme_msg, {}

    def remplir(msg: CustomThemeConfig, section: str = "theme") -> None:
        if section not in lus:
            lu = CustomThemeConfig()
            lire(lu, section)
            lus[section] = lu
        if lus[section].ByteSize():  # an empty part is not said at all
            msg.MergeFrom(lus[section])

    app_session._populate_theme_msg = remplir


class _Lot:
    """What the runs of a session have to say and that the loop has not heard yet, oldest first."""

    def __init__(self) -> None:
        self.attente: deque[Callable[[], None]] = deque()
        self.annonce = False  # the loop will come


def par_lots() -> None:
    """The messages of a run reach the loop together: what begins or ends the run at once, the rest within `LOT_S`.

    Streamlit wakes the loop for each of them, a hundred times a screen: the run and the loop then wait for each other.
    """

    def noter(session: AppSession, sender: Any, event: ScriptRunnerEvent, *args: Any, **kwargs: Any) -> None:
        lot = session.__dict__.setdefault("_lot", _Lot())
        lot.attente.append(lambda: session._handle_scriptrunner_event_on_event_loop(sender, event, *args, **kwargs))
        if event != ScriptRunnerEvent.ENQUEUE_FORWARD_MSG:
            session._call_soon_on_event_loop(lambda: _vider(session, lot))
        elif not lot.annonce:
            lot.annonce = True
            boucle = session._event_loop
            session._call_soon_on_event_loop(lambda: boucle.call_later(LOT_S, _vider, session, lot))

    AppSession._on_scriptrunner_event = noter


def _vider(session: AppSession, lot: _Lot) -> None:
    lot.annonce = False  # before looking: what comes meanwhile is heard now, or announced again
    prevenir, session._message_enqueued_callback = session._message_enqueued_callback, None
    try:
        while lot.attente:
            lot.attente.popleft()()
    finally:
        session._message_enqueued_callback = prevenir
        if lot.attente:  # one of them failed: the others are heard all the same
            session._call_soon_on_event_loop(lambda: _vider(session, lot))
        if prevenir:
            prevenir()
