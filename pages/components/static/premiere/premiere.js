// The first view: what the server wrote of the screen, under whose maps and charts are drawn here by their own modules,
// until Streamlit has drawn the same below. It then goes away; a reader who already acts is never kept from the page.
const ATTENTE_MS = 2500; // for a drawing of the page, once its words are there
const ABANDON_MS = 15000;
const ETROIT_PX = 700;
let hote, racine;
const DESSINEES = { territory_map: "svg.carte [data-code]", graphique: "svg.main-svg", recherche: "input" };

async function dessiner(element) {
  const { dessin, de } = element.dataset;
  const donnees = JSON.parse(de);
  if (!element.checkVisibility() || element.getBoundingClientRect().top > innerHeight) return; // of the other theme, or below
  if (dessin === "graphique") {
    element.style.minHeight = `${donnees.hauteur ?? 450}px`;
    if (innerWidth < ETROIT_PX) return; // its file is that of a wide window
  }
  const { default: monter } = await import(new URL(hote.dataset[dessin], document.baseURI).href);
  const parentElement = dessin === "graphique" ? dehors(element) : element.attachShadow({ mode: "open" });
  monter({ parentElement, data: { ...donnees, ...liee(donnees) }, setTriggerValue() {}, setStateValue() {} });
}

// A map and what stands apart from it find each other by name, that of the first view: the page has the same beside it.
const liee = ({ nom, carte }) => ({ nom: nom && `premiere-${nom}`, carte: carte && `premiere-${carte}` });

// A chart measures its texts in the document, and is styled there: it is drawn outside, and shown in its place.
function dehors(element) {
  const cadre = document.createElement("div");
  cadre.slot = `dessin-${hote.children.length}`;
  const place = document.createElement("slot");
  place.name = cadre.slot;
  element.append(place);
  hote.append(cadre);
  return cadre;
}

// Where the drawing of an element is: nowhere for a chart left out; what the server wrote is where it stands.
const ici = (element) => element.shadowRoot ?? element.querySelector("slot")?.assignedElements()[0] ?? element;

function* profonds(element) {
  yield element;
  for (const e of element.querySelectorAll("*")) if (e.shadowRoot) yield* profonds(e.shadowRoot);
}

// What a drawing of the first view shows, the page shows too.
const redessinee = (app, element) => {
  const cle = element.parentElement.className.match(/st-key-[\w-]+/)?.[0];
  const voulu = DESSINEES[element.dataset.dessin];
  const dedans = (ou) => voulu && [...profonds(ou)].some((x) => x.querySelector(voulu));
  const la = cle && app.querySelector(`.${CSS.escape(cle)}`);
  return !la || !dedans(ici(element)) || dedans(la);
};

function surveiller() {
  const debut = performance.now();
  let ditA = 0;
  const app = () => document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]');
  const dite = (page) => page?.querySelector("h1,.obs-vide") && !page.querySelector('[data-testid="stSkeleton"]');
  const finir = () => {
    hote.remove();
    for (const geste of GESTES) removeEventListener(geste, agir, true);
  };
  const agir = () => dite(app()) && finir();
  const GESTES = ["pointerdown", "keydown", "wheel"];
  for (const geste of GESTES) addEventListener(geste, agir, { capture: true, passive: true });
  const voir = () => {
    if (!hote.isConnected) return;
    const maintenant = performance.now();
    const page = app(); // none while it runs again
    if (dite(page)) ditA ||= maintenant;
    const pareille = page && ditA && [...racine.querySelectorAll("[data-dessin]")].every((e) => redessinee(page, e))
      && (page.querySelector(".obs-sommaire") || !racine.querySelector(".obs-sommaire"));
    const perdue = document.querySelector('[role="dialog"],[data-testid="stException"]') || maintenant - debut > ABANDON_MS;
    if (pareille || perdue || (ditA && maintenant - ditA > ATTENTE_MS)) requestAnimationFrame(() => requestAnimationFrame(finir));
    else setTimeout(voir, 40);
  };
  voir();
}

// Its root is closed: no script, no style sheet, no search of the page finds this page twice.
customElements.define("obs-premiere", class extends HTMLElement {
  constructor() {
    super();
    hote = this;
    racine = this.attachInternals().shadowRoot;
    if (!racine) return; // an old browser shows nothing of it
    for (const element of racine.querySelectorAll("[data-de]")) dessiner(element).catch(reportError);
    // The whole page is there: its table of contents is what it will be.
    const sommaire = () => window.obsSommaire?.(racine);
    if (racine.querySelector("footer")) sommaire(document.addEventListener("DOMContentLoaded", sommaire));
    surveiller();
  }
});
