"""The cockpit of the convention in a real browser: another day, a phone, a figure brought in sight."""

import pytest
from playwright.sync_api import expect

from tests.e2e.gestes import TELEPHONE

SUIVI = "convention?rubrique=suivi&au=2015-06-30"
TABLE = ".st-key-bloc-convention-suivi .obs-tableau"


def test_each_shape_is_read_aloud_and_another_day_is_chosen(ouvrir):
    page = ouvrir(SUIVI)
    expect(page.locator(f"{TABLE} tbody tr").first).to_contain_text("2013 : en retard")
    titre = page.locator("h1").inner_text()
    page.get_by_label("État au").fill("2013-12-31")
    page.get_by_label("État au").blur()
    page.wait_for_url("**au=2013-12-31**")
    expect(page.locator("h1")).not_to_have_text(titre)


def test_a_phone_scrolls_the_table_and_nothing_else(ouvrir):
    page = ouvrir(SUIVI, TELEPHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.eval_on_selector("[data-testid=stMain]", "m => m.scrollWidth <= m.clientWidth")
    assert page.eval_on_selector(TABLE, "t => t.scrollWidth > t.clientWidth")
    assert page.eval_on_selector(".obs-grille", "t => t.getBoundingClientRect().right <= 390")


@pytest.mark.parametrize("suite", ["&chiffre=enquete_bmo", "#chiffre-enquete_bmo"])
def test_a_figure_that_the_address_names_is_brought_in_sight(ouvrir, suite):
    page = ouvrir(f"convention?rubrique=dispositifs&fiche=observation{suite}", TELEPHONE)
    chiffre = page.locator("#chiffre-enquete_bmo.obs-vise")
    expect(chiffre).to_contain_text("l’enquête 2011 sur les besoins en main d’œuvre (BMO)")
    expect(chiffre).to_be_in_viewport()
    expect(page.locator("#chiffre-axes_observatoire.obs-vise")).to_have_count(0)
