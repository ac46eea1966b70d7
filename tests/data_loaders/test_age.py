"""The age of a figure."""

import pytest

from data_loaders import age


@pytest.mark.parametrize(
    ("periode", "dite"),
    [
        ("2024", ""),
        ("2023", "ancien\xa0: 2023"),
        ("2024-T4", ""),
        ("2024-T3", "ancien\xa0: 2024"),
        ("2024-S1", "ancien\xa0: 2024"),
        ("2024-11", ""),
        ("2024-10", "ancien\xa0: 2024"),
        ("2019-12", "ancien\xa0: 2019"),
    ],
)
def test_a_figure_is_old_two_years_after_its_period_ended(periode, dite):
    assert age.mention(periode) == dite


def test_what_is_no_period_has_no_age():
    with pytest.raises(ValueError, match="hier"):
        age.est_ancien("hier")


def test_a_reader_counts_from_today(monkeypatch):
    monkeypatch.delenv(age.VARIABLE)
    assert not age.est_ancien(str(age.aujourdhui().year))
