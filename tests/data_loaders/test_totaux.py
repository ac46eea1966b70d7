"""Totals that are known of a file, set beside what it adds up to."""

import pytest

from data_loaders.sources import totaux

CONNUS = '[bmo.2023]\nsource = "producteur d\'essai"\nmet = 368\nxmet = 210\n'


@pytest.fixture
def connus(tmp_path, monkeypatch):
    f = tmp_path / "totaux.toml"
    f.write_text(CONNUS, "utf-8")
    lus = totaux.connus(f)
    monkeypatch.setattr(totaux, "connus", lambda: lus)


def test_totals_found_again_are_said_with_their_source(connus):
    assert totaux.comparer("bmo", "2023", {"met": 368.2, "xmet": 210.0, "smet": 1.0}) == (
        ["totaux connus retrouvés à l'unité (producteur d'essai)"],
        [],
    )


def test_a_total_that_is_not_found_is_a_remark_and_the_others_are_not_said(connus):
    retrouves, ecarts = totaux.comparer("bmo", "2023", {"met": 1368.0, "xmet": 210.0, "smet": 1.0})
    assert retrouves == []
    assert ecarts == [
        "total connu non retrouvé, met : 1 368 lus, 368 attendus (producteur d'essai)".replace("1 3", "1\u202f3")
    ]


def test_a_vintage_of_which_nothing_is_known_says_nothing(connus):
    assert totaux.comparer("bmo", "2022", {"met": 1.0}) == ([], [])
