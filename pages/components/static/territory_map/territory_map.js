// The map, its legend, its slider: drawn, hovered, zoomed and slid here, without the server.
// A mount keeps its elements; each run of the page hands it new states through `recevoir`.

import { composant, creer } from "../seance/creer.js";
import { Apparence } from "./apparence.js";
import { borner, centrer, contient, remplir, resserrer, zoome, zoomer } from "./cadrage.js";
import { cartes, cotes } from "./cote.js";
import { Etiquettes } from "./etiquettes.js";
import * as fichiers from "./fichiers.js";
import { action, Doigts, voisine } from "./gestes.js";
import { Curseur, Fiche, pastilles, phrase, points, sentence } from "./legende.js";
import { Traces } from "./traces.js";

const ETROIT_PX = 700;

// Nothing to draw anew between two messages but what the reader may have chosen.
function memeDessin(avant, apres) {
  const dessin = ({ selection, periode, vue, titre, ...reste }) => JSON.stringify(reste);
  return dessin(avant) === dessin(apres);
}

const pareils = (a, b) => Object.keys(b).every((nom) => a[nom] === b[nom]);

const outil = (libelle, dessin, click) => creer("button", { type: "button", "aria-label": libelle, title: libelle, click },
  creer("svg:svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, creer("svg:path", { d: dessin })));

// A text of the page, outside this component.
function ecrire(racine, ou, mots) {
  // In a meeting room several maps are drawn at once, each under its own head.
  const element = (racine.host?.closest(".diapo") ?? document).querySelector(ou);
  if (element && mots && element.textContent !== mots) element.textContent = mots;
}

class Carte {
  constructor(racine) {
    this.racine = racine;
    this.id = `c${Math.random().toString(36).slice(2, 8)}-`;
    this.ecoutes = new AbortController();
    this.traces = new Traces(this.id);
    this.svg = this.traces.svg;
    this.etiquettes = new Etiquettes(this.traces);
    this.fiche = new Fiche();
    this.dites = this.choix = {}; // what Python says is chosen; what is chosen here, maybe not said yet
    this.curseur = new Curseur(this.id, (periode) => this.poser({ periode }), () => this.dire());
    this.outils = creer("div", { class: "outils", role: "group", "aria-label": "Zoom de la carte" },
      outil("Agrandir", "M10 4v12M4 10h12", () => this.zoomer(1.6)),
      outil("Réduire", "M4 10h12", () => this.zoomer(1 / 1.6)),
      outil("Toute la région", "M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4", () => this.cadrer()));
    this.aide = creer("p", { class: "lu", id: `${this.id}aide` },
      "Flèches : zone voisine. Entrée : choisir la zone. Touches plus et moins : agrandir, réduire. Zéro : toute la région.");
    this.annonce = creer("p", { class: "lu", role: "status" });
    this.legende = creer("div", { class: "legende" });
    this.cadre = creer("div", { class: "cadre" }, this.svg, this.outils, this.fiche.boite);
    this.pastilles = creer("ul", { class: "pastilles" });
    this.feuille = creer("div", { class: "feuille" }, this.cadre, this.curseur.boite);
    this.cote = creer("div", { class: "cote" }, this.legende, this.pastilles);
    this.grille = creer("div", { class: "grille" }, this.feuille, this.cote);
    this.boite = creer("div", { class: "boite", hidden: true }, this.grille, this.aide, this.annonce);
    this.brancher();
    racine.append(this.boite);
    this.taille = new ResizeObserver(() => this.redimensionner());
    this.taille.observe(this.boite);
  }

  detruire() {
    this.ecoutes.abort();
    this.taille.disconnect();
    this.curseur.detruire();
    this.racine.querySelector("[role=alert]")?.remove();
    if (cartes.get(this.donnees?.nom) === this) cartes.delete(this.donnees.nom);
    this.boite.remove();
    this.cote.remove();
  }

  brancher() {
    const { signal } = this.ecoutes;
    const sur = (cible, nom, agir, options = {}) => cible.addEventListener(nom, agir, { signal, ...options });
    const code = (e) => e.target.closest?.("[data-code]")?.dataset.code;
    this.doigts = new Doigts({
      zoome: () => this.zoome,
      zoomer: (facteur, point) => this.zoomer(facteur, this.point(point)),
      deplacer: (dx, dy) => this.voir({ ...this.vue, x: this.vue.x - dx * this.unites, y: this.vue.y - dy * this.unites }),
    });
    sur(this.traces.couches.zones, "click", (e) => { if (!this.doigts.glisse) this.choisir(code(e)); });
    sur(this.svg, "pointermove", (e) => { if (e.pointerType === "mouse" && !this.doigts.poses.size) this.survoler(code(e)); });
    sur(this.svg, "pointerleave", () => this.survoler());
    sur(this.svg, "pointerdown", (e) => this.doigts.poser(e));
    sur(window, "pointermove", (e) => this.doigts.bouger(e));
    for (const nom of ["pointerup", "pointercancel"]) sur(window, nom, (e) => this.doigts.lever(e));
    // On the frame: Chromium gives a tab stop to any SVG element that listens to focus.
    sur(this.cadre, "focusin", (e) => { if (code(e)) this.focaliser(code(e), e.target.matches(":focus-visible")); });
    sur(this.cadre, "focusout", (e) => {
      if (!code(e) || this.traces.couches.zones.contains(e.relatedTarget)) return;
      this.vise = undefined;
      this.traces.marquer("focus");
      this.survoler();
      this.traces.tabuler(this.choix.selection);
    });
    sur(this.svg, "keydown", (e) => this.touche(e));
    sur(this.svg, "wheel", (e) => {
      if (!e.ctrlKey) return;
      e.preventDefault();
      this.zoomer(Math.exp(-e.deltaY / 240), this.point(e));
    }, { passive: false });
    const imprimer = (motifs) => this.donnees && this.traces.peindreMotifs(this.apparence, motifs);
    sur(window, "beforeprint", () => imprimer(true));
    sur(window, "afterprint", () => imprimer(this.donnees?.motifs));
    sur(document.fonts, "loadingdone", () => { this.etiquettes.largeurs.clear(); this.etiqueter(); });
  }

  // ---------------------------------------------------------------- what Python says, what the reader chooses

  async recevoir(donnees, { setTriggerValue }) {
    this.envoyer = setTriggerValue;
    const tour = (this.tour = (this.tour ?? 0) + 1);
    const lire = async () => {
      const noms = [donnees.trace, donnees.fond, donnees.contours];
      const lus = await Promise.all([
        fichiers.feuille("territory_map.css"), fichiers.constantes(),
        typeof donnees.etats === "string" ? fichiers.etats(donnees.etats) : donnees.etats,
        ...noms.map((nom) => nom && fichiers.trace(nom))]);
      if (tour === this.tour && !this.ecoutes.signal.aborted) this.dessiner(donnees, ...lus);
      this.racine.querySelector("[role=alert]")?.remove();
    };
    await lire().catch((erreur) => {
      const panne = this.racine.querySelector("[role=alert]") ?? creer("p", { role: "alert" });
      panne.textContent = "Le dessin de la carte n’a pas pu être chargé ; le tableau donne les mêmes valeurs. Recharger la page pour essayer de nouveau.";
      this.racine.prepend(panne);
      console.error(erreur);
    });
  }

  dessiner(donnees, css, constantes, dessins, zones, fond, contours) {
    const { donnees: avant, choix } = this;
    this.donnees = donnees;
    this.dites = this.choix = { selection: donnees.selection, periode: donnees.periode, vue: donnees.vue };
    if (avant && memeDessin(avant, donnees) && pareils(choix, this.choix)) return this.titrer();
    if (!avant) {
      this.racine.adoptedStyleSheets = [css];
      this.traces.preparer(constantes);
    }
    cartes.set(donnees.nom, this);
    this.boite.hidden = false;
    const marques = [donnees.disposition, donnees.projection && "projection", donnees.motifs && "motifs", donnees.contours && donnees.contours_tous && "contournee", donnees.reperes?.length && "situee"];
    this.boite.className = ["boite", ...marques.filter(Boolean)].join(" ");
    if (avant?.fond !== donnees.fond) {
      this.traces.fond(fond);
      this.vue = this.base = { ...this.traces.entiere };
    }
    if (avant?.trace !== donnees.trace) this.traces.poser(zones.zones);
    if (avant?.contours !== donnees.contours) this.traces.contourner(contours?.zones, donnees.contours_tous);
    this.titres = dessins.titres;
    this.border();
    this.apparences = Object.fromEntries(Object.entries(dessins.vues).map(([nom, vue]) =>
      [nom, new Apparence({ ...vue, constantes, prefixe: this.id, zones: this.traces.zones, projection: donnees.projection })]));
    this.curseur.batir(dessins.periodes);
    if (["fond", "projection", "disposition"].some((nom) => avant?.[nom] !== donnees[nom])) this.redimensionner(true);
    else if (avant.trace !== donnees.trace) this.cadrer();
    this.repeindre();
  }

  // The legend goes where the page wants it, else beside the map.
  border() {
    const ailleurs = cotes.get(this.donnees?.nom);
    this.boite.classList.toggle("seule", Boolean(ailleurs));
    this.svg.setAttribute("preserveAspectRatio", `xMidYMid ${ailleurs ? "slice" : "meet"}`);
    if (this.cote.parentNode === (ailleurs ?? this.grille)) return;
    (ailleurs ?? this.grille).append(this.cote);
    if (!this.apparences) return;
    this.redimensionner(true);
    this.repeindre();
  }

  // What is drawn: the view chosen, at the period chosen.
  get apparence() {
    const { periode, vue } = this.choix;
    // A choice not answered yet may name a view that the next drawing lacks.
    const apparence = this.apparences[vue] ?? this.apparences[this.donnees.vue];
    return apparence.a(periode);
  }

  // Shown at once; said once the browser has painted: what is sent keeps the frame waiting.
  poser(valeurs) {
    this.choix = { ...this.choix, ...valeurs };
    this.repeindre();
  }

  dire(choix = this.choix) {
    requestAnimationFrame(() => setTimeout(() => this.envoyer("choix", choix)));
  }

  choisir(code) {
    const { choisies } = this.donnees;
    if (code === undefined || (!choisies && code === this.choix.selection)) return;
    if (!choisies) this.poser({ selection: code });
    this.annonce.textContent = choisies ? `${this.traces.zones.get(code).libelle}, ${choisies.includes(code) ? "retirée" : "ajoutée"}`
      : `${this.apparence.etat(code).etiquette}, zone choisie`;
    // Several zones at once: Python keeps the list. The date makes the second press of a zone another choice.
    this.dire(choisies ? { ...this.choix, selection: code, fois: Date.now() } : this.choix);
  }

  // A list or a button of the page has changed: what of it this map holds; of nothing, what Python said last.
  devancer(dit) {
    const { periode, vue, zone = "" } = dit, [zonage, code] = zone.split(":");
    const neuf = { ...(Object.keys(dit).length ? this.choix : this.dites) };
    if (this.apparence.etats[periode]) neuf.periode = periode;
    if (vue in this.apparences) neuf.vue = vue;
    if (this.traces.zones.has(code) && this.donnees.trace.startsWith(`${zonage}.`)) neuf.selection = code;
    if (!pareils(neuf, this.choix)) this.poser(neuf);
  }

  // ---------------------------------------------------------------- view

  // Read when sizes change, never between two writes: the browser would lay the page out once more for each.
  mesurer() {
    const corps = (element) => parseFloat(getComputedStyle(element).fontSize);
    this.largeur = this.svg.clientWidth;
    this.px = corps(this.svg);
    this.pxBoite = corps(this.boite);
    this.mesures = { largeur: Math.max(1, this.legende.clientWidth), corps: corps(this.legende) };
  }

  get unites() {
    return this.vue.l / Math.max(1, this.largeur);
  }

  get zoome() {
    return this.vue && zoome(this.base, this.vue);
  }

  point({ clientX, clientY }) {
    const boite = this.svg.getBoundingClientRect();
    return [this.vue.x + (clientX - boite.x) * this.unites, this.vue.y + (clientY - boite.y) * this.unites];
  }

  // A narrow or a projected map leaves the sea aside, for the region to fill it.
  redimensionner(force = false) {
    if (!this.donnees || !this.boite.clientWidth) return;
    this.mesurer();
    const etroit = this.boite.clientWidth < ETROIT_PX || this.donnees.projection;
    // A map that its legend has left fills its frame, whatever the ratio of the window.
    const rapport = this.boite.classList.contains("seule") && !etroit ? this.svg.clientWidth / this.svg.clientHeight : 0;
    if (!force && etroit === this.etroit && rapport === this.rapport) return this.ecrireEtiquettes();
    Object.assign(this, { etroit, rapport });
    const region = (etroit || rapport) && this.traces.couches.bords.getBBox();
    const serrer = () => (rapport ? remplir(region, this.traces.entiere, rapport) : resserrer(region));
    this.base = region?.width ? serrer() : { ...this.traces.entiere };
    this.cadre.style.setProperty("--rapport", this.base.l / this.base.h);
    this.cadrer();
  }

  cadrer() {
    this.voir({ ...this.base });
  }

  // Around the zone in sight, the chosen one, else the middle.
  zoomer(facteur, centre) {
    const { x, y } = this.traces.zones.get(this.vise ?? this.choix.selection) ?? { x: this.vue.x + this.vue.l / 2, y: this.vue.y + this.vue.h / 2 };
    this.voir(zoomer(this.base, this.vue, facteur, centre ?? [x, y]));
  }

  voir(vue) {
    this.vue = borner(this.base, vue);
    this.svg.setAttribute("viewBox", [this.vue.x, this.vue.y, this.vue.l, this.vue.h].join(" "));
    this.svg.classList.toggle("zoome", this.zoome);
    this.outils.lastChild.hidden = !this.zoome;
    this.outils.children[1].disabled = !this.zoome;
    cancelAnimationFrame(this.image);
    this.image = requestAnimationFrame(() => this.etiqueter());
  }

  // ---------------------------------------------------------------- paint

  repeindre() {
    const { donnees, traces, apparence } = this;
    cancelAnimationFrame(this.image); // labels are written here
    traces.peindre(apparence, (code) => donnees.choisies?.includes(code) ?? code === this.choix.selection);
    if (!this.vise) traces.tabuler(this.choix.selection);
    traces.marquer("choisie", this.choisie());
    traces.peindreMotifs(apparence, donnees.motifs);
    this.ecrireEtiquettes();
    this.pastilles.replaceChildren(...pastilles(apparence, 1 / this.unites, donnees.projection ? this.pxBoite : 14));
    this.peindreLegende();
    this.curseur.peindre(apparence.periode);
    this.fiche.montrer(apparence, this.fiche.zone);
    this.titrer();
  }

  // The map's name, and the head of the page where the map knows its words: they follow the choice with the zones.
  titrer() {
    const { periode, sous_titres: sousTitres = {} } = this.apparence;
    const sousTitre = sousTitres[periode];
    this.svg.setAttribute("aria-label", sousTitre ?? this.donnees.titre);
    if (!sousTitre) return;
    ecrire(this.racine, ".obs-titre .obs-sous-titre", sousTitre);
    ecrire(this.racine, ".obs-titre h1", this.titres[periode]?.[""]);
  }

  // The chosen zone, of the map or of the outlines above it.
  choisie() {
    return this.traces.zones.get(this.choix.selection) ?? this.traces.contours.get(this.donnees.contour_choisi);
  }

  etiqueter() {
    this.mesurer();
    this.ecrireEtiquettes();
  }

  ecrireEtiquettes() {
    if (!this.vue || !this.donnees || !this.largeur) return;
    this.etiquettes.ecrireTout(this.apparence, this, { seule: this.donnees.disposition === "sans", choisie: this.choisie(), reperes: this.donnees.reperes });
  }

  peindreLegende() {
    const { apparence } = this;
    if (this.donnees.disposition === "sans") return;
    const agir = { choisir: (zone) => this.choisir(zone), montrer: (zone) => this.pointer(zone) };
    const semes = points(apparence, { ...this.mesures, agir }), dite = this.titres[apparence.periode] && creer("p", { class: "dite" });
    this.legende.replaceChildren(...[creer("p", { class: "phrase" }), semes, dite].filter(Boolean));
    this.nommer();
  }

  // The zone in sight, else the chosen one: its sentence, its dot, which under the pointer stays where it is.
  nommer() {
    const { apparence, legende } = this, { periode } = apparence, code = this.montre ?? this.choix.selection ?? "";
    const titres = this.titres[periode], dits = this.donnees.dits[periode];
    for (const point of legende.querySelectorAll(".point")) point.classList.toggle("vu", point.dataset.code === code);
    // Where the page has a title a zone, the figure of the region stays and the zone has its sentence.
    legende.querySelector(".phrase")?.replaceWith(phrase(apparence, titres ? "" : code, titres ? undefined : dits));
    legende.querySelector(".dite")?.replaceWith(sentence(apparence, code, titres, dits));
  }

  // ---------------------------------------------------------------- hover, focus, keys

  survoler(code) {
    this.fiche.montrer(this.apparence, this.traces.zones.get(code));
    this.pointer(code);
  }

  // A zone in sight, from the map or from its dot: lit on both.
  pointer(code) {
    if (code === this.montre) return;
    this.traces.marquer("survol", code === this.choix.selection ? undefined : this.traces.zones.get(code));
    this.montre = code;
    this.nommer();
  }

  focaliser(code, visible) {
    this.vise = code;
    this.traces.tabuler(code);
    if (!visible) return;
    const zone = this.traces.zones.get(code);
    if (!contient(this.vue, zone)) this.voir(centrer(this.vue, zone));
    this.traces.marquer("focus", zone);
    this.montre = code;
    this.nommer();
    this.fiche.montrer(this.apparence, zone);
  }

  touche(e) {
    const { zones, formes } = this.traces;
    const ici = zones.get(this.vise);
    const agir = action(e, {
      aller: (direction) => formes.get(ici && voisine(zones.values(), ici, direction)?.code)?.focus(),
      viser: (rang) => [...formes.values()].at(rang)?.focus(),
      choisir: () => this.choisir(this.vise),
      zoomer: (facteur) => this.zoomer(facteur),
      cadrer: () => this.cadrer(), ranger: () => this.fiche.montrer(),
    });
    if (!agir) return;
    e.preventDefault();
    e.stopPropagation();
    agir();
  }
}

// ---------------------------------------------------------------- mounts

// A list of the page names what the map may hold: it changes at once, the words of the page with the answer.
addEventListener("obs-choix", ({ detail }) => cartes.forEach((carte) => carte.devancer(detail)));

export default composant(Carte);
