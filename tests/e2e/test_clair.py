"""What a first view is on a laptop and on a phone: one row of choices, one whole figure, links to touch, its height."""

import pytest

from tests.e2e import arbre
from tests.vues import VUES, courts

TAILLES = {1280: 720, 390: 844}
LIGNES = {1280: 2, 390: 4}  # of a title; one more in the narrow column beside the map
# Views whose height is bounded at each width, folds closed.
HAUTEURS = {1280: 2_500, 390: 5_500}
BORNEES = ("meteo", "meteo?onglet=metier", "tendances", "territoires?volet=lieu&lieu=commune:44109")
LIENS_MIN = 24
# Their words are what they show.
SANS_FIGURE = ("a_propos", "acces_pro", "aide", "seance", "meteo?onglet=methode", "convention?rubrique=publication")
COURTES = ("meteo", "tendances", "territoires?volet=lieu&lieu=commune:44109", "convention", "donnees", "aide")
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
TITRE_JS = """() => { const h = document.querySelector("h1"), r = document.createRange(); r.selectNodeContents(h);
  return new Set([...r.getClientRects()].filter(x => x.width > 1).map(x => Math.round(x.top / 8))).size; }"""
# The first figure under the title: where it ends; of a table or of a list of cards, its head or its first card.
FIGURE_JS = """() => {
  const vu = e => e.checkVisibility() && !e.closest("details:not([open])");
  const grand = r => r.width > 240 && r.height > 40;
  const titre = document.querySelector("h1").getBoundingClientRect().bottom;
  const figures = ":is(.stBidiComponentIsolated,svg,canvas,img[alt],[class*=obs-ruban],ul:has(>li>h3),dl,.obs-tableau)";
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


def fautes(page) -> dict[str, object]:
    """Rule -> what breaks it, at each width."""
    trouvees = {}
    a_cote = page.locator(".st-key-ecran-carte").count()
    for largeur, hauteur in TAILLES.items():
        page.set_viewport_size({"width": largeur, "height": hauteur})
        page.wait_for_timeout(300)  # what is drawn for another width is drawn again
        rangs, bas = page.evaluate(RANGS_JS), page.evaluate(FIGURE_JS)
        trouvees |= {
            f"rows at {largeur}": rangs if rangs > 1 else 0,
            f"title at {largeur}": lignes if (lignes := page.evaluate(TITRE_JS)) > LIGNES[largeur] + a_cote else 0,
            f"figure at {largeur}": bas if bas > hauteur else 0,
            f"links at {largeur}": page.evaluate(LIENS_JS, LIENS_MIN),
            f"height at {largeur}": page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight"),
        }
    return trouvees


@pytest.mark.parametrize("vue", courts(VUES, COURTES))
def test_a_first_view_holds_a_row_of_choices_and_a_whole_figure(page, application, attendre, vue):
    page.goto(f"{application}/{vue}")
    attendre(page)
    page.wait_for_load_state("networkidle")
    trouvees = fautes(page)
    for largeur, borne in HAUTEURS.items():
        if vue not in BORNEES or trouvees[f"height at {largeur}"] <= borne:
            del trouvees[f"height at {largeur}"]
    attendues = {"figure"} if vue.startswith(SANS_FIGURE) else set()
    assert {r: d for r, d in trouvees.items() if d and r.partition(" ")[0] not in attendues} == {}


@pytest.mark.parametrize("vue", courts(("carte", "convention", "meteo", "tendances", "explorer", "aide"), ("carte",)))
def test_a_projected_view_is_accessible(page, application, axe, vue):
    page.goto(f"{application}/{vue}?projection=oui")
    page.locator(".obs-salle .diapo.vue").wait_for()
    assert axe(page) == []
    # A dialog over a page that nobody reads: it has no landmark of a page.
    assert [f for f in arbre.fautes(page, patience=4) if not f.startswith("0 ")] == []
