"""A producer that fails in every way: what is asked again or refused; tables as spreadsheets mangle them."""

import codecs
import gzip
import json
import re
import shutil

import pytest

from data_loaders.__main__ import main
from data_loaders.commandes import PLUS_TARD, REFUSE, importation
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import defm_epci, telechargement
from geo import zonages
from tests import builders
from tests.data_loaders.test_defm import ENTETE as ENTETE_EPCI
from tests.faults.test_fichiers import bombe
from tests.producteur import repondre, silence

ETIQUETTE = '"v1"'


def suite(contenu, **entetes):
    """Honours `Range`, as a producer does when the file has not changed."""

    def ecrire(guichet):
        debut = int(guichet.headers["range"].removeprefix("bytes=").removesuffix("-"))
        plage = f"bytes {debut}-{len(contenu) - 1}/{len(contenu)}"
        repondre(206, contenu[debut:], content_range=plage, **entetes)(guichet)

    return ecrire


def actualiser(capsys, *argv):
    code = main(["actualiser", *argv])
    return code, *capsys.readouterr()


def test_a_file_that_has_not_changed_is_not_sent_again(producteur, genuin, capsys, tmp_path):
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
def test_a_cut_body_is_resumed_where_it_stopped(producteur, genuin, capsys, monkeypatch, fois):
    monkeypatch.setattr(telechargement, "MORCEAU", 100)
    coupe = repondre(contenu=genuin[:2000], longueur=len(genuin), etag=ETIQUETTE)

    def recoupe(guichet):
        assert guichet.headers["range"] == "bytes=2000-"
        repondre(206, genuin[2000:4000], longueur=len(genuin) - 2000, etag=ETIQUETTE)(guichet)

    producteur.scenario = [coupe, *[recoupe] * (fois - 1), suite(genuin, etag=ETIQUETTE)]
    code, _, erreur = actualiser(capsys)
    assert (code, erreur) == (0, "")
    assert [d.get("range") for d in producteur.demandes] == [None, "bytes=2000-", "bytes=4000-"][: fois + 1]
    assert producteur.demandes[1]["if-range"] == ETIQUETTE
    assert Donnees().officiel.instantane("bmo", "2023").source["octets"] == len(genuin)


@pytest.mark.parametrize("etiquette", [{}, {"etag": 'W/"v1"'}])
def test_without_a_strong_mark_a_cut_body_is_asked_for_again_whole(producteur, genuin, capsys, etiquette):
    coupe = repondre(contenu=genuin[:500], longueur=len(genuin), **etiquette)
    producteur.scenario = [coupe, repondre(contenu=genuin, **etiquette)]
    assert actualiser(capsys)[0] == 0
    assert "range" not in producteur.demandes[1]


def test_a_file_that_changed_during_the_cut_is_taken_whole(producteur, genuin, capsys):
    coupe = repondre(contenu=b"x" * 500, longueur=9000, etag=ETIQUETTE)
    producteur.scenario = [coupe, repondre(contenu=genuin, etag='"v2"')]
    assert actualiser(capsys)[0] == 0
    assert Donnees().officiel.instantane("bmo", "2023").source["octets"] == len(genuin)


@pytest.mark.parametrize("code", [429, 500, 503])
def test_a_passing_failure_is_tried_again(producteur, genuin, capsys, code):
    producteur.scenario = [repondre(code), repondre(code), repondre(contenu=genuin)]
    assert (actualiser(capsys)[0], len(producteur.demandes)) == (0, 3)


