"""A figure followed back: what the rows add up to is the figure shown, for every indicator and zoning."""

import math

import pytest

from data_loaders.chiffres import origine, tableau
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.erreurs import DemandeInvalide
from data_loaders.jeux import estimations
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Source
from tests.builders import metiers_bmo, observations_bmo
from tests.vues import un_sur

PAIRES = [(i.code, z) for i in INDICATEURS.values() for z in i.zonages if z not in ("commune", "epci")]


@pytest.fixture(scope="module")
def cellules(demonstration):
    return estimations.cellules_bmo(demonstration)


def refaire(o: origine.Origine, donnees) -> float:
    """The figure, from the terms alone."""
    t = o.termes
    if o.genre in ("part", "estimee"):
        projets = t["P"] + 2.9 * t["n_met"]
        part = 100 * (t["X"] + 0.9 * t["n_x"] + 1.2 * t["n_met"]) / projets
        if o.genre == "part":
            return part
        # All métiers together are set beside the level of the region.
        region = tableau.calculer(donnees, o.tableau.indicateur.code, "region").periode(o.periode).loc["52", "value"]
        return (math.sqrt(projets) * part + 60 * region) / (math.sqrt(projets) + 60)
    if o.genre == "rapport":
        facteur = {"vœux par place": 1, "pour 1 000 habitants": 1000}.get(o.tableau.indicateur.unite, 100)
        return facteur * t["somme"] / t["diviseur"]
    return t["somme"] / t["diviseur"] if o.genre == "densite" else t["somme"]


@pytest.mark.parametrize(("code", "zonage"), un_sur(2, PAIRES))
def test_the_rows_give_the_figure_back(demonstration, cellules, code, zonage):
    table = tableau.calculer(demonstration, code, zonage)
    periode = table.periodes[-1]
    connues = table.periode(periode)["value"].dropna()
    assert len(connues)
    for zone in connues.index[:3]:
        o = origine.remonter(demonstration, table, zone, periode, lambda: cellules)
        # Diplomas too small to be shown make one row together.
        ensemble = o.genre == "rapport" and "formations de moins de" in o.lignes["libelle"].iloc[-1]
        assert len(o.lignes) == o.ligne["cellules_nb"] or o.genre == "densite" or ensemble
        assert math.isclose(refaire(o, demonstration), o.ligne["value"], rel_tol=1e-4)
        assert o.source["sha256"]


def test_a_metier_keeps_its_own_rows(demonstration, cellules):
    table = tableau.calculer(demonstration, "bmo_projets", "departement", Metier("famille", "O"))
    o = origine.remonter(demonstration, table, "44", table.periodes[-1], lambda: cellules)
    assert 0 < len(o.lignes) < cellules["code_metier"].nunique() * 12
    assert o.termes["somme"] == o.ligne["value"]


def test_hidden_rows_are_counted_and_stay_hidden(tmp_path):
    d = Donnees(tmp_path)
    lignes = [
        ("5220", "44", "B0Z20", "met", 40.0),
        ("5220", "44", "B0Z20", "xmet", None),
        ("5221", "44", "B0Z20", "met", None),
        ("5221", "44", "B0Z20", "xmet", None),
        ("5205", "49", "B0Z20", "met", 10.0),
        ("5205", "49", "B0Z20", "xmet", 6.0),
    ]
    smet = [(b, dep, m, "smet", None) for b, dep, m, mesure, _ in lignes if mesure == "met"]
    source = Source("essai.xlsx", "ab" * 32, 10, "producteur d'essai", "https://exemple.test/")
    tables = {"observations": observations_bmo([*lignes, *smet]), "metiers": metiers_bmo()}
    d.officiel.publier(CONTRATS["bmo"], "2023", tables, [source])
    o = origine.remonter(d, tableau.calculer(d, "bmo_part_difficiles", "region"), "52", "2023")
    assert o.termes == {"X": 6.0, "P": 50.0, "n_x": 1, "n_met": 1}
    assert o.lignes["obs_status"].tolist() == ["A", "Q", "Q"]
    assert o.lignes["value"].isna().sum() == 2
    assert o.source["fichier"] == "essai.xlsx"
    assert o.instantane.startswith("bmo/2023--")


def test_a_zoning_without_figures_has_no_rows(demonstration):
    table = tableau.calculer(demonstration, "bmo_projets", "spo")
    o = origine.remonter(demonstration, table, "ancenis", table.periodes[-1])
    assert o.lignes.empty
    assert o.ligne["raison"].startswith("n.d.")


def test_an_unknown_zone_is_refused(demonstration):
    table = tableau.calculer(demonstration, "population", "region")
    with pytest.raises(DemandeInvalide, match="aucun chiffre pour region:99"):
        origine.remonter(demonstration, table, "99", "2023")
