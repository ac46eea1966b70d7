"""The screen Formation on demonstration data: each entry, each state, its links with the other screens."""

import csv
import html
import io
import re
from functools import partial

import pytest

from data_loaders.contracts.defm import DIPLOMES
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import diplomes, formation
from data_loaders.parametres import secteurs
from data_loaders.portraits import Memoire, formation as portrait_formation
from geo import sujets
from pages.components import cache, formation as choices
from pages.figures.dossier import vue as dossier
from pages.figures.formation import diplome as vue_diplome, territoire
from tests.pages import outils
from tests.pages.outils import contenu, deplier, manquent, texte, titre
from tests.vues import courts

lire = partial(outils.ouvrir, "formation")


def code(racine, libelle):
    noms = formation.diplomes(Donnees(racine))["libelle"]
    return noms[noms == libelle].index[-1]


@pytest.mark.parametrize(("bloc", "adresse", "calcul"), [
    ("territoire-niveaux", {"entree": "territoire", "zone": "spo:laval"}, "somme des intercommunalités entières"),
    ("formation-2030", {"entree": "secteur", "secteur": "batiment"}, "la part des liens est calculée ici"),
    ("dossier-2030", {"entree": "dossier", "secteur": "batiment"}, "la part des liens est calculée ici"),
])  # fmt: skip
def test_what_is_computed_is_never_said_to_be_published_as_it_is(racine, bloc, adresse, calcul):
    at = deplier(lire(**adresse))
    at.session_state[f"origine-{bloc}"] = True
    (dit,) = re.findall(r'<div class="obs-origine">.*?</dl></div>', contenu(at.run()), re.S)
    assert ("sans calcul" in dit, calcul in dit) == (False, True)


def test_without_a_choice_the_rates_of_the_region_stand_beside_the_way_in(racine):
    at = lire()
    assert titre(at).startswith("Quel métier apprendre")
    assert contenu(at).count('<article class="obs-carte') == 8
    deplie = texte(deplier(at))
    assert "à venir" in deplie or "pas encore observé" in deplie
    assert re.search(r'href="formation\?entree=metier&amp;metier=metier', contenu(at))


def test_a_metier_has_what_leads_there_what_is_asked_and_what_is_foreseen(racine):
    at = deplier(lire(metier="metier:B2X40", zonage="bassin", zone="bassin:5220"))
    assert manquent(texte(at), *(
        "Les diplômes, et l’emploi", "Emploi ou poursuite", " à Nantes", "D’ici 2030", "trop peu de sortants",
        "avec CAP Installateur thermique, qu’il remplace", "Titre professionnel plombier", "Tension officielle",
        "l’écart ne mesure pas l’effet de la voie", "Le fichier de son producteur n’est pas chargé",
    )) == []  # fmt: skip
    assert contenu(at).count("obs-badge--demo") == 6  # the page, and each of its figures
    assert "Certif Info" not in texte(at)


@pytest.mark.parametrize("mesure", ["taux_emploi_12", "taux_poursuite"])
def test_the_other_rates_are_one_choice_away_and_in_the_address(racine, mesure):
    assert choices.MESURES[mesure]
    at, a_six_mois = lire(metier="metier:B2X40", mesure=mesure), lire(metier="metier:B2X40")
    assert at.query_params["mesure"] == mesure
    taux = re.compile(r'obs-voie">([^<]*)<')
    assert taux.findall(contenu(at)) != taux.findall(contenu(a_six_mois))


def test_a_diploma_has_its_figures_by_edition_and_the_sky_of_its_metiers(racine):
    at = lire(diplome=code(racine, "CAP Cuisine"), zonage="departement", zone="departement:44")
    assert "CAP Cuisine" in titre(at)
    assert manquent(texte(at), "2019-2020", "2020-2021", "2022-2023", "en Loire-Atlantique") == []
    assert re.search(r'href="meteo\?[^"]*metier=metier:S1X40[^"]*zone=departement:44', contenu(at))
    assert re.search(r'href="formation\?[^"]*metier=metier:S1X40', contenu(at))


def test_a_diploma_that_leads_nowhere_says_why(racine):
    assert "Aucun métier relié" in texte(lire(diplome=code(racine, "CAP tailleur de pierre")))


def test_every_rate_is_followed_back_to_the_rows_of_the_producer(demonstration):
    cuisine = code(demonstration.racine, "CAP Cuisine")
    suivi = choices.des_diplomes(demonstration, {cuisine: "CAP Cuisine"}).origine("CAP Cuisine")
    assert "CAP Cuisine" in suivi.html
    insertion = diplomes.sources(demonstration, "FAP2021").insertion
    assert len(suivi.lignes) == insertion["code"].eq(cuisine).sum() > 0


