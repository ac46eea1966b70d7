"""Dossiers and the entry from a territory in a real browser: paper, phone."""

import io

import pytest
from pypdf import PdfReader

VUES = ("?entree=dossier&secteur=batiment", "?entree=dossier&secteur=lgv", "?entree=territoire&lieu=commune:49099")


@pytest.fixture
def formation(application, page, attendre):
    """`formation(suite)` opens the screen."""

    def ouvrir(suite: str, page=page):
        page.goto(f"{application}/formation{suite}")
        attendre(page)
        page.wait_for_selector("h1")
        return page

    return ouvrir


def test_a_dossier_prints_on_two_to_four_sheets(formation):
    page = formation("?entree=dossier&secteur=batiment")
    page.wait_for_selector(".st-key-bloc-dossier-inconnus")
    feuilles = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert 2 <= len(feuilles) <= 4
    texte = " ".join(f.extract_text() for f in feuilles)
    assert "Données de démonstration" in texte
    assert "Ce qu’on ne sait pas, et pourquoi" in texte
    assert "En faire l’ordre du jour" not in texte
