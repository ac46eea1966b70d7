"""Downloading, against a local server that serves a genuine file and every kind of failure."""

import contextlib
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from data_loaders.__main__ import main
from data_loaders.commandes import INJOIGNABLE, REFUSE
from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import lien, telechargement
from tests import builders

NOM = "Base_open_data_BMO_2023.xlsx"


class Producteur(ThreadingHTTPServer):
    """Answers `/<name>.xlsx` with `reponse(handler)`."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Guichet)
        self.reponse = None
        self.demandes: list[str] = []
        self.fin = threading.Event()

    @property
    def adresse(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Guichet(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.demandes.append(self.path)
        # The client may leave in the middle: that is what is tested.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.server.reponse(self)

    def log_message(self, *args):
        """Silent."""


def corps(contenu: bytes, code: int = 200, *, annonce: int | None = None):
    """An answer; `annonce` is the length announced, that of the body by default."""

    def repondre(guichet):
        guichet.send_response(code)
        guichet.send_header("content-length", str(len(contenu) if annonce is None else annonce))
        guichet.end_headers()
        guichet.wfile.write(contenu)

    return repondre


def page_introuvable(guichet):
    """« Not found » as many sites say it: a page, under the code of success."""
    guichet.send_response(200)
    guichet.send_header("content-type", "text/html")
    guichet.send_header("content-length", "6")
    guichet.end_headers()
    guichet.wfile.write(b"<html>")


def sans_longueur(contenu: bytes):
    """A body whose length is not announced."""

    def repondre(guichet):
        guichet.send_response(200)
        guichet.end_headers()
        guichet.wfile.write(contenu)

    return repondre


def renvoi(vers: str):
    def repondre(guichet):
        guichet.send_response(302)
        guichet.send_header("location", vers)
        guichet.send_header("content-length", "0")
        guichet.end_headers()

    return repondre


def silence(guichet):
    """Announces a body, then says nothing until the end of the test."""
    guichet.send_response(200)
    guichet.send_header("content-length", "1000")
    guichet.end_headers()
    guichet.wfile.write(b"PK\x03\x04")
    guichet.wfile.flush()
    guichet.server.fin.wait(20)


@pytest.fixture
def producteur(tmp_path, monkeypatch):
    """A local producer named by an edited copy of the addresses, and an empty data root."""
    serveur = Producteur()
    fil = threading.Thread(target=serveur.serve_forever, args=(0.02,), daemon=True)
    fil.start()
    table = tmp_path / "adresses.toml"
    table.write_text(
        f'[bmo]\nadresse = "{serveur.adresse}/dossier/Base_open_data_BMO_{{millesime}}.xlsx"\n'
        'millesime_par_defaut = "2023"\ntaille_max_mo = 1\n',
        "utf-8",
    )
    monkeypatch.setenv("OBSERVATOIRE_ADRESSES", str(table))
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(tmp_path / "racine"))
    monkeypatch.setattr(telechargement, "DELAIS_S", (2, 0.3))
    monkeypatch.setattr(telechargement, "annee_courante", lambda: 2023)
    yield serveur
    serveur.fin.set()
    serveur.shutdown()
    fil.join()
    serveur.server_close()


@pytest.fixture
def genuin(tmp_path) -> bytes:
    """The bytes of a survey workbook as the producer lays it out."""
    return builders.fichier_bmo(tmp_path, 2023).read_bytes()


def test_a_sound_file_is_downloaded_imported_and_cited(producteur, genuin, capsys):
    producteur.reponse = corps(genuin)
    assert main(["actualiser", "bmo"]) == 0
    sortie = capsys.readouterr().out
    assert sortie.startswith(f"Reçu {NOM} (0,0 Mo) de {producteur.adresse}/dossier/{NOM}\n")
    assert "BMO 2023 : 7 lignes lues" in sortie
    source = Donnees().officiel.instantane("bmo", "2023").source
    assert source["fichier"] == NOM
    assert source["adresse"] == f"{producteur.adresse}/dossier/{NOM}"
    assert source["octets"] == len(genuin)


def test_the_newest_vintage_published_is_fetched(producteur, tmp_path, monkeypatch, capsys):
    """2026 is not there, 2025 is a page of « not found », 2024 is the file; 2023, the one known, is not asked for."""
    neuf = builders.fichier_bmo(tmp_path, 2024).read_bytes()

    def repondre(guichet):
        if "2026" in guichet.path:
            guichet.send_response(404)
            guichet.send_header("content-length", "0")
            guichet.end_headers()
        elif "2025" in guichet.path:
            page_introuvable(guichet)
        else:
            corps(neuf)(guichet)

    producteur.reponse = repondre
    monkeypatch.setattr(telechargement, "annee_courante", lambda: 2026)
    assert main(["actualiser", "bmo"]) == 0
    assert "Base_open_data_BMO_2024.xlsx" in capsys.readouterr().out
    assert Donnees().officiel.millesimes("bmo") == ["2024"]


def test_no_vintage_at_all_is_the_refusal_of_the_one_known(producteur, monkeypatch, capsys):
    producteur.reponse = page_introuvable
    monkeypatch.setattr(telechargement, "annee_courante", lambda: 2025)
    assert main(["actualiser", "bmo"]) == 3
    erreur = capsys.readouterr().err
    assert "une page web au lieu du fichier attendu" in erreur
    assert NOM in erreur


def test_the_vintage_asked_for_is_the_one_fetched(producteur, tmp_path, capsys):
    producteur.reponse = corps(builders.fichier_bmo(tmp_path, 2022).read_bytes())
    assert main(["actualiser", "bmo", "--millesime", "2022"]) == 0
    assert producteur.demandes == ["/dossier/Base_open_data_BMO_2022.xlsx"]
    assert Donnees().officiel.millesimes("bmo") == ["2022"]


def test_a_redirect_within_the_same_site_is_followed(producteur, genuin, capsys):
    def repondre(guichet):
        (renvoi("/ailleurs.xlsx") if guichet.path.startswith("/dossier") else corps(genuin))(guichet)

    producteur.reponse = repondre
    assert main(["actualiser", "bmo"]) == 0
    assert producteur.demandes == [f"/dossier/{NOM}", "/ailleurs.xlsx"]


PANNES = {
    "gone": (corps(b"", 404), "le producteur répond 404", "fichier déplacé ou pas encore publié"),
    "broken": (corps(b"oups", 500), "le producteur répond 500", "panne du producteur"),
    "web page": (corps(b"<!DOCTYPE html><html></html>"), "une page web au lieu d'un fichier de données", "adresse"),
    "cut short": (corps(b"PK\x03\x04" * 50, annonce=10_000), "transmission a été coupée", "rien n'a été remplacé"),
    "other site": (renvoi("http://127.0.0.2:9/x.xlsx"), "renvoie vers un autre site", "http://127.0.0.2:9/x.xlsx"),
    "another port": (renvoi("http://127.0.0.1:9/x.xlsx"), "renvoie vers un autre site", "corriger adresses.toml"),
    "endless redirects": (renvoi("/encore.xlsx"), "le producteur répond 302", "corriger adresses.toml"),
    "oversized": (corps(b"\0" * (1 << 20) + b"\0"), "plus de 1 Mo reçus", "ce n'est pas le bon fichier"),
    "oversized unannounced": (sans_longueur(b"\0" * (3 << 20)), "plus de 1 Mo reçus", "adresses.toml"),
    "empty": (corps(b""), "fichier vide (0 octet)", "téléchargement interrompu"),
    "silent": (silence, "le producteur ne répond pas", "réessayer plus tard"),
}


PASSAGERES = {"broken", "cut short", "endless redirects", "silent"}


@pytest.mark.parametrize("cas", PANNES)
def test_a_failure_is_explained_and_the_old_snapshot_untouched(producteur, genuin, tmp_path, capsys, cas):
    producteur.reponse = corps(genuin)
    assert main(["actualiser", "bmo"]) == 0
    avant, octets = Donnees().empreinte, _contenu(tmp_path / "racine" / "snapshots")
    capsys.readouterr()
    producteur.reponse, trouve, suite = PANNES[cas]
    assert main(["actualiser", "bmo"]) == (INJOIGNABLE if cas in PASSAGERES else REFUSE)
    erreur = capsys.readouterr().err
    assert erreur.startswith("Refusé — ")
    assert trouve in erreur
    assert suite in erreur
    assert "Traceback" not in erreur
    assert (Donnees().empreinte, _contenu(tmp_path / "racine" / "snapshots")) == (avant, octets)


def _contenu(racine) -> dict[str, bytes]:
    return {
        str(f.relative_to(racine)): f.read_bytes()
        for f in racine.rglob("*")
        if f.is_file() and f.name != ".verrou" and "quarantaine" not in f.parts
    }


def test_nobody_answers(producteur, monkeypatch, capsys, tmp_path):
    table = tmp_path / "personne.toml"
    table.write_text('[bmo]\nadresse = "http://127.0.0.1:9/x.xlsx"\n', "utf-8")
    monkeypatch.setenv("OBSERVATOIRE_ADRESSES", str(table))
    assert main(["actualiser", "bmo"]) == INJOIGNABLE
    assert "le producteur ne répond pas" in capsys.readouterr().err


def test_nothing_half_received_is_kept(producteur, tmp_path):
    producteur.reponse = silence
    dossier = tmp_path / "recu"
    dossier.mkdir()
    with pytest.raises(ErreurDonnees):
        telechargement.telecharger("bmo", dossier)
    assert list(dossier.iterdir()) == []


def test_progress_goes_up_to_the_announced_length(producteur, genuin, tmp_path):
    producteur.reponse = corps(genuin)
    vus = []
    telechargement.telecharger("bmo", tmp_path, progres=lambda fait, total: vus.append((fait, total)))
    assert vus[-1] == (len(genuin), len(genuin))
    assert vus == sorted(vus)


def test_a_source_without_address_is_bad_use(producteur, tmp_path, capsys):
    assert main(["actualiser", "defm-epci"]) == 2
    assert "aucune adresse pour la source « defm-epci ». Sources connues : bmo." in capsys.readouterr().err
    with pytest.raises(DemandeInvalide):
        telechargement.telecharger("x", tmp_path)


def test_an_unreadable_table_of_addresses_is_refused(producteur, tmp_path, capsys):
    (tmp_path / "adresses.toml").write_text("[bmo\n", "utf-8")
    assert main(["actualiser", "bmo"]) == 3
    assert "fichier d'adresses illisible" in capsys.readouterr().err


def test_the_shipped_table_is_complete_and_encrypted(monkeypatch):
    monkeypatch.delenv("OBSERVATOIRE_ADRESSES", raising=False)
    fiche = telechargement.adresses()["bmo"]
    assert fiche["adresse"].startswith("https://")
    assert fiche["adresse"].format(millesime="2023").endswith("2023.xlsx")
    assert fiche["millesime_par_defaut"].isdigit()


def test_the_genuine_file_comes_through(producteur, reference, monkeypatch, tmp_path, capsys):
    table = tmp_path / "adresses.toml"
    table.write_text(table.read_text("utf-8").replace("taille_max_mo = 1", "taille_max_mo = 80"), "utf-8")
    producteur.reponse = corps((reference / "bmo/Base_open_data_BMO_2024.xlsx").read_bytes())
    monkeypatch.setattr(telechargement, "DELAIS_S", (2, 10))
    assert main(["actualiser", "bmo", "--millesime", "2024"]) == 0
    assert "au moins 187\u202f291 projets" in capsys.readouterr().out


# Which link of a producer's page is the file: the newest of the right form, on the same site

PAGE = "https://producteur.test/fr/statistiques/1893230"
MOTIF = re.compile(r"/fichier/zones-t1-2003-t(?P<trimestre>[1-4])-(?P<annee>20\d\d)\.xlsx$")


def choisir(texte, millesime=""):
    return lien.choisir(texte, PAGE, MOTIF, "essai", millesime)


def test_the_newest_by_year_then_quarter_is_taken_whatever_the_order():
    texte = "".join(
        f'<a href="/fichier/zones-t1-2003-t{t}-{a}.xlsx">x</a>' for t, a in ((4, 2023), (2, 2024), (1, 2024), (3, 2022))
    )
    assert choisir(texte) == "https://producteur.test/fichier/zones-t1-2003-t2-2024.xlsx"
    assert choisir(texte, "2023") == "https://producteur.test/fichier/zones-t1-2003-t4-2023.xlsx"


@pytest.mark.parametrize(
    "attribut",
    [
        'href="/fichier/zones-t1-2003-t2-2024.xlsx"',
        "HREF = '../../fichier/zones-t1-2003-t2-2024.xlsx'",
        "href=https://producteur.test/fichier/zones-t1-2003-t2-2024.xlsx",
        'href="//producteur.test/fichier/zones&#45;t1-2003-t2-2024.xlsx"',
        'href="http://[/fichier/zones-t1-2003-t4-2024.xlsx" href="/fichier/zones-t1-2003-t2-2024.xlsx"',
        'class="a" href=" /fichier/zones-t1-2003-t2-2024.xlsx " data-href="/x"',
    ],
)
def test_links_are_read_however_they_are_written(attribut):
    assert choisir(f"<!doctype html><![x<p <a {attribut}>fichier") == (
        "https://producteur.test/fichier/zones-t1-2003-t2-2024.xlsx"
    )


@pytest.mark.parametrize(
    "adresse",
    [
        "https://ailleurs.test/fichier/zones-t1-2003-t2-2024.xlsx",
        "http://producteur.test/fichier/zones-t1-2003-t2-2024.xlsx",
        "https://producteur.test:8443/fichier/zones-t1-2003-t2-2024.xlsx",
        "https://producteur.test@ailleurs.test/fichier/zones-t1-2003-t2-2024.xlsx",
        "ftp://producteur.test/fichier/zones-t1-2003-t2-2024.xlsx",
        "javascript:x/fichier/zones-t1-2003-t2-2024.xlsx",
    ],
)
def test_a_link_out_of_the_site_is_refused(adresse):
    with pytest.raises(ErreurDonnees, match="mène à un autre site") as e:
        choisir(f'<a href="{adresse}">x</a>')
    assert e.value.regle == "redirection"


def test_a_page_without_the_link_names_page_and_pattern():
    with pytest.raises(ErreurDonnees) as e:
        choisir('<a href="/fichier/autre.xlsx">x</a>')
    assert PAGE in e.value.trouve
    assert MOTIF.pattern in e.value.trouve
    assert "adresses.toml" in e.value.remede


def test_a_year_that_is_not_there_says_which_ones_are():
    with pytest.raises(ErreurDonnees, match="aucun fichier de 2019") as e:
        choisir('<a href="/fichier/zones-t1-2003-t2-2024.xlsx">x</a>', "2019")
    assert e.value.exemple == "2024"


def test_the_shipped_table_has_entries_of_three_kinds_all_well_formed(monkeypatch):
    monkeypatch.delenv("OBSERVATOIRE_ADRESSES", raising=False)
    table = telechargement.adresses()
    assert telechargement.par_defaut() == ["bmo", "chomage-ze"]
    assert telechargement.par_defaut("2023") == ["bmo"]
    for source, fiche in table.items():
        assert sum(c in fiche for c in ("adresse", "motif", "manuel")) == 1, source
        assert fiche["page"].startswith("https://")
    motif = re.compile(table["chomage-ze"]["motif"])
    nom = "https://www.insee.fr/fr/statistiques/fichier/1893230/chomage-zone-t1-2003-t3-2023.xlsx"
    assert motif.search(nom).groupdict() == {"trimestre": "3", "annee": "2023"}
