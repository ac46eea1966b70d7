"""View of a métier: title, sheet, map, complete index, neighbours; the method, to be done again; the quadrant."""

import re
from html import unescape

import pandas as pd
import pytest

from data_loaders.contracts.metiers import COMPOSANTES
from data_loaders.measures import enonces, palmares
from data_loaders.measures.indice_complet import SANS_ENQUETE, SANS_OFFRES
from data_loaders.measures.mots_estimation import classe_dite
from data_loaders.metiers.liens import Part, Passage
from pages.figures import estimees, mobilites as meteo_mobilites, phrases, tuiles
from pages.figures.meteo import ciel as meteo_ciel, complet as complet_vue, methode, quadrant, vue as meteo_vue
from pages.figures.nuage import Point, nommer
from tests.lecture import en_lignes
from tests.pages.meteo.conftest import NOMS, ligne, texte
from tests.pages.outils import contenu, manquent


@pytest.fixture(scope="module")
def metiers(dire):
    return dire("metier", "bassin")


@pytest.mark.parametrize(("zone", "groupe", "annee", "dit"), [
    ("5220", "B0Z20", "2023", ", estimé\u00a0: 85\u00a0% d’embauches difficiles (France 70\u00a0%)"),
    ("5220", "V0Z60", "2021", ", estimé\u00a0: 39\u00a0% d’embauches difficiles (France 40\u00a0%)"),
    ("5209", "B0Z20", "2023", "\u00a0: trop peu de projets\u202f; très difficile à pourvoir dans la région"),
    ("5209", "V0Z60", "2023", "\u00a0: chiffre masqué, trop peu de réponses\u202f; partagé dans la région"),
    ("5220", "B0Z21", "2023", "\u00a0: chiffre masqué, trop peu de réponses"),  # hidden in the region too
    ("5209", "A0Z40", "2023", "\u00a0: aucun projet d’embauche"),
])  # fmt: skip
def test_the_title_says_place_date_and_share_or_why_there_is_none(metiers, zone, groupe, annee, dit):
    r, ou = ligne(metiers, zone, groupe, annee), {"5220": "Nantes", "5209": "Mamers"}[zone]
    titre = meteo_vue.titre_metier(r, "metier", "Maçons (plâtriers, carreleurs…)", "bassin")
    assert titre == f"Maçons, bassin de {ou}, {annee}{dit}"
    long = "masqué\u00a0: trop peu de réponses (sous 5 ; la règle vaut aussi pour cette enquête)"
    assert estimees.motif(long) == "masqué, trop peu de réponses"
    sans = ligne(metiers, zone, groupe, annee)._replace(statut="secret", raison=long)
    assert "masqué (1)" in meteo_vue.sans_estimation([sans])


@pytest.mark.parametrize(("groupe", "niveau", "annee", "dit"), [
    ("O", "famille", "2023", ", estimé : difficile à pourvoir dans 2\u00a0bassins d’emploi sur 2"),
    ("O", "famille", "2021", ", estimé : difficile à pourvoir dans 1\u00a0bassin d’emploi sur 1"),
    ("V0Z60", "metier", "2023", ", estimé : des chiffres à confirmer dans 2\u00a0bassins d’emploi"),
    ("B0Z21", "metier", "2023", " : trop peu de projets, ou masqués, dans chaque bassin d’emploi"),
])  # fmt: skip
def test_the_title_of_the_map_counts_the_zones_on_the_side_that_is_sure(dire, groupe, niveau, annee, dit):
    lus = dire(niveau, "bassin"), dire(niveau, "region")
    titre = meteo_ciel.preparer(*lus, groupe, NOMS[groupe], "bassin", None, annee)[0].titre
    assert titre.replace("\u00a0", " ") == f"{NOMS[groupe]}, {annee}{dit}".replace("\u00a0", " ")


COMPLET = {
    "offres": 1546.06, "demandeurs": 278.0, "rho": 7.5609, "r": 5.6956, "s_r": 82.51, "P": 1140.0, "T": 77.24,
    "q_estimee": 0.7408, "s": 0.12700, "classe": 4, "certitude": enonces.SOLIDE, "partiel": "", "raison": "",
    "part_offres_cible_unique": 1.0, "candidats_en_plus": 768, "distance": "environ 768 candidats de plus",
}  # fmt: skip


def complet(**champs):
    return next(pd.DataFrame([COMPLET | champs]).astype({"classe": "Int64"}).itertuples())