DEMESURE, AILLEURS = "plus de 1 Mo reçus", "renvoie vers un autre site"
ADRESSE = "corriger adresses.toml"
PAS_LE_BON = "ce n'est pas le bon fichier"
PANNES = {
    "toujours en panne (500)": (repondre(500), 3, "le producteur répond 500", "panne du producteur"),
    "fichier retiré (404)": (repondre(404), 1, "le producteur répond 404", "fichier déplacé ou pas encore publié"),
    "producteur muet": (silence, 3, "le producteur ne répond pas", "réessayer plus tard"),
    "toujours coupé": (repondre(contenu=b"PK", longueur=999), 3, "la transmission a été coupée",
     "rien n'a été remplacé"),
    "page HTML": (repondre(contenu=b"<p>", content_type="text/html; charset=utf-8"), 1, "une page web au lieu",
     "vérifier l'adresse"),
    "page HTML sans le dire": (repondre(contenu=b"<!DOCTYPE html><html></html>"), 1,
     "une page web au lieu d'un fichier de données", "adresse"),
    "fichier vide": (repondre(), 1, "fichier vide (0 octet)", "téléchargement interrompu"),
    "renvoi vers un autre site": (repondre(302, location="http://127.0.0.2:9/x"), 1, AILLEURS,
     "http://127.0.0.2:9/x"),
    "renvoi vers un autre port": (repondre(302, location="http://127.0.0.1:9/x"), 1, AILLEURS, ADRESSE),
    "renvoi sans fin": (repondre(302, location="/encore.xlsx"), 5, "le producteur répond 302", ADRESSE),
    "taille annoncée trop grande": (repondre(longueur=2 << 20), 1, DEMESURE, PAS_LE_BON),
    "corps trop gros": (repondre(contenu=b"0" * (2 << 20)), 1, DEMESURE, PAS_LE_BON),
    "corps trop gros, sans taille annoncée": (repondre(contenu=b"0" * (3 << 20), longueur=-1), 1, DEMESURE,
     PAS_LE_BON),
    "archive piégée": (None, 1, "contenu décompressé de 32 Mo", ""),
    "corps comprimé sans fin": (repondre(contenu=gzip.compress(b"0" * (64 << 20)), content_encoding="gzip"), 1,
     DEMESURE, PAS_LE_BON),
}  # fmt: skip
INJOIGNABLES = {"toujours en panne (500)", "producteur muet", "toujours coupé", "renvoi sans fin"}


@pytest.mark.parametrize("panne", PANNES)
def test_a_failure_is_refused_after_the_attempts_that_could_help(producteur, genuin, capsys, tmp_path, panne):
    producteur.scenario = [repondre(contenu=genuin)]
    assert actualiser(capsys)[0] == 0
    avant, fichiers = Donnees().empreinte, set((tmp_path / "racine" / "snapshots").rglob("*"))
    reponse, essais, mots, suite = PANNES[panne]
    producteur.scenario, producteur.demandes = [reponse or repondre(contenu=bombe(tmp_path).read_bytes())], []
    code, _, erreur = actualiser(capsys)
    assert code == (PLUS_TARD if panne in INJOIGNABLES else REFUSE)
    assert erreur.startswith("Refusé — ")
    assert "Traceback" not in erreur
    for dit in (mots, suite, "Les instantanés en place restent inchangés."):
        assert dit in erreur
    assert len(producteur.demandes) == essais
    assert (Donnees().empreinte, set((tmp_path / "racine" / "snapshots").rglob("*"))) == (avant, fichiers)


def test_a_dripping_producer_is_given_up(producteur, genuin, capsys, monkeypatch):
    monkeypatch.setattr(telechargement, "DUREE_MAX_S", -1)
    producteur.scenario = [repondre(contenu=genuin)]
    code, _, erreur = actualiser(capsys)
    assert code == PLUS_TARD
    assert "minutes d'attente" in erreur


def page(*hrefs, plus=b""):
    corps = "".join(f'<li><a href="{h}">fichier</a></li>' for h in hrefs)
    return repondre(contenu=b"<!doctype html>" + corps.encode() + plus, content_type="text/html; charset=utf-8")


@pytest.fixture
def liste(visites, tmp_path):
    """The server as the only source, by its page; `pages` and `fichiers` answer by path."""
    (tmp_path / "adresses.toml").write_text(
        f"[bmo]\npage = \"{visites.adresse}/page\"\nmotif = 'bmo_(?P<annee>\\d{{4}})\\.xlsx$'\ntaille_max_mo = 1\n",
        "utf-8",
    )
    visites.reponses = {"/page": page("/f/bmo_2022.xlsx", "/f/bmo_2023.xlsx")}
    for annee in (2022, 2023):
        contenu = builders.fichier_bmo(tmp_path, annee).read_bytes()
        visites.reponses[f"/f/bmo_{annee}.xlsx"] = repondre(contenu=contenu, etag=f'"{annee}"')
    visites.scenario = [lambda g: visites.reponses.get(g.path, repondre(404))(g)]
    return visites


