// One figure in a room: one view, one slide. A slide of an agenda comes laid out (`figures/diapos`); a figure of a screen
// is its finding, what its screen drew, a source. What does not hold is counted, and stands in the detail (D).

import { creer, NB } from "./creer.js";
import { OBSERVATOIRE } from "./ordre.js";

const LIGNES_MAX = 7;
const COLONNES_MAX = 4;
const CORPS_DES_CARTES = ["1.7rem", "1.45rem", "1.25rem", "1.1rem"];
const MAISON = `${OBSERVATOIRE}.`; // of what is no figure: a list, a word explained
const MARGE = 1; // px that a rounding may add
const PATIENCE_MS = 8000;

export class Diapo {
  // `modules`: address of that of the map.
  constructor(donnees, modules) {
    this.donnees = donnees;
    this.modules = modules;
    this.fins = [];
    if (donnees.prete) {
      const moule = Object.assign(creer("template"), { innerHTML: donnees.html }); // of our own server
      this.element = moule.content.firstChild;
      this.element.classList.add("diapo");
      this.element.setAttribute("aria-label", donnees.titre);
      this.titre = this.element.querySelector("h1");
      // What its owner made of the title has no place underlined.
      if (this.titre.textContent !== donnees.titre) this.titre.textContent = donnees.titre;
      return;
    }
    this.titre = creer("h1", { tabindex: "-1" }, donnees.titre);
    const tete = creer("header", { class: "obs-titre" }, this.titre, creer("p", { class: "obs-sous-titre" }, donnees.sous_titre));
    // Of our own server, which escapes what it did not write.
    this.corps = Object.assign(creer("div", { class: "corps" }), { innerHTML: donnees.html || `<div data-testid="stHtml">${donnees.table}</div>` });
    this.dessins = [...this.corps.querySelectorAll(".hote-carte,.hote-graphique")];
    const carte = this.corps.querySelector(".hote-carte");
    this.seule = carte && !this.corps.querySelector("[data-testid=stHtml],.hote-graphique"); // a map is all that is shown
    this.reste = creer("p", { class: "reste", hidden: true });
    const { badges, source } = donnees;
    const etat = badges.map(([mots, ton]) => creer("span", { class: `obs-badge obs-badge--${ton}` }, mots));
    const pied = creer("footer", { class: "pied" }, creer("p", {}, `Source${NB}: ${source || MAISON}`), creer("p", { class: "etat" }, ...etat));
    this.element = creer("section", { class: `diapo ${this.seule ? "carte" : carte ? "carte mixte" : ""}`, "aria-label": donnees.titre }, tete, this.corps, this.reste, pied);
    if (new URLSearchParams(donnees.adresse.split("?")[1]).get("point") === "employeur") this.element.classList.add("employeur");
  }

  // Draw in `element` already in the page, at its size; resolves once it can be shown.
  async dessiner() {
    if (this.donnees.prete) return this;
    const redite = this.corps.querySelector("h1,h2");
    if (redite?.firstChild.textContent.trim() === this.donnees.titre.trim()) redite.remove();
    await document.fonts.ready;
    this.ecarter();
    await Promise.all(this.dessins.map((hote) => (hote.dataset.de ? this.carte(hote) : this.graphique(hote))));
    this.corps.querySelectorAll("button,input,select,details").forEach((e) => e.remove());
    this.corps.querySelectorAll("a").forEach((a) => a.replaceWith(...a.childNodes));
    await Promise.all([...this.corps.querySelectorAll("img")].map((img) => img.decode().catch(() => {})));
    this.tenir();
    return this;
  }

  // The finding of a map stands above its legend, as large as leaves room to both; across the screen where that is nearly
  // square.
  ecarter() {
    const tete = this.element.querySelector(".obs-titre");
    const cote = this.element.querySelector(".hote-carte")?.shadowRoot?.querySelector(".cote");
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    if (cote) this.element.style.setProperty("--gauche", `${cote.getBoundingClientRect().left - this.element.getBoundingClientRect().left}px`);
    const sousTitre = tete.querySelector(".obs-sous-titre");
    sousTitre.hidden = false;
    for (const corps of cote ? CORPS_DES_CARTES : [""]) {
      this.titre.style.fontSize = corps;
      this.element.style.setProperty("--tete", innerWidth / innerHeight < 1.5 ? "0px" : `${tete.offsetHeight + 1.2 * rem}px`);
      const tient = !cote || cote.scrollHeight <= this.corps.clientHeight;
      cote?.querySelector(".dite")?.toggleAttribute("hidden", !tient && corps === CORPS_DES_CARTES.at(-1)); // its dots say it
      if (tient) return;
      sousTitre.hidden ||= corps === CORPS_DES_CARTES.at(-2); // the smallest head is the finding alone
    }
  }

  async carte(hote) {
    hote.style.setProperty("--obs-hauteur", `${this.placer(hote)}px`);
    const racine = hote.attachShadow({ mode: "open" });
    const { default: monter } = await import(this.modules.carte);
    const data = { ...JSON.parse(hote.dataset.de), nom: "" };
    const choisir = (_, choix) => this.surChoix?.(choix) ?? monter({ parentElement: racine, data, setTriggerValue: choisir });
    this.fins.push(monter({ parentElement: racine, data, setTriggerValue: choisir }));
    await attendre(() => racine.querySelector(".boite:not([hidden]) svg.carte [data-code]") || racine.querySelector("[role=alert]"));
    this.ecarter();
  }

