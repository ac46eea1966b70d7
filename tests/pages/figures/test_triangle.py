"""Jobs, people, training of a place: every figure has its zone and its date; what is old says what would renew it."""

from datetime import date

import pytest

from data_loaders.portraits import lieu
from geo import sujets
from pages.figures.territoires import commune


@pytest.mark.parametrize("zone", ["bassin:5209", "spo:laval", "zef:redon", "commune:72180"])
@pytest.mark.parametrize(("jour", "anciens"), [(date(2019, 1, 1), False), (date(2040, 1, 1), True)])
def test_each_figure_has_its_zone_its_date_and_what_is_old_its_source_and_command(demonstration, zone, jour, anciens):
    sujet = sujets.de_zone(*zone.split(":"))
    termes = lieu.trois_cotes(demonstration, sujet.zonage, sujet.code)
    lignes = commune.table_triangle(sujet, termes, jour).lignes
    assert len([li for li in lignes if li[0]]) == len(lieu.COTES)
    assert len(lignes) == len(termes) > 8
    for li in lignes:
        assert li[1]
        assert li[2]
        assert li[3]
        assert ("ancien" in li[4]) == anciens
        assert bool(li[5]) == anciens
