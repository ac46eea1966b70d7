"""What is no document: the page that Streamlit fills for a session, what answers where no screen is."""

import base64
import hashlib
import re

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocketDisconnect

from pages.components import ensembles, shell
from pages.components.document import routes as documents
from pages.figures.ecrans import ECRANS
from tests.pages.outils import servir

# Of Streamlit, and what a session needs of it.
DE_STREAMLIT = ("/static/js/index.js", "/_stcore/host-config", "/media/x", "/component/x/index.html")
# What the public has no use for, with sessions or without.
FERMEES = ("/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/upload_file/s/f")
FERMEES += ("/auth/login", "/oauth2callback")


@pytest.fixture
def client():
    """The product's layers and addresses, before a Streamlit that answers everywhere."""

    async def tout(requete):
        return PlainTextResponse("Streamlit")

    async def prise(ws):
        await ws.accept()
        await ws.close()

    prises = [WebSocketRoute("/_stcore/stream", prise), Route("/{reste:path}", tout, methods=["GET", "PUT"])]
    return servir([*shell.routes(), *prises], shell.middleware())


@pytest.fixture
def sessions(monkeypatch):
    monkeypatch.setenv("OBSERVATOIRE_RENDU", "streamlit")


def test_where_every_screen_is_a_document_streamlit_says_that_it_lives_and_nothing_else(client):
    assert client.get("/_stcore/health").text == "Streamlit"
    for adresse in (*DE_STREAMLIT, *FERMEES, "/favicon.png", "/manifest.json", "//static/x"):
        assert "Streamlit" not in client.get(adresse).text, adresse
        assert client.put(adresse).status_code in (302, 404), adresse
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream"):
        pass


def test_a_session_has_what_it_needs_of_streamlit(sessions, client):
    assert documents.sessions() == tuple(e.module for e in ECRANS)
    assert {client.get(a).text for a in DE_STREAMLIT} == {"Streamlit"}
    assert {client.get(a).status_code for a in FERMEES} == {404}
    with client.websocket_connect("/_stcore/stream"):
        pass


@pytest.mark.parametrize("ecran", [e for e in ECRANS if e.module in ("accueil", "carte", "portrait")])
def test_the_page_of_a_session_is_french_under_our_header_with_the_scripts_allowed(sessions, client, ecran):
    reponse = client.get("/" if ecran is ECRANS[0] else f"/{ecran.module}")
    page = reponse.text
    assert '<html lang="fr">' in page
    for mot in ("You need", "service-desc", "Copyright", "favicon.png", "<title>Streamlit", "SourceSans"):
        assert mot not in page
    scripts = re.findall(r"<script>(.*?)</script>", page, re.S)
    empreintes = {"'sha256-" + base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() + "'" for s in scripts}
    permis = re.search(r"script-src ([^;]*)", reponse.headers["content-security-policy"]).group(1)
    assert len(scripts) == 2
    assert set(re.findall(r"'sha256-[^']*'", permis)) == empreintes
    assert page.index("obs-entete") < page.index('<div id="root">')
    allumee = re.findall(r'href="(\w+)" aria-current', page)
    assert set(allumee) == {ecran.sous or ecran.module} - {"accueil"}


def test_every_file_of_ours_that_the_page_of_a_session_names_is_there(sessions, client):
    demandes = re.findall(r'<(?:script|link|img)[^>]* (?:src|href)="\.(/statique/[^"]+)"', client.get("/carte").text)
    assert {f"/{m}" for m in ensembles.MODULES} < set(demandes)
    assert {client.get(m).status_code for m in demandes} == {200}


@pytest.mark.parametrize(("adresse", "statut", "vers"), [
    ("/accueil?zone=spo:x", 308, "./?zone=spo:x"),
    ("/carte/?zone=spo:x", 308, "../carte?zone=spo:x"),
    ("/comparer?t1=bassin:5220", 308, "tendances?"),
    ("/a/b/inconnu", 302, "../../introuvable"),
    ("/inconnu", 404, ""), ("/saisie", 404, ""), ("/CARTE", 404, ""),
])  # fmt: skip
def test_where_no_screen_is_one_is_led_to_it_or_told_so(client, adresse, statut, vers):
    reponse = client.get(adresse)
    assert reponse.status_code == statut
    assert reponse.headers.get("location", "").startswith(vers)
    if statut == 404:
        assert "Aucun écran n’est à cette adresse</h1>" in reponse.text
        assert 'href="carte"' in reponse.text