def test_the_newest_file_of_the_page_is_fetched_and_cited(liste, capsys):
    code, _, erreur = actualiser(capsys, "bmo")
    assert (code, erreur) == (0, "")
    assert liste.chemins == ["/page", "/f/bmo_2023.xlsx"]
    assert Donnees().officiel.instantane("bmo", "2023").source["adresse"] == f"{liste.adresse}/f/bmo_2023.xlsx"


def test_a_file_already_received_is_asked_for_under_condition(liste, capsys):
    assert actualiser(capsys, "bmo")[0] == 0
    liste.reponses["/f/bmo_2023.xlsx"] = repondre(304)
    code, sortie, _ = actualiser(capsys, "bmo")
    assert code == 0
    assert sortie.startswith("Source bmo : déjà à jour")
    assert [d.get("if-none-match") for d in liste.demandes] == [None, None, None, '"2023"']


def test_a_year_of_the_page_can_be_asked_for_and_a_page_that_moved_within_its_site_is_followed(liste, capsys):
    assert actualiser(capsys, "bmo", "--millesime", "2022")[0] == 0
    assert Donnees().officiel.millesimes("bmo") == ["2022"]
    liste.reponses |= {"/page": repondre(302, location="/neuf/page"), "/neuf/page": page("../f/bmo_2023.xlsx")}
    assert actualiser(capsys, "bmo")[0] == 0


PANNES_DE_PAGE = {
    "page sans le lien": ({"/page": page("/f/autre.xlsx")}, "n'a plus de lien de la forme « bmo_"),
    "lien vers un autre site": ({"/page": page("http://127.0.0.2:9/bmo_2024.xlsx")}, "mène à un autre site"),
    "page de 10 Mo": ({"/page": page(plus=b" " * (10 << 20))}, "plus de 4 Mo reçus"),
    "page renvoyée ailleurs": ({"/page": repondre(302, location="http://127.0.0.2:9/")}, "vers un autre site"),
    "page disparue": ({"/page": repondre(404)}, "le producteur répond 404"),
    "fichier à la place de la page": (
     {"/page": repondre(contenu=b"PK", content_type="application/zip")}, "un fichier au lieu de la page"),
    "page à la place du fichier": ({"/f/bmo_2023.xlsx": page()}, "une page web au lieu du fichier"),
    "page HTML nommée .xlsx": (
     {"/f/bmo_2023.xlsx": repondre(contenu=b"<!doctype html>", content_type="application/octet-stream")},
     "une page web au lieu d'un fichier de données"),
    "lien du fichier renvoyé ailleurs": (
     {"/f/bmo_2023.xlsx": repondre(302, location="http://127.0.0.2:9/x")}, "vers un autre site"),
}  # fmt: skip


@pytest.mark.parametrize("panne", PANNES_DE_PAGE)
def test_a_failing_page_leaves_what_is_in_place(liste, capsys, panne):
    assert actualiser(capsys, "bmo")[0] == 0
    avant = Donnees().empreinte
    reponses, mots = PANNES_DE_PAGE[panne]
    liste.reponses |= reponses
    code, _, erreur = actualiser(capsys, "bmo")
    assert code == 3
    assert mots in erreur
    assert Donnees().empreinte == avant


def test_a_source_to_fetch_by_hand_says_where(liste, tmp_path, capsys):
    table = '[stmt-dep]\npage = "https://producteur.test/page"\nmanuel = "fichier composé à la demande"\n'
    (tmp_path / "adresses.toml").write_text(table, "utf-8")
    assert main(["actualiser", "stmt-dep"]) == 3
    erreur = capsys.readouterr().err
    assert "pas de téléchargement automatique" in erreur
    assert "fichier composé à la demande" in erreur
    assert "https://producteur.test/page, puis : python -m data_loaders importer stmt-dep FICHIER" in erreur
    assert liste.demandes == []


@pytest.mark.parametrize(("entree", "mots"), [
    ("[bmo]\npage = 'http://127.0.0.1:9/'\nmotif = '('\n", "motif mal écrit"),
    ("[bmo]\npage = 'http://127.0.0.1:9/'\n", "ni adresse, ni page et motif"),
])  # fmt: skip
def test_a_faulty_entry_of_the_table_is_said(liste, tmp_path, capsys, entree, mots):
    (tmp_path / "adresses.toml").write_text(entree, "utf-8")
    code, _, erreur = actualiser(capsys, "bmo")
    assert code == 3
    assert mots in erreur


