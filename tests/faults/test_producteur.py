"""A producer that fails in every way, on 127.0.0.1: what is asked again, resumed, skipped or refused."""

import contextlib
import gzip
import json
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from data_loaders.__main__ import main
from data_loaders.commandes import INJOIGNABLE
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import telechargement
from tests import builders
from tests.faults.test_fichiers import bombe

ETIQUETTE = '"v1"'


class Producteur(ThreadingHTTPServer):
    """Answers each request with the next of `scenario`; the last one stays."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Guichet)
        self.scenario = []
        self.demandes = []


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
    """An answer; `longueur` is the length announced."""

    def ecrire(guichet):
        guichet.send_response(code)
        for nom, valeur in entetes.items():
            guichet.send_header(nom.replace("_", "-"), valeur)
        guichet.send_header("content-length", str(len(contenu) if longueur is None else longueur))
        guichet.end_headers()
        guichet.wfile.write(contenu)

    return ecrire


def suite(contenu, **entetes):
    """Honours `Range`, as a producer does when the file has not changed."""

    def ecrire(guichet):
        debut = int(guichet.headers["range"].removeprefix("bytes=").removesuffix("-"))
        repondre(206, contenu[debut:], content_range=f"bytes {debut}-{len(contenu) - 1}/{len(contenu)}", **entetes)(
            guichet
        )

    return ecrire


@pytest.fixture
def serveur():
    s = Producteur()
    fil = threading.Thread(target=s.serve_forever, args=(0.02,), daemon=True)
    fil.start()
    yield s
    s.shutdown()
    fil.join()
    s.server_close()


@pytest.fixture
def producteur(serveur, tmp_path, monkeypatch):
    """The server as the only source, an empty data root, no pause between attempts."""
    (tmp_path / "adresses.toml").write_text(
        f'[bmo]\nadresse = "http://127.0.0.1:{serveur.server_port}/bmo_2023.xlsx"\ntaille_max_mo = 1\n', "utf-8"
    )
    monkeypatch.setenv("OBSERVATOIRE_ADRESSES", str(tmp_path / "adresses.toml"))
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(tmp_path / "racine"))
    monkeypatch.setattr(telechargement, "ATTENTES_S", (0.0, 0.0))
    monkeypatch.setattr(telechargement, "DELAIS_S", (2, 0.3))
    return serveur


@pytest.fixture
def genuin(tmp_path):
    return builders.fichier_bmo(tmp_path, 2023).read_bytes()


def actualiser(capsys, *argv):
    code = main(["actualiser", *argv])
    return code, *capsys.readouterr()


def test_a_file_that_has_not_changed_is_not_sent_again(producteur, genuin, capsys, cas, tmp_path):
    producteur.scenario = [repondre(contenu=genuin, etag=ETIQUETTE, last_modified="x"), repondre(304)]
    assert actualiser(capsys)[0] == 0
    memoire = json.loads((tmp_path / "racine" / "telechargements.json").read_text("utf-8"))
    assert [m["etag"] for m in memoire.values()] == [ETIQUETTE]
    avant = Donnees().empreinte
    code, sortie, erreur = actualiser(capsys)
    assert (code, erreur) == (0, "")
    assert sortie.startswith("Source bmo : déjà à jour")
    assert "if-none-match" not in producteur.demandes[0]
    assert producteur.demandes[1]["if-none-match"] == ETIQUETTE
    assert Donnees().empreinte == avant
    cas("rien de nouveau (304)", "actualiser", sortie)


def test_a_file_is_asked_for_whole_when_its_snapshot_is_no_longer_in_force(producteur, genuin, capsys, tmp_path):
    producteur.scenario = [repondre(contenu=genuin, etag=ETIQUETTE)]
    assert actualiser(capsys)[0] == 0
    shutil.rmtree(tmp_path / "racine" / "snapshots")
    assert actualiser(capsys)[0] == 0
    assert "if-none-match" not in producteur.demandes[1]
    assert Donnees().officiel.millesimes("bmo") == ["2023"]


def test_a_refused_file_is_not_remembered_as_received(producteur, capsys, tmp_path):
    producteur.scenario = [repondre(contenu=b"PK\x03\x04 not a workbook", etag=ETIQUETTE)]
    assert actualiser(capsys)[0] == 3
    assert actualiser(capsys)[0] == 3
    assert "if-none-match" not in producteur.demandes[1]
    assert not (tmp_path / "racine" / "telechargements.json").exists()


@pytest.mark.parametrize("fois", [1, 2])
def test_a_cut_body_is_resumed_where_it_stopped(producteur, genuin, capsys, cas, monkeypatch, fois):
    monkeypatch.setattr(telechargement, "MORCEAU", 100)
    coupe = repondre(contenu=genuin[:2000], longueur=len(genuin), etag=ETIQUETTE)

    def recoupe(guichet):
        assert guichet.headers["range"] == "bytes=2000-"
        repondre(206, genuin[2000:4000], longueur=len(genuin) - 2000, etag=ETIQUETTE)(guichet)

    producteur.scenario = [coupe, *[recoupe] * (fois - 1), suite(genuin, etag=ETIQUETTE)]
    code, sortie, erreur = actualiser(capsys)
    assert (code, erreur) == (0, "")
    assert [d.get("range") for d in producteur.demandes] == [None, "bytes=2000-", "bytes=4000-"][: fois + 1]
    assert producteur.demandes[1]["if-range"] == ETIQUETTE
    assert Donnees().officiel.instantane("bmo", "2023").source["octets"] == len(genuin)
    cas(f"transmission coupée {fois} fois", "actualiser", f"reprise : {sortie}")


@pytest.mark.parametrize("etiquette", [{}, {"etag": 'W/"v1"'}])
def test_without_a_strong_mark_a_cut_body_is_asked_for_again_whole(producteur, genuin, capsys, etiquette):
    producteur.scenario = [
        repondre(contenu=genuin[:500], longueur=len(genuin), **etiquette),
        repondre(contenu=genuin, **etiquette),
    ]
    assert actualiser(capsys)[0] == 0
    assert "range" not in producteur.demandes[1]


def test_a_file_that_changed_during_the_cut_is_taken_whole(producteur, genuin, capsys):
    producteur.scenario = [
        repondre(contenu=b"x" * 500, longueur=9000, etag=ETIQUETTE),
        repondre(contenu=genuin, etag='"v2"'),
    ]
    assert actualiser(capsys)[0] == 0
    assert Donnees().officiel.instantane("bmo", "2023").source["octets"] == len(genuin)


@pytest.mark.parametrize("code", [429, 500, 503])
def test_a_passing_failure_is_tried_again(producteur, genuin, capsys, cas, code):
    producteur.scenario = [repondre(code), repondre(code), repondre(contenu=genuin)]
    retour, sortie, _ = actualiser(capsys)
    assert retour == 0
    assert len(producteur.demandes) == 3
    cas(f"panne passagère ({code}, deux fois)", "actualiser", sortie)


def silence(guichet):
    """Announces a body, then says nothing for longer than the delay."""
    guichet.send_response(200)
    guichet.send_header("content-length", "1000")
    guichet.end_headers()
    guichet.wfile.flush()
    threading.Event().wait(0.6)


PANNES = {
    "toujours en panne (500)": (repondre(500), 3, "le producteur répond 500"),
    "fichier retiré (404)": (repondre(404), 1, "le producteur répond 404"),
    "producteur muet": (silence, 3, "le producteur ne répond pas"),
    "toujours coupé": (repondre(contenu=b"PK", longueur=999), 3, "la transmission a été coupée"),
    "page HTML": (repondre(contenu=b"<p>", content_type="text/html; charset=utf-8"), 1, "une page web au lieu"),
    "renvoi vers un autre site": (repondre(302, location="http://127.0.0.2:9/x"), 1, "renvoie vers un autre site"),
    "taille annoncée trop grande": (repondre(longueur=2 << 20), 1, "plus de 1 Mo reçus"),
    "corps trop gros": (repondre(contenu=b"0" * (2 << 20)), 1, "plus de 1 Mo reçus"),
    "archive piégée": (None, 1, "contenu décompressé de 32 Mo"),
    "corps comprimé sans fin": (
        repondre(contenu=gzip.compress(b"0" * (64 << 20)), content_encoding="gzip"),
        1,
        "plus de 1 Mo reçus",
    ),
}


INJOIGNABLES = {"toujours en panne (500)", "producteur muet", "toujours coupé"}


@pytest.mark.parametrize("panne", PANNES)
def test_a_failure_is_refused_after_the_attempts_that_could_help(producteur, genuin, capsys, cas, tmp_path, panne):
    producteur.scenario = [repondre(contenu=genuin)]
    assert actualiser(capsys)[0] == 0
    avant = Donnees().empreinte
    reponse, essais, mots = PANNES[panne]
    producteur.scenario, producteur.demandes = [reponse or repondre(contenu=bombe(tmp_path).read_bytes())], []
    code, _, erreur = actualiser(capsys)
    assert code == (INJOIGNABLE if panne in INJOIGNABLES else 3)
    assert mots in erreur
    assert "Les instantanés en place restent inchangés." in erreur
    assert len(producteur.demandes) == essais
    assert Donnees().empreinte == avant
    cas(panne, "actualiser", erreur)


def test_a_dripping_producer_is_given_up(producteur, genuin, capsys, monkeypatch):
    monkeypatch.setattr(telechargement, "DUREE_MAX_S", -1)
    producteur.scenario = [repondre(contenu=genuin)]
    code, _, erreur = actualiser(capsys)
    assert code == INJOIGNABLE
    assert "minutes d'attente" in erreur


def test_a_failing_source_leaves_the_others_and_says_so(producteur, tmp_path, capsys, cas):
    table = tmp_path / "adresses.toml"
    base = f"http://127.0.0.1:{producteur.server_port}"
    table.write_text(f'[stmt-dep]\nadresse = "{base}/stmt.csv"\n[bmo]\nadresse = "{base}/bmo_2023.xlsx"\n', "utf-8")
    genuin = builders.fichier_bmo(tmp_path, 2023).read_bytes()

    def par_chemin(guichet):
        (repondre(404) if "stmt" in guichet.path else repondre(contenu=genuin))(guichet)

    producteur.scenario = [par_chemin]
    code, sortie, erreur = actualiser(capsys)
    assert code == 3
    assert "source stmt-dep : le producteur répond 404" in erreur
    assert sortie.endswith("publié : 1 · inchangé : 0 · refusé : 1 · injoignable : 0\n")
    assert Donnees().officiel.millesimes("bmo") == ["2023"]
    cas("une source sur deux en panne", "actualiser", sortie.splitlines()[-1])
