"""Meetings: agendas ready for every ZEF, SPO and sector, wrong codes named, questions of a room, screens run again."""

import json
import re
import shutil
import subprocess
from datetime import date
from html import unescape

import plotly.graph_objects as go
import pytest

from data_loaders.erreurs import ErreurDonnees
from data_loaders.metiers import nomenclatures
from pages.components import shell
from pages.components.seance import rejeu, valise
from pages.figures.carte.dessin import Dessin, Legende
from pages.figures.diapos import MESURE_MAX, SOURCE_MAX, TITRE_MAX, agendas, mots, rendu
from pages.figures.diapos.agendas import Demandee, demandee
from pages.figures.seance import Diapo, demande, modeles
from pages.figures.seance.demande import Montree, Seance
from pages.figures.vues import DEMONSTRATION, Vue
from tests.vues import courts

SANS_CHIFFRE = ("suivi", "texte", "signe", "demande")  # marks of slides that hold no figure of a producer
# Read the file of each agenda as the browser reads the one that a stranger sends.
RELIRE = """
import { readFileSync } from "node:fs";
const { valider } = await import(process.argv[1]);
for (const ordre of JSON.parse(readFileSync(0, "utf-8"))) valider(JSON.stringify(ordre));
"""


@pytest.fixture(params=courts(("racine_demo", "racine_officielle"), ("racine_demo",)))
def memoire(request, memoires):
    return memoires(request.getfixturevalue(request.param))


def lieux(pas):
    """One ZEF, SPO and sector out of `pas`, the convention, and a few communes."""
    for nom, m in modeles.MODELES.items():
        yield from ((nom, lieu) for lieu in [*m.lieux()][:: 400 if nom == "commune" else pas])


@pytest.mark.parametrize("pas", courts((45, 1), (45,)))
def test_each_view_of_an_agenda_is_one_slide_and_an_absent_one_says_why(memoire, pas):
    ordres = []
    for nom, lieu in lieux(pas):
        ordre, absentes = modeles.composer(nom, lieu, memoire)
        ordres.append(ordre)
        assert len(ordre["vues"]) + len(absentes) == len(agendas.AGENDAS[nom])
        assert 4 <= len(ordre["vues"]) <= 15, (nom, lieu, absentes)
        assert all(len(raison) > 10 for _, raison in absentes)
        # The first slide of an agenda opens it wherever hires are known.
        premiere = agendas.demandee(ordre["vues"][0]["adresse"]).nom
        assert premiere == next(iter(agendas.AGENDAS[nom])), (nom, lieu, absentes)
        for v in ordre["vues"]:
            d = agendas.faire(memoire, *agendas.demandee(v["adresse"]))
            assert len(d.titre) <= TITRE_MAX, d.titre
            assert len(d.mesure) <= MESURE_MAX, d.mesure
            assert len(d.source) <= SOURCE_MAX, d.source
            assert d.marque == "invente" or not memoire.donnees.est_demonstration("bmo") or d.marque in SANS_CHIFFRE
            assert not re.search(r"n\.d\.|secret|aucun chiffre|\bnan\b", f"{d.titre} {rendu.html(d)}", re.I), v
            assert not d.lieu or d.lieu in d.titre, (d.lieu, d.titre)
    if node := shutil.which("node"):
        module = (shell.DOSSIER_STATIQUE / "seance" / "ordre.js").as_uri()
        commande = [node, "--input-type=module", "-e", RELIRE, module]
        lu = subprocess.run(commande, input=json.dumps(ordres), capture_output=True, text=True, timeout=60)
        assert lu.returncode == 0, lu.stderr


def test_a_short_name_stands_for_one_metier_alone(memoire):
    annee = memoire.marches("ensemble", "region")["annee"].max()
    noms = nomenclatures.libelles_enquete(memoire.donnees, "metier", annee)
    courts = mots.courts(noms)
    vivants = [courts[c] for c, nom in noms.items() if not nom.endswith("à 2023)")]
    assert len(vivants) == len(set(vivants))
    assert max(map(len, vivants)) <= 50
    assert not [court for court in vivants if "…" in court]


def diapo(cle: str, titre: str = "Un constat", **champs) -> Diapo:
    return Diapo("", cle, Vue(titre), html="<p>12</p>", instantane="Instantané abcd", **champs)


def test_a_slide_of_no_name_or_no_place_is_refused_in_french():
    for adresse, dit in (("vue=loyers", "aucune vue ne s’appelle"), ("vue=chomage&lieu=zef:paris", "aucun lieu")):
        with pytest.raises(ErreurDonnees, match=dit):
            rejeu.jouer(f"/seance?{adresse}")
    (d,) = rejeu.jouer("/seance?vue=chomage&lieu=zef:ancenis")
    assert d.vue.titre.startswith("Chômage à Ancenis")
    assert DEMONSTRATION in d.vue.badges
    assert len(d.table.lignes) > 20


