"""Secteurs in a real browser: cards by keyboard, Back, two sheets."""

import io

import pytest
from pypdf import PdfReader


@pytest.fixture
def secteurs(application, page, attendre):
    """`secteurs(suite)` opens the screen."""

    def ouvrir(suite: str = "", page=page):
        page.goto(f"{application}/secteurs{suite}")
        attendre(page)
        page.wait_for_selector("h1")
        return page

    return ouvrir


def test_a_card_is_opened_by_keyboard_and_back_returns_to_the_list(secteurs, attendre):
    page = secteurs()
    page.focus('.obs-carte a[href*="secteur=batiment"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**secteur=batiment**")
    page.wait_for_selector("h1:has-text('Dans le bâtiment et la construction')")
    page.go_back()
    page.wait_for_selector("h2:has-text('Secteurs prioritaires')")


def test_a_portrait_prints_on_three_sheets(secteurs):
    page = secteurs("?secteur=batiment")
    page.wait_for_selector(".st-key-bloc-secteur-chiffres")
    feuilles = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(feuilles) <= 3
    texte = " ".join(f.extract_text() for f in feuilles)
    assert "Données de démonstration" in texte
    assert "Projeter" not in texte
