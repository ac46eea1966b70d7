"""What is wrong in the tree that a browser gives to screen readers: `fautes(page)`."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

ACTIONNABLES = {"button", "checkbox", "combobox", "link", "listbox", "radio", "searchbox", "slider", "spinbutton"}
ACTIONNABLES |= {"switch", "tab", "textbox", "DisclosureTriangle"}
REPERES = {"banner", "complementary", "contentinfo", "main", "navigation", "region", "search"}
NOMMES = ACTIONNABLES | {"figure", "graphics-document", "image", "table", "region", "navigation", "search", "dialog"}
# What tells two controls of the same name apart.
SITUENT = REPERES | {"dialog", "figure", "group", "listitem", "radiogroup", "row", "table"}
UNIQUES = ("banner", "main")
# What the keyboard reaches and a screen reader does not.
CACHES_JS = """() => [...document.querySelectorAll('[aria-hidden=true] :is(a,button,input,select,[tabindex="0"])')]
  .filter(e => e.checkVisibility() && !e.closest('[inert]') && e.tabIndex >= 0 && !e.disabled)
  .map(e => e.outerHTML.slice(0, 90))"""


class Noeud(NamedTuple):
    """A node: its role, its name, its properties, and the nodes around that situate it."""

    role: str
    nom: str
    dits: dict[str, Any]
    autour: tuple[tuple[str, str, str], ...]


def fautes(page, patience: float = 8) -> list[str]:
    """Faults of a page; one that is still being drawn is given `patience` seconds to be right."""
    fin = time.monotonic() + patience
    while (trouvees := _fautes(page)) and time.monotonic() < fin:
        page.wait_for_timeout(200)
    return trouvees


def _fautes(page) -> list[str]:
    noeuds = list(_noeuds(page))
    sans_nom = [f"no name: {n.role} in {n.autour[:1]}" for n in noeuds if n.role in NOMMES and not n.nom]
    caches = [f"focusable and hidden: {e}" for e in page.evaluate(CACHES_JS)]
    return [*sans_nom, *caches, *_titres(noeuds), *_reperes(noeuds), *_pareils(noeuds)]


def _noeuds(page) -> Iterator[Noeud]:
    """The nodes that are said, in the order they are said."""
    lien = page.context.new_cdp_session(page)
    tous = lien.send("Accessibility.getFullAXTree")["nodes"]
    lien.detach()
    par_id = {n["nodeId"]: n for n in tous}

    def parcourir(n: dict, autour: tuple) -> Iterator[Noeud]:
        role, nom = (str(n.get(quoi, {}).get("value", "")).strip() for quoi in ("role", "name"))
        if not n.get("ignored"):
            yield Noeud(role, nom, {p["name"]: p["value"].get("value") for p in n.get("properties", [])}, autour)
            if role in SITUENT:
                autour = ((role, nom, n["nodeId"]), *autour)
        for enfant in n.get("childIds", []):
            if enfant in par_id:
                yield from parcourir(par_id[enfant], autour)

    return parcourir(tous[0], ())


def _titres(noeuds: list[Noeud]) -> list[str]:
    """One title of the page, the first, then no level left out."""
    niveaux = [(n.dits["level"], n.nom) for n in noeuds if n.role == "heading"]
    if [niveau for niveau, _ in niveaux].count(1) != 1 or niveaux[0][0] != 1:
        return [f"no single h1 first: {niveaux}"]
    return [f"from level {a} to {b}: {nom}" for (a, _), (b, nom) in pairwise(niveaux) if b > a + 1]


def _reperes(noeuds: list[Noeud]) -> list[str]:
    """Landmarks: those of a page are there once, the others have each their name; what speaks is there."""
    vus = Counter((n.role, n.nom) for n in noeuds if n.role in REPERES)
    roles = Counter(role for role, _ in vus.elements())
    absents = [f"{roles[r]} {r}" for r in UNIQUES if roles[r] != 1]
    muets = [] if any(n.role == "status" for n in noeuds) else ["no live region"]
    return [*absents, *muets, *(f"same landmark: {r}" for r, nombre in vus.items() if nombre > 1)]


def _pareils(noeuds: list[Noeud]) -> list[str]:
    """Controls of the same name that nothing around tells apart; links of the same name may go to the same place."""
    places = defaultdict(list)
    for n in noeuds:
        if n.role in ACTIONNABLES:
            places[n.role, n.nom, n.autour[:1]].append(n.dits.get("url", id(n)))
    return [f"same name: {cle}" for cle, vers in places.items() if len(set(vers)) > 1]
