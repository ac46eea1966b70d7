"""View of a métier: causes that add up, complete index, official class, lists, ways out."""

import re

import pandas as pd
import pytest

from data_loaders.contracts.tensions import COMPOSANTES
from data_loaders.measures import moteurs, palmares
from data_loaders.measures.indice_complet import SANS_OFFRES
from data_loaders.metiers.liens import Rome
from pages.figures.meteo import (
    complet as meteo_complet_vue,
    moteurs as meteo_moteurs,
    retenir as meteo_retenir,
    sorties as meteo_sorties,
    vue as meteo_vue,
)
from tests.pages.meteo.outils import METIERS, corps, texte
from tests.pages.outils import deplier

NOMS = {m: f"Métier {m}" for m in METIERS}


@pytest.fixture(scope="module")
def metiers(dire):
    return dire("metier", "bassin")


def ligne(indices, zone, groupe):
    choisie = (indices["code_zone"] == zone) & (indices["code_groupe"] == groupe) & (indices["annee"] == "2023")
    return next(indices[choisie].assign(nom=groupe).itertuples())


def test_the_title_gives_both_points_of_view_or_why_there_is_no_estimate(metiers):
    titre = meteo_vue.titre_metier(ligne(metiers, "5220", "B0Z20"), "Maçons", "à Nantes")
    r = ligne(metiers, "5220", "B0Z20")
    assert titre.candidat == f"Maçons, à Nantes\u00a0: {meteo_vue.enonces(r).candidat}"
    assert titre.employeur == f"Maçons, à Nantes\u00a0: recrutement {meteo_vue.enonces(r).employeur}"
    assert "chances sur\u00a010" in titre.candidat
    vide = meteo_vue.titre_metier(ligne(metiers, "5209", "B0Z20"), "Maçons", "à Mamers")
    assert vide.candidat == vide.employeur == "Maçons, à Mamers\u00a0: sans estimation, effectif insuffisant"


@pytest.mark.parametrize("groupe", ["B0Z20", "V0Z60"])
def test_the_steps_add_up_to_the_estimate_and_start_from_france(metiers, enquete, groupe):
    est, _ = enquete
    c = est.cellules
    ici = c[(c["annee"] == "2023") & (c["code_bassin"] == "5220") & (c["code_metier"] == groupe)]
    r, m = ligne(metiers, "5220", groupe), moteurs.moteurs(ici)
    assert m.depart == pytest.approx(r.F)
    assert 100 * m.depart + sum(m.points.values()) == pytest.approx(100 * r.q_estimee)
    assert m.points["niveau"] == pytest.approx(100 * (r.b - r.F))
    table = meteo_moteurs.table_html(r, m, "Étapes")
    assert table.count("obs-effet--") == len(m.points)
    assert table.count("<tr") == len(m.points) + 3
    assert meteo_vue.estimee_fine(r) in table
    assert meteo_vue.estimee_fine(r) in meteo_moteurs.lecture(r, m)
    assert "saisonniers" not in meteo_moteurs.lecture(r._replace(part_saisonniers=0.004), m)
    assert "faute de fichier national" in meteo_moteurs.table_html(r, m, "Étapes", sans_france=True)


def test_the_steps_of_a_group_are_the_means_of_its_cells_by_projects(enquete):
    c = enquete[0].cellules
    ici = c[(c["annee"] == "2023") & (c["code_bassin"] == "5220")]
    m = moteurs.moteurs(ici)
    assert m.arrivee == pytest.approx((ici["P"] * ici["q_estimee"]).sum() / ici["P"].sum())
    assert m.points["phi"] == pytest.approx(100 * (ici["P"] * ici["phi"]).sum() / ici["P"].sum())


def test_what_a_cell_is_pooled_from_gives_its_steps_back(enquete):
    est, _ = enquete
    c = est.cellules
    r = c[(c["annee"] == "2023") & (c["code_bassin"] == "5220") & (c["code_metier"] == "B0Z20")].iloc[0]
    h = moteurs.historiques(est, r)
    for nom, pas, rappel in (("metier", "delta", 200), ("famille", "phi", 200), ("cellule", "epsilon", 100)):
        d = h[nom]
        assert d["annee"].tolist() == ["2021", "2023"]
        assert d["poids"].tolist() == pytest.approx([0.49, 1])
        retenu = (d["poids"] * d["n"] * d["e"]).sum() / ((d["poids"] * d["n"]).sum() + rappel)
        assert retenu == pytest.approx(r[pas])
    f = h["france"]
    q = est.annees.set_index("annee").loc["2023", "Q_france"]
    assert q + (f["poids"] * f["n"] * f["e"]).sum() / (f["poids"] * f["n"]).sum() == pytest.approx(r["F"])


