"""The cockpit of the convention in a real browser: filters, files, meeting room, phone, accessibility."""

import io

import openpyxl
import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

TABLE = ".st-key-carte-tableau .obs-tableau"


@pytest.fixture
def convention(application, page, attendre):
    """`convention(address)` opens the screen."""

    def ouvrir(suite: str = "", page=page):
        page.goto(f"{application}/convention{suite}")
        attendre(page)
        return page

    return ouvrir


def telecharger(page, texte: str) -> bytes:
    with page.expect_download() as attendu:
        page.get_by_role("button", name=texte).click()
    return attendu.value.path().read_bytes()


def test_a_link_on_a_day_and_a_party_gives_the_finding_and_its_files(convention):
    page = convention("?au=2015-06-30&signataire=region")
    expect(page.locator("h1")).to_contain_text("10 mesures en retard")
    expect(page.locator(f"{TABLE} tbody tr")).to_have_count(11)
    livre = openpyxl.load_workbook(io.BytesIO(telecharger(page, "Modèle à remplir : Région")))
    assert {ligne[5] for ligne in livre["Saisie"].iter_rows(min_row=2, values_only=True)} == {"Région"}
    pdf = PdfReader(io.BytesIO(telecharger(page, "Relevé pour le comité (PDF)")))
    assert "Document de travail – non validé" in pdf.pages[0].extract_text()


def test_a_filter_is_kept_in_the_address(convention):
    page = convention("?au=2015-06-30")
    page.get_by_label("Dispositif").click()
    page.get_by_role("option", name="Licenciés économiques").click()
    page.wait_for_url("**dispositif=licencies**")
    expect(page.locator(f"{TABLE} tbody tr")).to_have_count(3)


def test_the_calendar_speaks_french(convention):
    page = convention("?au=2015-06-30")
    page.get_by_role("button", name="Choisir une date").click()
    page.get_by_role("button", name="Mois précédent").wait_for()
    noms = page.eval_on_selector_all("[aria-label]", "les => les.map(l => l.getAttribute('aria-label'))")
    assert "Choisir une date, juin 2015" in noms
    assert {"jour, État du suivi au", "mois, État du suivi au", "année, État du suivi au"} <= set(noms)
    assert not [n for n in noms if n.startswith(("day", "month", "year", "Choose"))]


@pytest.mark.parametrize(("largeur", "hauteur"), [(1280, 720), (1920, 1080)])
def test_in_a_meeting_room_counts_points_and_source_hold_on_one_screen(convention, nouvelle_page, largeur, hauteur):
    page = nouvelle_page(viewport={"width": largeur, "height": hauteur})
    convention("?au=2015-06-30&projection=oui", page)
    expect(page.locator(".obs-comptes")).to_be_visible()
    expect(page.locator(TABLE)).to_be_hidden()
    source = page.locator(".st-key-pied-convention p").last
    points = page.locator(".obs-a-traiter > li:visible")
    for i in range(2):
        assert points.nth(i).bounding_box()["y"] + points.nth(i).bounding_box()["height"] < source.bounding_box()["y"]
    tailles = page.eval_on_selector_all(
        ".obs-comptes *, .obs-a-traiter span",
        "les => les.filter(l => l.offsetParent && l.innerText).map(l => parseFloat(getComputedStyle(l).fontSize))",
    )
    assert min(tailles) >= 24 * largeur / 1280 - 0.1


def test_a_phone_scrolls_the_table_and_nothing_else(convention, nouvelle_page):
    page = nouvelle_page(viewport={"width": 390, "height": 844})
    convention("?au=2015-06-30", page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.eval_on_selector(TABLE, "t => t.scrollWidth > t.clientWidth")


def test_accessibility_and_heading_order(convention, axe):
    page = convention("?au=2015-06-30")
    niveaux = page.eval_on_selector_all("h1, h2", "les => les.map(l => l.tagName)")
    assert niveaux == ["H1", *["H2"] * (len(niveaux) - 1)]
    # Read aloud, each shape of the table has its word.
    assert "2013 : en retard" in page.locator(f"{TABLE} .obs-annees").first.inner_text().replace("\xa0", " ")
    assert axe(page, runOnly=["wcag2a", "wcag2aa"]) == []
