"""Sharing a figure by keyboard, and a screen inside another site."""

import json
import re

from playwright.sync_api import expect

CARTE = "carte?indicateur=bmo_projets&zonage=departement"


def test_a_figure_is_shared_by_keyboard_and_the_focus_comes_back(ouvrir, axe):
    page = ouvrir(CARTE)
    bouton = page.locator(".obs-partager").first
    bouton.focus()
    page.keyboard.press("Enter")
    dialogue = page.get_by_role("dialog", name="Partager cette figure")
    dits = {"Phrase à reprendre": "Source", "Citer": "consulté le", "Intégrer dans un autre site": "integre=1#bloc-pri"}
    for champ, mots in dits.items():
        expect(dialogue.get_by_label(champ, exact=True)).to_have_value(re.compile(mots))
    assert axe(page) == []
    dialogue.get_by_role("button", name="Ajouter à la séance").click()
    expect(dialogue.get_by_role("status")).to_have_text("Ajoutée à la séance, vue 1.")
    (vue,) = json.loads(page.evaluate("() => localStorage.getItem('obs-seance')"))["vues"]
    assert vue["adresse"].startswith("/carte?")
    assert vue["cle"] == "bloc-principale"
    page.keyboard.press("Escape")
    expect(bouton).to_be_focused()


def test_an_image_and_a_workbook_are_saved(ouvrir):
    page = ouvrir(CARTE)
    page.locator(".obs-partager").first.click()
    for bouton, suffixe in (("Image PNG", "png"), ("Classeur XLSX", "xlsx")):
        with page.expect_download() as attendu:
            page.get_by_role("dialog").get_by_role("button", name=bouton).click()
        assert re.fullmatch(rf"carte-projets-[a-z0-9-]+-2024\.{suffixe}", attendu.value.suggested_filename)


def test_a_screen_inside_another_site_shows_the_figure_asked_for_and_nothing_around(ouvrir):
    page = ouvrir(f"{CARTE}&integre=1#bloc-tableau")
    expect(page.locator(".st-key-bloc-tableau")).to_be_visible()
    expect(page.locator("h1")).to_be_visible()
    for ailleurs in (".st-key-bloc-principale", "[data-testid=stHeader]", ".st-key-champs-carte", ".obs-partager"):
        expect(page.locator(ailleurs).first).to_be_hidden()


def test_a_link_of_a_screen_inside_another_site_opens_beside_it(ouvrir):
    page = ouvrir("meteo?integre=1")
    with page.expect_popup() as ouverte:
        page.locator(".obs-carte h3 a").first.click()
    assert "onglet=metier" in ouverte.value.url
    assert "onglet=metier" not in page.url
    ouverte.value.close()