@pytest.mark.parametrize(("groupe", "raison"), [("V0Z60", "secret"), ("B0Z20", "effectif")])
def test_a_row_without_estimate_is_not_taken_apart(metiers, groupe, raison):
    r = ligne(metiers, "5209", groupe)
    assert raison in meteo_moteurs.raison(r)
    assert meteo_moteurs.raison(r).count("\u00a0:") + meteo_moteurs.raison(r).count(" :") <= 1


ENONCE = "\u00a0: favorable, plus de 9\u00a0chances sur\u00a010"
COMPLET = {
    "offres": 1546.06,
    "demandeurs": 278.0,
    "rho": 7.5609,
    "r": 5.6956,
    "s_r": 82.51,
    "P": 1140.0,
    "q_estimee": 0.7408,
    "s": 0.12700,
    "T": 77.24,
    "classe": 4,
    "chance": 0.985,
    "ou": None,
    "chance_ou": None,
    "partiel": "",
    "raison": "",
    "part_offres_cible_unique": 1.0,
    "candidats_en_plus": 768,
    "distance": "environ 768 candidats de plus",
}


def complet(**champs):
    lignes = pd.DataFrame([COMPLET | champs]).astype({"classe": "Int64", "ou": "Int64", "chance": float})
    return next(lignes.itertuples())


def test_the_complete_index_says_its_figures_in_the_words_that_know_the_job_seekers():
    r = complet()
    assert meteo_complet_vue.titre(r, "2021").candidat.endswith(ENONCE)
    partiel = complet(partiel="partiel : 40 % des offres")
    assert meteo_complet_vue.titre(partiel, "2021").candidat.endswith(f"{ENONCE}, indice partiel")
    dit = texte(meteo_complet_vue.html(r, "2021"))
    for attendu in (
        "1\u202f546 offres",
        "278 demandeurs",
        "57 offres de l’année",
        "77 sur 100",
        "plus de 9\u00a0chances",
    ):
        assert attendu in dit
    assert "Environ 768 candidats de plus pour passer au niveau du dessous" in dit
    assert "le bruit des offres et des demandeurs n’est pas mesuré" in dit
    assert "partagées" not in dit
    lecture = meteo_complet_vue.lecture(r, "Infirmiers", "À Nantes", "2021")
    assert "82,5 sur 100 (poids 37,5\u00a0%)" in lecture
    assert "74,1\u00a0% (poids 62,5\u00a0%)" in lecture


def test_almost_all_is_not_all():
    dit = texte(meteo_complet_vue.html(complet(part_offres_cible_unique=0.9998), "2021"))
    assert "Plus de 99\u00a0% de ces offres" in dit


def test_offers_shared_between_groups_are_said_to_be_shared():
    assert "60\u00a0% de ces offres" in texte(meteo_complet_vue.html(complet(part_offres_cible_unique=0.6), "2021"))
    assert "une répartition et non un comptage" in texte(
        meteo_complet_vue.html(complet(part_offres_cible_unique=0.6), "2021")
    )


def test_the_survey_alone_never_says_competition():
    r = complet(classe=2, partiel=SANS_OFFRES, s_r=None, r=None, distance="")
    assert "concurrence" not in texte(meteo_complet_vue.html(r, "2021")).lower()
    assert "indice partiel" in texte(meteo_complet_vue.html(r, "2021"))
    assert "concurrence" in texte(meteo_complet_vue.html(complet(classe=2), "2021")).lower()


def test_a_complete_index_without_class_says_why():
    r = complet(classe=None, chance=None, T=None, raison="effectif insuffisant", distance="")
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
                "classe": None,
                "chance": None,
                "raison": "non dit",
            },
        ]
    )
    csv = meteo_complet_vue.csv(lignes, "Infirmiers", "bassin", True).decode("utf-8-sig").splitlines()
    entete, nantes, mamers = (x.split(";") for x in csv)
    assert nantes[entete.index("indice")] == "77,24"
    assert nantes[entete.index("candidats_en_plus")] == "768"
    assert (mamers[entete.index("classe")], mamers[entete.index("raison")]) == ("", "non dit")
    assert [x[entete.index("statut")] for x in (nantes, mamers)] == ["E", "L"]
    assert "Données de démonstration" in csv[2]
    assert "France Travail" not in nantes[entete.index("source")], "no producer is named for an invented figure"
    vrai = meteo_complet_vue.csv(lignes, "Infirmiers", "bassin", False).decode("utf-8-sig").splitlines()[1].split(";")
    assert "Dares (table de passage" in vrai[entete.index("source")]


