"""The screen Formation on demonstration data: each entry, each state, its links with the other screens."""

import csv
import html
import io
import re

import pytest

from data_loaders.contracts.defm_publics import DIPLOMES
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import diplomes, formation
from data_loaders.parametres import secteurs
from data_loaders.portraits import formation as portrait_formation
from data_loaders.portraits.memoire import Memoire
from geo import sujets
from pages.components import cache
from pages.components.formation import choices, provenance
from pages.figures.formation import diplome as vue_diplome, dossier, territoire
from tests.pages import outils
from tests.pages.outils import contenu, deplier, ouvrir, sain, texte, titre
from tests.vues import courts


def lire(**adresse):
    return sain(ouvrir("formation", **adresse))


def code(racine, libelle):
    noms = formation.diplomes(Donnees(racine))["libelle"]
    return noms[noms == libelle].index[-1]


@pytest.mark.parametrize(
    ("bloc", "adresse", "calcul"),
    [
        ("territoire-niveaux", {"entree": "territoire", "zone": "spo:laval"}, "somme des intercommunalités entières"),
        ("formation-2030", {"entree": "secteur", "secteur": "batiment"}, "la part des liens est calculée ici"),
        ("dossier-2030", {"entree": "dossier", "secteur": "batiment"}, "la part des liens est calculée ici"),
    ],
)
def test_what_is_computed_is_never_said_to_be_published_as_it_is(racine, bloc, adresse, calcul):
    at = deplier(lire(**adresse))
    at.session_state[f"origine-{bloc}"] = True
    (dit,) = re.findall(r'<div class="obs-origine">.*?</dl></div>', contenu(sain(at.run())), re.S)
    assert "sans calcul" not in dit
    assert calcul in dit


def test_without_a_choice_the_rates_of_the_region_stand_beside_the_way_in(racine):
    at = lire()
    assert titre(at).startswith("Quel métier apprendre")
    assert contenu(at).count('<article class="obs-carte') == 8
    deplie = texte(sain(deplier(at)))
    assert "à venir" in deplie or "pas encore observé" in deplie
    assert re.search(r'href="formation\?entree=metier&amp;metier=metier', contenu(at))


def test_a_metier_has_what_leads_there_what_is_asked_and_what_is_foreseen(racine):
    at = sain(deplier(lire(metier="metier:B2X40", zonage="bassin", zone="bassin:5220")))
    dit = texte(at)
    for bloc in ("Les diplômes, et l’emploi", "Emploi ou poursuite", " à Nantes", "D’ici 2030"):
        assert bloc in dit, bloc
    assert "avec CAP Installateur thermique, qu’il remplace" in dit
    assert "trop peu de sortants" in dit
    assert "Titre professionnel plombier" in dit
    assert "l’écart ne mesure pas l’effet de la voie" in dit
    assert "Tension officielle" in dit
    assert "Le fichier de son producteur n’est pas chargé" in dit
    assert contenu(at).count("obs-badge--demo") == 6  # the page, and each of its figures
    assert "Certif Info" not in dit


def test_a_metier_without_any_diploma_followed_says_it_and_shows_no_rate(racine):
    at = lire(metier="metier:V1X80")
    assert titre(at).endswith("aucun des diplômes qui y mènent n’est suivi à la sortie")
    assert "InserJeunes n’en suit aucune" in texte(at)
    assert "obs-voie" not in contenu(at)


@pytest.mark.parametrize("mesure", ["taux_emploi_12", "taux_poursuite"])
def test_the_other_rates_are_one_choice_away_and_in_the_address(racine, mesure):
    assert choices.MESURES[mesure]
    at = lire(metier="metier:B2X40", mesure=mesure)
    assert at.query_params["mesure"] == mesure
    a_six_mois = lire(metier="metier:B2X40")
    taux = re.compile(r'obs-voie">([^<]*)<')
    assert taux.findall(contenu(at)) != taux.findall(contenu(a_six_mois))


