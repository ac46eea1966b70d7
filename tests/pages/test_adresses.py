"""Addresses: deep links, Back, what a stranger types, choices made one after the other, the place that follows."""

import itertools
import re
from urllib.parse import parse_qsl, urlencode

import pytest
import streamlit as st

from geo import zonages
from geo.sujets import pour, rattacher
from pages.components import cadre, choices, compat, document, lieu, url_state
from pages.components.feuille import Aller, Feuille
from pages.components.territory_map import Choix
from pages.components.url_state import ARRIVEE, LONGUEUR_MAX, Param, one, plusieurs, text
from pages.figures.ecrans import ECRANS
from tests.pages.outils import Lecteur, contenu, ouvrir, texte, titre
from tests.vues import courts, un_sur

ZONAGES = ("spo", "bassin", "ze")
QUATRE = [
    one("zonage", "spo", ZONAGES),
    one("annee", 2024, (2023, 2024), int),
    Param("metiers", [], plusieurs("ABC".__contains__), list),
    text("q"),
]


def charger(f, navigation=False, params=QUATRE, **suite):
    with pytest.MonkeyPatch.context() as m, f.ecrite():
        m.setattr(compat, "navigation", lambda: navigation)
        return url_state.load(params, **suite)


def garder(f, params=QUATRE, **suite):
    with f.ecrite():
        url_state.save(params, **suite)


def arriver(**valeurs):
    """A new session on an address, which it has written: its sheet, its state, its address, the values refused."""
    f = Feuille((cle, v) for cle, valeurs in valeurs.items() for v in valeurs)
    refusees = charger(f)
    garder(f)
    return f, f.session_state, f.query_params, refusees


def test_choices_of_another_screen_are_kept_in_the_session_and_leave_the_address():
    f, etat, adresse, _ = arriver(zonage=["bassin"], metiers=["B", "A", "B"], autre=["1"])
    montres = [p for p in QUATRE if p.key != "metiers"]
    garder(f, montres, ecartes=[p.key for p in QUATRE])
    assert adresse == {"zonage": ["bassin"], "annee": ["2024"], "autre": ["1"]}
    etat["zonage"] = "ze"
    charger(f)
    assert (etat["zonage"], etat["metiers"]) == ("ze", ["B", "A"])


def test_a_choice_made_before_the_browser_holds_the_address_of_the_last_one_undoes_nothing():
    f, etat, adresse, _ = arriver(zonage=["bassin"])
    avant = dict(adresse)
    etat["zonage"] = "ze"
    charger(f)
    garder(f)
    etat["annee"] = 2023
    adresse.from_dict(avant)
    charger(f)
    assert (etat["zonage"], etat["annee"]) == ("ze", 2023)
    # Taken back to where it was, the address is said all the same: what is on its way is not it.
    etat["zonage"], etat["annee"] = "bassin", 2024
    adresse.from_dict = lambda params: dites.append(params)
    dites = []
    garder(f)
    assert dites == [avant]


def test_back_twice_before_the_end_of_a_run_is_followed_twice():
    f, etat, adresse, _ = arriver(zonage=["bassin"])
    avant = dict(adresse)
    adresse["zonage"] = ["ze"]
    assert charger(f, navigation=True) == []  # this run is cut: it never saves
    assert etat["zonage"] == "ze"
    adresse.from_dict(avant)
    charger(f, navigation=True)
    assert etat["zonage"] == "bassin"


def test_change_of_page_keeps_the_session_and_foreign_parameters_stay():
    f, _, adresse, _ = arriver(zonage=["bassin"], embed=["true"])
    assert adresse["embed"] == ["true"]
    adresse.clear()
    charger(f)
    garder(f)
    assert adresse["zonage"] == ["bassin"]


