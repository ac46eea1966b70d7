"""Figures of a composed territory: sums of whole units on invented files, or a reason and a range."""

import pytest

from data_loaders.chiffres import tableau
from data_loaders.magasin.donnees import Donnees
from data_loaders.portraits import libre
from geo import sujets, zonages
from geo.libre import communes_epci, composer

ANCENIS, YEU = "244400552", "85113"


def chiffre(donnees, code, communes):
    t = composer("Essai", communes)
    return next(c for c in libre.chiffres(donnees, t) if c.indicateur.code == code)


def test_population_and_density_are_sums_of_communes(demonstration):
    communes = zonages.communes().set_index("code_commune").loc[["44109", "85113"]]
    assert chiffre(demonstration, "population", communes.index).value == communes["population_nb"].sum()
    attendu = communes["population_nb"].sum() / communes["surface_km2"].sum()
    assert chiffre(demonstration, "densite", communes.index).value == pytest.approx(attendu, rel=1e-4)


def test_job_seekers_of_whole_epci_are_those_of_the_file(demonstration):
    observations = demonstration.lire("defm_epci")
    derniere = observations["periode"].max()
    ici = observations[(observations["siren_epci"] == ANCENIS) & (observations["periode"] == derniere)]
    c = chiffre(demonstration, "defm_abc", communes_epci(ANCENIS))
    assert (c.periode, c.value) == (derniere, ici[ici["categorie"].isin(["A", "B", "C"])]["value"].sum())
    assert c.demonstration


def test_a_commune_without_the_rest_of_its_epci_leaves_no_sum(demonstration):
    c = chiffre(demonstration, "defm_a", [*communes_epci(ANCENIS), "44109"])
    assert (c.value, c.obs_status) == (None, "L")
    assert c.raison.endswith("Nantes y est sans le reste du sien")
    cinq = chiffre(demonstration, "defm_a", ["44109", "44036", "44184", "44003", "44131"])
    assert "et 2 autres y sont sans le reste du leur" in cinq.raison


def test_yeu_has_no_job_seekers_and_takes_none_from_the_others(demonstration):
    assert chiffre(demonstration, "defm_a", [YEU]).raison.endswith("l’Île d’Yeu n’est dans aucun")
    sans, avec = (
        chiffre(demonstration, "defm_a", communes)
        for communes in (communes_epci(ANCENIS), [*communes_epci(ANCENIS), YEU])
    )
    assert (avec.value, avec.obs_status) == (sans.value, "D")
    assert "sans l’Île d’Yeu" in avec.raison


def test_a_rate_is_never_estimated_but_the_zones_met_are_named(demonstration):
    t = sujets.de_zone("spo", "les-sables-d-olonne")
    c = chiffre(demonstration, "taux_chomage", t.communes)
    assert (c.value, c.zonage) == (None, "ze")
    assert [r.libelle for r in c.recoupees] == ["Challans", "Les Sables-d’Olonne"]
    assert sum(r.part_population for r in c.recoupees) == pytest.approx(1)
    bas, haut = c.plage
    assert 0 < bas <= haut


def test_a_count_of_a_producer_zone_is_neither_shared_nor_ranged(demonstration):
    c = chiffre(demonstration, "bmo_projets", communes_epci(ANCENIS))
    assert (c.value, c.plage) == (None, None)
    assert "aucun n’est partagé" in c.raison


def test_nothing_loaded_is_said(tmp_path):
    vides = Donnees(tmp_path)
    par_code = {c.indicateur.code: c for c in libre.chiffres(vides, composer("Essai", ["44109"]))}
    assert par_code["defm_a"].raison == par_code["taux_chomage"].raison == "aucun millésime chargé"
    assert par_code["population"].value


def test_official_job_seekers_add_up_to_the_zone(officielles):
    """SPO Ancenis is one EPCI: composed by hand, its figure is that of the zoning."""
    attendu = tableau.calculer(officielles, "defm_a", "spo").lignes.query("code_zone == 'ancenis'")
    c = chiffre(officielles, "defm_a", communes_epci(ANCENIS))
    assert c.value == attendu[attendu["periode"] == c.periode]["value"].iloc[0]
    assert not c.demonstration
