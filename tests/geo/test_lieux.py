"""A place found as people write it, said in French, composed by its reader, and where it is in each zoning."""

import pytest

from geo import chargement, libre, lieux, recherche, sujets, zonages
from geo.zonages import ErreurZonage


@pytest.mark.parametrize(("texte", "cle", "ancien"), [
    ("nantes", "commune:44109", ""), ("Chateaubriand", "commune:44036", ""), ("st nazaire", "commune:44184", ""),
    ("la roche sur yon", "commune:85191", ""), ("LE  MANS", "commune:72181", ""), ("roche yon", "commune:85191", ""),
    ("Ancenis", "commune:44003", ""),
    # communes déléguées of communes nouvelles
    ("Arthon en Retz", "commune:44005", "Arthon-en-Retz"),
    ("sud vendee", "spo:sud-vendee", ""), ("pays d'ancenis", "epci:244400552", ""),
    # by code: commune of today, abolished commune, EPCI
    ("44109", "commune:44109", ""), ("44004", "commune:44163", "Anetz"),
    ("44160", "commune:44003", "commune 44160"), ("244400552", "epci:244400552", ""),
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


@pytest.mark.parametrize(("zonage", "code", "qui", "de_qui", "lieu"), [
    ("spo", "sarthe-nord", "Le territoire SPO de Sarthe Nord", "du territoire SPO de Sarthe Nord", "en Sarthe Nord"),
    ("ze", "5212", "La zone d’emploi du Mans", "de la zone d’emploi du Mans", "au Mans"),
    ("region", "52", "La région Pays de la Loire", "de la région Pays de la Loire", "dans les Pays de la Loire"),
    ("epci", "244400404", "Nantes Métropole", "de Nantes Métropole", "à Nantes Métropole"),
])  # fmt: skip
def test_a_territory_is_said_in_french(zonage, code, qui, de_qui, lieu):
    s = sujets.de_zone(zonage, code)
    assert (s.qui, s.de_qui, s.lieu, s.identifiant) == (qui, de_qui, lieu, f"{zonage}:{code}")


def test_a_composed_territory_bears_its_name_and_whole_epci_are_recognised():
    s = sujets.libre("Vallée du Loir", ["72154", "72176"])
    assert s.qui == "Le territoire «\u00a0Vallée du Loir\u00a0»"
    assert (s.de_qui, s.identifiant) == ("du territoire «\u00a0Vallée du Loir\u00a0»", "")
    ancenis = sujets.de_zone("spo", "ancenis")
    assert (libre.epci(ancenis), libre.hors_epci_entiers(ancenis)) == (["244400552"], [])
    olonne = sujets.de_zone("spo", "les-sables-d-olonne")
    assert len(libre.epci(olonne)) > 1
    assert libre.hors_epci_entiers(olonne) == ["85113"], "the Île d'Yeu is in no EPCI"
    assert not any(libre.epci(sujets.libre("x", c)) for c in (sorted(ancenis.communes)[1:], ["85113"]))


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
    ("spo", "ancenis", "à Ancenis", "d’Ancenis"),
    ("spo", "le-mans", "au Mans", "du Mans"),
    ("spo", "les-sables-d-olonne", "aux Sables-d’Olonne", "des Sables-d’Olonne"),
    ("spo", "la-roche-sur-yon", "à La Roche-sur-Yon", "de La Roche-sur-Yon"),
    ("spo", "sarthe-nord", "en Sarthe Nord", "de Sarthe Nord"),
    ("gtec", "sud-sarthe", "dans le Sud-Sarthe", "du Sud-Sarthe"),
    ("epci", "244400552", "dans la CC du Pays d’Ancenis", "de la CC du Pays d’Ancenis"),
    ("commune", "85113", "à l’Île-d’Yeu", "de l’Île-d’Yeu"),
    ("commune", "44071", "à Haute-Goulaine", "de Haute-Goulaine"),
    ("commune", "44072", "à Herbignac", "d’Herbignac"),
])  # fmt: skip
def test_prepositions(zonage, zone, ou, de):
    assert (lieux.locatif(zonage, zone), lieux.genitif(zonage, zone)) == (ou, de)


ANCENIS = "244400552"


