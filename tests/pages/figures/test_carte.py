"""The map of one set of choices: what it says, what is drawn of it, its small maps; over the usual and the awkward."""

import dataclasses
import itertools
import json
import math
import re
from itertools import product
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pytest

from data_loaders.contracts.indicateurs_detail import indicateur
from data_loaders.francais import typographier
from data_loaders.jeux.calculs import Metier
from data_loaders.portraits import lieu
from geo import lieux, zonages
from pages.figures import classes
from pages.figures.carte import vignettes, vue as vue_carte
from pages.figures.carte.dessin import RAYON_MAX, Dessin, EtatZone, Legende, dessiner, rayon
from pages.figures.carte.vignettes import alleger, habituelles
from pages.figures.seance import Diapo, image
from pages.figures.theme import CLAIR
from pages.figures.vues import Vue
from tests.pages.figures.invente import ESTIMEE, METIER, fr, tableau
from tests.vues import un_sur

P = "2023"
ESTIMATION = "bmo_part_difficiles_estimee"
USUELLE = {"5221": 84.2, "5220": 310, "5216": "Q", "5208": 50}
CODES = tuple(zonages.zones("bassin")["code_zone"])


def voir(code, valeurs, region, *, autres, dessine="bassin", zonage=None, zone=None, periode=P, vue="niveau", **suite):
    t = tableau(code, dessine, {periode: valeurs}, autres=autres, **suite)
    r = tableau(code, "region", {periode: {"52": region}})
    return vue_carte.preparer(t, r, zonage or dessine, zone, periode, vue_carte.dessiner(t, r, vue))


def taux(valeurs=USUELLE, region=121, autres=90, **choix):
    return voir("densite", valeurs, region, autres=autres, **choix)


def part(valeurs, region=59.5, autres=50, **choix):
    return voir(ESTIMATION, valeurs, region, autres=autres, **choix)


@pytest.mark.parametrize(
    ("periode", "valeurs", "autres", "titre"),
    [
        ("2023-T3", (7.9, 3.5), 5.0, "Chômage, 3ᵉ trim. 2023~: de 3,5~% ({}) à 7,9~% ({}, partie régionale)"),
        ("2024-T4", (7.9,), 5.0, "Chômage, 4ᵉ trim. 2024~: de 5,0~% (22 zones) à 7,9~% ({}, partie régionale)"),
        ("2023-T3", (), 5.0, "Chômage, 3ᵉ trim. 2023~: 5,0~% partout"),
        ("2023-T3", (), "L", "Chômage, 3ᵉ trim. 2023~: aucune valeur publiée"),
    ],
    ids=["écart", "à égalité", "partout", "rien"],
)
def test_titles_of_a_rate(periode, valeurs, autres, titre):
    haute, basse = list(zonages.zones("ze")["code_zone"])[:2]
    dits = [zonages.libelle_zone("ze", z) for z in ([basse] * (len(valeurs) > 1) + [haute])]
    valeurs = dict(zip((haute, basse), valeurs, strict=False))
    v = voir("taux_chomage", valeurs, 5.8, autres=autres, dessine="ze", periode=periode)
    assert v.titre == fr(titre.format(*map(lieux.bref, dits)))
    assert v.contours == "spo"
    assert v.source.endswith("Contours\u00a0: territoires SPO, découpage de travail.")


CHOMAGES = (3.5, 4.1, 4.2, 4.9, 4.9, 5.0, 5.5, 5.6, 5.8, 6.0, 6.1, 6.6, 7.0, 7.3, 7.9)


@pytest.mark.parametrize(
    ("valeurs", "limites"),
    [(CHOMAGES, (4, 5, 6, 7)), ((*range(1, 10), 1000), (4, 6, 8, 10)), ((5, 5, 6), (6,)), ((5, 5), ())],
)
def test_limits_are_round_and_leave_no_class_empty(valeurs, limites):
    assert classes.limites_rondes(valeurs) == limites


def test_the_figure_printed_gives_the_class():
    v = taux({"5221": 79.6, "5208": 79.4}, autres=80)
    assert v.dessin.legende.a(P).limites == (80,)
    assert [v.dessin.etats[P][c][:2] for c in ("5221", "5208")] == [(2, "80"), (1, "79")]