@pytest.mark.parametrize(("champs", "titre", "dits"), [
    ({}, "en tension, solide", ("1\u202f546 offres", "278 demandeurs", "57 offres de l’année", "77 sur 100",
        "Environ 768 candidats de plus pour passer au niveau du dessous",
        "le bruit des offres et des demandeurs n’est pas mesuré")),
    ({"partiel": "partiel : 40 % des offres"}, "en tension, solide, indice partiel", ("Partiel\u00a0: 40\u00a0%",)),
    ({"certitude": enonces.FRAGILE}, "à confirmer", ("À confirmer",)),
    ({"part_offres_cible_unique": 0.9998}, "en tension, solide", ("Plus de 99\u00a0% de ces offres",)),
    ({"part_offres_cible_unique": 0.6}, "en tension, solide",
        ("60\u00a0% de ces offres", "une répartition et non un comptage")),
    ({"classe": 2}, "peu en tension, solide", ()),
    # the survey alone knows no job-seekers
    ({"classe": 2, "partiel": SANS_OFFRES, "s_r": None, "r": None, "distance": ""},
        "plutôt facile à pourvoir, solide, indice partiel", ("indice partiel",)),
    ({"classe": None, "certitude": "", "T": None, "raison": "trop peu de projets pour un chiffre", "distance": ""},
        "pas de classe", ("Trop peu de projets pour un chiffre.",)),
])  # fmt: skip
def test_the_complete_index_says_its_figures_and_what_limits_it(champs, titre, dits):
    r = complet(**champs)
    assert complet_vue.titre(r, "2021") == f"Avec les offres et les demandeurs de 2021\u00a0: {titre}"
    html = texte(complet_vue.html(r, "2021"))
    assert manquent(html, *dits) == []
    assert ("tension" in titre) == ("en tension" in html.lower())
    assert ("partagées" in html) == (r.part_offres_cible_unique < 0.9999)
    assert "nan" not in html
    lecture = complet_vue.lecture(complet(), "Infirmiers", "À Nantes", "2021")
    assert manquent(lecture, "82,5 sur 100 (poids 37,5\u00a0%)", "74,1\u00a0% (poids 62,5\u00a0%)") == []


def test_the_csv_of_the_complete_index_keeps_its_reasons():
    nantes = COMPLET | {"annee": "2021", "code_zone": "5220", "code_groupe": "V1Z80"}
    mamers = nantes | {"code_zone": "5209", "classe": None, "certitude": "", "raison": "non dit"}
    indices = pd.DataFrame([nantes, mamers])
    invente, vrai = (en_lignes(complet_vue.csv(indices, "Infirmiers", "bassin", d)) for d in (True, False))
    ici, vide = invente
    colonnes = ("indice", "candidats_en_plus", "certitude", "obs_status")
    assert tuple(ici[colonne] for colonne in colonnes) == ("77,24", "768", "solide", "E")
    assert (vide["classe"], vide["raison"], vide["obs_status"]) == ("", "non dit", "L")
    assert "Données de démonstration" in vide["mention"]
    assert "France Travail" not in ici["source"], "no producer is named for an invented figure"
    assert "Dares (table de passage" in vrai[0]["source"]


def officielle(**champs):
    base = {"annee": "2019", "code_zone": "44", "code_groupe": "V1Z80", "classe_officielle": 3, "raison": ""}
    return next(pd.DataFrame([base | champs]).itertuples())


def test_the_official_class_stands_beside_ours_with_its_own_year_and_components(metiers):
    notre = ligne(metiers, "5220", "B0Z20")

    def dit(lignes, demonstration=False, r=notre):
        noms = {"44": "Loire-Atlantique"}
        return texte(complet_vue.officielle_html(lignes, noms, r, "2023", demonstration))

    assert manquent(dit([officielle(lien_formation=5, conditions_travail=None)]), *(
        "Classe de tension officielle (Dares), 2019", "Loire-Atlantique\u00a0: classe 3 sur 5",
        f"Météo de l’Observatoire, 2023\u00a0: {estimees.enonce(notre)}", "Conditions de travail\u00a0: n.d.",
        "Lien entre formation et emploi\u00a0: 5 sur 5",
    )) == []  # fmt: skip
    assert set(phrases.COMPOSANTES) == set(COMPOSANTES)
    assert "non disponible" in dit([officielle(classe_officielle=None, raison="non disponible")])
    assert "aucune pour ce groupe" in dit([])
    assert "officielle" not in dit([officielle()], True)
    assert "2023\u00a0: masqué, trop peu de réponses." in dit([officielle()], r=ligne(metiers, "5209", "V0Z60"))


