"""The map of one set of choices: finding, reading, states, legend, over the usual and the awkward."""

import dataclasses
import math
from itertools import product
from types import SimpleNamespace

import pytest

from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.jeux.calculs import Metier
from data_loaders.portraits import lieu
from geo import lieux, zonages
from pages.figures import classes
from pages.figures.carte import vue as vue_carte
from pages.figures.carte.dessin import EtatZone, dessiner
from tests.lecture import nombres
from tests.pages.figures.invente import ESTIMEE, METIER, fr, tableau
from tests.vues import un_sur

P = "2023"
ESTIMATION = "bmo_part_difficiles_estimee"
SECRET = "secret statistique : le producteur masque toute valeur inférieure à 5"
USUELLE = {"5221": 84.2, "5220": 310, "5216": "Q", "5208": 50}
CODES = tuple(zonages.zones("bassin")["code_zone"])


def voir(code, valeurs, region, *, autres, dessine="bassin", zonage=None, zone=None, periode=P, vue="niveau", **suite):
    t = tableau(code, dessine, {periode: valeurs}, autres=autres, **suite)
    r = tableau(code, "region", {periode: {"52": region}})
    return vue_carte.preparer(t, r, zonage or dessine, zone, periode, vue)


def taux(valeurs=USUELLE, region=121, autres=90, **choix):
    return voir("densite", valeurs, region, autres=autres, **choix)


def part(valeurs, region=59.5, autres=50, **choix):
    return voir(ESTIMATION, valeurs, region, autres=autres, **choix)


ANCENIS = "À Ancenis, 84~hab./km² en moyenne"
RANG = "C’est la 2ᵉ valeur la plus basse des 25 bassins d’emploi à valeur connue."


@pytest.mark.parametrize(
    ("zone", "dit", "lecture"),
    [
        ("5221", ANCENIS, f"37~hab./km² de moins que dans la région (121~hab./km²). {RANG}"),
        ("5216", f"Aux Sables-d’Olonne, {SECRET}", f"Aux Sables-d’Olonne, en 2023, {SECRET}."),
        (None, None, "Dans les Pays de la Loire, en 2023, 121~hab./km² en moyenne."),
    ],
)
def test_the_title_is_the_spread_and_a_zone_has_its_sentence(zone, dit, lecture):
    v = taux(zone=zone)
    assert v.titre == fr("Densité en 2023~: de 50~hab./km² au Mans à 310 à Nantes")
    assert dit is None or v.titres[P][zone] == fr(dit)
    assert v.lecture.endswith(fr(lecture))
    assert v.selection == zone
    assert v.sous_titre == "Densité de population, 26 bassins d’emploi, 2023, en hab./km²"


@pytest.mark.parametrize(
    ("periode", "valeurs", "autres", "titre"),
    [
        ("2023-T3", (7.9, 3.5), 5.0, "Chômage en 2023~: de 3,5~% {} à 7,9~% autour {}"),
        ("2024-T4", (7.9,), 5.0, "Chômage fin 2024~: de 5,0~% dans 22 zones à 7,9~% autour {}"),
        ("2023-T3", (), 5.0, "Chômage en 2023~: 5,0~% partout"),
        ("2023-T3", (), "L", "Chômage en 2023~: aucune valeur publiée"),
    ],
    ids=["écart", "à égalité", "partout", "rien"],
)
def test_titles_of_a_rate(periode, valeurs, autres, titre):
    haute, basse = list(zonages.zones("ze")["code_zone"])[:2]
    dits = [lieux.locatif("ze", basse)] * (len(valeurs) > 1) + [lieux.genitif("ze", haute)]
    valeurs = dict(zip((haute, basse), valeurs, strict=False))
    v = voir("taux_chomage", valeurs, 5.8, autres=autres, dessine="ze", periode=periode)
    assert v.titre == fr(titre.format(*map(lieux.bref, dits)))
    assert v.contours == "spo"
    assert v.source.endswith("Contours\u00a0: territoires SPO, découpage de travail.")


