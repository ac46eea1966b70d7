"""The zone that answers for a place: one rule, for the screens and for the search line."""

import pytest

from geo import rattachement


@pytest.mark.parametrize(
    ("zonage", "code", "possibles", "attendue"),
    [
        ("commune", "72180", ("bassin",), "bassin:5209"),
        ("spo", "nord-mayenne", ("bassin",), "bassin:5228"),
        ("commune", "85113", ("epci",), None),  # Île d'Yeu
        ("departement", "53", ("bassin",), None),
        # More people of the ZEF of Cholet live in the bassin of Beaupréau.
        ("zef", "cholet", ("bassin", "departement"), "bassin:5205"),
        # Counted in the bassin of Redon, in Bretagne.
        *(("commune", c, ("bassin", "departement"), "departement:44") for c in ("44007", "44057", "44185")),
    ],
)
def test_a_place_has_the_zone_of_its_name_else_that_of_most_of_its_people(zonage, code, possibles, attendue):
    r = rattachement.rattacher(zonage, code, possibles)
    assert (r and r.cle) == attendue
