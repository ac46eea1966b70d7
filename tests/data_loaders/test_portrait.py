"""Portraits: figures where they are true, the producer's zones elsewhere, reasons where there is nothing."""

import numpy as np
import pandas as pd
import pytest

from data_loaders.contracts.base import VIDES
from data_loaders.contracts.defm import DIPLOMES, ENSEMBLE
from data_loaders.magasin.donnees import Donnees
from data_loaders.portraits import Memoire, formation, semblables as portrait_semblables, territoire
from data_loaders.portraits.semblables import plus_proches as semblables
from data_loaders.portraits.territoire import portrait as faire
from geo import sujets, zonages
from geo.libre import communes_epci, composer


@pytest.fixture(scope="module")
def memoire(demonstration):
    return Memoire(demonstration.figees())


@pytest.fixture(scope="module")
def vide(tmp_path_factory):
    return Memoire(Donnees(tmp_path_factory.mktemp("vide")).figees())


@pytest.mark.parametrize(("zonage", "code"), [("spo", "ancenis"), ("bassin", "5220"), ("departement", "72")])
def test_a_figure_is_own_on_its_own_zonings_only(memoire, zonage, code):
    p = faire(memoire, sujets.de_zone(zonage, code))
    for nom, c in p.chiffres.items():
        if c.raison:
            continue
        attendu = zonage in c.ind.zonages
        assert (c.ligne is not None) == attendu, nom
        assert c.recoupe.empty == attendu, nom
        if not attendu:
            assert c.zonage == c.ind.zonages[0]
            assert c.recoupe["part_population"].sum() <= 1 + 1e-9
            assert set(c.recoupe["code_zone"]) <= set(zonages.zones(c.zonage)["code_zone"])


def test_an_own_figure_is_the_map_s_or_the_sum_of_twelve_months_and_the_region_is_compared_with_none(memoire):
    p = faire(memoire, sujets.de_zone("spo", "nantes"))
    carte = memoire.tableau("defm_a", "spo")
    assert p.chiffres["defm_a"].ligne["value"] == carte.periode(carte.periodes[-1]).loc["nantes", "value"]
    assert p.chiffres["defm_a"].demonstration
    assert not p.chiffres["population"].demonstration
    p = faire(memoire, sujets.de_zone("region", "52"))
    assert all(c.region is None for c in p.chiffres.values())
    assert p.semblables.voisins == ()
    c = faire(memoire, sujets.de_zone("departement", "44")).chiffres["apprentissage_annuel"]
    mensuel = memoire.tableau("apprentissage_entrees", "departement").lignes
    mois = mensuel[(mensuel["code_zone"] == "44") & mensuel["periode"].str.startswith(c.periode)]
    assert len(mois) == 12
    assert c.ligne["value"] == mois["value"].sum()


def test_with_nothing_loaded_every_figure_says_why_and_an_invented_variable_is_marked(vide, memoire):
    p = faire(vide, sujets.de_zone("spo", "ancenis"))
    assert p.meteo is None
    assert p.courbe is None
    assert not p.demonstration
    for nom, c in p.chiffres.items():
        assert c.connu or c.raison, nom
    assert set(p.semblables.variables) == {"population", "densite", "part_villes", "part_bourgs", "part_premiere"}
    assert faire(memoire, sujets.de_zone("spo", "ancenis")).semblables.demonstration
    sans = faire(vide, sujets.de_zone("spo", "ancenis")).semblables
    assert not sans.demonstration
    assert len(sans.voisins) == 3
    assert pd.Series([v.distance for v in sans.voisins]).is_monotonic_increasing


def test_a_family_is_hard_to_fill_where_every_zone_met_is_surely_so(memoire):
    p = faire(memoire, sujets.de_zone("departement", "44"))
    assert p.meteo.propre
    assert all(len(f.cellules) == 1 for f in p.meteo.familles)
    q = faire(memoire, sujets.de_zone("spo", "nantes"))
    assert not q.meteo.propre
    marches = memoire.marches("famille", "bassin")
    for f in q.meteo.familles:
        la = marches[(marches["annee"] == q.meteo.annee) & (marches["code_groupe"] == f.code)]
        la = la[la["code_zone"].isin(q.meteo.zones["code_zone"]) & (la["statut"] == "estime")]
        assert f.difficile == (len(la) > 0 and all((la["classe"] >= 4) & (la["certitude"] != "fragile")))
    assert len({f.difficile for f in q.meteo.familles}) == 2


def test_states_of_the_actors_are_those_of_the_convention(memoire):
    a = faire(memoire, sujets.de_zone("spo", "ancenis")).acteurs
    assert (a.spo[0][2].date_labellisation, a.gtec[0][2].etat) == ("2013-01-22", "conduite")
    assert faire(memoire, sujets.de_zone("spo", "nantes")).acteurs.gtec == ()


