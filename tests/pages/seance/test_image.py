"""Figures as images: what is burned in, what is drawn, on every screen and over HTTP."""

import io
import re
from xml.etree import ElementTree as ET

import plotly.graph_objects as go
import pytest
from PIL import Image

from data_loaders.exports.ecriture import Ecrit
from pages.components import depot
from pages.components.seance import rejeu
from pages.figures import graphique
from pages.figures.ecrans import ECRANS
from pages.figures.seance import Diapo, classeur, image
from pages.figures.vues import Vue
from tests.pages.outils import manquent

pytestmark = pytest.mark.usefixtures("demonstration")

SVG = "{http://www.w3.org/2000/svg}"


def mots(svg: bytes) -> str:
    return " ".join("".join(x.itertext()) for x in ET.fromstring(svg).iter())


AUTRES = (
    "/meteo?onglet=metier", "/secteurs?secteur=batiment", "/territoires?lieu=commune:44003",
    "/comparer?indicateur=bmo_projets&t1=bassin:5220", "/explorer?explorer=nuage",
)  # fmt: skip


@pytest.mark.parametrize("adresse", [*(f"/{e.module}" for e in ECRANS if e.module != "seance"), *AUTRES])
def test_every_figure_has_its_title_its_rows_and_an_image_with_no_address_outside(adresse):
    diapos = rejeu.jouer(adresse)
    assert len({d.cle for d in diapos}) == len(diapos) > 0
    for d in diapos:
        assert d.vue.titre
        assert d.elements or d.table
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
        liens = [v for x in racine.iter() for nom, v in x.attrib.items() if nom.endswith("href")]
        assert all(v.startswith(("#", "data:")) for v in liens)
        with Image.open(io.BytesIO(image.en_png(d, depot.relire))) as png:
            assert abs(png.width - image.LARGEUR_PNG) <= 1


def test_title_source_and_demonstration_are_burned_in():
    (carte, *_) = rejeu.jouer("/carte?indicateur=bmo_projets&zonage=departement&zone=departement:72")
    dit = mots(image.en_svg(carte, depot.relire))
    assert manquent(dit, "Dans la Sarthe", "Données de démonstration", "Source", carte.instantane) == []


def lu(html: str, adresse: str = "/x", vue: Vue | None = None) -> Diapo:
    """A view that holds this markup."""
    elements = [{"t": "html", "h": html}]
    return Diapo(adresse, "x", vue or Vue("Titre"), elements=elements, instantane="Démonstration ab12")


def corps(d: Diapo) -> str:
    return image.corps(d, image.composition(d, depot.relire))


def test_figures_that_no_badge_covers_say_that_they_are_invented():
    assert image.badges(lu("<p>12</p>")) == ["Données de démonstration"]


def test_only_the_chosen_outline_of_a_crossing_is_drawn():
    d = next(d for d in rejeu.jouer("/territoires?volet=loupe&zone=spo:ancenis&lieu=spo:ancenis") if d.cartes)
    (dessin,) = d.cartes
    tous, un = (
        image.dessiner(d, {**dessin, "contours": dessin["trace"], "contours_tous": tous}, seule=True)
        for tous in (True, False)
    )
    assert len(un) < len(tous)


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


def tracer(figure: go.Figure, large: float = graphique.LARGEUR) -> ET.Element:
    return ET.fromstring(f"<svg>{graphique.dessiner(figure, large).corps}</svg>")


def plane(fin: int) -> go.Figure:
    """A drawing without margins nor axes, from 0 to 10 and from 0 to `fin`."""
    f = go.Figure(layout={"height": 200, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}})
    return f.update_xaxes(range=[0, 10], visible=False).update_yaxes(range=[0, fin], visible=False)


def test_points_stand_where_the_axes_say():
    marque = {"symbol": "circle", "size": 6, "color": "#000"}
    f = plane(100).add_scatter(x=[0, 10], y=[0, 100], mode="markers", marker=marque)
    points = [(float(c.get("cx")), float(c.get("cy"))) for c in tracer(f, 500).iter("circle")]
    assert points == [(0, 200), (500, 0)]


def test_both_margins_and_the_name_of_a_point_are_drawn_beside_its_disc():
    f = plane(10)
    barre = {"array": [1], "arrayminus": [2], "color": "#999", "thickness": 2, "width": 0}
    police = {"size": 10, "color": "#000"}
    disque = {"size": 16, "color": "#00f", "opacity": 0.5}
    f.add_scatter(x=[5], y=[5], mode="markers+text", text=["Laval"], textposition="top right", textfont=police)
    f.update_traces(marker=disque, error_x=barre, error_y=barre)
    svg = tracer(f, 500)
    assert {"M150 100L300 100", "M250 80L250 140"} <= {x.get("d") for x in svg.iter("path")}
    (nom,) = (x for x in svg.iter("text") if "".join(x.itertext()) == "Laval")
    assert (float(nom.get("x")) > 258, float(nom.get("y")) < 92) == (True, True)
    assert "0.5" in [x.get("opacity") for x in svg.iter("g")]


def test_a_missing_value_cuts_the_line():
    f = go.Figure()
    f.add_scatter(x=[1, 2, 3, 4, 5], y=[1, 2, None, 4, 5], mode="lines", line={"color": "#123456", "width": 2})
    (chemin,) = [x.get("d") for x in tracer(f).iter("path") if x.get("stroke") == "#123456"]
    assert chemin.count("M") == 2


def test_words_of_a_chart_are_text_not_markup():
    note = {"x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper", "text": "<b>5 &lt; 6</b><br>&#37;"}
    lignes = {"".join(t.itertext()) for t in tracer(go.Figure(layout={"annotations": [note]})).iter("text")}
    assert {"5 < 6", "%"} <= lignes


def test_a_kind_of_trace_that_is_not_drawn_is_refused():
    with pytest.raises(graphique.GenreInconnu, match="pie"):
        graphique.dessiner(go.Figure(go.Pie(values=[1, 2])))


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
