"""Portraits: figures where they are true, the producer's zones elsewhere, reasons where there is nothing."""

import pandas as pd
import pytest

from data_loaders.contracts.base import VIDES
from data_loaders.magasin.donnees import Donnees
from data_loaders.portraits import semblables as portrait_semblables
from data_loaders.portraits.memoire import Memoire
from data_loaders.portraits.territoire import portrait as faire
from geo import sujets, zonages


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


def test_an_own_figure_is_the_map_s(memoire):
    p = faire(memoire, sujets.de_zone("spo", "nantes"))
    carte = memoire.tableau("defm_a", "spo")
    assert p.chiffres["defm_a"].ligne["value"] == carte.periode(carte.periodes[-1]).loc["nantes", "value"]
    assert p.chiffres["defm_a"].demonstration
    assert not p.chiffres["population"].demonstration


def test_the_zoning_of_the_region_is_not_compared_with_itself(memoire):
    p = faire(memoire, sujets.de_zone("region", "52"))
    assert all(c.region is None for c in p.chiffres.values())
    assert p.semblables.voisins == ()


def test_a_year_of_apprenticeship_is_the_sum_of_twelve_months(memoire):
    c = faire(memoire, sujets.de_zone("departement", "44")).chiffres["apprentissage_annuel"]
    mensuel = memoire.tableau("apprentissage_entrees", "departement").lignes
    mois = mensuel[(mensuel["code_zone"] == "44") & mensuel["periode"].str.startswith(c.periode)]
    assert len(mois) == 12
    assert c.ligne["value"] == mois["value"].sum()


def test_with_nothing_loaded_every_figure_says_why(vide):
    p = faire(vide, sujets.de_zone("spo", "ancenis"))
    assert p.meteo is None
    assert p.courbe is None
    assert not p.demonstration
    for nom, c in p.chiffres.items():
        assert c.connu or c.raison, nom
    assert set(p.semblables.variables) == {"population", "densite", "part_villes", "part_bourgs", "part_premiere"}


def test_the_meteo_of_an_overlapping_territory_gives_the_span_of_classes(memoire):
    p = faire(memoire, sujets.de_zone("departement", "44"))
    assert p.meteo.propre
    assert all(len(f.cellules) == 1 for f in p.meteo.familles)
    q = faire(memoire, sujets.de_zone("spo", "nantes"))
    assert not q.meteo.propre
    marches = memoire.marches("famille", "bassin")
    for f in q.meteo.familles:
        la = marches[(marches["annee"] == q.meteo.annee) & (marches["code_groupe"] == f.code)]
        la = la[la["code_zone"].isin(q.meteo.zones["code_zone"]) & (la["statut"] == "estime")]["classe"]
        assert f.classes == ((la.min(), la.max()) if len(la) else None)


def test_states_of_the_actors_are_those_of_the_convention(memoire):
    a = faire(memoire, sujets.de_zone("spo", "ancenis")).acteurs
    assert a.spo[0][2].date_labellisation == "2013-01-22"
    assert a.gtec[0][2].etat == "conduite"
    assert faire(memoire, sujets.de_zone("spo", "nantes")).acteurs.gtec == ()


def test_a_composed_territory_has_job_seekers_when_made_of_whole_epci(memoire):
    ancenis = sujets.de_zone("spo", "ancenis")
    entier = faire(memoire, sujets.libre("Pays", ancenis.communes)).chiffres["defm_a"]
    assert entier.ligne["value"] == faire(memoire, ancenis).chiffres["defm_a"].ligne["value"]
    coupe = faire(memoire, sujets.libre("Bout", sorted(ancenis.communes)[:3])).chiffres["defm_a"]
    assert coupe.ligne["obs_status"] in VIDES
    assert "coupe un EPCI" in coupe.ligne["raison"]


def test_the_ile_d_yeu_alone_has_no_job_seekers(memoire):
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
    assert not t.isna().any().any()
    assert "famille_I" not in t  # the survey is not published by SPO
    assert "famille_I" in portrait_semblables.variables(memoire, "bassin")


def test_an_invented_variable_is_marked(memoire, vide):
    assert faire(memoire, sujets.de_zone("spo", "ancenis")).semblables.demonstration
    sans = faire(vide, sujets.de_zone("spo", "ancenis")).semblables
    assert not sans.demonstration
    assert len(sans.voisins) == 3
    assert pd.Series([v.distance for v in sans.voisins]).is_monotonic_increasing
