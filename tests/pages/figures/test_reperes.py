"""Events on a time axis: where they fall, how they are named, and that no label covers another."""

from itertools import combinations

import pytest

from data_loaders.contexte.evenements import Evenement
from data_loaders.contracts.indicateurs import indicateur
from pages.figures import theme
from pages.figures.tendances import dessin as tendances_dessin, reperes, series as tendances
from pages.figures.tendances.series import DemandeSerie
from tests.pages.figures.invente import fr, serie

CONFINEMENT = Evenement("2020-03-17", "Confinement", "Premier confinement", ("tous",), "Décret", "2020-05-11")
LOI = Evenement("2024-01-01", "France Travail", "Changement <b>de nom</b>", ("tous",), "Loi")
AVANT = Evenement("2013-08-27", "Convention", "Signature", ("tous",), "Convention")
MOIS = [f"{a}-{m:02d}" for a in (2019, 2020, 2021) for m in range(1, 13)]


def test_an_event_out_of_the_periods_is_not_drawn_and_numbers_follow_the_dates():
    places = reperes.situer([AVANT, CONFINEMENT, LOI], ["2019", "2020", "2024"])
    assert [(r.numero, r.evenement.court) for r in places] == [(1, "Confinement"), (2, "France Travail")]


def test_what_opens_a_year_falls_between_two_years():
    (r,) = reperes.situer([LOI], ["2023", "2024"])
    assert r.x == 2023.5


def test_what_lasts_is_a_band_within_its_months():
    (r,) = reperes.situer([CONFINEMENT], MOIS)
    assert 2020 + 2 / 12 < r.x < 2020 + 3 / 12
    assert 2020 + 4 / 12 < r.fin < 2020 + 5 / 12


def test_marks_at_the_same_place_share_one_label():
    places = reperes.situer([LOI], ["2023", "2024"])
    (m,) = reperes.marques([(2023.5, "nouvelle nomenclature")], places)
    assert m.texte == fr("nouvelle nomenclature · 1~France Travail")


def boites(places, bornes, largeur, taille):
    for p in places:
        centre = largeur * (p.x - bornes[0]) / (bornes[1] - bornes[0])
        large = len(p.texte) * reperes.EM * taille
        gauche = {"center": centre - large / 2, "left": centre, "right": centre - large}[p.ancrage]
        yield p.rangee, gauche, gauche + large


@pytest.mark.parametrize("largeur", [300, 800, 1200])
@pytest.mark.parametrize("taille", [14, 24])
def test_no_label_covers_another_nor_leaves_the_plot(largeur, taille):
    marques = [reperes.Marque(2013 + i * 1.7, f"{i} événement nommé", str(i)) for i in range(7)]
    places = reperes.ranger(marques, (2012.0, 2025.0), largeur, taille)
    assert len(places) == 7
    assert max(p.rangee for p in places) < (2 if taille == 24 else 4)
    for (ra, ga, da), (rb, gb, db) in combinations(boites(places, (2012.0, 2025.0), largeur, taille), 2):
        assert ra != rb or da <= gb or db <= ga
    assert all(g >= 0 and d <= largeur for _, g, d in boites(places, (2012.0, 2025.0), largeur, taille))


def test_without_room_for_words_the_numbers_stay():
    marques = [reperes.Marque(2005 + 2 * i, f"{i} événement au nom assez long", str(i)) for i in range(6)]
    textes = [p.texte for p in reperes.ranger(marques, (2000.0, 2025.0), 900, 24)]
    assert textes == list("012345")


def test_the_chart_draws_the_event_and_the_table_names_it():
    d = DemandeSerie("x", serie(dict.fromkeys(MOIS, 5.0)))
    info = tendances.preparer(indicateur("inscrits_a_e"), [d], "mensuel", evenements=[AVANT, CONFINEMENT])
    fig = tendances_dessin.figure(info)
    assert [s.type for s in fig.layout.shapes] == ["rect", "line"]
    assert fr("1~Confinement") in [a.text for a in fig.layout.annotations]
    entetes, corps = tendances.table(info)
    assert entetes[-1] == ("Événement", False)
    assert {ligne[1]: ligne[-1] for ligne in corps if ligne[-1]} == {"mars 2020": fr("1~Confinement")}


def test_an_event_between_two_vintages_is_named_at_the_later_one():
    places = reperes.situer([CONFINEMENT], ["2018", "2021"])
    assert reperes.par_periode(places, ["2021", "2018"]) == {"2021": fr("1~Confinement")}


def test_the_list_is_escaped_and_sourced():
    places = reperes.situer([LOI], ["2023", "2024"])
    assert "<b>" not in reperes.liste_html(places)
    assert "1ᵉʳ janvier 2024" in reperes.liste_html(places)
    assert "(Loi)" in reperes.liste_html(places)
    assert reperes.liste_html(()) == ""


def test_on_a_phone_names_go_under_the_chart():
    d = DemandeSerie("Loire-Atlantique", serie(dict.fromkeys(MOIS, 5.0)))
    info = tendances.preparer(indicateur("inscrits_a_e"), [d], "mensuel", evenements=[CONFINEMENT])
    fig = tendances_dessin.figure(info, largeur=330)
    assert fig.layout.showlegend
    assert [a.text for a in fig.layout.annotations] == ["1", "<b>5</b>"]
    assert fig.layout.margin.r < 8 * theme.TAILLES["ecran"]