def test_states_hold_class_value_and_label():
    v = taux()
    etats, legende = v.etats[P], v.legende.a(P)
    assert set(etats) == set(CODES)
    assert etats["5221"] == EtatZone(etats["5221"].classe, "84", fr("Ancenis~: 84~hab./km²"), "ok", 84.2)
    assert etats["5208"][:2] == (1, "50")
    assert etats["5221"].classe > 1
    assert etats["5216"] == EtatZone(None, "s", fr(f"Les Sables-d’Olonne~: {SECRET}"), "s")
    assert {e.classe for e in etats.values()} - {None} == set(range(1, len(legende.classes) + 1))
    assert v.legende.region == {P: (121, "121")}
    assert v.legende.suites == {P: {"5216": SECRET}}
    assert v.legende.lieux["5208"] == "Au Mans"
    assert v.legende.extremes == {P: fr("1 bassin d’emploi atteint 100~hab./km²~: Nantes.")}
    assert (v.mode, v.dessine, v.contours) == ("classes", "bassin", "")


CHOMAGES = (3.5, 4.1, 4.2, 4.9, 4.9, 5.0, 5.5, 5.6, 5.8, 6.0, 6.1, 6.6, 7.0, 7.3, 7.9)


@pytest.mark.parametrize(
    ("valeurs", "limites"),
    [(CHOMAGES, (4, 5, 6, 7)), ((*range(1, 10), 1000), (4, 6, 8, 10)), ((5, 5, 6), (6,)), ((5, 5), ())],
)
def test_limits_are_round_and_leave_no_class_empty(valeurs, limites):
    assert classes.limites_rondes(valeurs) == limites


def test_the_figure_printed_gives_the_class():
    v = taux({"5221": 79.6, "5208": 79.4}, autres=80)
    assert v.legende.a(P).limites == (80,)
    assert [(v.etats[P][c].valeur, v.etats[P][c].classe) for c in ("5221", "5208")] == [("80", 2), ("79", 1)]


def test_the_region_is_the_zero_of_the_gaps():
    v = taux(vue="ecart")
    assert v.etats[P]["5220"] == EtatZone(5, "+189", fr("Nantes~: +189~hab./km² (310~hab./km²)"), "ok", 189.0)
    assert v.etats[P]["5208"].valeur == "−71"
    assert v.legende.region == {P: (0.0, "0")}
    assert v.legende.suites[P][""] == fr("par construction~: la région, 121~hab./km², est la référence")
    assert v.sous_titre.endswith("2023, écart à la région, en hab./km²")
    assert v.mode == "ecarts"


def test_gaps_without_a_figure_of_the_region_are_not_available():
    v = taux(region="Q", vue="ecart")
    assert v.etats[P]["5221"] == EtatZone(None, "n.d.", fr("Ancenis~: écart non disponible"), "nd")
    assert (v.etats[P]["5216"].statut, v.legende.region) == ("s", {})


BLAIN = ESTIMEE | {"position": 1, "memoire": 0, "value": 73.6}
COMME = ESTIMEE | {"value": 59.6, "position": 0, "memoire": 0, "declaree": 0.58}
DEUX = {"5208": ESTIMEE, "5230": BLAIN}


def test_the_estimated_share_of_all_metiers_is_coloured_by_its_printed_number():
    v = part(DEUX, 59.5, autres=COMME, zone="5208")
    etats = [v.etats[P][c] for c in ("5208", "5230", "5220")]
    assert [(e.classe, e.ecrite, e.nombre) for e in etats] == [(1, fr("55~▼"), 55), (3, fr("74~▲"), 74), (2, "60", 60)]
    assert etats[0].etiquette == fr("Le Mans~: 55~%, plus bas que dans la région, 37~% déclarés ici")
    assert v.titres[P]["5208"].endswith(fr("jugés difficiles, plus bas que dans la région (60~%)"))
    assert "Au-dessous de la région à chaque enquête" in v.lecture
    assert nombres(v.lecture) == [2023, 55, 60, 50, 61, 44, 56, 37, 14, 36]


