"""The cockpit of the convention in a real browser: filters, files, meeting room, phone, accessibility."""

import io
from urllib.parse import parse_qsl, urlencode

import openpyxl
import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.e2e.gestes import TELEPHONE, choisir, presser, telecharger

TABLE = ".st-key-bloc-convention-suivi .obs-tableau"
GRILLE = ".obs-grille"


@pytest.fixture
def convention(ouvrir):
    """`convention(choices)` opens the screen, on the follow-up where they do not say which view."""
    return lambda suite="", *comment: ouvrir(
        f"convention?{urlencode({'rubrique': 'suivi'} | dict(parse_qsl(suite)))}", *comment
    )


def fichier(page, mots: str) -> io.BytesIO:
    return io.BytesIO(telecharger(page, mots)[1])


def test_a_link_on_a_day_and_a_party_gives_the_finding_and_its_files(convention):
    page = convention("au=2015-06-30&signataire=region")
    expect(page.locator("h1")).to_contain_text("10 mesures sur 11 sont en retard")
    expect(page.locator(f"{TABLE} tbody tr")).to_have_count(11)
    manquent = openpyxl.load_workbook(fichier(page, "Ce qui manque à remplir : Région (21)"))
    assert len(list(manquent["Saisie"].iter_rows(min_row=2))) == 21
    pdf = PdfReader(fichier(page, "Relevé pour le comité (PDF)"))
    assert "Document de travail – non validé" in pdf.pages[0].extract_text()


def test_each_view_has_its_address_and_the_correspondent_finds_the_model_first(convention):
    page = convention("au=2015-06-30")
    presser(page, "Transmettre")
    page.wait_for_url("**rubrique=saisie**")
    expect(page.locator("h1")).to_contain_text("Aucun classeur n’a encore été reçu")
    livre = openpyxl.load_workbook(fichier(page, "Modèle à remplir : Région"))
    assert {ligne[5] for ligne in livre["Saisie"].iter_rows(min_row=2, values_only=True)} == {"Région"}
    for rubrique, constat in (("engagements", "30 engagements"), ("publication", "Rien à approuver")):
        convention(f"rubrique={rubrique}")
        expect(page.locator("h1")).to_contain_text(constat)


def test_a_filter_is_kept_in_the_address(convention):
    page = convention("au=2015-06-30")
    choisir(page, "Dispositif", "Licenciés économiques")
    page.wait_for_url("**dispositif=licencies**")
    expect(page.locator(f"{TABLE} tbody tr")).to_have_count(3)


def test_each_shape_is_read_aloud_and_another_day_is_chosen(convention):
    page = convention("au=2015-06-30")
    lus = page.locator(f"{TABLE} tbody tr").first.inner_text().replace("\xa0", " ")
    assert "2013 : en retard" in lus
    grille = page.locator(GRILLE).inner_text().replace("\xa0", " ")
    assert "Demandeurs d’emploi reçus par un psychologue du travail : en retard" in grille
    titre = page.locator("h1").inner_text()
    page.get_by_label("État au").fill("2013-12-31")
    page.get_by_label("État au").blur()
    page.wait_for_url("**au=2013-12-31**")
    expect(page.locator("h1")).not_to_have_text(titre)


def test_a_phone_scrolls_the_table_and_nothing_else(convention):
    page = convention("au=2015-06-30", TELEPHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.eval_on_selector("[data-testid=stMain]", "m => m.scrollWidth <= m.clientWidth")
    assert page.eval_on_selector(TABLE, "t => t.scrollWidth > t.clientWidth")
    assert page.eval_on_selector(GRILLE, "t => t.getBoundingClientRect().right <= 390")


@pytest.mark.parametrize("suite", ["&chiffre=enquete_bmo", "#chiffre-enquete_bmo"])
def test_a_figure_that_the_address_names_is_brought_in_sight(ouvrir, suite):
    page = ouvrir(f"convention?rubrique=dispositifs&fiche=observation{suite}", TELEPHONE)
    chiffre = page.locator("#chiffre-enquete_bmo.obs-vise")
    expect(chiffre).to_contain_text("l’enquête 2011 sur les besoins en main d’œuvre (BMO)")
    expect(chiffre).to_be_in_viewport()
    expect(page.locator("#chiffre-axes_observatoire.obs-vise")).to_have_count(0)


def test_a_card_opens_its_sheet_and_back_the_list(convention):
    page = convention("rubrique=dispositifs")
    page.get_by_role("link", name="Orientation en détention").click()
    page.wait_for_url("**fiche=detention**")
    expect(page.locator("h1")).to_contain_text("établissements pénitentiaires")
    page.get_by_role("link", name="Toutes les fiches").click()
    expect(page.locator("h1")).to_contain_text("Ce qu’écrit la convention")
