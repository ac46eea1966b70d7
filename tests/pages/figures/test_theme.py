"""Colours keep their contrasts, and the template says what the charter says."""

import math
import re
import tomllib

import pytest

from data_loaders.contracts.indicateurs import INDICATEURS, indicateur
from data_loaders.parametres import meteo
from geo.reglages import DEPOT
from pages.figures import classes, theme
from tests.pages.figures.invente import fr

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
    """WCAG 2.2 contrast ratio of two colours."""
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


@pytest.mark.parametrize(("mode", "taille"), [("ecran", 14), ("projection", 24)])
def test_template_follows_the_mode(mode, taille):
    modele = theme.vide(mode).layout.template.layout
    assert modele.font.size == modele.xaxis.tickfont.size == taille
    assert modele.font.color == theme.CLAIR["encre"]


def test_standalone_patterns_hold_no_variable_and_page_patterns_only_variables():
    seul, page = theme.motifs_svg("a-", "clair"), theme.motifs_svg("a-", "page")
    noms = ["secret", "nd", "fragile", "t2", "t3", "t4", "t5"]
    assert re.findall(r'id="a-(\w+)"', seul) == re.findall(r'id="a-(\w+)"', page) == noms
    assert "var(" not in seul
    assert not re.search("#[0-9A-F]{6}", page)


# Classes: frozen limits, a limit in the upper class, words that agree with them

LIMITES = (40, 50, 60, 70)


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
    assert [classes.classe(v, LIMITES) for v in valeurs] == [attendue] * len(valeurs)
    assert classes.classe(12, ()) is None, "a count has no class"


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
        (LIMITES, "%", "moins de 40~%, 40 à 50~%, 50 à 60~%, 60 à 70~%, 70~% et plus"),
        ((5.5, 7), "%", "moins de 5,5~%, 5,5 à 7,0~%, 7,0~% et plus"),
        ((-10, 3, 1000), "m", "moins de −10~m, −10 à +3~m, +3 à +1_000~m, +1_000~m et plus"),
    ],
)
def test_words_of_the_classes(limites, unite, attendu):
    assert ", ".join(classes.textes_limites(limites, unite, 1)) == fr(attendu)


def test_the_limits_of_the_estimated_share_are_those_of_the_method():
    assert indicateur("bmo_part_difficiles").limites == ()
    assert indicateur("bmo_part_difficiles_estimee").limites == tuple(100 * x for x in meteo().limites_classe)


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