@pytest.mark.parametrize(
    ("valeurs", "titre", "dit"),
    [
        (DEUX, "peu d’écarts entre bassins, autour de 60~%", "Blain plus haut, Le Mans plus bas"),
        ({}, "peu d’écarts entre bassins, autour de 60~%", ""),
        (dict.fromkeys(CODES[:6], BLAIN), "de 60~% dans 20 bassins à 74~% dans 6 bassins", ""),
    ],
    ids=["deux", "aucun", "plus de deux sur dix"],
)
def test_few_gaps_make_the_title_and_the_zones_that_differ_are_named_under_it(valeurs, titre, dit):
    v = part(valeurs, 59.5, autres=COMME)
    assert v.titre == fr(f"Embauches difficiles en 2023~: {titre}")
    assert v.legende.extremes[P] == dit


@pytest.mark.parametrize(
    ("certitude", "dit"), [("solide", "partagé, solide, d’après la France surtout"), ("fragile", "à confirmer")]
)
def test_a_metier_says_its_class_and_how_sure_it_is_nothing_of_the_region(certitude, dit):
    zone = METIER | {"certitude": certitude}
    t = dataclasses.replace(tableau(ESTIMATION, "bassin", {P: {"5208": zone}}), metier=Metier("famille", "C"))
    v = vue_carte.preparer(t, tableau(ESTIMATION, "region", {P: {"52": METIER}}), "bassin", "5208", P, metier="Cadres")
    etat = v.etats[P]["5208"]
    assert (etat.indice, etat.fragile) == ("", certitude == "fragile")
    assert etat.etiquette == fr(f"Le Mans~: 55~%, {dit}")
    suite = "" if certitude == "fragile" else f"~: {dit}"
    assert v.titres[P]["5208"] == fr(f"Cadres~: au Mans, 55~% des projets d’embauche jugés difficiles{suite}")
    assert v.sous_titre.startswith("Embauches jugées difficiles, estimées, cadres, ")
    assert "que dans la région" not in v.lecture


def test_projects_of_one_metier_are_circles_without_rank():
    valeurs = {c: {"value": v} for c, v in (("5208", 120.0), ("5220", 300.0), ("5221", 80.0))}
    tous = tableau("bmo_projets", "bassin", {P: valeurs}, autres="L")
    region = tableau("bmo_projets", "region", {P: {"52": 900.0}})
    seul = dataclasses.replace(tous, metier=Metier("famille", "C"))
    v = vue_carte.preparer(seul, region, "bassin", "5220", P, metier="Cadres")
    assert v.mode == "cercles"
    assert v.titre == fr("Cadres, projets d’embauche en 2023~: de 80~projets à Ancenis à 300 à Nantes")
    assert v.titres[P]["5220"] == fr("Cadres~: à Nantes, 300 projets de recrutement")
    assert "la plus" in vue_carte.preparer(tous, region, "bassin", "5220", P).lecture
    assert "la plus" not in v.lecture
    tetes = {t.metier: [x for x, _ in vue_carte.table(t, region, P, frozenset()).entetes] for t in (tous, seul)}
    assert "Rang" in tetes[None]
    assert "Rang" not in tetes[seul.metier]
    assert tetes[seul.metier][1] == "Territoire"  # the second column names the row


def test_all_secret_says_so_and_gives_the_region_s_own_reason():
    v = part({}, region="Q", autres="Q")
    assert v.titre == fr("Embauches difficiles en 2023~: aucune valeur publiée")
    assert v.lecture == fr(f"La région n’a pas de valeur~: {SECRET}.")
    assert {e.statut for e in v.etats[P].values()} == {"s"}
    assert v.legende.suites[P][""] == SECRET


