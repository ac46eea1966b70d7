"""Drawings that the browser keeps: out of the text when they are large, under the name of what they hold."""

import base64
import gzip
import re

import pytest

from pages.components import depot, partage
from pages.figures import icones
from tests.pages.outils import servir

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><title>{}</title></svg>'
GRAND = SVG.format("é" * depot.IMAGE_MIN)


@pytest.fixture(autouse=True)
def racine(tmp_path, monkeypatch):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(tmp_path))
    yield tmp_path
    partage.FINIS.vider()


def figure(svg: str) -> str:
    return f'<img alt="Plan" src="data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}">'


def lire(adresse: str):
    """What the server answers at the address of a drawing."""
    return servir(depot.routes()).get(f"/{adresse}")


def test_a_large_drawing_leaves_the_text_and_its_place_is_kept():
    html = depot.html_une_fois(figure, GRAND)
    motif = r'<img alt="Plan" src="(statique/dessins/\w{32}\.svg)" style="aspect-ratio:auto 40/30">'
    reponse = lire(re.fullmatch(motif, html)[1])
    assert reponse.text == GRAND
    assert (reponse.headers["content-type"], reponse.headers["cache-control"]) == ("image/svg+xml", depot.TOUJOURS)


def test_a_small_drawing_stays_in_the_text(racine):
    assert depot.html_une_fois(figure, SVG.format("petit")) == figure(SVG.format("petit"))
    assert list(racine.iterdir()) == []


def test_a_drawing_that_left_the_disk_is_written_again_for_every_user_of_the_group(racine):
    html = depot.html_une_fois(figure, GRAND)
    (fichier,) = (racine / depot.DOSSIER).iterdir()
    fichier.unlink()
    assert depot.html_une_fois(figure, GRAND) == html
    assert gzip.decompress(fichier.read_bytes()).decode() == GRAND
    assert fichier.stat().st_mode & 0o060 == 0o060


def test_where_nothing_can_be_written_the_drawing_stays_in_the_text(racine, monkeypatch):
    (racine / "fichier").write_text("")
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine / "fichier"))
    assert depot.html_une_fois(figure, GRAND) == figure(GRAND)


def test_a_sky_is_a_file_that_needs_no_folder(racine):
    (adresse,) = re.findall(r'src="([^"]+)"', icones.image("orage"))
    reponse = lire(adresse)
    assert (reponse.text, reponse.headers["cache-control"]) == (icones.svg("orage"), depot.TOUJOURS)
    assert depot.relire(adresse) == icones.svg("orage").encode()
    assert list(racine.iterdir()) == []


@pytest.mark.parametrize("nom", ["..%2Fmanifeste.json", "a.svg", f"{'0' * 32}.svg", f"{'0' * 32}.html"])
def test_nothing_else_is_served(racine, nom):
    (racine / depot.DOSSIER).mkdir()
    for present in ("manifeste.json", "dessins/a.svg", f"dessins/{'0' * 32}.html"):
        (racine / present).write_bytes(gzip.compress(b"secret"))
    assert lire(f"statique/dessins/{nom}").status_code == 404


def test_the_folder_is_looked_through_once_for_many_drawings(racine, monkeypatch):
    faites = []
    monkeypatch.setattr(depot, "_faire_place", faites.append)
    monkeypatch.setattr(depot, "_poses", {})
    for i in range(5):
        depot.poser(f'{{"jamais": {i}}}'.encode(), ".json")
    monkeypatch.setattr(depot, "OCTETS_MAX", 64)
    assert len(faites) == 1
    depot.poser(b'{"jamais": "plus"}', ".json")
    assert len(faites) == 2
