"""The map page on demonstration figures: keyboard, links, files, phone."""

import csv
import io
import re

from playwright.sync_api import expect

from tests.e2e.gestes import TELEPHONE, adresse, choisi, choisir, deplier, telecharger


def forme(page, code):
    return page.locator(f"svg.carte [data-code='{code}']")


def choisie(page, code: str, nom: str) -> None:
    """A zone is pressed on the map, and named beside it."""
    page.mouse.move(2, 2)  # a zone under the pointer has its sentence first
    expect(forme(page, code)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".st-key-cote-carte")).to_contain_text(nom)


def test_keyboard_alone_chooses_a_zone_and_everything_follows(ouvrir):
    page = ouvrir("carte")
    page.locator("svg.carte [data-code][tabindex='0']").focus()
    for touche in ("Home", "ArrowRight", "Enter"):
        page.keyboard.press(touche)
    page.wait_for_url("**zone=ze**")
    code = adresse(page)["zone"][0].removeprefix("ze:")
    choisie(page, code, re.split(r"\s:", forme(page, code).get_attribute("aria-label"))[0])


def test_a_deep_link_restores_every_choice_and_another_period_keeps_the_zone(ouvrir):
    demande = {"indicateur": "taux_chomage", "zonage": "departement", "zone": "departement:72", "vue": "ecart"}
    page = ouvrir("carte?periode=2022-T3&" + "&".join(f"{c}={v}" for c, v in demande.items()))
    assert {c: v[-1] for c, v in adresse(page).items()}.items() >= (demande | {"periode": "2022-T3"}).items()
    expect(choisi(page, "Indicateur")).to_have_text("Taux de chômage localisé")
    expect(page.get_by_role("radio", name="départements")).to_be_checked()
    expect(choisi(page, "Période")).to_have_text("3ᵉ trimestre 2022")
    choisie(page, "72", "Sarthe")
    expect(page.locator(".obs-sous-titre").first).to_contain_text("3ᵉ trimestre 2022, écart à la région, en points")
    titre = page.locator("h1").inner_text()
    choisir(page, "Période", "4ᵉ trimestre 2022")
    assert {c: v[-1] for c, v in adresse(page).items()}.items() >= (demande | {"periode": "2022-T4"}).items()
    expect(page.locator("h1")).not_to_have_text(titre)
    choisie(page, "72", "Sarthe")


def test_a_period_of_the_map_is_drawn_before_its_answer_and_undone_when_none_comes(ouvrir):
    page = ouvrir("carte?indicateur=taux_chomage&zonage=departement&periode=2022-T3")
    titre = page.locator("h1").inner_text()
    page.route("**/ecran/carte?*", lambda route: route.abort())
    dit = page.get_by_role("combobox", name="Période").evaluate(
        "(e) => { e.value = '2022-T4'; e.dispatchEvent(new Event('change', { bubbles: true }));"
        " return document.querySelector('h1').innerText; }"
    )
    assert dit != titre
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("h1")).to_have_text(titre)


def test_a_dot_of_the_legend_chooses_its_zone(ouvrir):
    page = ouvrir("carte")
    page.locator(".st-key-cote-carte [data-code]").first.click()
    page.wait_for_url("**zone=ze**")
    expect(forme(page, adresse(page)["zone"][0].removeprefix("ze:"))).to_have_attribute("aria-pressed", "true")


def test_the_table_and_its_csv_hold_what_the_map_shows(ouvrir):
    page = ouvrir("carte?indicateur=bmo_part_difficiles_estimee&zonage=bassin&periode=2023")
    nom, octets = telecharger(page, "Télécharger le tableau (CSV)")
    assert nom == "bmo_part_difficiles_estimee_bassin.csv"
    assert octets.startswith(b"\xef\xbb\xbf")
    lignes = list(csv.DictReader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert all(ligne["mention"].startswith("Données de démonstration") for ligne in lignes)
    ecrites = {r["libelle_zone"]: r["valeur"] for r in lignes if r["periode"] == "2023"}
    deplier(page, "Tableau des bassins d’emploi, à télécharger")
    tableau = page.locator(".st-key-bloc-tableau table")
    rang = tableau.locator("thead th").all_inner_texts().index("%")
    rangs = tableau.evaluate("t => [...t.tBodies[0].rows].map(r => [...r.cells].map(c => c.innerText))")
    assert {r[0] for r in rangs} == ecrites.keys()
    for zone, *dits in rangs:
        exacte, valeur = ecrites[zone], dits[rang - 1]
        assert (exacte == "") is (valeur in ("s", "n.d.", "///"))
        if exacte:
            dite = valeur.removesuffix("%").strip().replace(",", ".")
            assert abs(float(exacte.replace(",", ".")) - float(dite)) <= 0.5


def test_a_phone_shows_the_map_first_and_unfolds_the_lists_by_keyboard(ouvrir):
    page = ouvrir("carte", TELEPHONE)
    assert page.locator("svg.carte").bounding_box()["y"] <= 450
    decoupage = page.get_by_role("radio", name="départements")
    expect(decoupage).to_be_hidden()
    bascule = page.locator("[class*=st-key-deplier-]").get_by_role("switch").first
    bascule.focus()
    page.keyboard.press("Space")
    expect(decoupage).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 720})
    expect(decoupage).to_be_visible()
    expect(bascule).to_be_hidden()


def test_a_phone_says_what_a_list_has_to_say_without_unfolding_it(ouvrir):
    page = ouvrir("carte?periode=2001", TELEPHONE)
    expect(page.get_by_role("alert").filter(has_text="2001")).to_be_visible()
    expect(page.get_by_role("radio", name="départements")).to_be_hidden()
