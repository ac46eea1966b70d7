"""Figures of a sector, on an invented survey small enough to redo by hand."""

import pandas as pd
import pytest

from data_loaders.measures import bmo, enonces, estimation, marches, secteurs

METIERS = {"B0Z20": "O", "B0Z21": "O", "V0Z60": "S", "A0Z40": "Z"}
# département, métier, projects, difficult, seasonal; None = hidden
CELLULES = (
    ("44", "5220", "B0Z20", 900.0, 540.0, 90.0),
    ("44", "5220", "B0Z21", None, None, None),
    ("44", "5221", "B0Z20", 100.0, 60.0, None),
    ("49", "5213", "V0Z60", 400.0, 100.0, 40.0),
    ("72", "5209", "B0Z21", None, None, None),
)


@pytest.fixture(scope="module")
def enquete():
    metiers = pd.DataFrame(
        [("2023", m, f"Métier {m}", f, f"Famille {f}", "FAP2009") for m, f in METIERS.items()],
        columns=["annee", "code_metier", "libelle_metier", "code_famille", "libelle_famille", "nomenclature"],
    )
    lignes = [
        {"annee": "2023", "code_bassin": b, "code_departement": d, "code_metier": m, "mesure": mesure, "value": v}
        for d, b, m, met, xmet, smet in CELLULES
        for mesure, v in (("met", met), ("xmet", xmet), ("smet", smet))
    ]
    return bmo.large(pd.DataFrame(lignes), metiers), metiers


@pytest.fixture(scope="module")
def batiment(enquete):
    large, metiers = enquete
    dedans = secteurs.metiers_du_secteur(metiers, {"FAP2009": ("B0Z",), "FAP2021": ()})
    return secteurs.marquer(large, dedans, "bat"), metiers, dedans


@pytest.fixture(scope="module")
def estimees(enquete):
    large, metiers = enquete
    dedans = secteurs.metiers_du_secteur(metiers, {"FAP2009": ("B0Z",)})
    cellules = estimation.estimer(large, pd.DataFrame(columns=["annee", "code_metier", "met", "xmet"])).cellules
    return secteurs.marquer(cellules, dedans, "bat"), metiers, dedans


def test_a_sector_takes_the_metiers_of_the_nomenclature_of_the_year(enquete):
    _, metiers = enquete
    assert list(secteurs.metiers_du_secteur(metiers, {"FAP2009": ("B0Z",)})["code_metier"]) == ["B0Z20", "B0Z21"]
    assert list(secteurs.metiers_du_secteur(metiers, {"FAP2009": ("B0Z21",)})["code_metier"]) == ["B0Z21"]
    assert secteurs.metiers_du_secteur(metiers, {"FAP2021": ("B0Z",)}).empty
    assert secteurs.metiers_du_secteur(metiers, {"FAP2009": ()}).empty
    assert secteurs.metiers_du_secteur(metiers, {}).empty


def test_visible_sums_are_lower_bounds_and_shares_keep_what_hides(batiment):
    marquees, _, _ = batiment
    d = secteurs.detail(bmo.zoner(marquees, "region"), "bat", ["code_zone"]).loc["52"]
    assert (d.projets, d.minorant) == (1000.0, True)
    # X = 540 + 60, two hidden cells of projects: (600 + 2 × 1,2) / (1000 + 2 × 2,9)
    assert d.part == pytest.approx(100 * 602.4 / 1005.8)
    assert d.part_basse == pytest.approx(100 * 600 / 1010)
    assert d.part_haute == pytest.approx(100 * 610 / 1010)
    # 90 seasonal projects seen, at most 5 hidden in Ancenis and 5 in each hidden cell
    assert d.saison_basse == pytest.approx(100 * 90 / 1010)
    assert d.saison_haute == pytest.approx(100 * 105 / 1010)
    assert (d.metiers_nb, d.metiers_caches_nb) == (2, 1)


def test_a_departement_where_all_is_hidden_has_no_figure(batiment):
    marquees, _, _ = batiment
    d = secteurs.detail(bmo.zoner(marquees, "departement"), "bat", ["code_zone"])
    assert list(d.index) == ["44", "72"]
    assert pd.isna(d.loc["72", "projets"])
    assert pd.isna(d.loc["72", "part"])
    assert pd.isna(d.loc["72", "saison_haute"])
    assert "secret statistique" in d.loc["72", "part_raison"]


