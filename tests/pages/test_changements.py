"""What a browser hears, changes alone, leaves on its screen what the run says; and a long list is said once."""

import asyncio
import itertools
import random
from collections.abc import Callable, Iterable, Iterator
from types import SimpleNamespace

import pytest
from starlette.datastructures import QueryParams
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.forward_msg_cache import populate_hash_if_needed
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.web.server.starlette import starlette_websocket
from streamlit.web.server.starlette.starlette_websocket import StarletteSessionClient

from pages.components import changements
from tests.bench.session import entier, messages
from tests.pages.outils import vivre

REUSSI, REPRIS = ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_EARLY_FOR_RERUN
FRAGMENT_REUSSI = ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
FRAGMENT = (0, 1)  # where it stands in the screens of these tests
RACINE = (0,)
NUMEROS = itertools.count()  # of runs


def au_hasard(hasard: random.Random, profondeur: int = 2) -> list:
    """A screen: texts, and lists, which are its blocks."""
    return [
        au_hasard(hasard, profondeur - 1) if profondeur and hasard.random() < 0.4 else hasard.choice("abc")
        for _ in range(hasard.randrange(4))
    ]


def dire(ecran: list, chemin: tuple = RACINE) -> Iterator[ForwardMsg]:
    for i, quoi in enumerate(ecran):
        m, ici = ForwardMsg(), (*chemin, i)
        m.metadata.delta_path.extend(ici)
        m.delta.fragment_id = "f" if ici[:2] == FRAGMENT else ""
        if isinstance(quoi, list):
            (m.delta.add_block.expandable if len(quoi) > 1 else m.delta.add_block.flex_container).SetInParent()
        else:
            m.delta.new_element.html.body = quoi
        populate_hash_if_needed(m)
        yield m
        if isinstance(quoi, list):
            yield from dire(quoi, ici)


def passage(dits: Iterable[ForwardMsg], page: str = "p", fin: int = REUSSI) -> list[ForwardMsg]:
    debut, bout, nom = ForwardMsg(), ForwardMsg(), str(next(NUMEROS))
    debut.new_session.page_script_hash = page
    bout.script_finished = fin
    for m in (debut, bout):
        m.metadata.run.script_run_id = nom
        m.metadata.run.fragment_ids.extend(["f"] if fin == FRAGMENT_REUSSI else [])
    return [debut, *dits, bout]


class Navigateur:
    """The screen of a browser, as the version of Streamlit of `requirements.txt` keeps it."""

    def __init__(self) -> None:
        self.noeuds: dict[tuple, tuple] = {}  # path -> run that said it, text of an element or None, kind of block
        # Controls in whose place something else came: hidden until a whole run ends, and their value with them.
        self.caches: set[tuple] = set()
        self.tour = self.page = ""
        self.entendus = 0

    def entendre(self, dits: Iterable[ForwardMsg]) -> None:
        self.entendus = 0
        for m in dits:
            genre = m.WhichOneof("type")
            if genre == "new_session":
                self.tour = m.metadata.run.script_run_id
                self.fragments = list(m.metadata.run.fragment_ids)
                if not self.fragments and m.new_session.page_script_hash != self.page:
                    self.page, self.noeuds = m.new_session.page_script_hash, {}
            elif genre == "delta":
                self.entendus += 1
                self._poser(tuple(m.metadata.delta_path), m.delta)
            elif m.script_finished == REUSSI and not self.fragments:
                self._garder(lambda chemin: self.noeuds[chemin][0] == self.tour)
                self.caches.clear()
            elif m.script_finished == FRAGMENT_REUSSI:
                self._garder(lambda c: c[:2] != FRAGMENT or self.noeuds[c][0] == self.tour)

    def _poser(self, chemin: tuple, delta: Delta) -> None:
        dans, rang = chemin[:-1], chemin[-1]
        assert dans == RACINE or self.noeuds[dans][1] is None  # a block is there
        assert rang == 0 or (*dans, rang - 1) in self.noeuds  # after another
        texte = delta.new_element.html.body if delta.WhichOneof("type") == "new_element" else None
        avant = self.noeuds.get(chemin)
        if avant and avant[1] and avant[0] != self.tour and avant[1] != texte:
            self.caches.add(chemin)
        genre = delta.add_block.WhichOneof("type")
        if avant and genre != avant[2]:  # what a block of another kind held goes with it
            self._garder(lambda c: c[: len(chemin)] != chemin)
        self.noeuds[chemin] = (self.tour, texte, genre)

    def _garder(self, garde: Callable[[tuple], bool]) -> None:
        self.noeuds = {c: n for c, n in self.noeuds.items() if garde(c)}

    def montre(self, chemin: tuple = RACINE) -> list:
        """The screen, without what is empty, which takes no place."""
        dedans = sorted(c for c in self.noeuds if len(c) == len(chemin) + 1 and c[:-1] == chemin)
        vus = [self.montre(c) if self.noeuds[c][1] is None else self.noeuds[c][1] for c in dedans]
        return [v for v in vus if v != ""]


