"""Questions of a room over « Chômage à Saint-Nazaire »: what is shown stays, what is asked changes."""

import pytest

from pages.components.seance import rejeu
from pages.figures.diapos.agendas import Demandee, demandee

ICI = Demandee("chomage", "zef:saint-nazaire")
# Question -> what the first slide is of: its name, how its title begins; None: the screen that the search proposes.
QUESTIONS = {
    "et à Cholet ?": ("chomage", "Chômage à Cholet"),
    "et dans la Sarthe ?": ("chomage", "Chômage dans la Sarthe"),
    "et en France ?": ("france", "Chômage en France métropolitaine"),
    "et à Mamers ?": ("chomage", "Chômage autour de Mamers, zone d’Alençon"),
    "et il y a dix ans ?": ("chomage", "Chômage à Saint-Nazaire"),
    "où est-ce le plus haut ?": ("chomage", "Chômage à"),
    "combien de personnes ?": ("inscrits", "Inscrits à Saint-Nazaire"),
    "et les jeunes ?": ("publics", "Inscrits à Saint-Nazaire : moins de 25 ans"),
    "et les femmes ?": ("publics", "Inscrits à Saint-Nazaire : femmes"),
    "et les seniors ?": ("publics", "Inscrits à Saint-Nazaire : 50 ans ou plus"),
    "c’est quoi une ZEF ?": ("definition", "« Zone Emploi Formation (ZEF) »"),
    "c'est quoi un GTEC ?": ("definition", "« GTEC »"),
    "c’est quoi un projet de recrutement ?": ("definition", "« Projet de recrutement »"),
    "ça veut dire quoi « difficile » ?": ("definition", "« Jugé difficile »"),
    "les soudeurs ?": ("metier", "Soudeurs à Saint-Nazaire"),
    "les infirmiers ?": ("metier", "Infirmiers"),
    "aides à domicile ici": ("metier", "Aides à domicile"),
    "l’intérim ici ?": ("interim", "Intérim"),
    "qui paie la formation ?": ("objectifs", ""),
    "quand se réunit le comité ?": ("pilotage", "Le comité de pilotage doit se réunir"),
    "c’est quoi la météo ?": (None, ""),
    "quel diplôme pour être soudeur ?": (None, "Devenir soudeur"),
    "les besoins en 2030": (None, ""),
    "Pornic contre La Baule": (None, "Chômage"),
    "le salaire d’un soudeur": (None, "Soudeurs"),
}


pytestmark = pytest.mark.usefixtures("racine")


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_first_answer_keeps_what_is_shown(question):
    nom, titre = QUESTIONS[question]
    r = rejeu.repondre(question, ICI.adresse)
    premiere = r["reponses"][0]
    trouvee = demandee(premiere["adresse"])
    assert (trouvee and trouvee.nom) == nom, premiere
    assert premiere["dit"].replace("\xa0", " ").startswith(titre), premiere


@pytest.mark.parametrize("question", ["c’est de quand ?", "d’où vient ce chiffre ?", "pourquoi pas celui de l’Insee ?"])
def test_where_a_figure_comes_from_is_its_detail(question):
    assert rejeu.repondre(question, ICI.adresse)["detail"]


def test_ten_years_ago_is_the_same_quarter():
    r = rejeu.repondre("et il y a dix ans ?", ICI.adresse)
    derniere = rejeu.memoire().tableau("taux_chomage", "ze").periodes[-1]
    assert demandee(r["reponses"][0]["adresse"]).choix == f"{int(derniere[:4]) - 10}{derniere[4:]}"


def test_the_place_of_another_view_is_kept():
    r = rejeu.repondre("les soudeurs ?", Demandee("difficiles", "zef:cholet").adresse)
    assert demandee(r["reponses"][0]["adresse"]).lieu == "zef:cholet"


@pytest.mark.parametrize("question", ["les loyers", "xyzzyq"])
def test_what_no_view_answers_is_said(question):
    r = rejeu.repondre(question, ICI.adresse)
    assert r["reponses"] == []
    assert r["avis"].startswith(f"Aucune vue ne répond à « {question} ».")
