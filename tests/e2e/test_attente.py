"""A choice takes nothing from the hands of the reader; an answer that is slow, or that does not come, is said."""

import pytest
from playwright.sync_api import expect

from tests.e2e.gestes import adresse, attendre, choisi, choisir, liste, prendre, presser

# What the reader holds: the place in the page, what is typed, the folds that are open.
EN_MAIN = """() => ({
  hauteur: Math.round(scrollY + document.querySelector("main").scrollTop),
  saisi: [...document.querySelectorAll(".obs-recherche input")].map((i) => i.value),
  plis: [...document.querySelectorAll("[data-testid=stExpander]>details[open]")].map((d) => d.id),
})"""
PLIS = "[data-testid=stExpander]>details>summary"


@pytest.fixture
def retenues(page):
    """The questions that the line keeps while it is `coupee`; `rendre()` lets them through."""

    class Ligne(list):
        coupee = False

        def passer(self, route) -> None:
            if self.coupee:
                self.append(route)
            else:
                route.continue_()

        def rendre(self) -> None:
            self.coupee = False
            for route in self:
                route.continue_()

    ligne = Ligne()
    page.route("**/ecran/**", ligne.passer)
    return ligne


@pytest.mark.parametrize(
    ("adresse", "etiquette", "mots"),
    [
        ("carte?indicateur=taux_chomage", "Période", "2ᵉ trimestre 2022"),
        ("meteo?zone=bassin:5208", "Période", "2022"),
        ("tendances?indicateur=population", "Territoire 1", "Laval (bassin d’emploi)"),
    ],
)
def test_a_change_takes_nothing_from_the_hands(ouvrir, retenues, adresse, etiquette, mots):
    page = ouvrir(adresse)
    for pli in page.locator(PLIS).all():
        pli.click()
    attendre(page)
    for champ in page.locator(".obs-recherche input:visible").all():
        champ.fill("sou")
    page.evaluate("[document.scrollingElement, document.querySelector('main')].forEach(e => { e.scrollTop = 60; })")
    titre, retenues.coupee = page.locator("h1").inner_text(), True
    prendre(page, etiquette, mots)
    champ = page.get_by_label(etiquette, exact=True).first
    champ.focus()
    avant = page.evaluate(EN_MAIN)
    assert avant["plis"]
    retenues.rendre()
    expect(page.locator("h1")).not_to_have_text(titre)
    assert page.evaluate(EN_MAIN) == avant
    expect(champ).to_be_focused()


def test_a_slow_answer_dims_the_figures_and_keeps_the_choice(ouvrir, retenues):
    page, bloc = ouvrir("tendances"), "[class*=st-key-bloc-] .stHtml"
    expect(page.locator(bloc).first).to_have_css("opacity", "1")
    titre, retenues.coupee = page.locator("h1").inner_text(), True
    prendre(page, "Indicateur", "Projets de recrutement")
    expect(page.locator(bloc).first).to_have_css("opacity", "0.45")
    expect(page.locator("form")).to_have_attribute("aria-busy", "true")
    expect(choisi(page, "Indicateur")).to_have_text("Projets de recrutement")
    expect(page.locator("h1")).to_have_text(titre)
    retenues.rendre()
    expect(page.locator("h1")).not_to_have_text(titre)
    expect(page.locator(bloc).first).to_have_css("opacity", "1")


def test_choices_faster_than_the_answer_are_all_kept(ouvrir, retenues):
    page = ouvrir("tendances?zones=ze:5212")
    retenues.coupee = True
    prendre(page, "Territoire 1", "Laval (zone d’emploi)")  # a gesture
    prendre(page, "Depuis", "depuis 2014")
    page.locator("[name=mode][value=ecart]").evaluate("e => e.click()")
    retenues.rendre()
    attendre(page)
    expect(page.locator("h1")).to_contain_text("Laval")
    expect(choisi(page, "Territoire 1")).to_have_text("Laval (zone d’emploi)")
    expect(choisi(page, "Depuis")).to_have_text("depuis 2014")
    assert adresse(page)["mode"] == ["ecart"]


def test_an_answer_that_does_not_come_is_said_and_gives_the_choices_back(ouvrir):
    page = ouvrir("carte?indicateur=taux_chomage&periode=2022-T3")
    alerte, titre, ici = page.locator("#obs-panne"), page.locator("h1").inner_text(), page.url
    pannes = {
        "La réponse n’est pas arrivée": lambda route: route.abort(),
        "Trop de demandes": lambda route: route.fulfill(status=503, json={"detail": "Trop de demandes : revenir."}),
    }
    for dit, faire in pannes.items():
        page.route("**/ecran/**", faire)
        choisir(page, "Période", "2ᵉ trimestre 2022")
        presser(page, "départements")
        expect(alerte).to_contain_text(dit)
        expect(alerte).to_be_in_viewport()
        expect(choisi(page, "Période")).to_have_text("3ᵉ trimestre 2022")
        expect(page.get_by_role("radio", name="zones d’emploi")).to_be_checked()
        expect(page.locator("h1")).to_have_text(titre)
        assert page.url == ici
        page.unroute("**/ecran/**")
    choisir(page, "Période", "2ᵉ trimestre 2022")
    expect(page.locator("h1")).not_to_have_text(titre)
    expect(alerte).to_be_hidden()


def test_a_choice_that_waits_behind_too_many_readers_is_asked_again(ouvrir):
    page, refus = ouvrir("carte?indicateur=taux_chomage&periode=2022-T3"), []

    def revenir(route):
        refus.append(route)
        if len(refus) > 2:
            return route.continue_()
        return route.fulfill(status=503, headers={"retry-after": "1"}, json={"detail": "Trop de demandes."})

    page.route("**/ecran/**", revenir)
    choisir(page, "Période", "2ᵉ trimestre 2022")
    expect(choisi(page, "Période")).to_have_text("2ᵉ trimestre 2022")
    assert len(refus) == 3
    assert adresse(page)["periode"] == ["2022-T2"]
    expect(page.locator("#obs-panne")).to_have_count(0)


def test_a_long_list_is_fetched_once_and_shows_what_the_address_asks(page, ouvrir):
    demandees = []
    page.on("request", lambda requete: demandees.append(requete.url.rpartition("/")[2]))
    ouvrir("tendances?indicateur=population&zones=bassin:5220&zones=bassin:5208")
    expect(choisi(page, "Territoire 1")).to_have_text("Nantes (bassin d’emploi)")
    (fichier,) = {liste(page, f"Territoire {n}").get_attribute("data-options") for n in (1, 2, 3)}
    choisir(page, "Territoire 1", "Yzernay (commune)")
    expect(page.locator("h1")).to_contain_text("Yzernay")
    page.go_back()
    expect(choisi(page, "Territoire 1")).to_have_text("Nantes (bassin d’emploi)")
    expect(choisi(page, "Territoire 2")).to_have_text("Le Mans (bassin d’emploi)")
    assert demandees.count(fichier) == 1


def test_what_is_chosen_before_the_script_comes_is_chosen(page, application):
    scripts, tenus = "**/*.document.js", []
    page.route(scripts, lambda script: tenus.append(script))
    page.goto(f"{application}/convention", wait_until="commit")
    page.locator(".stButtonGroup label", has_text="Suivi").click()
    for script in tenus:
        script.continue_()
    page.wait_for_url("**rubrique=suivi**")
    expect(page.locator("h1:visible")).to_contain_text("mesure")