def test_the_metiers_of_a_diploma_leave_with_their_sky_and_are_followed_back(racine):
    d = Donnees(racine)
    annee = d.periodes("bmo")[-1]
    liens = diplomes.metiers(diplomes.sources(d, "FAP2021"), code(racine, "CAP Cuisine"))
    marches = cache.marches(d, "metier", "region")
    ici = marches[marches["annee"].eq(annee) & marches["code_groupe"].isin(liens["code_metier"])]
    lignes = {r.code_groupe: r for r in ici.itertuples()}
    lu = vue_diplome.csv_metiers(liens, {}, {}, lignes, "region:52", f"bmo/{annee}", True).decode("utf-8-sig")
    (ligne,) = csv.DictReader(io.StringIO(lu), delimiter=";")
    assert (ligne["code_metier"], ligne["obs_status"], ligne["raison"]) == ("S1X40", "E", "")
    assert float(ligne["part_estimee"].replace(",", ".")) == pytest.approx(100 * lignes["S1X40"].q_estimee, abs=0.01)


# Dossiers of the sectors and the entry from a territory: on both kinds of data, each cell says something
SECTEURS = secteurs.lire().secteurs
BLANCS = str.maketrans("\u00a0\u202f", "  ")


@pytest.fixture(params=["racine_demo", "racine_officielle"])
def des_deux(request, monkeypatch):
    """`des_deux(**adresse)` runs the screen on demonstration data, then beside the official survey."""
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(request.getfixturevalue(request.param)))
    outils.oublier()
    return lire


def cases(at):
    """Words of every cell of every table."""
    lues = re.findall(r"<t[dh]\b[^>]*>(.*?)</t[dh]>", contenu(at), re.S)
    return [html.unescape(re.sub(r"<[^>]+>", " ", c)).strip() for c in lues]


@pytest.mark.parametrize("pas", courts((4, 1), (4,)))
def test_each_dossier_has_its_text_its_metiers_and_what_is_not_known(des_deux, pas):
    for code, s in [*SECTEURS.items()][::pas]:
        at = des_deux(entree="dossier", secteur=code)
        dit = texte(at).translate(BLANCS)
        attendus = (f"Dans la convention : {dossier.genre(s)}".translate(BLANCS), "Ce qu’on ne sait pas, et pourquoi")
        assert manquent(dit, *attendus) == [], code
        assert all(cases(at)), code
        if "Aucun métier" not in dit:
            assert manquent(dit, f"Dossier « {s.convenu} »", "Tension officielle") == [], code
            sans_total = ("sans total pour la filière", "chaque métier a ses propres chiffres")
            assert [mots in dit for mots in sans_total] == [bool(s.sans)] * 2, code


def test_without_a_sector_the_thirteen_dossiers_are_listed(des_deux):
    at = des_deux(entree="dossier")
    assert titre(at).startswith("13 dossiers")
    liens = re.findall(r'href="/formation\?entree=dossier&amp;secteur=(\w+)"', contenu(at))
    assert set(liens) == set(SECTEURS)


@pytest.mark.parametrize("lieu", ["commune:44003", "bassin:5205", "zef:ancenis", "departement:53", "region:52", None])
def test_a_territory_says_whose_each_figure_is(des_deux, lieu):
    at = des_deux(entree="territoire", **({"lieu": lieu} if lieu else {}))
    seul = lieu in ("commune:44003", "bassin:5205", "zef:ancenis")
    attendu = "niveau V, un CAP ou un BEP" if seul else "par intercommunalité entière"
    region = ("InserJeunes est publié pour la région seulement", "Ces taux ne font pas de moyenne")
    dit = texte(at).translate(BLANCS)
    assert manquent(dit, *region, "contrats d’apprentissage commencés en", attendu) == []
    assert all(cases(at))


def test_levels_hidden_or_partly_hidden_have_no_share(demonstration):
    ancenis = sujets.de_zone("epci", "244400552")
    n = portrait_formation.niveaux(Memoire(demonstration), ancenis)
    lignes = territoire.table_niveaux(n).lignes
    assert len(lignes) == len(DIPLOMES) + 1
    parts = [float(li[4].rstrip("\u00a0%").replace("moins de 1", "0")) for li in lignes[:-1]]
    assert sum(parts) == pytest.approx(100, abs=4)
    caches = n.lignes.assign(minorant=True)
    assert {li[4] for li in territoire.table_niveaux(n._replace(lignes=caches)).lignes[:-1]} == {"non calculée"}
    vides = n._replace(lignes=n.lignes.assign(value=float("nan"), obs_status="Q"))
    assert "secret statistique" in territoire.niveaux(vides, ancenis).titre
    assert {b.valeur for b in territoire.barres_niveaux(vides)} == {None}


def test_a_filiere_without_total_says_so_where_employers_are_asked(des_deux):
    dit = texte(des_deux(entree="secteur", secteur="lgv"))
    assert "Pas de chiffre pour la filière entière" in dit.translate(BLANCS)
    assert "L’enquête n’en publie aucune ligne" not in dit
