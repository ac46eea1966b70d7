"""Sums and shares with hidden parts, redone by hand."""

import pandas as pd
import pytest

from data_loaders.measures import secret


def somme(*valeurs):
    df = pd.DataFrame(
        {
            "g": "z",
            "value": pd.array(list(valeurs), "Float64").astype(float),
            "obs_status": ["Q" if v is None else "A" for v in valeurs],
        }
    )
    return secret.sommes(df, ["g"]).iloc[0]


def part(*cellules):
    df = pd.DataFrame(cellules, columns=["met", "xmet"], dtype=float).assign(g="z")
    return secret.parts(df, ["g"]).iloc[0]


def test_visible_sum_is_a_lower_bound_of_at_most_five_more_per_hidden_cell():
    s = somme(10, 20, None, None)
    assert (s.value, s.minorant, s.borne_basse, s.borne_haute, s.caches_nb) == (30, True, 30, 40, 2)


def test_a_complete_sum_has_no_lower_bound_mark():
    s = somme(10, 0)
    assert (s.value, s.minorant, s.borne_haute, s.obs_status) == (10, False, 10, "A")


def test_sums_are_in_the_order_of_groups_whatever_that_of_cells():
    cellules = pd.DataFrame({"g": ["b", "a", "b"], "value": [1.0, 2.0, 3.0], "obs_status": "A"})
    assert secret.sommes(cellules, ["g"])[["g", "value"]].to_numpy().tolist() == [["a", 2.0], ["b", 4.0]]


def test_one_hidden_cell_is_neither_bounded_nor_guessed():
    s = somme(None)
    assert s.obs_status == "Q"
    assert s.raison == secret.RAISON_SECRET
    assert pd.isna([s.value, s.borne_basse, s.borne_haute]).all()
    assert not s.minorant


def test_all_hidden_is_hidden_never_zero():
    s = somme(None, None)
    assert s.obs_status == "Q"
    assert s.raison == secret.RAISON_TOUT_CACHE
    assert pd.isna(s.value)


def test_share_by_hand():
    # visible: P = 60, X = 30; one xmet hidden beside met 3 (at most 3), one met hidden (at most 5)
    p = part((57, 30), (3, None), (None, None))
    assert p.value == pytest.approx(100 * (30 + 0.9 + 1.2) / (60 + 2.9))
    assert p.borne_basse == pytest.approx(100 * 30 / 65)
    assert p.borne_haute == pytest.approx(100 * (30 + 3 + 5) / 65)
    assert p.obs_status == "E"  # a hidden part was filled
    assert part((57, 30), (3, 1)).obs_status == "A"


def test_share_of_one_cell_with_a_hidden_part_is_hidden():
    for seule in ((12, None), (None, None)):
        p = part(seule)
        assert (p.obs_status, p.raison) == ("Q", secret.RAISON_SECRET)


def test_share_of_several_cells_all_hidden_says_so():
    p = part((None, None), (None, None))
    assert (p.obs_status, p.raison) == ("Q", secret.RAISON_TOUT_CACHE)


def test_share_without_any_project_is_not_applicable():
    p = part((0, 0), (0, 0))
    assert p.obs_status == "M"
    assert "aucun projet" in p.raison
