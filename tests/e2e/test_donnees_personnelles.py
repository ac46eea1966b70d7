"""What the browser keeps after a visit is what the page « Données personnelles » names."""

from fnmatch import fnmatch

from pages.figures.a_propos import STOCKAGE


def test_what_a_visit_leaves_in_the_browser_is_named(ouvrir):
    for ecran in ("", "convention?rubrique=saisie", "seance", "saisie", "carte"):
        page = ouvrir(ecran)
    page.locator(".obs-recherche-bouton").click()
    page.get_by_label("La touche / ouvre la recherche").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+p")
    page.wait_for_selector(".obs-en-salle", state="attached")
    laisses = {c["name"] for c in page.context.cookies()}
    laisses |= set(page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"))
    assert "obs-recherche-sans-touche" in laisses
    assert page.context.cookies() == []
    assert [nom for nom in laisses if not any(fnmatch(nom, connu) for connu, *_ in STOCKAGE)] == []
    assert page.evaluate("indexedDB.databases()") == []
    assert page.evaluate("caches.keys()") == []
