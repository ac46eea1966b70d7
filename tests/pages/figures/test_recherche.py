"""One line for a place, a métier, or both: what comes first, what is left out, where each answer leads."""

from urllib.parse import parse_qs

import pytest

from data_loaders.metiers.recherche import Trouve
from pages.figures import recherche

METIERS = {
    "soudeur": [Trouve("metier", "D1X33", "Soudeurs", "titre courant\u00a0: soudeur", 100.0)],
    "maçon": [
        Trouve("metier", "B1X31", "Maçons qualifiés", "titre courant\u00a0: maçon", 100.0),
        Trouve("metier", "B1X30", "Maçons peu qualifiés", "titre courant\u00a0: maçon", 98.0),
    ],
    "laval": [Trouve("metier", "E2X40", "Ouvriers des industries", "titre courant\u00a0: ouvrier naval", 80.0)],
    "marçon": [Trouve("metier", "B1X31", "Maçons qualifiés", "titre courant\u00a0: maçon", 96.0)],
}


def chercher(texte, annee="2024"):
    return recherche.chercher(texte, lambda t, nb: METIERS.get(t.lower(), [])[:nb], annee)


def noms(texte):
    return [p.libelle for p in chercher(texte)]


def mene(proposition):
    """Screen and choices that an answer opens."""
    ecran, _, requete = proposition.cle.partition("?")
    return ecran, {cle: valeurs[0] for cle, valeurs in parse_qs(requete).items()}


def test_a_place_leads_to_its_page_and_a_territory_to_its_portrait():
    commune, spo, *_ = chercher("st nazaire")
    assert (commune.libelle, commune.precision) == ("Saint-Nazaire, commune (44)", "Commune\u00a0: ouvre sa fiche")
    assert mene(commune) == ("territoires", {"volet": "lieu", "cherche": "Saint-Nazaire", "lieu": "commune:44184"})
    assert spo.precision == "Territoire\u00a0: ouvre son portrait"
    assert mene(spo) == ("portrait", {"portrait": "zone", "zonage": "spo", "zone": "spo:saint-nazaire"})


def test_a_former_commune_is_found_by_its_old_name():
    (trouve,) = chercher("Arthon-en-Retz")
    assert trouve.libelle == "Arthon-en-Retz, aujourd’hui Chaumes-en-Retz (44)"
    assert mene(trouve)[1]["lieu"] == "commune:44005"


def test_a_metier_leads_to_its_weather():
    (trouve,) = chercher("Soudeur")
    assert (trouve.libelle, trouve.precision) == ("Soudeurs", "Métier D1X33\u00a0: ouvre sa météo")
    attendus = {"onglet": "metier", "niveau": "metier", "metier": "metier:D1X33", "periode": "2024"}
    assert mene(trouve) == ("meteo", attendus)
    (sans_enquete,) = chercher("soudeur", annee="")
    assert "periode" not in mene(sans_enquete)[1]


@pytest.mark.parametrize(
    ("texte", "ou", "zone"),
    [
        ("soudeur saint-nazaire", "à Saint-Nazaire", "bassin:5225"),
        ("saint-nazaire soudeur", "à Saint-Nazaire", "bassin:5225"),
        ("soudeur au mans", "au Mans", "bassin:5208"),
        ("soudeur chateaubriand", "à Châteaubriant", "bassin:5203"),
        ("soudeur en vendée", "en Vendée", "departement:85"),
        ("soudeur dans le sud vendée", "dans le Sud Vendée", "bassin:5215"),
    ],
)
def test_a_metier_and_a_place_lead_to_the_weather_of_one_in_the_other(texte, ou, zone):
    (trouve,) = chercher(texte)
    assert trouve.libelle == f"Soudeurs, {ou}"
    assert mene(trouve)[1] | {"zone": zone, "zonage": zone.partition(":")[0]} == mene(trouve)[1]


def test_the_name_of_a_place_is_not_taken_for_a_metier_that_looks_like_it():
    assert "Ouvriers des industries" not in noms("laval")
    assert noms("laval")[0] == "Laval, commune (53)"


def test_the_kind_that_is_most_like_the_text_comes_first_and_leaves_room_for_the_other():
    assert noms("maçon")[:2] == ["Maçons qualifiés", "Maçons peu qualifiés"]
    assert "Marçon, commune (72)" in noms("maçon")
    assert noms("marçon")[0] == "Marçon, commune (72)"
    assert "Maçons qualifiés" in noms("marçon")


@pytest.mark.parametrize(
    ("texte", "libelle", "precision", "ecran", "choix"),
    [
        ("chomage", "Taux de chômage localisé", "Chiffre~: ouvre sa carte", "carte", {"indicateur": "taux_chomage"}),
        ("batiment", "Bâtiment et construction", "Secteur de la convention~: ouvre sa page", "secteurs", {}),
        (
            "entrées en formation",
            "Entrées en formation des publics éloignés de l’emploi",
            "Chiffre~: ouvre sa courbe",
            "tendances",
            {"zonage": "region"},
        ),
        ("comparer", "Comparer", "Écran~: quatre territoires côte à côte", "comparer", {}),
    ],
)
def test_a_figure_a_sector_or_a_screen_is_found_by_the_words_of_its_title(texte, libelle, precision, ecran, choix):
    trouve = chercher(texte)[0]
    assert (trouve.libelle, trouve.precision) == (libelle, precision.replace("~", "\u00a0"))
    assert mene(trouve)[0] == ecran
    assert mene(trouve)[1] | choix == mene(trouve)[1]


def test_a_figure_in_a_place_is_read_on_a_zoning_where_it_is_true():
    (trouve,) = chercher("chômage à laval")
    assert trouve.libelle == "Taux de chômage localisé, à Laval"
    assert trouve.precision == "Chiffre\u00a0: ouvre sa carte, par zone d’emploi"
    assert mene(trouve) == ("carte", {"indicateur": "taux_chomage", "zonage": "ze", "zone": "ze:5211"})
    # No zone of that name where the rate is published: the map says in which one the commune is.
    assert mene(chercher("chômage vertou")[0])[1]["zone"] == "commune:44215"


def test_two_letters_are_no_title():
    assert [p for p in chercher("ca") if mene(p)[0] == "carte"] == []


def test_the_region_is_a_territory_and_not_a_place_to_cross():
    (region,) = chercher("Pays de la Loire")
    assert mene(region) == ("portrait", {"portrait": "zone", "zone": "region:52"})
    assert noms("soudeur en pays de la loire") == ["Soudeurs"]


@pytest.mark.parametrize("texte", ["", "z", "zzqqx", "zzqqx wwkkv"])
def test_nothing_found_is_an_empty_answer(texte):
    assert chercher(texte) == []


def test_a_word_that_is_no_metier_beside_a_place_leaves_the_place():
    assert noms("zzqqx saint-nazaire")[0] == "Saint-Nazaire, commune (44)"
    assert noms("maçon saint-nazaire")[0] == "Maçons qualifiés, à Saint-Nazaire"
