"""Screens printed from the browser, portraits too: no empty sheet, no title alone, nothing beyond the right edge."""

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.vues import courts, un_sur

BORD = (210 - 14) * 72 / 25.4  # in points
# Screen -> words of its first sheet, words at the right of its widest block, sheets at most.
ECRANS = {
    "": ("Chômage", "Embauches difficiles", 3),
    "carte": ("Chômage", "Fonds IGN", 1),
    "meteo": ("Les plus difficiles à pourvoir", "À confirmer", 4),
    "territoires": ("Quelle est votre commune", "Composer un territoire", 2),
    "tendances": ("Chômage", "Pays de la Loire", 2),
    "convention": ("Service public de l’orientation", "Prescription de formation", 3),
    "convention?rubrique=dispositifs&fiche=vae": ("Qui paie", "au plus 1 200", 3),
    "convention?rubrique=suivi": ("Points à traiter", "État et échéance", 4),
    "secteurs?secteur=batiment": ("Données de démonstration", "", 3),
    "formation?entree=dossier&secteur=batiment": ("Données de démonstration", "Ce qu’on ne sait pas, et pourquoi", 4),
}
# A map, a chart, tables alone; the others are run with the long ones.
COURTS = ("convention?rubrique=suivi",)
LIEUX = ("commune:72180", "commune:53249", "departement:44")


def _feuilles(page) -> list[tuple[str, float]]:
    """Text of each sheet, and how far to the right, in points, its last word starts."""
    feuilles = []
    for feuille in PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages:
        departs = []

        def lire(texte, transformation, matrice, _police, _corps, departs=departs):
            if texte.strip():
                departs.append(matrice[4] * transformation[0] + matrice[5] * transformation[2] + transformation[4])

        texte = feuille.extract_text(visitor_text=lire)
        feuilles.append((" ".join(texte.split()), max(departs, default=0)))
    return feuilles


@pytest.mark.parametrize("ecran", courts(ECRANS, COURTS))
def test_a_screen_prints_without_an_empty_sheet_nor_a_cut(ouvrir, ecran):
    mots, a_droite, au_plus = ECRANS[ecran]
    page = ouvrir(ecran)
    if ecran == "tendances":
        page.locator(".obs-graphique svg").first.wait_for()
    feuilles = _feuilles(page)
    assert len(feuilles) <= au_plus
    assert mots in feuilles[0][0]
    assert any(a_droite in texte for texte, _ in feuilles)
    for rang, (texte, droite) in enumerate(feuilles, 1):
        assert len(texte) > 200, f"sheet {rang} is almost empty: {texte}"
        assert droite < BORD, f"sheet {rang} is cut on the right"
        assert "Projeter" not in texte


def test_a_printed_chart_takes_its_size_back_on_screen(ouvrir):
    page = ouvrir("tendances")
    dessin = page.locator(".obs-graphique svg").first
    dessin.wait_for()
    taille = "e => (({ width, height }) => [width, height])(e.getBoundingClientRect())"
    avant = dessin.evaluate(taille)
    page.pdf(prefer_css_page_size=True)
    assert dessin.evaluate(taille) == avant


def test_a_dark_screen_prints_in_ink_on_white_paper(ouvrir):
    page = ouvrir("tendances", color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    for choix, propriete in (("h1", "color"), (".obs-sous-titre", "color"), (".obs-graphique text", "fill")):
        lu = page.locator(f"main {choix}:visible").first
        couleur = lu.evaluate("(e, p) => getComputedStyle(e)[p]", propriete)
        assert sum(map(int, re.findall(r"\d+", couleur)[:3])) < 300, choix


@pytest.mark.parametrize("lieu", courts(LIEUX, LIEUX[:1]))
def test_a_place_prints_on_one_sheet_upright_or_lengthwise(ouvrir, lieu):
    page = ouvrir(f"territoires?lieu={lieu}")
    for couchee in (False, True):
        (feuille,) = PdfReader(io.BytesIO(page.pdf(format="A4", landscape=couchee))).pages
        assert (feuille.mediabox.width > feuille.mediabox.height) == couchee
        texte = " ".join(feuille.extract_text().split())
        assert all(m in texte for m in ("Chômage", "Inscrits A, B, C", "Dans la convention de 2013", "Insee"))
        assert "Comparer avec" not in texte
    expect(page.locator(".obs-sur-papier")).to_be_hidden()


A4 = (595, 842)
# The longest sentences, the most zones met, the whole region.
ZONES = ("?zone=spo:sarthe-nord", "?zone=bassin:5220", "")
MESURE = """() => [...document.querySelectorAll('.obs-feuille')].filter(f => f.checkVisibility()).map(f => ({
  deborde: f.scrollHeight > f.clientHeight + 1 || f.scrollWidth > f.clientWidth + 1,
  reste: f.querySelector('.obs-feuille-pied').getBoundingClientRect().top
    - [...f.querySelectorAll('.obs-bloc')].pop().getBoundingClientRect().bottom}))"""


@pytest.mark.parametrize(("theme", "zones"), un_sur(2, [("light", ZONES), ("dark", ZONES[:1])]))
def test_a_portrait_prints_on_two_sheets(ouvrir, theme, zones):
    for zone in zones:
        page = ouvrir(f"portrait{zone}", {"width": 700, "height": 1000}, theme)
        lu = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
        assert len(lu.pages) == 2, zone
        assert [(round(p.mediabox.width), round(p.mediabox.height)) for p in lu.pages] == [A4, A4]
        # The reader of PDF sees a space where two fonts meet.
        premiere, seconde = (re.sub(r"\s", "", p.extract_text()) for p in lu.pages)
        assert "page1sur2" in premiere
        assert "page2sur2" in seconde
        for absent in ("Projeter", "Territoires(", "(PDF,deuxpages)", "Imprimerdepuis"):
            assert absent not in premiere
        page.emulate_media(media="print")
        for feuille in page.evaluate(MESURE):
            assert not feuille["deborde"], zone
            assert feuille["reste"] >= 0, zone
        expect(page.locator(".obs-feuille:visible").first).to_have_css("background-color", "rgb(255, 255, 255)")
        assert page.locator("img.sombre:visible").count() == 0
        page.emulate_media(media="null")
