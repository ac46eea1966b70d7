"""The map of one set of choices: finding, reading, states, legend, over the usual and the awkward."""

import json
import math

import pytest

from data_loaders.contracts.indicateurs import INDICATEURS
from geo import zonages
from pages.figures.carte import vue as vue_carte
from pages.figures.carte.dessin import Carte, EtatZone, dessiner_svg
from tests.pages.figures.invente import fr, tableau

P = "2023"
SECRET = "secret statistique : le producteur masque toute valeur inférieure à 5"
NANTES = {"value": 55.0, "borne_basse": 52.1, "borne_haute": 58.3, "caches_nb": 3}
USUELLE = {"5221": 73.4, "5220": NANTES, "5216": "Q", "5208": 40}
CODES = tuple(zonages.zones("bassin")["code_zone"])


def part(valeurs=USUELLE, region=59.4, *, autres=50, zonage="bassin", zone=None, vue="niveau", **options):
    t = tableau("bmo_part_difficiles", "bassin", {P: valeurs}, autres=autres, **options)
    r = tableau("bmo_part_difficiles", "region", {P: {"52": region}})
    return vue_carte.preparer(t, r, zonage, zone, P, vue)


def compte(valeurs, region, zone=None, code="bmo_projets", zonage="bassin", periode=P, autres=40):
    t = tableau(code, zonage, {periode: valeurs}, autres=autres)
    return vue_carte.preparer(t, tableau(code, "region", {periode: {"52": region}}), zonage, zone, periode)


@pytest.mark.parametrize(
    ("zone", "titre", "lecture"),
    [
        (
            "5221",
            "À Ancenis, 73,4~% des projets de recrutement sont jugés difficiles",
            "À Ancenis, en 2023, 73,4~% des projets de recrutement sont jugés difficiles, 14,0~points de plus "
            "que dans la "
            "région (59,4~%). C’est la valeur centrale la plus élevée des 25 bassins d’emploi à valeur connue.",
        ),
        (
            "5220",
            "À Nantes, 55,0~% des projets de recrutement sont jugés difficiles",
            "À Nantes, en 2023, 55,0~% des projets de recrutement sont jugés difficiles, 4,4~points de moins que "
            "dans la "
            "région (59,4~%). Le secret statistique laisse la part déclarée entre 52,1 et 58,3~%. C’est la 2e "
            "valeur centrale la plus "
            "élevée des 25 bassins d’emploi à valeur connue.",
        ),
        ("5216", f"Aux Sables-d’Olonne, {SECRET}", f"Aux Sables-d’Olonne, en 2023, {SECRET}."),
        (
            None,
            "Dans les Pays de la Loire, 59,4~% des projets de recrutement sont jugés difficiles",
            "Dans les Pays de la Loire, en 2023, 59,4~% des projets de recrutement sont jugés difficiles.",
        ),
    ],
)
def test_finding_and_reading_of_a_rate(zone, titre, lecture):
    v = part(zone=zone)
    assert v.titre == fr(titre)
    assert v.lecture == fr(lecture)
    assert v.selection == zone
    assert v.sous_titre == "Part des projets de recrutement jugés difficiles, 26 bassins d’emploi, 2023, en %"


def test_states_hold_class_value_and_label():
    v = part()
    etats = v.etats[P]
    assert set(etats) == set(CODES)
    assert etats["5221"] == EtatZone(5, "73,4", fr("Ancenis~: 73,4~%"), "ok", 73.4)
    assert etats["5208"][:2] == (2, "40,0")
    assert etats["5216"] == EtatZone(None, "s", fr(f"Les Sables-d’Olonne~: {SECRET}"), "s")
    assert etats["5220"].etiquette == fr("Nantes~: 55,0~%~(52,1 à 58,3)")
    assert v.legende.limites == (40, 50, 60, 70)
    assert v.legende.region == {P: (59.4, "59,4")}
    assert v.legende.suites == {P: {"5216": SECRET}}
    assert v.legende.lieux["5208"] == "Au Mans"
    assert (v.mode, v.dessine, v.contours) == ("classes", "bassin", "")


def test_the_region_is_the_zero_of_the_gaps():
    v = part(vue="ecart")
    assert v.etats[P]["5221"] == EtatZone(5, "+14,0", fr("Ancenis~: +14,0~points (73,4~%)"), "ok", 14.0)
    assert v.etats[P]["5208"].valeur == "−19,4"
    assert v.legende.region == {P: (0.0, "0")}
    assert v.legende.suites[P][""] == fr("par construction~: la région, 59,4~%, est la référence")
    assert v.sous_titre.endswith("2023, écart à la région, en points")
    assert v.mode == "ecarts"


