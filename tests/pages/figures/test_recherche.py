"""One line in everyday French: how words are read, which reading of the line wins, what each answer says."""

from urllib.parse import parse_qs

import pytest

from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.metiers.recherche import Index
from pages.figures import recherche
from pages.figures.recherche import lexique, phrase, propositions
from pages.figures.recherche.demande import Contexte

TRIMESTRES = tuple(f"{a}-T{t}" for a in range(2010, 2024) for t in range(1, 5))


@pytest.fixture(scope="module")
def index(demonstration):
    return Index(demonstration)


@pytest.fixture(scope="module")
def ctx(index):
    def periodes(ind, _zonage):
        if ind.dataset == "bmo":
            return ("2022", "2024")
        return TRIMESTRES if ind.rythme == "trimestriel" else ("2018-12", "2019-12")

    return Contexte(("2022", "2024"), periodes, lambda _annee: index)


def premiere(texte, ctx):
    return recherche.chercher(texte, ctx).reponses[0]


def mene(reponse):
    """Screen and choices that an answer opens."""
    ecran, _, requete = reponse.adresse.partition("?")
    return ecran, {cle: v[0] if len(v) == 1 else v for cle, v in parse_qs(requete).items()}


def genres(texte, index):
    return [(e.genre, e.choix[0]) for e in phrase.lire(texte, lexique.Lexique(index))[0].elements]


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
    # A commune of that beginning is the nearest reading: it comes after.
    assert any("Rennes-en-Grenouilles" in x.dit for x in r.reponses[1:])


def test_a_level_that_is_not_the_place_is_said(ctx):
    assert premiere("météo mamers", ctx).dit == "Météo des métiers\u00a0: bassin de Mamers, pour la commune de Mamers"
    assert premiere("météo sarthe", ctx).dit == "Météo des métiers\u00a0: Sarthe"
    assert premiere("météo spo sarthe nord", ctx).dit.endswith("pour le SPO de Sarthe Nord")
    ancienne = premiere("arthon en retz", ctx)
    assert ancienne.dit.startswith("Commune de Chaumes-en-Retz (44), qui a repris Arthon-en-Retz")


def test_a_territory_astride_several_zones_keeps_its_outline_on_the_map_and_its_name_elsewhere(ctx):
    carte = premiere("difficultés de recrutement zef cholet", ctx)
    assert mene(carte)[1]["zone"] == "zef:cholet"
    assert carte.dit.endswith("ZEF de Cholet, bassin d’emploi par bassin d’emploi")
    assert premiere("météo zef cholet", ctx).dit.endswith("bassin de Cholet, pour la ZEF de Cholet")


def test_a_figure_that_is_not_published_for_a_departement_gives_way_to_one_that_is(ctx):
    ecran, choix = mene(premiere("demandeurs d'emploi vendée", ctx))
    assert (ecran, choix["indicateur"], choix["zone"]) == ("/carte", "inscrits_a_e", "departement:85")
    ecran, choix = mene(premiere("demandeurs d'emploi pays de la loire", ctx))
    assert (ecran, choix) == ("/tendances", {"indicateur": "defm_a_cvs", "zonage": "region"})


def test_the_period_asked_is_one_that_is_loaded_or_its_absence_is_said(ctx):
    ecran, choix = mene(premiere("chômage ancenis 2013", ctx))
    assert (ecran, choix["zone"], choix["periode"]) == ("/carte", "ze:5201", "2013-T4")
    assert mene(premiere("chômage ancenis t2 2013", ctx))[1]["periode"] == "2013-T2"
    assert mene(premiere("chômage ancenis deuxième trimestre 2013", ctx))[1]["periode"] == "2013-T2"
    assert mene(premiere("demandeurs d'emploi cholet décembre 2018", ctx))[1]["periode"] == "2018-12"
    absente = premiere("projets laval 2023", ctx)
    assert "periode" not in mene(absente)[1]
    assert "en 2024 (2023 n’est pas chargé)" in absente.dit


def test_places_side_by_side_are_read_on_one_zoning_when_they_can(ctx):
    assert mene(premiere("comparer cholet laval", ctx)) == (
        "/comparer",
        {"t1": "bassin:5205", "t2": "bassin:5227", "indicateur": "bmo_part_difficiles_estimee"},
    )
    assert mene(premiere("comparer chômage cholet laval", ctx))[1]["t1"] == "ze:5206"
    assert mene(premiere("comparer vendée et sarthe", ctx))[1]["t1"] == "departement:85"
    assert mene(premiere("comparer laval mayenne", ctx))[1]["t2"] == "bassin:5228"
    assert mene(premiere("comparer nantes et vendée", ctx))[1]["t2"] == "departement:85"
    assert mene(premiere("évolution chômage nantes vendée", ctx))[1]["zones"] == ["departement:44", "departement:85"]
    assert mene(premiere("comparer laval à la région", ctx))[1]["t2"] == "region:52"
    ecran, choix = mene(premiere("évolution chômage laval cholet", ctx))
    assert (ecran, choix["zones"]) == ("/tendances", ["ze:5211", "ze:5206"])
    ecran, choix = mene(premiere("comparer soudeurs cholet laval", ctx))
    assert (ecran, choix["compare"], choix["compares"]) == ("/meteo", "territoires", ["bassin:5205", "bassin:5227"])


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
    lieux = [mene(r)[1].get("lieu") for r in recherche.chercher("44110", ctx, nb=20).reponses]
    assert lieux[0] == "commune:44036"  # Châteaubriant, by post
    assert "commune:44110" in lieux  # Nort-sur-Erdre, by Insee
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
    for section in ("verbes", "indicateurs", "zonages", "secteurs"):
        for code, texte in f[section].items():
            for tournure in texte.split(","):
                assert recherche.chercher(tournure, ctx).incompris == [], (code, tournure)
    for t in f["termes"]:
        for tournure in t["mots"].split(","):
            vus = [mene(r)[0] for r in recherche.chercher(tournure, ctx).reponses]
            assert "/convention" in vus, tournure


def test_a_proposal_names_its_screen(ctx):
    (proposition, *_) = propositions.de(recherche.chercher("vae", ctx).reponses)
    assert (proposition.cle, proposition.precision) == ("/convention?rubrique=dispositifs&fiche=vae", "Convention")
    assert propositions.de(recherche.chercher("accueil", ctx).reponses)[0].cle == "/"