def test_an_address_to_confirm_is_only_tried_by_name(liste, tmp_path, capsys):
    table = tmp_path / "adresses.toml"
    table.write_text(table.read_text("utf-8") + "a_verifier = true\n", "utf-8")
    assert main(["actualiser"]) == 0
    assert "Aucune source d'adresse sûre" in capsys.readouterr().out
    assert liste.demandes == []
    assert actualiser(capsys, "bmo")[0] == 0


EPCI = [f"2019-12,{s},Vallée,1230,1,2,3,4" for s in list(zonages.zones("epci")["code_zone"])[:3]]


def ecrire(dossier, octets, nom="v.csv"):
    chemin = dossier / nom
    chemin.write_bytes(octets)
    return chemin


def texte(entete, lignes):
    return "\n".join([entete, *lignes]) + "\n"


SAIN = texte(ENTETE_EPCI, EPCI)


def compte(ecrit):
    """A sound table but for the counts of a column, written otherwise."""
    return SAIN.replace("1230", ecrit).encode()


TEXTES = {
    "marque d'encodage seule": (codecs.BOM_UTF8, "colonnes", "colonnes lues : aucune"),
    "lignes blanches seules": (b"\n\n\n", "colonnes", "colonnes lues : aucune"),
    "titres de colonnes seuls": (texte(ENTETE_EPCI, []).encode(), "vide", "aucune ligne sous les titres"),
    "un octet d'un accent abîmé": (SAIN.encode().replace(b"\xc3\xa9", b"\xc3 ", 1), "encodage", "accents illisibles"),
    "accents encodés deux fois": (SAIN.encode().decode("cp1252").encode(), "encodage", "accents illisibles (3 lignes)"),
    "point des milliers": (
        compte("1.230"), "signe", "clé « decimale » de data_loaders/sources/colonnes/defm_epci.toml",
    ),
    "virgule des milliers": (compte('"1,230"'), "signe", "séparateur de milliers"),
    "pourcentage en texte": (compte("12 %"), "signe", "pourcentage écrit en texte"),
    "nombre abrégé": (compte("1.23E+03"), "signe", "nombre abrégé, dont des chiffres sont perdus"),
    "exposant": (compte("1e3"), "signe", "« 1e3 »"),
    "infini": (compte("inf"), "signe", "« inf »"),
}  # fmt: skip


@pytest.mark.parametrize("panne", TEXTES)
def test_a_mangled_text_table_is_refused(tmp_path, panne):
    octets, regle, mots = TEXTES[panne]
    with builders.refus(regle, re.escape(mots)) as e:
        defm_epci.lire(ecrire(tmp_path, octets))
    assert e.value.cause
    assert e.value.remede


def test_a_letter_cut_at_the_end_of_what_is_read_changes_no_encoding(tmp_path, monkeypatch):
    octets = texte(ENTETE_EPCI.replace("lib_epci", "libellé"), EPCI).encode()
    chemin = ecrire(tmp_path, octets)
    for fin in range(len(ENTETE_EPCI) + 3, len(octets)):
        monkeypatch.setattr(importation, "TETE_OCTETS", fin)
        assert importation.reconnaitre(chemin).source == "defm-epci"


FAP2021 = "Code_FAP341,Intitulé_FAP341,Code_FAP228,Intitulé_FAP228,Code_FAP86,Intitulé_FAP86,Code_FAP22,Intitulé_FAP22"
POSTES = [
    f"A{i}X4{j},Métier {i}{j},A{i}X4{j},Métier {i}{j},A{i}X,Groupe {i},A,Domaine" for i in range(4) for j in (0, 1)
]


def test_a_nomenclature_cut_short_is_said(tmp_path, capsys):
    entiere = ecrire(tmp_path, texte(FAP2021, POSTES).encode())
    assert main(["importer", "nomenclature", str(entiere)]) == 0
    assert "8 postes au niveau fap341, 341 attendus" in capsys.readouterr().out
