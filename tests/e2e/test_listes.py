"""Long lists, and those of several choices: fields where one types, beside the browser's own list.

Screens: a commune of Carte, territories of Tendances, the lists of Explorer.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.gestes import TELEPHONE, attendre, champ, choisi, liste, taper
from tests.vues import un_sur

COMMUNES, TENDANCES, EXPLORER = "carte?zonage=commune", "tendances?zones=commune:44109", "explorer"
TERRITOIRE, INDICATEURS = "Territoire", "Indicateurs (8 au plus)"
NANTES = "**zone=commune%3A44109**"
ECRITS = "e => [...e.selectedOptions].map((o) => o.text)"


@pytest.fixture
def communes(ouvrir):
    return champ(ouvrir(COMMUNES), TERRITOIRE)


@pytest.fixture
def indicateurs(ouvrir):
    return champ(ouvrir(EXPLORER), INDICATEURS)


def autour(lieu):
    return lieu.locator("xpath=..")


def proposes(lieu):
    return autour(lieu).locator("li")


def actif(lieu):
    return autour(lieu).locator("li[aria-selected=true]")


def statut(lieu):
    return autour(lieu).get_by_role("status")


def jetons(lieu):
    return autour(lieu).get_by_role("button")


def ecrits(page) -> list[str]:
    return liste(page, INDICATEURS).evaluate(ECRITS)


def test_words_without_accents_in_any_order_find_a_commune(communes):
    for tape, trouvee in (
        ("chateau", "Châteaubriant"),
        ("gontier chateau", "Château-Gontier-sur-Mayenne"),
        ("SAINT-NAZAIRE", "Saint-Nazaire"),
        ("st nazaire", "Saint-Nazaire"),
        ("l'ile olonne", "L’Île-d’Olonne"),
    ):
        communes.fill(tape)
        expect(proposes(communes).filter(has_text=re.compile(f"^{trouvee}$"))).to_be_visible()
        expect(statut(communes)).to_have_text(f"{proposes(communes).count()} choix")
    communes.fill("mans")
    expect(proposes(communes).first).to_have_text(re.compile("^Mans"))  # what begins so is before « Le Mans »
    assert "Le Mans" in proposes(communes).all_inner_texts()[1:]


def test_a_commune_chosen_is_in_the_form_and_in_the_address(page, communes):
    communes.fill("nantes")
    expect(actif(communes)).to_have_text("Nantes")
    communes.press("Enter")
    page.wait_for_url(NANTES)
    attendre(page)
    expect(communes).to_have_value("Nantes")
    expect(communes).to_be_focused()
    expect(liste(page, TERRITOIRE)).to_have_value("commune:44109")
    expect(liste(page, TERRITOIRE)).to_be_hidden()


def test_arrows_run_over_the_list(communes):
    communes.focus()
    expect(proposes(communes)).to_have_count(0)  # a field that is passed by stays closed
    communes.press("ArrowDown")
    expect(communes).to_have_attribute("aria-expanded", "true")
    expect(statut(communes)).to_have_text(re.compile(r"^1\s229 choix$"))
    expect(actif(communes)).to_have_text("Toute la région")
    communes.press("ArrowUp")
    expect(actif(communes)).to_have_text(proposes(communes).last.inner_text())
    communes.press("ArrowDown")
    communes.press("ArrowDown")
    expect(actif(communes)).to_have_text(proposes(communes).nth(1).inner_text())
    expect(communes).to_have_attribute("aria-activedescendant", actif(communes).get_attribute("id"))


def test_nothing_changes_without_a_choice(page, communes):
    adresse = page.url
    communes.fill("zzzz")
    expect(statut(communes)).to_have_text("Aucun choix ne correspond à «\u00a0zzzz\u00a0».")
    communes.press("Enter")
    expect(communes).to_have_value("zzzz")
    communes.fill("nantes")
    expect(actif(communes)).to_have_text("Nantes")
    communes.press("Escape")
    expect(communes).to_have_value("Toute la région")
    expect(communes).to_be_focused()  # the word that opens what holds it has not closed
    communes.fill("nantes")
    expect(actif(communes)).to_have_text("Nantes")
    communes.press("Tab")
    expect(communes).to_have_value("Toute la région")
    expect(communes).to_have_attribute("aria-expanded", "false")
    assert page.url == adresse


def test_an_answer_or_a_list_that_does_not_come(page, communes):
    page.route("**/statique/dessins/*.json", lambda route: route.abort())
    communes.click()
    expect(autour(communes).get_by_text("La liste n’est pas arrivée")).to_have_count(2)  # seen, and said
    page.unroute("**/statique/dessins/*.json")
    communes.blur()
    page.route("**/ecran/carte?**", lambda route: route.fulfill(status=503, body="{}"))
    taper(page, TERRITOIRE, "Nantes")
    expect(page.get_by_role("alert")).to_contain_text("La réponse n’est pas arrivée")
    expect(communes).to_have_value("Toute la région")


def test_one_more_place_keeps_the_field_and_its_focus(page, ouvrir):
    second = champ(ouvrir(TENDANCES), "Territoire 2")
    avant = second.bounding_box()["width"]
    second.evaluate("e => { e.marque = 'la même'; }")
    second.fill("saint-barthelemy-d'anjou")
    expect(actif(second)).to_be_visible()
    second.press("Enter")
    expect(champ(page, "Territoire 3")).to_be_visible()
    expect(second).to_have_value("Saint-Barthélemy-d’Anjou (commune)")
    expect(second).to_be_focused()
    assert second.evaluate("e => e.marque") == "la même"
    assert page.locator(".obs-taper").count() == page.locator("select[data-options]").count()
    # In a sentence it is as wide as what is chosen.
    assert second.bounding_box()["width"] > avant
    assert second.evaluate("e => e.scrollWidth <= e.clientWidth")


def test_the_first_place_taken_away_leaves_its_field_to_the_next(page, ouvrir):
    premier = champ(ouvrir(f"{TENDANCES}&zones=commune:49007"), "Territoire 1")
    premier.click()
    proposes(premier).first.click()
    expect(premier).to_have_value("Angers (commune)")
    expect(champ(page, "Territoire 2")).to_have_value("Ajouter un territoire")
    expect(liste(page, "Territoire 3")).to_have_count(0)


@pytest.mark.long
def test_several_choices_keep_their_order(page, indicateurs):
    premier, *suite = ecrits(page)
    assert jetons(indicateurs).all_inner_texts() == [premier, *suite]
    indicateurs.click()
    expect(proposes(indicateurs).first).to_be_visible()
    assert {premier, *suite}.isdisjoint(proposes(indicateurs).all_inner_texts())
    taper(page, INDICATEURS, "Population municipale")
    expect(statut(indicateurs)).to_have_text("Ajouté\u00a0: Population municipale.")
    page.wait_for_url("**indicateur=population**")
    jetons(indicateurs).first.click()
    page.wait_for_url(lambda url: "indicateur=bmo_projets&" not in url)
    taper(page, INDICATEURS, premier)
    page.wait_for_url("**indicateur=population&indicateur=bmo_projets&**")
    attendre(page)
    assert ecrits(page) == jetons(indicateurs).all_inner_texts() == [*suite, "Population municipale", premier]


def test_backspace_takes_the_last_one_away(page, indicateurs):
    *reste, dernier = ecrits(page)
    indicateurs.fill("x")
    indicateurs.press("Backspace")
    expect(jetons(indicateurs)).to_have_count(3)  # it has taken what was typed
    indicateurs.press("Backspace")
    expect(jetons(indicateurs)).to_have_count(2)
    expect(statut(indicateurs)).to_have_text(f"Retiré\u00a0: {dernier}.")
    page.wait_for_url(lambda url: "saisonniers" not in url)
    attendre(page)
    assert ecrits(page) == reste
    expect(indicateurs).to_be_focused()
    jetons(indicateurs).first.focus()
    page.keyboard.press("Enter")
    expect(jetons(indicateurs)).to_have_count(1)
    expect(jetons(indicateurs).first).to_have_accessible_name(f"Retirer {reste[1]}")
    expect(jetons(indicateurs).first).to_be_focused()


@pytest.mark.long
def test_the_maximum_is_held_and_said(page, indicateurs):
    expect(indicateurs).to_have_accessible_name(INDICATEURS)
    expect(indicateurs).to_have_accessible_description(re.compile(r"^Choix\s: .+ 8 au plus\.$"))
    indicateurs.click()
    for n in range(4, 9):
        expect(proposes(indicateurs).first).to_be_visible()
        proposes(indicateurs).first.click()
        expect(jetons(indicateurs)).to_have_count(n)
    attendre(page)
    expect(indicateurs).to_have_attribute("placeholder", "8 au plus")
    indicateurs.fill("chomage")
    expect(proposes(indicateurs)).to_have_count(0)
    expect(statut(indicateurs)).to_have_text("8 au plus\u00a0: en retirer pour en ajouter.")
    expect(choisi(page, INDICATEURS)).to_have_count(8)


def test_an_answer_takes_nothing_from_who_types(page, indicateurs):
    indicateurs.fill("chom")
    expect(actif(indicateurs)).to_be_visible()
    with page.expect_response("**/ecran/explorer?**"):
        page.evaluate("""() => {
          const mesure = document.querySelector("select[name='_.x-mesure']");
          mesure.selectedIndex = 2;
          mesure.dispatchEvent(new Event("change", { bubbles: true }));
        }""")
    attendre(page)
    expect(indicateurs).to_have_value("chom")
    expect(indicateurs).to_be_focused()
    expect(actif(indicateurs)).to_be_visible()
    assert page.locator(".obs-taper").count() == page.locator("select:is([multiple],[data-options])").count()


@pytest.mark.parametrize(("chemin", "nom"), un_sur(2, [(TENDANCES, "Territoire 1"), (EXPLORER, INDICATEURS)]))
def test_axe(ouvrir, axe, chemin, nom):
    page = ouvrir(chemin)
    lieu = champ(page, nom)
    for tape in ("", "pro", "zzzz"):
        if tape:
            lieu.fill(tape)
            expect(statut(lieu)).to_have_text(re.compile("choix"))
        assert axe(page) == []
        page.emulate_media(color_scheme="dark")
        assert axe(page, runOnly=["color-contrast"]) == []
        page.emulate_media(color_scheme="light")


def test_under_a_finger_all_is_44_px_high_and_nothing_leaves_the_window(ouvrir):
    page = ouvrir(EXPLORER, TELEPHONE)
    page.locator("[class*=st-key-repli-] label").click()
    lieu = champ(page, INDICATEURS)
    lieu.click()
    expect(proposes(lieu).first).to_be_visible()
    for element in (autour(lieu), proposes(lieu).first, jetons(lieu).first):
        assert element.bounding_box()["height"] >= 44
    assert lieu.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 16  # less, and the phone zooms
    proposes(lieu).first.click()
    expect(jetons(lieu)).to_have_count(4)
    attendre(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_a_script_lists_are_those_of_the_browser(page, application):
    recue = page.request.get(f"{application}/{COMMUNES}&zone=commune:44109").text()
    page.set_content(recue[recue.index("<form") : recue.index("</form>")])
    assert page.locator("select[name=zone]").input_value() == "commune:44109"
    entiere = page.request.get(f"{application}/{COMMUNES}&_tout=1").text()
    assert entiere.count('value="commune:') == 1228
