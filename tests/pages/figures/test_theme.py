"""Colours keep their contrasts, classes their limits, and a chart in a page follows both."""

import json
import math
import re
import tomllib
from itertools import pairwise
from xml.etree import ElementTree as ET

import plotly.graph_objects as go
import pytest

from geo.reglages import DEPOT
from pages.figures import classes, graphique, theme

# Name in the configuration -> token.
DE_REGLAGES = {
    **{"primaryColor": "action", "linkColor": "action", "backgroundColor": "fond", "textColor": "encre"},
    **{"secondaryBackgroundColor": "surface", "borderColor": "contour", "grayColor": "encre2"},
    **{"redColor": "balise", "orangeColor": "balise", "greenColor": "ok"},
}


def luminance(couleur: str) -> float:
    """WCAG 2.2 relative luminance of `#RRGGBB`."""
    parts = [int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, v, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * v + 0.0722 * b


def contraste(a: str, b: str) -> float:
    clair, sombre = sorted((luminance(a), luminance(b)), reverse=True)
    return (clair + 0.05) / (sombre + 0.05)


# Contrast at least -> ink: its grounds.
CONTRASTES = {
    4.5: {
        "encre": ("surface", "fond", "mer", "voisin", "action-t"),
        "encre2": ("surface", "fond", "creux"),
        "action": ("surface", "fond"),
        "balise": ("surface", "balise-t", "fond"),
        "ok": ("surface", "ok-t"),
        "hachure": ("vide",),
    },
    3: {"contour": ("surface", "fond")},
}


@pytest.mark.parametrize("jetons", [theme.CLAIR, theme.SOMBRE], ids=["clair", "sombre"])
@pytest.mark.parametrize(
    ("nom", "fond", "minimum"),
    [(n, f, m) for m, encres in CONTRASTES.items() for n, fonds in encres.items() for f in fonds],
)
def test_interface_contrast(jetons, nom, fond, minimum):
    assert contraste(jetons[nom], jetons[fond]) >= minimum


@pytest.mark.parametrize(("nom_theme", "nom"), [(t, n) for t in theme.RAMPES for n in theme.RAMPES[t]])
def test_text_printed_on_a_class_reads(nom_theme, nom):
    couleurs, textes = theme.RAMPES[nom_theme][nom]
    assert min(contraste(c, t) for c, t in zip(couleurs, textes, strict=True)) >= 4.5


@pytest.mark.parametrize("nom_theme", ["clair", "sombre"])
def test_every_series_stands_out_from_its_ground(nom_theme):
    surface = theme.tokens(nom_theme)["surface"]
    series = theme.rampe("series", nom_theme)
    assert min(contraste(c, surface) for c in series) >= 3


# Classes: frozen limits, a limit in the upper class, words that agree with them


@pytest.mark.parametrize(
    ("attendue", "valeurs"),
    [
        (1, (-5, 39.999)),
        (2, (40, 49.9)),
        (3, (50,)),
        (4, (60, 69.99)),
        (5, (70, 250, 1e308)),
        (None, (None, math.nan, math.inf, -math.inf)),
    ],
)
def test_a_limit_belongs_to_the_upper_class(attendue, valeurs):
    assert [classes.classe(v, (40, 50, 60, 70)) for v in valeurs] == [attendue] * len(valeurs)
    assert classes.classe(12, ()) is None, "a count has no class"


def test_the_colours_of_the_configuration_are_those_of_the_palette():
    """Streamlit reads them before any code runs: they are written twice, and equal."""
    reglages = tomllib.loads((DEPOT / ".streamlit/config.toml").read_text("utf-8"))["theme"]
    for nom, jetons in (("light", theme.CLAIR), ("dark", theme.SOMBRE)):
        assert {n: reglages[nom][n] for n in DE_REGLAGES} == {n: jetons[j] for n, j in DE_REGLAGES.items()}


def test_no_other_source_writes_a_colour_of_the_interface():
    couleurs = {c.lower() for c in (*theme.CLAIR.values(), *theme.SOMBRE.values())} - {"#ffffff"}
    ecrites = {
        f.relative_to(DEPOT).as_posix()
        for f in (DEPOT / "pages").rglob("*")
        if f.suffix in (".py", ".css") and any(c in f.read_text("utf-8").lower() for c in couleurs)
    }
    assert ecrites == {"pages/figures/theme.py", "pages/figures/icones.py"}  # a sky is drawn in its own colours


def figure(**mise) -> go.Figure:
    f = theme.vide().update_layout(height=200, margin={"l": 100, "r": 100, "t": 0, "b": 0}, **mise)
    f.add_scatter(
        x=[0, 5, 10],
        y=[0, None, 100],
        name="Sarthe",
        line={"color": theme.rampe("series")[0]},
        marker={"symbol": "square", "size": [6, 0, 6], "color": theme.CLAIR["surface"]},
        customdata=[["zéro", "2016"], ["", ""], ["cent", "2024"]],
        hovertext=["Sarthe &lt; Loire : zéro", "", "Sarthe &lt; Loire : cent"],
        mode="lines+markers",
    )
    f.update_xaxes(range=[0, 10], visible=False).update_yaxes(range=[0, 100], visible=False)
    return f


def page(f: go.Figure, largeur: float = 600) -> ET.Element:
    return ET.fromstring(graphique.en_html(f, "Une courbe < deux", largeur))


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


@pytest.mark.parametrize("large", [246, 320])
def test_ticks_of_a_narrow_chart_do_not_cover_one_another(large):
    f = figure().update_xaxes(visible=True, tickformat="d", dtick=1)
    caches = {"infime", "serre"} if large < 300 else {"serre"}
    vus = [x for x in page(f).iter("text") if x.get("class") not in caches]
    milieux = [float(x.get("x").removesuffix("%")) / 100 * (large - 200) for x in vus]
    demis = [graphique._large("".join(x.itertext()), float(x.get("font-size"))) / 2 for x in vus]
    assert "".join(vus[-1].itertext()) == "10"
    assert all(a + da < b - db for (a, da), (b, db) in pairwise(zip(milieux, demis, strict=True)))
