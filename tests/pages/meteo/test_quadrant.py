"""Quadrant of the métiers of a territory: what is drawn, what is named, what is said."""

import pytest

from pages.figures.meteo import quadrant as meteo_quadrant, vue as meteo_vue
from pages.figures.nuage import Point, nommer
from tests.pages.meteo.outils import NOMS


@pytest.fixture(scope="module")
def lignes(dire):
    """`lignes(zone)`: rows of a bassin at the level of métiers."""
    indices = dire("metier", "bassin")
    return lambda zone: meteo_vue.lignes_territoire(indices, NOMS, zone, "2023")


def test_only_estimated_metiers_are_points_with_their_published_projects(lignes):
    q = meteo_quadrant.preparer(lignes("5220"))
    assert {p.nom: p.x for p in q.points} == {"Métier B0Z20": 900, "Métier V0Z60": 900}
    r = next(r for r in lignes("5220") if r.code_groupe == "B0Z20")
    assert q.points[0].y == pytest.approx(100 * r.q_estimee)
    assert q.reperes == [("y", pytest.approx(60), "")]
    assert "part saisonnière masquée" in q.points[0].dit[1], "a hidden count is not drawn as none"
    assert q.points[0].serie == 0


def point(nom, projets, part, serie=0):
    return Point(projets, part, nom, (nom,), serie)


def nuage(*points):
    """A cloud of these points, on the axes of the quadrant."""
    return meteo_quadrant.preparer([])._replace(points=points)


def test_shape_tells_the_seasonal_ones_and_axis_is_logarithmic():
    fig = meteo_quadrant.figure(nuage(point("a", 100, 70), point("b", 50, 30, 1)))
    assert {x.marker.symbol: list(x.x) for x in fig.data} == {"circle": [100], "diamond-open": [50]}
    assert fig.layout.xaxis.type == "log"
    assert fig.layout.shapes[0].y0 == 60


def test_a_name_never_covers_another_name_nor_a_point():
    serres = (point(f"Métier numéro {i}", 400 - i, 50 + 0.1 * i) for i in range(20))
    q = nuage(*serres, point("Seul", 40, 10))
    places = nommer(q, 13, 14, 500, 500)
    assert places[-1] == "middle right"
    assert 2 <= len(list(filter(None, places))) <= 4


@pytest.mark.parametrize("nb", [0, 1])
def test_the_figure_holds_with_no_point_or_one(nb):
    fig = meteo_quadrant.figure(nuage(*(point("a", 100, 70),) * nb), "projection")
    assert sum(len(x.x) for x in fig.data) == nb


def test_the_title_names_the_metier_with_the_most_projects_and_no_share_to_be_confirmed(lignes):
    rs = lignes("5220")
    plus = "À Nantes, le plus de projets\u00a0: Métier"
    assert meteo_quadrant.titre(rs, "À Nantes") == f"{plus} B0Z20, 85\u00a0% difficiles"
    fragile = [r for r in rs if r.code_groupe == "V0Z60"]
    assert meteo_quadrant.titre(fragile, "À Nantes") == f"{plus} V0Z60"
    assert "trop peu de projets" in meteo_quadrant.titre(lignes("5209"), "À Mamers")
