"""The drawing is read as XML: what is there, where, and in which words."""

import itertools
import json
import math
import re
from xml.etree import ElementTree as ET

import pytest

from data_loaders.francais import typographier
from pages.figures.carte.dessin import EtatZone, Legende, rang_couleur, rayon
from pages.figures.seance import Diapo, image
from pages.figures.theme import CLAIR, RAMPES
from pages.figures.vues import Vue
from tests.pages.figures.invente import fr

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
SECRET = EtatZone(None, "s", f"Bruyère{NBSP}: secret statistique", "s")
BAS = EtatZone(1, "45,0", f"Courlis{NBSP}: 45,0{NBSP}%", nombre=45.0)
ETATS = {"a": HAUT, "b": SECRET, "c": BAS}


@pytest.fixture
def dessiner(tmp_path):
    """The whole image of a map whose shapes are in files, as a screen gives it."""

    def fichier(contenu):
        chemin = tmp_path / f"{len(list(tmp_path.iterdir()))}.json"
        chemin.write_text(json.dumps(contenu), "utf-8")
        return chemin

    def faire(etats=ETATS, trace=TRACE, titre="Constat", contours=None, source="", badges=(), **choix):
        formes = {"fond": fichier(FOND), "trace": fichier(trace), "contours": contours and fichier(contours)}
        usuels = {"periode": "2024", "periodes": {"2024": etats}, "selection": None, "legende": LEGENDE}
        d = Diapo("/x", "x", Vue(titre, "Part des projets, 2024, en %", source=source, badges=badges))
        return ET.fromstring(image.dessiner(d, formes | usuels | {"mode": "classes"} | choix, seule=True))

    return faire


def elements(dessin, nom, classe=None):
    return [e for e in dessin.iter(NS + nom) if classe is None or e.get("class") == classe]


def textes(dessin):
    return ["".join(e.itertext()) for e in dessin.iter(NS + "text")]


def zones(dessin):
    return {e.get("data-code"): e for e in elements(dessin, "path", "zone")}


def test_each_zone_is_drawn_once_in_the_colour_or_the_pattern_of_its_class_defined_in_the_file(dessiner):
    dessin = dessiner()
    assert [e.get("data-code") for e in elements(dessin, "path", "zone")] == ["a", "b", "c"]
    maree = RAMPES["clair"]["maree"][0]
    assert [zones(dessin)[c].get("fill") for c in "abc"] == [maree[4], "url(#carte-secret)", maree[0]]
    assert zones(dessin)["a"].findtext(NS + "title") == HAUT.etiquette
    definis = {e.get("id") for e in elements(dessin, "pattern")}
    utilises = {m[1] for e in dessin.iter() if (m := re.fullmatch(r"url\(#(.+)\)", e.get("fill", "")))}
    assert {"carte-secret", "carte-t5"} <= utilises <= definis


def test_title_description_source_and_badges_are_words_of_the_file(dessiner):
    dessin = dessiner(source="enquête BMO 2024 ; IGN, Insee.", badges=(("Données de démonstration", "demo"),))
    assert dessin.findtext(NS + "title") == "Constat"
    description = dessin.findtext(NS + "desc")
    assert all(etat.etiquette in description for etat in ETATS.values())
    assert f"Source{NBSP}: enquête BMO 2024\u202f; IGN, Insee." in textes(dessin)
    assert "Données de démonstration" in textes(dessin)
    assert elements(dessin, "rect", "badge")[0].get("stroke") == CLAIR["balise"]


def test_the_legend_counts_the_zones_and_lists_only_absences_that_are_drawn(dessiner):
    mots = textes(dessiner())
    assert f"5 · 65{NBSP}% et plus (1{NBSP}territoire)" in mots
    assert f"3 · 55 à 60{NBSP}% (0{NBSP}territoire)" in mots
    assert f"s · secret statistique (1{NBSP}territoire)" in mots
    assert not any(mot.startswith("n.d.") for mot in mots)


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
def test_the_sentence_names_the_chosen_zone_else_what_may_replace_the_region(dessiner, haut, dits, selection, phrase):
    legende = LEGENDE._replace(dits=dits) if dits else LEGENDE
    dites = textes(dessiner(ETATS | {"a": haut}, legende=legende, selection=selection))
    possibles = ("À Alouette, ", "Bruyère", "Région", "Le territoire recoupe")
    assert [dite for dite in dites if dite.startswith(possibles)] == [fr(phrase)]


def test_the_selection_is_outlined_above_the_zones(dessiner):
    forme = TRACE["zones"][0]["d"]
    traits = [e.get("stroke") for e in elements(dessiner(selection="a"), "path") if e.get("d") == forme]
    assert traits[-2:] == [CLAIR["surface"], CLAIR["encre"]]


def test_a_zone_without_state_is_not_available_and_a_map_may_be_all_secret_or_empty(dessiner):
    dessin = dessiner(etats={"a": HAUT})
    assert zones(dessin)["b"].get("fill") == "url(#carte-nd)"
    assert f"n.d. · non disponible (2{NBSP}territoires)" in textes(dessin)
    secret = dessiner(etats=dict.fromkeys("abc", SECRET))
    assert {e.get("fill") for e in zones(secret).values()} == {"url(#carte-secret)"}
    assert zones(dessiner(trace=TRACE | {"zones": []})) == {}


