"""What Streamlit does again at each run, or message by message, done once or by lots: one processor serves more people.

Each part stands for a private function of the version of `requirements.txt`; its test says what that one does.
"""

from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Any, Final
from weakref import WeakValueDictionary

from streamlit.elements import html
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session, media_file_manager
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.media_file_manager import MediaFileManager, MediaFileMetadata
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from streamlit.runtime.state import SafeSessionState, SessionState
from uvicorn.protocols.websockets import websockets_sansio_impl

# What a run says is heard at its end, or as often as this when it lasts.
LOT_S: Final = 0.05
FINS: Final = frozenset(ScriptRunnerEvent) - {
    ScriptRunnerEvent.SCRIPT_STARTED,
    ScriptRunnerEvent.ENQUEUE_FORWARD_MSG,
    ScriptRunnerEvent.SCRIPT_STOPPED_FOR_RERUN,
}
# What a browser asks for again of a file made for it, and of a button of the run before the one that it shows.
FICHIER_S: Final = 60
BOUTON_S: Final = 10
REGARD_S: Final = 1  # between two looks at all the buttons of all the readers
# Answers to what a browser asks for beside its runs: a file to take away, where to send one.
REPONSES: Final = ("backend_operation_response", "file_urls_response")
_VIDER: Final = ForwardMsgQueue.clear  # that of Streamlit: an answer kept twice would be said twice


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


def html_relu_une_fois() -> None:
    """Markup of one line is neither dedented nor searched for style alone: Streamlit reads it whole three times.

    A twentieth of a run of the météo, whose tiles are 25 kB.
    """
    nettoyer, style_seul = html.clean_text, html._html_only_style_tags
    html.clean_text = lambda texte: nettoyer(texte) if "\n" in str(texte) else str(texte).strip()
    html._html_only_style_tags = lambda texte: texte[:4].lower() in ("", "<!--", "<sty") and style_seul(texte)


def gestes_entiers() -> None:
    """What a click does is done to its end, and the clicks of a session one after the other.

    At the second click of a double one Streamlit opens a run beside the first, which it stops at the next line that
    reads the session: values just received would be said known already, an approval recorded and never said.
    """
    naitre, preparer = SafeSessionState.__init__, SafeSessionState.on_script_will_rerun
    verrous: WeakValueDictionary[int, Any] = WeakValueDictionary()

    def naitre_ensemble(etat: SafeSessionState, state: SessionState, yield_callback: Callable[[], None]) -> None:
        naitre(etat, state, yield_callback)
        object.__setattr__(etat, "_lock", verrous.setdefault(id(state), etat._lock))

    def preparer_entier(etat: SafeSessionState, *args: Any, **options: Any) -> None:
        coureur = etat._yield_callback.__self__
        with etat._lock:
            coureur._execing = False
            try:
                preparer(etat, *args, **options)
            finally:
                coureur._execing = True

    SafeSessionState.__init__ = naitre_ensemble
    SafeSessionState.on_script_will_rerun = preparer_entier


class _Lot:
    """What the runs of a session have to say and that the loop has not heard yet, oldest first."""

    def __init__(self) -> None:
        self.attente: deque[Callable[[], None]] = deque()
        self.annonce = False  # the loop will come


def par_lots() -> None:
    """The messages of a run reach the loop together, at its end, or every `LOT_S` when it lasts.

    Streamlit wakes the loop for each of them, a hundred times a screen: the run and the loop then wait for each other,
    and the browser draws one screen in several times.
    """

    def noter(session: AppSession, sender: Any, event: ScriptRunnerEvent, *args: Any, **kwargs: Any) -> None:
        lot = session.__dict__.setdefault("_lot", _Lot())
        lot.attente.append(lambda: session._handle_scriptrunner_event_on_event_loop(sender, event, *args, **kwargs))
        if event in FINS:
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


def memoire_des_messages() -> None:
    """A message is compressed against the last 32 kB that its connection said: what the former run said the same.

    The server remembers 4 kB of them, less than one run says. It costs 0.16 MB a session, and less time: a repeated
    word is not compressed again.
    """
    fabrique = websockets_sansio_impl.ServerPerMessageDeflateFactory

    def se_souvenir(**reglages: Any) -> Any:
        suite = {"server_max_window_bits": 15, "compress_settings": {"memLevel": 7, "level": 4}}
        return fabrique(**reglages | suite)

    websockets_sansio_impl.ServerPerMessageDeflateFactory = se_souvenir


class _Fichier(MediaFileMetadata):
    """What is known of a file that was made on a click: since when nobody shows it."""

    _depuis: float | None = None

    @property
    def is_marked_for_delete(self) -> bool:
        return self._depuis is not None and monotonic() - self._depuis > FICHIER_S

    def mark_for_delete(self) -> None:
        if self._depuis is None:
            self._depuis = monotonic()


def fichiers_gardes() -> None:
    """A file made on a click is kept `FICHIER_S`, a button that is drawn again `BOUTON_S`: the browser comes for it.

    Streamlit drops both when the runs of any two readers end: thirty runs a second among sixty readers, before the
    answer has reached the browser.
    """

    def retirer(fichiers: MediaFileManager) -> None:
        maintenant = monotonic()
        if maintenant - fichiers.__dict__.setdefault("_regarde", 0) < REGARD_S:
            return
        fichiers._regarde = maintenant
        montres = {f for session in fichiers._files_by_session_and_coord.values() for f in session.values()}
        for cle, bouton in list(fichiers._deferred_callables.items()):
            depuis = maintenant if cle in montres else bouton.get("depuis", maintenant)
            bouton["depuis"] = depuis
            if maintenant - depuis > BOUTON_S:
                fichiers._drop_deferred_id(cle)

    media_file_manager.MediaFileMetadata = _Fichier
    MediaFileManager._remove_orphaned_deferred_callables = retirer


def reponses_gardees() -> None:
    """An answer of `REPONSES` that is still to be sent outlives the run that begins.

    Streamlit drops it with what the former run had to say: a reader who takes a file away, then changes a choice, waits
    three minutes for it.
    """

    def garder(
        file: ForwardMsgQueue, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None
    ) -> None:
        # The run of a part drops its own words alone.
        un_passage = retain_lifecycle_msgs and fragment_ids_this_run is None
        gardees = [m for m in file._queue if m.WhichOneof("type") in REPONSES] if un_passage else []
        _VIDER(file, retain_lifecycle_msgs, fragment_ids_this_run)
        file._queue[:0] = gardees

    ForwardMsgQueue.clear = garder