def test_gaps_without_a_figure_of_the_region_are_not_available():
    v = taux(region="Q", vue="ecart")
    assert v.dessin.etats[P]["5221"] == EtatZone(None, "n.d.", fr("Ancenis~: écart non disponible"), "nd")
    assert (v.dessin.etats[P]["5216"].statut, v.dessin.legende.region) == ("s", {})


BLAIN = ESTIMEE | {"position": 1, "memoire": 0, "value": 73.6}
COMME = ESTIMEE | {"value": 59.6, "position": 0, "memoire": 0, "declaree": 0.58}
DEUX = {"5208": ESTIMEE, "5230": BLAIN}


@pytest.mark.parametrize(
    ("valeurs", "titre", "dit"),
    [
        (
            {"5208": ESTIMEE, "5230": BLAIN},
            "peu d’écarts entre bassins, autour de 60~%",
            "Blain plus haut, Le Mans plus bas",
        ),
        ({}, "peu d’écarts entre bassins, autour de 60~%", ""),
        (dict.fromkeys(CODES[:6], BLAIN), "de 60~% (20 bassins) à 74~% (6 bassins)", ""),
    ],
    ids=["deux", "aucun", "plus de deux sur dix"],
)
def test_few_gaps_make_the_title_and_the_zones_that_differ_are_named_under_it(valeurs, titre, dit):
    v = part(valeurs, 59.5, autres=COMME)
    assert v.titre == fr(f"Embauches difficiles, 2023, estimé~: {titre}")
    assert v.dessin.legende.extremes[P] == dit


@pytest.mark.parametrize(
    ("certitude", "dit"), [("solide", "partagé, solide, d’après la France surtout"), ("fragile", "à confirmer")]
)
def test_a_metier_says_its_class_and_how_sure_it_is_nothing_of_the_region(certitude, dit):
    zone = METIER | {"certitude": certitude}
    t = dataclasses.replace(tableau(ESTIMATION, "bassin", {P: {"5208": zone}}), metier=Metier("famille", "C"))
    r = tableau(ESTIMATION, "region", {P: {"52": METIER}})
    v = vue_carte.preparer(t, r, "bassin", "5208", P, vue_carte.dessiner(t, r, metier="Cadres"), "Cadres")
    etat = v.dessin.etats[P]["5208"]
    assert (etat.indice, etat.fragile) == ("", certitude == "fragile")
    assert etat.etiquette == fr(f"Le Mans~: 55~%, {dit}")
    titre = "Cadres, bassin du Mans, 2023, d’après la France~: 55~% d’embauches difficiles_; région 55~%"
    assert v.dessin.titres[P]["5208"] == fr(titre)
    assert v.sous_titre.startswith("Embauches jugées difficiles, estimées, cadres, ")
    assert "que dans la région" not in v.lecture


def test_a_region_that_the_source_cannot_sum_is_said_with_the_span_of_the_zones():
    region = {"obs_status": "L", "raison": "n.d. : le fichier est diffusé par EPCI entier"}
    v = voir("defm_a", {"ancenis": 11348}, region, autres=40, dessine="spo", periode="2019-12")
    assert v.titre == fr("Inscrits A, fin 2019~: de 40 (16 territoires) à 11_348 (Ancenis)")
    assert v.lecture == fr("La région n’a pas de valeur~: le fichier est diffusé par EPCI entier.")


def test_a_period_that_the_region_does_not_have():
    t = tableau("taux_chomage", "ze", {"2023-T3": {}}, autres=6)
    region = tableau("taux_chomage", "region", {"2023-T4": {"52": 6}})
    v = vue_carte.preparer(t, region, "ze", None, "2023-T3", vue_carte.dessiner(t, region))
    assert v.lecture == fr("La région n’a pas de valeur~: aucune valeur publiée pour cette période.")


