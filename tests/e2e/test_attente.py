"""Speed takes nothing away: what the reader had in hand survives a change, and a slow answer says that it is coming."""

import re

import pytest
from playwright.sync_api import expect

# What the reader holds: the focus, the place in the page, what is typed.
EN_MAIN = """() => ({
  foyer: document.activeElement.getAttribute("aria-label"),
  hauteur: Math.round(document.querySelector("[data-testid=stMain]").scrollTop),
  saisi: [...document.querySelectorAll(".obs-recherche input")].map((i) => i.value),
})"""
OUVRIR = """() => document.querySelectorAll("[data-testid=stExpander] details:not([open])>summary, .obs-tuile summary")
  .forEach((s) => s.click())"""
FERMES = """() => [...document.querySelectorAll("[data-testid=stExpander] details, .obs-tuile details")]
  .filter((d) => !d.open && !d.matches(".obs-mot")).map((d) => d.querySelector("summary").innerText)"""
DEFILER = "() => document.querySelector('[data-testid=stMain]').scrollTo(0, 60)"


@pytest.mark.parametrize(
    ("adresse", "liste"),
    [
        ("carte?indicateur=population", "Indicateur"),
        ("meteo?zone=bassin:5208", "Bassin d’emploi ou département"),
        ("tendances?indicateur=population", "Indicateur"),
        ("comparer?indicateur=population", "Indicateur"),
    ],
)
def test_a_change_takes_nothing_from_the_hands(page, application, attendre, adresse, liste):
    page.goto(f"{application}/{adresse}")
    attendre(page)
    page.wait_for_load_state("networkidle")
    page.evaluate(OUVRIR)
    for champ in page.locator(".obs-recherche input:visible").all():
        champ.fill("sou")
    choix = page.get_by_role("combobox", name=liste, exact=True).first
    choix.focus()
    page.evaluate(DEFILER)
    avant, titre = page.evaluate(EN_MAIN), page.locator("h1").first.text_content()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1").first).not_to_have_text(titre)
    attendre(page)
    expect(choix).to_be_focused()  # a list that is drawn again has the focus back a moment later
    assert avant["hauteur"] == 60
    assert page.evaluate(EN_MAIN) == avant
    assert page.evaluate(FERMES) == []


def test_a_slow_answer_says_so_and_a_quick_one_does_not(page, application, attendre):
    retenus, retenir = [], False

    def passer(prise):
        serveur = prise.connect_to_server()
        prise.on_message(serveur.send)
        serveur.on_message(lambda m: retenus.append((prise, m)) if retenir else prise.send(m))

    page.route_web_socket(re.compile("_stcore/stream"), passer)
    page.goto(f"{application}/carte")
    attendre(page)
    page.wait_for_load_state("networkidle")
    attente, titre = page.locator("#obs-attente"), page.locator("h1").first
    expect(attente).to_be_hidden()
    avant, retenir = titre.text_content(), True
    page.get_by_role("combobox", name="Indicateur", exact=True).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(attente).to_have_text("Mise à jour…")
    expect(attente).to_be_visible()
    assert titre.text_content() == avant
    retenir = False
    for prise, message in retenus:
        prise.send(message)
    expect(titre).not_to_have_text(avant)
    expect(attente).to_be_hidden()