def test_the_classes_of_the_producer_are_named_official_and_never_those_of_a_demonstration():
    lus = {"code_rome": ["J1506", "J1502"], "libelle": ["Soins infirmiers", ""], "classe_officielle": [5, None]}
    lignes = pd.DataFrame(lus)
    dit = complet_vue.officielle_rome(lignes, "2021", False)
    assert dit.endswith("même bassin\u00a0: Soins infirmiers (J1506), 5 sur 5.")
    assert complet_vue.officielle_rome(lignes, "2021", True) == ""
    assert complet_vue.officielle_rome(lignes.iloc[1:], "2021", False) == ""


def test_ways_out_leave_the_site_say_so_and_never_carry_the_page_along():
    html = meteo_vue.sorties_html([Part("J1506", "Soins infirmiers", 0.5)], "44", "en Loire-Atlantique")
    assert html.count("<a ") == html.count('rel="noopener noreferrer"') == html.count('target="_blank"') == 2
    nom = 'aria-label="Voir les offres\u00a0: Soins infirmiers en Loire-Atlantique, nouvel onglet"'
    dits = ("Offres en Loire-Atlantique, fiches métier nationales.", "lieux=44D", "quittent l’observatoire")
    assert manquent(html, nom, *dits) == []
    soins = [Part("J1506", "Soins infirmiers", 0.5)]
    portes = meteo_vue.portes_html("f?m", soins, "44", "en Loire-Atlantique", [("?v", "Aides", "partagé")])
    offres = "offres\u00a0: soins infirmiers en Loire-Atlantique France Travail ↗"
    assert manquent(texte(portes), "Se former", "Postuler", offres, "Métiers voisins Aides , partagé") == []
    assert portes.count('target="_blank" rel="noopener noreferrer"') == 1
    assert "n’est pas chargée" in meteo_vue.sorties_html([], None, "")
    assert meteo_vue.sorties_html([Part(f"J150{i}", "", 0.1) for i in range(6)], None, "").count("<li>") == 4


def test_a_metier_says_what_links_it_to_another_its_figure_there_and_where_to_train(metiers):
    ici = palmares.dans(metiers, "5220", "2023")
    passages = (Passage("B0Z20", "evolution", ()), Passage("B0Z21", "proche", ("Lecture de plan", "Métré", "Topo")))
    rangs = meteo_mobilites.ranger(passages, ici)
    assert {p.code for p, _ in rangs} == {"B0Z20", "B0Z21"}
    t = meteo_mobilites.table(rangs, "Où l’on va", NOMS, lambda cle: f"?{cle}", lambda cle: f"!{cle}")
    assert {len(x) for x in t.lignes} == {len(t.entetes)}
    (ligne,) = (x for x in t.lignes if 'href="?metier:B0Z21"' in x[0])
    assert "masqué" in ligne[2]
    assert ligne[-2].replace("\u00a0", " ") == "métier proche, 3 savoirs partagés : Lecture de plan, Métré, …"
    assert 'href="!metier:B0Z21"' in ligne[-1]
    estimes = [(p.code, classe_dite(int(r.classe))) for p, r in rangs if r.statut == "estime"]
    assert meteo_mobilites.voisins(rangs, NOMS, str) == [(f"metier:{c}", NOMS[c], mot) for c, mot in estimes]
    france = meteo_mobilites.employeurs_html("2021", [Part("4711D", "Supermarchés", 0.29)])
    assert manquent(france, "Supermarchés (29\u00a0%)", "embauches de France en 2021") == []
    assert meteo_mobilites.employeurs_html("", []) == ""


def lus(dit):
    return [float(x.replace("\u202f", "").replace(",", ".")) for x in re.findall(r"\d[\d\u202f]*(?:,\d+)?", dit)]


