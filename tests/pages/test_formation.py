"""The screen Formation on demonstration data: each entry, each state, its links with the other screens."""

import csv
import io
import re

import pytest

from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import diplomes, formation
from pages.components import cache
from pages.components.formation import choices, provenance
from pages.figures.formation import diplome as vue_diplome
from tests.pages.outils import contenu, ouvrir, sain, texte, titre


def lire(**adresse):
    return sain(ouvrir("formation", **adresse))


def code(racine, libelle):
    noms = formation.diplomes(Donnees(racine))["libelle"]
    return noms[noms == libelle].index[-1]


def test_without_a_choice_the_rates_of_the_region_stand_beside_the_way_in(racine):
    at = lire()
    assert titre(at).startswith("Six mois après leur sortie")
    assert "à venir" in texte(at) or "pas encore observé" in texte(at)
    assert re.search(r'href="formation\?entree=metier&amp;metier=metier', contenu(at))


def test_a_metier_has_what_leads_there_what_is_asked_and_what_is_foreseen(racine):
    at = lire(metier="metier:B2X40", zonage="bassin", zone="bassin:5220")
    dit = texte(at)
    for bloc in ("Les diplômes qui y mènent", "Emploi ou poursuite", "Ce que demandent les employeurs", "D’ici 2030"):
        assert bloc in dit, bloc
    assert "avec CAP Installateur thermique, qu’il remplace" in dit
    assert "moins de 20" in dit
    assert "Titre professionnel plombier" in dit
    assert "Bassin d’emploi de Nantes" in dit
    assert "l’écart ne mesure pas l’effet de la voie" in dit
    assert "Tension officielle" in dit
    assert "Le fichier de son producteur n’est pas chargé" in dit
    assert contenu(at).count("obs-badge--demo") == 6  # the page, and each of its figures that has rows
    assert "Certif Info" not in dit


def test_a_metier_without_any_diploma_followed_says_it_and_shows_no_rate(racine):
    at = lire(metier="metier:V1X80")
    assert titre(at).endswith("aucun des diplômes qui y mènent n’est suivi à la sortie")
    assert "InserJeunes n’en suit aucune" in texte(at)
    assert "obs-voie--" not in contenu(at)


@pytest.mark.parametrize("mesure", ["taux_emploi_12", "taux_poursuite"])
def test_the_other_rates_are_one_choice_away_and_in_the_address(racine, mesure):
    assert choices.MESURES[mesure]
    at = lire(metier="metier:B2X40", mesure=mesure)
    assert at.query_params["mesure"] == mesure
    a_six_mois = lire(metier="metier:B2X40")
    taux = re.compile(r'obs-voie--\w+">([^<]*)<')
    assert taux.findall(contenu(at)) != taux.findall(contenu(a_six_mois))


def test_a_sector_and_a_group_take_their_metiers_as_one(racine):
    secteur, groupe = lire(entree="secteur", secteur="batiment"), lire(metier="fap87:B2X")
    assert "Le portrait du secteur" in texte(secteur)
    assert "CAP Maçon" in texte(secteur)
    assert "dans la première de 4 familles" in texte(secteur).replace("\u00a0", " ")
    assert "CAP Monteur en installations thermiques" in texte(groupe)


def test_a_diploma_has_its_figures_by_edition_and_the_sky_of_its_metiers(racine):
    at = lire(diplome=code(racine, "CAP Cuisine"), zonage="departement", zone="departement:44")
    assert "CAP Cuisine" in titre(at)
    dit = texte(at)
    assert all(e in dit for e in ("2019-2020", "2020-2021", "2022-2023"))
    assert "en Loire-Atlantique" in dit
    assert re.search(r'href="meteo\?[^"]*metier=metier:S1X40[^"]*zone=departement:44', contenu(at))
    assert re.search(r'href="formation\?[^"]*metier=metier:S1X40', contenu(at))


def test_a_diploma_nobody_follows_or_that_leads_nowhere_says_why(racine):
    dit = texte(lire(entree="diplome", diplome="titre:990003"))
    assert "pas de suivi à la sortie" in dit
    assert "InserJeunes ne suit pas cette certification" in dit
    dit = texte(lire(diplome=code(racine, "CAP tailleur de pierre")))
    assert "Aucun métier relié" in dit


def test_an_unknown_diploma_or_metier_is_said_and_nothing_breaks(racine):
    at = lire(diplome="99999999")
    assert "n’est pas dans les fichiers chargés" in " ".join(i.value for i in at.info)
    at = lire(metier="metier:Z9Z99")
    assert "n’est pas proposé ici" in " ".join(i.value for i in at.info)


def test_the_meteo_and_the_sectors_lead_here_and_back(racine):
    meteo = sain(ouvrir("meteo", metier="metier:B2X40", onglet="metier"))
    assert re.search(r'href="formation\?entree=metier&amp;metier=metier:B2X40', contenu(meteo))
    secteurs = sain(ouvrir("secteurs", secteur="batiment"))
    assert 'href="formation?entree=secteur&amp;secteur=batiment"' in contenu(secteurs)
    assert re.search(r'href="meteo\?[^"]*metier=metier:B2X40', contenu(lire(metier="metier:B2X40")))


def test_every_rate_is_followed_back_to_the_rows_of_the_producer(racine):
    d = Donnees(racine)
    piste = provenance.des_diplomes(d, {code(racine, "CAP Cuisine"): "CAP Cuisine"})
    suivi = piste.origine("CAP Cuisine")
    assert "CAP Cuisine" in suivi.html
    s = diplomes.sources(d, "FAP2021")
    assert len(suivi.lignes) == len(s.insertion[s.insertion["code"] == code(racine, "CAP Cuisine")])


def test_the_metiers_of_a_diploma_leave_with_their_sky_and_are_followed_back(racine):
    d = Donnees(racine)
    annee = d.periodes("bmo")[-1]
    s = diplomes.sources(d, "FAP2021")
    liens = diplomes.metiers(s, code(racine, "CAP Cuisine"))
    marches = cache.marches(d, "metier", "region")
    ici = marches[marches["annee"].eq(annee) & marches["code_groupe"].isin(liens["code_metier"])]
    lignes = {r.code_groupe: r for r in ici.itertuples()}
    lu = vue_diplome.csv_metiers(liens, {}, {}, lignes, "region:52", f"bmo/{annee}", True).decode("utf-8-sig")
    (ligne,) = csv.DictReader(io.StringIO(lu), delimiter=";")
    assert (ligne["code"], ligne["statut"], ligne["raison"]) == ("S1X40", "E", "")
    assert float(ligne["part_estimee"].replace(",", ".")) == pytest.approx(100 * lignes["S1X40"].q_estimee, abs=0.01)
