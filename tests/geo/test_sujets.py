"""Territories a portrait describes: their communes, their overlaps, and their names in French."""

import pytest

from geo import lieux, sujets, zonages


@pytest.mark.parametrize(("zonage", "code", "qui", "de_qui", "lieu"), [
    ("spo", "sarthe-nord", "Le territoire SPO de Sarthe Nord", "du territoire SPO de Sarthe Nord", "en Sarthe Nord"),
    ("ze", "5212", "La zone d’emploi du Mans", "de la zone d’emploi du Mans", "au Mans"),
    ("region", "52", "La région Pays de la Loire", "de la région Pays de la Loire", "dans les Pays de la Loire"),
    ("epci", "244400404", "Nantes Métropole", "de Nantes Métropole", "à Nantes Métropole"),
    ("departement", "72", "Le département de la Sarthe", "du département de la Sarthe", "dans la Sarthe"),
])  # fmt: skip
def test_a_territory_is_said_in_french(zonage, code, qui, de_qui, lieu):
    s = sujets.de_zone(zonage, code)
    assert (s.qui, s.de_qui, s.lieu, s.identifiant) == (qui, de_qui, lieu, f"{zonage}:{code}")


def test_a_composed_territory_bears_its_name_and_whole_epci_are_recognised():
    s = sujets.libre("Vallée du Loir", ["72154", "72176"])
    assert s.qui == "Le territoire «\u00a0Vallée du Loir\u00a0»"
    assert (s.de_qui, s.identifiant) == ("du territoire «\u00a0Vallée du Loir\u00a0»", "")
    ancenis = sujets.de_zone("spo", "ancenis")
    assert ancenis.epci_entiers() == ["244400552"]
    # The Île d'Yeu is in no EPCI.
    assert len(sujets.de_zone("spo", "les-sables-d-olonne").epci_entiers()) > 1
    assert sujets.libre("x", sorted(ancenis.communes)[1:]).epci_entiers() is None
    assert sujets.libre("x", ["85113"]).epci_entiers() is None


def test_overlaps_population_and_area_are_those_of_the_zoning():
    for zonage, code, vers in (("spo", "laval", "ze"), ("gtec", "sud-sarthe", "bassin"), ("ze", "5212", "gtec")):
        attendu = zonages.recoupement(zonage, code, vers)
        assert sujets.de_zone(zonage, code).recouper(vers).to_dict() == attendu.to_dict()
    for zone in zonages.zones("spo").itertuples():
        s = sujets.de_zone("spo", zone.code_zone)
        assert (s.population_nb, s.surface_km2) == (zone.population_nb, pytest.approx(zone.surface_km2, abs=0.01))


def test_an_unknown_zone_is_refused():
    with pytest.raises(KeyError):
        sujets.de_zone("spo", "atlantide")
    with pytest.raises(KeyError):
        sujets.de_zone("ze", "0051")  # the whole interregional zone has no commune here
    with pytest.raises(KeyError):
        lieux.locatif("spo", "atlantide")


@pytest.mark.parametrize(("zonage", "code", "possibles", "attendue"), [
    ("commune", "72180", ("bassin",), "bassin:5209"),
    ("spo", "nord-mayenne", ("bassin",), "bassin:5228"),
    ("commune", "85113", ("epci",), None),  # Île d'Yeu
    ("departement", "53", ("bassin",), None),
    # More people of the ZEF of Cholet live in the bassin of Beaupréau.
    ("zef", "cholet", ("bassin", "departement"), "bassin:5205"),
    # Counted in the bassin of Redon, in Bretagne.
    *(("commune", c, ("bassin", "departement"), "departement:44") for c in ("44007", "44057", "44185")),
])  # fmt: skip
def test_a_place_has_the_zone_of_its_name_else_that_of_most_of_its_people(zonage, code, possibles, attendue):
    r = sujets.rattacher(zonage, code, possibles)
    assert (r and r.cle) == attendue


@pytest.mark.parametrize(("zonage", "zone", "ou", "de"), [
    ("region", "52", "dans les Pays de la Loire", "des Pays de la Loire"),
    ("departement", "44", "en Loire-Atlantique", "de la Loire-Atlantique"),
    ("departement", "72", "dans la Sarthe", "de la Sarthe"),
    ("departement", "85", "en Vendée", "de la Vendée"),
    ("spo", "ancenis", "à Ancenis", "d’Ancenis"),
    ("spo", "le-mans", "au Mans", "du Mans"),
    ("spo", "les-sables-d-olonne", "aux Sables-d’Olonne", "des Sables-d’Olonne"),
    ("spo", "la-roche-sur-yon", "à La Roche-sur-Yon", "de La Roche-sur-Yon"),
    ("spo", "sud-mayenne", "dans le Sud Mayenne", "du Sud Mayenne"),
    ("spo", "sarthe-nord", "en Sarthe Nord", "de Sarthe Nord"),
    ("gtec", "sud-sarthe", "dans le Sud-Sarthe", "du Sud-Sarthe"),
    ("gtec", "grand-saumurois", "dans le Grand Saumurois", "du Grand Saumurois"),
    ("bassin", "5213", "aux Herbiers", "des Herbiers"),
    ("epci", "244400552", "dans la CC du Pays d’Ancenis", "de la CC du Pays d’Ancenis"),
    ("epci", "244400404", "à Nantes Métropole", "de Nantes Métropole"),
    ("commune", "85113", "à l’Île-d’Yeu", "de l’Île-d’Yeu"),
    ("commune", "44071", "à Haute-Goulaine", "de Haute-Goulaine"),
    ("commune", "44072", "à Herbignac", "d’Herbignac"),
])  # fmt: skip
def test_prepositions(zonage, zone, ou, de):
    assert (lieux.locatif(zonage, zone), lieux.genitif(zonage, zone)) == (ou, de)


def test_every_zone_has_its_prepositions_contracted_and_plural_falls_on_the_first_word():
    for zonage in zonages.CODES:
        for zone in zonages.zones(zonage)["code_zone"]:
            phrases = lieux.locatif(zonage, zone), lieux.genitif(zonage, zone)
            assert not any(p.startswith(("à Le ", "à Les ", "de Le ", "de Les ", "de A", "de É")) for p in phrases), (
                phrases
            )
    assert [lieux.pluriel(m) for m in ("bassin d’emploi", "territoire SPO", "pays")] == [
        "bassins d’emploi", "territoires SPO", "pays",
    ]  # fmt: skip
