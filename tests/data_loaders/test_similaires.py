"""Territories alike: themes of equal weight, nothing compared that is not known everywhere."""

import numpy as np
import pandas as pd
import pytest

from data_loaders.measures.similaires import semblables

TABLE = pd.DataFrame(
    {"taille": [1.0, 2.0, 3.0, 10.0], "villes": [10.0, 10.0, 40.0, 90.0], "bourgs": [50.0, 52.0, 30.0, 5.0]},
    index=["a", "b", "c", "d"],
)
THEMES = {"taille": ["taille"], "armature": ["villes", "bourgs"]}


def test_the_distance_by_hand():
    v = semblables(TABLE, "a", THEMES, 3)
    assert [x.code for x in v] == ["b", "c", "d"]
    z = (TABLE - TABLE.mean()) / TABLE.std(ddof=0)
    e = z.loc["b"] - z.loc["a"]
    attendue = np.sqrt((e["taille"] ** 2 + (e["villes"] ** 2 + e["bourgs"] ** 2) / 2) / 2)
    assert v[0].distance == pytest.approx(attendue)
    assert (v[0].proche, v[0].eloigne) == ("villes", "taille")
    assert v[0].valeurs["taille"] == (1.0, 2.0)
    assert v[0].ecarts["villes"] == pytest.approx(e["villes"])
    assert v[0].themes == pytest.approx(
        {"taille": e["taille"] ** 2, "armature": (e["villes"] ** 2 + e["bourgs"] ** 2) / 2}
    )


def test_the_number_of_variables_of_a_theme_does_not_change_its_weight():
    double = TABLE.assign(villes2=TABLE["villes"], bourgs2=TABLE["bourgs"])
    themes = {"taille": ["taille"], "armature": ["villes", "bourgs", "villes2", "bourgs2"]}
    assert [x.distance for x in semblables(double, "a", themes, 3)] == pytest.approx(
        [x.distance for x in semblables(TABLE, "a", THEMES, 3)]
    )


@pytest.mark.parametrize("colonne", [[1.0, float("nan"), 2.0, 3.0], [7.0] * 4], ids=["inconnue", "constante"])
def test_an_unknown_or_constant_variable_does_not_count(colonne):
    v = semblables(TABLE.assign(autre=colonne), "a", {**THEMES, "x": ["autre"], "y": ["absente"]}, 1)
    assert v == semblables(TABLE, "a", THEMES, 1)
    assert set(v[0].valeurs) == {"taille", "villes", "bourgs"}


def test_fewer_than_four_territories_are_not_compared():
    assert semblables(TABLE.head(3), "a", THEMES, 3) == []
    assert semblables(TABLE, "a", {"x": ["absente"]}, 3) == []