def test_the_estimate_is_the_mean_of_the_cells_by_projects(estimees):
    marquees, _, _ = estimees
    region = secteurs.estimer(marquees, "bat", "region").iloc[0]
    cellules = marquees[marquees["secteur"] == "bat"]
    assert region["q_estimee"] == pytest.approx((cellules["P"] * cellules["q_estimee"]).sum() / cellules["P"].sum())
    concentration = (cellules["P"] ** 2).sum() / cellules["P"].sum() ** 2
    assert region["H"] == pytest.approx(concentration)
    assert region["s"] == pytest.approx(enonces.erreur(region["q_estimee"], concentration))
    assert region["reference"] == pytest.approx(702.4 / 1405.8)
    ici = secteurs.estimer(marquees, "bat", "departement").set_index("code_zone")
    assert list(ici.index) == ["44", "72"]
    assert ici.loc["44", "statut"] == "estime"
    assert ici.loc["72", "statut"] == "secret"
    assert "secret statistique" in ici.loc["72", "raison"]
    assert pd.isna(ici.loc["72", "classe"])


def test_a_metier_of_the_sector_is_told_where_it_has_an_estimate(estimees):
    marquees, _, _ = estimees
    metiers = secteurs.par_metier(marquees, "bat").loc["2023"]
    assert metiers["statut"].to_dict() == {"B0Z20": "estime", "B0Z21": "secret"}
    dit = enonces.dire(metiers["q_estimee"], metiers["s"]).loc["B0Z20"]
    assert metiers.loc["B0Z20", ["classe", "chance"]].tolist() == dit[["classe", "chance"]].tolist()
    assert metiers.loc["B0Z21", ["classe", "chance"]].isna().all()


def test_a_sector_equal_to_a_family_has_the_estimate_of_the_family(estimees):
    marquees, metiers, _ = estimees
    secteur = secteurs.estimer(marquees, "bat", "departement").set_index("code_zone")
    famille = marches.decrire(marquees, metiers, "famille", "departement")
    famille = famille[famille["code_groupe"] == "O"].set_index("code_zone").loc[secteur.index]
    for colonne in ("q_estimee", "borne_basse", "borne_haute", "classe", "chance", "position"):
        pd.testing.assert_series_equal(secteur[colonne], famille[colonne], check_dtype=False)


def test_a_rank_is_a_range_of_those_that_chance_allows():
    estimes = pd.DataFrame({"q_estimee": [0.8, 0.5, 0.49], "s_ecart": [0.02, 0.02, 0.02]}, index=["a", "b", "c"])
    assert list(secteurs.ranger(estimes).itertuples(name=None)) == [("a", 1, 1), ("b", 2, 3), ("c", 2, 3)]


PASSAGES = pd.DataFrame(
    [("F1", "B0Z20", 1.0), ("F2", "B0Z20", 0.5), ("F2", "V0Z60", 0.5), ("F3", "V0Z60", 1.0), ("F4", "B0Z21", 0.25),
     ("F4", "A0Z40", 0.75)],
    columns=["code_rome", "code_metier", "part"],
)  # fmt: skip
PROJETS = pd.Series({"B0Z20": 300.0, "V0Z60": 100.0, "B0Z21": float("nan")})


def test_a_rome_is_shared_by_qualifications_and_projects():
    part = secteurs.part_du_secteur(PASSAGES, PROJETS, {"B0Z20", "B0Z21"}).set_index("code_rome")
    # F2: 0,5 × 300 against 0,5 × 100; F4 has no project: its qualification levels alone
    assert part["part"].to_dict() == {"F1": 1.0, "F2": 0.75, "F4": 0.25}
    assert part["entier"].to_dict() == {"F1": True, "F2": False, "F4": False}


def test_offers_and_job_seekers_are_bounded_by_what_is_whole_and_what_touches():
    tensions = pd.DataFrame(
        [("5220", "F1", 10.0, 4.0), ("5220", "F2", 100.0, 40.0), ("5220", "F3", 7.0, 7.0), ("5221", "F2", 8.0, 8.0)],
        columns=["code_bassin", "code_rome", "offres", "inscrits"],
    )
    o = secteurs.offres(tensions, PASSAGES, PROJETS, {"B0Z20", "B0Z21"}).set_index("code_bassin")
    assert o.loc["5220", ["offres_min", "offres", "offres_max"]].tolist() == [10.0, 85.0, 110.0]
    assert o.loc["5220", ["inscrits_min", "inscrits", "inscrits_max"]].tolist() == [4.0, 34.0, 44.0]
    assert o.loc["5221", ["offres_min", "offres", "offres_max"]].tolist() == [0.0, 6.0, 8.0]
