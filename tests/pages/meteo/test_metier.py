"""View of a métier: causes that add up, complete index, official class, lists, ways out."""

import re

import pandas as pd
import pytest

from data_loaders.measures import meteo, meteo_lecture
from data_loaders.measures.meteo_complet import SANS_OFFRES
from data_loaders.metiers.liens import Rome
from pages.figures.meteo import (
    complet as meteo_complet_vue,
    moteurs as meteo_moteurs,
    retenir as meteo_retenir,
    sorties as meteo_sorties,
    vue as meteo_vue,
)
from tests.pages.meteo.outils import METIERS, corps, texte

NOMS = {m: f"Métier {m}" for m in METIERS}


@pytest.fixture(scope="module")
def metiers(cellules):
    return meteo.indices(*cellules, "metier", "bassin")


def ligne(indices, zone, groupe):
    choisie = (indices["code_zone"] == zone) & (indices["code_groupe"] == groupe) & (indices["annee"] == "2023")
    return next(indices[choisie].assign(nom=groupe).itertuples())


def test_the_title_gives_both_points_of_view_or_why_there_is_no_class(metiers):
    titre = meteo_vue.titre_metier(ligne(metiers, "5220", "B0Z20"), "Maçons", "à Nantes")
    assert titre.candidat == "Maçons, à Nantes\u00a0: très recherché"
    assert titre.employeur == "Maçons, à Nantes\u00a0: recrutement très difficile"
    vide = meteo_vue.titre_metier(ligne(metiers, "5209", "B0Z20"), "Maçons", "à Mamers")
    assert vide.candidat == vide.employeur == "Maçons, à Mamers\u00a0: sans classe, effectif insuffisant"


def test_the_causes_add_up_to_the_share_kept(metiers):
    r = ligne(metiers, "5220", "B0Z20")
    m = meteo_moteurs.decomposer(r, "metier")
    assert sum(c.points for c in m.causes) == pytest.approx(100 * r.gap)
    table = meteo_moteurs.table_html(r, m, "Causes")
    assert table.count("obs-effet--") == len(m.causes)
    assert table.count("<tr") == len(m.causes) + 3
    assert meteo_vue.retenue_dite(r) in table
    assert meteo_vue.retenue_dite(r) in meteo_moteurs.lecture(r, m)


@pytest.mark.parametrize(("zone", "groupe", "raison"), [("5221", "V0Z60", "secret"), ("5209", "B0Z20", "effectif")])
def test_a_cell_hidden_or_without_class_is_not_taken_apart(metiers, zone, groupe, raison):
    r = ligne(metiers, zone, groupe)
    assert meteo_moteurs.decomposer(r, "metier") is None
    assert raison in meteo_moteurs.raison(r)
    assert meteo_moteurs.raison(r).count("\u00a0:") + meteo_moteurs.raison(r).count(" :") <= 1


COMPLET = {
    "offres": 1546.06,
    "demandeurs": 278.0,
    "rho": 7.5609,
    "r": 5.6956,
    "s_r": 82.51,
    "P": 1140.0,
    "q_tilde": 0.83467,
    "e": 0.0568,
    "T": 83.11,
    "niveau_complet": 5,
    "proche_de": 4,
    "partiel": "",
    "raison": "",
    "part_offres_cible_unique": 1.0,
    "candidats_en_plus": 77,
    "distance": "environ 77 candidats de plus",
}


def complet(**champs):
    return next(pd.DataFrame([COMPLET | champs]).itertuples())


