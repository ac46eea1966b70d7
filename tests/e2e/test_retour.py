"""Back undoes one choice, from the first, then one page; Forward does it again: ten screens, keyboard and mouse."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect


def clavier(etiquette: str, choix: str):
    """A choice typed in a list."""

    def choisir(page) -> None:
        champ = page.get_by_role("combobox", name=etiquette, exact=True)
        champ.focus()
        champ.fill(choix)
        page.get_by_role("option").filter(has_text=choix).first.wait_for()
        page.keyboard.press("Enter")

    return choisir


def souris(nom: str):
    """A press on a view."""
    return lambda page: page.get_by_role("radio", name=nom).first.click()


ECRANS = {
    "carte": (souris("départements"), clavier("Indicateur", "Projets de recrutement")),
    "meteo": (clavier("Période", "2021"), souris("La méthode")),
    "portrait": (clavier("Territoire", "Laval"), clavier("Territoire", "Cholet")),
    "tendances": (clavier("Territoire 1", "Laval (zone d’emploi)"), clavier("Indicateur", "Projets de recrutement")),
    "secteurs": (clavier("Période", "2021"), clavier("Secteur ou filière", "Bâtiment et construction")),
    "territoires": (souris("Où en sont les territoires"), souris("Composer un territoire")),
    "territoires?lieu=commune:72180": (souris("Un territoire, ses découpages"), souris("Ma commune")),
    "convention": (souris("Engagements"), souris("Suivi")),
    "donnees": (clavier("Jeu de données", "Taux de chômage localisés par zone"), clavier("Jeu de données", "Besoins")),
}


# An address and a page are those of the step before until the run which they ask for has begun.
REPOS_MS = 300


def choix(page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


@pytest.mark.long  # sixty changes of page, each to be waited for: a walk for a quiet machine
@pytest.mark.parametrize("ecran", ECRANS)
def test_back_undoes_one_choice_then_one_page_and_forward_does_it_again(page, application, attendre, ecran):
    def pose(attendus: dict[str, list[str]], titre: str) -> None:
        page.wait_for_url(lambda adresse: parse_qs(urlsplit(adresse).query) == attendus)
        expect(page.locator("h1")).to_have_text([titre], use_inner_text=True)
        page.wait_for_timeout(REPOS_MS)
        attendre(page)
        assert choix(page) == attendus  # nor does the screen write another address once it has run

    page.goto(f"{application}/{ecran}")
    attendre(page)
    page.wait_for_url(lambda adresse: "?" in adresse)
    vus = [(choix(page), page.locator("h1").last.inner_text())]
    for geste in ECRANS[ecran]:
        geste(page)
        page.wait_for_url(lambda adresse: parse_qs(urlsplit(adresse).query) != vus[-1][0])
        page.wait_for_timeout(REPOS_MS)
        attendre(page)
        vus.append((choix(page), page.locator("h1").last.inner_text()))
    autre = "Carte" if ecran == "donnees" else "Données"
    page.get_by_test_id("stTopNavLink").filter(has_text=autre).click()
    page.wait_for_url(lambda adresse: urlsplit(adresse).path != f"/{ecran.partition('?')[0]}" and "?" in adresse)
    attendre(page)
    for rang in (2, 1, 0):
        page.go_back()
        pose(*vus[rang])
    for rang in (1, 2):
        page.go_forward()
        pose(*vus[rang])
