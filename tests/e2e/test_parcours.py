"""Journeys through the real application on demonstration figures."""

from playwright.sync_api import expect

from tests.e2e.gestes import TELEPHONE, choisi


def test_a_newcomer_reaches_a_territory_in_one_click(ouvrir):
    page = ouvrir()
    page.locator("svg.carte [data-code=cholet]").click()
    page.wait_for_url("**/territoires?**lieu=spo%3Acholet**")
    expect(page.locator("h1")).to_contain_text("Cholet")


def test_the_choices_follow_from_one_screen_to_the_other(ouvrir):
    page = ouvrir("carte?zone=bassin:5208&zonage=bassin&indicateur=bmo_projets")
    page.get_by_role("link", name="Tendances", exact=True).click()
    page.wait_for_url("**/tendances?**")
    expect(page.locator("h1")).to_contain_text("Mans")
    expect(choisi(page, "Indicateur")).to_have_text("Projets de recrutement")


def test_tables_of_the_data_stack_on_a_phone(ouvrir):
    tableaux = ouvrir("donnees", TELEPHONE).locator(".obs-tableau--empile:visible")
    expect(tableaux.first).to_be_visible()
    assert tableaux.evaluate_all("ts => ts.filter(t => t.scrollWidth > t.clientWidth).map(t => t.ariaLabel)") == []
    suivis = tableaux.page.get_by_role("table", name="Jeux de données suivis")
    expect(suivis.get_by_role("columnheader")).to_have_count(4)
