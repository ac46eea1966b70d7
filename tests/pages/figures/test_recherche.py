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


def genres(texte, index):
    return [(e.genre, e.choix[0]) for e in phrase.lire(texte, lexique.Lexique(index)).elements]


def test_linking_words_are_kept_apart_and_abridged_ones_written_out():
    mots = lexique.decouper("l’Île d'Yeu, en St-Nazaire")
    assert [(m.brut, m.plat, m.liens) for m in mots] == [
        ("Île", "ile", ("l",)),
        ("Yeu", "yeu", ("d",)),
        ("St", "saint", ("en",)),
        ("Nazaire", "nazaire", ()),
    ]
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


def test_a_short_word_is_never_a_misspelling():
    assert lexique.courants().proches("zeg", "zeg", False, True) == {}


@pytest.mark.parametrize(
    ("texte", "attendus"),
    [
        ("chômage laval", ["chiffre", "lieu"]),
        ("laval chomage", ["chiffre", "lieu"]),
        ("conseil d'orientation", ["fiche"]),
        ("2019 chômage", ["annee", "chiffre"]),
        ("evolution professionnelle", ["fiche"]),
        ("LGV le mans rennes", ["secteur"]),
        ("taux de chômage 3e trimestre 2015", ["chiffre", "morceau", "annee"]),
    ],
)
def test_the_longest_turn_of_phrase_wins_whatever_the_order(texte, attendus, index):
    assert sorted(g for g, _ in genres(texte, index)) == sorted(attendus)


def test_a_word_not_understood_is_said_and_the_rest_answers(ctx):
    r = recherche.chercher("licorne météo cholet", ctx)
    assert r.incompris == ["licorne"]
    assert r.avis == ["Mot non compris\u00a0: «\u00a0licorne\u00a0»."]
    assert mene(r.reponses[0]) == (
        "/meteo",
        {"onglet": "territoire", "zonage": "bassin", "zone": "bassin:5205"},
    )


@pytest.mark.parametrize("texte", ["", "   ", "!!!", "le la les", "zzqqx wwkkv", "12345678"])
def test_nothing_understood_is_an_empty_answer(texte, ctx):
    assert recherche.chercher(texte, ctx).reponses == []


def test_a_place_outside_the_region_is_said_and_gives_way_to_none_inside(ctx):
    r = recherche.chercher("rennes", ctx)
    assert (r.reponses, r.incompris, r.avis) == (
        [],
        ["rennes"],
        ["Rennes (Ille-et-Vilaine) est hors des Pays de la Loire."],
    )
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


def test_a_territory_astride_several_zones_keeps_its_outline_on_the_map_and_its_name_elsewhere(ctx):
    assert mene(premiere("difficultés de recrutement zef cholet", ctx))[1]["zone"] == "zef:cholet"
    assert mene(premiere("météo zef cholet", ctx))[1]["zone"] == "bassin:5205"


def test_a_zoning_said_beside_a_commune_says_where_it_is(ctx):
    assert premiere("zef de mamers", ctx)[:3] == (
        "/territoires?lieu=zef:alencon",
        "Mamers est dans la ZEF d’Alençon",
        "découpage de travail",
    )
    assert premiere("GTEC sablé", ctx).dit == "Sablé-sur-Sarthe n’est dans aucun territoire GTEC"


def test_a_figure_that_is_not_published_for_a_place_gives_way_to_one_that_is_and_says_so(ctx):
    ecran, choix = mene(premiere("demandeurs d'emploi vendée", ctx))
    assert (ecran, choix["indicateur"], choix["zones"]) == ("/tendances", "inscrits_a_e", "departement:85")
    ecran, choix = mene(premiere("demandeurs d'emploi pays de la loire", ctx))
    assert (ecran, choix["indicateur"], choix["zonage"]) == ("/tendances", "defm_a_cvs", "region")
    r = recherche.chercher("chomage jeunes sarthe", ctx)
    assert r.avis == [
        "Demandeurs d’emploi de moins de 25 ans\u00a0: pas publié dans la Sarthe, mais par intercommunalités."
    ]
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