def test_not_applicable_is_dashed_and_fragile_is_lined_in_its_own_words(dessiner):
    etats = {"a": HAUT._replace(fragile=True), "b": EtatZone(None, "///", "Bruyère : sans objet", "so")}
    dessin = dessiner(etats=etats)
    assert any(e.get("stroke-dasharray") == "6 4" for e in elements(dessin, "path"))
    assert elements(dessin, "path", "fragile")[0].get("fill") == "url(#carte-fragile)"
    assert f"à confirmer (1{NBSP}territoire)" in textes(dessin)
    legende = LEGENDE._replace(absences={"fragile": "classe fragile"})
    assert f"classe fragile (1{NBSP}territoire)" in textes(dessiner(etats, legende=legende))


def test_labels_are_escaped_and_unprintable_characters_dropped(dessiner):
    mauvais = '<script>alert("x")</script>&\x00\ud800'
    trace = TRACE | {"zones": [carre("a", mauvais, 100)]}
    dessin = dessiner(etats={"a": HAUT._replace(etiquette=mauvais)}, trace=trace, titre=mauvais)
    assert dessin.findtext(NS + "title") == '<script>alert("x")</script>&'
    assert not elements(dessin, "script")


def test_nothing_points_outside_the_file(dessiner):
    for e in dessiner(source="https://exemple.invalid").iter():
        assert not any(nom.endswith(("href", "src")) for nom in e.attrib)
        assert not re.search(r"url\((?!#)", " ".join(e.attrib.values()))


def test_the_name_goes_before_the_value_when_the_zone_is_small(dessiner):
    def noms(cote):
        dessin = dessiner(trace=TRACE | {"zones": [carre("a", "Alouette", 100, cote)]})
        return ["".join(t.itertext()) for t in elements(dessin, "tspan")]

    assert noms(200) == ["73,4", "Alouette"]
    assert noms(46) == ["73,4"]
    assert noms(8) == []


def test_circles_have_areas_in_proportion_and_zones_no_colour(dessiner):
    etats = {c: EtatZone(None, str(n), f"{c} : {n} projets", nombre=n) for c, n in (("a", 4000), ("b", 1000), ("c", 0))}
    legende = Legende(unite="projets", maximum=4000, tailles=((4000, "4 000 projets"), (1000, "1 000"), (200, "200")))
    dessin = dessiner(etats=etats, legende=legende, mode="cercles")
    assert {e.get("fill") for e in zones(dessin).values()} == {CLAIR["surface"]}
    rayons = [float(e.get("r")) for e in elements(dessin, "circle") if e.get("fill-opacity") == "0.75"]
    assert len(rayons) == 2
    assert math.isclose(rayons[0] ** 2, 4 * rayons[1] ** 2, rel_tol=1e-3)
    assert set(map(typographier, ("4 000 projets", "1 000", "200"))) <= set(textes(dessin))


def test_outlines_of_another_zoning_are_dashed_above_and_a_chosen_one_is_a_chosen_zone(dessiner):
    contours = {"zones": [{"code": "x", "d": "M1 1h9v9Z"}, {"code": "y", "d": "M20 1h9v9Z"}]}

    def traits(forme, **choix):
        chemins = [e for e in elements(dessiner(contours=contours, **choix), "path") if e.get("d") == forme]
        return [(e.get("stroke"), e.get("stroke-dasharray")) for e in chemins]

    assert [tirets for _, tirets in traits("M1 1h9v9ZM20 1h9v9Z")] == [None, "9 5"]
    assert traits("M20 1h9v9Z", contour_choisi="y") == [(CLAIR["surface"], None), (CLAIR["encre"], None)]


def test_gaps_take_the_diverging_ramp_and_their_patterns_spare_the_middle_class(dessiner):
    rangs = dict(zip("abc", (1, 3, 5), strict=True))
    dessin = dessiner(etats={c: HAUT._replace(classe=r) for c, r in rangs.items()}, mode="ecarts")
    assert zones(dessin)["a"].get("fill") == RAMPES["clair"]["ecarts"][0][0]
    assert [e.get("fill") for e in elements(dessin, "path", "trame")] == ["url(#carte-e1)", "url(#carte-e5)"]
    assert {"carte-e1", "carte-e2", "carte-e4", "carte-e5"} <= {e.get("id") for e in elements(dessin, "pattern")}


def test_a_value_whose_class_cannot_be_told_is_printed_on_the_ground_of_absences_and_a_bound_with_its_sign(dessiner):
    dessin = dessiner(etats={"a": HAUT._replace(classe=None, statut="nd"), "c": BAS._replace(indice="≥")})
    assert zones(dessin)["a"].get("fill") == "url(#carte-nd)"
    assert {"73,4Alouette", f"≥{NBSP}45,0Courlis"} <= {*textes(dessin)}


def test_sizes_of_near_circles_are_written_on_lines_of_their_own(dessiner):
    legende = Legende(maximum=20000, tailles=((20000, "20 000"), (5000, "5 000"), (4900, "4 900"), (1000, "1 000")))
    ecrites = {typographier(mots) for _, mots in legende.tailles}
    dits = [e for e in elements(dessiner(legende=legende, mode="cercles"), "text") if e.text in ecrites]
    lignes = [(float(e.get("y")), float(e.get("font-size"))) for e in dits]
    assert len(lignes) == 4
    assert all(b - a >= corps for (a, corps), (b, _) in itertools.pairwise(lignes))


@pytest.mark.parametrize("nombre", [None, 0, -5, math.nan])
def test_nothing_to_count_draws_no_circle(nombre):
    assert rayon(nombre, 100) == 0


@pytest.mark.parametrize(("nb", "rangs"), [(3, [1, 3, 5]), (4, [1, 2, 4, 5])])
def test_fewer_classes_keep_the_widest_steps(nb, rangs):
    assert [rang_couleur(i + 1, nb) for i in range(nb)] == rangs