def test_the_complete_index_says_its_figures_in_the_words_that_know_the_job_seekers():
    r = complet()
    assert meteo_complet_vue.titre(r, "2021").candidat.endswith("\u00a0: très favorable")
    partiel = complet(partiel="partiel : 40 % des offres")
    assert meteo_complet_vue.titre(partiel, "2021").candidat.endswith("\u00a0: très favorable, indice partiel")
    dit = texte(meteo_complet_vue.html(r, "2021"))
    for attendu in ("1\u202f546 offres", "278 demandeurs", "57 offres de l’année", "83,1 sur 100", "classe 5 sur 5"):
        assert attendu in dit
    assert "Environ 77 candidats de plus pour passer en classe 4" in dit
    assert "partagées" not in dit
    lecture = meteo_complet_vue.lecture(r, "Infirmiers", "À Nantes", "2021")
    assert "82,5 sur 100 (poids 37,5\u00a0%)" in lecture
    assert "83,5\u00a0% (poids 62,5\u00a0%)" in lecture


def test_almost_all_is_not_all():
    dit = texte(meteo_complet_vue.html(complet(part_offres_cible_unique=0.9998), "2021"))
    assert "Plus de 99\u00a0% de ces offres" in dit


def test_offers_shared_between_groups_are_said_to_be_shared():
    assert "60\u00a0% de ces offres" in texte(meteo_complet_vue.html(complet(part_offres_cible_unique=0.6), "2021"))
    assert "une répartition et non un comptage" in texte(
        meteo_complet_vue.html(complet(part_offres_cible_unique=0.6), "2021")
    )


def test_the_survey_alone_never_says_competition():
    r = complet(niveau_complet=2, partiel=SANS_OFFRES, s_r=None, r=None, distance="", proche_de=None)
    assert "concurrence" not in texte(meteo_complet_vue.html(r, "2021")).lower()
    assert "indice partiel" in texte(meteo_complet_vue.html(r, "2021"))
    assert "concurrence" in texte(meteo_complet_vue.html(complet(niveau_complet=2), "2021")).lower()


def test_a_complete_index_without_class_says_why():
    r = complet(niveau_complet=None, T=None, raison="effectif insuffisant", distance="", proche_de=None)
    assert "Effectif insuffisant." in texte(meteo_complet_vue.html(r, "2021"))
    assert "pas de classe" in meteo_complet_vue.titre(r, "2021").candidat


def test_the_csv_of_the_complete_index_keeps_its_reasons():
    lignes = pd.DataFrame(
        [
            COMPLET | {"annee": "2021", "code_zone": "5220", "code_groupe": "V1Z80"},
            COMPLET
            | {
                "annee": "2021",
                "code_zone": "5209",
                "code_groupe": "V1Z80",
                "niveau_complet": None,
                "raison": "non dit",
            },
        ]
    )
    csv = meteo_complet_vue.csv(lignes, "Infirmiers", "bassin", True).decode("utf-8-sig").splitlines()
    entete, nantes, mamers = (x.split(";") for x in csv)
    assert nantes[entete.index("indice")] == "83,11"
    assert nantes[entete.index("candidats_en_plus")] == "77"
    assert (mamers[entete.index("classe")], mamers[entete.index("raison")]) == ("", "non dit")
    assert [x[entete.index("statut")] for x in (nantes, mamers)] == ["A", "L"]
    assert "Dares (table de passage" in nantes[entete.index("source")]
    assert "Données de démonstration" in csv[2]


def officielle(**champs):
    base = {"annee": "2019", "code_zone": "44", "code_groupe": "V1Z80", "classe_officielle": 3, "raison": ""}
    return next(pd.DataFrame([base | champs]).itertuples())


def test_the_official_class_stands_beside_ours_with_its_own_year(metiers):
    notre = ligne(metiers, "5220", "B0Z20")
    dit = texte(meteo_complet_vue.officielle_html([officielle()], {"44": "Loire-Atlantique"}, notre, "2023", False))
    assert "Classe de tension officielle (Dares), 2019" in dit
    assert "Loire-Atlantique\u00a0: classe 3 sur 5" in dit
    assert f"Météo de l’Observatoire, 2023\u00a0: classe {notre.niveau} sur 5" in dit
    sans = texte(
        meteo_complet_vue.officielle_html(
            [officielle(classe_officielle=None, raison="non disponible")],
            {"44": "Loire-Atlantique"},
            notre,
            "2023",
            False,
        )
    )
    assert "non disponible" in sans
    assert "aucune pour ce groupe" in meteo_complet_vue.officielle_html([], {}, notre, "2023", False)
    invente = texte(meteo_complet_vue.officielle_html([officielle()], {}, notre, "2023", True))
    assert "officielle" not in invente


