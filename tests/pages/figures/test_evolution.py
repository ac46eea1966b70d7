"""What is said of a change: a tested movement for the survey, a plain difference for an administrative series."""

import pandas as pd
import pytest

from data_loaders.chiffres import tableau
from data_loaders.contexte.evenements import Evenement
from data_loaders.contracts.indicateurs import indicateur
from data_loaders.measures import series
from data_loaders.measures.series import PROBABLE
from data_loaders.versions.difference import ChangementTerritoire
from pages.figures import lecture, theme
from pages.figures.donnees import differences
from pages.figures.tendances import dessin as tendances_dessin, evolution, lieux, series as tendances, vue
from pages.figures.tendances.series import DemandeSerie
from tests.pages.figures.invente import fr, serie, tableau as inventer

ESTIMATION, PROJETS = indicateur("bmo_part_difficiles_estimee"), indicateur("bmo_projets")
INSCRITS, CHOMAGE = indicateur("inscrits_a_e"), indicateur("taux_chomage")


def survey(**champs):
    usuels = {"value": 60.0, "annee_precedente": "2023", "delta": -0.155, "grand": True, "fleche": "baisse"}
    usuels |= {"fleche_raison": "", "delta_reference": -0.091, "fleche_projets": "aucun"}
    usuels |= {"evolution_lo": -0.0843, "evolution_hi": -0.068, "minorant": True}
    premiere = {"fleche": "non_mesurable", "fleche_raison": "aucune avant", "fleche_projets": "non_mesurable"}
    return serie({"2023": usuels | premiere, "2024": usuels | champs})


def test_a_gap_is_taken_before_any_rounding():
    lues = serie({"2023-T4": 6.55, "2024-T4": {"value": 6.44, "obs_status": "P"}})  # 6,6 and 6,4: not −0,2
    assert evolution.ligne(CHOMAGE, "Sarthe", lues).difference == fr("−0,1~point")
    avant, apres = (lues.loc[p] for p in lues.index)
    assert lecture.ecart_region(CHOMAGE, apres, avant).startswith(fr("0,1~point de moins"))
    assert differences.ecart(ChangementTerritoire("ze:5201", CHOMAGE, avant, apres)) == fr("−0,1~point")


PAS_MESUREE = {"fleche": "non_mesurable", "fleche_raison": "trop peu"}


@pytest.mark.parametrize(
    ("ind", "lignes", "periodes", "difference", "constat"),
    [
        (INSCRITS, serie({"2023-12": 100.0, "2024-11": 50.0, "2024-12": 110.0}), "décembre 2023 à décembre 2024",
         "+10~inscrits (+10,0_%)", "En hausse"),
        (CHOMAGE, serie({"2023-T4": 6.5, "2024-T4": 6.3}), "4ᵉ trimestre 2023 à 4ᵉ trimestre 2024",
         "−0,2~point", "Stable"),
        (ESTIMATION, survey(), "2023 à 2024", "−16~points",
         "En forte baisse, 16~points, surtout comme toute la région (−9)"),
        (ESTIMATION, survey(fleche="aucun"), "2023 à 2024", "−16~points", "Sans évolution nette"),
        (PROJETS, survey(), "2023 à 2024", "−8,4 à −6,8_%", "Sans évolution nette"),
        (ESTIMATION, survey(**PAS_MESUREE), "2024", "", "Trop peu"),
        (INSCRITS, serie({"2023-12": 0.0, "2024-12": 3.0}), "décembre 2024", "", "Rien à comparer à zéro"),
    ],
)  # fmt: skip
def test_a_change_is_said_with_its_periods_its_size_and_its_words(ind, lignes, periodes, difference, constat):
    dite = evolution.ligne(ind, "x", lignes)
    assert (dite.periodes, dite.difference) == (periodes, fr(difference))
    assert dite.constat.endswith(fr(constat))
    assert ('class="obs-fleche"' in dite.constat) == (dite.e.sens in ("hausse", "baisse"))


def test_the_rule_is_said_for_every_kind_of_series():
    codes = ("bmo_part_difficiles_estimee", "bmo_projets", "bmo_projets_difficiles", "inscrits_a_e", "taux_chomage")
    regles = [evolution.regle(indicateur(c)) for c in (*codes, "apprentissage_annuel")]
    assert len(set(regles)) == 6
    assert "10\u00a0points" in regles[0]
    assert "0,2\u00a0point" in regles[4]


def test_names_are_escaped_and_a_list_of_events_is_sourced():
    assert "<i>x" not in evolution.tableau_html([evolution.ligne(ESTIMATION, "<i>x", survey())], "Évolution")
    html = tendances.liste_html(tendances.situer([LOI], ["2023", "2024"]))
    assert "<b>" not in html
    assert "1ᵉʳ janvier 2024" in html
    assert "(Loi)" in html
    assert tendances.liste_html(()) == ""


