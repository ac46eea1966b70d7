"""One line in everyday French: how words are read, which reading of the line wins, what each answer says."""

from urllib.parse import parse_qs

import pytest

from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.francais import typographier
from data_loaders.metiers.recherche import Index
from pages.figures.recherche import lexique, ligne as recherche, phrase, propositions


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
    assert proches[lu] < phrase.INCONNU
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
    genres = [e.genre for e in phrase.lire(texte, lexique.Lexique(index)).elements]
    assert " ".join(sorted(genres)) == attendus


def test_a_word_not_understood_is_said_and_the_rest_answers(ctx):
    r = recherche.chercher("licorne météo cholet", ctx)
    assert r.incompris == ["licorne"]
    assert r.avis == ["Mot non compris\u00a0: «\u00a0licorne\u00a0»."]
    assert mene(r.reponses[0]) == ("/meteo", {"onglet": "territoire", "zonage": "bassin", "zone": "bassin:5205"})
    r = recherche.chercher("pompier", ctx)
    assert r.reponses == []
    assert r.avis == ["L’enquête sur les recrutements ne demande pas le métier «\u00a0pompier\u00a0»."]


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


def test_a_level_that_is_not_the_place_is_said(ctx):
    assert premiere("météo mamers", ctx).precision.startswith("bassin d’emploi de Mamers")
    chomage = premiere("chômage mamers", ctx)
    assert chomage.dit.startswith("Chômage autour de Mamers\u00a0: ")
    assert chomage.precision.startswith("zone d’emploi d’Alençon, partie Pays de la Loire · région ")
    rsa = premiere("rsa mamers", ctx)
    assert rsa.dit.startswith("RSA dans la Sarthe\u00a0: ")
    assert "le plus près de Mamers" in rsa.precision
    assert "Arthon-en-Retz est aujourd’hui dans Chaumes-en-Retz" in premiere("arthon en retz", ctx).precision


@pytest.mark.parametrize(
    ("texte", "choix", "attendu"),
    [
        # Astride several zones: its outline on the map, its name elsewhere.
        ("difficultés de recrutement zef cholet", "zone", "zef:cholet"),
        ("météo zef cholet", "zone", "bassin:5205"),
        # A preposition settles between a town and its département; so do a département or a code beside it.
        ("mayenne", "lieu", "departement:53"),
        ("en mayenne", "lieu", "departement:53"),
        ("à mayenne", "lieu", "commune:53147"),
        ("Changé (53)", "lieu", "commune:53054"),
        ("changé sarthe", "lieu", "commune:72058"),
        ("49000 angers", "lieu", "commune:49007"),
        ("44110", "lieu", "commune:44036"),  # Châteaubriant, by post, before the INSEE code
        ("200072676", "lieu", "epci:200072676"),
        ("carte chômage t2 2022", "periode", "2022-T2"),
        ("carte chômage deuxième trimestre 2022", "periode", "2022-T2"),
        # Side by side, on one zoning when they can.
        ("comparer cholet laval", "zones", ["ze:5206", "ze:5211"]),
        ("comparer vendée et sarthe", "zones", ["departement:85", "departement:72"]),
        ("comparer laval mayenne", "zones", ["ze:5211", "ze:5215"]),
        ("évolution chômage nantes vendée", "zones", ["departement:44", "departement:85"]),
        ("comparer difficultés de recrutement cholet laval", "zones", ["bassin:5205", "bassin:5227"]),
    ],
)
def test_the_place_and_the_period_of_the_first_answer_are_those_that_are_meant(texte, choix, attendu, ctx):
    assert mene(premiere(texte, ctx))[1][choix] == attendu


def test_a_zoning_said_beside_a_commune_says_where_it_is(ctx):
    assert premiere("zef de mamers", ctx)[:3] == (
        "/territoires?lieu=zef:alencon",
        "Mamers est dans la ZEF d’Alençon",
        "découpage de travail",
    )
    assert premiere("GTEC sablé", ctx).dit == "Sablé-sur-Sarthe n’est dans aucun territoire GTEC"


