"""Territories a portrait describes: their communes, their overlaps, and their names in French."""

import pytest

from geo import sujets, zonages


@pytest.mark.parametrize(
    ("zonage", "code", "qui", "de_qui", "lieu"),
    [
        (
            "spo",
            "sarthe-nord",
            "Le territoire SPO de Sarthe Nord",
            "du territoire SPO de Sarthe Nord",
            "en Sarthe Nord",
        ),
        (
            "ze",
            "5212",
            "La zone d’emploi du Mans",
            "de la zone d’emploi du Mans",
            "au Mans",
        ),
        (
            "region",
            "52",
            "La région Pays de la Loire",
            "de la région Pays de la Loire",
            "dans les Pays de la Loire",
        ),
        ("epci", "244400404", "Nantes Métropole", "de Nantes Métropole", "à Nantes Métropole"),
        (
            "departement",
            "72",
            "Le département de la Sarthe",
            "du département de la Sarthe",
            "dans la Sarthe",
        ),
    ],
)
def test_a_territory_is_said_in_french(zonage, code, qui, de_qui, lieu):
    s = sujets.de_zone(zonage, code)
    assert (s.qui, s.de_qui, s.lieu) == (qui, de_qui, lieu)
    assert s.identifiant == f"{zonage}:{code}"


def test_a_composed_territory_bears_its_name():
    s = sujets.libre("Vallée du Loir", ["72154", "72176"])
    assert s.qui == "Le territoire «\u00a0Vallée du Loir\u00a0»"
    assert s.de_qui == "du territoire «\u00a0Vallée du Loir\u00a0»"
    assert s.identifiant == ""


def test_overlaps_are_those_of_the_zoning():
    for zonage, code, vers in (("spo", "laval", "ze"), ("gtec", "sud-sarthe", "bassin"), ("ze", "5212", "gtec")):
        attendu = zonages.recoupement(zonage, code, vers)
        assert sujets.de_zone(zonage, code).recouper(vers).to_dict() == attendu.to_dict()


def test_population_and_area_are_those_of_the_zone():
    for zone in zonages.zones("spo").itertuples():
        s = sujets.de_zone("spo", zone.code_zone)
        assert s.population_nb == zone.population_nb
        assert s.surface_km2 == pytest.approx(zone.surface_km2, abs=0.01)


def test_whole_epci_are_recognised():
    ancenis = sujets.de_zone("spo", "ancenis")
    assert ancenis.epci_entiers() == ["244400552"]
    # The Île d'Yeu is in no EPCI.
    assert len(sujets.de_zone("spo", "les-sables-d-olonne").epci_entiers()) > 1
    assert sujets.libre("x", sorted(ancenis.communes)[1:]).epci_entiers() is None
    assert sujets.libre("x", ["85113"]).epci_entiers() is None


def test_an_unknown_zone_is_refused():
    with pytest.raises(KeyError):
        sujets.de_zone("spo", "atlantide")
    with pytest.raises(KeyError):
        sujets.de_zone("ze", "0051")  # the whole interregional zone has no commune here