HABITUELS = {"zonage": "spo", "annee": 2024, "metiers": [], "q": ""}
REFUSEES = {
    "zonage": (["inconnu"], [""], ["spo", "ze"], ["spo\x00"], ["../ze"], ["<script>alert(1)</script>"], ["SPO"]),
    "annee": (["\uff12\uff10\uff12\uff13"], [" 2023"], ["2_023"], ["2023.0"], ["9" * 5000]),
    "metiers": (["A", "Z"], ["A"] * 51),
    "q": (["a\x00b"], ["a\u202eb"], ["a" * 201], ["a", "b"]),
}  # fmt: skip


@pytest.mark.parametrize(("cle", "valeurs"), [(cle, v) for cle, refusees in REFUSEES.items() for v in refusees])
def test_unexpected_value_falls_back_and_is_reported(cle, valeurs):
    _, etat, _, refusees = arriver(**{cle: valeurs})
    assert (refusees, etat[cle]) == ([cle], HABITUELS[cle])


def test_back_before_a_first_choice_forgets_it():
    f, etat, adresse, _ = arriver()
    avant = dict(adresse)
    etat["q"], etat["metiers"] = "soudeur", ["A"]
    garder(f)
    adresse.from_dict(avant)
    charger(f, navigation=True, montres=["zonage", "q"])
    assert (etat["q"], etat["metiers"]) == ("", ["A"])  # the other screen's choice is not in question
    assert etat[ARRIVEE]
    garder(f)
    charger(f)
    assert not etat[ARRIVEE]


def test_refused_value_on_the_way_keeps_the_choice_made():
    f, _, adresse, _ = arriver(zonage=["bassin"])
    adresse["zonage"] = ["inconnu"]
    assert charger(f, navigation=True) == ["zonage"]
    garder(f)
    assert adresse["zonage"] == ["bassin"]


def test_very_long_address_is_refused_before_any_parsing():
    def parse(valeurs):
        raise AssertionError("parsed")

    params = [Param("x", None, parse, lambda valeur: [])]
    f = Feuille([("x", "a" * 100_000)])
    assert len(f.query_params["x"][0]) > LONGUEUR_MAX
    assert charger(f, params=params) == ["x"]


PARAMS = {p.key: p for p in cadre.connus()}


@pytest.fixture
def etat(monkeypatch):
    etat = {"zonage": "bassin", "zone": None, "periode": "2024"}
    monkeypatch.setattr(st, "session_state", etat)
    return etat


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
    with pytest.raises(Aller, match=r"/territoires\?lieu=spo:cholet"):
        choices.ouvrir_territoire(Choix("cholet", "2026"))


MODULES = tuple(e.module for e in ECRANS)
HOSTILES = (
    [], [""], ["\x00"], ["%00"], ["２０２３"], ["<script>alert(1)</script>"], ["../../etc/passwd"], ["nan"], ["-1"],
    ["![x](https://exemple.invalid/x.png)"], ["\u202ebassin:5220"], ["%{y}"], ["9" * 400], ["x" * 100_000],
    ["bassin:5220", "bassin:5220"], ["bassin:5220"] * 60, ["ze:5220"], ["spo:"], [":"], ["2023-T9"], ["2023-02-30"],
    ["famille:" + "Z" * 50], ["bmo/2024--00000000"],
)  # fmt: skip
ABSURDES = ("<script>alert(1)</script>", "../x", "bassin:9999", "é" * 300)


def test_a_hostile_value_is_refused_or_taken_whole():
    for p, v in itertools.product(cadre.connus(), filter(None, HOSTILES)):
        try:
            lue = p.parse(v)
        except ValueError:
            continue
        ecrite = p.dump(lue)
        assert [x for x in ecrite if not isinstance(x, str)] == [], (p.key, ascii(v)[:60])
        assert not ecrite or p.parse(ecrite) == lue, (p.key, ascii(v)[:60])