def test_a_sector_and_a_group_take_their_metiers_as_one(racine):
    secteur, groupe = lire(entree="secteur", secteur="batiment"), lire(metier="fap87:B2X")
    assert "Le portrait du secteur" in texte(secteur)
    assert "CAP Maçon" in texte(secteur)
    assert "dans la première de 4 familles" in texte(sain(deplier(secteur))).replace("\u00a0", " ")
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
    return lambda **adresse: sain(outils.ouvrir("formation", **adresse))


def cases(at):
    """Words of every cell of every table."""
    lues = re.findall(r"<t[dh]\b[^>]*>(.*?)</t[dh]>", contenu(at), re.S)
    return [html.unescape(re.sub(r"<[^>]+>", " ", c)).strip() for c in lues]


@pytest.mark.parametrize("pas", courts((4, 1), (4,)))
def test_each_dossier_has_its_text_its_metiers_and_what_is_not_known(des_deux, pas):
    for code, s in [*SECTEURS.items()][::pas]:
        at = des_deux(entree="dossier", secteur=code)
        dit = texte(at).translate(BLANCS)
        assert f"Dans la convention : {dossier.genre(s)}".translate(BLANCS) in dit, code
        assert "Ce qu’on ne sait pas, et pourquoi" in dit, code
        assert all(cases(at)), code
        if "Aucun métier" not in dit:
            assert f"Dossier « {s.convenu} »" in dit, code
            assert "Tension officielle" in dit, code
            assert ("sans total pour la filière" in dit) == bool(s.sans), code
            assert ("chaque métier a ses propres chiffres" in dit) == bool(s.sans), code


def test_without_a_sector_the_thirteen_dossiers_are_listed(des_deux):
    at = des_deux(entree="dossier")
    assert titre(at).startswith("13 dossiers")
    liens = re.findall(r'href="/formation\?entree=dossier&amp;secteur=(\w+)"', contenu(at))
    assert set(liens) == set(SECTEURS)


@pytest.mark.parametrize("lieu", ["commune:44003", "bassin:5205", "zef:ancenis", "departement:53", "region:52", None])
def test_a_territory_says_whose_each_figure_is(des_deux, lieu):
    at = des_deux(entree="territoire", **({"lieu": lieu} if lieu else {}))
    dit = texte(at).translate(BLANCS)
    assert "InserJeunes est publié pour la région seulement" in dit
    assert "Ces taux ne font pas de moyenne" in dit
    assert "contrats d’apprentissage commencés en" in dit
    attendu = (
        "niveau V, un CAP ou un BEP"
        if lieu in ("commune:44003", "bassin:5205", "zef:ancenis")
        else "par intercommunalité entière"
    )
    assert attendu in dit
    assert all(cases(at))


def test_levels_hidden_or_partly_hidden_have_no_share(demonstration):
    m = Memoire(Donnees(demonstration.racine))
    n = portrait_formation.niveaux(m, sujets.de_zone("epci", "244400552"))
    lignes = territoire.table_niveaux(n).lignes
    assert len(lignes) == len(DIPLOMES) + 1
    assert sum(float(li[4].rstrip("\u00a0%").replace("moins de 1", "0")) for li in lignes[:-1]) == pytest.approx(
        100, abs=4
    )
    caches = n.lignes.assign(minorant=True)
    assert {li[4] for li in territoire.table_niveaux(n._replace(lignes=caches)).lignes[:-1]} == {"non calculée"}
    rien = n.lignes.assign(value=float("nan"), obs_status="Q")
    vides = n._replace(lignes=rien)
    assert "secret statistique" in territoire.niveaux(vides, sujets.de_zone("epci", "244400552")).titre
    assert {b.valeur for b in territoire.barres_niveaux(vides)} == {None}


def test_a_filiere_without_total_says_so_where_employers_are_asked(des_deux):
    dit = texte(des_deux(entree="secteur", secteur="lgv"))
    assert "Pas de chiffre pour la filière entière" in dit.translate(BLANCS)
    assert "L’enquête n’en publie aucune ligne" not in dit