def test_the_classes_of_the_producer_are_named_official_and_never_those_of_a_demonstration():
    lignes = pd.DataFrame(
        {"code_rome": ["J1506", "J1502"], "libelle": ["Soins infirmiers", ""], "classe_officielle": [5, None]}
    )
    dit = meteo_complet_vue.officielle_rome(lignes, "2021", False)
    assert dit.endswith("même bassin\u00a0: Soins infirmiers (J1506), 5 sur 5.")
    assert meteo_complet_vue.officielle_rome(lignes, "2021", True) == ""
    assert meteo_complet_vue.officielle_rome(lignes.iloc[1:], "2021", False) == ""


def test_the_lists_lead_to_the_metiers_and_an_empty_one_says_why(metiers):
    p = meteo_lecture.palmares(metiers, "5220", "2023")
    html = meteo_retenir.html(p, "2023", NOMS, lambda cle: f"?metier={cle}&x=1")
    assert 'href="?metier=metier:B0Z20&amp;x=1"' in html
    assert "Métier B0Z20" in texte(html)
    vide = texte(meteo_retenir.html(meteo_lecture.palmares(metiers, "5209", "2023"), "2023", NOMS, str))
    assert vide.count("Liste vide\u00a0: ") == 3


def test_without_the_job_seekers_no_surplus_is_claimed(metiers):
    troisieme = meteo_retenir.colonnes(meteo_lecture.palmares(metiers, "5220", "2023"), "2023")[2]
    assert not troisieme.complet
    assert troisieme.quoi.startswith("Classes 1 et 2. Le surplus de candidats n’est pas mesuré, l’enquête")


def test_ways_out_leave_the_site_say_so_and_never_carry_the_page_along():
    html = meteo_sorties.html([Rome("J1506", "Soins infirmiers", 0.5)], "44", "en Loire-Atlantique")
    assert html.count("<a ") == html.count('rel="noopener noreferrer"') == html.count('target="_blank"') == 2
    assert 'aria-label="Voir les offres\u00a0: Soins infirmiers en Loire-Atlantique, nouvel onglet"' in html
    assert "Offres en Loire-Atlantique, fiches métier nationales." in html
    assert "lieux=44D" in html
    assert "quittent l’observatoire" in html
    assert "n’est pas chargée" in meteo_sorties.html([], None, "")
    assert meteo_sorties.html([Rome(f"J150{i}", "", 0.1) for i in range(6)], None, "").count("<li>") == 4


def test_neighbours_say_why_and_their_class_or_why_there_is_none(metiers):
    ici = metiers[(metiers["code_zone"] == "5220") & (metiers["annee"] == "2023")]
    liens = pd.DataFrame({"code_rome": ["F1703"], "code_metier": ["B0Z20"], "part": [1.0]})
    proches = meteo_lecture.voisins(ici, "B0Z20", liens)
    _, cellules = meteo_retenir.table_voisins(proches, NOMS, lambda cle: f"?{cle}")
    assert cellules[0][0] == "Même groupe de métiers"
    assert 'href="?metier:B0Z21"' in cellules[0][1]
    assert "secret statistique" in cellules[0][2]


def test_the_view_of_a_metier_has_its_blocks(ecran):
    html = corps(ecran(zone="bassin:5220", metier="metier:V0X60"))
    for bloc in ("Ce qui fait la classe", "Aller plus loin", "Métiers voisins de", "depuis", "offres"):
        assert bloc in html
    assert html.count("<h1") == 1


def test_a_family_of_the_region_has_no_cause_of_its_own_region(ecran):
    html = corps(ecran(onglet="metier", niveau="famille", metier="famille:O"))
    assert re.search("Le rappel vers l.ensemble des métiers", html)
