"""Charts in a page: as wide as their place, in the colours of the page, with what the pointer finds in them."""

import html
import json
import re
from xml.etree import ElementTree as ET

import plotly.graph_objects as go
import pytest

from pages.figures import graphique, theme

MARGES = {"l": 100, "r": 100, "t": 0, "b": 0}


def figure(**mise) -> go.Figure:
    f = go.Figure(layout={"height": 200, "margin": MARGES, **mise})
    f.add_scatter(
        x=[0, 5, 10],
        y=[0, None, 100],
        name="Sarthe",
        line={"color": theme.rampe("series")[0]},
        marker={"symbol": "square", "size": [6, 0, 6], "color": theme.CLAIR["surface"]},
        customdata=[["zéro", "2016"], ["", ""], ["cent", "2024"]],
        hovertemplate="Sarthe &lt; Loire : %{customdata[0]}<extra></extra>",
        mode="lines+markers",
    )
    f.update_xaxes(range=[0, 10], visible=False).update_yaxes(range=[0, 100], visible=False)
    return f


def page(f: go.Figure, largeur: float = 600) -> ET.Element:
    return ET.fromstring(graphique.en_html(f, "Une courbe < deux", largeur))


def test_a_chart_is_an_image_in_words_in_the_colours_of_the_page():
    racine = page(figure())
    assert (racine.get("role"), racine.get("aria-label")) == ("img", "Une courbe < deux")
    couleurs = {x.get(nom) for x in racine.iter() for nom in ("stroke", "fill")} - {None, "none"}
    assert couleurs == {"var(--obs-c1)", "var(--obs-surface)"}


def test_every_colour_of_a_chart_follows_the_theme():
    variables = dict(re.findall(r"--obs-([\w-]+):light-dark\((#\w+),", theme.variables_css()))
    assert {m: variables.get(v[10:-1], m) for m, v in theme.VARIABLES.items()} == {m: m for m in theme.VARIABLES}
    assert {*theme.CLAIR.values(), *theme.rampe("series")} <= theme.VARIABLES.keys()


@pytest.mark.parametrize("largeur", [400, 1200])
def test_a_point_is_where_its_place_is_whatever_its_width(largeur):
    svg = page(figure(), largeur).find("svg")
    assert "width:calc(100% - 200px)" in svg.get("style")
    assert [x.get("x") for x in svg.iter("svg") if x.get("overflow")] == ["0%", "100%"]


def test_the_pointer_finds_each_known_point_in_words():
    svg = page(figure(hovermode="x unified")).find("svg")
    assert json.loads(svg.get("data-vus")) == [
        [0, 200, "Sarthe < Loire : zéro", "2016", "var(--obs-c1)"],
        [100, 0, "Sarthe < Loire : cent", "2024", "var(--obs-c1)"],
    ]


def test_names_stand_under_a_chart_that_has_no_room_beside_it():
    assert page(figure()).find("ul") is None
    assert ["".join(x.itertext()) for x in page(figure(showlegend=True)).iter("li")] == ["Sarthe"]


def test_a_mark_of_a_logarithmic_axis_is_written_in_french():
    f = figure()
    f.update_traces(y=[100, None, 10_000])
    f.update_yaxes(visible=True, type="log", range=[2, 4], tickvals=[1000], tickformat=",.0f")
    assert "1\u202f000" in html.unescape(graphique.en_html(f, "", 600))
