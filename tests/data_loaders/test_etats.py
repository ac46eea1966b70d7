"""States of the territories: what the convention attests, what a reception replaces, what stays readable."""

import pytest

from data_loaders import etats
from data_loaders.donnees import Donnees
from geo import zonages


@pytest.fixture
def vierge(tmp_path):
    return Donnees(tmp_path / "vide")


def test_without_a_file_only_what_the_convention_attests_is_said(vierge):
    labels = etats.labellisations(vierge)
    assert len(labels) == 17
    assert labels["ancenis"].date_labellisation == "2013-01-22"
    assert labels["sud-vendee"].chef_de_file == "Pôle emploi"
    assert {c for c, lab in labels.items() if lab.renseigne} == {"ancenis", "sud-vendee"}
    assert all(n == etats.Niveau() for lab in labels.values() for n in lab.niveaux.values())
    assert list(labels["laval"].niveaux) == ["operateurs", "partenariat", "plan"]
    assert (labels["laval"].sites_nb, labels["laval"].source) == (None, "")
    assert labels["ancenis"].recu_le == "2013-08-27"


def test_the_five_gtec_have_their_state_of_2013(vierge):
    assert {c: g.etat for c, g in etats.gtecs(vierge).items()} == {
        "ancenis": "conduite",
        "grand-saumurois": "engagée",
        "nord-mayenne": "à initier",
        "sud-sarthe": "à initier",
        "sud-vendee": "à initier",
    }


def test_every_zef_has_a_comite_without_name_nor_meeting(vierge):
    comites = etats.comites(vierge)
    assert list(comites) == list(zonages.zones("zef")["code_zone"])
    assert {(c.existe, c.nom, c.reunions) for c in comites.values()} == {("oui", "", ())}


def test_history_of_an_undocumented_territory_is_empty(vierge):
    assert etats.historique(vierge, "labellisation", "laval") == []
    assert [h.date_labellisation for h in etats.historique(vierge, "labellisation", "ancenis")] == ["2013-01-22"]