def officielle(**champs):
    base = {"annee": "2019", "code_zone": "44", "code_groupe": "V1Z80", "classe_officielle": 3, "raison": ""}
    return next(pd.DataFrame([base | champs]).itertuples())


def test_the_official_class_stands_beside_ours_with_its_own_year(metiers):
    notre = ligne(metiers, "5220", "B0Z20")
    dit = texte(meteo_complet_vue.officielle_html([officielle()], {"44": "Loire-Atlantique"}, notre, "2023", False))
    assert "Classe de tension officielle (Dares), 2019" in dit
    assert "Loire-Atlantique\u00a0: classe 3 sur 5" in dit
    assert f"Météo de l’Observatoire, 2023\u00a0: {meteo_vue.enonces(notre).candidat}" in dit
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


def test_the_official_class_is_explained_by_its_own_components(metiers):
    notre = ligne(metiers, "5220", "B0Z20")
    lignes = [officielle(lien_formation=5, conditions_travail=None)]
    dit = texte(meteo_complet_vue.officielle_html(lignes, {}, notre, "2023", False))
    assert "Lien entre formation et emploi\u00a0: 5 sur 5" in dit
    assert "Conditions de travail\u00a0: n.d." in dit
    assert set(meteo_complet_vue.COMPOSANTES) == set(COMPOSANTES)


def test_the_classes_of_the_producer_are_named_official_and_never_those_of_a_demonstration():
    lignes = pd.DataFrame(
        {"code_rome": ["J1506", "J1502"], "libelle": ["Soins infirmiers", ""], "classe_officielle": [5, None]}
    )
    dit = meteo_complet_vue.officielle_rome(lignes, "2021", False)
    assert dit.endswith("même bassin\u00a0: Soins infirmiers (J1506), 5 sur 5.")
    assert meteo_complet_vue.officielle_rome(lignes, "2021", True) == ""
    assert meteo_complet_vue.officielle_rome(lignes.iloc[1:], "2021", False) == ""


def test_the_lists_lead_to_the_metiers_and_an_empty_one_says_why(metiers):
    p = palmares.palmares(metiers, "5220", "2023")
    html = meteo_retenir.html(p, "2023", NOMS, lambda cle: f"?metier={cle}&x=1")
    assert 'href="?metier=metier:B0Z20&amp;x=1"' in html
    assert "Métier B0Z20" in texte(html)
    vide = texte(meteo_retenir.html(palmares.palmares(metiers, "5209", "2023"), "2023", NOMS, str))
    assert vide.count("Liste vide\u00a0: ") == 3


def test_without_the_job_seekers_no_surplus_is_claimed(metiers):
    troisieme = meteo_retenir.colonnes(palmares.palmares(metiers, "5220", "2023"), "2023")[2]
    assert not troisieme.complet
    assert troisieme.quoi.startswith("Moins de 2 projets sur 5 difficiles. Le surplus de candidats n’est pas")


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
    proches = palmares.voisins(ici, "B0Z20", liens)
    _, cellules = meteo_retenir.table_voisins(proches, NOMS, lambda cle: f"?{cle}")
    assert cellules[0][0] == "Même groupe de métiers"
    assert 'href="?metier:B0Z21"' in cellules[0][1]
    assert "secret statistique" in cellules[0][2]


def test_the_view_of_a_metier_has_its_blocks(ecran):
    html = corps(deplier(ecran(zone="bassin:5220", metier="metier:V0X60")))
    for bloc in ("Ce qui fait l’estimation", "Aller plus loin", "Métiers voisins de", "depuis", "offres"):
        assert bloc in html
    assert html.count("<h1") == 1


def test_a_family_of_the_region_starts_from_france_or_says_that_it_cannot(ecran):
    html = corps(ecran(onglet="metier", niveau="famille", metier="famille:O"))
    assert re.search("Départ\u00a0: (les mêmes métiers en France|la famille dans la région, faute)", html)
