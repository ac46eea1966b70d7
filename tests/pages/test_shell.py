"""The server’s shell: policy, compression, files, drawings kept; the page of a session, what answers elsewhere."""

import base64
import gzip
import hashlib
import re
import socket

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from pages.components import depot, ensembles, partage, shell, territory_map
from pages.figures import icones
from tests.pages.outils import servir

STATIQUE = shell.DOSSIER_STATIQUE
FEUILLES = [f.read_text("utf-8") for f in (STATIQUE / "styles").glob("*.css")]
PALETTE = "--obs-balise:light-dark(#BE3B08,#FF8A4C)"


def lu(nom: str) -> str:
    return (STATIQUE / nom).read_text("utf-8")


@pytest.fixture
def sessions(tmp_path, monkeypatch):
    """The reserved process, where Streamlit draws forms; its guard, which has its own tests, lets anybody in."""
    monkeypatch.setenv("OBSERVATOIRE_RESERVE", str(tmp_path / "reserve"))
    monkeypatch.setattr(shell, "Gardien", lambda app: app)


@pytest.fixture
def client(tmp_path, monkeypatch, sessions):
    """A server that stands for Streamlit, inside the product's layers."""
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(tmp_path / "donnees"))
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "gros.abcdefgh.js").write_text("var x = 1;\n" * 1000)

    async def ouverte(requete):
        return PlainTextResponse("ouverte")

    streamlit = [Route("/_stcore/health", ouverte), Mount("/static", StaticFiles(directory=tmp_path / "static"))]
    return servir([*shell.routes(), *streamlit], shell.middleware())


@pytest.fixture
def trace(tmp_path):
    """Folder of outlines under the data root, beside the file that says which are in use."""
    dossier = tmp_path / "donnees" / "zonages" / "spo" / "0a1b2c3d"
    dossier.mkdir(parents=True)
    (dossier / "trace.0a1b2c3d.json").write_text('{"zonage":"spo"}')
    (dossier.parents[1] / "courant.json").write_text("{}")