def test_counts_are_circles_with_their_lower_bounds_and_singular():
    zones = {"5221": {"value": 100, "minorant": True, "caches_nb": 1}, "5216": 1, "5208": 0}
    region = {"value": 1000, "minorant": True, "caches_nb": 2}
    v = voir("bmo_projets", zones, region, autres=40, zone="5221")
    assert v.titre == fr("Projets d’embauche, 2023~: au moins 100 (Ancenis), le plus haut connu")
    assert v.dessin.titres[P]["5221"] == fr("Bassin d’Ancenis, 2023~: au moins 100 projets de recrutement")
    assert v.dessin.mode == "cercles"
    assert v.dessin.etats[P]["5221"] == EtatZone(None, "100", fr("Ancenis~: au moins 100~projets"), "ok", 100.0, "≥")
    assert v.dessin.legende.maximum == 100
    assert v.dessin.legende.tailles == ((100.0, "100"), (20.0, "20"), (5.0, "5"))
    assert v.dessin.legende.suite == "projets de recrutement"
    assert v.dessin.legende.suites[P] == dict.fromkeys(("5216", "5208"), "projet de recrutement")
    assert v.dessin.legende.region == {P: (1000.0, fr("au moins 1_000"))}
    assert voir("bmo_projets", zones, region, autres=40, vue="ecart").dessin.mode == "cercles", "counts never show gaps"


def test_another_zoning_is_outlined_over_the_producer_s_own_and_nothing_is_estimated():
    v = part({"5227": 50.0}, zonage="spo", zone="laval")
    assert (v.contours, v.selection) == ("spo", None)
    assert v.titre == fr("Embauches difficiles~: pas publiées par territoire SPO\u202f; les voici par bassin d’emploi")
    assert v.dessin.legende.dits[P][0] == fr(
        "Le territoire SPO de Laval est compris dans le bassin d’emploi de Laval~:"
    )
    assert v.lecture.endswith("Aucune valeur n’est estimée pour le territoire SPO.")
    assert v.retenues == {"5227"}
    supposes = ("bassins d’emploi", "territoires SPO")
    assert [texte for texte, _ in v.badges] == [fr(f"Découpage de travail~: {zones}") for zones in supposes]


def test_statuses_that_are_not_plain_are_marked_and_read_aloud():
    v = taux({"5221": {"value": 60, "obs_status": "P"}, "5208": {"value": 60, "obs_status": "D"}})
    assert v.dessin.etats[P]["5221"].indice == "p"
    assert v.dessin.etats[P]["5221"].etiquette == fr("Ancenis~: 60~hab./km² (provisoire)")
    assert v.dessin.etats[P]["5208"].etiquette.endswith("(communes hors région comprises)")


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
        v = vue_carte.preparer(t, r, zonage, zone, P, vue_carte.dessiner(t, r, vue))
        assert set(v.dessin.etats[P]) == set(CODES)
        assert all(e.classe is None or 1 <= e.classe <= 5 for e in v.dessin.etats[P].values())
        assert all(math.isfinite(e.nombre) for e in v.dessin.etats[P].values() if e.nombre is not None)
        assert v.titre
        assert "nan" not in v.titre + v.lecture + v.sous_titre
        choix = formes | {"dessins": {"": v.dessin}, "selection": v.selection}
        assert "nan" not in dessiner(choix).corps.replace("Nantes", "").lower()
        if (legende := v.dessin.legende.a(P)).limites:
            bas, haut = legende.etendue
            assert bas <= legende.limites[0] <= legende.limites[-1] <= haut


def test_the_scale_ends_near_the_figures_and_an_outlier_stays_at_its_end():
    bas, haut = taux({"5221": 30, "5208": 5000, "5220": 70, "5216": 110}).dessin.legende.a(P).etendue
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


NS = "{http://www.w3.org/2000/svg}"
NBSP = "\u00a0"
FOND = {
    "viewBox": [0, 0, 1000, 853],
    "voisin": "M0 0h1000v100h-1000Z",
    "region": "M100 100h600v300h-600Z",
    "eaux": [{"d": "M0 500h90", "largeur": 1.5, "opacite": 0.8}],
}


def carre(code, libelle, x, cote=200):
    milieu = {"x": x + cote / 2, "y": 200, "r": cote / 2}
    return {"code": code, "libelle": libelle, "d": f"M{x} 100h{cote}v{cote}h-{cote}Z", **milieu}


TRACE = {
    "zonage": "essai",
    "viewBox": [0, 0, 1000, 853],
    "zones": [carre("a", "Alouette", 100), carre("b", "Bruyère", 300), carre("c", "Courlis", 500)],
}
LEGENDE = Legende(
    classes=("moins de 50 %", "50 à 55 %", "55 à 60 %", "60 à 65 %", "65 % et plus"),
    limites=(50, 55, 60, 65),
    region={"2024": (59.4, "59,4")},
    lieux={"a": "À Alouette"},
    suite="des projets sont jugés difficiles",
    zones=("territoire", "territoires"),
)
HAUT = EtatZone(5, "73,4", f"Alouette{NBSP}: 73,4{NBSP}%", nombre=73.4)
CACHE = EtatZone(None, "s", f"Bruyère{NBSP}: secret statistique", "s")
BAS = EtatZone(1, "45,0", f"Courlis{NBSP}: 45,0{NBSP}%", nombre=45.0)
ETATS = {"a": HAUT, "b": CACHE, "c": BAS}