def test_a_region_that_the_source_cannot_sum_is_said_with_the_span_of_the_zones():
    region = {"obs_status": "L", "raison": "n.d. : le fichier est diffusé par EPCI entier"}
    v = voir("defm_a", {"ancenis": 11348}, region, autres=40, dessine="spo", periode="2019-12")
    assert v.titre == fr("Inscrits à France Travail sans emploi fin 2019~: de 40 à 11_348 selon les territoires")
    assert v.lecture == fr("La région n’a pas de valeur~: le fichier est diffusé par EPCI entier.")


def test_a_period_that_the_region_does_not_have():
    t = tableau("taux_chomage", "ze", {"2023-T3": {}}, autres=6)
    region = tableau("taux_chomage", "region", {"2023-T4": {"52": 6}})
    v = vue_carte.preparer(t, region, "ze", None, "2023-T3")
    assert v.lecture == fr("La région n’a pas de valeur~: aucune valeur publiée pour cette période.")


def test_counts_are_circles_with_their_lower_bounds_and_singular():
    zones = {"5221": {"value": 100, "minorant": True, "caches_nb": 1}, "5216": 1, "5208": 0}
    region = {"value": 1000, "minorant": True, "caches_nb": 2}
    v = voir("bmo_projets", zones, region, autres=40, zone="5221")
    assert v.titre == fr("Projets d’embauche en 2023~: au moins 100~projets à Ancenis, le plus haut")
    assert v.titres[P]["5221"] == "À Ancenis, au moins 100 projets de recrutement"
    assert v.mode == "cercles"
    assert v.etats[P]["5221"] == EtatZone(None, "100", fr("Ancenis~: au moins 100~projets"), "ok", 100.0, "≥")
    assert v.legende.maximum == 100
    assert v.legende.tailles == ((100.0, "100"), (20.0, "20"), (5.0, "5"))
    assert v.legende.suite == "projets de recrutement"
    assert v.legende.suites[P] == dict.fromkeys(("5216", "5208"), "projet de recrutement")
    assert v.legende.region == {P: (1000.0, fr("au moins 1_000"))}
    assert voir("bmo_projets", zones, region, autres=40, vue="ecart").mode == "cercles", "counts never show gaps"


def test_another_zoning_is_outlined_over_the_producer_s_own_and_nothing_is_estimated():
    v = part({"5227": 50.0}, zonage="spo", zone="laval")
    assert (v.dessine, v.contours, v.selection) == ("bassin", "spo", None)
    assert v.titre == fr("Embauches difficiles~: pas publié par territoire SPO\u202f; le voici par bassin d’emploi")
    assert v.legende.dits[P][0] == fr("Le territoire SPO de Laval est compris dans le bassin d’emploi de Laval~:")
    assert v.lecture.endswith("Aucune valeur n’est estimée pour le territoire SPO.")
    assert v.retenues == {"5227"}
    supposes = ("bassins d’emploi", "territoires SPO")
    assert [texte for texte, _ in v.badges] == [fr(f"Découpage de travail~: {zones}") for zones in supposes]


@pytest.mark.parametrize(
    ("code", "choisis"),
    [
        (ESTIMATION, {"spo": "bassin", "departement": "departement"}),
        ("defm_a", {"spo": "spo", "bassin": "epci"}),
        ("taux_chomage", {"commune": "ze"}),
        ("population", {"gtec": "gtec"}),
    ],
)
def test_the_drawn_zoning_is_the_chosen_one_or_the_producer_s(code, choisis):
    assert {z: vue_carte.zonage_dessine(INDICATEURS[code], z) for z in choisis} == choisis