@pytest.mark.parametrize("rang", un_sur(3, range(len(MODULES))))
def test_every_screen_survives_an_address_wholly_hostile(racine, rang):
    """Two addresses a screen; over all the screens each choice takes every value."""
    for decalage in (rang, rang + 2):
        choix = [(p.dit, ABSURDES[(i + decalage) % len(ABSURDES)]) for i, p in enumerate(cadre.connus())]
        dit = document.faire(MODULES[rang], choix)
        assert (dit.passagere, "<script>alert" in dit.html) == (False, False)


# What is taken away from « Données », which shows nothing else.
FICHIERS = ("perimetre", "geojson", "zonage_geojson")


def autres(at: Lecteur) -> dict[str, str]:
    """Key of each list or switch -> another choice than the present one, as far from it as its options go."""
    listes = [w for genre in ("selectbox", "button_group") for w in at.get(genre) if w.key]
    derniers = {w.key: [v for v, _ in w.dit["options"] if v != w.dit["valeur"]][-1:] for w in listes}
    return {cle: reste[0] for cle, reste in derniers.items() if reste}


def vu(at: Lecteur) -> list[str]:
    return re.findall(r"<(?:h1|h2|tr|li)\b.*?</(?:h1|h2|tr|li)>", contenu(at), re.S)


@pytest.mark.parametrize("pas", courts((2, 1), (2,)))
@pytest.mark.parametrize("ecran", un_sur(2, MODULES[1:]))
def test_a_page_opened_at_the_address_of_each_of_its_choices_is_that_page(racine, ecran, pas):
    fautes = []
    for cle, choix in [*autres(ouvrir(ecran)).items()][::pas]:
        if cle.startswith(FICHIERS):
            continue
        at = ouvrir(ecran)
        genre = "selectbox" if cle in [w.key for w in at.selectbox] else "button_group"
        getattr(at, genre)(key=cle).set_value(choix).run()
        if vu(ouvrir(ecran, **at.query_params)) != vu(at):
            fautes.append((cle, choix, at.query_params))
    assert fautes == []


pytestmark = pytest.mark.usefixtures("racine")


def adresse(at) -> list[tuple[str, str]]:
    return at.query_params.paires()


def test_a_choice_that_no_address_holds_is_kept_over_what_the_screen_takes_first():
    at = ouvrir("tendances", indicateur="taux_chomage", zones="ze:5211").deplier("origine-tendances".__eq__)
    assert at.selectbox("suivi-periode").value == "2024-T4"
    at.selectbox("suivi-periode").set_value("2015-T1").run()
    at.selectbox("place-2").set_value("ze:5214").run()
    at.button_group("mode").set_value("indice").run()
    assert at.selectbox("suivi-periode").value == "2015-T1"
    assert "1ᵉʳ trimestre 2015" in texte(at)


def test_periods_that_nobody_asked_for_follow_the_indicator_in_silence():
    at = ouvrir("carte", indicateur="taux_chomage").deplier("pli-vignettes".__eq__)
    at.selectbox("indicateur").set_value("bmo_projets").run()
    assert at.multiselect("annees").value == at.query_params["annees"]
    assert [a.label for a in at.info if "laissée de côté" in a.label] == []


def test_a_table_left_for_another_view_is_found_again():
    at = ouvrir("explorer")
    for cle, valeurs in (("x-indicateurs", ["taux_chomage"]), ("x-tri", ""), ("x-zones", [])):
        (at.multiselect if cle != "x-tri" else at.selectbox)(cle).set_value(valeurs).run()
    dite = adresse(at)
    assert {"tri", "zonage"}.isdisjoint(dict(dite))  # an order, and places, that nothing says
    at.selectbox("explorer").set_value("nuage").run()
    assert "taux_chomage" not in at.query_params["indicateur"]
    at.selectbox("explorer").set_value("tableau").run()
    assert adresse(at) == dite
    assert at.multiselect("x-zones").value == []


def test_a_table_turned_round_has_its_places_as_columns():
    assert ouvrir("explorer").selectbox("explorer").set_value("retourne").run().query_params["colonnes"] == "zone"


