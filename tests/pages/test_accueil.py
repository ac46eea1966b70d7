"""The home page without a browser: figures, their table and file, search, doors, what stands when data fail."""

import csv
import io
import re

from data_loaders.chiffres.tableau import calculer
from data_loaders.magasin.donnees import Donnees
from pages.figures import accueil, ecrans
from pages.figures.recherche.ligne import FREQUENTES
from tests.pages.outils import contenu, manquent, ouvrir


def test_four_figures_with_a_word_a_date_and_one_mark_that_holds_the_rest(racine):
    page = contenu(ouvrir("accueil"))
    cartes = re.search(r'La région en quatre chiffres</h2>.*?<ul class="obs-chiffres">(.*?)</ul>', page, re.S)[1]
    lues = re.findall(r"<li>(.*?)</li>", cartes, re.S)
    noms = [re.search(r"<a [^>]*>(.*?)</a>", c)[1] for c in lues]
    assert noms == ["Chômage", "Inscrits à France Travail", "Projets d’embauche", "Embauches difficiles"]
    sens = r"(en (forte )?(hausse|baisse)|stable|sans évolution nette)"
    periode = r"<span( class=\"obs-ancien\")?>[^<]*20\d\d[^<]*</span>"
    for carte in lues:
        face, _, quoi = carte.partition("<details")
        for motif in (r'<p class="obs-chiffre">.*\d', "<img ", periode, rf'<p class="obs-sens">{sens}'):
            assert re.search(motif, face), motif
        assert re.search(rf"{sens} \(.*\d", quoi), "nothing to compare"
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


def test_search_doors_and_map_stand_when_the_figures_cannot_be_read(copie):
    for fichier in (copie / "demonstration" / "bmo").rglob("*.parquet"):
        fichier.write_bytes(b"PAR1" + b"\0" * 40)
    at = ouvrir("accueil")
    assert manquent(contenu(at), 'class="obs-portes"', "fichier absent ou abîmé") == []
    assert len(at.get("bidi_component")) == 2
