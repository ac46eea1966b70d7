"""A meeting in one file: everything that it asks for is in it, and nothing of it is outside."""

import json
import re
from datetime import date

import pytest

from data_loaders.erreurs import ErreurDonnees
from pages.components.seance import rejeu, valise
from pages.figures.seance.demande import Montree, Seance

pytestmark = pytest.mark.usefixtures("demonstration")

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
    assert "Plotly" in page
    assert len(page.encode()) < valise.OCTETS_MAX


def test_nothing_is_asked_outside():
    page, _ = lue(CARTE)
    sans_scripts = re.sub(r"<script>.*?</script>|<script type=\"application/json\".*?</script>", "", page, flags=re.S)
    assert (
        re.findall(r"(?:src|href)=[\"'](?!data:)[^\"']+|url\((?!data:|[\"']data:)[^)]+\)|@import", sans_scripts) == []
    )
    noms = set(json.loads(re.search(r'type="importmap">(.*?)</script>', page, re.S)[1])["imports"])
    assert {"obs/valise.js", "obs/salle.js", "obs/territory_map.js", "obs/graphique.js"} <= noms
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
