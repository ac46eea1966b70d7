"""The shared choices: what an address may hold, what the map's callback does, what is forgotten."""

import pytest
import streamlit as st

from data_loaders.erreurs import ErreurDonnees
from geo import zonages
from pages.components import cadre, choices, lieu, url_state
from pages.components.territory_map import Choix

PARAMS = {p.key: p for p in cadre.connus()}


@pytest.fixture
def etat(monkeypatch):
    """The session, as a plain dict."""
    etat = {"zonage": "bassin", "zone": None, "periode": "2024"}
    monkeypatch.setattr(st, "session_state", etat)
    return etat


@pytest.mark.parametrize(("cle", "valeurs", "attendu"), [
    ("zone", ["spo:sarthe-nord"], "spo:sarthe-nord"), ("zone", ["commune:85113"], "commune:85113"),
    ("secteur", ["batiment"], "batiment"), ("secteur", ["tous"], None),
    ("periode", ["2023-T3"], "2023-T3"), ("metier", ["fap87:B2Z"], "fap87:B2Z"),
    ("zones", ["bassin:5208", "bassin:5221", "bassin:5208"], ["bassin:5208", "bassin:5221"]),
])  # fmt: skip
def test_a_choice_is_read_and_written_back_the_same(cle, valeurs, attendu):
    lu = PARAMS[cle].parse(valeurs)
    assert lu == attendu
    assert PARAMS[cle].parse(PARAMS[cle].dump(lu)) == attendu


INCONNUES = ("", "inconnu", "commune:99999", "<script>", "../x")
REFUSES = dict.fromkeys(("volet", "lieu", "croise", "etats", "niveau_label", "unite"), INCONNUES) | {
    "libre": ("x" * 1_801, "a\u202eb~41ico8~", "a\0~~"),  # too long, or with invisible signs
    "secteur": ("zzz", "", "<script>", "batiment%00", "x" * 9999),
    "zone": ("sarthe-nord", "spo:5208", "bassin:", "bassin:5208:x", "../bassin:5208", "bassin:５２０８", "canton:1"),
    "periode": ("2023-T5", "2023-13", "1823", "２０２３", "2023\n"),
    "metier": ("metier:b2z", "rome:K1304", "famille:ABCDEF", "famille:A\n"),
    "indicateur": ("<script>",),
}


@pytest.mark.parametrize(("cle", "valeur"), [(cle, v) for cle, valeurs in REFUSES.items() for v in valeurs])
def test_what_is_not_a_choice_is_refused(cle, valeur):
    with pytest.raises(ValueError, match=r".*"):
        PARAMS[cle].parse([valeur])


def test_two_sectors_are_too_many_to_read_and_five_territories_to_compare():
    with pytest.raises(ValueError, match="lgv"):
        PARAMS["secteur"].parse(["lgv", "batiment"])
    codes = [f"bassin:{c}" for c in zonages.zones("bassin")["code_zone"][:5]]
    assert len(PARAMS["zones"].parse(codes[:4])) == 4
    with pytest.raises(ValueError, match="5221"):
        PARAMS["zones"].parse(codes)


def test_every_choice_has_a_french_name_for_the_notice():
    params = cadre.connus()
    cles = [p.key for p in params]
    assert sorted(cles) == sorted(set(cles)), "a key of the address belongs to one screen only"
    assert {p.dit for p in params} == {p.dit for p in params if p.libelle}


def test_a_click_on_the_drawn_zoning_is_the_choice(etat):
    choices.suivre_carte("bassin")(Choix("5208", "2023"))
    assert (etat["zone"], etat["periode"]) == ("bassin:5208", "2023")
    choices.suivre_carte("bassin")(Choix(None, "2023"))
    assert etat["zone"] is None


def test_a_click_under_the_outlines_of_another_zoning_chooses_the_zone_with_most_inhabitants(etat):
    etat["zonage"] = "spo"
    choices.suivre_carte("bassin")(Choix("5208", "2024"))
    recoupement = zonages.recoupement("bassin", "5208", "spo")
    assert recoupement["population_nb"].is_monotonic_decreasing
    assert etat["zone"] == f"spo:{recoupement['code_zone'].iloc[0]}" == "spo:le-mans"


def test_a_period_alone_keeps_the_territory_of_the_other_zoning(etat):
    etat |= {"zonage": "spo", "zone": "spo:laval"}
    choices.suivre_carte("bassin")(Choix(None, "2021"))
    assert (etat["zone"], etat["periode"]) == ("spo:laval", "2021")


def test_a_shape_outside_every_zone_changes_nothing(etat):
    etat |= {"zonage": "gtec", "zone": "gtec:ancenis"}
    bassins = zonages.zones("bassin")["code_zone"]
    dehors = next(c for c in bassins if zonages.recoupement("bassin", c, "gtec")["code_zone"].iloc[0] == "")
    choices.suivre_carte("bassin")(Choix(dehors, "2024"))
    assert etat["zone"] == "gtec:ancenis"


@pytest.mark.parametrize(("adresse", "zone", "zonage"), [
    ({"zone": "spo:ancenis"}, "spo:ancenis", "spo"),
    ({"zone": "spo:ancenis", "zonage": "bassin"}, "spo:ancenis", "bassin"),
    ({}, None, "bassin"),
    ({"zone": "region:52"}, "region:52", "bassin"),
])  # fmt: skip
def test_a_zone_without_its_zoning_brings_it(etat, monkeypatch, adresse, zone, zonage):
    monkeypatch.setattr(st, "query_params", adresse)
    etat |= {"zone": zone, url_state.ARRIVEE: True}
    lieu.accorder(choices.ZONAGES_CARTE)
    assert etat["zonage"] == zonage


def test_the_map_of_the_home_page_opens_a_territory_and_nothing_without_one(etat):
    choices.ouvrir_territoire(Choix(None, "2026"))
    assert "ouvrir" not in etat
    choices.ouvrir_territoire(Choix("cholet", "2026"))
    assert etat["ouvrir"] == "/territoires?lieu=spo:cholet"


def test_an_indicator_without_any_period_is_a_reason_and_not_a_crash():
    choices.exiger(("2024",))
    with pytest.raises(ErreurDonnees, match="aucun millésime chargé"):
        choices.exiger(())
