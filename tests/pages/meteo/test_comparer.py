"""Comparisons and vintages of the météo: the region is always there, a break is never crossed."""

from itertools import pairwise

import pytest

from geo import zonages
from pages.figures import icones
from pages.figures.meteo import comparer as meteo_comparer, courbes as meteo_courbes, tables as meteo_tables
from pages.figures.meteo.comparer import REGION, element
from pages.figures.meteo.courbes import Suivi
from tests.pages.meteo.outils import FAMILLES, corps, texte

LIEUX = (("Nantes", "5220"), ("Ancenis", "5221"), ("Mamers", "5209"))


@pytest.fixture(scope="module")
def comparer(dire):
    """`comparer(niveau, code, libelle)`: three bassins and the region."""

    def faire(*groupe):
        bassins, region = dire(groupe[0], "bassin"), dire(groupe[0], "region")
        ici = [element(bassins, nom, ("bassin", code), groupe, rang) for rang, (nom, code) in enumerate(LIEUX)]
        return [*ici, element(region, REGION, ("region", "52"), groupe, None)]

    return faire


@pytest.fixture(scope="module")
def cotes(comparer):
    return comparer("famille", "O", FAMILLES["O"])


def test_the_title_gives_the_word_of_each_side_once_and_the_region(cotes, comparer):
    nantes, _, mamers, region = cotes
    assert meteo_comparer.titre(cotes, "2023", par_metier=False) == (
        "Ouvriers du bâtiment\u00a0: très difficile à pourvoir à Nantes (85\u00a0%)\u202f; difficile à pourvoir "
        "à Ancenis (77\u00a0%)\u202f; sans chiffre à Mamers\u202f; très difficile à pourvoir dans la région (85\u00a0%)"
    )
    assert meteo_comparer.titre([nantes, region, mamers], "2023", par_metier=False).endswith(
        "\u00a0: très difficile à pourvoir à Nantes (85\u00a0%) et dans la région (85\u00a0%)\u202f; sans chiffre "
        "à Mamers"
    )
    tous = comparer("ensemble", "ensemble", "Tous les métiers")
    assert meteo_comparer.titre([*tous[:2], tous[3]], "2023", par_metier=False) == (
        "Tous les métiers\u00a0: projets difficiles à Nantes (66\u00a0%), à Ancenis (61\u00a0%) et dans la région "
        "(66\u00a0%)"
    )
    deux = [comparer("famille", g, FAMILLES[g])[0] for g in "OS"]
    assert meteo_comparer.titre(deux, "2023", par_metier=True) == (
        "À Nantes\u00a0: « Ouvriers du bâtiment » très difficile à pourvoir (85\u00a0%) et « Fonctions sociales » "
        "partagé (50\u00a0%)"
    )


def test_each_side_has_its_own_mark_and_its_name(cotes):
    html = meteo_comparer.tuiles_html(cotes, "2023")
    for i, e in enumerate(cotes):
        assert html.count(icones.adresse("repere-region" if e.rang is None else f"repere-{i}")) == 1
        assert e.nom in texte(html)


def test_the_table_has_a_row_a_side_and_the_csv_every_zoning(cotes, dire, bassins):
    entetes, lignes = meteo_comparer.table(cotes, "2023")
    assert [x[1] for x in lignes] == ["Nantes", "Ancenis", "Mamers", REGION]
    assert {len(x) for x in lignes} == {len(entetes)}
    parties = [("bassin", bassins), ("region", dire("famille", "region"))]
    csv = meteo_tables.csv_parties(parties, FAMILLES, {}, True).decode("utf-8-sig")
    assert {x.split(";")[0] for x in csv.splitlines()[1:]} == {"bassin", "region"}
    assert csv.count("zonage;libelle_zonage") == 1


def trace(cotes, niveau="famille", nomenclatures=None):
    return meteo_courbes.preparer(
        meteo_comparer.suivis(cotes), nomenclatures or {"2021": "FAP2009", "2023": "FAP2009"}, niveau
    )


def test_each_point_is_the_estimate_with_its_interval_or_a_reason(cotes):
    nantes, _, mamers, region = trace(cotes).series
    r = cotes[0].ligne("2023")
    assert nantes.points[-1][1:4] == pytest.approx([100 * x for x in (r.q_estimee, r.borne_basse, r.borne_haute)])
    assert mamers.points[-1].part is None
    assert mamers.points[-1].texte == "trop peu de projets pour un chiffre"
    assert region.rang is None


def test_neither_a_missing_vintage_nor_another_nomenclature_is_joined(cotes):
    def a(annee):
        return meteo_courbes.Point(annee, 50.0, 50.0, 50.0, "")

    rupture = {"2023": "FAP2009", "2024": "FAP2021"}
    familles, metiers = (trace(cotes, niveau, rupture) for niveau in ("famille", "metier"))
    assert not meteo_courbes.joints(familles, a(2021), a(2023))
    assert meteo_courbes.joints(familles, a(2023), a(2024))
    assert not meteo_courbes.joints(metiers, a(2023), a(2024))


