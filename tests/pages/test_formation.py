"""Formation: words and drawings on invented diplomas, the screen on demonstration, where to train on official files."""

import html
import itertools
import re
from collections import namedtuple
from datetime import date
from functools import partial

import pytest

from data_loaders.contracts.defm import DIPLOMES
from data_loaders.contracts.formation import TAUX
from data_loaders.francais import echapper
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import diplomes, formation, ou_se_former
from data_loaders.metiers.avenir import Avenir, Famille
from data_loaders.metiers.diplomes import Diplome, Menant, au_coeur
from data_loaders.metiers.liens import libelles_listes
from data_loaders.metiers.ou_se_former import Bilan
from data_loaders.parametres import secteurs
from data_loaders.portraits import formation as portrait_formation
from geo import sujets
from pages.components import formation as choices
from pages.figures.dossier import vue as dossier
from pages.figures.formation import avenir, mots, ou, quadrant, territoire, vue
from pages.figures.recherche import ligne as recherche
from tests.lecture import en_lignes
from tests.pages import outils
from tests.pages.outils import contenu, deplier, manquent, texte, titre
from tests.vues import courts, un_sur

NAN = float("nan")
MOYENNES = {"taux_emploi_6": 67.2, "taux_emploi_12": 74.0, "taux_poursuite": 47.3}


def voie(emploi, poursuite=40.0, terminale=100.0, raison=formation.RAISON_PETIT, sans=()):
    taux = dict.fromkeys(TAUX, NAN) | {"taux_emploi_6": emploi, "taux_poursuite": poursuite}
    raisons = {f"raison_{t}": "" if v == v else raison for t, v in taux.items()}
    return {"annee_terminale": terminale, "sans": sans} | taux | raisons


def diplome(nom="CAP Essai", romes=("R1",), confiance="forte", **voies):
    voies = {v: x if isinstance(x, dict) else voie(x) for v, x in voies.items()}
    return Diplome(nom, nom, "03", "CAP", "", 0.7, romes, 2, "direct", confiance, voies=voies)


def menant(*suivis, autres=()):
    return Menant("2022-2023", suivis, tuple(autres), MOYENNES)


DEUX = diplome(apprentissage=80.0, scolaire=40.0)
SEUL = diplome(apprentissage=60.0)
TITRE = Diplome("titre:1", "Titre", "06", "Titre", "", 1.0, ("R1",), 1, "direct", "forte")
INVERSE = diplome("CAP Autre", apprentissage=50.0, scolaire=60.0)

AILLEURS = INVERSE._replace(poids=0.5)


@pytest.mark.parametrize(("m", "fin"), [
    (menant(DEUX), "souvent en emploi à six mois, pour le seul diplôme publié par les deux voies"),
    (menant(DEUX, DEUX), "à diplôme égal, les apprentis sont plus souvent en emploi à six mois"),
    (menant(INVERSE, INVERSE), "à diplôme égal, les lycéens sont plus souvent en emploi à six mois"),
    (menant(DEUX, INVERSE), "les apprentis sont plus souvent en emploi à six mois pour 1 diplôme sur 2"),
    (menant(diplome(scolaire=40.0)), "40\u00a0% des lycéens sortis de « CAP Essai » sont en emploi à six mois"),
    (menant(diplome(apprentissage=NAN)), "aucun des diplômes suivis n’a assez de sortants pour un taux d’emploi"),
    (menant(), "aucun des diplômes qui y mènent n’est suivi à la sortie"),
    # A diploma that leads elsewhere as often makes no finding, alone neither.
    (menant(SEUL, AILLEURS), "60\u00a0% des apprentis sortis de « CAP Essai » sont en emploi à six mois"),
    (menant(AILLEURS), "aucun diplôme suivi à la sortie n’y mène directement"),
])  # fmt: skip
def test_the_finding_compares_the_voies_of_one_diploma_or_says_the_first(m, fin):
    assert vue.titre("Essayeurs", m).startswith("Essayeurs\u00a0: ")
    assert vue.titre("Essayeurs", m).endswith(fin)


