"""Training seen from a place: whose figures they are, what secrecy leaves, what is not published for it."""

import pytest

from data_loaders import jeux
from data_loaders.contracts.defm_publics import DIPLOMES, ENSEMBLE
from data_loaders.magasin.donnees import Donnees
from data_loaders.portraits import formation
from data_loaders.portraits.memoire import Memoire
from geo import sujets, zonages


@pytest.fixture(scope="module")
def inventees(demonstration):
    return Memoire(demonstration)


def test_each_part_is_read_where_its_producer_publishes_it(inventees):
    f = formation.formation(inventees, sujets.de_zone("commune", "44003"))
    assert (f.ciel.zonage, f.ciel.code) == ("bassin", "5221")
    assert [(p.zonage, p.code) for p in f.apprentissage.parts] == [("departement", "44")]
    assert list(f.annees) == ["44", "52"]
    assert (f.niveaux.zonage, f.niveaux.code) == ("epci", "244400552")
    assert f.centres.departements == ("44",)
    assert f.niveaux.demonstration
    assert f.centres.demonstration


def test_levels_add_up_to_all_the_job_seekers_unless_some_are_hidden(inventees):
    vus = set()
    petits = zonages.zones("epci").nsmallest(10, "population_nb")["code_zone"]
    for code in ("244400552", *petits):
        lignes = formation.niveaux(inventees, sujets.de_zone("epci", code)).lignes
        niveaux, tous = lignes.loc[list(DIPLOMES)], lignes.loc[ENSEMBLE]
        cache = bool(niveaux["obs_status"].eq("Q").any())
        vus.add(cache)
        if tous["obs_status"] != "Q":
            assert (niveaux["value"].sum() < tous["value"]) == cache
    assert vus == {True, False}


def test_a_place_that_cuts_an_intercommunality_has_no_level(inventees):
    for cle in ("departement:49", "region:52"):
        n = formation.niveaux(inventees, sujets.de_zone(*cle.split(":")))
        assert (n.raison, len(n.lignes)) == (formation.SANS_EPCI, 0)


def test_a_place_across_two_departements_has_the_centres_and_contracts_of_both(inventees):
    f = formation.formation(inventees, sujets.de_zone("zef", "ancenis"))
    assert f.centres.departements == ("44", "49")
    assert [p.code for p in f.apprentissage.parts] == ["44", "49"]


def test_official_levels_of_ancenis_and_centres_of_mayenne(reference, tmp_path):
    donnees = Donnees(tmp_path)
    for source, fichier in (
        ("defm-epci", "demande_emploi/defm_par_epci_en_decembre_2016.xlsx"),
        ("insertion-cfa", "insertion/fr-en-inserjeunes-cfa_region52.csv"),
    ):
        jeux.lecteurs()[source].importer(donnees, reference / fichier, lambda *_: None)
    m = Memoire(donnees)
    n = formation.niveaux(m, sujets.de_zone("commune", "44003"))
    assert (n.periode, n.lignes.loc["diplome_5", "value"], n.lignes.loc[ENSEMBLE, "value"]) == ("2016-12", 2013, 4719)
    c = formation.centres(m, sujets.de_zone("departement", "53"))
    assert (c.edition, len(c.lignes), c.lignes["taux_emploi_6"].notna().sum()) == ("2022-2023", 15, 9)
