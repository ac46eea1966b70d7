// One figure in a room: its finding, what its screen drew, a short reading; cut in pages, never scrolled.
// The elements are those of the screen (`components/seance/rejeu.py`): text, containers, maps, charts.

const LECTURE_MAX = 230; // characters that are read from the back of a room
const PART_DES_MOTS = 0.35; // of the height, beside a drawing
const COLONNES_MIN = 3;
const SERRER = 1.12; // of the width of the room: what narrower cells make up for
const CORPS_DES_CARTES = ["1.7rem", "1.45rem", "1.25rem", "1.1rem"];
const MAISON = "Observatoire emploi-formation des Pays de la Loire."; // of what is no figure: a list, a word explained
const NB = "\u00a0";
const MARGE = 1; // px that a rounding may add

export function creer(nom, attributs = {}, ...enfants) {
  const element = document.createElement(nom);
  for (const [cle, valeur] of Object.entries(attributs)) if (valeur !== undefined && valeur !== false) element.setAttribute(cle, valeur === true ? "" : valeur);
  element.append(...enfants);
  return element;
}

// Whole sentences of a reading, as many as a room reads.
export function abreger(texte, max = LECTURE_MAX) {
  let garde = "";
  for (const phrase of texte.match(/[^.!?]+[.!?]+(?=\s|$)|[^.!?]+$/g) ?? []) {
    if ((garde + phrase).trim().length > max) break;
    garde += phrase;
  }
  return garde.trim();
}

// Pages of blocks { haut, bas }, cut by height, as lists of ranks: columns side by side are cut together. `tient(rangs)`
// says whether these hold once alone: what stays may then be laid out otherwise.
export function couper(blocs, hauteur, tient = () => true) {
  const ordre = blocs.map((_, i) => i).sort((a, b) => blocs[a].haut - blocs[b].haut);
  const pages = [];
  for (let debut = 0; debut < ordre.length; ) {
    const dessus = blocs[ordre[debut]].haut;
    let fin = debut + 1;
    while (fin < ordre.length && blocs[ordre[fin]].bas - dessus <= hauteur + MARGE) fin += 1;
    while (fin - debut > 1 && !tient(ordre.slice(debut, fin))) fin -= 1;
    while (fin < ordre.length && tient(ordre.slice(debut, fin + 1))) fin += 1;
    pages.push(ordre.slice(debut, fin));
    debut = fin;
  }
  return pages.length ? pages : [[]];
}

const TITRES = "h1,h2,h3,h4";
const titre = (e) => e.matches(TITRES) || e.querySelector(TITRES)?.textContent.trim() === e.textContent.trim();

// What a page may hold or leave: rows of tables, items of lists, cards side by side, else whole blocks.
function lignes(element, hauteur) {
  if (element.matches("table")) return [...element.querySelectorAll(":scope>tbody>tr")];
  const enfants = [...element.children].filter((e) => e.offsetHeight);
  const seul = !enfants.length || element.matches("svg,figure,p,.hote-carte,.hote-graphique");
  if (seul || [...element.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim())) return [element];
  const cote = enfants.some((e, i) => i && e.getBoundingClientRect().top < enfants[i - 1].getBoundingClientRect().bottom - 4);
  const entiers = cote || element.matches("ul,ol,dl");
  // What introduces a long list is said with each of its parts.
  const liste = cote ? -1 : enfants.findIndex((e) => e.matches("ul,ol,.obs-tableau"));
  const intro = enfants.slice(0, Math.max(0, liste));
  const dite = intro.every((e) => e.matches(`${TITRES},p`)) && intro.reduce((somme, e) => somme + e.offsetHeight, 0) < hauteur / 3;
  return enfants.slice(dite ? intro.length : 0).flatMap((e) => (e.offsetHeight > hauteur || (!entiers && (e.matches("ul,ol") || e.querySelector("table,ul,ol"))) ? lignes(e, hauteur) : [e]));
}

// A heading stays with what it announces, a short note with what it ends.
function grouper(elements) {
  const groupes = [];
  for (const e of elements) {
    const dernier = groupes.at(-1);
    const suite = dernier && (dernier.every(titre) || (e.matches("p") && e.offsetHeight < 70 && dernier.at(-1).parentElement === e.previousElementSibling));
    suite ? dernier.push(e) : groupes.push([e]);
  }
  return groupes;
}

// Columns keep their widths, and rows what a cell said for several of them, when others leave.
function figer(table) {
  for (const cellule of table.querySelectorAll("[rowspan]")) {
    let ligne = cellule.parentElement;
    for (let i = 1; i < cellule.rowSpan && ligne.nextElementSibling; i += 1) {
      ligne = ligne.nextElementSibling;
      ligne.prepend(cellule.cloneNode(true));
      ligne.firstChild.removeAttribute("rowspan");
    }
    cellule.removeAttribute("rowspan");
  }
  const cellules = [...table.rows[0]?.cells ?? []];
  const largeurs = cellules.map((c) => c.offsetWidth);
  table.style.tableLayout = "fixed";
  cellules.forEach((c, i) => (c.style.width = `${largeurs[i]}px`));
}