@pytest.mark.parametrize("dizaine", range(10))
def test_after_any_runs_a_browser_shows_what_the_last_one_says(dizaine):
    for graine in range(50 * dizaine, 50 * dizaine + 50):
        hasard = random.Random(graine)
        connexion, navigateur = changements.Connexion(), Navigateur()
        page, ecran, fin = "p", ["a", ["b"]], REUSSI
        navigateur.entendre(connexion.changements(passage(dire(ecran), page), {}))
        for _ in range(8):
            # That of a fragment runs alone once a whole run has said its block.
            un_fragment = fin != REPRIS and len(ecran) > 1 and isinstance(ecran[1], list) and hasard.random() < 0.3
            if un_fragment:
                fin, ecran = FRAGMENT_REUSSI, [ecran[0], au_hasard(hasard), *ecran[2:]]
                dits = [m for m in dire(ecran) if tuple(m.metadata.delta_path)[:2] == FRAGMENT]
            else:
                page, ecran, fin = hasard.choice("ppq"), au_hasard(hasard), hasard.choice([REUSSI, REUSSI, REPRIS])
                dits = list(dire(ecran))
                dits = dits[: hasard.randrange(len(dits) + 1)] if fin == REPRIS else dits
            navigateur.entendre(connexion.changements(passage(dits, page, fin), {}))
            if fin != REPRIS:
                assert navigateur.montre() == ecran, graine
            if fin == REUSSI:
                assert not navigateur.caches, graine


@pytest.fixture
def connecte() -> tuple[changements.Connexion, Navigateur]:
    """A connection and its browser, which shows a page of three texts."""
    connexion, navigateur = changements.Connexion(), Navigateur()
    navigateur.entendre(connexion.changements(passage(dire(["a", "b", ["c"]])), {}))
    return connexion, navigateur


def test_after_the_run_of_a_fragment_a_page_is_told_whole(connecte):
    connexion, navigateur = connecte
    ecran = ["a", ["d"], ["c"]]
    navigateur.entendre(connexion.changements(passage(dire(ecran)), {}))
    dits = [m for m in dire(["a", ["e"]]) if tuple(m.metadata.delta_path)[:2] == FRAGMENT]
    navigateur.entendre(connexion.changements(passage(dits, fin=FRAGMENT_REUSSI), {}))
    assert navigateur.montre() == ["a", ["e"], ["c"]]
    navigateur.entendre(connexion.changements(passage(dire(ecran)), {}))
    assert (navigateur.entendus, navigateur.montre()) == (5, ecran)


def test_an_end_that_names_no_run_ends_none():
    connexion, navigateur, fin = changements.Connexion(), Navigateur(), ForwardMsg()
    fin.script_finished = REUSSI  # as Streamlit says a fault of its own
    connexion.changements([*passage(dire(["a", "b"]))[:2], fin], {})
    navigateur.entendre(connexion.changements(passage(dire(["a", "b"])), {}))
    assert (navigateur.entendus, navigateur.montre()) == (2, ["a", "b"])


