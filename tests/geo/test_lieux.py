"""French prepositions before the names of zones."""

import pytest

from geo import lieux, zonages


@pytest.mark.parametrize(
    ("zonage", "zone", "ou", "de"),
    [
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
    ],
)
def test_prepositions(zonage, zone, ou, de):
    assert (lieux.locatif(zonage, zone), lieux.genitif(zonage, zone)) == (ou, de)


def test_every_zone_has_both_and_no_article_is_left_uncontracted():
    for zonage in zonages.CODES:
        for zone in zonages.zones(zonage)["code_zone"]:
            phrases = lieux.locatif(zonage, zone), lieux.genitif(zonage, zone)
            assert not any(p.startswith(("à Le ", "à Les ", "de Le ", "de Les ", "de A", "de É")) for p in phrases), (
                phrases
            )


def test_unknown_zone():
    with pytest.raises(KeyError):
        lieux.locatif("spo", "atlantide")


def test_plural_falls_on_the_first_word():
    assert [lieux.pluriel(m) for m in ("bassin d’emploi", "territoire SPO", "pays")] == [
        "bassins d’emploi",
        "territoires SPO",
        "pays",
    ]