def test_a_composed_territory_has_job_seekers_when_made_of_whole_epci_and_yeu_alone_has_none(memoire):
    ancenis = sujets.de_zone("spo", "ancenis")
    entier = faire(memoire, sujets.libre("Pays", ancenis.communes)).chiffres["defm_a"]
    assert entier.ligne["value"] == faire(memoire, ancenis).chiffres["defm_a"].ligne["value"]
    coupe = faire(memoire, sujets.libre("Bout", sorted(ancenis.communes)[:3])).chiffres["defm_a"]
    assert coupe.ligne["obs_status"] in VIDES
    assert "coupe un EPCI" in coupe.ligne["raison"]
    p = faire(memoire, sujets.libre("Île", ["85113"]))
    assert not p.chiffres["defm_a"].connu
    assert p.chiffres["population"].connu


def test_structural_variables_by_hand(memoire):
    t = portrait_semblables.variables(memoire, "spo")
    communes = sujets.de_zone("spo", "laval").table
    total = communes["population_nb"].sum()
    assert t.loc["laval", "part_villes"] == pytest.approx(
        100 * communes.loc[communes["population_nb"] >= 10_000, "population_nb"].sum() / total
    )
    assert t.loc["laval", "part_bourgs"] == pytest.approx(
        100 * communes.loc[communes["population_nb"] < 2_000, "population_nb"].sum() / total
    )
    assert t.loc["laval", "part_premiere"] == pytest.approx(100 * communes["population_nb"].max() / total)
    astride = (
        memoire.tableau("defm_a", "spo").periode(memoire.tableau("defm_a", "spo").periodes[-1])["obs_status"] == "D"
    )
    assert t["inscrits"].isna().equals(astride.reindex(t.index).rename("inscrits"))
    assert 0 < astride.sum() < 6
    assert not t.drop(columns="inscrits").isna().any().any()
    assert "famille_I" not in t  # the survey is not published by SPO
    assert "famille_I" in portrait_semblables.variables(memoire, "bassin")


ANCENIS, YEU = "244400552", "85113"


def chiffre(memoire, code, communes):
    t = composer("Essai", communes)
    return next(c for c in territoire.chiffres_libres(memoire, t) if c.ind.code == code)


def valeur(c):
    return c.ligne["value"] if c.connu else None


def test_population_and_density_are_sums_of_communes_and_nothing_loaded_is_said(memoire, tmp_path):
    communes = zonages.communes().set_index("code_commune").loc[["44109", "85113"]]
    assert valeur(chiffre(memoire, "population", communes.index)) == communes["population_nb"].sum()
    attendu = communes["population_nb"].sum() / communes["surface_km2"].sum()
    assert valeur(chiffre(memoire, "densite", communes.index)) == pytest.approx(attendu, rel=1e-4)
    vides = Donnees(tmp_path)
    par_code = {c.ind.code: c for c in territoire.chiffres_libres(Memoire(vides), composer("Essai", ["44109"]))}
    assert par_code["defm_a"].raison == par_code["taux_chomage"].raison == "aucun millésime chargé"
    assert valeur(par_code["population"])


def test_job_seekers_of_whole_epci_are_those_of_the_file_and_part_of_one_leaves_no_sum(demonstration, memoire):
    observations = demonstration.lire("defm_epci")
    derniere = observations["periode"].max()
    ici = observations[(observations["siren_epci"] == ANCENIS) & (observations["periode"] == derniere)]
    c = chiffre(memoire, "defm_abc", communes_epci(ANCENIS))
    assert (c.periode, valeur(c)) == (derniere, ici[ici["categorie"].isin(["A", "B", "C"])]["value"].sum())
    assert c.demonstration
    c = chiffre(memoire, "defm_a", [*communes_epci(ANCENIS), "44109"])
    assert (valeur(c), c.ligne["obs_status"]) == (None, "L")
    assert c.raison.endswith("Nantes y est sans le reste du sien")
    cinq = chiffre(memoire, "defm_a", ["44109", "44036", "44184", "44003", "44131"])
    assert "et 2 autres y sont sans le reste du leur" in cinq.raison


def test_yeu_has_no_job_seekers_and_takes_none_from_the_others(memoire):
    assert chiffre(memoire, "defm_a", [YEU]).raison.endswith("l’Île d’Yeu n’est dans aucun")
    sans, avec = (
        chiffre(memoire, "defm_a", communes) for communes in (communes_epci(ANCENIS), [*communes_epci(ANCENIS), YEU])
    )
    assert (valeur(avec), avec.ligne["obs_status"]) == (valeur(sans), "D")
    assert "sans l’Île d’Yeu" in avec.raison


def test_a_rate_is_never_estimated_nor_a_count_shared_and_the_zones_met_are_named(memoire):
    t = sujets.de_zone("spo", "les-sables-d-olonne")
    c = chiffre(memoire, "taux_chomage", t.communes)
    assert (valeur(c), c.zonage) == (None, "ze")
    assert list(c.recoupe["libelle_zone"]) == ["Challans", "Les Sables-d’Olonne"]
    assert c.recoupe["part_population"].sum() == pytest.approx(1)
    bas, haut = c.plage
    assert 0 < bas <= haut
    c = chiffre(memoire, "bmo_projets", communes_epci(ANCENIS))
    assert (valeur(c), c.plage) == (None, None)
    assert "aucun n’est partagé" in c.raison


