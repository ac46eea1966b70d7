"""What is taken of a meeting: images of the figures of every screen, workbooks."""

import io
import json
import re
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from PIL import Image

from data_loaders.exports.ecriture import Ecrit
from pages.components import depot
from pages.components.seance import rejeu
from pages.figures import graphique, theme
from pages.figures.ecrans import ECRANS
from pages.figures.seance import Diapo, classeur, image
from pages.figures.vues import Vue
from tests.vues import un_sur

pytestmark = pytest.mark.usefixtures("demonstration")

SVG = "{http://www.w3.org/2000/svg}"


AUTRES = (
    "/meteo?onglet=metier", "/secteurs?secteur=batiment", "/territoires?lieu=commune:44003",
    "/comparer?indicateur=bmo_projets&t1=bassin:5220", "/explorer?explorer=nuage",
)  # fmt: skip


@pytest.mark.parametrize("adresse", un_sur(9, [*(f"/{e.module}" for e in ECRANS if e.module != "seance"), *AUTRES]))
def test_every_figure_has_its_title_its_rows_and_an_image_with_no_address_outside(adresse):
    diapos = rejeu.jouer(adresse)
    assert len({d.cle for d in diapos}) == len(diapos) > 0
    for d in diapos:
        assert d.vue.titre
        assert d.html or d.table
        tetes, *lignes = classeur._rangs(d)
        assert {len(x) for x in lignes} <= {len(tetes)}
        assert all(isinstance(t, str) for t in tetes)
        if (d.table or d.csv or d.graphiques) and adresse != "/territoires":  # a list of names
            assert any(isinstance(v, (int, float, Ecrit)) for x in lignes for v in x)
        svg = image.en_svg(d, depot.relire)
        racine = ET.fromstring(svg)
        assert racine.tag == f"{SVG}svg"
        assert d.vue.titre.split()[0] in racine.find(f"{SVG}title").text
        assert float(racine.get("viewBox").split()[3]) > 60
        liens = [v for x in racine.iter() for nom, v in x.attrib.items() if nom.endswith(("href", "src"))]
        assert all(v.startswith(("#", "data:")) for v in liens)
        assert not re.search(rb"url\((?!#|['\"]?data:)", svg)
        with Image.open(io.BytesIO(image.en_png(d, depot.relire))) as png:
            assert abs(png.width - image.LARGEUR_PNG) <= 1


def lu(html: str, adresse: str = "/x", vue: Vue | None = None) -> Diapo:
    return Diapo(adresse, "x", vue or Vue("Titre"), html=html, instantane="Démonstration ab12")


def corps(d: Diapo) -> str:
    return image.corps(d, image.composition(d, depot.relire))


def test_figures_that_no_badge_covers_say_that_they_are_invented():
    assert image.badges(lu("<p>12</p>")) == ["Données de démonstration"]


def test_what_a_style_sheet_hides_is_not_written():
    h = '<p><span class="obs-candidat">recherché</span><span class="obs-employeur">difficile</span></p>'
    for point, dit, tu in (("employeur", "difficile", "recherché"), ("candidat", "recherché", "difficile")):
        dessine = corps(lu(h, f"/meteo?point={point}"))
        assert (dit in dessine, tu in dessine) == (True, False)


def test_a_shape_alone_in_its_cell_is_said_in_words():
    forme = '<td><span class="obs-forme"></span><span class="obs-lu">non transmis</span></td>'
    tete = "<table><thead><tr><th>Mesure</th><th>2013</th></tr></thead><tbody><tr><th>VAE</th>"
    assert "non transmis" in corps(lu(f"{tete}{forme}</tr></tbody></table>"))


def test_text_of_a_page_is_never_markup_of_the_layout():
    d = lu('<p>#panic[x] $a$ *b* \\ ] // </p><ul><li>#include "x"</li></ul>', vue=Vue("#titre]", "[sous"))
    assert image.en_png(d, depot.relire).startswith(b"\x89PNG")


# Charts


def test_words_of_a_chart_are_text_not_markup():
    note = {"x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper", "text": "<b>5 &lt; 6</b><br>&#37;"}
    trace = graphique.dessiner(theme.vide().add_annotation(note)).corps
    lignes = {"".join(t.itertext()) for t in ET.fromstring(f"<svg>{trace}</svg>").iter("text")}
    assert {"5 < 6", "%"} <= lignes


def test_a_kind_of_trace_that_is_not_drawn_is_refused():
    with pytest.raises(graphique.GenreInconnu, match="pie"):
        graphique.dessiner(theme.vide().add_pie(values=[1, 2]))


# Over HTTP