def test_nothing_followed_says_so_and_shows_no_neighbour():
    dit = vue.sans_suivi(menant(autres=[TITRE] * 3))
    assert dit.startswith("3 certifications y mènent, et InserJeunes n’en suit aucune")
    assert "celui d’un diplôme voisin ne le remplace pas" in dit
    assert vue.autres(menant(autres=[TITRE] * 3), False).titre.startswith("3 certifications y mènent, sans suivi")
    assert vue.autres(menant(DEUX, autres=[TITRE] * 3), False).titre.startswith("3 autres certifications y mènent")
    assert "Aucun diplôme" in vue.sans_suivi(menant())
    assert "que par l’apprentissage" in vue.une_voie(menant(diplome(apprentissage=86.0)))
    assert vue.une_voie(menant(DEUX)) == ""
    # A surer link by one voie alone does not hide the other voie of a weaker one.
    assert vue.une_voie(menant(diplome(apprentissage=86.0), INVERSE._replace(confiance="faible"))) == ""


def test_a_diploma_of_the_same_name_that_leads_elsewhere_is_said():
    dit = vue.homonymes([("CAP Essayeur", "Z1")], {"metier:Z1": "Autres essayeurs"})
    assert "CAP Essayeur (« Autres essayeurs »)" in dit
    assert "pas dans ce tableau" in dit
    assert vue.homonymes([], {}) == ""


def test_an_empty_cell_says_why_in_a_word_and_a_line_what_it_puts_together():
    d = diplome(apprentissage=voie(NAN), scolaire=voie(50.0, sans=("CAP Petit",)))
    d = d._replace(anciens=("CAP Ancien",), devient="CAP Nouveau")
    t = vue.table_diplomes([d, diplome("CAP Lycée", scolaire=50.0)], "taux_emploi_6", MOYENNES)
    html = "".join(itertools.chain(*t.lignes))
    dits = (f'title="{echapper(formation.RAISON_PETIT)}"', "hors fichier", "CAP, BEP et équivalents, lien fort")
    assert manquent(html, "trop peu de sortants", *dits) == []
    lecture = vue.diplomes(menant(d), "taux_emploi_6", False).lecture
    dits = ("avec CAP Ancien, qu’il remplace", "remplacé depuis par CAP Nouveau", "sans CAP Petit")
    assert manquent(lecture, *dits) == []


def test_a_link_through_a_metier_that_hardly_counts_is_set_aside():
    soin, animaux = diplome("A", ("R1", "R2")), diplome("B", ("R9",))
    m, ailleurs = au_coeur(menant(soin, animaux, autres=[animaux]), {"R1", "R2"})
    assert (m.suivis, m.autres, ailleurs) == ((soin,), (), (animaux,))
    assert au_coeur(menant(soin, animaux), set())[1] == (), "nothing weighs: all of them count"


def test_the_file_has_a_reason_for_every_empty_value():
    m = menant(diplome(apprentissage=voie(NAN)), autres=[TITRE])
    lignes = en_lignes(vue.csv(m, "Essayeurs", {}, {"insertion": "2023--0"}, True))
    assert len(lignes) == 2 * len(mots.MESURES) + 1
    assert all(bool(x["valeur"]) != bool(x["raison"]) for x in lignes)
    assert {x["raison"] for x in lignes} >= {formation.RAISON_VOIE, formation.RAISON_PETIT, formation.NON_SUIVI}
    assert {x["raison"]: x["obs_status"] for x in lignes}[formation.RAISON_PETIT] == "N"
    # The definition of employment changes with the leavers of 2022; that of further study does not.
    assert {x["obs_status"] for x in lignes if x["valeur"]} == {"A"}
    assert mots.statut(62.0, "", "taux_emploi_6", "2022-2023")["libelle_obs_status"] == "rupture de série"
    assert mots.statut(62.0, "", "taux_emploi_6", "2020-2021")["obs_status"] == "A"
    assert "Données de démonstration" in lignes[0]["mention"]


@pytest.mark.parametrize(("emploi", "poursuite", "ou"), [
    (80, 20, "Emploi direct"), (80, 60, "Emploi et poursuite"),
    (50, 60, "Surtout poursuite"), (50, 20, "Moins des deux"),
])  # fmt: skip
def test_a_diploma_stands_in_a_quadrant_for_a_reason_in_words(emploi, poursuite, ou):
    q = quadrant.preparer(menant(diplome(apprentissage=voie(emploi, poursuite))))
    nom, raison = q.ou(q.points[0])
    assert nom == ou
    souvent = "en emploi plus souvent" in raison or "en emploi et en poursuite d’études plus" in raison
    assert souvent == (emploi > 67.2)
    assert list(quadrant.table(q).lignes[0][-2:]) == [nom, raison]