@pytest.fixture
def dessin_de(tmp_path):
    """The whole image of a map whose shapes are in files, as a screen gives it."""

    def faire(etats=ETATS, trace=TRACE, titre="Constat", legende=LEGENDE, mode="classes", **choix):
        formes = {"fond": tmp_path / "fond.json", "trace": tmp_path / "trace.json"}
        for nom, contenu in (("fond", FOND), ("trace", trace)):
            formes[nom].write_text(json.dumps(contenu), "utf-8")
        usuels = {"periode": "2024", "dessins": {"": Dessin(mode, {"2024": etats}, legende)}, "selection": None}
        d = Diapo("/x", "x", Vue(titre, "Part des projets, 2024, en %"))
        return ET.fromstring(image.dessiner(d, formes | usuels | choix, seule=True))

    return faire


def elements(dessin, nom, classe=None):
    return [e for e in dessin.iter(NS + nom) if classe is None or e.get("class") == classe]


def textes(dessin):
    return ["".join(e.itertext()) for e in dessin.iter(NS + "text")]


def zones(dessin):
    return {e.get("data-code"): e for e in elements(dessin, "path", "zone")}


DITS = {"2024": (f"Le territoire recoupe 2 bassins{NBSP}:", f"47,5 à 53,0{NBSP}%", "des projets")}


@pytest.mark.parametrize(
    ("haut", "dits", "selection", "phrase"),
    [
        (HAUT, {}, "a", "À Alouette, 73,4~% des projets sont jugés difficiles."),
        (HAUT, {}, "b", "Bruyère~: secret statistique."),
        (HAUT, {}, None, "Région~: 59,4~%."),
        (HAUT, DITS, None, "Le territoire recoupe 2 bassins~: 47,5 à 53,0~% des projets."),
        (HAUT, DITS, "a", "À Alouette, 73,4~% des projets sont jugés difficiles."),
        (HAUT._replace(classe=None, statut="nd"), {}, "a", "À Alouette, 73,4~% des projets sont jugés difficiles."),
        (HAUT._replace(indice="≥"), {}, "a", "À Alouette, au moins 73,4~% des projets sont jugés difficiles."),
    ],
)
def test_the_sentence_names_the_chosen_zone_else_what_may_replace_the_region(dessin_de, haut, dits, selection, phrase):
    legende = LEGENDE._replace(dits=dits) if dits else LEGENDE
    dites = textes(dessin_de(ETATS | {"a": haut}, legende=legende, selection=selection))
    possibles = ("À Alouette, ", "Bruyère", "Région", "Le territoire recoupe")
    assert [dite for dite in dites if dite.startswith(possibles)] == [fr(phrase)]


def test_not_applicable_is_dashed_and_fragile_is_lined_in_its_own_words(dessin_de):
    etats = {"a": HAUT._replace(fragile=True), "b": EtatZone(None, "///", "Bruyère : sans objet", "so")}
    dessin = dessin_de(etats=etats)
    assert any(e.get("stroke-dasharray") == "6 4" for e in elements(dessin, "path"))
    assert elements(dessin, "path", "fragile")[0].get("fill") == "url(#carte-fragile)"
    assert f"à confirmer (1{NBSP}territoire)" in textes(dessin)
    legende = LEGENDE._replace(absences={"fragile": "classe fragile"})
    assert f"classe fragile (1{NBSP}territoire)" in textes(dessin_de(etats, legende=legende))


def test_labels_are_escaped_and_unprintable_characters_dropped(dessin_de):
    mauvais = '<script>alert("x")</script>&\x00\ud800'
    trace = TRACE | {"zones": [carre("a", mauvais, 100)]}
    dessin = dessin_de(etats={"a": HAUT._replace(etiquette=mauvais)}, trace=trace, titre=mauvais)
    assert dessin.findtext(NS + "title") == '<script>alert("x")</script>&'
    assert not elements(dessin, "script")


