"""Classes: frozen limits, a limit in the upper class, words that agree with them."""

import math

import pytest

from data_loaders.contracts.indicateurs import INDICATEURS, indicateur
from pages.figures import classes
from tests.pages.figures.invente import fr

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


@pytest.mark.parametrize("code", [i.code for i in INDICATEURS.values() if i.incertaine])
def test_a_share_of_the_survey_has_no_limits_of_class(code):
    assert indicateur(code).limites == ()
