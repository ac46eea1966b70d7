"""Places and wishes beside what employers ask: invented diplomas."""

from collections import namedtuple
from datetime import date

import pytest

from data_loaders.metiers.avenir import Famille
from data_loaders.metiers.ou_se_former import Bilan
from pages.figures.dossier import vue

R = namedtuple("R", "statut classe certitude q_estimee")
JOUR = date(2026, 11, 28)
SUR = R("estime", 4, "solide", 0.72)


@pytest.mark.parametrize(
    ("bilan", "r", "manque"),
    [
        ((10, 35, 0), SUR, True),
        ((40, 35, 0), SUR, False),
        ((10, 35, 0), SUR._replace(certitude="fragile"), False),
        ((10, 35, 0), SUR._replace(classe=2), False),
        ((0, 0, 150), SUR, False),
        ((10, 35, 0), None, False),
    ],
)
def test_places_are_short_where_wishes_pass_them_and_the_metier_is_surely_hard_to_fill(bilan, r, manque):
    li = vue.Ligne("CAP Essai", Bilan("2024", *bilan), "Essayeurs", r, None)
    assert li.manque is manque
    (cellules,) = vue.table_places([li], JOUR).lignes
    assert len(cellules) == len(vue.ENTETES_PLACES)
    assert all(cellules)
    assert (cellules[0] == "places courtes") is manque


def test_ceilings_are_never_in_the_places_and_old_places_say_their_year():
    famille = Famille("D2Z", "Famille", 1.0, 3, {"desequilibre": 2.89})
    li = vue.Ligne("CAP Essai", Bilan("2022", 12, 18, 150), "Essayeurs", SUR, famille)
    (c,) = vue.table_places([li], JOUR).lignes
    assert (c[2], c[3], c[5]) == ("18", "12", "150")
    assert "ancien\u00a0: 2022" in c[4]
    assert c[7:] == ["72\u00a0%", "il manquerait 2\u202f890\u00a0personnes"]
    v = vue.places("Essai", [li], False)
    assert v.titre.endswith("pour 1 diplôme sur 1")
    assert "un plafond d’apprentis ne s’ajoute pas" in v.lecture