def test_the_two_voies_of_a_diploma_are_joined_and_have_their_own_shapes():
    fig = quadrant.figure(quadrant.preparer(menant(DEUX, diplome("BP Seul", apprentissage=70.0))))
    traits, ronds, carres, _ = fig.data
    assert list(traits.y) == [80.0, 40.0, None]
    assert (ronds.marker.symbol, carres.marker.symbol) == ("circle", "square")
    assert len(ronds.x) == 2
    sans = quadrant.preparer(menant(diplome(apprentissage=NAN)))
    assert sans.points == ()
    assert sans.sans == 1


def boites(fig, largeur):
    """Where the names beside the points are drawn, px, in a plot of that width."""
    hauteur = fig.layout.height - 4.2 * 14
    noms = [x for t in fig.data if t.name for x in zip(t.x, t.y, t.text, t.textposition, t.marker.size, strict=True)]
    for vx, vy, mot, cote, marque in noms:
        long, haut, r = 0.53 * fig.data[1].textfont.size * len(mot), 14, marque / 1.6
        x, y = (vx + 3) * largeur / 106, (vy + 4) * hauteur / 110
        x += {"right": r, "left": -r - long, "center": -long / 2}[cote.split()[1]]
        y += {"top": r, "bottom": -r - haut, "middle": -haut / 2}[cote.split()[0]]
        if mot:
            yield x, y, x + long, y + haut


@pytest.mark.parametrize("largeur", [370, 480, 700])
def test_names_never_cover_each_other_nor_leave_the_drawing(largeur):
    voies = [voie(20 + 23 * i % 77, 3 + 37 * i % 94) for i in range(16)]
    suivis = [diplome(f"CAP Diplôme numéro {i}", apprentissage=v) for i, v in enumerate(voies)]
    posees = list(boites(quadrant.figure(quadrant.preparer(menant(*suivis))), largeur))
    assert len(posees) > 5
    for a, b in itertools.combinations(posees, 2):
        assert a[2] <= b[0] + 1 or b[2] <= a[0] + 1 or a[3] <= b[1] + 1 or b[3] <= a[1] + 1
    assert all(x0 >= -1 and x1 <= largeur + 1 for x0, _, x1, _ in posees)


def test_a_long_name_keeps_what_tells_it_from_others():
    assert mots.court("CAP Cuisine") == "CAP Cuisine"
    longs = [f"BTS services informatiques aux organisations option {x}" for x in ("A : réseaux", "B : logiciels")]
    assert [mots.court(x) for x in longs] == ["BTS … option A : réseaux", "BTS … option B : logiciels"]


def famille(classe=5, **autres):
    v = {"emploi": 34.0, "creations": 1.44, "departs": 9.56, "postes": 11.0, "jeunes": -8.52, "mobilites": -0.35}
    valeurs = v | {"desequilibre": 2.13, "lien_formation": 4} | autres
    return Famille("B4Z", "Ouvriers du second œuvre", 0.24, valeurs, classe, "2019")


def test_the_horizon_says_the_need_what_answers_it_and_that_the_family_is_wider():
    v = avenir.vue_2030(Avenir((famille(),)), True, False)
    assert v.titre == "D’ici 2030, 11\u202f000 postes à pourvoir dans la famille"
    besoin = "9\u202f560 départs en fin de carrière et 1\u202f440 créations"
    reponse = ("8\u202f520 jeunes débutants et 350 arrivées", "il manquerait 2\u202f130 personnes")
    assert manquent(v.lecture, besoin, *reponse, "Famille plus large que le métier") == []
    autre = avenir.vue_2030(Avenir((famille(desequilibre=-2.49, creations=-0.001),)), True, False).lecture
    assert manquent(autre, "2\u202f490 candidats de plus", "et aucune création nette") == []
    deux = avenir.vue_2030(Avenir((famille(), famille())), False, False)
    assert "la première de 2 familles" in deux.titre
    assert "sans somme" in deux.lecture


def test_the_official_tension_says_what_it_says_of_training_and_that_it_is_not_ours():
    v = avenir.vue_tension(Avenir((famille(),)), True)
    assert v.titre == "Tension officielle\u00a0: 5 sur 5 en 2019"
    assert "4 sur 5, un diplôme précis est demandé" in v.lecture
    assert "on y vient de formations variées" in avenir.vue_tension(Avenir((famille(lien_formation=1),)), True).lecture
    assert "non publié" in avenir.vue_tension(Avenir((famille(lien_formation=None),)), True).lecture
    assert "autre méthode, autre année" in v.lecture
    assert "1 famille sur 2" in avenir.vue_tension(Avenir((famille(), famille(classe=3))), False).titre