  // Letters are those of a screen 1280 px wide: what is larger, or higher than its drawing, has them larger.
  graphique(hote) {
    const large = Math.max(1, window.innerWidth / 1280), haut = this.placer(hote) / hote.querySelector("svg").clientHeight;
    hote.style.zoom = Math.min(Math.max(haut, large), 1.25 * large);
  }

  // Height of a drawing: what the words beside it leave.
  placer(hote) {
    const autres = [...hote.parentElement.children].filter((e) => e !== hote).reduce((somme, e) => somme + e.offsetHeight, 0);
    return this.corps.clientHeight - autres - 24;
  }

  // Everything holds on the slide: a table keeps its first rows and those chosen, a text its first parts.
  tenir() {
    if (this.donnees.prete) return;
    this.ecarter();
    const mini = parseFloat(getComputedStyle(document.documentElement).fontSize);
    for (const e of this.corps.querySelectorAll("[data-testid=stHtml] *:not(svg *)")) {
      if ([...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim()) && parseFloat(getComputedStyle(e).fontSize) < mini) e.style.fontSize = "1rem";
    }
    this.corps.querySelectorAll(".hors-diapo").forEach((e) => e.classList.remove("hors-diapo"));
    this.corps.querySelectorAll("table").forEach((t) => this.resserrer(t));
    const deborde = () => this.corps.scrollHeight > this.corps.clientHeight + MARGE || this.corps.scrollWidth > this.corps.clientWidth + MARGE;
    const parties = [...this.corps.querySelectorAll("tbody>tr,li,article,figure,p,section>div,dl>div")].filter((e) => !e.closest(".hors-diapo") && !e.parentElement.closest("article,tr,li") && !e.querySelector(".hote-carte,.hote-graphique"));
    // Its last line takes room too, where there is one.
    const suite = (mots) => this.reste.replaceChildren(mots, creer("kbd", {}, "D"));
    suite("la suite ");
    this.reste.hidden = !deborde() && !this.corps.querySelector(".hors-diapo");
    if (!this.seule) for (const e of parties.reverse()) {
      if (!deborde()) break;
      e.classList.add("hors-diapo");
      const table = e.closest("table"); // its heads do not stay alone
      table?.classList.toggle("hors-diapo", !table.querySelector("tbody>tr:not(.hors-diapo)"));
      this.vider();
    }
    if (deborde()) this.dessins.filter((hote) => !hote.dataset.de).forEach((hote) => this.graphique(hote));
    const coupes = [...this.corps.querySelectorAll("tr.hors-diapo,li.hors-diapo,article.hors-diapo,dl>.hors-diapo")].filter((e) => !e.parentElement.closest("li,article")).length;
    this.reste.hidden = !this.corps.querySelector(".hors-diapo");
    suite(coupes ? `et ${coupes}${NB}${coupes > 1 ? "autres" : "autre"} ` : "la suite ");
  }

  // Nothing stands alone: neither a heading that lost all it announced, nor a frame that lost all it held.
  vider() {
    // A slide is laid out before it is seen: boxes are asked about, not visibility.
    const dit = (e) => e.getClientRects().length && (e.matches("svg,img") || [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim()));
    const pleine = (e) => dit(e) || [...e.querySelectorAll("*")].some(dit);
    const entre = (t) => {
      const suite = [];
      for (let e = t.nextElementSibling; e && !e.matches(t.tagName) && !e.querySelector(t.tagName); e = e.nextElementSibling) suite.push(e);
      return suite;
    };
    for (const t of [...this.corps.querySelectorAll("h2,h3,h4")].reverse()) {
      let bloc = t;
      while (bloc.parentElement !== this.corps && bloc.parentElement.children.length === 1) bloc = bloc.parentElement;
      const suite = entre(bloc);
      if (suite.length && !suite.some(pleine)) bloc.classList.add("hors-diapo");
    }
    for (const e of [...this.corps.querySelectorAll("section,article,li")].reverse()) e.classList.toggle("hors-diapo", e.classList.contains("hors-diapo") || !pleine(e));
  }

  resserrer(table) {
    const lignes = [...table.tBodies[0]?.rows ?? []];
    const gardees = new Set([...lignes.filter((l) => l.classList.contains("sel")), ...lignes].slice(0, LIGNES_MAX));
    for (const l of lignes) l.classList.toggle("hors-diapo", !gardees.has(l));
    for (const l of table.rows) [...l.cells].forEach((c, i) => c.classList.toggle("hors-diapo", i > COLONNES_MAX && l.cells.length > COLONNES_MAX + 1));
  }

  // The detail: how to read it, all rows, the whole source.
  detail() {
    const { lecture, champ, source, table, html, prete } = this.donnees;
    const dits = [lecture, champ, source && `Source${NB}: ${source}`].filter(Boolean).map((mots) => creer("p", {}, mots));
    const innerHTML = table || (prete || this.dessins.length ? "" : html);
    return [...dits, Object.assign(creer("div", { class: "tout" }), { innerHTML })];
  }

  detruire() {
    this.fins.forEach((fin) => fin?.());
    this.element.remove();
  }
}

async function attendre(pret) {
  const limite = performance.now() + PATIENCE_MS;
  // A page behind another has no animation frame.
  while (!pret() && performance.now() < limite) await new Promise((suite) => setTimeout(suite, 15));
}