def test_static_file_is_compressed_once_and_only_when_asked(client, monkeypatch):
    appels, vraie = [], gzip.compress
    monkeypatch.setattr(gzip, "compress", lambda *a: appels.append(1) or vraie(*a))
    for _ in range(3):
        reponse = client.get("/static/gros.abcdefgh.js", headers={"accept-encoding": "gzip"})
        assert reponse.headers["content-encoding"] == "gzip"
        assert reponse.text == "var x = 1;\n" * 1000
    brut = client.get("/static/gros.abcdefgh.js", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in brut.headers
    # A strong ETag names bytes: that of the file is not that of the file compressed.
    assert (reponse.headers["etag"], brut.headers["etag"][0]) == (f"W/{brut.headers['etag']}", '"')
    assert len(appels) == 1


def test_compressed_files_kept_are_bounded_whatever_is_asked(tmp_path, monkeypatch):
    (tmp_path / "static").mkdir()
    monkeypatch.setattr(shell, "COMPRESSES_MAX", 1000)
    couche = shell.Compression(StaticFiles(directory=tmp_path))
    client = TestClient(couche)
    for i in range(20):
        texte = f"var x{i} = {hashlib.sha512(str(i).encode()).hexdigest()!r};\n" * 20
        (tmp_path / "static" / f"{i}.js").write_text(texte)
        assert client.get(f"/static/{i}.js", headers={"accept-encoding": "gzip"}).text == texte
    assert 0 < couche.gardes.octets <= 1000


def test_hashed_names_are_kept_for_good_and_the_others_checked_again(client, trace):
    lue = client.get("/statique/traces/trace.0a1b2c3d.json")
    assert lue.json() == {"zonage": "spo"}
    assert lue.headers["cache-control"].endswith("immutable")
    lue = client.get("/statique/fr.js")
    assert lue.headers["cache-control"] == "no-cache"
    assert client.get("/statique/fr.js", headers={"if-none-match": lue.headers["etag"]}).status_code == 304


def test_files_of_the_map_are_kept_for_good_under_the_digest_of_them_all(client):
    dossier = f"/statique/{territory_map.dossier()}"
    noms = {f"territory_map.{suffixe}": f"text/{genre}" for suffixe, genre in (("js", "javascript"), ("css", "css"))}
    noms["constantes.json"] = "application/json"
    assert {n: client.get(f"{dossier}/{n}").headers["content-type"].split(";")[0] for n in noms} == noms
    assert client.get(f"{dossier}/territory_map.js").headers["cache-control"].endswith("immutable")
    for chemin in (f"{dossier}/package.json", "/statique/territory_map.00000000/territory_map.js"):
        assert client.get(chemin).status_code == 404


@pytest.mark.parametrize("chemin", [
    "traces/trace.ffffffff.json", "traces/courant.json", "traces/..%2f..%2fcourant.json", "traces/*.0a1b2c3d.json",
    "traces/../shell.py", "trace.0a1b2c3d.json", "%2e%2e/shell.py",
])  # fmt: skip
def test_nothing_else_of_the_data_root_is_served(client, trace, chemin):
    assert client.get(f"/statique/{chemin}").status_code == 404


@pytest.mark.parametrize(("nom", "genre", "dedans"), [
    ("session.css", "text/css", [PALETTE, *FEUILLES, lu("session.css")]),
    ("document.css", "text/css", [PALETTE, *FEUILLES, lu("document/document.css")]),
    ("session.js", "text/javascript", [*map(lu, ensembles.SESSION)]),
    ("document.js", "text/javascript", [*map(lu, ensembles.DOCUMENT)]),
    ("communs.js", "text/javascript", [*map(lu, ensembles.COMMUNS)]),
])  # fmt: skip
def test_what_every_page_runs_and_wears_is_one_file_kept_for_good(client, nom, genre, dedans):
    reponse = client.get(ensembles.adresse(nom).removeprefix("."))
    assert reponse.headers["content-type"].startswith(genre)
    assert reponse.headers["cache-control"].endswith("immutable")
    assert all(texte in reponse.text for texte in dedans)
    autre = client.get(f"/statique/page.00000000.{nom}")
    assert (autre.text, autre.headers["cache-control"]) == (reponse.text, "no-cache")


@pytest.mark.parametrize(("reglage", "attendus"), [
    ("", "'self'"),
    ("https://exemple.fr https://*.exemple.org:8443", "'self' https://exemple.fr https://*.exemple.org:8443"),
    ("* 'unsafe-inline' https://a.fr;script-src https:", "'self'"),
])  # fmt: skip
def test_sites_that_may_hold_a_page_are_named_by_one_setting(client, monkeypatch, reglage, attendus):
    monkeypatch.setenv("OBSERVATOIRE_CADRES", reglage)
    reponse = client.get("/saisie", headers={"accept": "text/html"})
    politique = reponse.headers["content-security-policy"]
    assert politique.partition("frame-ancestors ")[2] == attendus
    assert ("x-frame-options" in reponse.headers) == (attendus == "'self'")


def test_the_body_of_an_answer_does_not_wait_for_its_head_to_be_received():
    with socket.create_server(("127.0.0.1", 0)) as serveur:
        shell.sans_attendre()
        with socket.create_connection(serveur.getsockname()):
            prise, _ = serveur.accept()
            with prise:
                assert prise.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


# Of Streamlit, and what a session needs of it.
DE_STREAMLIT = ("/static/js/index.js", "/_stcore/host-config", "/media/x", "/component/x/index.html")
# What nobody reads, then what the public has no use for.
CACHEES = ("/_stcore/metrics", "/_stcore/agent/openapi.json")
FERMEES = (*CACHEES, "/_stcore/upload_file/s/f", "/auth/login", "/oauth2callback")


@pytest.fixture
def partout():
    """The product's layers and addresses, before a Streamlit that answers everywhere."""

    async def tout(requete):
        return PlainTextResponse("Streamlit")

    async def prise(ws):
        await ws.accept()
        await ws.close()

    prises = [WebSocketRoute("/_stcore/stream", prise), Route("/{reste:path}", tout, methods=["GET", "PUT"])]
    return servir([*shell.routes(), *prises], shell.middleware())


def test_no_cookie_leaves_where_nobody_signs_in(monkeypatch, tmp_path):
    async def poser(_):
        return PlainTextResponse("x", headers={"set-cookie": "_streamlit_xsrf=1"})

    client = servir([Route("/_stcore/health", poser)], [shell.middleware()[0]])
    assert "set-cookie" not in client.get("/_stcore/health").headers
    monkeypatch.setenv("OBSERVATOIRE_RESERVE", str(tmp_path))
    assert "set-cookie" in client.get("/_stcore/health").headers


def test_where_every_screen_is_a_document_streamlit_says_that_it_lives_and_nothing_else(partout):
    vivant = partout.get("/_stcore/health")
    assert (vivant.text, vivant.headers["x-content-type-options"]) == ("Streamlit", "nosniff")
    for adresse in (*DE_STREAMLIT, *FERMEES, "/favicon.png", "/manifest.json", "//static/x"):
        assert "Streamlit" not in partout.get(adresse).text, adresse
        assert partout.put(adresse).status_code in (302, 404), adresse
    with pytest.raises(WebSocketDisconnect), partout.websocket_connect("/_stcore/stream"):
        pass


def test_a_session_has_what_it_needs_of_streamlit(sessions, partout):
    assert {partout.get(a).text for a in (*DE_STREAMLIT, "/_stcore/health", *FERMEES[2:])} == {"Streamlit"}
    assert {partout.get(a).status_code for a in CACHEES} == {404}
    with partout.websocket_connect("/_stcore/stream"):
        pass


@pytest.mark.parametrize("adresse", ["/", "/saisie"])
def test_the_page_of_a_session_is_french_under_our_header_with_the_scripts_allowed(sessions, partout, adresse):
    reponse = partout.get(adresse)
    page = reponse.text
    assert '<html lang="fr">' in page
    for mot in ("You need", "service-desc", "Copyright", "favicon.png", "<title>Streamlit", "SourceSans"):
        assert mot not in page
    scripts = re.findall(r"<script>(.*?)</script>", page, re.S)
    empreintes = {"'sha256-" + base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() + "'" for s in scripts}
    permis = re.search(r"script-src ([^;]*)", reponse.headers["content-security-policy"]).group(1)
    assert len(scripts) == 3
    assert set(re.findall(r"'sha256-[^']*'", permis)) == empreintes
    assert page.index("obs-entete") < page.index('<div id="root">')


def test_every_file_of_ours_that_the_page_of_a_session_names_is_there(sessions, partout):
    demandes = re.findall(r'<(?:script|link|img)[^>]* (?:src|href)="\.(/statique/[^"]+)"', partout.get("/saisie").text)
    assert {f"/{m}" for m in ensembles.MODULES} < set(demandes)
    assert {partout.get(m).status_code for m in demandes} == {200}


@pytest.mark.parametrize(("adresse", "statut", "vers"), [
    ("/accueil?zone=spo:x", 308, "./?zone=spo:x"),
    ("/carte/?zone=spo:x", 308, "../carte?zone=spo:x"),
    ("/comparer?t1=bassin:5220", 308, "tendances?"),
    ("/a/b/inconnu", 302, "../../introuvable"),
    ("/inconnu", 404, ""), ("/saisie", 404, ""), ("/CARTE", 404, ""),
])  # fmt: skip
def test_where_no_screen_is_one_is_led_to_it_or_told_so(partout, adresse, statut, vers):
    reponse = partout.get(adresse)
    assert reponse.status_code == statut
    assert reponse.headers.get("location", "").startswith(vers)
    if statut == 404:
        assert "Aucun écran n’est à cette adresse</h1>" in reponse.text
        assert 'href="carte"' in reponse.text


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><title>{}</title></svg>'
GRAND = SVG.format("é" * depot.IMAGE_MIN)


@pytest.fixture(autouse=True)
def racine(tmp_path, monkeypatch):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(tmp_path))
    yield tmp_path
    partage.FINIS.vider()


