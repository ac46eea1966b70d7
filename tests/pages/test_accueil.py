"""The home page without a browser: figures, their table and file, search, doors, what stands when data fail."""

import csv
import io
import re
from urllib.parse import parse_qs

import pytest

from data_loaders.chiffres.tableau import calculer
from data_loaders.magasin.donnees import Donnees
from pages.components.recherche import TOUT, Trouvailles, charge_utile
from pages.figures import accueil, ecrans
from pages.figures.recherche.ligne import FREQUENTES
from tests.pages.outils import contenu, ouvrir, sain, texte, titre


def test_four_figures_with_a_word_a_date_and_one_mark_that_holds_the_rest(racine):
    page = contenu(sain(ouvrir("accueil")))
    cartes = re.search(r'La région en quatre chiffres</h2>.*?<ul class="obs-chiffres">(.*?)</ul>', page, re.S)[1]
    lues = re.findall(r"<li>(.*?)</li>", cartes, re.S)
    assert [re.search(r"<a [^>]*>(.*?)</a>", c)[1] for c in lues] == [
        "Chômage",
        "Inscrits à France Travail",
        "Projets d’embauche",
        "Embauches difficiles",
    ]
    for carte in lues:
        face, _, quoi = carte.partition("<details")
        assert re.search(r'<p class="obs-chiffre">.*\d', face)
        assert "<img " in face, "no trend"
        assert re.search(r"<span( class=\"obs-ancien\")?>[^<]*20\d\d[^<]*</span>", face), "no period"
        assert re.search(r'<p class="obs-sens">(en (forte )?(hausse|baisse)|stable|sans évolution nette)', face)
        assert re.search(r"(en (forte )?(hausse|baisse)|stable|sans évolution nette) \(.*\d", quoi), (
            "nothing to compare"
        )
        assert carte.count("<details") == 1, "one mark holds the rest"
        assert "Chiffre inventé." in quoi, "nobody is named for an invented figure"
        assert not re.search("entre|fois sur dix|Insee", face)
    assert "France métropolitaine" in lues[0]
    assert "RSA" in lues[1].partition("<details")[2]
    assert page.count("obs-badge--demo") == 1, "the demonstration is said once"


def test_three_questions_are_links_to_what_answers_them(racine):
    page = contenu(ouvrir("accueil"))
    liens = re.findall(r'<li><a href="([^"]*)" target="_self">([^<]*\?)</a></li>', page)
    assert [re.sub(r"\s", " ", q) for _, q in liens] == list(FREQUENTES)
    assert [adresse.partition("?")[0] for adresse, _ in liens] == ["meteo", "tendances", "formation"]


def test_the_table_and_the_file_give_the_figures_of_the_cards(racine):
    d = Donnees(racine)
    lus = {code: calculer(d, code, "region") for code in accueil.CHIFFRES_REGION}
    lignes = accueil.table(lus).lignes
    assert [ligne[0] for ligne in lignes].count("France métropolitaine") == 1
    assert len(lignes) == 5
    for carte, ligne in zip(accueil.chiffres(lus), [x for x in lignes if x[0] == "Pays de la Loire"], strict=True):
        assert carte.valeur.split()[0] in ligne[2]
        assert ligne[4].split("\u00a0")[0] in carte.quoi or ligne[4] == "n.d."
    octets = accueil.csv([(t, dict.fromkeys(t.periodes, "essai")) for t in lus.values()])
    ecrites = list(csv.DictReader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert {r["libelle_zone"] for r in ecrites} == {"Pays de la Loire", "France métropolitaine"}
    assert {r["libelle_indicateur"] for r in ecrites} == {t.indicateur.libelle for t in lus.values()}
    assert all("Données de démonstration" in r["mention"] for r in ecrites)


def test_there_is_a_door_to_every_screen_of_the_menu():
    menu = {e.module for e in ecrans.ECRANS if e.menu}
    assert {adresse for adresse, *_ in accueil.PORTES} == menu | {"portrait", "acces_pro"}
    assert accueil.PORTES[0][1] == "Ma commune"
    assert all(phrase.endswith(".") and len(phrase) < 90 for *_, phrase in accueil.PORTES)


@pytest.mark.parametrize(
    ("adresse", "constat"),
    [
        ("territoires?volet=lieu&cherche=Vertou&lieu=commune%3A44215", "Vertou"),
        ("portrait?portrait=zone&zonage=spo&zone=spo%3Acholet", "Cholet"),
        ("portrait?portrait=zone&zone=region%3A52", "Pays de la Loire"),
        ("meteo?onglet=metier&niveau=famille&metier=famille%3AO&zonage=bassin&zone=bassin%3A5208", "au Mans"),
        ("carte?zonage=spo&zone=spo%3Acholet", "Inscrits à France Travail"),
        ("carte?indicateur=taux_chomage&zonage=ze&zone=ze%3A5211", "Chômage"),
        ("secteurs?secteur=batiment", "Dans le bâtiment"),
    ],
)
def test_what_is_chosen_on_the_home_page_opens_its_screen_with_its_choices(racine, adresse, constat):
    module, _, choix = adresse.partition("?")
    at = sain(ouvrir(module, **parse_qs(choix)))
    assert constat in titre(at)
    assert not at.warning


def test_the_search_says_what_can_be_typed_and_what_was_not_understood():
    rien = charge_utile("zzqqx", Trouvailles((), "Mot non compris."), TOUT)
    assert rien["etiquette"] == "Une commune, un métier, une question"
    assert (rien["message"], rien["avis"]) == ("", "Mot non compris.")


def test_search_doors_and_map_stand_when_the_figures_cannot_be_read(copie):
    for fichier in (copie / "demonstration" / "bmo").rglob("*.parquet"):
        fichier.write_bytes(b"PAR1" + b"\0" * 40)
    at = sain(ouvrir("accueil"))
    assert 'class="obs-portes"' in contenu(at)
    assert len(at.get("bidi_component")) == 2
    assert "fichier absent ou abîmé" in texte(at)