export class Diapo {
  // `fichiers`: address of the modules of the map and of the chart, of the folder that this module stands in.
  constructor(donnees, modules) {
    this.donnees = donnees;
    this.modules = modules;
    this.page = 0;
    this.pages = 1;
    this.fins = [];
    this.titre = creer("h1", { tabindex: "-1" }, donnees.titre);
    const tete = creer("header", { class: "obs-titre" }, creer("div", {}, this.titre, creer("p", { class: "obs-sous-titre" }, donnees.sous_titre)));
    this.corps = creer("div", { class: "corps" });
    const lecture = abreger(donnees.lecture);
    this.lecture = creer("p", { class: "lecture", hidden: !lecture }, lecture);
    const { badges, source } = donnees;
    const etat = badges.map(([mots, ton]) => creer("span", { class: `obs-badge obs-badge--${ton}` }, mots));
    const pied = creer("footer", { class: "pied" }, creer("p", {}, `Source${NB}: ${source || MAISON}`), creer("p", { class: "etat" }, ...etat));
    this.element = creer("section", { class: `diapo ${this.genre}`, "aria-label": donnees.titre }, tete, this.corps, this.lecture, pied);
    if (new URLSearchParams(donnees.adresse.split("?")[1]).get("point") === "employeur") this.element.classList.add("employeur");
  }

  get genre() {
    const types = [];
    const voir = (elements) => elements.forEach((e) => (e.e ? voir(e.e) : types.push(e.t)));
    voir(this.donnees.elements);
    if (types.includes("territory_map")) return types.every((t) => t === "territory_map") ? "carte" : "carte mixte";
    if (types.includes("graphique")) return "chart";
    return "texte";
  }

  // Draw in `element` already in the page, at its size; resolves once it can be shown.
  async dessiner() {
    const elements = this.donnees.elements.length ? this.donnees.elements : [{ t: "html", h: this.donnees.table }];
    const dessins = elements.flatMap((e) => this.poser(e, this.corps));
    const redite = this.corps.querySelector("h1,h2");
    if (redite?.firstChild.textContent.trim() === this.donnees.titre.trim()) redite.remove();
    await document.fonts.ready;
    this.ecarter();
    await Promise.all(dessins.map((dessiner) => dessiner()));
    this.corps.querySelectorAll("button,input,select,details").forEach((e) => e.remove());
    this.corps.querySelectorAll("a").forEach((a) => a.replaceWith(...a.childNodes));
    await Promise.all([...this.corps.querySelectorAll("img")].map((img) => img.decode().catch(() => {})));
    this.paginer();
    return this;
  }