def test_what_changes_no_choice_leaves_the_address_as_it_is():
    at = ouvrir("carte")
    dite = adresse(at)
    assert adresse(at.deplier("origine-carte".__eq__)) == dite
    assert adresse(ouvrir("carte", **dict(sorted(parse_qsl(urlencode(dite)))))) == dite


def test_the_menu_leads_back_to_a_screen_as_it_was_left():
    at = ouvrir("formation", entree="secteur", secteur="numerique", lieu="commune:72180")
    dite = adresse(at)
    at.switch_page("pages/carte.py").run()
    assert "entree" not in at.query_params
    assert [c for c in dite if c not in adresse(at.switch_page("pages/formation.py").run())] == []


def test_words_typed_in_place_of_an_option_are_understood_by_the_screen():
    at = ouvrir("formation")
    at.selectbox("metier").set_value("dev web").run()
    assert at.query_params["metier"] == "metier:M1X80"
    at.selectbox("metier").set_value("zzzz").run()
    assert "« zzzz »" in at.info[0].label
    at = ouvrir("explorer")
    at.multiselect("x-metiers").set_value(["dev web", "libre-service"]).run()
    assert at.query_params["metier"][0] == "metier:M1X80"


MAMERS, AVESSAC = "commune:72180", "commune:44007"
PART = "bmo_part_difficiles_estimee"
POUR = "bassin d’emploi de Mamers, pour la commune de Mamers"


@pytest.mark.parametrize("ecran", ["carte", "meteo", "portrait", "tendances"])
def test_a_screen_shows_the_zone_that_holds_the_place_and_says_for_which(ecran):
    at = ouvrir(ecran, lieu=MAMERS, indicateur=PART)
    assert "Mamers" in texte(at)
    assert ecran == "tendances" or POUR in texte(at)
    assert at.query_params["lieu"] == MAMERS


def test_the_place_is_read_in_the_zoning_of_the_indicator_and_kept_in_another():
    assert ouvrir("carte", lieu=MAMERS, indicateur="taux_chomage").query_params["zonage"] == "ze"
    at = ouvrir("carte", lieu=MAMERS, indicateur=PART)
    at.session_state["zonage"] = "departement"
    assert at.run().selectbox(key="zone").value == "departement:72"
    assert at.query_params["lieu"] == MAMERS


def test_another_territory_moves_the_place_everywhere():
    at = ouvrir("carte", lieu=MAMERS, indicateur=PART)
    at.selectbox(key="zone").select("bassin:5221").run()
    assert at.query_params["lieu"] == "bassin:5221"
    assert at.switch_page("pages/tendances.py").run().query_params["zones"] == "bassin:5221"
    assert "Ancenis" in titre(at.switch_page("pages/territoires.py").run())


def test_territories_that_a_link_names_go_before_its_place():
    zones = ["bassin:5209", "bassin:5208"]
    assert ouvrir("tendances", lieu=MAMERS, indicateur=PART, zones=zones).query_params["zones"] == zones
    assert ouvrir("carte", lieu=MAMERS, zone="bassin:5221", zonage="bassin").query_params["lieu"] == "bassin:5221"


def test_a_town_never_speaks_for_its_departement_nor_a_departement_for_the_region():
    assert rattacher("departement", "72", ("bassin",)) is None
    assert rattacher("region", "52", ("departement",)) is None
    r = rattacher("spo", "ancenis", ("departement",))
    assert pour("spo", "ancenis", r).endswith("où vit la plus grande part de sa population")
    r = rattacher("spo", "cholet", ("bassin",))
    assert r.part_population < 0.5
    assert pour("spo", "cholet", r) == "bassin d’emploi de Cholet, du même nom, pour le territoire SPO de Cholet"


def test_two_communes_of_one_name_are_told_apart_in_a_list():
    at = ouvrir("carte", indicateur="population", zonage="commune")
    liste = at.selectbox(key="zone")
    assert liste.options.count("Changé (Mayenne)") == 1
    liste.select("commune:53054").run()
    assert at.query_params["zone"] == "commune:53054"
