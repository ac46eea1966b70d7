"""What is computed: few at a time, nobody waits for another; once for all readers, bounded, nothing twice."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import AsyncMock
from urllib.parse import parse_qs

import httpx2
import numpy as np
import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.requests import Request

from geo import reglages, zonages
from pages.components import guichet, partage, shell
from pages.components.api import routes as api
from pages.components.guichet import Guichet, Occupe
from pages.components.partage import Reserve
from pages.components.seance import documents, rejeu, valise
from pages.figures.ecrans import ECRANS
from tests.pages.outils import ouvrir, vivre
from tests.vues import un_sur

ORDRE = {"format": "observatoire-seance-1", "titre": "Comité", "vues": []}
RELEVE = {"seance": ORDRE, "debut": "2026-11-25T14:10", "fin": "2026-11-25T14:51"}
VUES = ("vues", "vue", "image.svg", "chiffres.xlsx", "chercher")
DOCUMENTS = {"releve": RELEVE, "valise": ORDRE, "chiffres.xlsx": ORDRE}
ICI = "http://ici/_seance/"


@pytest.fixture(autouse=True)
def neufs(monkeypatch):
    """Counters of this test: those of the server belong to its loop."""
    for nom, places in (("API", 2), ("VUES", 2), ("DOCUMENTS", 1)):
        monkeypatch.setattr(guichet, nom, Guichet(places))


def application() -> Starlette:
    return Starlette(routes=shell.routes(), middleware=shell.middleware())


def demander(*demandes: tuple[str, str, dict], vers=None, qui="10.0.0.1"):
    transport = httpx2.ASGITransport(vers or application(), client=(qui, 1))

    async def tous():
        async with httpx2.AsyncClient(transport=transport) as client:
            return await asyncio.gather(*(client.request(m, url, **suite) for m, url, suite in demandes))

    return vivre(tous())


def test_a_crowd_waits_or_is_asked_to_come_back_and_few_are_served_at_a_time():
    ensemble, verrou = [], threading.Lock()

    def travailler():
        with verrou:
            ensemble.append(ensemble[-1] + 1 if ensemble else 1)
        threading.Event().wait(0.001)
        with verrou:
            ensemble.append(ensemble[-1] - 1)
        return "fait"

    async def foule():
        g = Guichet(2)
        recus = await asyncio.gather(*(g.servir(travailler) for _ in range(60)), return_exceptions=True)
        return recus, await g.servir(travailler)

    recus, ensuite = vivre(foule())
    assert recus[:34] == ["fait"] * 34
    assert all(isinstance(r, Occupe) for r in recus[34:])
    assert (max(ensemble), ensuite) == (2, "fait")


def demande(qui: str, *messages: dict) -> Request:
    """A request of an address, whose asker stays once these messages are read."""
    file = list(messages)

    async def recevoir():
        return file.pop(0) if file else await asyncio.Event().wait()

    return Request({"type": "http", "client": (qui, 1)}, recevoir)


A, B = "10.0.0.1", "10.0.0.2"


def test_who_asks_for_two_documents_gets_one_and_another_is_served():
    async def suite():
        g, fini = Guichet(1), threading.Event()
        un = asyncio.create_task(g.servir(fini.wait, pour=demande(A), seul=True))
        await asyncio.sleep(0)
        with pytest.raises(Occupe, match="déjà"):
            await g.servir(str, pour=demande(A), seul=True)
        autre = asyncio.create_task(g.servir(str, pour=demande(B), seul=True))
        await asyncio.sleep(0)
        fini.set()
        assert (await un, await autre) == (True, "")
        with pytest.raises(ZeroDivisionError):
            await g.servir(lambda: 1 / 0, pour=demande(A), seul=True)
        assert await g.servir(str, pour=demande(A), seul=True) == ""  # what failed holds no place

    vivre(suite())


def test_the_one_who_asks_most_waits_and_is_the_one_sent_away(monkeypatch):
    monkeypatch.setattr(guichet, "ATTENTE_MAX", 3)

    async def suite():
        g, fini, faits = Guichet(1), threading.Event(), []
        taches = [asyncio.create_task(g.servir(fini.wait, pour=demande(A)))]
        await asyncio.sleep(0)
        for qui in (A, A, A, B):
            taches.append(asyncio.create_task(g.servir(faits.append, qui, pour=demande(qui))))
            await asyncio.sleep(0)
        fini.set()
        recus = await asyncio.gather(*taches, return_exceptions=True)
        return faits, [isinstance(r, Occupe) for r in recus], g.refus, g.attente, await g.servir(str)

    assert vivre(suite()) == ([B, A, A], [False, False, False, True, False], 1, 0, "")


def test_who_leaves_while_waiting_is_served_nothing_and_holds_no_place():
    async def suite():
        g, fini, faits = Guichet(1), threading.Event(), []
        un = asyncio.create_task(g.servir(fini.wait))
        await asyncio.sleep(0)
        parti = demande(A, {"type": "http.request"}, {"type": "http.disconnect"})
        with pytest.raises(Occupe, match="abandonnée"):
            await g.servir(faits.append, 1, pour=parti)
        annule = asyncio.create_task(g.servir(faits.append, 2, pour=demande(B)))
        await asyncio.sleep(0)
        annule.cancel()
        await asyncio.wait([annule])
        fini.set()
        return await un, faits, g.attente, await g.servir(str)

    assert vivre(suite()) == (True, [], 0, "")


@pytest.mark.parametrize(("repos", "libre"), [(0, True), (1e9, False)])
def test_a_document_leaves_the_processor_to_the_readers_before_the_next(repos, libre):
    async def suite():
        g = Guichet(1, repos)
        await g.servir(threading.Event().wait, 0.001)
        suivant = asyncio.create_task(g.servir(str))
        await asyncio.wait([suivant], timeout=None if libre else 0.05)
        fait = suivant.done()
        suivant.cancel()
        return fait

    assert vivre(suite()) is libre


def test_a_view_does_not_wait_for_a_document_and_a_second_document_is_refused_in_french(monkeypatch):
    fini = threading.Event()
    monkeypatch.setattr(valise, "composer", lambda *_: b"x" if fini.wait(60) else b"")
    monkeypatch.setattr(rejeu, "jouer", lambda _: [])
    transport = httpx2.ASGITransport(application(), client=("10.0.0.1", 1))

    async def suite():
        async with httpx2.AsyncClient(transport=transport) as client:
            premiere = asyncio.create_task(client.post(f"{ICI}valise", json=ORDRE))
            while not guichet.DOCUMENTS._servis:
                await asyncio.sleep(0)
            try:
                vue, seconde = await client.get(f"{ICI}vues"), await client.post(f"{ICI}releve", json=RELEVE)
            finally:
                fini.set()
            return vue, seconde, await premiere

    vue, seconde, premiere = vivre(suite())
    assert (vue.status_code, premiere.status_code, seconde.status_code) == (200, 200, 503)
    assert int(seconde.headers["retry-after"]) > 0
    assert seconde.json()["raison"].startswith("Un document se prépare déjà pour cette adresse")


@pytest.mark.parametrize("genre", ["VUES", "DOCUMENTS"])
def test_every_address_is_inside_the_rule(monkeypatch, genre):
    monkeypatch.setattr(guichet, "ATTENTE_MAX", 0)
    monkeypatch.setattr(guichet, genre, Guichet(0))
    vues = [("GET", f"{ICI}{nom}", {}) for nom in VUES]
    documents_ = [("POST", f"{ICI}{nom}", {"json": corps}) for nom, corps in DOCUMENTS.items()]
    recues = demander(*(vues if genre == "VUES" else [*documents_, ("GET", f"{ICI}modele", {})]))
    assert {(r.status_code, r.headers["retry-after"]) for r in recues} == {(503, "5")}
    assert {r.json()["raison"] for r in recues} == {"Trop de demandes à la fois\u00a0: revenir dans quelques secondes."}


def test_an_unknown_parameter_of_a_meeting_is_refused_before_anything_is_computed(monkeypatch):
    monkeypatch.setattr(guichet.Guichet, "servir", None)
    adresses = [("GET", nom) for nom in (*VUES, "modele", "modeles")] + [("POST", nom) for nom in DOCUMENTS]
    for r in demander(*((methode, f"{ICI}{nom}?zonne=1", {}) for methode, nom in adresses)):
        assert (r.status_code, r.json()["raison"]) == (422, "Paramètre inconnu\u00a0: zonne.")
        assert r.json()["remede"]


@pytest.mark.parametrize("nom", [
    "jeux", "jeux/bmo", "jeux/bmo/courant.csv", "indicateurs", "zonages", "zonages/bassin.geojson",
    "zonages/bassin.csv", "zonages/bassin", "chiffres.csv?indicateur=population", "instantanes/bmo/2024--00000000",
    "metadonnees", "metadonnees/datapackage.json", "nouveautes.atom", "recherche?q=laval",
])  # fmt: skip
def test_an_unknown_parameter_of_the_api_is_refused_before_anything_is_computed(monkeypatch, nom):
    monkeypatch.setattr(guichet.Guichet, "servir", None)
    for inconnu in ("zonne", "jeu", "requete"):
        (r,) = demander(("GET", f"http://ici{api.PREFIXE}/{nom}{'&' if '?' in nom else '?'}{inconnu}=1", {}))
        assert (r.status_code, r.json()["detail"].startswith(f"{inconnu} : paramètre inconnu")) == (422, True)


def test_what_leaves_the_site_names_it_by_the_address_of_its_settings(racine, monkeypatch):
    monkeypatch.setenv(guichet.SITE, "https://site.exemple/obs/")
    suites = ("metadonnees", "metadonnees/datapackage.json", "nouveautes.atom",
              *(f"chiffres{f}?indicateur=population&zone=region:52" for f in ("", ".sdmx")))  # fmt: skip
    adresses = [f"http://mechant.exemple{api.PREFIXE}/{n}" for n in suites]
    recues = demander(*(("GET", a, {}) for a in adresses))
    recues += demander(("POST", "http://mechant.exemple/_seance/releve?format=html", {"json": RELEVE}))
    assert [r.status_code for r in recues] == [200] * 6
    for r in recues:
        assert "mechant" not in r.text + str(r.headers)
    assert all("https://site.exemple/obs" in r.text for r in (recues[0], recues[2]))


@pytest.mark.parametrize("regle", ["site.exemple", "javascript:alert(1)", 'https://x/">', "https://", "https://a b"])
def test_what_is_no_address_keeps_the_server_from_starting(monkeypatch, regle):
    monkeypatch.setenv(guichet.SITE, regle)
    with pytest.raises(reglages.ErreurReglages, match="À faire"):
        guichet.site_regle()
    with pytest.raises(SystemExit):
        shell.entourage()


def test_a_body_that_comes_byte_after_byte_is_cut(monkeypatch):
    monkeypatch.setattr(documents, "ENVOI_S", 0.05)

    async def goutte():
        yield b"{"
        await asyncio.Event().wait()

    (r,) = demander(("POST", f"{ICI}valise", {"content": goutte()}))
    assert (r.status_code, r.json()["raison"]) == (422, "L’envoi n’est pas arrivé à temps.")


def test_a_reader_who_leaves_while_sending_is_no_fault(monkeypatch):
    fautes = []
    monkeypatch.setattr(shell.journal, "noter", lambda e: fautes.append(e) or "")
    messages = iter([{"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}])

    async def recevoir():
        return next(messages)

    async def suite():
        scope = {"type": "http", "method": "POST", "path": "/_seance/valise", "query_string": b"", "headers": []}
        await application()(scope | {"root_path": "", "client": ("10.0.0.1", 1)}, recevoir, AsyncMock())

    vivre(suite())
    assert fautes == []


REVUES = [*(e.module for e in ECRANS), "meteo?zone=bassin:5208", "meteo?zone=bassin:5208&onglet=metier"]


@pytest.fixture
def reserve():
    reserve = Reserve(10_000_000)
    yield reserve
    reserve.vider()


def lister(n: int) -> list[int]:
    return list(range(n))


def compter(*args, **kwargs) -> object:
    return object()


def test_a_result_is_computed_once_shared_and_looked_for_without_computing_it(reserve):
    assert reserve.garde(lister, 3) is None
    assert reserve.calculs.total() == 0
    fait = reserve.une_fois(lister, 3)
    assert reserve.une_fois(lister, 3) is reserve.garde(lister, 3) is fait
    assert reserve.garde(lister, 4) is None
    assert reserve.calculs.total() == 1


@pytest.mark.parametrize(("un", "autre"), [
    (1, True), (1, 1.0), ("1", 1), ((1,), [1]), ({"a": 1}, {"a": 2}), ([1, 2], [2, 1]), (None, ""), (0.0, float("nan")),
])  # fmt: skip
def test_arguments_that_differ_have_different_results(reserve, un, autre):
    assert reserve.une_fois(compter, un) is not reserve.une_fois(compter, autre)
    assert reserve.une_fois(compter, un) is reserve.une_fois(compter, un)


def test_a_shared_frame_is_an_argument_and_its_copy_is_not_found(reserve):
    cadre = reserve.une_fois(pd.DataFrame, {"a": (1, 2)})
    assert reserve.une_fois(compter, cadre) is reserve.une_fois(compter, cadre)
    copie = cadre.copy()
    assert reserve.une_fois(compter, copie) is not reserve.une_fois(compter, copie)
    assert len(reserve) == 2


def test_a_perimeter_replaced_changes_the_key(reserve, monkeypatch):
    avant = reserve.une_fois(compter, "bassin")
    monkeypatch.setattr(zonages, "empreinte", lambda: ("autre",))
    assert reserve.une_fois(compter, "bassin") is not avant


def test_what_is_kept_never_weighs_more_than_its_bound_and_what_left_is_no_longer_taken_for_shared(reserve):
    deja = len(partage.Reserve._partages)
    reserve.une_fois(compter, reserve.une_fois(lister, 3))
    for i in range(100):
        reserve.une_fois(np.full, 100_000, float(i))
        assert reserve.octets <= reserve.octets_max
    assert 5 < len(reserve) < 15
    reserve.une_fois(np.full, 100_000, 99.0)
    assert reserve.calculs.total() == 102
    assert len(partage.Reserve._partages) <= deja + len(reserve)


def test_what_was_made_of_a_result_that_has_left_is_found_by_no_other(reserve):
    autre = Reserve(10_000_000)
    lu = reserve.une_fois(lister, 3)
    fait = autre.une_fois(compter, ("sous", lu))
    assert autre.une_fois(compter, ("sous", lu)) is fait
    reserve.octets_max = 1
    reserve.une_fois(lister, 4)
    reserve.octets_max = 10_000_000
    assert autre.une_fois(compter, ("sous", lu)) is not fait  # its value, now, which is shared with nobody
    assert autre.une_fois(compter, ("sous", reserve.une_fois(lister, 3))) is not fait
    autre.vider()


def test_neither_a_failure_nor_what_a_function_made_at_each_run_gives_is_kept(reserve):
    assert reserve.une_fois(compter, lambda: 1) is not reserve.une_fois(compter, lambda: 1)
    fois = []

    def echouer():
        fois.append(1)
        raise ValueError("non")

    for _ in range(2):
        with pytest.raises(ValueError, match="non"):
            reserve.une_fois(echouer)
    assert (len(fois), len(reserve)) == (2, 0)


def test_readers_who_ask_together_share_one_computation(reserve):
    pret, commence = threading.Event(), threading.Event()

    def lent(_n: int) -> object:
        commence.set()
        pret.wait(10)
        return object()

    with ThreadPoolExecutor(4) as fils:
        demandes = [fils.submit(reserve.une_fois, lent, 1) for _ in range(4)]
        commence.wait(10)
        pret.set()
    obtenus = [demande.result() for demande in demandes]
    assert (len(obtenus), len(set(map(id, obtenus))), reserve.calculs.total()) == (4, 1, 1)


@pytest.mark.parametrize("vue", un_sur(2, REVUES))
def test_a_screen_seen_again_computes_nothing(racine, vue):
    module, _, choix = vue.partition("?")
    ouvrir(module, **parse_qs(choix)).run()
    avant = partage.FINIS.calculs + partage.LUS.calculs
    ouvrir(module, **parse_qs(choix))
    assert partage.FINIS.calculs + partage.LUS.calculs - avant == {}


def test_a_thing_held_twice_weighs_once_and_a_short_frame_no_less_than_its_values():
    long = "x" * 1_000
    assert partage.poids([long, long]) < 2 * partage.poids([long])
    court, grand = (pd.DataFrame({"a": range(n), "b": [0.5] * n}) for n in (10, 10_000))
    assert partage.poids(court) >= court.to_numpy().nbytes
    assert partage.poids(grand) == grand.memory_usage(deep=True).sum()