def test_each_part_is_read_where_its_producer_publishes_it_across_two_departements_too(memoire):
    f = formation.formation(memoire, sujets.de_zone("commune", "44003"))
    assert (f.ciel.zonage, f.ciel.code) == ("bassin", "5221")
    assert [(p.zonage, p.code) for p in f.apprentissage.parts] == [("departement", "44")]
    assert (list(f.annees), f.niveaux.zonage, f.niveaux.code) == (["44", "52"], "epci", "244400552")
    assert f.centres.departements == ("44",)
    assert f.niveaux.demonstration
    assert f.centres.demonstration
    f = formation.formation(memoire, sujets.de_zone("zef", "ancenis"))
    assert (f.centres.departements, [p.code for p in f.apprentissage.parts]) == (("44", "49"), ["44", "49"])


def test_levels_add_up_to_all_the_job_seekers_unless_some_are_hidden_or_an_intercommunality_is_cut(memoire):
    vus = set()
    petits = zonages.zones("epci").nsmallest(10, "population_nb")["code_zone"]
    for code in ("244400552", *petits):
        lignes = formation.niveaux(memoire, sujets.de_zone("epci", code)).lignes
        niveaux, tous = lignes.loc[list(DIPLOMES)], lignes.loc[ENSEMBLE]
        cache = bool(niveaux["obs_status"].eq("Q").any())
        vus.add(cache)
        if tous["obs_status"] != "Q":
            assert (niveaux["value"].sum() < tous["value"]) == cache
    assert vus == {True, False}
    for cle in ("departement:49", "region:52"):
        n = formation.niveaux(memoire, sujets.de_zone(*cle.split(":")))
        assert (n.raison, len(n.lignes)) == (formation.SANS_EPCI, 0)


def test_official_levels_of_ancenis_and_centres_of_mayenne(producteurs):
    m = Memoire(producteurs)
    n = formation.niveaux(m, sujets.de_zone("commune", "44003"))
    assert (n.periode, n.lignes.loc["diplome_5", "value"], n.lignes.loc[ENSEMBLE, "value"]) == ("2016-12", 2013, 4719)
    c = formation.centres(m, sujets.de_zone("departement", "53"))
    assert (c.edition, len(c.lignes), c.lignes["taux_emploi_6"].notna().sum()) == ("2022-2023", 15, 9)


TABLE = pd.DataFrame(
    {"taille": [1.0, 2.0, 3.0, 10.0], "villes": [10.0, 10.0, 40.0, 90.0], "bourgs": [50.0, 52.0, 30.0, 5.0]},
    index=["a", "b", "c", "d"],
)
THEMES = {"taille": ["taille"], "armature": ["villes", "bourgs"]}


def test_the_distance_by_hand():
    v = semblables(TABLE, "a", THEMES, 3)
    assert [x.code for x in v] == ["b", "c", "d"]
    z = (TABLE - TABLE.mean()) / TABLE.std(ddof=0)
    e = z.loc["b"] - z.loc["a"]
    attendue = np.sqrt((e["taille"] ** 2 + (e["villes"] ** 2 + e["bourgs"] ** 2) / 2) / 2)
    assert (v[0].distance, v[0].proche, v[0].eloigne) == (pytest.approx(attendue), "villes", "taille")
    assert (v[0].valeurs["taille"], v[0].ecarts["villes"]) == ((1.0, 2.0), pytest.approx(e["villes"]))
    assert v[0].themes == pytest.approx(
        {"taille": e["taille"] ** 2, "armature": (e["villes"] ** 2 + e["bourgs"] ** 2) / 2}
    )


def test_the_number_of_variables_changes_no_weight_and_fewer_than_four_are_not_compared():
    double = TABLE.assign(villes2=TABLE["villes"], bourgs2=TABLE["bourgs"])
    themes = {"taille": ["taille"], "armature": ["villes", "bourgs", "villes2", "bourgs2"]}
    assert [x.distance for x in semblables(double, "a", themes, 3)] == pytest.approx(
        [x.distance for x in semblables(TABLE, "a", THEMES, 3)]
    )
    assert semblables(TABLE.head(3), "a", THEMES, 3) == []
    assert semblables(TABLE, "a", {"x": ["absente"]}, 3) == []


@pytest.mark.parametrize("colonne", [[1.0, float("nan"), 2.0, 3.0], [7.0] * 4], ids=["inconnue", "constante"])
def test_an_unknown_or_constant_variable_does_not_count(colonne):
    v = semblables(TABLE.assign(autre=colonne), "a", {**THEMES, "x": ["autre"], "y": ["absente"]}, 1)
    assert (v, set(v[0].valeurs)) == (semblables(TABLE, "a", THEMES, 1), {"taille", "villes", "bourgs"})