def test_the_link_gives_the_territory_back_and_that_of_the_worst_one_fits():
    for zonage in ("spo", "bassin", "departement", "region"):
        for zone in zonages.zones(zonage).itertuples():
            t = libre.composer(zone.libelle_zone, sujets.de_zone(zonage, zone.code_zone).communes)
            assert libre.decoder(libre.coder(t)) == t
            assert t.population_nb == zone.population_nb
    # Just under half of each EPCI: no EPCI is written, each commune is.
    communes = {"85113"}
    for siren in zonages.zones("epci")["code_zone"]:
        membres = sorted(libre.communes_epci(siren))
        communes |= set(membres[: len(membres) // 2])
    t = libre.composer("é" * libre.NOM_MAX, communes)
    assert len(libre.coder(t)) < libre.LONGUEUR_MAX
    assert libre.decoder(libre.coder(t)) == t


def test_whole_epci_and_the_rest_and_pieces_with_islands_are_counted():
    t = libre.composer("Essai", [*libre.communes_epci(ANCENIS), "44109", "85113"])
    assert (libre.epci(t), libre.hors_epci_entiers(t), libre.morceaux_nb(t)) == ([ANCENIS], ["44109", "85113"], 3)
    assert libre.morceaux_nb(libre.composer("a", sujets.de_zone("spo", "laval").communes)) == 1
    # the mainland, Yeu and Noirmoutier
    assert libre.morceaux_nb(libre.composer("a", sujets.de_zone("spo", "les-sables-d-olonne").communes)) == 3


@pytest.mark.parametrize(("texte", "message"), [
    ("", "abîmé"), ("nom", "abîmé"), ("nom~", "abîmé"), ("nom~~", "aucune commune"), ("nom~41ico~", "abîmé"),
    ("nom~41ICO8~", "abîmé"), ("nom~41ico8~44é1", "abîmé"), ("nom~zzzzzz~", "EPCI inconnus.*2176782335"),
    ("nom~~75aa", "Communes inconnues.*75370"), ("nom~~44zz", "Communes inconnues.*441295"),
    ("<script>" * 9 + "~41ico8~", "72 caractères"), ("a\u202eb~41ico8~", "caractère invisible"),
    ("a\0b~41ico8~", "caractère invisible"), ("x" * 100_000, "trop long"),
])  # fmt: skip
def test_a_damaged_link_is_refused_in_french(texte, message):
    with pytest.raises(ErreurZonage, match=message):
        libre.decoder(texte)


def test_names_are_kept_but_for_the_sign_of_the_link_and_an_abolished_code_follows_its_commune():
    assert libre.nommer("  Pays  de   Retz ~ Nord ") == "Pays de Retz - Nord"
    assert (libre.nommer(""), libre.nommer("<b>gras</b>")) == (libre.SANS_NOM, "<b>gras</b>")
    # 44004 (Anetz) is Vair-sur-Loire: 04 in base 36 is « 04 ».
    assert libre.decoder("vieux~~4404").communes == {"44163"}


def test_pasted_codes_are_read_with_any_separator_unknown_ones_counted_and_none_said():
    communes, messages = libre.lire_codes(f"Code;Nom\n44109.0\tNantes | 44004, {ANCENIS}/ 75056 1001 44109")
    assert communes == {"44109", "44163", *libre.communes_epci(ANCENIS)}
    disparues, ailleurs, nombres = messages
    assert "44004 (aujourd’hui Vair-sur-Loire, 44163)" in disparues
    assert ailleurs.endswith("75056.")
    assert "1001" in nombres
    (message,) = libre.lire_codes("Nantes, Angers")[1]
    assert message.startswith("Aucun code lu")
    (message,) = libre.lire_codes(" ".join(str(75_001 + i) for i in range(20)))[1]
    assert "et 14 autres" in message


def test_shares_of_an_overlap():
    """SPO Ancenis is the EPCI of Ancenis: whole, and its share of the bassin is that of their populations."""
    t = libre.composer("Ancenis", libre.communes_epci(ANCENIS))
    (ligne,) = libre.recouper(t, "departement")[lambda x: x["code_zone"] == "44"].to_dict("records")
    populations = zonages.zones("departement").set_index("code_zone")["population_nb"]
    assert ligne["part_zone"] == pytest.approx(ligne["population_nb"] / populations["44"])
    assert ligne["part_communes"] == pytest.approx(ligne["communes_nb"] / len(t.communes))
    gtec = libre.recouper(libre.composer("Nantes", ["44109"]), "gtec")
    assert gtec["code_zone"].tolist() == [""]
    assert gtec["part_zone"].isna().all()
