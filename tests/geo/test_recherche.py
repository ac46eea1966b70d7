"""A place found as people write it, and where it is in each zoning."""

import pytest

from geo import chargement, recherche, zonages


@pytest.mark.parametrize(("texte", "cle", "ancien"), [
    ("nantes", "commune:44109", ""),
    ("Chateaubriand", "commune:44036", ""),
    ("chateubri", "commune:44036", ""),
    ("st nazaire", "commune:44184", ""),
    ("la roche sur yon", "commune:85191", ""),
    ("LE  MANS", "commune:72181", ""),
    ("ste luce", "commune:44172", ""),
    ("roche yon", "commune:85191", ""),
    ("Ancenis", "commune:44003", ""),
    # communes déléguées of communes nouvelles
    ("Arthon en Retz", "commune:44005", "Arthon-en-Retz"),
    ("Chemillé", "commune:49092", "Chemillé"),
    ("sud vendee", "spo:sud-vendee", ""),
    ("pays d'ancenis", "epci:244400552", ""),
    # by code: commune of today, abolished commune, EPCI, bassin
    ("44109", "commune:44109", ""),
    ("44004", "commune:44163", "Anetz"),
    ("44160", "commune:44003", "commune 44160"),
    ("244400552", "epci:244400552", ""),
    ("5221", "bassin:5221", ""),
])  # fmt: skip
def test_a_place_is_found_first(texte, cle, ancien):
    premier = recherche.chercher(texte)[0]
    assert (premier.cle, premier.ancien) == (cle, ancien)


@pytest.mark.parametrize("texte", ["", "a", "zzzz", "Lyon", "99999", "<script>", "\0", "٤٤", "x" * 5_000, "---"])
def test_what_is_no_place_of_the_region_finds_nothing(texte):
    assert recherche.chercher(texte) == []


def test_every_commune_is_found_by_its_own_name_and_answers_are_few_and_different():
    """Two communes share a name in three départements: both must be among the answers."""
    perdues = [
        c.libelle_commune
        for c in zonages.communes().sample(150, random_state=1).itertuples()
        if f"commune:{c.code_commune}" not in [lieu.cle for lieu in recherche.chercher(c.libelle_commune)]
    ]
    assert perdues == []
    lieux = recherche.chercher("saint", 5)
    assert len({lieu.cle for lieu in lieux}) == 5


def test_a_commune_is_in_one_zone_of_each_zoning_yeu_in_no_epci_and_a_place_astride_says_it():
    ou = {a.zonage: a for a in recherche.situer("commune", "44036")}
    assert {z: a.libelle_zone for z, a in ou.items()} == {
        "spo": "Châteaubriant", "zef": "Châteaubriant", "bassin": "Châteaubriant", "ze": "Châteaubriant", "gtec": "",
        "epci": "CC Châteaubriant-Derval", "departement": "Loire-Atlantique",
    }  # fmt: skip
    assert (ou["gtec"].raison, {a.part_population for a in ou.values()}) == ("hors GTEC", {1.0, 0.0})
    ou = {a.zonage: a for a in recherche.situer("commune", "85113")}
    assert (ou["epci"].code_zone, ou["epci"].raison) == ("", "dans aucun EPCI")
    assert ou["spo"].code_zone == "les-sables-d-olonne"
    # The bassin of Nantes holds three EPCI, and most of its people are in one.
    ou = {a.zonage: a for a in recherche.situer("bassin", "5220")}
    assert ou["epci"].libelle_zone == "Nantes Métropole"
    assert 0.5 < ou["epci"].part_population < 1
    assert ou["epci"].raison == "à cheval sur 3 zones"
    # Sud Vendée is partly outside any GTEC for an EPCI that only half belongs to it
    assert recherche.situer("departement", "85")[4].raison == "en partie hors GTEC"


def test_a_perimeter_replaced_moves_the_answers(tmp_path):
    lignes = ["siren_epci;code_commune;code_zone;libelle_zone"]
    lignes += [f"{s};;pays-de-loire;Pays de Loire" for s in sorted({*zonages.communes()["siren_epci"]} - {""})]
    fichier = tmp_path / "zef.csv"
    fichier.write_text("\n".join([*lignes, ";85113;ile;Île seule"]), encoding="utf-8")
    assert recherche.chercher("île seule") == []
    chargement.charger("zef", fichier)
    assert recherche.chercher("ile seule")[0].cle == "zef:ile"
    assert recherche.situer("commune", "44036")[1].libelle_zone == "Pays de Loire"


def test_postal_codes_serve_communes_of_today_and_places_outside_the_region_are_none_of_its_own():
    noms = {(nom, ou) for nom, ou, _ in recherche.ailleurs()}
    assert ("Rennes", "Ille-et-Vilaine") in noms
    assert ("Bretagne", "France") in noms
    assert not noms & {(d, "France") for d in zonages.DEPARTEMENTS.values()}
    assert not [nom for nom, ou in noms if ou in zonages.DEPARTEMENTS.values()]
    assert {nom for nom, _, seul in recherche.ailleurs() if seul} >= {
        "Rennes", "Tours", "Paris", "Vienne", "Saint-Malo",
    }  # fmt: skip
    postaux = recherche.codes_postaux()
    assert postaux["72600"][0] == "72180"
    assert len(postaux["72600"]) > 1
    communes = set(zonages.communes()["code_commune"])
    assert {c for codes in postaux.values() for c in codes} == communes
