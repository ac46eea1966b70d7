"""Screens run again for a meeting: the same figures as on screen, nothing kept, nothing lost."""

import json
import re
from datetime import date

import plotly.graph_objects as go
import pytest

from data_loaders.erreurs import ErreurDonnees
from pages.components.seance import rejeu, valise
from pages.figures.seance.demande import Montree, Seance

pytestmark = pytest.mark.usefixtures("demonstration")


def test_choices_of_the_address_are_those_of_the_figure():
    (carte, *_) = rejeu.jouer("/carte?indicateur=bmo_projets&zonage=departement&zone=departement:72")
    assert carte.vue.titre.startswith("Projets d’embauche en ")
    assert carte.cartes[0]["selection"] == "72"
    assert carte.adresse == "/carte?indicateur=bmo_projets&zonage=departement&zone=departement%3A72"


@pytest.mark.parametrize("adresse", ["tendances", "comparer?indicateur=bmo_projets&t1=bassin:5220&t2=bassin:5221"])
def test_a_chart_drawn_without_a_check_is_one_that_plotly_accepts(adresse):
    graphiques = [g for d in rejeu.jouer(f"/{adresse}") for g in d.graphiques]
    assert graphiques
    for g in graphiques:
        assert json.loads(go.Figure(json.loads(g.to_json())).to_json()) == json.loads(g.to_json())


def test_both_points_of_view_of_the_meteo():
    titres = [rejeu.jouer(f"/meteo?point={p}")[0].vue.titre for p in ("employeur", "candidat")]
    assert ["recruter est" in titre for titre in titres] == [True, False]


@pytest.mark.parametrize("adresse", ["/inconnu", "https://ailleurs.example/carte", "/carte?" + "x" * 3000])
def test_an_address_that_is_not_ours_is_refused(adresse):
    with pytest.raises(ErreurDonnees, match="aucun écran"):
        rejeu.jouer(adresse)


def test_a_figure_whose_table_is_in_a_fold_keeps_it():
    region = next(d for d in rejeu.jouer("/accueil") if d.cle == "region")
    assert "Chômage" in str(region.table)


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
    (carte,) = (e["e"][0]["d"] for e in dit["reponses"][CARTE.adresse][0]["elements"])
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
