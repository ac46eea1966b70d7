"""A producer that fails in every way, on 127.0.0.1: what is asked again, resumed, skipped or refused."""

import gzip
import json
import shutil

import pytest

from data_loaders.__main__ import main
from data_loaders.commandes import PLUS_TARD, REFUSE
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import telechargement
from tests import builders
from tests.faults.test_fichiers import bombe
from tests.producteur import repondre, silence

ETIQUETTE = '"v1"'


def suite(contenu, **entetes):
    """Honours `Range`, as a producer does when the file has not changed."""

    def ecrire(guichet):
        debut = int(guichet.headers["range"].removeprefix("bytes=").removesuffix("-"))
        repondre(206, contenu[debut:], content_range=f"bytes {debut}-{len(contenu) - 1}/{len(contenu)}", **entetes)(
            guichet
        )

    return ecrire


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


DEMESURE, AILLEURS = "plus de 1 Mo reçus", "renvoie vers un autre site"
ADRESSE = "corriger adresses.toml"
PAS_LE_BON = "ce n'est pas le bon fichier"
PANNES = {
    "toujours en panne (500)": (repondre(500), 3, "le producteur répond 500", "panne du producteur"),
    "fichier retiré (404)": (repondre(404), 1, "le producteur répond 404", "fichier déplacé ou pas encore publié"),
    "producteur muet": (silence, 3, "le producteur ne répond pas", "réessayer plus tard"),
    "toujours coupé": (
        repondre(contenu=b"PK", longueur=999),
        3,
        "la transmission a été coupée",
        "rien n'a été remplacé",
    ),
    "page HTML": (
        repondre(contenu=b"<p>", content_type="text/html; charset=utf-8"),
        1,
        "une page web au lieu",
        "vérifier l'adresse",
    ),
    "page HTML sans le dire": (
        repondre(contenu=b"<!DOCTYPE html><html></html>"),
        1,
        "une page web au lieu d'un fichier de données",
        "adresse",
    ),
    "fichier vide": (repondre(), 1, "fichier vide (0 octet)", "téléchargement interrompu"),
    "renvoi vers un autre site": (repondre(302, location="http://127.0.0.2:9/x"), 1, AILLEURS, "http://127.0.0.2:9/x"),
    "renvoi vers un autre port": (repondre(302, location="http://127.0.0.1:9/x"), 1, AILLEURS, ADRESSE),
    "renvoi sans fin": (repondre(302, location="/encore.xlsx"), 5, "le producteur répond 302", ADRESSE),
    "taille annoncée trop grande": (repondre(longueur=2 << 20), 1, DEMESURE, PAS_LE_BON),
    "corps trop gros": (repondre(contenu=b"0" * (2 << 20)), 1, DEMESURE, PAS_LE_BON),
    "corps trop gros, sans taille annoncée": (repondre(contenu=b"0" * (3 << 20), longueur=-1), 1, DEMESURE, PAS_LE_BON),
    "archive piégée": (None, 1, "contenu décompressé de 32 Mo", ""),
    "corps comprimé sans fin": (
        repondre(contenu=gzip.compress(b"0" * (64 << 20)), content_encoding="gzip"),
        1,
        DEMESURE,
        PAS_LE_BON,
    ),
}
INJOIGNABLES = {"toujours en panne (500)", "producteur muet", "toujours coupé", "renvoi sans fin"}


@pytest.mark.parametrize("panne", PANNES)
def test_a_failure_is_refused_after_the_attempts_that_could_help(producteur, genuin, capsys, cas, tmp_path, panne):
    producteur.scenario = [repondre(contenu=genuin)]
    assert actualiser(capsys)[0] == 0
    avant, fichiers = Donnees().empreinte, contenu(tmp_path / "racine" / "snapshots")
    reponse, essais, mots, suite = PANNES[panne]
    producteur.scenario, producteur.demandes = [reponse or repondre(contenu=bombe(tmp_path).read_bytes())], []
    code, _, erreur = actualiser(capsys)
    assert code == (PLUS_TARD if panne in INJOIGNABLES else REFUSE)
    assert erreur.startswith("Refusé — ")
    assert "Traceback" not in erreur
    for dit in (mots, suite, "Les instantanés en place restent inchangés."):
        assert dit in erreur
    assert len(producteur.demandes) == essais
    assert (Donnees().empreinte, contenu(tmp_path / "racine" / "snapshots")) == (avant, fichiers)
    cas(panne, "actualiser", erreur)


def contenu(racine) -> dict[str, bytes]:
    return {
        str(f.relative_to(racine)): f.read_bytes()
        for f in racine.rglob("*")
        if f.is_file() and f.name != ".verrou" and "quarantaine" not in f.parts
    }


def test_a_dripping_producer_is_given_up(producteur, genuin, capsys, monkeypatch):
    monkeypatch.setattr(telechargement, "DUREE_MAX_S", -1)
    producteur.scenario = [repondre(contenu=genuin)]
    code, _, erreur = actualiser(capsys)
    assert code == PLUS_TARD
    assert "minutes d'attente" in erreur


def test_a_failing_source_leaves_the_others_and_says_so(producteur, tmp_path, capsys, cas):
    table = tmp_path / "adresses.toml"
    base = producteur.adresse
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