def test_a_zone_without_its_value_is_not_shown():
    for statut, attendu in (("ok", True), ("s", False), ("nd", False)):
        etat = type("Etat", (), {"statut": statut, "etiquette": ""})
        dessins = {"": Dessin("classes", {"2024": {"5221": etat}}, Legende())}
        carte = {"dessins": dessins, "periode": "2024", "selection": "5221"}
        assert (rejeu.vide(diapo("bloc-principale", dessins=[carte])) == "") is attendu
    assert rejeu.vide(diapo("page", titre=""))
    assert rejeu.vide(Diapo("", "page", Vue("Un titre seul")))


def test_the_server_lists_the_agendas_and_makes_one(client):
    liste = {m["nom"]: m for m in client.get("/_seance/modeles").json()}
    assert (liste["zef"]["vues"], liste["zef"]["minutes"]) == (11, 47)
    assert ["zef:ancenis", "Ancenis"] in liste["zef"]["lieux"]
    ordre = client.get("/_seance/modele", params={"nom": "convention", "lieu": ""}).json()["ordre"]
    assert ordre["vues"][0]["dit"].startswith("Annexe de la convention\u00a0: aucune des 20 mesures")


@pytest.mark.parametrize("choix", [{}, {"nom": "zef"}, {"nom": "zef", "lieu": "spo:ancenis"}, {"nom": "__class__"}])
def test_an_agenda_that_does_not_exist_is_refused_in_french(client, choix):
    reponse = client.get("/_seance/modele", params=choix)
    assert (reponse.status_code, "pas d’ordre du jour prêt" in reponse.json()["raison"]) == (422, True)


def test_the_search_answers_outside_a_page(client):
    def chercher(q):
        return client.get("/_seance/chercher", params={"q": q}).json()

    (premiere, *_) = chercher("chômage ancenis")["reponses"]
    assert premiere["adresse"].startswith("/seance?vue=chomage&lieu=commune%3A44003")
    assert "Ancenis" in premiere["dit"]
    assert [chercher(q)["reponses"] for q in ("séance", "xyzzyq")] == [[], []]  # its own page, nothing
    assert client.get("/_seance/chercher").json() == {"reponses": [], "avis": "", "sur": False, "detail": False}


@pytest.mark.parametrize(("adresse", "dit", "proche"), [
    ("/carte?zonage=zef&zone=zef:saint-nazare", "la zone « zef:saint-nazare » n’existe pas", "(zef:saint-nazaire)"),
    ("/tendances?zones=bassin:520", "la zone « bassin:520 »", "(bassin:"),
    ("/carte?lieu=secteur:batimen", "la zone « secteur:batimen »", "(secteur:batiment)"),
    ("/carte?indicateur=taux_chomag", "l’indicateur", "(taux_chomage)"),
    ("/carte?zonage=zeff", "le découpage", "(zef)"),
    ("/secteurs?secteur=batimen", "le secteur", "(batiment)"),
])  # fmt: skip
def test_a_code_that_does_not_exist_is_named_with_the_nearest(adresse, dit, proche):
    with pytest.raises(ErreurDonnees) as faute:
        demande.verifier(adresse)
    assert dit in faute.value.trouve.replace("\u00a0", " ")
    assert proche in faute.value.trouve


def test_places_of_the_ready_made_agendas_and_usual_choices_are_let_in():
    for m in modeles.MODELES.values():
        for lieu in m.lieux():
            demande.verifier(f"/seance?lieu={lieu}")
    for adresse in ("/", "/carte?zonage=region&zone=bassin:5208", "/secteurs?secteur=tous", "/explorer?zonage=libre"):
        demande.verifier(adresse)


def test_a_meeting_is_told_of_the_wrong_code(client):
    r = client.get("/_seance/vues", params={"adresse": "/carte?zone=zef:saint-nazare"})
    assert r.status_code == 422
    assert "Proche\u00a0: Saint-Nazaire" in r.json()["raison"]


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
    "les soudeurs ?": ("metier", "Soudeurs, 20"),
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


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_first_answer_keeps_what_is_shown(question):
    nom, titre = QUESTIONS[question]
    r = rejeu.repondre(question, ICI.adresse)
    premiere = r["reponses"][0]
    trouvee = demandee(premiere["adresse"])
    assert (trouvee and trouvee.nom) == nom, premiere
    assert premiere["dit"].replace("\xa0", " ").startswith(titre), premiere


# Questions of a room over unemployment at Saint-Nazaire -> words of the first answer, whether Enter shows it.
DE_SALLE = {
    "pourquoi ça monte ?": ("Chômage autour de Saint-Nazaire", True),
    "est-ce que ça baisse ?": ("Chômage autour de Saint-Nazaire", True),
    "comparer avec Nantes": ("Saint-Nazaire", True),
    "les cinq bassins les plus difficiles ?": ("Embauches difficiles", True),
    "où recrute-t-on le plus ?": ("le plus haut des", True),
    "qui recrute ?": ("Saint-Nazaire", True),
    "et la formation ?": ("Se former à Saint-Nazaire", True),
    "le salaire d’un soudeur": ("Soudeurs", False),
    "et à Rennes ?": ("", False),
    "et le salaire ?": ("", False),
    "pourquoi ?": ("", False),
    "on fait une pause ?": ("", False),
    "et chez nous ?": ("", False),
}


