"""What is wrong on a page: its tree for screen readers, its first view, seen at 400 %, words left in English."""

import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.e2e.gestes import attendre

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


def fautes_de_l_arbre(page, patience: float = 8) -> list[str]:
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


TAILLES = {1280: 720, 390: 844}
LIGNES = {1280: 2, 390: 4}  # of a title; one more in the narrow column beside the map
# Views whose height is bounded at each width, folds closed.
HAUTEURS = {1280: 2_500, 390: 5_500}
BORNEES = ("meteo", "meteo?onglet=metier", "tendances", "territoires?volet=lieu&lieu=commune:44109")
LIENS_MIN = 24
FORMULAIRE = "territoires?volet=libre"
# Their words are what they show, or a map taller than the window.
SANS_FIGURE = ("a_propos", "acces_pro", "aide", "seance", "meteo?onglet=me", "convention?rubrique=publication")
SANS_FIGURE += ("territoires?volet=loupe", "territoires?volet=etats", FORMULAIRE)
# Choices that stand in the first view, as the rows that they make.
RANGS_JS = """() => {
  const noms = ["stSelectbox", "stMultiSelect", "stButtonGroup", "stTextInput", "stDateInput", "stRadio"];
  const vus = [...document.querySelectorAll(noms.map(n => `[data-testid=stMain] [data-testid=${n}]`))]
    .filter(e => e.checkVisibility() && !e.closest("[data-testid=stExpander]"))
    .map(e => e.getBoundingClientRect()).filter(r => r.width > 1 && r.top < innerHeight).sort((a, b) => a.top - b.top);
  const rangs = [];
  for (const r of vus) {
    const dernier = rangs.at(-1);
    if (dernier && r.top < dernier - 4) rangs[rangs.length - 1] = Math.max(dernier, r.bottom);
    else rangs.push(r.bottom);
  }
  return rangs.length;
}"""
# What is drawn for another width is drawn again.
REDESSINE_JS = "() => new Promise(dire => requestAnimationFrame(() => requestAnimationFrame(dire)))"
TITRE_JS = """() => { const h = document.querySelector("h1"), r = document.createRange(); r.selectNodeContents(h);
  return new Set([...r.getClientRects()].filter(x => x.width > 1).map(x => Math.round(x.top / 8))).size; }"""
# The first figure under the title: where it ends; of a table or of a list of cards, its head or its first card.
FIGURE_JS = """() => {
  const vu = e => e.checkVisibility() && !e.closest("details:not([open])");
  const grand = r => r.width > 240 && r.height > 40;
  const titre = document.querySelector("h1").getBoundingClientRect().bottom;
  const figures = ":is(.dessin,svg,canvas,img[alt],[class*=obs-ruban],ul:has(>li>h3),dl,.obs-tableau)";
  const figure = [...document.querySelectorAll(`[data-testid=stMain] ${figures}`)].find(e =>
    vu(e) && grand(e.getBoundingClientRect()) && e.getBoundingClientRect().bottom > titre);
  if (!figure) return 0;
  const tenue = figure.matches("ul,dl") ? figure.firstElementChild
    : figure.querySelector("tbody tr:nth-child(2)") ?? figure;
  return Math.round(tenue.getBoundingClientRect().bottom);
}"""
LIENS_JS = """min => [...document.querySelectorAll("nav[aria-label='Pied de page'] a")]
  .filter(e => e.checkVisibility()).map(e => [e.innerText, e.getBoundingClientRect()])
  .filter(([, r]) => r.height > 1 && r.height < min).map(([mots, r]) => `${mots} ${Math.round(r.height)}`)"""


def fautes_de_vue(page, vue: str) -> list[str]:
    """What breaks a rule, at each width, folds closed."""
    trouvees = []
    a_cote = page.locator(".st-key-ecran-carte").count()
    for largeur, hauteur in TAILLES.items():
        page.set_viewport_size({"width": largeur, "height": hauteur})
        page.evaluate(REDESSINE_JS)
        attendre(page)
        rangs, bas, lignes = (page.evaluate(js) for js in (RANGS_JS, FIGURE_JS, TITRE_JS))
        haut = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        dites = {
            f"{rangs} rows of choices": rangs > 1 and not vue.startswith(FORMULAIRE),
            f"a title of {lignes} lines": lignes > LIGNES[largeur] + a_cote,
            f"a figure that ends at {bas}": bas > hauteur and not vue.startswith(SANS_FIGURE),
            f"{haut} high": vue in BORNEES and haut > HAUTEURS[largeur],
            **dict.fromkeys(page.evaluate(LIENS_JS, LIENS_MIN), True),
        }
        trouvees += [f"{quoi}, at {largeur}" for quoi, vrai in dites.items() if vrai]
    return trouvees


# Parts of the header that leave the screen or cover one another.
RECOUVRES_JS = """() => {
  const vus = '[data-testid=stHeaderLogo],.obs-recherche-bouton,[data-testid=stExpandSidebarButton]';
  const cadres = [...document.querySelectorAll(vus)].filter(e => e.checkVisibility())
    .map(e => e.getBoundingClientRect()).sort((a, b) => a.left - b.left);
  return cadres.filter((c, i) => c.right > innerWidth || (i && c.left < cadres[i - 1].right))
    .map(c => `header ${c.left}`);
}"""


def fautes_a_400(page) -> list[str]:
    """What of the header is cut or covered, and what takes the keyboard out of sight; whether the page is too wide.

    1280 × 1024 seen at 400 % is 320 × 256.
    """
    page.set_viewport_size({"width": 320, "height": 256})
    # What is drawn for another width is drawn again.
    try:
        page.wait_for_function("() => document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth")
    except PlaywrightTimeout:
        return ["wider than the screen"]
    fautes = page.evaluate(RECOUVRES_JS)
    for _ in range(5):
        page.keyboard.press("Tab")
        x = page.evaluate("document.activeElement.getBoundingClientRect().right")
        fautes += [] if 0 < x <= 320 else ["focus out of the screen"]
    return fautes


MOTS = re.compile(
    r"\b(the|and|your|is|are|of|to|open|opens|close|clear|choose|select|search|download|downloads?|upload|browse|drag|drop|"
    r"fullscreen|press|enter|show|hide|help|view|copy|sort|column|settings|theme|light|dark|system|print|rerun|stop|"
    r"running|error|file|link|heading|dismiss|sidebar|expand|collapse|increment|decrement|skip|app|results?|reset|per|limit|"
    r"main|more|less|remove|add|row|value|values)\b",
    re.IGNORECASE,
)
# What the interface says, apart from what a page writes: text outside content blocks, and every label.
MOTS_JS = """() => {
  const contenu = '[data-testid=stMarkdownContainer],[data-testid=stHtml],[data-testid=stTable],[role=option],option,'
    + 'pre,code,canvas,script,style,noscript';
  const vu = [];
  for (const n of document.body.querySelectorAll('*')) {
    for (const a of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description', 'aria-roledescription'])
      if (n.getAttribute(a) && !n.closest('[data-testid=stHtml]')) vu.push(n.getAttribute(a));
    if (n.closest(contenu) && !n.closest('[data-testid=stFileUploaderDropzone]')) continue;
    if (n.matches('[data-testid=stIconMaterial],[translate=no]')) continue;
    for (const t of n.childNodes) if (t.nodeType === 3 && t.data.trim()) vu.push(t.data.trim());
  }
  return [...new Set(vu)];
}"""


def mots_anglais(page) -> list[str]:
    return [f"in English: {mots}" for mots in page.evaluate(MOTS_JS) if MOTS.search(mots)]
