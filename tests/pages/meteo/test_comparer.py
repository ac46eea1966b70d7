"""Comparisons and vintages of the météo: the region is always there, a break is never crossed."""

from itertools import pairwise

import pytest

from data_loaders.measures import mots_estimation as mots
from geo import zonages
from pages.figures import icones
from pages.figures.meteo import (
    comparer as meteo_comparer,
    courbes as meteo_courbes,
    tables as meteo_tables,
    vue as meteo_vue,
)
from pages.figures.meteo.comparer import REGION, element
from pages.figures.meteo.courbes import Suivi
from tests.pages.meteo.outils import FAMILLES, corps, texte

BATIMENT = ("famille", "O", FAMILLES["O"])


@pytest.fixture(scope="module")
def cotes(dire, bassins):
    region = dire("famille", "region")
    lieux = [("Nantes", "5220", 0), ("Ancenis", "5221", 1), ("Mamers", "5209", 2)]
    ici = [element(bassins, nom, ("bassin", code), BATIMENT, rang) for nom, code, rang in lieux]
    return [*ici, element(region, REGION, ("region", "52"), BATIMENT, None)]


def dit(e, point=0):
    r = e.ligne("2023")
    return f"{meteo_vue.mots_dits(r)[point]} ({mots.part_dite(r.q_estimee)})"


def test_the_title_gives_the_words_of_each_side_and_the_region(cotes):
    titre = meteo_comparer.titre(cotes, "2023", par_metier=False)
    for i, point in enumerate(titre):
        assert point.startswith(f"Ouvriers du bâtiment\u00a0: {dit(cotes[0], i)} à Nantes")
        assert "sans estimation à Mamers" in point
        assert point.endswith(f"{dit(cotes[3], i)} dans la région")


def test_each_side_has_its_own_mark_and_its_name(cotes):
    html = meteo_comparer.tuiles_html(cotes, "2023")
    for i, e in enumerate(cotes):
        nom = "repere-region" if e.rang is None else f"repere-{i}"
        assert html.count(icones.adresse(nom)) == 1
        assert e.nom in texte(html)
    assert html.count("var(--obs-c1)") == 1


def test_the_table_has_a_row_a_side_and_the_csv_every_zoning(cotes, dire, bassins):
    entetes, lignes = meteo_comparer.table(cotes, "2023")
    assert [x[1] for x in lignes] == ["Nantes", "Ancenis", "Mamers", REGION]
    assert {len(x) for x in lignes} == {len(entetes)}
    region = dire("famille", "region")
    csv = meteo_tables.csv_parties([("bassin", bassins), ("region", region)], FAMILLES, {}, True).decode("utf-8-sig")
    assert {x.split(";")[0] for x in csv.splitlines()[1:]} == {"bassin", "region"}
    assert csv.count("decoupage;libelle_decoupage") == 1


def test_words_shared_by_several_sides_are_said_once(cotes):
    nantes, _, mamers, _ = cotes
    deux = meteo_comparer.titre([nantes, nantes], "2023", par_metier=False).candidat
    assert deux.endswith(f"\u00a0: {dit(nantes)} partout, à Nantes et à Nantes")
    trois = meteo_comparer.titre([nantes, nantes, mamers], "2023", par_metier=False).candidat
    assert trois.endswith(f"\u00a0: {dit(nantes)} à Nantes et à Nantes, sans estimation à Mamers")


def test_no_territory_is_said_above_another_for_a_group_and_each_against_the_region_for_all(cotes, dire):
    lu = meteo_comparer.lecture(cotes, "2023")
    assert "ne permet pas de dire qu’un territoire est au-dessus d’un autre" in lu
    assert "de la région (" not in lu
    tous = ("ensemble", "ensemble", "Tous les métiers")
    lieux = (("Nantes", "5220"), ("Ancenis", "5221"))
    deux = [element(dire("ensemble", "bassin"), nom, ("bassin", code), tous, 0) for nom, code in lieux]
    for e in deux:
        assert f"{e.nom}, {meteo_vue.position_dite(e.ligne('2023'))}" in meteo_comparer.lecture(deux, "2023")


def trace(cotes, niveau="famille", nomenclatures=None):
    return meteo_courbes.preparer(
        meteo_comparer.suivis(cotes), nomenclatures or {"2021": "FAP2009", "2023": "FAP2009"}, niveau
    )


def test_each_point_is_the_estimate_with_its_interval_or_a_reason(cotes):
    nantes, _, mamers, region = trace(cotes).series
    r = cotes[0].ligne("2023")
    assert nantes.points[-1].part == pytest.approx(100 * r.q_estimee)
    assert (nantes.points[-1].bas, nantes.points[-1].haut) == pytest.approx((100 * r.borne_basse, 100 * r.borne_haute))
    assert mamers.points[-1].part is None
    assert mamers.points[-1].texte.startswith("effectif insuffisant")
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


def test_no_arrow_without_its_test(cotes):
    suivis = [Suivi(e.nom, e.lignes) for e in cotes]
    dit = meteo_courbes.lecture(trace(cotes), suivis, "2023")
    r = cotes[0].ligne("2023")
    assert f"Nantes\u00a0: {meteo_vue.mouvement_dit(r)} de 2021 à 2023, dont niveau régional" in dit
    assert "Mamers\u00a0: non mesurable, " in dit
    assert "Ancenis\u00a0: non mesurable" in dit


def test_the_table_twin_has_the_answers_beside_the_estimate(cotes):
    entetes, lignes = meteo_courbes.table(trace(cotes), meteo_comparer.suivis(cotes))
    assert {len(x) for x in lignes} == {len(entetes)}
    r = cotes[0].ligne("2023")
    assert lignes[0][2] == meteo_vue.estimee_fine(r)
    assert lignes[0][4] == mots.declaree_dite(r.declaree, r.marge)


def test_two_territories_are_proposed_and_the_region_is_there(ecran):
    at = ecran(zone="bassin:5221", onglet="comparer", metier="famille:O")
    assert at.multiselect(key="compares").value[0] == "bassin:5221"
    assert corps(at).count('<article class="obs-tuile') == 3
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


def test_two_metiers_are_compared_on_the_territory_of_the_page(ecran):
    at = ecran(zone="bassin:5220", onglet="comparer", compare="metiers", metier="famille:O", avec="famille:S")
    html = corps(at)
    assert html.count('<article class="obs-tuile') == 4
    assert "À Nantes\u00a0: «\u00a0Ouvriers de la construction et du bâtiment\u00a0» " in html
    assert at.query_params["avec"] == "famille:S"


def test_a_second_metier_that_means_nothing_is_set_aside(ecran):
    at = ecran(zone="bassin:5220", onglet="comparer", compare="metiers", metier="famille:O", avec="famille:ZZZ")
    assert at.selectbox(key="avec").value is None
    assert corps(at).count('<article class="obs-tuile') == 2


@pytest.mark.parametrize("niveau", ["fap22", "fap87", "metier"])
def test_every_level_has_its_four_views(ecran, niveau):
    for onglet in ("territoire", "metier", "comparer", "methode"):
        at = ecran(zone="bassin:5220", niveau=niveau, onglet=onglet)
        assert corps(at).count("<h1") == 1
