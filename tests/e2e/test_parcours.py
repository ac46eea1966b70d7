"""Journeys through the real application on demonstration figures."""

import csv
import io

from playwright.sync_api import expect

from pages.figures.ecrans import ECRANS, PAR_MODULE
from tests.e2e.gestes import TELEPHONE, choisi, deplier, telecharger

PORTES = {
    "Mon territoire en deux pages": "/portrait",
    "Où les employeurs peinent": "/meteo",
    "l’affiche en salle": "/carte",
    "Ce qui monte et ce qui baisse": "/tendances",
    "les deux signataires": "/convention",
}


def test_a_badge_is_never_on_what_is_real(ouvrir):
    page = ouvrir("carte?indicateur=population&zonage=spo")
    expect(page.locator("h1")).to_contain_text("habitants")
    assert page.locator(".obs-badge--demo").count() == 0


def test_a_newcomer_reaches_a_territory_in_one_click_and_doors_lead_somewhere(ouvrir):
    page = ouvrir()
    for porte, ecran in PORTES.items():
        lien = page.locator(".obs-portes a", has_text=porte)
        assert lien.evaluate("a => a.pathname") == ecran, porte
    page.locator("svg.carte [data-code=cholet]").click()
    page.wait_for_url("**/territoires?**lieu=spo%3Acholet**")
    expect(page.locator("h1")).to_contain_text("Cholet")


def test_a_screen_that_has_no_entry_in_the_menu_lights_the_one_that_leads_there(ouvrir):
    assert {e.sous for e in ECRANS} - {""} <= {e.module for e in ECRANS if e.menu}
    for ecran in (e for e in ECRANS if e.sous):
        menu = ouvrir(ecran.module).get_by_role("navigation", name="Menu principal")
        expect(menu.locator("[aria-current=true]")).to_have_text(PAR_MODULE[ecran.sous].titre)


def test_the_choices_follow_from_one_screen_to_the_other(ouvrir):
    page = ouvrir("carte?zone=bassin:5208&zonage=bassin&indicateur=bmo_projets")
    page.get_by_role("link", name="Tendances", exact=True).click()
    page.wait_for_url("**/tendances?**")
    expect(page.locator("h1")).to_contain_text("Mans")
    expect(choisi(page, "Indicateur")).to_have_text("Projets de recrutement")


def test_a_trend_is_restored_from_its_link_with_its_table_and_csv(ouvrir):
    page = ouvrir("tendances?indicateur=bmo_part_difficiles_estimee&zones=bassin:5208&zones=bassin:5221&mode=ecart")
    lecture = deplier(page, "Plus de choix").get_by_role("radio", name="Écart à la région")
    expect(lecture).to_be_checked()
    page.keyboard.press("Escape")
    expect(lecture).to_be_hidden()
    tableau = deplier(page, "Tableau").locator("table", has=page.get_by_role("columnheader", name="Période"))
    tetes = tableau.locator("thead th").all_inner_texts()
    assert [t for t in tetes if t in ("Le Mans", "Ancenis")] == ["Le Mans", "Ancenis"]
    _, octets = telecharger(page, "Télécharger le tableau (CSV)")
    lignes = list(csv.DictReader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert {r["code_zone"] for r in lignes} >= {"5208", "5221"}
    assert {r["periode"] for r in lignes} == set(tableau.locator("tbody th").all_inner_texts())


def test_tables_of_the_data_stack_on_a_phone(ouvrir):
    tableaux = ouvrir("donnees", TELEPHONE).locator(".obs-tableau--empile:visible")
    expect(tableaux.first).to_be_visible()
    assert tableaux.evaluate_all("ts => ts.filter(t => t.scrollWidth > t.clientWidth).map(t => t.ariaLabel)") == []
    expect(tableaux.page.get_by_role("table", name="Jeux de données suivis").get_by_role("columnheader")).to_have_count(
        4
    )