@pytest.mark.parametrize(("groupe", "debut"), [
    ("O", "Ici, 902,9 projets, masqués compris (1\u00a0cellule), dont 856,2 "), ("S", "Ici, 900 projets, dont 360 "),
])  # fmt: skip
def test_the_cell_chosen_can_be_done_again_from_the_numbers_printed(bassins, groupe, debut):
    r = ligne(bassins, "5220", groupe)
    ici, france, calcul, marge, *fin = methode.exemple(r)
    assert (ici.startswith(debut), france.startswith("En France, enquête 2023\u00a0: ")) == (True, True)
    n, part, k, attendue, n2, k2, q, ecrit = lus(calcul)
    assert (n2, k2) == (n, k)
    assert (n * part + k * attendue) / (n + k) == pytest.approx(q, abs=0.06)
    assert (q, ecrit) == (pytest.approx(100 * r.q_estimee, abs=0.05), round(q))
    intervalle, s, bas, haut, *_ = lus(marge.partition("\u00a0: ")[2])
    assert (q - intervalle * s, q + intervalle * s) == pytest.approx((bas, haut), abs=0.6)
    assert len(fin) == 2


@pytest.mark.parametrize(("groupe", "dit"), [("S", "Masqué : trop peu"), ("O", "Trop peu de projets")])
def test_a_cell_without_estimate_is_not_worked_out(bassins, groupe, dit):
    (seul,) = methode.exemple(ligne(bassins, "5209", groupe))
    assert seul.startswith(dit)


def test_half_a_page_says_its_method(ecran):
    assert len(re.findall(r"\w+", unescape(texte(methode.html())))) < 330
    vue = contenu(ecran(zone="bassin:5220", onglet="methode", niveau="famille", metier="famille:O"))
    assert vue.count("<h1") == 1
    assert manquent(vue, "Un exemple à refaire\u00a0: Ouvriers", "à Nantes, 2024", "ni les salaires") == []


@pytest.mark.parametrize(("champs", "rang", "dit"), [
    ({"r": None, "partiel": "partiel : enquête BMO seule"}, 1, "Calcul impossible ici"),
    ({"partiel": "partiel : 40 % des offres", "distance": ""}, -1, "Partiel : 40 % des offres."),
    ({"partiel": "partiel : 40 % des offres", "distance": ""}, -2, "l’indice est partiel"),
    ({"classe": 1, "distance": ""}, -2, "n’a pas de limite basse"),
    ({"partiel": SANS_ENQUETE, "q_estimee": None, "s": None, "distance": ""}, -2, "Calcul impossible ici"),
])  # fmt: skip
def test_the_complete_index_stops_with_its_reason(champs, rang, dit):
    assert dit in methode.etapes(complet(**champs), {})[rang][2]


def test_cards_of_the_complete_index_say_once_how_sure_they_are():
    cartes = [complet(code_groupe=c, nom=c, classe=1) for c in ("A", "B")]
    dit = texte(tuiles.cartes_html(cartes, "metier", str, complet=True))
    assert (dit.count("solide"), dit.count("offres de l’année pour 10 demandeurs")) == (1, 2)


@pytest.fixture(scope="module")
def lignes(dire):
    """`lignes(zone)`: rows of a bassin at the level of métiers."""
    indices = dire("metier", "bassin")
    return lambda zone: meteo_vue.lignes_territoire(indices, NOMS, zone, "2023")


def point(nom, projets, part, serie=0):
    return Point(projets, part, nom, (nom,), serie)


def nuage(*points):
    """A cloud of these points, on the axes of the quadrant."""
    return quadrant.preparer([])._replace(points=points)


def test_a_name_never_covers_another_name_nor_a_point():
    serres = (point(f"Métier numéro {i}", 400 - i, 50 + 0.1 * i) for i in range(20))
    q = nuage(*serres, point("Seul", 40, 10))
    places = nommer(q, 13, 14, 500, 500)
    assert places[-1] == "middle right"
    assert 2 <= len(list(filter(None, places))) <= 4


@pytest.mark.parametrize("nb", [0, 1])
def test_the_figure_holds_with_no_point_or_one(nb):
    fig = quadrant.figure(nuage(*(point("a", 100, 70),) * nb), "projection")
    assert sum(len(x.x) for x in fig.data) == nb


def test_the_title_names_the_metier_with_the_most_projects_and_no_share_to_be_confirmed(lignes):
    rs = lignes("5220")
    plus = "À Nantes, le plus de projets en 2023\u00a0: Métier"
    assert quadrant.titre(rs, "À Nantes") == f"{plus} B0Z20, 85\u00a0% difficiles, estimé"
    fragile = [r for r in rs if r.code_groupe == "V0Z60"]
    assert quadrant.titre(fragile, "À Nantes") == f"{plus} V0Z60"
    assert "trop peu de projets" in quadrant.titre(lignes("5209"), "À Mamers")