R = namedtuple("R", "statut classe certitude q_estimee")
JOUR = date(2026, 11, 28)
SUR = R("estime", 4, "solide", 0.72)


@pytest.mark.parametrize(("bilan", "r", "manque"), [
    ((10, 35, 0), SUR, True), ((40, 35, 0), SUR, False), ((0, 0, 150), SUR, False),
    *(((10, 35, 0), r, False) for r in (SUR._replace(certitude="fragile"), SUR._replace(classe=2), None)),
])  # fmt: skip
def test_places_are_short_where_wishes_pass_them_and_the_metier_is_surely_hard_to_fill(bilan, r, manque):
    li = dossier.Ligne("CAP Essai", Bilan("2024", *bilan), "Essayeurs", r, None)
    assert li.manque is manque
    (cellules,) = dossier.places("Essai", [li], JOUR, False)[1].lignes
    assert len(cellules) == len(dossier.ENTETES_PLACES)
    assert all(cellules)
    assert (cellules[0] == "places courtes") is manque


def test_ceilings_are_never_in_the_places_and_old_places_say_their_year():
    famille = Famille("D2Z", "Famille", 1.0, {"desequilibre": 2.89})
    li = dossier.Ligne("CAP Essai", Bilan("2022", 12, 18, 150), "Essayeurs", SUR, famille)
    v, table = dossier.places("Essai", [li], JOUR, False)
    (c,) = table.lignes
    assert (c[2], c[3], c[5]) == ("18", "12", "150")
    assert "ancien\u00a0: 2022" in c[4]
    assert c[7:] == ["72\u00a0%", "il manquerait 2\u202f890\u00a0personnes"]
    assert v.titre.endswith("pour 1 diplôme sur 1")
    assert "un plafond d’apprentis ne s’ajoute pas" in v.lecture


lire = partial(outils.ouvrir, "formation")


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


@pytest.mark.parametrize("mesure", ["taux_emploi_12", "taux_poursuite"])
def test_the_other_rates_are_one_choice_away_and_in_the_address(racine, mesure):
    assert choices.MESURES[mesure]
    at, a_six_mois = lire(metier="metier:B2X40", mesure=mesure), lire(metier="metier:B2X40")
    assert at.query_params["mesure"] == mesure
    taux = re.compile(r'obs-voie">([^<]*)<')
    assert taux.findall(contenu(at)) != taux.findall(contenu(a_six_mois))


def test_a_diploma_that_leads_nowhere_says_why(racine):
    noms = formation.diplomes(Donnees(racine))["libelle"]
    assert "Aucun métier relié" in texte(lire(diplome=noms[noms == "CAP tailleur de pierre"].index[-1]))


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
    lues = re.findall(r"<t[dh]\b[^>]*>(.*?)</t[dh]>", contenu(at), re.S)
    return [html.unescape(re.sub(r"<[^>]+>", " ", c)).strip() for c in lues]


@pytest.mark.parametrize("pas", courts((6, 1), (6,)))
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


@pytest.mark.parametrize("lieu", un_sur(3, ("commune:44003", "bassin:5205", "zef:ancenis", "region:52", None)))
def test_a_territory_says_whose_each_figure_is(des_deux, lieu):
    at = des_deux(entree="territoire", **({"lieu": lieu} if lieu else {}))
    seul = lieu in ("commune:44003", "bassin:5205", "zef:ancenis")
    attendu = "niveau V, un CAP ou un BEP" if seul else "par intercommunalité entière"
    region = ("InserJeunes est publié pour la région seulement", "Ces taux ne font pas de moyenne")
    dit = texte(at).translate(BLANCS)
    assert manquent(dit, *region, "contrats d’apprentissage commencés en", attendu) == []
    assert all(cases(at))


def test_levels_hidden_or_partly_hidden_have_no_share(memoire):
    ancenis = sujets.de_zone("epci", "244400552")
    n = portrait_formation.niveaux(memoire, ancenis)
    lignes = territoire.niveaux(n, ancenis)[1].lignes
    assert len(lignes) == len(DIPLOMES) + 1
    parts = [float(li[4].rstrip("\u00a0%").replace("moins de 1", "0")) for li in lignes[:-1]]
    assert sum(parts) == pytest.approx(100, abs=4)
    caches = n.lignes.assign(minorant=True)
    assert {li[4] for li in territoire.niveaux(n._replace(lignes=caches), ancenis)[1].lignes[:-1]} == {"non calculée"}
    vides = n._replace(lignes=n.lignes.assign(value=float("nan"), obs_status="Q"))
    assert "secret statistique" in territoire.niveaux(vides, ancenis)[0].titre
    assert {b.valeur for b in territoire.barres_niveaux(vides)} == {None}


