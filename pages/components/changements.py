"""What a run says again is not said again: a browser hears, in one packet, what has changed on its screen.

Streamlit says the whole screen at each run: forty messages, of which ten have changed, and the browser draws each
element anew for them. Here a run of the same page is told as that of a fragment is (`PARTIE`): what is not said stays,
what is no longer there is said empty. What a browser shows is known by its connection, from the first whole run that
it heard on it; one that does not ask for packets (`static/paquets.js`) hears all of it, as Streamlit says it.

Streamlit's own cache of messages (`[global] minCachedMessageSize`) has nothing left to spare.
"""

import struct
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final

from starlette.websockets import WebSocket
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.app_session import AppSession
from streamlit.web.server.starlette import starlette_websocket
from streamlit.web.server.starlette.starlette_websocket import StarletteSessionClient

from pages.components import journal

Chemin = tuple[int, ...]

PARTIE: Final = "changements"  # the fragment that such a run is told as
# Controls that hold a list of choices -> where their value is written.
LISTES: Final = {"selectbox": "raw_value", "multiselect": "raw_values"}
# Messages of the whole page, which say the same at each run of it.
DE_LA_PAGE: Final = ("navigation", "page_config_changed", "logo")
# A packet: 1, as no message of Streamlit begins, then its messages, each after its length.
PAQUET: Final = b"\x01"
LONGUEUR: Final = struct.Struct(">I")
# A list of choices said once a connection: from so many bytes on, so many of them, and what precedes a message that
# held one: 0, as no message begins either, number of the list, where it stands, its length if it is there.
LISTE_MIN: Final = 2000
LISTES_MAX: Final = 64
ENTETE: Final = struct.Struct(">BBII")
# Said before the message of a component: 2, where its data stand in it, their length.
ANNONCE: Final = struct.Struct(">BII")
GENRE_ANNONCE: Final = 2
FAUTES: Final = (ValueError, LookupError, TypeError, AttributeError, struct.error)


class Envoi(list[ForwardMsg]):
    """What a session has to say at once, oldest first, and what its browser last said of its controls.

    Attributes:
        valeurs: id of a control -> what it shows: one choice or several.
    """

    valeurs: Mapping[str, Any]

    def WhichOneof(self, _groupe: str) -> None:
        """None: it is none."""


def par_paquets() -> None:
    """Connections whose browser asks for packets are sent changes, packet by packet."""
    vider, demander = AppSession.flush_browser_queue, AppSession.request_rerun
    naitre, ecrire = StarletteSessionClient.__init__, StarletteSessionClient.write_forward_msg
    serialiser = starlette_websocket.serialize_forward_msg

    def reunir(session: AppSession) -> list[Any]:
        envoi = Envoi(vider(session))
        envoi.valeurs = session.__dict__.get("_valeurs", {})
        return [envoi] if envoi else []

    def entendre(session: AppSession, etat: ClientState | None) -> None:
        if etat is not None:
            session.__dict__["_valeurs"] = _valeurs(etat.widget_states)
        demander(session, etat)

    def naitre_ainsi(client: StarletteSessionClient, prise: WebSocket) -> None:
        naitre(client, prise)
        client.__dict__["_connexion"] = Connexion() if "paquets" in prise.query_params else None

    def envoyer(client: StarletteSessionClient, envoi: Envoi) -> None:
        messages: Sequence[ForwardMsg | bytes] = envoi
        if (connexion := client.__dict__["_connexion"]) is not None:
            try:
                messages = [connexion.paquet(envoi)]
            except FAUTES as faute:  # else the server would send nothing to anybody any more
                journal.noter(faute, "un paquet n’a pas pu être fait ; l’écran est redit en entier")
                client.__dict__["_connexion"] = Connexion()
        for message in messages:
            ecrire(client, message)

    AppSession.flush_browser_queue = reunir
    AppSession.request_rerun = entendre
    StarletteSessionClient.__init__ = naitre_ainsi
    StarletteSessionClient.write_forward_msg = envoyer
    starlette_websocket.serialize_forward_msg = lambda m: m if isinstance(m, bytes) else serialiser(m)


def _valeurs(etats: WidgetStates) -> dict[str, Any]:
    un = {e.id: e.string_value for e in etats.widgets if e.HasField("string_value")}
    plusieurs = {e.id: list(e.string_array_value.data) for e in etats.widgets if e.HasField("string_array_value")}
    return un | plusieurs


