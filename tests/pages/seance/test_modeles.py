"""Ready-made agendas: for every ZEF, SPO and sector, views that show something, on both kinds of data."""

import json
import re
import shutil
import subprocess
from functools import cache

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from data_loaders.erreurs import ErreurDonnees
from pages.components import shell
from pages.components.seance import rejeu, routes
from pages.figures.seance import Diapo, modeles
from pages.figures.vues import Vue
from tests.vues import courts

# Read the file of each agenda as the browser reads the one that a stranger sends.
RELIRE = """
import { readFileSync } from "node:fs";
const { valider } = await import(process.argv[1]);
for (const ordre of JSON.parse(readFileSync(0, "utf-8"))) valider(JSON.stringify(ordre));
"""


@pytest.fixture(params=["racine_demo", "racine_officielle"])
def jouer(request, monkeypatch, moteur):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(request.getfixturevalue(request.param)))
    return cache(rejeu.jouer)


def lieux(pas):
    """One ZEF, SPO and sector out of `pas`, the convention, and a few communes."""
    for nom, m in modeles.MODELES.items():
        yield from ((nom, li.cle) for li in m.lieux()[:: 400 if nom == "commune" else pas])


def test_there_is_an_agenda_for_each_zef_spo_and_sector():
    assert len([nom for nom, _ in lieux(1) if nom in ("zef", "spo", "secteur")]) == 23 + 17 + 13


@pytest.mark.parametrize("pas", courts((30, 1), (30,)))
def test_no_agenda_has_an_empty_view(jouer, pas):
    ordres = {(nom, lieu): modeles.composer(nom, lieu, jouer) for nom, lieu in lieux(pas)}
    for qui, ordre in ordres.items():
        assert len(ordre["vues"]) >= modeles.VUES_MIN, qui
        assert len({(v["adresse"], v["cle"]) for v in ordre["vues"]}) == len(ordre["vues"]), qui
        for v in ordre["vues"]:
            (d,) = (d for d in jouer(v["adresse"]) if d.cle == v["cle"])
            assert v["dit"], (qui, v)
            assert not re.search(r"n\.d\.|secret|aucun chiffre|aucune valeur", v["dit"], re.I), (qui, v)
            assert d.table or "obs-vide" not in str(d.elements), (qui, v)
            assert d.table or len(str(d.elements)) > 200, (qui, v)
    if node := shutil.which("node"):
        module = (shell.DOSSIER_STATIQUE / "seance" / "ordre.js").as_uri()
        commande = [node, "--input-type=module", "-e", RELIRE, module]
        lu = subprocess.run(commande, input=json.dumps([*ordres.values()]), capture_output=True, text=True, timeout=60)
        assert lu.returncode == 0, lu.stderr


def diapo(cle: str, titre: str = "Un constat", **champs) -> Diapo:
    return Diapo(
        "", cle, Vue(titre), elements=[{"t": "html", "h": "<p>12</p>"}], instantane="Instantané abcd", **champs
    )


def test_a_view_that_shows_nothing_is_replaced_or_left_out():
    def sans_chomage(adresse):
        if "taux_chomage" in adresse or adresse.startswith("/convention"):
            raise ErreurDonnees("absent", "cette vue", "rien")
        vide = [Diapo("", "bloc-quadrant", Vue("Trop peu"), elements=[{"t": "html", "h": '<div class="obs-vide">'}])]
        return [*map(diapo, ("bloc-salle-commune", "bloc-principale", "meteo", "secteurs")), *vide]

    ordre = modeles.composer("zef", "zef:ancenis", sans_chomage)
    dites = [v["adresse"].split("&lieu")[0] for v in ordre["vues"]]
    assert dites == [
        "/territoires?lieu=zef:ancenis",
        "/carte?indicateur=defm_abc&zonage=zef",  # in place of unemployment
        "/carte?indicateur=defm_jeunes&zonage=zef",
        "/carte?indicateur=defm_jeunes&zonage=epci",
        "/carte?indicateur=defm_peu_diplomes&zonage=zef",
        "/carte?indicateur=rsa&zonage=departement",
        "/carte?indicateur=cej&zonage=departement",
        "/carte?indicateur=bmo_part_difficiles_estimee&zonage=bassin",
        "/meteo?onglet=territoire&zonage=bassin",
    ]
    assert ordre["titre"] == "Comité de concertation, ZEF d’Ancenis"
    assert ordre["instantane"] == "Instantané abcd"


def test_a_zone_without_its_value_is_not_shown():
    for statut, attendu in (("ok", True), ("s", False), ("nd", False)):
        etat = type("Etat", (), {"statut": statut})
        carte = {"periodes": {"2024": {"5221": etat}}, "periode": "2024", "selection": "5221"}
        assert modeles.montre(diapo("bloc-principale", cartes=[carte])) is attendu
    assert not modeles.montre(diapo("page", titre=""))
    assert not modeles.montre(Diapo("", "page", Vue("Un titre seul")))


@pytest.fixture
def client(racine_demo, monkeypatch, moteur):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine_demo))
    return TestClient(Starlette(routes=routes.routes()))


def test_the_server_lists_the_agendas_and_makes_one(client):
    liste = {m["nom"]: m for m in client.get("/_seance/modeles").json()}
    assert (liste["zef"]["vues"], liste["zef"]["minutes"]) == (14, 56)
    assert ["zef:ancenis", "Ancenis"] in liste["zef"]["lieux"]
    ordre = client.get("/_seance/modele", params={"nom": "convention", "lieu": ""}).json()
    assert ordre["vues"][0]["dit"] == "Aucune mesure de l’annexe n’a été transmise"


@pytest.mark.parametrize("choix", [{}, {"nom": "zef"}, {"nom": "zef", "lieu": "spo:ancenis"}, {"nom": "__class__"}])
def test_an_agenda_that_does_not_exist_is_refused_in_french(client, choix):
    reponse = client.get("/_seance/modele", params=choix)
    assert reponse.status_code == 422
    assert "Il n’y a pas d’ordre du jour prêt" in reponse.json()["raison"]


def test_the_search_answers_outside_a_page(client):
    lu = client.get("/_seance/chercher", params={"q": "chômage ancenis"}).json()
    assert lu["reponses"][0]["adresse"].startswith("/carte?indicateur=taux_chomage")
    assert "Ancenis" in lu["reponses"][0]["dit"]
    assert client.get("/_seance/chercher", params={"q": "séance"}).json()["reponses"] == []  # its own page
    assert client.get("/_seance/chercher").json() == {"reponses": [], "avis": ""}
    assert client.get("/_seance/chercher", params={"q": "xyzzyq"}).json()["reponses"] == []