def test_circles_have_areas_in_proportion_and_zones_no_colour(dessin_de):
    etats = {c: EtatZone(None, str(n), f"{c} : {n} projets", nombre=n) for c, n in (("a", 4000), ("b", 1000), ("c", 0))}
    legende = Legende(unite="projets", maximum=4000, tailles=((4000, "4 000 projets"), (1000, "1 000"), (200, "200")))
    dessin = dessin_de(etats=etats, legende=legende, mode="cercles")
    assert {e.get("fill") for e in zones(dessin).values()} == {CLAIR["surface"]}
    rayons = [float(e.get("r")) for e in elements(dessin, "circle") if e.get("fill-opacity") == "0.75"]
    assert len(rayons) == 2
    assert math.isclose(rayons[0] ** 2, 4 * rayons[1] ** 2, rel_tol=1e-3)
    assert set(map(typographier, ("4 000 projets", "1 000", "200"))) <= set(textes(dessin))


def test_sizes_of_near_circles_are_written_on_lines_of_their_own(dessin_de):
    legende = Legende(maximum=20000, tailles=((20000, "20 000"), (5000, "5 000"), (4900, "4 900"), (1000, "1 000")))
    ecrites = {typographier(mots) for _, mots in legende.tailles}
    dits = [e for e in elements(dessin_de(legende=legende, mode="cercles"), "text") if e.text in ecrites]
    lignes = [(float(e.get("y")), float(e.get("font-size"))) for e in dits]
    assert len(lignes) == 4
    assert all(b - a >= corps for (a, corps), (b, _) in itertools.pairwise(lignes))


@pytest.mark.parametrize("nombre", [None, 0, -5, math.nan])
def test_nothing_to_count_draws_no_circle(nombre):
    assert rayon(nombre, 100) == 0


PART, TAUX = "bmo_part_difficiles", "densite"
REGION = tableau(TAUX, "region", {"2023": {"52": 120.0}, "2024": {"52": "L"}})
D_ANCENIS, MANS = "5221", "5208"


def cartes(code=TAUX, projection=False, **cellules):
    valeurs = {"2023": {D_ANCENIS: 35.0, MANS: "Q"}, "2024": {D_ANCENIS: 275.0, MANS: "M"}} | cellules
    t = tableau(code, "bassin", valeurs, autres=60.0)
    region = REGION if code == TAUX else tableau(code, "region", {"2023": {"52": 900.0}, "2024": {"52": 950.0}})
    dessin = vignettes.meme_coupe(t, vue_carte.dessiner(t, region), ("2023", "2024"))
    return t, dessin, vignettes.preparer(t, dessin, ("2023", "2024"), D_ANCENIS, projection=projection)


def test_a_path_is_snapped_and_a_ring_that_vanishes_is_dropped():
    assert alleger("M0 0l9 0 0 9-9 0Z") == "M0 0l3 0 0 3-3 0Z"
    assert alleger("M0 0l.4 0 0 .4-.4 0Z") == ""


def test_circles_keep_one_scale_for_all_periods():
    _, dessin, vues = cartes("bmo_projets", **{"2024": {D_ANCENIS: 240.0, MANS: 45.0}})
    rayons = [re.findall(r'<circle cx="\S+" cy="\S+" r="([\d.]+)" stroke', v.svg["clair"]) for v in vues]
    entier = RAYON_MAX / vignettes.PAS
    assert [max(map(float, lus)) for lus in rayons] == pytest.approx([entier / 2, entier], abs=0.1)
    assert "240 projets" in vignettes.legende_html(dessin, ("2023", "2024"), "projets")


def test_the_usual_periods_are_of_one_season():
    mois = [f"{a}-{m:02d}" for a in range(2016, 2025) for m in range(1, 13)][:-3]
    assert habituelles(mois) == [f"{a}-09" for a in range(2019, 2025)]
    assert habituelles(["2016", "2018", "2021"]) == ["2016", "2018", "2021"]
    assert habituelles([]) == []


def test_images_are_escaped_and_described():
    _, _, vues = cartes()
    page = vignettes.images_html([vues[0]._replace(texte='2023 <"x">')], "%")
    assert 'alt="2023 &lt;&quot;x&quot;&gt;"' in page
    assert "<" not in re.search(r'src="([^"]*)"', page)[1]
    assert indicateur(PART).unite in page
