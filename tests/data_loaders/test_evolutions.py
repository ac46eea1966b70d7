"""A move is said only when both ends are known and it goes past its threshold."""

import pandas as pd
import pytest

from data_loaders import francais
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.measures.evolutions import evolution

TAUX, COMPTE = INDICATEURS["taux_chomage"], INDICATEURS["defm_a"]


def _lignes(*lignes) -> pd.DataFrame:
    df = pd.DataFrame(lignes, columns=["periode", "value", "obs_status", "minorant"])
    return df.set_index("periode")


@pytest.mark.parametrize(
    ("ind", "avant", "apres", "sens", "ecart"),
    [
        (TAUX, 6.0, 5.7, "baisse", -0.3),  # 0,3 point: the least move
        (TAUX, 6.0, 5.8, "aucun", -0.2),
        (TAUX, 6.0, 6.4, "hausse", 0.4),
        (COMPTE, 1000, 1010, "hausse", 1.0),
        (COMPTE, 1000, 991, "aucun", -0.9),
        (COMPTE, 1000, 900, "baisse", -10.0),
    ],
)
def test_a_movement_passes_its_threshold(ind, avant, apres, sens, ecart):
    e = evolution(ind, _lignes(("2018-12", avant, "A", False), ("2019-12", apres, "A", False)), "2019-12")
    assert (e.depuis, e.sens) == ("2018-12", sens)
    assert e.ecart == pytest.approx(ecart)


@pytest.mark.parametrize(
    ("avant", "milieu", "apres"),
    [
        ((float("nan"), "Q", False), (1000, "A", False), (1000, "A", False)),
        ((1000, "A", False), (1000, "A", False), (float("nan"), "O", False)),
        ((1000, "A", True), (1000, "A", False), (1200, "A", False)),
        ((1000, "A", False), (1000, "B", False), (1200, "A", False)),
        ((1000, "A", False), (1000, "A", False), (1200, "B", False)),
        ((0, "A", False), (1000, "A", False), (1200, "A", False)),
    ],
    ids=["inconnu avant", "inconnu après", "minorant", "rupture entre", "rupture à la fin", "zéro avant"],
)
def test_nothing_is_said_of_two_figures_that_do_not_compare(avant, milieu, apres):
    lignes = _lignes(("2018-12", *avant), ("2019-06", *milieu), ("2019-12", *apres))
    assert evolution(COMPTE, lignes, "2019-12") is None


def test_a_break_at_the_start_prevents_nothing():
    lignes = _lignes(("2018-12", 1000, "B", False), ("2019-12", 1200, "A", False))
    assert evolution(COMPTE, lignes, "2019-12").sens == "hausse"


def test_without_the_same_period_a_year_before_nothing_is_said():
    assert evolution(COMPTE, _lignes(("2018-06", 1, "A", False), ("2019-12", 2, "A", False)), "2019-12") is None
    assert [francais.un_an_avant(p) for p in ("2019-12", "2023-T3", "2024")] == ["2018-12", "2022-T3", "2023"]
