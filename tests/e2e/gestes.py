"""What a reader does on a screen, by the words read there; each gesture returns once the screen has answered."""

import re
from typing import Final
from urllib.parse import parse_qs, urlsplit

TELEPHONE: Final = {"width": 390, "height": 844}
REPOS: Final = '[data-test-script-state="notRunning"] h1:visible'
DESSINE_JS: Final = """() => [...document.querySelectorAll('[data-dessin=territory_map]')]
  .every(e => !e.checkVisibility() || e.shadowRoot?.querySelector('[data-code]'))"""


def aller(page, adresse: str):
    page.goto(adresse)
    return attendre(page)


def attendre(page):
    """The page, once what was asked of it is answered and its maps are drawn."""
    page.wait_for_selector(REPOS)
    page.wait_for_function(DESSINE_JS)
    return page


def _exact(mots: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(mots)}\s*$")


def liste(page, etiquette: str):
    """The list of this label: the browser's own, which another field may stand for on screen."""
    dite = page.locator("label", has_text=_exact(etiquette))
    return page.locator(":is(.stSelectbox,.stMultiSelect)", has=dite).locator("select")


def choisi(page, etiquette: str):
    return liste(page, etiquette).locator("option:checked")


def champ(page, etiquette: str):
    """The field that stands for the list of this label, open where a word opens what holds it."""
    lieu = liste(page, etiquette).locator("xpath=following-sibling::*[@class='obs-taper']/input")
    lieu.evaluate("e => { const volet = e.closest('details'); if (volet) volet.open = true; }")
    return lieu


def taper(page, etiquette: str, mots: str) -> None:
    lieu = champ(page, etiquette)
    lieu.fill(mots)
    lieu.locator("xpath=following-sibling::*//li").filter(has_text=_exact(mots)).click()


def prendre(page, etiquette: str, mots: str) -> None:
    """Take these words in a list, typed where it is too long to be read; its answer is not waited for."""
    choix = liste(page, etiquette)
    if choix.get_attribute("data-options"):
        taper(page, etiquette, mots)
    else:
        choix.select_option(label=mots, force=True)


def choisir(page, etiquette: str, mots: str) -> None:
    """The same, until it is answered."""
    prendre(page, etiquette, mots)
    attendre(page)


def presser(page, mots: str) -> None:
    """Press one of the words of a choice that shows them all."""
    page.locator(".stButtonGroup label", has_text=_exact(mots)).click()
    attendre(page)


def deplier(page, mots: str):
    pli = page.locator("details", has=page.locator(":scope > summary", has_text=mots)).first
    pli.locator("summary").first.click()
    pli.locator(":scope > :not(summary) > *").first.wait_for()
    return attendre(page) and pli


def adresse(page) -> dict[str, list[str]]:
    """Choices that the address of the page holds."""
    return parse_qs(urlsplit(page.url).query)


def telecharger(page, mots: str) -> tuple[str, bytes]:
    """Name and bytes of the file that these words give."""
    with page.expect_download() as attendu:
        page.get_by_role("link", name=mots).click()
    return attendu.value.suggested_filename, attendu.value.path().read_bytes()


def reunir(page, *indicateurs: str, **suite) -> None:
    """Open a meeting whose views are the maps of these indicators; `suite`: what else is said of the first."""
    communs = {"cle": "bloc-principale", "dit": "", "minutes": 5}
    vues = [{"adresse": f"/carte?indicateur={i}" if i else "/carte", **communs} for i in indicateurs]
    seance = {"titre": "Comité", "lieu": "Mairie", "vues": [vues[0] | suite, *vues[1:]]}
    page.evaluate("s => import('/statique/seance/salle.js').then((salle) => salle.presenter(s)).then(() => {})", seance)