@pytest.mark.parametrize(("genre", "debut"), [("svg", b"<svg"), ("png", b"\x89PNG")])
def test_an_image_is_a_file(client, genre, debut):
    r = client.get(f"/_seance/image.{genre}", params={"adresse": "/tendances", "cle": "bloc-tendances"})
    assert (r.status_code, r.headers["cache-control"]) == (200, "no-store")
    assert r.content.startswith(debut)
    assert re.search(rf'filename="graphique-[a-z0-9-]+\.{genre}"', r.headers["content-disposition"])


@pytest.mark.parametrize(("choix", "dit"), [
    ({"adresse": "/inconnu", "cle": "x"}, "Aucun écran"),
    ({"adresse": "/carte", "cle": "x"}, "n’a plus cette figure"),
    ({}, "n’a plus cette figure"),
])  # fmt: skip
def test_a_figure_that_is_not_there_is_refused_in_french(client, choix, dit):
    r = client.get("/_seance/image.png", params=choix)
    assert (r.status_code, dit in r.json()["raison"], bool(r.json()["remede"])) == (422, True, True)
    assert client.get("/_seance/image.exe").status_code == 404


@pytest.mark.parametrize(("adresse", "cle", "montree"), [
    ("/territoires?volet=etats", "bloc-etats", "bloc-salle-etats"),
    ("/territoires?volet=loupe&lieu=spo:ancenis", "croise", "bloc-salle-croise"),
    ("/portrait", "portrait", "bloc-territoire"),
    ("/carte", "bloc-tableau", "bloc-tableau"),
    ("/territoires?volet=loupe", "bloc-tableau", "bloc-tableau"),
])  # fmt: skip
def test_a_reader_s_figure_is_found_under_the_name_it_has_in_a_room(client, adresse, cle, montree):
    r = client.get("/_seance/vue", params={"adresse": adresse, "cle": cle})
    assert r.json()["cle"] == montree


def lire(contenu: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(contenu))


@pytest.mark.parametrize(("texte", "valeur", "forme"), [
    ("1\u202f234", 1234, ""),
    ("5,9\u00a0%", 5.9, '#,##0.0"\u00a0%";-#,##0.0"\u00a0%"'),
    ("−8\u00a0points", -8, '#,##0"\u00a0points";-#,##0"\u00a0points"'),
    ("≥\u00a05\u202f162", 5162, '"≥\u00a0"#,##0;"≥\u00a0"-#,##0'),
    ("+2,1", 2.1, "+#,##0.0;-#,##0.0"),
    *((texte, texte, "") for texte in ("01", "s", "n.d.", "71,3 à 78,0", "2024-T3", "12 34", "=1+1", "")),
])  # fmt: skip
def test_what_is_a_number_is_a_number_and_nothing_else(texte, valeur, forme):
    assert classeur.nombre(texte) == (Ecrit(valeur, forme) if forme else valeur)


def test_a_figure_comes_with_its_notes(client):
    r = client.get("/_seance/chiffres.xlsx", params={"adresse": "/carte?zonage=departement", "cle": "bloc-tableau"})
    assert r.status_code == 200
    assert re.search(r'filename="(tableau|carte)-[a-z0-9-]+\.xlsx"', r.headers["content-disposition"])
    f = lire(r.content)
    notes = {x[0]: x[1] for x in f["Présentation"].iter_rows(values_only=True)}
    assert notes["Statut"] == "Données de démonstration"
    assert notes["Adresse"] == "http://testserver/carte?zonage=departement#bloc-tableau"
    tetes, *lignes = f["Figure"].iter_rows(values_only=True)
    valeurs = [x[tetes.index("valeur")] for x in lignes]
    assert all(isinstance(v, (int, float)) for v in valeurs if v is not None)
    assert all(isinstance(x[tetes.index("code_zone")], str) for x in lignes)


def test_an_agenda_has_one_sheet_a_view_and_says_what_is_missing(client):
    vues = [
        {"adresse": "/carte", "cle": "bloc-principale"},
        {"adresse": "/carte", "cle": "disparue", "dit": "Titre lu"},
        {"adresse": "/ailleurs", "cle": "x"},
        {"adresse": "/tendances", "cle": "bloc-tendances"},
    ]
    ordre = {"format": "observatoire-seance-1", "titre": "Comité", "vues": vues}
    f = lire(client.post("/_seance/chiffres.xlsx", json=ordre).content)
    assert f.sheetnames == ["Présentation", "Vue 1", "Vue 4"]
    notes = [x[:2] for x in f["Présentation"].iter_rows(values_only=True)]
    assert ("Titre", "Titre lu") in notes
    assert [nom for nom, _ in notes].count("Sans chiffres") == 2


def test_a_hostile_agenda_is_refused(client):
    r = client.post("/_seance/chiffres.xlsx", content=json.dumps({"format": "x"}))
    assert r.status_code == 422
    assert "observatoire-seance-1" in r.json()["raison"]
