"""Portrait of a sector from the snapshots: states of each dataset, and the official figures of the region."""

import pytest

from data_loaders import jeux
from data_loaders.chiffres import origine
from data_loaders.jeux import calculs
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import secteurs
from data_loaders.parametres.secteurs import lire

SECTEURS = lire().secteurs


@pytest.fixture(scope="module")
def inventees(demonstration):
    return demonstration, calculs.cellules_bmo(demonstration)


@pytest.fixture(scope="module")
def toutes(officielles):
    return officielles, calculs.cellules_bmo(officielles)


def test_a_sector_that_no_loaded_survey_asks_for_has_no_survey_figures(inventees):
    donnees, cellules = inventees
    sans = {code for code, s in SECTEURS.items() if secteurs.relever(donnees, s, cellules) is None}
    assert sans == {"banque", "automobile"}


def test_a_filiere_without_total_has_its_metiers_and_no_estimate_of_its_own(inventees):
    donnees, cellules = inventees
    r = secteurs.relever(donnees, SECTEURS["aeronautique_navale_emr"], cellules)
    assert len(r.codes("2024")) == len(r.estimes_par_metier.loc["2024"]) == 4
    assert r.marche("2024") is None


def test_figures_of_a_sector_are_those_of_its_metiers(inventees):
    donnees, cellules = inventees
    r = secteurs.relever(donnees, SECTEURS["aide_domicile"], cellules)
    assert r.demonstration
    assert r.codes("2024") == ["T2X60", "V0X60"]
    ici = r.tableau("bmo_projets").periode("2024").loc["52"]
    du_secteur = cellules[(cellules["annee"] == "2024") & cellules["code_metier"].isin(["T2X60", "V0X60"])]
    assert ici["value"] == du_secteur["met"].sum()
    departements = r.tableau("bmo_projets", "departement").periode("2024")
    assert departements["value"].sum() == ici["value"]
    assert r.par_metier.loc["2024"]["projets"].sum() == ici["value"]
    assert r.par_famille.loc["2024"]["projets"].sum() == ici["value"]


def test_a_figure_is_followed_back_to_the_rows_of_the_sector_alone(inventees):
    donnees, cellules = inventees
    secteur = SECTEURS["batiment"]
    table = secteurs.relever(donnees, secteur, cellules).tableau("bmo_part_difficiles")
    marquees = secteurs.marquer(donnees, secteur, cellules)
    o = origine.remonter(donnees, table, "52", "2024", lambda: marquees)
    assert set(o.lignes["code"]) == {"B0X20", "B1X40", "B2X40", "B3X40"}
    assert 100 * o.termes["X"] / o.termes["P"] == pytest.approx(table.periode("2024").loc["52", "value"], abs=0.1)


def test_a_year_without_the_metiers_or_a_zone_without_rows_is_never_zero(inventees):
    donnees, cellules = inventees
    r = secteurs.relever(donnees, SECTEURS["culture"], cellules[cellules["code_departement"] != "53"])
    ligne = r.tableau("bmo_projets", "departement").periode("2024").loc["53"]
    assert (ligne["obs_status"], ligne["raison"]) == ("L", secteurs.RAISON_ABSENTE)
    sans = cellules[~((cellules["code_departement"] == "53") & (cellules["code_metier"] == "U1X80"))]
    r = secteurs.relever(donnees, SECTEURS["culture"], sans)
    assert r.tableau("bmo_projets", "departement").periode("2024").loc["53", "value"] == 0
    part = r.tableau("bmo_part_difficiles", "departement").periode("2024").loc["53"]
    assert (part["obs_status"], part["raison"]) == ("M", secteurs.RAISON_SANS_PART)


def test_offers_of_demonstration_follow_the_survey_of_demonstration(inventees):
    donnees, cellules = inventees
    r = secteurs.relever(donnees, SECTEURS["batiment"], cellules)
    o = secteurs.offres(donnees, r, cellules)
    assert (o.raison, o.demonstration) == ("", True)
    assert (o.par_bassin["offres_min"] <= o.par_bassin["offres"]).all()
    assert (o.par_bassin["offres"] <= o.par_bassin["offres_max"]).all()


def test_without_official_tensions_the_way_to_load_them_is_said(inventees):
    donnees, _ = inventees
    assert secteurs.classes_officielles(donnees, SECTEURS["batiment"]).empty
    assert secteurs.libelles_officiels(donnees) == {}
    for raison in (secteurs.SANS_CLASSE, secteurs.SANS_TENSIONS, secteurs.SANS_PASSAGES, secteurs.SANS_INTERIM):
        assert secteurs.EXPLOITANTS in raison


@pytest.mark.parametrize(
    ("code", "projets", "part", "metiers"),
    [
        ("batiment", 13078, 75.2, 25),
        ("metallurgie", 5761, 66.5, 14),
        ("numerique", 4751, 70.4, 6),
        ("aide_domicile", 8749, 80.6, 3),
        ("agroalimentaire", 6934, 63.9, 2),
    ],
)
def test_official_figures_of_the_priority_sectors_in_2024(toutes, code, projets, part, metiers):
    donnees, cellules = toutes
    r = secteurs.relever(donnees, SECTEURS[code], cellules)
    assert not r.demonstration
    ligne = r.tableau("bmo_projets").periode("2024").loc["52"]
    assert (ligne["value"], ligne["minorant"]) == (projets, True)
    assert round(r.tableau("bmo_part_difficiles").periode("2024").loc["52", "value"], 1) == part
    assert len(r.codes("2024")) == metiers
    assert r.nomenclatures == dict.fromkeys(("2016", "2018", "2021", "2023"), "FAP2009") | {"2024": "FAP2021"}


def test_official_offers_of_information_technology_are_wholly_its_own(reference, tmp_path):
    donnees = Donnees(tmp_path)
    for source, fichier in (
        ("bmo", "bmo/Base_open_data_23.xlsx"),
        ("tension-rome", "tensions/tension_rome_bassin_2021_pdl.csv"),
        ("nomenclature", "nomenclatures/dares_rome_v3_qualif_vers_fap2009.csv"),
    ):
        jeux.lecteurs()[source].importer(donnees, reference / fichier, lambda *_: None)
    cellules = calculs.cellules_bmo(donnees)
    r = secteurs.relever(donnees, SECTEURS["numerique"], cellules)
    o = secteurs.offres(donnees, r, cellules)
    # No survey of 2021 here: the nearest one, of the same nomenclature as the crosswalk, weighs the passage.
    assert (o.annee, o.enquete) == ("2021", "2023")
    totaux = o.par_bassin.drop(columns="code_bassin").sum()
    assert totaux["offres"] == totaux["offres_min"] == totaux["offres_max"] == pytest.approx(29938, abs=1)
    assert totaux["inscrits"] == pytest.approx(2786, abs=1)


def test_official_classes_are_those_of_the_groups_of_fap_2009(toutes):
    donnees, _ = toutes
    lignes = secteurs.classes_officielles(donnees, SECTEURS["aide_domicile"])
    assert sorted(lignes["code_fap"].unique()) == ["T2A", "V0Z"]
    assert len(lignes) == 2 * 7
    fins = secteurs.classes_officielles(donnees, SECTEURS["agroalimentaire"])
    assert set(fins["niveau_fap"]) == {"fap225"}
