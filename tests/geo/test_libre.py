"""A territory composed by its reader: its link, its pieces, the codes pasted."""

import pytest

from geo import libre, sujets, zonages
from geo.zonages import ErreurZonage

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
    assert (t.epci, t.hors_epci_entiers, t.morceaux_nb) == ((ANCENIS,), ("44109", "85113"), 3)
    assert not t.contigu
    assert libre.composer("a", sujets.de_zone("spo", "laval").communes).contigu
    # the mainland, Yeu and Noirmoutier
    assert libre.composer("a", sujets.de_zone("spo", "les-sables-d-olonne").communes).morceaux_nb == 3


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
    assert libre.decoder("vieux~~4404").communes == ("44163",)


def test_pasted_codes_are_read_with_any_separator_unknown_ones_counted_and_none_said():
    lus = libre.lire_codes(f"Code;Nom\n44109.0\tNantes | 44004, {ANCENIS}/ 75056 1001 44109")
    assert set(lus.communes) == {"44109", "44163", *libre.communes_epci(ANCENIS)}
    disparues, ailleurs, nombres = lus.messages
    assert "44004 (aujourd’hui Vair-sur-Loire, 44163)" in disparues
    assert ailleurs.endswith("75056.")
    assert "1001" in nombres
    (message,) = libre.lire_codes("Nantes, Angers").messages
    assert message.startswith("Aucun code lu")
    (message,) = libre.lire_codes(" ".join(str(75_001 + i) for i in range(20))).messages
    assert "et 14 autres" in message


def test_shares_of_an_overlap():
    """SPO Ancenis is the EPCI of Ancenis: whole, and its share of the bassin is that of their populations."""
    t = libre.composer("Ancenis", libre.communes_epci(ANCENIS))
    (ligne,) = libre.recouper(t.sujet, "departement")[lambda x: x["code_zone"] == "44"].to_dict("records")
    populations = zonages.zones("departement").set_index("code_zone")["population_nb"]
    assert ligne["part_zone"] == pytest.approx(ligne["population_nb"] / populations["44"])
    assert ligne["part_communes"] == pytest.approx(ligne["communes_nb"] / len(t.communes))
    gtec = libre.recouper(libre.composer("Nantes", ["44109"]).sujet, "gtec")
    assert gtec["code_zone"].tolist() == [""]
    assert gtec["part_zone"].isna().all()
