"""What a reader does on a screen, by the words read there; each gesture returns once the screen has answered."""

import re
from typing import Final
from urllib.parse import parse_qs, urlsplit

TELEPHONE: Final = {"width": 390, "height": 844}
REPOS: Final = '[data-test-script-state="notRunning"] h1:visible'
DESSINE_JS: Final = """() => [...document.querySelectorAll('[data-dessin=territory_map]')]
  .every(e => !e.checkVisibility() || e.shadowRoot?.querySelector('[data-code]'))"""


def attendre(page):
    """The page, once what was asked of it is answered and its maps are drawn."""
    page.wait_for_selector(REPOS)
    page.wait_for_function(DESSINE_JS)
    return page


def _exact(mots: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(mots)}\s*$")


def liste(page, etiquette: str):
    """The list of this label: the browser's own, beside which a long one has a field to type in."""
    return _commande(page, etiquette).locator("select")


def _commande(page, etiquette: str):
    dite = page.locator("label", has_text=_exact(etiquette))
    return page.locator(":is(.stSelectbox,.stMultiSelect)", has=dite)


def choisi(page, etiquette: str):
    """What a list says is chosen."""
    return liste(page, etiquette).locator("option:checked")


def prendre(page, etiquette: str, mots: str) -> None:
    """Take these words in a list, whatever the time that the answer takes."""
    champ = _commande(page, etiquette).locator("[role=combobox]")
    if champ.count():
        champ.fill(mots)
        champ.locator("xpath=..").get_by_role("option", name=mots, exact=True).click()
    else:
        liste(page, etiquette).select_option(label=mots)


def choisir(page, etiquette: str, mots: str) -> None:
    """Take these words in a list."""
    prendre(page, etiquette, mots)
    attendre(page)


def presser(page, mots: str) -> None:
    """Press one of the words of a choice that shows them all."""
    page.locator(".stButtonGroup label", has_text=_exact(mots)).click()
    attendre(page)


def deplier(page, mots: str):
    """Open what these words say, and return it."""
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
