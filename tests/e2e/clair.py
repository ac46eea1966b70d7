"""What is wrong in a first view, on a laptop and on a phone: `fautes(page, vue)`.

One row of choices, one whole figure, links to touch, a height.
"""

from tests.e2e.gestes import attendre

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


def fautes(page, vue: str) -> list[str]:
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