def test_the_finding_never_takes_a_season_for_a_change_and_says_a_break():
    d = DemandeSerie("Sarthe", serie({"2022-08": 1.0, "2022-12": 40.0, "2023-08": 2.0, "2023-12": 50.0}))
    info = tendances.preparer(INSCRITS, [d], "mensuel")
    assert tendances.constat(INSCRITS, info) == fr("Sarthe~: 40~inscrits fin décembre 2022, 50 fin décembre 2023")
    d = DemandeSerie("Sarthe", serie({"2023-T4": 5.0, "2024-T1": {"value": 6.0, "obs_status": "B"}}))
    info = tendances.preparer(CHOMAGE, [d], "trimestriel")
    assert tendances.constat(CHOMAGE, info).endswith("(rupture de série entre les deux)")


# Events on a time axis: where they fall, how they are named, and that no label covers another

CONFINEMENT = Evenement("2020-03-17", "Confinement", "Premier confinement", ("tous",), "Décret", "2020-05-11")
LOI = Evenement("2024-01-01", "France Travail", "Changement <b>de nom</b>", ("tous",), "Loi")
AVANT = Evenement("2013-08-27", "Convention", "Signature", ("tous",), "Convention")
MOIS = [f"{a}-{m:02d}" for a in (2019, 2020, 2021) for m in range(1, 13)]


def test_an_event_is_drawn_within_the_periods_between_two_years_or_as_a_band_of_its_months():
    places = tendances.situer([AVANT, CONFINEMENT, LOI], ["2019", "2020", "2024"])
    assert [r.evenement.court for r in places] == ["Confinement", "France Travail"]
    (r,) = tendances.situer([LOI], ["2023", "2024"])
    assert r.x == 2023.5
    (r,) = tendances.situer([CONFINEMENT], MOIS)
    assert 2020 + 2 / 12 < r.x < 2020 + 3 / 12
    assert 2020 + 4 / 12 < r.fin < 2020 + 5 / 12
    places = tendances.situer([CONFINEMENT], ["2018", "2021"])
    assert tendances.par_periode(places, ["2021", "2018"]) == {"2021": "Confinement"}


def test_what_lasted_is_drawn_first_and_no_more_than_two_are():
    places = tendances.situer([AVANT, CONFINEMENT, LOI], ["2013", "2020", "2024"])
    assert [r.evenement for r in places] == [AVANT, CONFINEMENT, LOI]
    assert [r.evenement for r in tendances.principaux(places)] == [AVANT, CONFINEMENT]
    assert [r.evenement for r in tendances.principaux([places[2], places[1]])] == [CONFINEMENT, LOI]


def test_the_chart_draws_the_event_and_the_table_names_it_and_a_phone_under_the_chart():
    d = DemandeSerie("Loire-Atlantique", serie(dict.fromkeys(MOIS, 5.0)))
    info = tendances.preparer(INSCRITS, [d], "mensuel", evenements=[AVANT, CONFINEMENT])
    fig, telephone = (tendances_dessin.figure(info, **large) for large in ({}, {"largeur": 330}))
    assert [s.type for s in fig.layout.shapes] == ["line"]
    assert [any("onfinement" in a.text for a in f.layout.annotations) for f in (fig, telephone)] == [True, False]
    assert telephone.layout.showlegend
    assert telephone.layout.margin.r < 8 * theme.TAILLES["ecran"]
    entetes, corps = tendances.table(info)
    assert entetes[-1] == ("Événement", False)
    assert {ligne[1]: ligne[-1] for ligne in corps if ligne[-1]} == {"mars 2020": "Confinement"}


# Series by quarter or year, and their last years: sums of flows, means of stocks, nothing made of a part


def mois(*valeurs, code="inscrits_a_e"):
    """Figures of the first months of 2023, of one département."""
    periodes = {f"2023-{m:02d}": {"44": v} for m, v in enumerate(valeurs, 1)}
    return inventer(code, "departement", periodes, autres="L")


def annee(t, periode="2023"):
    return lieux.agreger(t, "annuel").periode(periode).loc["44"]


