"""Portraits printed from the browser: two A4 sheets, nothing cut, nothing of the interface."""

import io
import re

import pytest
from pypdf import PdfReader

A4 = (595, 842)
# The longest sentences, the most zones met, the whole region.
ZONES = ("spo:sarthe-nord", "bassin:5220", "region:52")
MESURE = """() => [...document.querySelectorAll('.obs-feuille')].map(f => ({
  deborde: f.scrollHeight > f.clientHeight + 1 || f.scrollWidth > f.clientWidth + 1,
  reste: f.querySelector('.obs-feuille-pied').getBoundingClientRect().top
    - [...f.querySelectorAll('.obs-bloc')].pop().getBoundingClientRect().bottom}))"""


@pytest.fixture
def ouvrir(application, attendre):
    def aller(page, zone):
        page.goto(f"{application}/portrait" + ("" if zone == "region:52" else f"?zone={zone}"))
        attendre(page)
        page.locator(".obs-portrait").wait_for()
        return page

    return aller


@pytest.mark.parametrize(("theme", "zones"), [("light", ZONES), ("dark", ZONES[:1])])
def test_a_portrait_prints_on_two_sheets(nouvelle_page, ouvrir, theme, zones):
    page = nouvelle_page(color_scheme=theme, viewport={"width": 700, "height": 1000})
    for zone in zones:
        ouvrir(page, zone)
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
        fond = page.evaluate("getComputedStyle(document.querySelector('.obs-feuille')).backgroundColor")
        assert fond == "rgb(255, 255, 255)"
        assert page.locator("img.obs-ecran:visible").count() == 0
        page.emulate_media(media="null")


def test_a_similar_territory_opens(page, ouvrir):
    ouvrir(page, "bassin:5220")
    page.locator("#bloc-territoire summary").first.click()
    page.locator("#bloc-territoire td a, #bloc-territoire th a").first.click()
    page.wait_for_url("**/portrait?*zone=bassin*")
    page.wait_for_function("!document.querySelector('.obs-surtitre')?.textContent.includes('d’emploi de Nantes')")
    page.locator(".obs-surtitre").wait_for()
    assert page.locator(".obs-surtitre").inner_text().startswith("Portrait du bassin d’emploi")


def test_the_pdf_downloads(page, ouvrir):
    ouvrir(page, "spo:sarthe-nord")
    with page.expect_download() as attendu:
        page.get_by_role("button", name="Portrait (PDF, deux pages)").click()
    assert attendu.value.suggested_filename == "portrait_spo_sarthe-nord.pdf"
    lu = PdfReader(attendu.value.path())
    assert len(lu.pages) == 2
    assert "/StructTreeRoot" in lu.trailer["/Root"]
