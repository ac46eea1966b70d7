"""Quadrant of the métiers of a territory: what is drawn, what is named, what is said."""

import pytest

from pages.figures.meteo import quadrant as meteo_quadrant, vue as meteo_vue
from tests.pages.meteo.outils import NOMS


@pytest.fixture(scope="module")
def lignes(dire):
    """`lignes(zone)`: rows of a bassin at the level of métiers."""
    indices = dire("metier", "bassin")
    return lambda zone: meteo_vue.lignes_territoire(indices, NOMS, zone, "2023")


def test_only_estimated_metiers_are_points_with_their_published_projects(lignes):
    q = meteo_quadrant.preparer(lignes("5220"))
    assert {p.nom: p.projets for p in q.points} == {"Métier B0Z20": 900, "Métier V0Z60": 900}
    r = next(r for r in lignes("5220") if r.code_groupe == "B0Z20")
    assert q.points[0].part == pytest.approx(100 * r.q_estimee)
    assert q.seuil_part == pytest.approx(60)


def test_a_hidden_seasonal_count_is_said_and_never_drawn_as_none(lignes):
    q = meteo_quadrant.preparer(lignes("5220"))
    assert "part saisonnière masquée" in q.points[0].texte
    assert not q.points[0].saisonnier


def point(nom, projets, part, saisonnier=False):
    return meteo_quadrant.Point(nom, projets, part, saisonnier, "")


def test_shape_tells_the_seasonal_ones_and_axis_is_logarithmic():
    fig = meteo_quadrant.figure(meteo_quadrant.Quadrant((point("a", 100, 70), point("b", 50, 30, True)), 60.0))
    formes = {x.marker.symbol: list(x.x) for x in fig.data if x.mode == "markers"}
    assert formes == {"circle": [100], "diamond-open": [50]}
    assert fig.layout.xaxis.type == "log"
    assert fig.layout.shapes[0].y0 == 60


def test_a_name_never_covers_another_name_nor_a_point():
    serres = tuple(point(f"Métier numéro {i}", 500 - i, 50 + 0.1 * i) for i in range(20))
    noms = meteo_quadrant.nommes(
        meteo_quadrant.Quadrant((*serres, point("Seul", 40, 10)), 60.0), (1.0, 3.0), 14, 500, 1000, 14
    )
    assert "Seul" in {n.point.nom for n in noms}
    assert len(noms) <= 3


@pytest.mark.parametrize("nb", [0, 1])
def test_the_figure_holds_with_no_point_or_one(nb):
    points = (point("a", 100, 70),) * nb
    fig = meteo_quadrant.figure(meteo_quadrant.Quadrant(points, 60.0), "sombre", "projection", 1.5)
    assert sum(len(x.x) for x in fig.data if x.mode == "markers") == nb


def test_the_title_names_the_metier_with_the_most_projects_and_no_share_to_be_confirmed(lignes):
    rs = lignes("5220")
    assert meteo_quadrant.titre(rs, "À Nantes") == (
        "À Nantes, le plus de projets\u00a0: Métier B0Z20, 85\u00a0% difficiles"
    )
    fragile = [r for r in rs if r.code_groupe == "V0Z60"]
    assert meteo_quadrant.titre(fragile, "À Nantes") == "À Nantes, le plus de projets\u00a0: Métier V0Z60"
    assert "trop peu de projets" in meteo_quadrant.titre(lignes("5209"), "À Mamers")
