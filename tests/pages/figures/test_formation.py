"""Words and drawings of Formation: findings, reasons, quadrants, names that leave each other room. All is invented."""

import itertools

import pandas as pd
import pytest

from data_loaders.contracts.formation import TAUX
from data_loaders.francais import echapper
from data_loaders.metiers import formation
from data_loaders.metiers.avenir import Avenir, Famille
from data_loaders.metiers.diplomes import Diplome, Menant, Voie, au_coeur
from pages.figures.formation import avenir, mots, quadrant, territoire, vue
from tests.lecture import en_lignes

NAN = float("nan")
MOYENNES = {"taux_emploi_6": 67.2, "taux_emploi_12": 74.0, "taux_poursuite": 47.3}


def voie(emploi, poursuite=40.0, terminale=100.0, raison=formation.RAISON_PETIT, sans=()):
    taux = dict.fromkeys(TAUX, NAN) | {"taux_emploi_6": emploi, "taux_poursuite": poursuite}
    return Voie(terminale, 60.0, taux, {t: "" if v == v else raison for t, v in taux.items()}, sans)


def diplome(nom="CAP Essai", romes=("R1",), confiance="forte", **voies):
    voies = {v: x if isinstance(x, Voie) else voie(x) for v, x in voies.items()}
    return Diplome(nom, nom, "03", "CAP", "", 0.7, romes, 2, "direct", confiance, voies=voies)


def menant(*suivis, autres=()):
    return Menant("2022-2023", suivis, tuple(autres), MOYENNES)


DEUX = diplome(apprentissage=80.0, scolaire=40.0)
SEUL = diplome(apprentissage=60.0)
TITRE = Diplome("titre:1", "Titre", "06", "Titre", "", 1.0, ("R1",), 1, "direct", "forte")
INVERSE = diplome("CAP Autre", apprentissage=50.0, scolaire=60.0)

AILLEURS = INVERSE._replace(poids=0.5)


@pytest.mark.parametrize(
    ("m", "fin"),
    [
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
    ],
)
def test_the_finding_compares_the_voies_of_one_diploma_or_says_the_first(m, fin):
    assert vue.titre("Essayeurs", m).startswith("Essayeurs\u00a0: ")
    assert vue.titre("Essayeurs", m).endswith(fin)


def test_every_reading_says_that_the_gap_is_no_effect_of_the_voie():
    for mesure in mots.MESURES:
        assert "l’écart ne mesure pas l’effet de la voie" in vue.diplomes(menant(DEUX), mesure, False).lecture


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
    assert "trop peu de sortants" in html
    assert f'title="{echapper(formation.RAISON_PETIT)}"' in html
    assert "hors fichier" in html
    assert "CAP, BEP et équivalents, lien fort" in html
    lecture = vue.diplomes(menant(d), "taux_emploi_6", False).lecture
    for dit in ("avec CAP Ancien, qu’il remplace", "remplacé depuis par CAP Nouveau", "sans CAP Petit"):
        assert dit in lecture


def test_weak_links_leave_the_first_view_and_the_region_ends_it():
    m = menant(DEUX, INVERSE._replace(confiance="faible"))
    assert vue.en_vue(m) == [DEUX]
    moyennes = {f"{v}.taux_emploi_6": x for v, x in zip(mots.VOIES, (74.4, 54.9), strict=True)}
    bas = vue.table_diplomes(vue.en_vue(m), "taux_emploi_6", moyennes).lignes[-1]
    assert bas == ["Tous diplômes du CAP au BTS, région", "74\u00a0%", "55\u00a0%"]


def test_a_link_through_a_metier_that_hardly_counts_is_set_aside():
    soin, animaux = diplome("A", ("R1", "R2")), diplome("B", ("R9",))
    m, ailleurs = au_coeur(menant(soin, animaux, autres=[animaux]), {"R1": 100.0, "R2": 11.0, "R9": 9.0})
    assert (m.suivis, m.autres, ailleurs) == ((soin,), (), (animaux,))
    assert au_coeur(menant(soin, animaux), {})[1] == (), "nothing weighs: all of them count"


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


QUADRANTS = [(80, 20, "Emploi direct"), (80, 60, "Emploi et poursuite"), (50, 60, "Surtout poursuite")]


@pytest.mark.parametrize(("emploi", "poursuite", "ou"), [*QUADRANTS, (50, 20, "Moins des deux")])
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
    for vx, vy, texte, ou, marque in noms:
        long, haut, r = 0.53 * fig.data[1].textfont.size * len(texte), 14, marque / 1.6
        x, y = (vx + 3) * largeur / 106, (vy + 4) * hauteur / 110
        x += {"right": r, "left": -r - long, "center": -long / 2}[ou.split()[1]]
        y += {"top": r, "bottom": -r - haut, "middle": -haut / 2}[ou.split()[0]]
        if texte:
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


def famille(desequilibre=2.13, classe=5, lien=4):
    v = {"emploi": 34.0, "creations": 1.44, "departs": 9.56, "postes": 11.0, "jeunes": -8.52, "mobilites": -0.35}
    valeurs = v | {"desequilibre": desequilibre, "lien_formation": lien}
    return Famille("B4Z", "Ouvriers du second œuvre", 0.24, 4, valeurs, classe, "2019")


def test_the_horizon_says_the_need_what_answers_it_and_that_the_family_is_wider():
    v = avenir.vue_2030(Avenir((famille(),)), True, False)
    assert v.titre == "D’ici 2030, 11\u202f000 postes à pourvoir dans la famille"
    assert "9\u202f560 départs en fin de carrière et 1\u202f440 créations" in v.lecture
    assert "8\u202f520 jeunes débutants et 350 arrivées" in v.lecture
    assert "il manquerait 2\u202f130 personnes" in v.lecture
    assert "Famille plus large que le métier" in v.lecture
    assert "2\u202f490 candidats de plus" in avenir.vue_2030(Avenir((famille(-2.49),)), True, False).lecture
    stable = famille()._replace(valeurs=famille().valeurs | {"creations": -0.001})
    assert "et aucune création nette" in avenir.vue_2030(Avenir((stable,)), True, False).lecture
    deux = avenir.vue_2030(Avenir((famille(), famille())), False, False)
    assert "la première de 2 familles" in deux.titre
    assert "sans somme" in deux.lecture


def test_the_official_tension_says_what_it_says_of_training_and_that_it_is_not_ours():
    v = avenir.vue_tension(Avenir((famille(),)), True)
    assert v.titre == "Tension officielle\u00a0: 5 sur 5 en 2019"
    assert "4 sur 5, un diplôme précis est demandé" in v.lecture
    assert "on y vient de formations variées" in avenir.vue_tension(Avenir((famille(lien=1),)), True).lecture
    assert "non publié" in avenir.vue_tension(Avenir((famille(lien=None),)), True).lecture
    assert "autre méthode, autre année" in v.lecture
    assert "1 famille sur 2" in avenir.vue_tension(Avenir((famille(), famille(classe=3))), False).titre


def test_a_rate_of_the_region_is_said_the_same_in_a_sentence_and_in_a_table():
    assert mots.de_region(66.6) == "66,6\u00a0%"
    m = pd.Series({f"{v}{t}": 66.6 for v in territoire.LIGNES for t in TAUX})
    editions = {"2023": ("2022-2023", m)}
    assert "67\u00a0% des apprentis et 67\u00a0% des lycéens" in territoire.region(editions, False).titre
    assert territoire.table_region(editions).lignes[0][2] == mots.de_region(66.6)