@pytest.mark.parametrize(
    ("ecran", "page", "entendus"),
    [
        (["a", "b", ["c"]], "p", 0),
        (["a", "d", ["c"]], "p", 1),
        (["a", "b", ["d"]], "p", 1),
        (["a", "b"], "p", 1),
        (["a", "b", ["c"]], "q", 4),
    ],
)
def test_a_page_says_again_what_has_changed_alone(connecte, ecran, page, entendus):
    connexion, navigateur = connecte
    navigateur.entendre(connexion.changements(passage(dire(ecran), page), {}))
    assert navigateur.entendus == entendus
    assert navigateur.montre() == ecran


def test_the_title_of_a_page_is_said_once_and_when_it_changes():
    def titres(*dits):
        config = [ForwardMsg() for _ in dits]
        for m, dit in zip(config, dits, strict=True):
            m.page_config_changed.title, m.page_config_changed.layout = dit, 1
        return [
            m.page_config_changed.title
            for m in connexion.changements(passage(config), {})
            if m.page_config_changed.title
        ]

    connexion = changements.Connexion()
    assert [titres("Observatoire", t) for t in ("Carte", "Carte", "Météo")] == [["Carte"], [], ["Météo"]]


def _choix(lieux, valeur, genre="selectbox", pose=True):
    m = ForwardMsg()
    m.metadata.delta_path.extend([0, 3])
    controle = getattr(m.delta.new_element, genre)
    controle.id, controle.label, controle.options[:], controle.set_value = "t1", "Territoire", lieux, pose
    if genre == "selectbox":
        controle.raw_value = valeur
    else:
        controle.raw_values[:] = valeur
    return m


@pytest.mark.parametrize("genre", changements.LISTES)
def test_a_list_is_set_to_a_value_that_it_does_not_show_and_to_no_other(genre):
    a, b, c = ("a", "b", "c") if genre == "selectbox" else (["a"], ["a", "b"], ["c"])
    connexion = changements.Connexion()

    def dits(valeur, montree, pose=True, lieux="abc", page="p"):
        envoyes = connexion.changements(passage([_choix(lieux, valeur, genre, pose)], page), {"t1": montree})
        (controle,) = [getattr(m.delta.new_element, genre) for m in envoyes if m.HasField("delta")] or [None]
        return controle and controle.set_value

    assert dits(a, None) is True
    assert dits(a, a) is None
    assert dits(b, b) is None  # the reader has just chosen it
    assert dits(b, b, lieux="abcd") is False  # other choices, over which a newer value may stand
    assert dits(a, b, lieux="abcd") is True  # the page answers with another
    assert dits(c, c, lieux="abcd") is True  # chosen before that answer came to the browser, or after
    assert dits(c, c, lieux="abcd") is None
    assert dits(a, c, pose=False, lieux="abcd") is None
    assert dits(c, c, page="q") is True  # another page has not kept what this one shows
    assert dits(c, c, page="q") is None


@pytest.fixture
def branche(monkeypatch):
    """Sessions and connections of Streamlit, which send packets."""
    for objet, nom in (
        (AppSession, "flush_browser_queue"),
        (AppSession, "request_rerun"),
        (StarletteSessionClient, "__init__"),
        (StarletteSessionClient, "write_forward_msg"),
        (starlette_websocket, "serialize_forward_msg"),
    ):
        monkeypatch.setattr(objet, nom, getattr(objet, nom))  # put back afterwards
    monkeypatch.setattr(AppSession, "request_rerun", lambda *_: None)
    changements.par_paquets()


