"""The server side of the shell, without a browser: page, policy, compression, local files."""

import gzip
import hashlib
import socket

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from pages.components import ensembles, shell, territory_map
from tests.pages.outils import servir

STATIQUE = shell.DOSSIER_STATIQUE
FEUILLES = [f.read_text("utf-8") for f in (STATIQUE / "styles").glob("*.css")]
PALETTE = "--obs-balise:light-dark(#BE3B08,#FF8A4C)"


def lu(nom: str) -> str:
    """A file of ours."""
    return (STATIQUE / nom).read_text("utf-8")


@pytest.fixture
def client(tmp_path, monkeypatch):
    """A server that stands for Streamlit, inside the product's layers."""
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(tmp_path / "donnees"))
    monkeypatch.setenv("OBSERVATOIRE_RENDU", "streamlit")
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


def test_health_stays_open_with_security_headers(client):
    reponse = client.get("/_stcore/health")
    assert (reponse.text, reponse.headers["x-content-type-options"]) == ("ouverte", "nosniff")


def test_static_file_is_compressed_once_and_only_when_asked(client, monkeypatch):
    appels, vraie = [], gzip.compress
    monkeypatch.setattr(gzip, "compress", lambda *a: appels.append(1) or vraie(*a))
    for _ in range(3):
        reponse = client.get("/static/gros.abcdefgh.js", headers={"accept-encoding": "gzip"})
        assert reponse.headers["content-encoding"] == "gzip"
        assert reponse.text == "var x = 1;\n" * 1000
    brut = client.get("/static/gros.abcdefgh.js", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in brut.headers
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
    assert 0 < sum(map(len, couche.gardes.values())) <= 1000


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
