"""One line in everyday French: how words are read, which reading of the line wins, what each answer says."""

from urllib.parse import parse_qs

import pytest

from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.francais import typographier
from data_loaders.metiers.recherche import Index
from pages.figures.recherche import lexique, ligne as recherche


@pytest.fixture(scope="module")
def index(demonstration):
    return Index(demonstration)


@pytest.fixture(scope="module")
def ctx(demonstration):
    return recherche.contexte(demonstration)


def premiere(texte, ctx):
    return recherche.chercher(texte, ctx).reponses[0]


def mene(reponse):
    """Screen and choices that an answer opens."""
    ecran, _, requete = reponse.adresse.partition("?")
    return ecran, {cle: v[0] if len(v) == 1 else v for cle, v in parse_qs(requete).items()}


def test_linking_words_are_kept_apart_and_abridged_ones_written_out():
    mots = [(m.brut, m.plat, *m.liens) for m in lexique.decouper("l’Île d'Yeu, en St-Nazaire")]
    assert mots == [("Île", "ile", "l"), ("Yeu", "yeu", "d"), ("St", "saint", "en"), ("Nazaire", "nazaire")]
    assert lexique.decouper("de la") == []


@pytest.mark.parametrize(
    ("mot", "lu"),
    [("chomaj", "chomag"), ("chomag", "chomag"), ("demandeur", "demandeur"), ("recutement", "recrutement")],
)
def test_a_misspelt_word_costs_more_than_the_word_and_less_than_an_unknown_one(mot, lu):
    proches = lexique.courants().proches(mot, mot, False, True)
    assert min(proches, key=proches.get) == lu
    assert (proches[lu] == 0) == (mot == lu)
    assert proches[lu] < lexique.INCONNU
    assert lexique.courants().proches("zeg", "zeg", False, True) == {}, "a short word is never a misspelling"


@pytest.mark.parametrize(
    ("texte", "attendus"),
    [
        ("chômage laval", "chiffre lieu"),
        ("laval chomage", "chiffre lieu"),
        ("conseil d'orientation", "fiche"),
        ("2019 chômage", "annee chiffre"),
        ("evolution professionnelle", "fiche"),
        ("LGV le mans rennes", "secteur"),
        ("taux de chômage 3e trimestre 2015", "annee chiffre morceau"),
    ],
)
def test_the_longest_turn_of_phrase_wins_whatever_the_order(texte, attendus, index):
    genres = [e.genre for e in lexique.lire(texte, index).elements]
    assert " ".join(sorted(genres)) == attendus


@pytest.mark.parametrize("texte", ["", "   ", "!!!", "le la les", "zzqqx wwkkv", "12345678"])
def test_nothing_understood_is_an_empty_answer(texte, ctx):
    assert recherche.chercher(texte, ctx).reponses == []


def test_a_place_outside_the_region_is_said_and_gives_way_to_none_inside(ctx):
    r = recherche.chercher("rennes", ctx)
    assert (r.reponses, r.incompris) == ([], ["rennes"])
    assert r.avis == ["Rennes (Ille-et-Vilaine) est hors des Pays de la Loire."]
    r = recherche.chercher("chômage rennes", ctx)
    assert mene(r.reponses[0]) == ("/carte", {"indicateur": "taux_chomage", "zonage": "ze"})
    assert r.incompris == ["rennes"]


def test_an_unknown_place_is_told_with_the_names_that_are_near(ctx):
    r = recherche.chercher("chômage à Chateaubrillant", ctx)
    assert mene(r.reponses[0])[1]["zones"] == "ze:5205"  # a misspelling is understood
    r = recherche.chercher("licorne", ctx)
    assert r.avis[0].startswith("Lieu inconnu dans la région\u00a0: «\u00a0licorne\u00a0». Vouliez-vous dire Malicorne")
    assert (r.reponses, mene(r.proches[0])[0]) == ([], "/territoires")


def test_a_list_is_short_and_a_screen_comes_twice_at_most(ctx):
    for texte in ("ancenis", "portrait spo ancenis", "chauffeur", "comparer laval cholet angers", "changé"):
        ecrans = [mene(r)[0] for r in recherche.chercher(texte, ctx).reponses]
        assert len(ecrans) <= recherche.REPONSES_MAX
        assert max(map(ecrans.count, ecrans)) <= recherche.PAR_ECRAN
        assert len({r.adresse for r in recherche.chercher(texte, ctx).reponses}) == len(ecrans)


def test_data_that_cannot_be_read_leave_the_places_the_screens_and_the_convention():
    for texte, ecran in (("mamers", "/territoires"), ("vae", "/convention"), ("chômage laval", "/carte")):
        assert mene(premiere(texte, recherche.SANS_DONNEES))[0] == ecran


def test_every_everyday_word_of_the_file_means_something_that_exists(ctx):
    f = lexique._FICHIER
    assert set(f["indicateurs"]) <= set(INDICATEURS)
    for section in ("verbes", "indicateurs", "zonages", "secteurs", "definitions"):
        for code, texte in f[section].items():
            for tournure in texte.split(","):
                assert recherche.chercher(tournure, ctx).incompris == [], (code, tournure)
    for e in f["entrees"]:
        for tournure in e["mots"].split(","):
            vus = [mene(r)[0] for r in recherche.chercher(tournure, ctx, nb=20).reponses]
            assert e["vers"].partition("?")[0] in vus, tournure
    for e in f["absents"]:
        assert set(e) <= {"mots", "dit", "proche"}
        for tournure in e["mots"].split(","):
            assert typographier(e["dit"]) in recherche.chercher(tournure, ctx).avis, tournure


def test_a_proposal_names_its_screen(ctx):
    (proposition, *_) = recherche.de(recherche.chercher("vae", ctx).reponses)
    assert (proposition.cle, proposition.ecran) == ("/convention?rubrique=dispositifs&fiche=vae", "Convention")
    assert recherche.de(recherche.chercher("accueil", ctx).reponses)[0].cle == "/"