def _envoyes(adresse, *runs):
    """What a connection of this address is sent, the value of the control being known from the second run on."""
    recus = []

    async def recevoir(octets):
        recus.append(octets)

    async def envoyer():
        session = SimpleNamespace(_browser_queue=ForwardMsgQueue())
        prise = SimpleNamespace(
            query_params=QueryParams(adresse), headers={}, cookies={}, client=None, send_bytes=recevoir
        )
        client = StarletteSessionClient(prise)
        for dits in runs:
            for m in dits:
                session._browser_queue.enqueue(m)
            for envoi in AppSession.flush_browser_queue(session):
                client.write_forward_msg(envoi)
            etat = ClientState()
            etat.widget_states.widgets.add(id="t1", string_value="Changé 3")
            AppSession.request_rerun(session, etat)
        while not client._send_queue.empty():
            await asyncio.sleep(0)
        await client.aclose()

    vivre(asyncio.wait_for(envoyer(), 20))
    return recus


def test_only_a_browser_that_asks_for_packets_is_sent_them(branche):
    runs = [passage([_choix([f"Changé {i}" for i in range(400)], "Changé 3")]) for _ in range(4)]
    attendus = [[m.SerializeToString() for m in run] for run in runs]
    assert _envoyes("", *runs[:2]) == [*attendus[0], *attendus[1]]
    premier, second = _envoyes("paquets=1", *runs[2:])
    gardees = {}
    assert [entier(m, gardees) for m in messages(premier)] == attendus[2]
    assert [ForwardMsg.FromString(m).WhichOneof("type") for m in messages(second)] == ["new_session", "script_finished"]


def test_a_packet_that_cannot_be_made_stops_nobody(branche, monkeypatch, caplog):
    runs = [passage(dire(["a"])) for _ in range(3)]
    attendus = [m.SerializeToString() for m in runs[1]]
    paquets = iter([False, True, False])

    def faire(connexion, envoi):
        if next(paquets):
            raise ValueError("essai")
        return VRAI(connexion, envoi)

    VRAI = changements.Connexion.paquet
    monkeypatch.setattr(changements.Connexion, "paquet", faire)
    _, *dits, dernier = _envoyes("paquets=1", *runs)
    assert dits == attendus
    assert len(list(messages(dernier))) == len(runs[2])


def test_a_session_with_nothing_to_say_sends_nothing(branche):
    assert _envoyes("paquets=1", []) == []


def test_a_long_list_is_said_once_and_each_message_is_whole_again():
    lieux, autres = ([f"{nom} {i}" for i in range(400)] for nom in ("Changé", "Mamers"))
    page = ForwardMsg()
    page.delta.new_element.html.body = "Changé" * 1000
    dits = [
        _choix(lieux, "Changé 3"),
        _choix(lieux, "Changé 4"),
        _choix(autres, "Mamers 5"),
        _choix(lieux, "Changé 6"),
        _choix(lieux, [], "multiselect"),
        _choix(lieux[:9], "Changé 7"),
        page,
    ]
    dites, gardees = {}, {}
    envoyes = [changements.abreger(m, dites) for m in dits]
    attendus = [m.SerializeToString() for m in dits]
    assert [entier(e, gardees) for e in envoyes] == attendus
    epargnes = [len(m) - len(e) > changements.LISTE_MIN for m, e in zip(attendus, envoyes, strict=True)]
    assert epargnes == [False, True, False, True, True, False, False]  # a list is the same in another control
    assert [e == m for m, e in zip(attendus, envoyes, strict=True)] == [False] * 5 + [True] * 2


def test_a_connection_keeps_so_many_lists_and_no_more(monkeypatch):
    monkeypatch.setattr(changements, "LISTES_MAX", 1)
    un, deux = (_choix([f"{nom} {i}" for i in range(400)], "") for nom in ("Changé", "Mamers"))
    dites = {}
    abreges = [len(changements.abreger(m, dites)) < changements.LISTE_MIN for m in (un, deux, un, deux)]
    assert abreges == [False, False, True, False]
    assert changements.abreger(deux, dites) == deux.SerializeToString()