class Connexion:
    """What a browser has been told on one connection, hence what it shows."""

    def __init__(self) -> None:
        self._page = self._passage = ""  # shown; the last whole run told of it
        self._entiere = False  # it was told to its end
        self._autre = True  # the present run is that of another page than the run before
        self._partielle = self._fragment = False  # the present run is told by its changes; it is that of a fragment
        self._montres: dict[Chemin, str] = {}  # path of an element or of a block -> digest, "": to be said anew
        self._vus: set[Chemin] = set()  # paths of the present run
        self._poses: dict[str, Any] = {}  # id of a list -> value set, of which the browser may not have heard yet
        self._de_la_page: dict[str, bytes] = {}
        self._listes: dict[bytes, int] = {}

    def paquet(self, envoi: Envoi) -> bytes:
        """What has changed, as `static/paquets.js` reads it."""
        dits: list[bytes] = []
        for m in self.changements(envoi, envoi.valeurs):
            dits += (annoncer(m), abreger(m, self._listes))
        return PAQUET + b"".join(LONGUEUR.pack(len(dit)) + dit for dit in dits if dit)

    def changements(self, messages: Sequence[ForwardMsg], valeurs: Mapping[str, Any]) -> list[ForwardMsg]:
        """The messages to send so that the browser shows what these say.

        Args:
            messages: in the order of the session; changed in place.
            valeurs: id of a control -> what the browser shows in it.
        """
        dits: list[ForwardMsg] = []
        for m in _reunir_la_page(messages):
            genre = m.WhichOneof("type")
            if genre == "new_session":
                self._commencer(m)
            elif genre == "script_finished":
                dits += self._finir(m)
            elif (genre in ("delta", "ref_hash") and self._deja_montre(m, valeurs)) or (
                genre in DE_LA_PAGE and self._deja_dit(m)
            ):
                continue
            dits.append(m)
        return dits

    def _commencer(self, m: ForwardMsg) -> None:
        page = m.new_session.page_script_hash
        self._vus = set()
        self._autre = page != self._page
        self._fragment = bool(m.metadata.run.fragment_ids)
        self._partielle = self._entiere and not self._fragment and page == self._page
        if self._partielle:
            m.metadata.run.fragment_ids.append(PARTIE)
            # That of another run would keep the controls that have gone, hidden, to the end of a whole one.
            m.metadata.run.script_run_id = self._passage
            for champ in ("custom_theme", "app_pages"):  # read at a whole run alone
                m.new_session.ClearField(champ)
        elif not self._fragment:
            self._page, self._passage = page, m.metadata.run.script_run_id
        self._entiere = self._partielle  # until it ends, and after the run of a fragment

    def _deja_dit(self, m: ForwardMsg) -> bool:
        genre = m.WhichOneof("type")
        dit = getattr(m, genre).SerializeToString()
        avant, self._de_la_page[genre] = self._de_la_page.get(genre), dit
        return self._partielle and dit == avant

    def _deja_montre(self, m: ForwardMsg, valeurs: Mapping[str, Any]) -> bool:
        chemin = tuple(m.metadata.delta_path)
        self._vus.add(chemin)
        empreinte, pose = self._empreinte(m, valeurs)
        if self._partielle and not pose and empreinte and self._montres.get(chemin) == empreinte:
            return True
        if chemin in self._montres:
            # What a block holds may not outlive it; what stands in its place holds nothing.
            bloc = m.delta.WhichOneof("type") == "add_block"
            for dedans in _sous(chemin, self._montres):
                if bloc:
                    self._montres[dedans] = ""
                else:
                    del self._montres[dedans]
        self._montres[chemin] = empreinte
        return False

    def _empreinte(self, m: ForwardMsg, valeurs: Mapping[str, Any]) -> tuple[str, bool]:
        """Digest of what a message draws, "" for what is said each time; whether it sets a value that is not shown.

        A page sets its lists at each run, mostly to what the reader has just chosen: neither the digest nor what is
        sent then holds the value, over which a newer choice may already stand. On another page, where the browser
        may have forgotten it, it is set.
        """
        genre = m.delta.WhichOneof("type")
        if genre == "new_transient":
            return "", True
        nature = m.delta.new_element.WhichOneof("type") if genre == "new_element" else None
        controle = getattr(m.delta.new_element, nature) if nature else None
        if nature not in LISTES:
            return m.hash or m.ref_hash, getattr(controle, "set_value", False)
        nue, champ = type(controle)(), LISTES[nature]
        nue.CopyFrom(controle)
        for nom in ("set_value", champ):
            nue.ClearField(nom)
        empreinte = sha256(nue.SerializeToString(deterministic=True)).hexdigest()
        voulue, montree = getattr(controle, champ), valeurs.get(controle.id)
        if not isinstance(voulue, str):
            voulue = list(voulue)
        if self._poses.get(controle.id) == montree:  # it has come to the browser since
            self._poses.pop(controle.id, None)
        if controle.set_value and (self._autre or montree != voulue or controle.id in self._poses):
            self._poses[controle.id] = voulue
            return empreinte, True
        controle.CopyFrom(nue)
        return empreinte, False

    def _finir(self, m: ForwardMsg) -> list[ForwardMsg]:
        """What is no longer there, said empty; a browser that heard a whole run sees to it."""
        vides: list[ForwardMsg] = []
        if self._partielle:
            m.metadata.run.fragment_ids.append(PARTIE)
            m.metadata.run.script_run_id = self._passage
        du_passage = not self._fragment and m.metadata.run.script_run_id == self._passage
        if m.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY and du_passage:
            partis = self._montres.keys() - self._vus
            if self._partielle:
                vides = [_vide(c, self._page) for c in sorted(partis) if c[:-1] not in partis]
            for chemin in partis:
                del self._montres[chemin]
            self._entiere = True
        elif m.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            self._entiere = False
        return vides


