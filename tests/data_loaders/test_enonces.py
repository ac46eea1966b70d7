"""What is said of a share: classes, chances, ranks and moves, on numbers that a table of the normal law gives."""

import numpy as np
import pandas as pd
import pytest

from data_loaders.measures import enonces


def dire(q: float, s: float) -> pd.Series:
    return enonces.dire(pd.Series([q]), pd.Series([s])).iloc[0]


@pytest.mark.parametrize(
    ("q", "s", "classe", "chance"),
    [
        (0.50, 0.05, 3, 0.9545),  # two errors on each side
        (0.70, 0.10, 4, 0.8413),  # one error above .60
        (0.30, 0.10, 2, 0.8413),
        (0.85, 0.05, 5, 0.8413),
        (0.15, 0.05, 1, 0.8413),
        (0.40, 0.001, 3, 0.5),  # a limit belongs to the upper class
        (0.60, 0.001, 4, 0.5),
    ],
)
def test_the_class_is_that_of_the_share_and_its_chance_that_of_its_words(q, s, classe, chance):
    d = dire(q, s)
    assert d["classe"] == classe
    assert d["chance"] == pytest.approx(chance, abs=5e-5)


def test_very_is_earned():
    assert dire(0.82, 0.10)["classe"] == 4  # over four fifths: 0.579 only
    assert dire(0.83, 0.10)["classe"] == 5  # 0.618
    assert dire(0.18, 0.10)["classe"] == 2
    assert dire(0.17, 0.10)["classe"] == 1


def test_the_likelier_neighbour_is_named_when_the_class_alone_is_not_sure_enough():
    d = dire(0.59, 0.05)
    assert (d["classe"], d["ou"]) == (3, 4)
    assert d["chance"] == pytest.approx(0.5792, abs=5e-4)
    assert d["chance_ou"] == pytest.approx(1 - 0.0001, abs=1e-3)
    assert (dire(0.41, 0.05)["classe"], dire(0.41, 0.05)["ou"]) == (3, 2)
    assert (dire(0.61, 0.1)["ou"], dire(0.39, 0.1)["ou"]) == (3, 3)
    assert pd.isna(dire(0.5, 0.05)["ou"])


def test_nothing_is_said_of_a_share_that_is_not_known():
    d = enonces.dire(pd.Series([np.nan, 0.5], index=["a", "b"]), pd.Series([0.1, 0.1], index=["a", "b"]))
    assert d.loc["a"].isna().all()
    assert d.loc["b", "classe"] == 3


def test_the_class_never_contradicts_the_share():
    q = pd.Series(np.linspace(0.01, 0.99, 197))
    for s in (0.02, 0.08, 0.15):
        classes = enonces.dire(q, pd.Series(s, index=q.index))["classe"].astype(int)
        attendues = 2 + (q >= 0.4 - 1e-9).astype(int) + (q >= 0.6 - 1e-9).astype(int)
        assert (classes.replace({1: 2, 5: 4}) == attendues).all()


def test_the_error_of_a_cell_and_of_a_larger_group():
    assert enonces.erreur(0.5, 1) == pytest.approx((0.25 * 0.084) ** 0.5)
    assert enonces.erreur_ecart(0.5, 0.05) == pytest.approx((0.25 * 0.004) ** 0.5)
    assert enonces.erreur(0.99, 1) == pytest.approx((0.09 * 0.084) ** 0.5)  # never surer than at .9


def test_a_gap_smaller_than_its_error_is_not_told():
    assert enonces.position(np.array([0.55, 0.63, 0.57]), 0.6, 0.04).tolist() == [-1, 0, 0]
    assert enonces.position(np.array([0.25, 0.75]), 0.5, 0.25).tolist() == [-1, 1]


def test_ranks_count_only_the_gaps_that_are_sure():
    r = enonces.rangs(pd.Series([0.9, 0.52, 0.5, 0.1]), pd.Series([0.02] * 4))
    assert r.to_numpy().tolist() == [[1, 1], [2, 3], [2, 3], [4, 4]]


def test_established_and_large_are_two_things():
    q0, q1 = np.array([0.5, 0.5, 0.5, 0.5]), np.array([0.58, 0.61, 0.61, 0.52])
    concentration = np.array([0.0, 0.0, 2.0, 0.0])
    t = enonces.tendance(q0, q1, concentration, concentration)
    assert t["etabli"].tolist() == [True, True, False, False]
    assert t["grand"].tolist() == [False, True, True, False]
    assert t["erreur"][3] == pytest.approx((0.2499 * 0.005) ** 0.5)
    juste = enonces.tendance(0.5, 0.6, 1, 0.5)
    assert juste["erreur"] == pytest.approx((0.2475 * (0.01 * 0.75 + 0.005)) ** 0.5)
    assert juste["grand"]


def test_the_change_of_projects_is_bounded_by_what_secrets_allow():
    # 100 and two hidden counts of 1 to 4, then 90 and three
    bas, haut = enonces.evolution_projets(100, 2, 4, 90, 3, 4)
    assert (bas, haut) == pytest.approx((93 / 108 - 1, 102 / 102 - 1))
    # counts with decimals: a hidden one may be as small as 0
    assert enonces.evolution_projets(100, 2, 5, 90, 3, 5) == pytest.approx((90 / 110 - 1, 105 / 100 - 1))


def test_the_number_of_projects_moves_with_its_own_error():
    assert enonces.z_projets(100.0, 200.0) == pytest.approx(np.log(2) / (1.5 * (1 / 10 + 1 / 200**0.5)) ** 0.5)
