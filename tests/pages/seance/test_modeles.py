"""Ready-made agendas: for every ZEF, SPO and sector, views that show something, on both kinds of data."""

import json
import re
import shutil
import subprocess

import pytest

from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import nomenclatures
from data_loaders.portraits import Memoire
from pages.components import shell
from pages.components.seance import rejeu
from pages.figures.diapos import MESURE_MAX, SOURCE_MAX, TITRE_MAX, agendas, mots, rendu
from pages.figures.seance import Diapo, modeles
from pages.figures.vues import DEMONSTRATION, Vue
from tests.vues import courts

SANS_CHIFFRE = ("suivi", "texte", "signe", "demande")  # marks of slides that hold no figure of a producer
# Read the file of each agenda as the browser reads the one that a stranger sends.
RELIRE = """
import { readFileSync } from "node:fs";
const { valider } = await import(process.argv[1]);
for (const ordre of JSON.parse(readFileSync(0, "utf-8"))) valider(JSON.stringify(ordre));
"""


@pytest.fixture(params=["racine_demo", "racine_officielle"])
def memoire(request):
    return Memoire(Donnees(request.getfixturevalue(request.param)).figees())


def lieux(pas):
    """One ZEF, SPO and sector out of `pas`, the convention, and a few communes."""
    for nom, m in modeles.MODELES.items():
        yield from ((nom, li.cle) for li in m.lieux()[:: 400 if nom == "commune" else pas])


def test_there_is_an_agenda_for_each_zef_spo_and_sector():
    assert len([nom for nom, _ in lieux(1) if nom in ("zef", "spo", "secteur")]) == 23 + 17 + 13


@pytest.mark.parametrize("pas", courts((30, 1), (30,)))
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
    assert max(map(len, vivants)) <= 2 * mots.NOM_LONG
    assert not {court.lower() for court in vivants} & {"techniciens", "ouvriers", "agents", "cadres"}


def diapo(cle: str, titre: str = "Un constat", **champs) -> Diapo:
    elements = [{"t": "html", "h": "<p>12</p>"}]
    return Diapo("", cle, Vue(titre), elements=elements, instantane="Instantané abcd", **champs)


@pytest.mark.usefixtures("demonstration")
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
        etat = type("Etat", (), {"statut": statut})
        carte = {"periodes": {"2024": {"5221": etat}}, "periode": "2024", "selection": "5221"}
        assert modeles.montre(diapo("bloc-principale", dessins=[carte])) is attendu
    assert not modeles.montre(diapo("page", titre=""))
    assert not modeles.montre(Diapo("", "page", Vue("Un titre seul")))


@pytest.mark.usefixtures("demonstration")
def test_the_server_lists_the_agendas_and_makes_one(client):
    liste = {m["nom"]: m for m in client.get("/_seance/modeles").json()}
    assert (liste["zef"]["vues"], liste["zef"]["minutes"]) == (11, 47)
    assert ["zef:ancenis", "Ancenis"] in liste["zef"]["lieux"]
    ordre = client.get("/_seance/modele", params={"nom": "convention", "lieu": ""}).json()["ordre"]
    assert ordre["vues"][0]["dit"].startswith("Annexe de la convention\u00a0: aucune des 20 mesures")


@pytest.mark.parametrize("choix", [{}, {"nom": "zef"}, {"nom": "zef", "lieu": "spo:ancenis"}, {"nom": "__class__"}])
@pytest.mark.usefixtures("demonstration")
def test_an_agenda_that_does_not_exist_is_refused_in_french(client, choix):
    reponse = client.get("/_seance/modele", params=choix)
    assert (reponse.status_code, "pas d’ordre du jour prêt" in reponse.json()["raison"]) == (422, True)


@pytest.mark.usefixtures("demonstration")
def test_the_search_answers_outside_a_page(client):
    def chercher(q):
        return client.get("/_seance/chercher", params={"q": q}).json()

    (premiere, *_) = chercher("chômage ancenis")["reponses"]
    assert premiere["adresse"].startswith("/seance?vue=chomage&lieu=commune%3A44003")
    assert "Ancenis" in premiere["dit"]
    assert [chercher(q)["reponses"] for q in ("séance", "xyzzyq")] == [[], []]  # its own page, nothing
    assert client.get("/_seance/chercher").json() == {"reponses": [], "avis": "", "detail": False}