def test_the_period_asked_is_set_against_the_last_one_or_its_absence_is_said(ctx):
    ancienne = premiere("difficultés de recrutement ancenis 2022", ctx)
    assert ancienne.dit.startswith("Embauches difficiles autour d’Ancenis-Saint-Géréon en 2022\u00a0: ")
    assert ancienne.dit.endswith("en 2024")
    assert mene(premiere("carte chômage t2 2022", ctx))[1]["periode"] == "2022-T2"
    assert mene(premiere("carte chômage deuxième trimestre 2022", ctx))[1]["periode"] == "2022-T2"
    assert "1999 n’est pas chargé" in premiere("projets laval 1999", ctx).precision


def test_the_highest_is_named(ctx):
    premier = premiere("où le chômage est le plus haut", ctx)
    assert premier.dit.endswith("zones d’emploi")
    assert "le plus haut des " in premier.dit
    assert mene(premier)[1]["zone"].startswith("ze:")


def test_places_side_by_side_are_read_on_one_zoning_when_they_can(ctx):
    def zones(texte):
        return mene(premiere(texte, ctx))[1]["zones"]

    assert zones("comparer cholet laval") == ["ze:5206", "ze:5211"]
    assert zones("comparer vendée et sarthe") == ["departement:85", "departement:72"]
    assert zones("comparer laval mayenne") == ["ze:5211", "ze:5215"]
    assert zones("évolution chômage nantes vendée") == ["departement:44", "departement:85"]
    assert zones("comparer difficultés de recrutement cholet laval") == ["bassin:5205", "bassin:5227"]
    assert premiere("comparer chômage laval à la région", ctx).dit.count("%") == 2
    soudeurs = recherche.chercher("comparer soudeurs cholet laval", ctx).reponses[:2]
    assert [mene(r)[1]["zone"] for r in soudeurs] == ["bassin:5205", "bassin:5227"]


def test_a_list_is_short_and_a_screen_comes_twice_at_most(ctx):
    for texte in ("ancenis", "portrait spo ancenis", "chauffeur", "comparer laval cholet angers", "changé"):
        ecrans = [mene(r)[0] for r in recherche.chercher(texte, ctx).reponses]
        assert len(ecrans) <= recherche.REPONSES_MAX
        assert max(map(ecrans.count, ecrans)) <= recherche.PAR_ECRAN
        assert len({r.adresse for r in recherche.chercher(texte, ctx).reponses}) == len(ecrans)


@pytest.mark.parametrize(
    ("texte", "zone"),
    [("mayenne", "departement:53"), ("en mayenne", "departement:53"), ("à mayenne", "commune:53147")],
)
def test_a_preposition_settles_between_a_town_and_its_departement(texte, zone, ctx):
    assert mene(premiere(texte, ctx))[1]["lieu"] == zone


def test_a_departement_or_a_code_beside_a_commune_says_which_one(ctx):
    assert mene(premiere("Changé (53)", ctx))[1]["lieu"] == "commune:53054"
    assert mene(premiere("changé sarthe", ctx))[1]["lieu"] == "commune:72058"
    assert mene(premiere("49000 angers", ctx))[1]["lieu"] == "commune:49007"


def test_a_postal_code_answers_with_its_communes_before_the_insee_code(ctx):
    lieux = [mene(r)[1].get("lieu") for r in recherche.chercher("44110", ctx).reponses]
    assert lieux[0] == "commune:44036"  # Châteaubriant, by post
    assert mene(premiere("200072676", ctx))[1]["lieu"] == "epci:200072676"


def test_a_metier_that_no_survey_asks_is_said(ctx):
    r = recherche.chercher("pompier", ctx)
    assert r.reponses == []
    assert r.avis == ["L’enquête sur les recrutements ne demande pas le métier «\u00a0pompier\u00a0»."]


def test_data_that_cannot_be_read_leave_the_places_the_screens_and_the_convention():
    for texte, ecran in (("mamers", "/territoires"), ("vae", "/convention"), ("chômage laval", "/carte")):
        assert mene(premiere(texte, recherche.SANS_DONNEES))[0] == ecran


def test_every_everyday_word_of_the_file_means_something_that_exists(ctx):
    f = lexique._fichier()
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
