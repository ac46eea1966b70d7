"""Small maps: light shapes without gaps, the same scale at every period, never colour alone."""

import re
from xml.etree import ElementTree as ET

import pytest

from data_loaders.contracts.indicateurs import indicateur
from geo import zonages
from pages.figures.carte import vignettes, vue as vue_carte
from pages.figures.carte.dessin import RAYON_MAX
from pages.figures.carte.vignettes import alleger, habituelles
from pages.figures.theme import CLAIR, SOMBRE
from tests.pages.figures.invente import tableau

PART, TAUX = "bmo_part_difficiles", "densite"
REGION = tableau(TAUX, "region", {"2023": {"52": 120.0}, "2024": {"52": "L"}})
ANCENIS, MANS = "5221", "5208"


def cartes(code=TAUX, projection=False, **cellules):
    valeurs = {"2023": {ANCENIS: 35.0, MANS: "Q"}, "2024": {ANCENIS: 275.0, MANS: "M"}} | cellules
    t = tableau(code, "bassin", valeurs, autres=60.0)
    region = REGION if code == TAUX else tableau(code, "region", {"2023": {"52": 900.0}, "2024": {"52": 950.0}})
    dessin = vignettes.meme_coupe(t, vue_carte.dessiner(t, region), ("2023", "2024"))
    return t, dessin, vignettes.preparer(t, dessin, ("2023", "2024"), {ANCENIS: 1}, projection=projection)


def test_a_path_is_snapped_and_a_ring_that_vanishes_is_dropped():
    assert alleger("M0 0l9 0 0 9-9 0Z") == "M0 0l3 0 0 3-3 0Z"
    assert alleger("M0 0l.4 0 0 .4-.4 0Z") == ""


def test_both_sides_of_a_border_are_snapped_alike():
    gauche, droite = alleger("M0 0l10 1 1 9-11 1Z"), alleger("M10 1l20 0 0 10-19-1Z")

    def sommets(chemin):
        x = y = 0
        for dx, dy in re.findall(r"(-?\d+) ?(-?\d+)", chemin):
            x, y = x + int(dx), y + int(dy)
            yield x, y

    assert len(set(sommets(gauche)) & set(sommets(droite))) == 2


@pytest.mark.parametrize("zonage", ["spo", "zef", "gtec", "bassin", "ze", "epci", "departement"])
def test_no_zone_vanishes_and_a_map_stays_light(zonage):
    zones = {z["code"]: z["d"] for z in vignettes.leger(zonages.trace(zonage))["zones"]}
    assert set(zones) == set(zonages.zones(zonage)["code_zone"])
    assert all(d.startswith("M") for d in zones.values())
    assert sum(map(len, zones.values())) < 30_000


def test_each_map_is_a_standalone_drawing_with_the_number_of_the_class():
    _, _, vues = cartes()
    for v in vues:
        racine = ET.fromstring(v.svg["clair"])
        assert "http" not in v.svg["clair"].replace("http://www.w3.org/2000/svg", "")
        textes = {e.text for e in racine.iter("{http://www.w3.org/2000/svg}text")}
        assert "2" in textes
    assert [v.region for v in vues] == ["120", "n.d."]


def test_the_words_count_every_zone():
    _, _, (avant, apres) = cartes()
    assert avant.texte == "2023\u00a0: 1 en classe 1, 24 en classe 2 et 1 sans classe, sur 26 bassins d’emploi"
    assert "1 en classe 3" in apres.texte


def test_secret_is_hatched_and_the_legend_names_what_is_drawn_only():
    _, dessin, vues = cartes()
    assert "url(#carte-secret)" in vues[0].svg["clair"]
    assert "url(#carte-secret)" not in vues[1].svg["clair"]
    legende = vignettes.legende_html(dessin, ("2023",), "%")
    assert "secret statistique" in legende
    assert "sans objet" not in legende
    assert "sans objet" in vignettes.legende_html(dessin, ("2024",), "%")


def test_circles_keep_one_scale_for_all_periods():
    _, dessin, vues = cartes("bmo_projets", **{"2024": {ANCENIS: 240.0, MANS: 45.0}})
    rayons = [re.findall(r'<circle cx="\S+" cy="\S+" r="([\d.]+)" stroke', v.svg["clair"]) for v in vues]
    entier = RAYON_MAX / vignettes.PAS
    assert [max(map(float, lus)) for lus in rayons] == pytest.approx([entier / 2, entier], abs=0.1)
    assert "240 projets" in vignettes.legende_html(dessin, ("2023", "2024"), "projets")


def test_the_dark_drawing_takes_no_light_ground_and_projection_adds_class_patterns():
    _, _, (v, _) = cartes()
    assert SOMBRE["limite"] in v.svg["sombre"]
    assert CLAIR["creux"] not in v.svg["sombre"]
    assert "url(#carte-t3)" not in v.svg["clair"]
    assert "url(#carte-t3)" in cartes(projection=True)[2][0].svg["clair"]


def test_the_table_highlights_the_compared_territories():
    t, *_ = cartes()
    entetes, corps, choisies = vignettes.table(t, ("2023", "2024"), {ANCENIS: 1})
    assert [e for e, _ in entetes] == ["", "Territoire", "2023", "2024"]
    assert [corps[i] for i in choisies] == [["1", "Ancenis", "35", "275"]]
    assert next(ligne for ligne in corps if ligne[1] == "Le Mans")[2:] == ["s", "///"]


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