def figure(svg: str) -> str:
    return f'<img alt="Plan" src="data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}">'


def lire(adresse: str):
    """What the server answers at the address of a drawing."""
    return servir(depot.routes()).get(f"/{adresse}")


def test_a_large_drawing_leaves_the_text_and_its_place_is_kept():
    html = depot.html_une_fois(figure, GRAND)
    motif = r'<img alt="Plan" src="(statique/dessins/\w{32}\.svg)" style="aspect-ratio:auto 40/30">'
    reponse = lire(re.fullmatch(motif, html)[1])
    assert reponse.text == GRAND
    assert (reponse.headers["content-type"], reponse.headers["cache-control"]) == ("image/svg+xml", depot.TOUJOURS)


def test_a_small_drawing_stays_in_the_text(racine):
    assert depot.html_une_fois(figure, SVG.format("petit")) == figure(SVG.format("petit"))
    assert list(racine.iterdir()) == []


def test_a_drawing_that_left_the_disk_is_written_again_for_every_user_of_the_group(racine):
    html = depot.html_une_fois(figure, GRAND)
    (fichier,) = (racine / depot.DOSSIER).iterdir()
    fichier.unlink()
    assert depot.html_une_fois(figure, GRAND) == html
    assert gzip.decompress(fichier.read_bytes()).decode() == GRAND
    assert fichier.stat().st_mode & 0o060 == 0o060


def test_where_nothing_can_be_written_the_drawing_stays_in_the_text(racine, monkeypatch):
    (racine / "fichier").write_text("")
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine / "fichier"))
    assert depot.html_une_fois(figure, GRAND) == figure(GRAND)


def test_a_sky_is_a_file_that_needs_no_folder(racine):
    (adresse,) = re.findall(r'src="([^"]+)"', icones.image("orage"))
    reponse = lire(adresse)
    assert (reponse.text, reponse.headers["cache-control"]) == (icones.svg("orage"), depot.TOUJOURS)
    assert depot.relire(adresse) == icones.svg("orage").encode()
    assert list(racine.iterdir()) == []


@pytest.mark.parametrize("nom", ["..%2Fmanifeste.json", "a.svg", f"{'0' * 32}.svg", f"{'0' * 32}.html"])
def test_nothing_else_is_served(racine, nom):
    (racine / depot.DOSSIER).mkdir()
    for present in ("manifeste.json", "dessins/a.svg", f"dessins/{'0' * 32}.html"):
        (racine / present).write_bytes(gzip.compress(b"secret"))
    assert lire(f"statique/dessins/{nom}").status_code == 404


def test_the_folder_is_looked_through_once_for_many_drawings(racine, monkeypatch):
    faites = []
    monkeypatch.setattr(depot, "_faire_place", faites.append)
    monkeypatch.setattr(depot, "_poses", {})
    for i in range(5):
        depot.poser(f'{{"jamais": {i}}}'.encode(), ".json")
    monkeypatch.setattr(depot, "OCTETS_MAX", 64)
    assert len(faites) == 1
    depot.poser(b'{"jamais": "plus"}', ".json")
    assert len(faites) == 2