def test_statuses_that_are_not_plain_are_marked_and_read_aloud():
    v = taux({"5221": {"value": 60, "obs_status": "P"}, "5208": {"value": 60, "obs_status": "D"}})
    assert v.etats[P]["5221"].indice == "p"
    assert v.etats[P]["5221"].etiquette == fr("Ancenis~: 60~hab./km² (provisoire)")
    assert v.etats[P]["5208"].etiquette.endswith("(communes hors région comprises)")


def test_demonstration_and_source_are_never_mixed():
    for invente in (True, False):
        v = part(DEUX, demonstration=invente)
        assert (("Données de démonstration", "demo") in v.badges) == invente
        assert v.source.startswith("Données de démonstration, chiffres inventés") == invente
        assert ("d’après France Travail, enquête Besoins en main-d’œuvre (BMO), 2023" in v.source) != invente


AWKWARD = {
    "usual": ({"5221": 73.4, "5220": ESTIMEE, "5216": "Q", "5208": 40}, 50, 59.4),
    **{"all secret": ({}, "Q", "Q"), "not available": ({}, "L", "L")},
    **{"all equal": ({}, 50, 50), "all zero": ({}, 0, 0), "huge": ({"5221": 1e15}, 50, 1e15)},
    **{"beyond bounds": ({"5221": 250, "5208": -5}, 50, 59), "one zone known": ({"5221": 50}, "Q", "Q")},
}
DESSINES = (ESTIMATION, "densite", "bmo_projets")


@pytest.mark.parametrize(
    ("code", "zonage", "vue", "cas"), un_sur(3, product(DESSINES, ("bassin", "spo"), ("niveau", "ecart"), AWKWARD))
)
def test_every_map_is_drawn_over_awkward_figures(code, zonage, vue, cas):
    valeurs, autres, region = AWKWARD[cas]
    t = tableau(code, "bassin", {P: valeurs}, autres=autres)
    r = tableau(code, "region", {P: {"52": region}})
    formes = {"fond": zonages.fond(), "trace": zonages.trace("bassin"), "periode": P}
    for zone in (None, "5221" if zonage == "bassin" else "ancenis"):
        v = vue_carte.preparer(t, r, zonage, zone, P, vue)
        assert set(v.etats[P]) == set(CODES)
        assert all(e.classe is None or 1 <= e.classe <= 5 for e in v.etats[P].values())
        assert all(math.isfinite(e.nombre) for e in v.etats[P].values() if e.nombre is not None)
        assert v.titre
        assert "nan" not in v.titre + v.lecture + v.sous_titre
        choix = {"periodes": v.etats, "legende": v.legende, "mode": v.mode, "selection": v.selection}
        assert "nan" not in dessiner(formes | choix).corps.replace("Nantes", "").lower()
        if (legende := v.legende.a(P)).limites:
            bas, haut = legende.etendue
            assert bas <= legende.limites[0] <= legende.limites[-1] <= haut


def test_the_scale_ends_near_the_figures_and_an_outlier_stays_at_its_end():
    bas, haut = taux({"5221": 30, "5208": 5000, "5220": 70, "5216": 110}).legende.a(P).etendue
    assert bas < 30
    assert haut < 1000


@pytest.mark.parametrize("inventees", [(True, False), (False, True), (True, True)])
def test_an_invented_figure_is_not_set_against_a_real_one(inventees):
    t, region = (
        tableau("taux_chomage", zonage, {"2023-T1": {zone: valeur}}, demonstration=d)
        for zonage, zone, valeur, d in zip(("departement", "region"), ("44", "52"), (5.0, 6.0), inventees, strict=True)
    )
    memes = len(set(inventees)) == 1
    assert (vue_carte.ligne_region(t, region, "2023-T1") is not None) is memes
    assert memes or "démonstration" in vue_carte.raison_region(t, region, "2023-T1")
    m = SimpleNamespace(tableau=lambda code, zonage: region)
    assert (lieu.regionale(m, SimpleNamespace(zonage="departement"), t, "2023-T1") is not None) is memes