@pytest.mark.parametrize("theme", ["clair", "sombre"])
def test_the_figure_draws_the_points_their_intervals_and_the_break(cotes, theme):
    t = trace(cotes, "metier", {"2021": "FAP2009", "2023": "FAP2021"})
    fig = meteo_courbes.figure(t, theme)
    points = [x for x in fig.data if x.mode == "markers"]
    assert [x.name for x in points] == [e.nom for e in cotes]
    assert len({x.marker.symbol for x in points}) == 4
    r = cotes[0].ligne("2023")
    assert points[0].error_y.array[-1] == pytest.approx(100 * (r.borne_haute - r.q_estimee))
    assert fig.layout.shapes[0].x0 == 2022.5
    assert tuple(fig.layout.yaxis.tickvals) == (0, 20, 40, 60, 80, 100)


def test_names_at_the_right_of_the_figure_do_not_cover_each_other(cotes):
    fig = meteo_courbes.figure(trace(cotes))
    places = sorted(a.y for a in fig.layout.annotations if a.xref == "paper")
    assert min(b - a for a, b in pairwise(places)) >= 5


def test_the_finding_on_a_curve_is_its_movement_or_why_none_is_said(cotes):
    nantes, ancenis, mamers, _ = (Suivi(e.nom, e.lignes) for e in cotes)
    assert meteo_courbes.titre([nantes], "2023") == (
        "Nantes\u00a0: 85\u00a0% de projets difficiles en 2023, en forte hausse (66\u00a0% en 2021)"
    )
    assert meteo_courbes.titre([mamers], "2023") == "Mamers\u00a0: trop peu de projets pour un chiffre"
    assert meteo_courbes.titre([nantes], "2021").endswith(
        "en 2021, non comparable, aucune enquête précédente n’est chargée"
    )
    lu = meteo_courbes.lecture(trace(cotes), [nantes, ancenis, mamers], "2023")
    assert "Nantes\u00a0: en forte hausse, 20\u00a0points, surtout comme toute la région (+16)" in lu
    assert "Ancenis\u00a0: non comparable, trop peu de projets, ou masqué" in lu
    assert "change" not in lu
    assert "La liste des métiers a changé" in meteo_courbes.lecture(
        trace(cotes, "metier", {"2021": "FAP2009", "2023": "FAP2021"}), [nantes], "2023"
    )


def test_the_table_twin_has_three_columns_a_side_and_a_reason_where_a_share_is_missing(cotes):
    entetes, lignes = meteo_courbes.table(trace(cotes), meteo_comparer.suivis(cotes))
    assert {len(x) for x in lignes} == {len(entetes)} == {2 + 3 * len(cotes)}
    assert [x[1] for x in lignes] == ["2023", "2021"]
    assert lignes[0][2:4] == ["85\u00a0%", "très difficile à pourvoir, solide"]
    assert lignes[0][8] == "trop peu de projets pour un chiffre"


def test_two_territories_are_proposed_and_the_region_is_there(ecran):
    at = ecran(zone="bassin:5221", onglet="comparer", metier="famille:O")
    assert at.multiselect(key="compares").value[0] == "bassin:5221"
    assert corps(at).count('<article class="obs-carte') == 3
    assert REGION in corps(at)


def test_what_is_compared_on_another_screen_is_proposed_and_kept_there(ecran):
    spo = f"spo:{zonages.zones('spo')['code_zone'].iloc[0]}"
    at = ecran(onglet="comparer", metier="famille:O", zones=[spo, "bassin:5209"])
    assert "bassin:5209" in at.multiselect(key="compares").value
    assert at.session_state["zones"] == [spo, "bassin:5209"]
    at.multiselect(key="compares").set_value(["bassin:5220", "departement:53"]).run()
    assert at.query_params["compares"] == ["bassin:5220", "departement:53"]
    assert at.session_state["zones"] == [spo, "bassin:5209"]


def test_a_metier_that_the_list_does_not_hold_is_said(ecran):
    at = ecran(onglet="comparer", metier="famille:Q")
    assert "Le métier « Q » n’est pas proposé ici" in at.info[0].value


def test_a_territory_that_stays_keeps_its_colour_when_another_leaves(ecran):
    trois = ["bassin:5220", "bassin:5221", "bassin:5209"]
    at = ecran(onglet="comparer", metier="famille:O", compares=trois)
    at.multiselect(key="compares").set_value(trois[1:]).run()
    assert icones.repere(1) in corps(at)
    assert icones.repere(2) in corps(at)
    assert icones.repere(0) not in corps(at)


@pytest.mark.parametrize(("avec", "cartes"), [("famille:S", 4), ("famille:ZZZ", 2)])
def test_two_metiers_are_compared_on_the_territory_and_an_unknown_one_is_set_aside(ecran, avec, cartes):
    at = ecran(zone="bassin:5220", onglet="comparer", compare="metiers", metier="famille:O", avec=avec)
    assert "À Nantes\u00a0: «\u00a0Ouvriers de la construction et du bâtiment\u00a0» " in corps(at)
    assert corps(at).count('<article class="obs-carte') == cartes
    assert at.selectbox(key="avec").value == (avec if cartes == 4 else None)


@pytest.mark.parametrize("niveau", ["fap22", "fap87", "metier"])
def test_every_level_has_its_four_views(ecran, niveau):
    for onglet in ("territoire", "metier", "comparer", "methode"):
        at = ecran(zone="bassin:5220", niveau=niveau, onglet=onglet)
        assert corps(at).count("<h1") == 1