  // Put an element in its place; returns what draws its maps and charts, once the words around them have theirs.
  poser(e, ou) {
    if (e.t === "html") {
      const element = creer("div", { "data-testid": "stHtml" });
      element.innerHTML = e.h; // of our own server, which escapes what it did not write
      ou.append(element);
      return [];
    }
    const dessin = { territory_map: "carte", graphique: "graphique" }[e.t];
    const element = creer("div", dessin ? { class: `hote-${dessin}` }
      : { class: `${e.t} ${e.c ? `st-key-${e.c}` : ""}`, "data-testid": e.t === "ligne" ? "stHorizontalBlock" : "stVerticalBlock" });
    ou.append(element);
    if (dessin) return [() => this[dessin](e.d, element)];
    if (e.poids) element.style.flex = `${e.poids} 1 0`;
    return e.e.flatMap((x) => this.poser(x, element));
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
      if (!cote || cote.scrollHeight <= this.corps.clientHeight) return;
      sousTitre.hidden = corps === CORPS_DES_CARTES.at(-2); // the smallest head is the finding alone
    }
  }

  async carte(donnees, hote) {
    hote.style.setProperty("--obs-hauteur", `${this.placer(hote)}px`);
    const racine = hote.attachShadow({ mode: "open" });
    const { default: monter } = await import(this.modules.carte);
    const data = { ...donnees, nom: "" };
    const choisir = (_, choix) => this.surChoix?.(choix) ?? monter({ parentElement: racine, data, setTriggerValue: choisir });
    this.fins.push(monter({ parentElement: racine, data, setTriggerValue: choisir }));
    await attendre(() => racine.querySelector(".boite:not([hidden]) svg.carte [data-code]") || racine.querySelector("[role=alert]"));
    this.ecarter();
  }

  async graphique(donnees, hote) {
    const [{ default: monter }, figure] = await Promise.all([import(this.modules.graphique), this.figure(donnees.figure)]);
    const echelle = Math.max(1, window.innerWidth / 1280);
    hote.style.zoom = echelle;
    const place = this.placer(hote) / echelle;
    figure.layout = { ...figure.layout, height: Math.max(240, place) };
    this.fins.push(monter({ parentElement: hote, data: { ...donnees, figure, hauteur: figure.layout.height } }));
    await attendre(() => hote.querySelector("svg.main-svg") || hote.querySelector("[role=alert]"));
  }

  async figure(nom) {
    if (typeof nom !== "string") return structuredClone(nom);
    const reponse = await fetch(new URL(nom, this.modules.dessins));
    if (!reponse.ok) throw new Error("Le graphique n’a pas pu être chargé.");
    return reponse.json();
  }

  // Height of a drawing: what the words beside it leave, or all of it where they would leave too little: they then have
  // a page of their own.
  placer(hote) {
    const autres = [...hote.parentElement.children].filter((e) => e !== hote).reduce((somme, e) => somme + e.offsetHeight, 0);
    const tout = this.corps.clientHeight;
    return (autres > tout * PART_DES_MOTS ? tout : tout - autres) - 24;
  }

  paginer() {
    this.corps.querySelectorAll(".hors-page").forEach((e) => e.classList.remove("hors-page"));
    this.ecarter();
    this.agrandir();
    this.corps.querySelectorAll("table").forEach((t) => this.resserrer(t));
    this.rangs = [];
    this.partage = [[]];
    const deborde = () => this.corps.scrollHeight > this.corps.clientHeight + MARGE;
    if (deborde() && this.genre !== "carte") {
      this.lecture.hidden = true;
      this.corps.querySelectorAll("table").forEach(figer);
      const hauteur = this.corps.clientHeight;
      this.rangs = deborde() ? grouper(lignes(this.corps, hauteur)) : [];
      const blocs = this.rangs.map((es) => es.map((e) => e.getBoundingClientRect())).map((boites) =>
        ({ haut: Math.min(...boites.map((b) => b.top)), bas: Math.max(...boites.map((b) => b.bottom)) }));
      if (this.rangs.length) this.partage = couper(blocs, hauteur, (rangs) => (this.laisser(new Set(rangs)), !deborde()));
    }
    this.pages = this.partage.length;
    this.montrerPage(Math.min(this.page, this.pages - 1));
  }

  // A table wider than the room leaves its last columns, and says so; a little wider, its words are cut.
  resserrer(table) {
    const place = this.corps.clientWidth + MARGE;
    const tetes = [...table.rows[0]?.cells ?? []];
    let gardees = tetes.length;
    while (gardees > COLONNES_MIN && table.offsetWidth > place * SERRER) {
      gardees -= 1;
      for (const ligne of table.rows) if (ligne.cells.length === tetes.length) ligne.cells[gardees].hidden = true;
    }
    if (gardees < tetes.length) table.after(creer("p", {}, gardees === tetes.length - 1 ? "Une autre colonne est dans le classeur de cette figure." : `${tetes.length - gardees} autres colonnes sont dans le classeur de cette figure.`));
    // A cell may leave a table that holds.
    if (Math.max(table.offsetWidth, this.corps.scrollWidth) > place) table.classList.add("serre");
  }

  // Nothing is read from the back of a room under the size of its text.
  agrandir() {
    const mini = parseFloat(getComputedStyle(document.documentElement).fontSize);
    for (const e of this.corps.querySelectorAll("[data-testid=stHtml] *:not(svg *)")) {
      if ([...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim()) && parseFloat(getComputedStyle(e).fontSize) < mini) e.style.fontSize = "1rem";
    }
  }

  montrerPage(page) {
    this.page = page;
    if (this.rangs.length) this.laisser(new Set(this.partage[page]));
  }

  // Only these blocks stay, and what holds them.
  laisser(gardes) {
    const presents = new Set();
    const jusqua = (e, agir) => { for (; e !== this.corps; e = e.parentElement) agir(e); };
    this.rangs.forEach((es, i) => gardes.has(i) && es.forEach((e) => jusqua(e, (x) => presents.add(x))));
    this.rangs.flat().forEach((e) => jusqua(e, (x) => x.classList.toggle("hors-page", !presents.has(x))));
  }

  detruire() {
    this.fins.forEach((fin) => fin?.());
    this.element.remove();
  }
}

function attendre(pret, patience = 8000) {
  const limite = performance.now() + patience;
  return new Promise((fait) => {
    (function voir() {
      if (pret() || performance.now() > limite) return fait();
      setTimeout(voir, 15); // a page behind another has no animation frame
    })();
  });
}
