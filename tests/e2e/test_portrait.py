"""Portraits printed from the browser: two A4 sheets, nothing cut, nothing of the interface."""

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

A4 = (595, 842)
# The longest sentences, the most zones met, the whole region.
ZONES = ("spo:sarthe-nord", "bassin:5220", "region:52")
MESURE = """() => [...document.querySelectorAll('.obs-feuille')].filter(f => f.checkVisibility()).map(f => ({
  deborde: f.scrollHeight > f.clientHeight + 1 || f.scrollWidth > f.clientWidth + 1,
  reste: f.querySelector('.obs-feuille-pied').getBoundingClientRect().top
    - [...f.querySelectorAll('.obs-bloc')].pop().getBoundingClientRect().bottom}))"""


def adresse(zone: str) -> str:
    return "portrait" if zone == "region:52" else f"portrait?zone={zone}"


@pytest.mark.parametrize(("theme", "zones"), [("light", ZONES), ("dark", ZONES[:1])])
def test_a_portrait_prints_on_two_sheets(ouvrir, theme, zones):
    for zone in zones:
        page = ouvrir(adresse(zone), {"width": 700, "height": 1000}, theme)
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