def test_gaps_without_a_figure_of_the_region_are_not_available():
    v = part(region="Q", vue="ecart")
    assert v.etats[P]["5221"] == EtatZone(None, "n.d.", fr("Ancenis~: écart non disponible"), "nd")
    assert v.etats[P]["5216"].statut == "s"
    assert v.legende.region == {}


def test_all_secret_says_so_and_gives_the_region_s_own_reason():
    v = part({}, region="Q", autres="Q")
    assert v.titre == fr("Part des projets de recrutement jugés difficiles~: aucune valeur publiée pour cette période")
    assert v.lecture == fr(f"La région n’a pas de valeur~: {SECRET}.")
    assert {e.statut for e in v.etats[P].values()} == {"s"}
    assert v.legende.suites[P][""] == SECRET


def test_a_region_that_the_source_cannot_sum_is_said_with_the_span_of_the_zones():
    raison = "n.d. : le fichier est diffusé par EPCI entier"
    v = compte({"ancenis": 11348}, {"obs_status": "L", "raison": raison}, None, "defm_a", "spo", "2019-12")
    assert v.titre == fr("De 40 à 11_348~demandeurs d’emploi selon le territoire")
    assert v.lecture == fr("La région n’a pas de valeur~: le fichier est diffusé par EPCI entier.")


def test_a_period_that_the_region_does_not_have():
    t = tableau("taux_chomage", "ze", {"2023-T3": {}}, autres=6)
    region = tableau("taux_chomage", "region", {"2023-T4": {"52": 6}})
    v = vue_carte.preparer(t, region, "ze", None, "2023-T3")
    assert v.region is None
    assert v.lecture == fr("La région n’a pas de valeur~: aucune valeur publiée pour cette période.")


def test_counts_are_circles_with_their_lower_bounds_and_singular():
    v = compte(
        {"5221": {"value": 100, "minorant": True, "caches_nb": 1}, "5216": 1, "5208": 0},
        {"value": 1000, "minorant": True, "caches_nb": 2},
        "5221",
    )
    assert v.titre == "À Ancenis, au moins 100 projets de recrutement"
    assert v.mode == "cercles"
    assert v.etats[P]["5221"] == EtatZone(None, "100", fr("Ancenis~: au moins 100~projets"), "ok", 100.0, "≥")
    assert v.legende.maximum == 100
    assert v.legende.tailles == ((100.0, "100"), (20.0, "20"), (5.0, "5"))
    assert v.legende.suite == "projets de recrutement"
    assert v.legende.suites[P] == {"5216": "projet de recrutement", "5208": "projet de recrutement"}
    assert v.legende.region == {P: (1000.0, fr("au moins 1_000"))}


def test_counts_never_show_gaps():
    t = tableau("bmo_projets", "bassin", {P: {}}, autres=4)
    region = tableau("bmo_projets", "region", {P: {"52": 100}})
    assert vue_carte.preparer(t, region, "bassin", None, P, "ecart").mode == "cercles"


def test_another_zoning_is_outlined_over_the_producer_s_own_and_nothing_is_estimated():
    v = part({"5227": 50.0}, zonage="spo", zone="laval")
    assert (v.dessine, v.contours, v.selection) == ("bassin", "spo", None)
    assert v.titre == fr("Le territoire SPO de Laval est compris dans le bassin d’emploi de Laval~: 50,0~%")
    assert v.lecture.endswith("Aucune valeur n’est estimée pour le territoire SPO.")
    assert v.retenues == {"5227"}
    assert [texte for texte, _ in v.badges] == [
        fr("Découpage de travail~: bassins d’emploi"),
        fr("Découpage de travail~: territoires SPO"),
    ]


@pytest.mark.parametrize(
    ("code", "zonage", "dessine"),
    [
        ("bmo_part_difficiles", "spo", "bassin"),
        ("bmo_part_difficiles", "departement", "departement"),
        ("defm_a", "spo", "spo"),
        ("defm_a", "bassin", "epci"),
        ("taux_chomage", "commune", "ze"),
        ("population", "gtec", "gtec"),
    ],
)
def test_the_drawn_zoning_is_the_chosen_one_or_the_producer_s(code, zonage, dessine):
    assert vue_carte.zonage_dessine(INDICATEURS[code], zonage) == dessine