def test_a_figure_that_is_not_published_for_a_place_gives_way_to_one_that_is_and_says_so(ctx):
    for lieu, choix in (
        ("vendée", {"indicateur": "inscrits_a_e", "zones": "departement:85"}),
        ("pays de la loire", {"indicateur": "defm_a_cvs", "zonage": "region"}),
    ):
        ecran, choisis = mene(premiere(f"demandeurs d'emploi {lieu}", ctx))
        assert (ecran, choisis | choix) == ("/tendances", choisis)
    r = recherche.chercher("chomage jeunes sarthe", ctx)
    assert "pas publié dans la Sarthe, mais par intercommunalités" in r.avis[0]
    assert [mene(x)[1].get("indicateur") for x in r.reponses[:2]] == ["inscrits_a_e", "inscrits_a_e"]
    assert "/carte?indicateur=defm_jeunes&zonage=spo" in [x.adresse for x in r.reponses]


@pytest.mark.parametrize(
    ("texte", "dit", "ecrans"),
    [
        ("combien gagne un infirmier", "de salaires", ["/meteo", "/formation", "/carte"]),
        ("logement nantes", "de logement", ["/territoires"]),
        ("offres d'emploi mamers", "les offres du jour", ["/tendances", "/carte", "/territoires"]),
        ("aide permis", "ne dit pas les aides", []),
        ("météo demain à nantes", "le temps qu’il fait", ["/territoires"]),
    ],
)
def test_a_question_without_a_figure_is_told_so_with_who_has_it_and_the_nearest_there_is(ctx, texte, dit, ecrans):
    r = recherche.chercher(texte, ctx)
    assert dit in r.avis[0]
    assert list(dict.fromkeys(mene(x)[0] for x in r.reponses)) == ecrans
    assert r.reponses or r.proches, "nothing is proposed"


def test_an_unknown_place_is_told_with_the_names_that_are_near(ctx):
    r = recherche.chercher("chômage à Chateaubrillant", ctx)
    assert mene(r.reponses[0])[1]["zones"] == "ze:5205"  # a misspelling is understood
    r = recherche.chercher("licorne", ctx)
    assert r.avis[0].startswith("Lieu inconnu dans la région\u00a0: «\u00a0licorne\u00a0». Vouliez-vous dire Malicorne")
    assert (r.reponses, mene(r.proches[0])[0]) == ([], "/territoires")


def test_the_period_asked_is_set_against_the_last_one_or_its_absence_is_said_and_the_highest_is_named(ctx):
    ancienne = premiere("difficultés de recrutement ancenis 2022", ctx)
    assert ancienne.dit.startswith("Embauches difficiles autour d’Ancenis-Saint-Géréon en 2022\u00a0: ")
    assert ancienne.dit.endswith("en 2024")
    assert "1999 n’est pas chargé" in premiere("projets laval 1999", ctx).precision
    premier = premiere("où le chômage est le plus haut", ctx)
    assert premier.dit.endswith("zones d’emploi")
    assert "le plus haut des " in premier.dit
    assert mene(premier)[1]["zone"].startswith("ze:")


def test_places_side_by_side_have_each_their_figure(ctx):
    assert premiere("comparer chômage laval à la région", ctx).dit.count("%") == 2
    soudeurs = recherche.chercher("comparer soudeurs cholet laval", ctx).reponses[:2]
    assert [mene(r)[1]["zone"] for r in soudeurs] == ["bassin:5205", "bassin:5227"]


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
    (proposition, *_) = propositions.de(recherche.chercher("vae", ctx).reponses)
    assert (proposition.cle, proposition.ecran) == ("/convention?rubrique=dispositifs&fiche=vae", "Convention")
    assert propositions.de(recherche.chercher("accueil", ctx).reponses)[0].cle == "/"
