"""Journeys through the real application on demonstration figures."""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import expect

from pages.figures.ecrans import ECRANS


@pytest.fixture
def ouvrir(application, attendre):
    """`ouvrir(page, screen)` returns once the screen has run and drawn its map or chart."""

    def aller(page, ecran):
        page.goto(f"{application}/{ecran}")
        attendre(page)
        if ecran.split("?")[0] in ("", "carte", "meteo"):
            expect(page.locator("svg.carte [data-code]").first).to_be_attached(timeout=20_000)
        if ecran.startswith("tendances"):
            expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible(timeout=20_000)
        return page

    return aller


def test_a_badge_is_never_on_what_is_real(page, ouvrir):
    ouvrir(page, "carte?indicateur=population&zonage=spo")
    expect(page.locator(".obs-titre h1")).to_contain_text("habitants")
    assert page.locator(".obs-badge--demo").count() == 0


def test_a_newcomer_reaches_a_territory_in_one_click(page, ouvrir):
    ouvrir(page, "")
    page.locator("svg.carte [data-code=cholet]").click()
    page.wait_for_url("**/territoires?**lieu=spo%3Acholet**")
    expect(page.locator("h1:visible")).to_contain_text("Cholet")


PORTES = {
    "Mon territoire en deux pages": "/portrait",
    "Où les employeurs peinent": "/meteo",
    "l’affiche en salle": "/carte",
    "Ce qui monte et ce qui baisse": "/tendances",
    "les deux signataires": "/convention",
}


def test_the_menu_folds_no_screen_from_a_laptop_to_a_room(page, ouvrir):
    ouvrir(page, "explorer")
    for largeur in (1280, 1366, 1600, 1920):
        page.set_viewport_size({"width": largeur, "height": 720})
        for e in (e for e in ECRANS if e.menu):
            expect(page.get_by_role("navigation").get_by_role("link", name=e.titre, exact=True)).to_be_visible()


def test_the_doors_lead_somewhere(page, ouvrir):
    ouvrir(page, "")
    for porte, ecran in PORTES.items():
        lien = page.locator(".obs-portes a", has_text=porte)
        assert lien.evaluate("a => a.pathname") == ecran, porte
    lien.click()
    page.wait_for_url(f"**{ecran}?**")
    expect(page.locator("h1:visible")).to_have_count(1)


def test_the_choices_follow_from_one_screen_to_the_other(page, ouvrir):
    ouvrir(page, "carte?zone=bassin:5208&zonage=bassin&indicateur=bmo_projets")
    page.get_by_role("navigation").get_by_role("link", name="Tendances").click()
    page.wait_for_url("**/tendances?**")
    expect(page.locator(".obs-titre h1")).to_contain_text("Mans")
    expect(page.get_by_role("combobox", name="Indicateur")).to_have_value("Projets de recrutement")


def test_a_trend_is_restored_from_its_link_with_its_table_and_csv(page, ouvrir):
    ouvrir(
        page,
        "tendances?indicateur=bmo_part_difficiles_estimee&zonage=bassin&zones=bassin:5208&zones=bassin:5221&mode=ecart",
    )
    page.get_by_role("button", name="Plus de choix").click()
    expect(page.get_by_role("radio", name="Écart à la région")).to_be_checked()
    page.keyboard.press("Escape")
    page.locator(".st-key-bloc-tableau [data-testid=stExpander] summary").first.click()
    tableau = page.locator(".st-key-bloc-tableau table", has=page.get_by_role("columnheader", name="Période"))
    expect(tableau).to_be_visible()
    tetes = tableau.locator("thead th").all_inner_texts()
    assert [t for t in tetes if t in ("Le Mans", "Ancenis")] == ["Le Mans", "Ancenis"]
    with page.expect_download() as recu:
        page.get_by_role("button", name="Télécharger le tableau (CSV)").click()
    octets = Path(recu.value.path()).read_bytes()
    lignes = list(csv.DictReader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert {r["code_zone"] for r in lignes} >= {"5208", "5221"}
    assert {r["periode"] for r in lignes} == set(tableau.locator("tbody th").all_inner_texts())


def test_the_menu_of_a_phone_reaches_every_screen(nouvelle_page, ouvrir):
    page = ouvrir(nouvelle_page(viewport={"width": 390, "height": 844}), "")
    page.get_by_role("button", name="Ouvrir le menu").click()
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Données").click()
    page.wait_for_url("**/donnees**")
    expect(page.locator("h1")).to_contain_text("Données")


def test_tables_of_the_data_stack_on_a_phone(nouvelle_page, ouvrir):
    page = ouvrir(nouvelle_page(viewport={"width": 390, "height": 844}), "donnees")
    tableaux = page.locator(".obs-tableau--empile:visible")
    expect(tableaux.first).to_be_visible()
    larges = tableaux.evaluate_all("ts => ts.filter(t => t.scrollWidth > t.clientWidth).map(t => t.ariaLabel)")
    assert larges == []
    expect(page.get_by_role("table", name="Jeux de données suivis").get_by_role("columnheader")).to_have_count(4)


@pytest.mark.parametrize(("largeur", "passages"), [(1280, 1), (1920, 2)])
def test_a_page_of_charts_runs_again_only_to_take_another_width(nouvelle_page, ouvrir, largeur, passages):
    demandes = []
    page = nouvelle_page(viewport={"width": largeur, "height": 720})
    page.on("websocket", lambda ws: ws.on("framesent", lambda _: demandes.append(ws)))
    ouvrir(page, "tendances")
    for _ in range(200):  # the component that tells the width is drawn after the chart
        if len(demandes) >= passages:
            break
        page.wait_for_timeout(100)
    page.wait_for_timeout(2000)
    assert len(demandes) == passages
