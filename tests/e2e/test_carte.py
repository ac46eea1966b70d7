"""The map page on demonstration figures: keyboard, links, Back, slider, CSV, meeting room."""

import csv
import io
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

ZONES = 23  # zones d’emploi, those of the map that opens
TITRE = ".obs-titre h1"


@pytest.fixture
def carte(page, application, attendre):
    """`carte(query)` opens the page on `feuille` and waits for its map."""

    def ouvrir(demande="", feuille=page, zones=ZONES):
        feuille.goto(f"{application}/carte?{demande}")
        attendre(feuille)
        expect(feuille.locator("svg.carte [data-code]")).to_have_count(zones)
        return feuille

    return ouvrir


def forme(page, code):
    return page.locator(f"svg.carte [data-code='{code}']")


def adresse(page) -> dict[str, str]:
    return {cle: v[-1] for cle, v in parse_qs(urlsplit(page.url).query).items()}


def attend_adresse(page, **choix) -> None:
    """Waits until the address holds the choices."""
    page.wait_for_url(lambda url: choix.items() <= {c: v[-1] for c, v in parse_qs(urlsplit(url).query).items()}.items())


def choisie(page, code: str, nom: str) -> None:
    """A zone is pressed on the map, and named beside it."""
    page.mouse.move(2, 2)  # a zone under the pointer has its sentence first
    expect(forme(page, code)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".st-key-cote-carte")).to_contain_text(nom)


def test_keyboard_alone_chooses_a_zone_and_everything_follows(carte):
    page = carte()
    page.locator("svg.carte [data-code][tabindex='0']").focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url("**zone=ze**")
    code = adresse(page)["zone"].removeprefix("ze:")
    choisie(page, code, re.split(r"\s:", forme(page, code).get_attribute("aria-label"))[0])


def test_back_and_forward_restore_the_choices_and_one_press_leaves_a_page(carte, attendre):
    page = carte()
    forme(page, "5201").click()
    attend_adresse(page, zone="ze:5201")
    choisie(page, "5201", "Ancenis")
    forme(page, "5212").click()
    attend_adresse(page, zone="ze:5212")
    choisie(page, "5212", "Au Mans")
    page.go_back()
    attend_adresse(page, zone="ze:5201")
    choisie(page, "5201", "Ancenis")
    page.go_forward()
    attend_adresse(page, zone="ze:5212")
    choisie(page, "5212", "Au Mans")
    page.get_by_test_id("stTopNavLink").filter(has_text="Tendances").click()
    page.wait_for_url("**/tendances?*")
    attendre(page)
    page.go_back()
    page.wait_for_url("**/carte?*")
    attend_adresse(page, zone="ze:5212")
    choisie(page, "5212", "Au Mans")


def test_a_deep_link_restores_every_choice(carte):
    demande = "indicateur=taux_chomage&zonage=departement&zone=departement:72&periode=2022-T3&vue=ecart"
    page = carte(demande, zones=5)
    assert adresse(page).items() >= dict(p.split("=") for p in demande.split("&")).items()
    expect(page.get_by_role("combobox", name="Indicateur")).to_have_value("Taux de chômage localisé")
    expect(page.get_by_role("radio", name="départements")).to_be_checked()
    expect(page.get_by_role("combobox", name="Période")).to_have_value("3ᵉ trimestre 2022")
    choisie(page, "72", "Sarthe")
    expect(page.locator(".obs-sous-titre").first).to_contain_text("3ᵉ trimestre 2022, écart à la région, en points")


def test_another_period_is_chosen_on_the_line_and_the_zone_stays(carte):
    page = carte("indicateur=taux_chomage&zonage=departement&zone=departement:72&periode=2022-T3", zones=5)
    titre = page.locator(TITRE).inner_text()
    page.get_by_role("combobox", name="Période").click()
    page.get_by_role("option", name="4ᵉ trimestre 2022", exact=True).click()
    attend_adresse(page, periode="2022-T4", zone="departement:72")
    expect(page.locator(TITRE)).not_to_have_text(titre)
    choisie(page, "72", "Sarthe")


def test_a_dot_of_the_legend_chooses_its_zone(carte):
    page = carte()
    page.locator(".st-key-cote-carte [data-code]").first.click()
    page.wait_for_url("**zone=ze**")
    code = adresse(page)["zone"].removeprefix("ze:")
    expect(forme(page, code)).to_have_attribute("aria-pressed", "true")


def test_another_zoning_is_outlined_and_the_overlap_said(carte):
    page = carte("zone=spo:chateaubriant&zonage=spo&indicateur=bmo_part_difficiles_estimee", zones=26)
    expect(page.locator(TITRE)).to_contain_text("pas publié par territoire SPO")


def test_the_table_and_its_csv_hold_what_the_map_shows(carte):
    page = carte("indicateur=bmo_part_difficiles_estimee&zonage=bassin&periode=2023", zones=26)
    with page.expect_download() as recu:
        page.get_by_role("button", name="Télécharger le tableau (CSV)").click()
    assert recu.value.suggested_filename == "bmo_part_difficiles_estimee_bassin.csv"
    octets = Path(recu.value.path()).read_bytes()
    assert octets.startswith(b"\xef\xbb\xbf")
    lignes = list(csv.DictReader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert all(ligne["mention"].startswith("Données de démonstration") for ligne in lignes)
    ecrites = {r["libelle_zone"]: r for r in lignes if r["periode"] == "2023"}
    page.get_by_text("Tableau des bassins d’emploi, à télécharger").click()
    rangs = page.locator(".st-key-bloc-tableau tbody tr")
    expect(rangs).to_have_count(26)
    tetes = page.locator(".st-key-bloc-tableau thead th").all_inner_texts()
    rang = tetes.index("%")
    for rangee in rangs.all():
        cellules = [c.inner_text() for c in rangee.locator(":scope > *").all()]
        exacte, valeur = ecrites[rangee.locator("th").inner_text()]["valeur"], cellules[rang]
        assert (exacte == "") is (valeur in ("s", "n.d.", "///"))
        if exacte:
            dite = valeur.removesuffix("%").strip().replace(",", ".")
            assert abs(float(exacte.replace(",", ".")) - float(dite)) <= 0.5


def test_a_phone_shows_the_map_first_and_unfolds_the_lists_by_keyboard(carte, nouvelle_page):
    page = carte(feuille=nouvelle_page(viewport={"width": 390, "height": 844}))
    assert page.locator("svg.carte").bounding_box()["y"] <= 450
    liste = page.get_by_role("combobox", name="Indicateur")
    expect(liste).to_be_hidden()
    bascule = page.locator("[class*=st-key-deplier-]").get_by_role("switch").first
    bascule.focus()
    page.keyboard.press("Space")
    expect(liste).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 720})
    expect(liste).to_be_visible()
    expect(bascule).to_be_hidden()


def test_a_phone_says_what_a_list_has_to_say_without_unfolding_it(carte, nouvelle_page):
    page = carte("periode=2001", feuille=nouvelle_page(viewport={"width": 390, "height": 844}))
    expect(page.get_by_test_id("stAlert")).to_be_visible()
    expect(page.get_by_test_id("stAlert")).to_contain_text("2001")
    expect(page.get_by_role("combobox", name="Période")).to_be_hidden()