def test_a_stock_is_averaged_and_a_flow_added_up():
    stock = mois(*range(100, 112))
    ligne = annee(stock)
    assert lieux.agreger(stock, "annuel").periodes == ("2023",)
    assert (ligne["value"], ligne["obs_status"]) == (105.5, "A")
    assert ligne["raison"] == "calculé ici : moyenne de 12 périodes publiées"
    assert lieux.agreger(stock, "trimestriel").periode("2023-T2").loc["44", "value"] == 104
    assert lieux.agreger(stock, "") is stock
    flux = mois(*[10] * 12, code="apprentissage_entrees")
    assert annee(flux)["value"] == 120
    assert vue.flux_ou_stock(lieux.agreger(flux, "annuel").indicateur) == ", flux : somme de 12 mois"
    for pas, dite in (("trimestriel", "le trimestre"), ("annuel", "l’année")):
        ind = lieux.agreger(flux, pas).indicateur
        assert ind.libelle == f"Contrats d’apprentissage commencés dans {dite}"
        assert ind.phrase.endswith(f"dans {dite}")


def test_the_letters_of_a_table_are_said():
    dehors = {"value": 10.0, "obs_status": "D", "raison": "EPCI entiers, dont communes hors région"}
    t = inventer("defm_abc", "epci", {"2018-12": {"244400610": dehors}, "2019-12": {"244400610": dehors}}, autres="L")
    demandes = [DemandeSerie("x", t.lignes[t.lignes["code_zone"] == "244400610"].set_index("periode"))]
    info = tendances.preparer(t.indicateur, demandes, "annuel")
    assert info.series[0].textes[0].endswith("(d)")
    assert vue.marques(info) == "(d)\u00a0: EPCI entiers, dont communes hors région."
    assert vue.marques(tendances.preparer(t.indicateur, demandes, "annuel", mode="indice")) == ""


@pytest.mark.parametrize("cellule", ["Q", "O"])
def test_nothing_is_made_of_a_part_of_a_year(cellule):
    ligne = annee(mois(cellule, *[100] * 11))
    assert pd.isna(ligne["value"])
    assert (ligne["obs_status"], ligne["raison"]) == (cellule, "n.d. : 11 périodes connues sur 12")
    raison = lieux.agreger(mois(cellule, cellule, 100), "trimestriel").periode("2023-T1").loc["44", "raison"]
    assert raison == "n.d. : 1 période connue sur 3"
    incomplete = mois(*[100] * 11)
    assert lieux.agreger(incomplete, "annuel").periodes == ()
    assert lieux.pas_possibles(incomplete) == ["", "trimestriel"]


def test_a_leap_of_one_month_is_said_of_its_year_and_a_lower_bound_stays_one():
    saut = {"value": 900.0, "raison": f"{PROBABLE} : +90 % en un mois"}
    assert PROBABLE in annee(mois(saut, *[100] * 11))["raison"]
    bas = {"value": 90.0, "borne_haute": 94.0, "minorant": True, "caches_nb": 1}
    ligne = annee(mois(bas, *[100] * 11))
    assert (ligne["minorant"], ligne["value"]) == (True, pytest.approx(1190 / 12))
    assert ligne["borne_haute"] > ligne["value"]


def test_a_rate_is_never_averaged(demonstration):
    assert lieux.pas_possibles(tableau.calculer(demonstration, "taux_chomage", "ze")) == [""]


def test_the_year_of_the_flows_is_that_of_the_producer_s_own_indicator(demonstration):
    par_mois, annuel = (
        tableau.calculer(demonstration, c, "departement") for c in ("apprentissage_entrees", "apprentissage_annuel")
    )
    fait = lieux.agreger(par_mois, "annuel").lignes.set_index(["code_zone", "periode"])["value"].dropna()
    voulu = annuel.lignes.set_index(["code_zone", "periode"])["value"].dropna()
    assert len(fait)
    pd.testing.assert_series_equal(fait.sort_index(), voulu.loc[fait.index].sort_index())


def test_the_last_years_alone():
    t = inventer("inscrits_a_e", "departement", {f"{a}-12": {"44": 1.0 * a} for a in range(2010, 2024)}, autres="L")
    assert lieux.durees_possibles(t) == ["", "10", "5", "2"]
    court = lieux.restreindre(t, "2", "2023-12")
    assert court.periodes == ("2021-12", "2022-12", "2023-12")
    assert set(court.lignes["periode"]) == set(court.periodes)
    assert lieux.restreindre(t, "", "2023-12") is t
    assert vue.rythme(lieux.agreger(mois(*[1] * 12), "annuel")) == "annuel"


def test_a_period_belongs_to_its_quarter_and_its_year():
    trimestres = {"2019-01": "2019-T1", "2019-03": "2019-T1", "2019-12": "2019-T4"}
    assert {p: series.groupe(p, "trimestriel") for p in trimestres} == trimestres
    assert {series.groupe(p, "annuel") for p in ("2019-01", "2019-T3")} == {"2019"}
