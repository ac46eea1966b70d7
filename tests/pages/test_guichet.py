"""What is computed outside the pages: bounded, nobody waits for another, what an address does not know is refused."""

import asyncio
import threading

import httpx2
import pytest
from starlette.applications import Starlette

from geo import reglages
from pages.components import guichet, shell
from pages.components.api import routes as api
from pages.components.guichet import Guichet, Occupe
from pages.components.seance import documents, rejeu, valise
from tests.pages.outils import vivre

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
    """Answers to requests sent together."""
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


def test_who_asks_for_two_documents_gets_one_and_another_is_served():
    async def suite():
        g, fini = Guichet(1), threading.Event()
        un = asyncio.create_task(g.servir(fini.wait, seul="10.0.0.1"))
        await asyncio.sleep(0)
        with pytest.raises(Occupe, match="déjà"):
            await g.servir(str, seul="10.0.0.1")
        autre = asyncio.create_task(g.servir(str, seul="10.0.0.2"))
        await asyncio.sleep(0)
        fini.set()
        assert (await un, await autre) == (True, "")
        with pytest.raises(ZeroDivisionError):
            await g.servir(lambda: 1 / 0, seul="10.0.0.1")
        assert await g.servir(str, seul="10.0.0.1") == ""  # what failed holds no place

    vivre(suite())


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


@pytest.mark.parametrize("nom", [*VUES, "modele", "modeles", *DOCUMENTS])
def test_an_unknown_parameter_of_a_meeting_is_refused_before_anything_is_computed(monkeypatch, nom):
    monkeypatch.setattr(guichet.Guichet, "servir", None)
    methodes = [m for m, noms in (("GET", (*VUES, "modele", "modeles")), ("POST", DOCUMENTS)) if nom in noms]
    for r in demander(*((methode, f"{ICI}{nom}?zonne=1", {}) for methode in methodes)):
        assert (r.status_code, r.json()["raison"]) == (422, "Paramètre inconnu\u00a0: zonne.")
        assert r.json()["remede"]


@pytest.mark.parametrize("nom", [
    "jeux", "jeux/bmo", "jeux/bmo/courant.csv", "indicateurs", "zonages", "zonages/bassin.geojson",
    "zonages/bassin.csv", "zonages/bassin", "chiffres.csv?indicateur=population", "instantanes/bmo/2024--00000000",
    "metadonnees", "metadonnees/datapackage.json", "nouveautes.atom",
])  # fmt: skip
def test_an_unknown_parameter_of_the_api_is_refused_before_anything_is_computed(monkeypatch, nom):
    monkeypatch.setattr(guichet.Guichet, "servir", None)
    for inconnu in ("zonne=1", "jeu=bmo", "requete=1"):
        (r,) = demander(("GET", f"http://ici{api.PREFIXE}/{nom}{'&' if '?' in nom else '?'}{inconnu}", {}))
        assert r.status_code == 422
        assert r.json()["detail"].startswith(f"{inconnu.partition('=')[0]} : paramètre inconnu")


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

    async def suite():
        async def recevoir():
            return next(messages)

        async def envoyer(_):
            pass

        scope = {"type": "http", "method": "POST", "path": "/_seance/valise", "query_string": b"", "headers": []}
        await application()(scope | {"root_path": "", "client": ("10.0.0.1", 1)}, recevoir, envoyer)

    vivre(suite())
    assert fautes == []
