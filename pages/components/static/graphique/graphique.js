// A chart: Plotly, in the smallest bundle that draws ours, fetched once a first chart is near to be seen.
// A mount keeps its drawing; each run of the page names the file of its figure, and only what changed is drawn again.

const PLOTLY = new URL("plotly-basic.99784e3a.js", import.meta.url).href;
const MARGE = "600px"; // around what is in sight, in the part of the page that scrolls too
const HAUTEUR = 450; // Plotly's own
let plotly;

function charger() {
  if (window.Plotly) return Promise.resolve(window.Plotly); // a suitcase holds it
  plotly ??= new Promise((fait, echoue) => {
    const script = document.createElement("script");
    script.src = PLOTLY;
    script.onload = () => fait(window.Plotly);
    script.onerror = () => {
      plotly = undefined;
      echoue(new Error(PLOTLY));
    };
    document.head.append(script);
  });
  return plotly;
}

// Figures read last, as texts: Plotly writes in what it draws.
const lues = new Map(), LUES_MAX = 20;

// `figure`: the name of its file, or itself where the server could not write it.
async function lire(figure) {
  if (typeof figure !== "string") return figure;
  if (!lues.has(figure)) lues.set(figure, demander(figure));
  if (lues.size > LUES_MAX) lues.delete(lues.keys().next().value);
  const lue = lues.get(figure);
  lue.catch(() => lues.delete(figure));
  return JSON.parse(await lue);
}

async function demander(figure) {
  const reponse = await fetch(new URL(`../dessins/${figure}`, import.meta.url));
  if (!reponse.ok) throw new Error(`${reponse.status} ${figure}`);
  return reponse.text();
}

const vivants = new Set();

// Paper takes what was never scrolled to: a reader whose hand leaves the page may be about to print it.
const hater = () => vivants.forEach((graphique) => graphique.hater?.());
addEventListener("blur", hater);
addEventListener("beforeprint", hater);
document.documentElement.addEventListener("mouseleave", hater);
addEventListener("keydown", async (e) => {
  if (!e.ctrlKey && !e.metaKey) return;
  hater();
  const enCours = [...vivants].flatMap((graphique) => graphique.enCours ?? []);
  if (e.key !== "p" || !enCours.length) return;
  e.preventDefault();
  await Promise.allSettled(enCours);
  print();
});

class Graphique {
  constructor(racine) {
    this.racine = racine;
    this.dessin = document.createElement("div");
    this.dessin.className = "obs-graphique";
    this.dessin.setAttribute("role", "img");
    racine.append(this.dessin);
    this.taille = new ResizeObserver(() => this.redimensionner());
    this.taille.observe(this.dessin);
    this.tour = 0;
    vivants.add(this);
  }

  recevoir(donnees) {
    const enCours = this.suivre(donnees).finally(() => this.enCours === enCours && delete this.enCours);
    return (this.enCours = enCours);
  }

  enVue() {
    return (this.vu ??= new Promise((fait) => {
      const guet = new IntersectionObserver((vus) => vus.some((vu) => vu.isIntersecting) && this.hater(), { rootMargin: MARGE, scrollMargin: MARGE });
      this.hater = () => {
        guet.disconnect();
        fait();
      };
      guet.observe(this.dessin);
    }));
  }

  async suivre({ figure, hauteur, alt }) {
    const tour = ++this.tour;
    this.dessin.setAttribute("aria-label", alt);
    this.dessin.style.minHeight = `${hauteur ?? HAUTEUR}px`; // its place is kept while it comes
    if (figure === this.figure) return;
    // For a meeting a chart comes with its figure, and is drawn before it is shown.
    const voulu = plotly ?? (typeof figure === "string" ? this.enVue().then(charger) : charger());
    const [lu, Plotly] = await Promise.all([lire(figure), voulu]);
    if (tour !== this.tour) return;
    this.figure = figure;
    this.lu = lu;
    await this.dessiner(Plotly);
  }

  // Drawn once it has a width: in a closed fold it has none.
  async dessiner(Plotly) {
    this.large = this.dessin.clientWidth;
    if (!this.lu || !this.large) return;
    const { data, layout, config } = this.lu;
    delete this.lu; // Plotly keeps it, and writes in it
    await Plotly.react(this.dessin, data, { ...layout, width: this.large }, config);
    // The drawing is one image, in words; and Plotly measures its texts in another, out of the page.
    for (const svg of [this.dessin.firstElementChild, document.getElementById("js-plotly-tester")]) svg?.setAttribute("aria-hidden", "true");
  }

  async redimensionner() {
    if (!plotly || this.dessin.clientWidth === this.large) return;
    const Plotly = await plotly;
    if (this.lu) return this.dessiner(Plotly);
    this.large = this.dessin.clientWidth;
    if (this.large && this.dessin.layout) await Plotly.relayout(this.dessin, { width: this.large });
  }

  detruire() {
    this.tour += 1;
    vivants.delete(this);
    this.taille.disconnect();
    window.Plotly?.purge(this.dessin);
    this.dessin.remove();
  }
}

const montages = new WeakMap();

export default function ({ parentElement, data }) {
  if (!montages.has(parentElement)) montages.set(parentElement, new Graphique(parentElement));
  const graphique = montages.get(parentElement);
  const panne = () => parentElement.querySelector(":scope>[role=alert]");
  graphique.recevoir(data).then(() => panne()?.remove(), (erreur) => {
    const dite = panne() ?? document.createElement("p");
    dite.setAttribute("role", "alert");
    dite.textContent = "Le graphique n’a pas pu être chargé ; le tableau donne les mêmes valeurs. Recharger la page pour essayer de nouveau.";
    parentElement.prepend(dite);
    console.error(erreur);
  });
  // A run that comes before a call has answered cleans after that call: what a later one draws in stays.
  const appel = (graphique.appel = {});
  return () => {
    if (graphique.appel !== appel) return;
    montages.delete(parentElement);
    panne()?.remove();
    graphique.detruire();
  };
}