def test_a_filiere_without_total_says_so_where_employers_are_asked(des_deux):
    dit = texte(des_deux(entree="secteur", secteur="lgv"))
    assert "Pas de chiffre pour la filière entière" in dit.translate(BLANCS)
    assert "L’enquête n’en publie aucune ligne" not in dit


@pytest.fixture(scope="session")
def offre(racine_producteurs):
    """`offre(metier, place)`: who trains for a métier around a place, and the name of the métier."""
    d = Donnees(racine_producteurs)
    s = diplomes.sources(d, "FAP2021")
    connue, noms = ou_se_former.lire(d, s), libelles_listes(d, "2024")["metier"]

    def autour(metier: str, lieu: str):
        m = diplomes.menant(d, s, (metier,))
        codes = [x.code for x in ou_se_former.retenus(m.suivis, m.autres)]
        return noms[metier], ou_se_former.autour(connue, s, codes, *lieu.split(":"))

    return autour


@pytest.mark.parametrize(("metier", "lieu", "dit"), [
    ("D1X33", "commune:44184", "soudeur près de Saint-Nazaire : deux lycées, 35 vœux pour 10 places en soudage"),
    ("D1X33", "commune:72180",
     "soudeur près de Mamers : pas de lycée dans le bassin ; le plus proche dans la région, à Arnage"),
    ("D1X33", "spo:laval", "soudeur près de Laval : un lycée, 63 vœux pour 12 places"),
    ("D1X33", "departement:44", "soudeur en Loire-Atlantique : "),
    ("R0X61", "commune:53062", "caissier près de Château-Gontier-sur-Mayenne : aucun établissement"),
])  # fmt: skip
def test_the_finding_of_a_place_counts_its_lycees_or_names_the_nearest(offre, metier, lieu, dit):
    nom, o = offre(metier, lieu)
    titre = ou.titre(ou.devenir(nom, True), o, JOUR, o.codes)
    assert re.sub("[\u00a0\u202f]", " ", titre).startswith(f"Devenir {dit}")


def test_distances_grow_and_what_has_no_point_comes_last_with_its_departement(offre):
    _, o = offre("D1X30", "commune:44184")
    kms = [c.km for c in o.cours]
    situes = [km for km in kms if km is not None]
    assert kms == [*sorted(situes), *[None] * (len(kms) - len(situes))]
    assert None in kms
    lignes = ou.table(o, {}, JOUR).lignes
    assert lignes[-1][2].endswith("commune inconnue")
    assert (lignes[-1][0], lignes[0][0][-2:]) == ("", "km")
    assert {c.code_commune for c in o.cours if c.uai == "0440074S"} == {"44184"}


def test_a_search_for_a_training_names_an_establishment_or_says_why_not(racine_producteurs):
    contexte = recherche.Contexte(Donnees(racine_producteurs))
    for ligne in (
        "se former soudure saint nazaire", "où se former cuisine laval", "formation aide-soignante mamers",
        "devenir infirmier le mans", "où apprendre la coiffure à fontenay-le-comte", "se former jardinier segré",
        "formation chauffeur routier la flèche", "ou se former en boucherie a vallet", "devenir couvreur laval",
    ):  # fmt: skip
        premiere = recherche.chercher(ligne, contexte).reponses[0]
        assert (premiere.module, "lieu=" in premiere.adresse) == ("formation", True), ligne
        assert re.search(r"lycée|centres? d’apprentis|établissement", premiere.dit), premiere.dit


def test_the_screen_shows_them_on_a_map_and_in_a_list_and_says_what_is_not_there(racine_producteurs, monkeypatch):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine_producteurs))
    outils.oublier()
    at = outils.ouvrir("formation", entree="metier", metier="metier:D1X33", lieu="commune:44184")
    assert titre(at).startswith("Devenir soudeur près de Saint-Nazaire")
    listes = ("35 vœux, 10 places, demandée", "9 vœux, 15 places, des places restent", "41 vœux, plafond de 5")
    assert manquent(texte(at).replace("\u00a0", " "), *listes, "La bonne alternance", "vol d’oiseau") == []
    assert re.search(r'alt="Saint-Nazaire et les établissements[^"]*Brossaud', contenu(at))
