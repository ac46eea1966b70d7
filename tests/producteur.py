"""A producer on 127.0.0.1, which answers what a test asks it to."""

import contextlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from data_loaders.sources import telechargement
from tests import builders


class Producteur(ThreadingHTTPServer):
    """Answers each request with the next of `scenario`; the last one stays."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Guichet)
        self.scenario = []
        self.demandes = []

    @property
    def adresse(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def chemins(self) -> list[str]:
        return [d["chemin"] for d in self.demandes]


class _Guichet(BaseHTTPRequestHandler):
    def do_GET(self):
        producteur = self.server
        producteur.demandes.append({n.lower(): v for n, v in self.headers.items()} | {"chemin": self.path})
        suivante = producteur.scenario[min(len(producteur.demandes), len(producteur.scenario)) - 1]
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            suivante(self)

    def log_message(self, *args):
        """Silent."""


def repondre(code=200, contenu=b"", *, longueur=None, **entetes):
    """An answer; `longueur` is the length announced, none when negative."""

    def ecrire(guichet):
        guichet.send_response(code)
        for nom, valeur in entetes.items():
            guichet.send_header(nom.replace("_", "-"), valeur)
        if longueur is None or longueur >= 0:
            guichet.send_header("content-length", str(len(contenu) if longueur is None else longueur))
        guichet.end_headers()
        guichet.wfile.write(contenu)

    return ecrire


def silence(guichet):
    """Announces a body, then says nothing for longer than the delay."""
    guichet.send_response(200)
    guichet.send_header("content-length", "1000")
    guichet.end_headers()
    guichet.wfile.flush()
    threading.Event().wait(0.6)


@pytest.fixture
def visites(tmp_path, monkeypatch):
    """A server, a table of addresses to write, an empty data root, no pause between attempts; we are in 2023."""
    monkeypatch.setenv("OBSERVATOIRE_ADRESSES", str(tmp_path / "adresses.toml"))
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(tmp_path / "racine"))
    monkeypatch.setattr(telechargement, "ATTENTES_S", (0.0, 0.0))
    monkeypatch.setattr(telechargement, "DELAIS_S", (2, 0.3))
    monkeypatch.setattr(telechargement, "annee_courante", lambda: 2023)
    serveur = Producteur()
    fil = threading.Thread(target=serveur.serve_forever, args=(0.02,), daemon=True)
    fil.start()
    yield serveur
    serveur.shutdown()
    fil.join()
    serveur.server_close()


@pytest.fixture
def producteur(visites, tmp_path):
    """The server as the only source."""
    (tmp_path / "adresses.toml").write_text(
        f'[bmo]\nadresse = "{visites.adresse}/dossier/Base_open_data_BMO_{{millesime}}.xlsx"\n'
        'millesime_par_defaut = "2023"\ntaille_max_mo = 1\n',
        "utf-8",
    )
    return visites


@pytest.fixture
def genuin(tmp_path) -> bytes:
    """The bytes of a survey workbook as the producer lays it out."""
    return builders.fichier_bmo(tmp_path, 2023).read_bytes()