def _reunir_la_page(messages: Iterable[ForwardMsg]) -> list[ForwardMsg]:
    """The messages, the title and the icon of the page said once: a page says first those of all pages."""
    reunis: list[ForwardMsg] = []
    page: ForwardMsg | None = None
    for m in messages:
        if m.WhichOneof("type") == "new_session":
            page = None
        if m.WhichOneof("type") == "page_config_changed":
            if page is not None:
                page.page_config_changed.MergeFrom(m.page_config_changed)
                continue
            page = m
        reunis.append(m)
    return reunis


def _sous(chemin: Chemin, chemins: Iterable[Chemin]) -> list[Chemin]:
    n = len(chemin)
    return [c for c in chemins if len(c) > n and c[:n] == chemin]


def _vide(chemin: Chemin, page: str) -> ForwardMsg:
    m = ForwardMsg()
    m.metadata.delta_path.extend(chemin)
    m.metadata.active_script_hash = page
    m.delta.new_element.empty.SetInParent()
    return m


def annoncer(m: ForwardMsg) -> bytes:
    """Where the data of a component stand in the message that follows, b"" for any other message.

    Streamlit hands them to a component once the page is painted; ours draw with it.
    """
    composant = m.delta.new_element.bidi_component
    if not composant.json:
        return b""
    json = composant.json.encode()
    return ANNONCE.pack(GENRE_ANNONCE, m.SerializeToString().index(json), len(json))


def abreger(m: ForwardMsg, dites: dict[bytes, int]) -> bytes:
    """A message, its list of choices replaced by a number when it was said before, and noted otherwise.

    Two lists of 1 399 places are 22 of the 38 kB of a change of two territories.

    Args:
        dites: digest of a list -> its number; those that the connection has said.
    """
    message = m.SerializeToString()
    liste = _liste(m) if len(message) >= LISTE_MIN else b""
    if len(liste) < LISTE_MIN:
        return message
    cle, debut = sha256(liste).digest(), message.index(liste)
    if cle in dites:
        return ENTETE.pack(0, dites[cle], debut, 0) + message[:debut] + message[debut + len(liste) :]
    if len(dites) == LISTES_MAX:
        return message
    dites[cle] = len(dites)
    return ENTETE.pack(0, dites[cle], debut, len(liste)) + message


def _liste(m: ForwardMsg) -> bytes:
    """The choices of the control that a message holds, as they are written in it."""
    element = m.delta.new_element
    if (genre := element.WhichOneof("type")) not in LISTES:
        return b""
    controle = getattr(element, genre)
    return type(controle)(options=controle.options).SerializeToString()