@pytest.mark.parametrize("question", DE_SALLE)
def test_enter_shows_only_what_answers_and_what_is_kept_is_written(question):
    dit, sur = DE_SALLE[question]
    r = rejeu.repondre(question, ICI.adresse)
    assert dit in "".join(x["dit"].replace("\xa0", " ") for x in r["reponses"][:1]), r
    assert (bool(r["reponses"]), r["sur"]) == (bool(dit), sur)
    assert ("Gardé de la vue" in r["avis"]) == (
        "ça " in question
        or question in ("comparer avec Nantes", "qui recrute ?", "et la formation ?", "le salaire d’un soudeur")
    )


def test_an_answer_of_a_screen_says_its_date_and_how_it_is_ranked():
    (premiere, *_) = rejeu.repondre("les cinq bassins où l’on recrute le plus", ICI.adresse)["reponses"]
    assert premiere["ecran"].startswith("Carte · 5 des 26 bassins d’emploi · en 20")


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


pytestmark = pytest.mark.usefixtures("demonstration")


@pytest.mark.parametrize("adresse", ["tendances", "comparer?indicateur=bmo_projets&t1=bassin:5220&t2=bassin:5221"])
def test_a_chart_drawn_without_a_check_is_one_that_plotly_accepts(adresse):
    graphiques = [g for d in rejeu.jouer(f"/{adresse}") for g in d.graphiques]
    assert graphiques
    for g in graphiques:
        assert json.loads(go.Figure(json.loads(g.to_json())).to_json()) == json.loads(g.to_json())


@pytest.mark.parametrize("adresse", ["/inconnu", "https://ailleurs.example/carte", "/carte?" + "x" * 3000])
def test_an_address_that_is_not_ours_is_refused(adresse):
    with pytest.raises(ErreurDonnees, match="aucun écran"):
        rejeu.jouer(adresse)


# A meeting in one file: everything that it asks for is in it, and nothing of it is outside


JOUR = date(2026, 11, 27)
CARTE = Montree("/carte?zonage=departement", "bloc-principale", dit="La carte")
COURBE = Montree("/tendances?zonage=departement&zones=departement:72", "bloc-tendances", dit="La courbe")


def lue(*vues: Montree) -> tuple[str, dict]:
    page = valise.composer(Seance("Comité d’essai", vues), JOUR).decode()
    return page, json.loads(re.search(r'id="valise">(.*?)</script>', page, re.S)[1])


def test_the_views_are_those_of_the_screens_with_all_that_they_draw_from():
    page, dit = lue(CARTE, COURBE)
    assert [v["cle"] for v in dit["vues"]] == ["bloc-principale", "bloc-tendances"]
    titres = {v["titre"] for vues in dit["reponses"].values() for v in vues}
    assert {rejeu.jouer(v.adresse)[0].vue.titre for v in (CARTE, COURBE)} <= titres
    (donnees,) = re.findall(r'data-de="([^"]*)"', dit["reponses"][CARTE.adresse][0]["html"])
    carte = json.loads(unescape(donnees))
    assert {carte["trace"], carte["fond"], "constantes.json", "territory_map.css"} <= set(dit["fichiers"])
    assert 'class=\\"obs-graphique\\"' in page
    assert len(page.encode()) < valise.OCTETS_MAX


def test_nothing_is_asked_outside():
    page, _ = lue(CARTE)
    sans_scripts = re.sub(r"<script>.*?</script>|<script type=\"application/json\".*?</script>", "", page, flags=re.S)
    dehors = r"(?:src|href)=[\"'](?!data:)[^\"']+|url\((?!data:|[\"']data:)[^)]+\)|@import"
    assert re.findall(dehors, sans_scripts) == []
    noms = set(json.loads(re.search(r'type="importmap">(.*?)</script>', page, re.S)[1])["imports"])
    assert {"obs/valise.js", "obs/salle.js", "obs/territory_map.js"} <= noms
    demandes = {m for source in valise._modules().values() for m in re.findall(r'from "([^"]+)"', source)}
    assert demandes <= noms


def test_a_title_cannot_leave_its_text():
    page, dit = lue(CARTE._replace(message="</script><script>alert(1)</script>"))
    assert dit["vues"][0]["message"].startswith("</script>")
    assert "<script>alert" not in page


def test_views_that_no_longer_answer_are_named_and_a_meeting_of_them_alone_is_refused():
    perdue = Montree("/carte?indicateur=inconnu&zonage=nulle", "rien", dit="Vue perdue")._replace(adresse="/inconnu")
    page, dit = lue(CARTE, perdue)
    assert [v["adresse"] for v in dit["vues"]] == [CARTE.adresse]
    assert "Vue perdue" in page
    with pytest.raises(ErreurDonnees, match="aucune de ces vues"):
        lue(perdue)