def test_statuses_that_are_not_plain_are_marked_and_read_aloud():
    v = part({"5221": {"value": 60, "obs_status": "P"}, "5208": {"value": 60, "obs_status": "D"}})
    assert v.etats[P]["5221"].indice == "p"
    assert v.etats[P]["5221"].etiquette == fr("Ancenis~: 60,0~% (provisoire)")
    assert v.etats[P]["5208"].etiquette.endswith("(définition différente)")


def test_demonstration_and_source_are_never_mixed():
    demo, officiel = part(demonstration=True), part()
    assert ("Données de démonstration", "demo") in demo.badges
    assert demo.source.startswith("Données de démonstration, chiffres inventés")
    assert "France Travail" not in demo.source
    assert officiel.source.startswith(
        "France Travail, enquête Besoins en main-d’œuvre (BMO), 2023. Fonds IGN et Insee."
    )
    assert "Données de démonstration" not in dict(officiel.badges)


AWKWARD = {
    "usual": (USUELLE, 50, 59.4),
    "all secret": ({}, "Q", "Q"),
    "not available": ({}, "L", "L"),
    "all equal": ({}, 50, 50),
    "all zero": ({}, 0, 0),
    "huge": ({"5221": 1e15}, 50, 1e15),
    "beyond bounds": ({"5221": 250, "5208": -5}, 50, 59),
    "one zone known": ({"5221": 50}, "Q", "Q"),
}


@pytest.mark.parametrize("code", ["bmo_part_difficiles", "bmo_projets"])
@pytest.mark.parametrize("zonage", ["bassin", "spo"])
@pytest.mark.parametrize("vue", ["niveau", "ecart"])
@pytest.mark.parametrize("cas", AWKWARD)
def test_every_map_is_drawn_over_awkward_figures(code, zonage, vue, cas):
    valeurs, autres, region = AWKWARD[cas]
    t = tableau(code, "bassin", {P: valeurs}, autres=autres)
    r = tableau(code, "region", {P: {"52": region}})
    fond, trace = (json.loads(c.read_text("utf-8")) for c in (zonages.fond(), zonages.trace("bassin")))
    for zone in (None, "5221" if zonage == "bassin" else "ancenis"):
        v = vue_carte.preparer(t, r, zonage, zone, P, vue)
        assert set(v.etats[P]) == set(CODES)
        assert all(e.classe is None or 1 <= e.classe <= 5 for e in v.etats[P].values())
        assert all(math.isfinite(e.nombre) for e in v.etats[P].values() if e.nombre is not None)
        assert v.titre
        assert "nan" not in v.titre + v.lecture + v.sous_titre
        carte = Carte(v.titre, v.etats[P], v.legende, v.mode, v.sous_titre, P, v.selection)
        dessin = dessiner_svg(fond, trace, carte)
        assert "nan" not in dessin.replace("Nantes", "").lower().split("<desc")[0]
        if v.mode != "cercles":
            bas, haut = v.legende.etendue
            assert bas <= v.legende.limites[0] <= v.legende.limites[-1] <= haut


@pytest.mark.parametrize(
    ("valeurs", "bouts"),
    [
        ({"5221": 50, "5208": 55}, (35, 75)),  # half a class outside the limits 40 to 70, whatever is known
        ({"5221": 33, "5208": 78}, (33, 78)),
        ({"5221": 12, "5208": 99}, (30, 80)),  # never more than a class
    ],
)
def test_the_scale_ends_with_the_figures_within_one_class_of_the_outer_limits(valeurs, bouts):
    assert part(valeurs, autres=50).legende.etendue == bouts


@pytest.mark.parametrize(
    ("bas", "haut", "classe", "fragile", "statut"),
    [(61, 64, 4, False, "ok"), (58, 64, 4, True, "ok"), (49, 64, None, False, "nd")],
)
def test_bounds_over_two_classes_are_fragile_and_over_three_undetermined(bas, haut, classe, fragile, statut):
    v = part({"5221": {"value": 62.0, "borne_basse": bas, "borne_haute": haut}})
    etat = v.etats["2023"]["5221"]
    assert (etat.classe, etat.fragile, etat.statut, etat.valeur) == (classe, fragile, statut, "62,0")
