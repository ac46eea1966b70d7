"""Back undoes one choice, from the first, then one page; Forward does it again: nine screens."""

from functools import partial

import pytest
from playwright.sync_api import expect

from tests.e2e.gestes import adresse, attendre, choisir, presser
from tests.vues import courts


def bouton(mots: str):
    return partial(presser, mots=mots)


def liste(etiquette: str, mots: str):
    return lambda page: choisir(page, etiquette, mots)


def zone(code: str):
    return lambda page: page.locator(f"svg.carte [data-code='{code}']").click()


ECRANS = {
    "carte": (bouton("départements"), liste("Indicateur", "Projets de recrutement")),
    "carte?zonage=ze": (zone("5201"), zone("5212")),
    "meteo": (liste("Période", "2021"), bouton("Je recrute")),
    "portrait": (liste("Découpage", "Territoires SPO (17)"), liste("Territoire", "Cholet")),
    "tendances": (liste("Territoire 1", "Laval (zone d’emploi)"), liste("Indicateur", "Projets de recrutement")),
    "secteurs": (liste("Période", "2021"), liste("Secteur ou filière", "Bâtiment et construction")),
    "territoires?volet=loupe": (liste("Découpage", "Départements (5)"), liste("Territoire", "Mayenne")),
    "convention": (bouton("Suivi"), liste("Dispositif", "Licenciés économiques")),
    "donnees": (liste("Jeu de données", "Demandeurs d’emploi inscrits en fin de mois, par EPCI"),),
}
# Buttons, a map, lists of one place and of several; the others are run with the long ones.
COURTS = ("carte", "carte?zonage=ze", "portrait", "tendances", "convention")


@pytest.mark.parametrize("ecran", courts(ECRANS, COURTS))
def test_back_undoes_one_choice_then_one_page_and_forward_does_it_again(ouvrir, ecran):
    page = ouvrir(ecran)

    def pose() -> tuple[dict, str]:
        attendre(page)
        return adresse(page), page.locator("h1:visible").inner_text()

    vus = [pose()]
    for geste in ECRANS[ecran]:
        page.keyboard.press("Shift")  # a hand is there
        geste(page)
        page.wait_for_url(lambda _: adresse(page) != vus[-1][0])
        vus.append(pose())
    autre = "Carte" if ecran == "donnees" else "Données"
    page.get_by_role("navigation").get_by_role("link", name=autre, exact=True).click()
    page.wait_for_url("**/carte**" if ecran == "donnees" else "**/donnees**")
    derniers = range(len(vus) - 1, -1, -1)
    for aller, rangs in ((page.go_back, derniers), (page.go_forward, [*reversed(derniers)][1:])):
        for rang in rangs:
            aller()
            page.wait_for_url(lambda _, rang=rang: adresse(page) == vus[rang][0])
            expect(page.locator("h1:visible")).to_have_text(vus[rang][1], use_inner_text=True)
            assert pose() == vus[rang]


def test_one_press_undoes_the_keys_that_ran_over_a_choice(ouvrir):
    page = ouvrir("carte")
    depart = adresse(page)
    page.get_by_role("radio", name="zones d’emploi").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    attendre(page)
    assert adresse(page) != depart
    page.go_back()
    page.wait_for_url(lambda _: adresse(page) == depart)
    expect(page.get_by_role("radio", name="zones d’emploi")).to_be_checked()
