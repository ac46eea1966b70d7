"""Colours keep their contrasts, and the template says what the charter says."""

import math
import re
import tomllib

import plotly.graph_objects as go
import pytest

from data_loaders.contracts.indicateurs import INDICATEURS, indicateur
from data_loaders.parametres import meteo
from geo.racine import DEPOT
from pages.figures import classes, theme
from tests.pages.figures.invente import fr

# Name in the configuration -> token.
DE_REGLAGES = {
    "primaryColor": "action",
    "backgroundColor": "fond",
    "secondaryBackgroundColor": "surface",
    "textColor": "encre",
    "linkColor": "action",
    "borderColor": "contour",
    "redColor": "balise",
    "orangeColor": "balise",
    "greenColor": "ok",
    "grayColor": "encre2",
}


def luminance(couleur: str) -> float:
    """WCAG 2.2 relative luminance of `#RRGGBB`."""
    parts = [int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, v, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * v + 0.0722 * b


def contraste(a: str, b: str) -> float:
    """WCAG 2.2 contrast ratio of two colours."""
    clair, sombre = sorted((luminance(a), luminance(b)), reverse=True)
    return (clair + 0.05) / (sombre + 0.05)


@pytest.mark.parametrize("jetons", [theme.CLAIR, theme.SOMBRE], ids=["clair", "sombre"])
@pytest.mark.parametrize(
    ("nom", "fond", "minimum"),
    [
        ("encre", "surface", 4.5),
        ("encre", "fond", 4.5),
        ("encre", "mer", 4.5),
        ("encre", "voisin", 4.5),
        ("encre", "action-t", 4.5),
        ("encre2", "surface", 4.5),
        ("encre2", "fond", 4.5),
        ("encre2", "creux", 4.5),
        ("action", "surface", 4.5),
        ("action", "fond", 4.5),
        ("balise", "surface", 4.5),
        ("balise", "balise-t", 4.5),
        ("balise", "fond", 4.5),
        ("ok", "surface", 4.5),
        ("ok", "ok-t", 4.5),
        ("hachure", "vide", 4.5),
        ("contour", "surface", 3),
        ("contour", "fond", 3),
    ],
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


@pytest.mark.parametrize(("mode", "taille"), [("ecran", 14), ("projection", 24), ("papier", 9)])
def test_template_follows_the_mode(mode, taille):
    figure = go.Figure(go.Scatter(x=[1], y=[2])).update_layout(template=theme.modele("sombre", mode))
    modele = figure.layout.template.layout
    assert modele.font.size == taille
    assert modele.xaxis.tickfont.size == taille
    assert modele.separators == ",\u202f"
    assert modele.font.color == theme.SOMBRE["encre"]


def test_standalone_patterns_hold_no_variable_and_page_patterns_only_variables():
    seul, page = theme.motifs_svg("a-", "clair"), theme.motifs_svg("a-", "page")
    noms = ["secret", "nd", "fragile", "t2", "t3", "t4", "t5"]
    assert re.findall(r'id="a-(\w+)"', seul) == re.findall(r'id="a-(\w+)"', page) == noms
    assert "var(" not in seul
    assert not re.search("#[0-9A-F]{6}", page)


# Classes: frozen limits, a limit in the upper class, words that agree with them

LIMITES = (40, 50, 60, 70)


@pytest.mark.parametrize(
    ("valeur", "attendue"),
    [
        (-5, 1),
        (39.999, 1),
        (40, 2),
        (49.9, 2),
        (50, 3),
        (60, 4),
        (69.99, 4),
        (70, 5),
        (250, 5),
        (1e308, 5),
        (None, None),
        (math.nan, None),
        (math.inf, None),
        (-math.inf, None),
    ],
)
def test_a_limit_belongs_to_the_upper_class(valeur, attendue):
    assert classes.classe(valeur, LIMITES) == attendue


def test_a_count_has_no_class():
    assert classes.classe(12, ()) is None


@pytest.mark.parametrize("code", [i.code for i in INDICATEURS.values() if i.genre == "taux" and not i.incertaine])
def test_every_rate_has_three_to_five_classes_and_a_symmetric_scale_of_gaps(code):
    ind = indicateur(code)
    ecarts = classes.limites_ecart(ind)
    assert 2 <= len(ind.limites) <= 4
    assert list(ind.limites) == sorted(set(ind.limites))
    assert [-x for x in reversed(ecarts)] == list(ecarts)
    assert classes.classe(0.0, ecarts) == 3


@pytest.mark.parametrize(
    ("limites", "unite", "attendu"),
    [
        (LIMITES, "%", ["moins de 40~%", "40 à 50~%", "50 à 60~%", "60 à 70~%", "70~% et plus"]),
        ((5.5, 7), "%", ["moins de 5,5~%", "5,5 à 7,0~%", "7,0~% et plus"]),
        (
            (-10, -3, 3, 1000),
            "points",
            ["moins de −10~points", "−10 à −3~points", "−3 à +3~points", "+3 à +1_000~points", "+1_000~points et plus"],
        ),
    ],
)
def test_words_of_the_classes(limites, unite, attendu):
    assert classes.textes_limites(limites, unite, 1) == [fr(t) for t in attendu]


def test_the_limits_of_the_estimated_share_are_those_of_the_method():
    assert indicateur("bmo_part_difficiles").limites == ()
    assert indicateur("bmo_part_difficiles_estimee").limites == tuple(100 * x for x in meteo().limites_classe)


def test_the_colours_of_the_configuration_are_those_of_the_palette():
    """Streamlit reads them before any code runs: they are written twice, and equal."""
    reglages = tomllib.loads((DEPOT / ".streamlit/config.toml").read_text("utf-8"))["theme"]
    assert {nom: reglages["light"][nom] for nom in DE_REGLAGES} == {n: theme.CLAIR[j] for n, j in DE_REGLAGES.items()}
    assert {nom: reglages["dark"][nom] for nom in DE_REGLAGES} == {n: theme.SOMBRE[j] for n, j in DE_REGLAGES.items()}


def test_no_other_source_writes_a_colour_of_the_interface():
    couleurs = {c.lower() for c in (*theme.CLAIR.values(), *theme.SOMBRE.values())} - {"#ffffff"}
    ecrites = {
        f.relative_to(DEPOT).as_posix()
        for f in (DEPOT / "pages").rglob("*")
        if f.suffix in (".py", ".css") and any(c in f.read_text("utf-8").lower() for c in couleurs)
    }
    assert ecrites == {"pages/figures/theme.py", "pages/figures/icones.py"}  # a sky is drawn in its own colours
