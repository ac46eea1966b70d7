"""Series by quarter or year, and their last years: sums of flows, means of stocks, nothing made of a part."""

import pandas as pd
import pytest

from data_loaders.chiffres import tableau
from data_loaders.measures import series
from data_loaders.measures.sauts import PROBABLE
from pages.figures.tendances import temps, vue
from tests.pages.figures.invente import tableau as inventer
from tests.pages.outils import ouvrir, sain, texte


@pytest.fixture
def demonstration_lue(racine_demo, monkeypatch):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine_demo))


def mois(annee, valeurs):
    return {f"{annee}-{m:02d}": {"44": v} for m, v in enumerate(valeurs, 1)}


def test_a_stock_is_averaged_and_a_flow_added_up():
    stock = inventer("inscrits_a_e", "departement", mois(2023, range(100, 112)), autres="L")
    an = temps.agreger(stock, "annuel")
    ligne = an.periode("2023").loc["44"]
    assert (an.periodes, ligne["value"], ligne["obs_status"]) == (("2023",), 105.5, "A")
    assert ligne["raison"] == "calculé ici : moyenne de 12 périodes publiées"
    assert temps.agreger(stock, "trimestriel").periode("2023-T2").loc["44", "value"] == 104
    flux = inventer("apprentissage_entrees", "departement", mois(2023, [10] * 12), autres="L")
    assert temps.agreger(flux, "annuel").periode("2023").loc["44", "value"] == 120
    assert vue.flux_ou_stock(temps.agreger(flux, "annuel").indicateur) == ", flux : somme de 12 mois"
    assert temps.agreger(stock, "") is stock
    for pas, dite in (("trimestriel", "le trimestre"), ("annuel", "l’année")):
        ind = temps.agreger(flux, pas).indicateur
        assert ind.libelle == f"Contrats d’apprentissage commencés dans {dite}"
        assert ind.phrase.endswith(f"dans {dite}")


@pytest.mark.parametrize(("cellule", "statut"), [("Q", "Q"), ("O", "O")])
def test_nothing_is_made_of_a_part_of_a_year(cellule, statut):
    t = inventer("inscrits_a_e", "departement", mois(2023, [cellule, *[100] * 11]), autres="L")
    ligne = temps.agreger(t, "annuel").periode("2023").loc["44"]
    assert pd.isna(ligne["value"])
    assert (ligne["obs_status"], ligne["raison"]) == (statut, "n.d. : 11 périodes connues sur 12")
    incomplete = inventer("inscrits_a_e", "departement", mois(2023, [100] * 11), autres="L")
    assert temps.agreger(incomplete, "annuel").periodes == ()
    assert temps.pas_possibles(incomplete) == ["", "trimestriel"]


def test_a_leap_of_one_month_is_said_of_its_year():
    saut = {"value": 900.0, "raison": f"{PROBABLE} : +90 % en un mois"}
    t = inventer("inscrits_a_e", "departement", mois(2023, [saut, *[100] * 11]), autres="L")
    assert PROBABLE in temps.agreger(t, "annuel").periode("2023").loc["44", "raison"]


def test_a_lower_bound_stays_one():
    bas = {"value": 90.0, "borne_haute": 94.0, "minorant": True, "caches_nb": 1}
    t = inventer("inscrits_a_e", "departement", mois(2023, [bas, *[100] * 11]), autres="L")
    ligne = temps.agreger(t, "annuel").periode("2023").loc["44"]
    assert (ligne["minorant"], ligne["value"]) == (True, pytest.approx(1190 / 12))
    assert ligne["borne_haute"] > ligne["value"]


def test_a_rate_is_never_averaged(demonstration):
    assert temps.pas_possibles(tableau.calculer(demonstration, "taux_chomage", "ze")) == [""]


def test_the_year_of_the_flows_is_that_of_the_producer_s_own_indicator(demonstration):
    par_mois, annuel = (
        tableau.calculer(demonstration, c, "departement") for c in ("apprentissage_entrees", "apprentissage_annuel")
    )
    fait = temps.agreger(par_mois, "annuel").lignes.set_index(["code_zone", "periode"])["value"].dropna()
    voulu = annuel.lignes.set_index(["code_zone", "periode"])["value"].dropna()
    assert len(fait)
    pd.testing.assert_series_equal(fait.sort_index(), voulu.loc[fait.index].sort_index())


def test_the_last_years_alone():
    t = inventer("inscrits_a_e", "departement", {f"{a}-12": {"44": 1.0 * a} for a in range(2010, 2024)}, autres="L")
    assert temps.durees_possibles(t) == ["", "10", "5", "2"]
    court = temps.restreindre(t, "2", "2023-12")
    assert court.periodes == ("2021-12", "2022-12", "2023-12")
    assert set(court.lignes["periode"]) == set(court.periodes)
    assert temps.restreindre(t, "", "2023-12") is t
    assert (
        vue.rythme(temps.agreger(inventer("inscrits_a_e", "departement", mois(2023, [1] * 12)), "annuel")) == "annuel"
    )


def test_the_step_and_the_years_are_in_the_address(demonstration_lue):
    at = sain(ouvrir("tendances", indicateur="inscrits_a_e", zonage="departement", pas="annuel", duree="2"))
    assert (at.selectbox(key="pas").value, at.selectbox(key="duree").value) == ("annuel", "2")
    assert "stock : moyenne de 12 mois" in texte(at).replace("\u00a0", " ")
    taux = sain(ouvrir("tendances", indicateur="taux_chomage", zonage="ze", pas="annuel"))
    assert "pas" not in {w.key for w in taux.selectbox}


def test_a_period_belongs_to_its_quarter_and_its_year():
    assert [series.groupe(p, "trimestriel") for p in ("2019-01", "2019-03", "2019-12")] == [
        "2019-T1",
        "2019-T1",
        "2019-T4",
    ]
    assert {series.groupe(p, "annuel") for p in ("2019-01", "2019-T3")} == {"2019"}
