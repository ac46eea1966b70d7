// The map, its legend, its slider: drawn, hovered, zoomed and slid here, without the server.
// A mount keeps its elements; each run of the page hands it new states through `recevoir`.

const SVG = "http://www.w3.org/2000/svg";
const NBSP = "\u00a0";
const ABSENCES = ["s", "nd", "so", "hors"];
const RAMPE = { classes: "s", ecarts: "d", meteo: "m" };
const RAYON_MAX = 62; // units of the view box, for `legende.maximum`
const ZOOM_MAX = 8;
const ATTENTE_MS = 1000; // a choice is kept over the answers of older runs for that long
const GLISSEMENT_MS = 250; // the slider is taken as released
const ETROIT_PX = 700;
// Beyond these numbers of zones, names and values wait for the reader to zoom in.
const NOMS_MAX = 40;
const VALEURS_MAX = 150;
const NOMS_DEHORS_MAX = 8; // more leader lines than that would cross
// Where a label may move when its anchor does not suit, in radii of the zone.
const PLACES = [[0, 0], [0, -0.35], [0, 0.35], [-0.35, 0], [0.35, 0], [0, -0.7], [0, 0.7], [-0.7, 0], [0.7, 0]];

const fichiers = new Map();

function charger(nom, lire) {
  const url = new URL(nom, import.meta.url).href;
  if (!fichiers.has(url)) {
    const lu = fetch(url).then((reponse) => {
      if (!reponse.ok) throw new Error(`${reponse.status} ${nom}`);
      return lire(reponse);
    });
    lu.catch(() => fichiers.delete(url));
    fichiers.set(url, lu);
  }
  return fichiers.get(url);
}

const trace = (nom) => charger(`../traces/${nom}`, (r) => r.json());
const feuille = () =>
  charger("territory_map.css" + new URL(import.meta.url).search, (r) => r.text()).then((texte) => {
    const css = new CSSStyleSheet();
    css.replaceSync(texte);
    return css;
  });

function creer(nom, attributs = {}, ...enfants) {
  const svg = nom.startsWith("svg:");
  const element = svg ? document.createElementNS(SVG, nom.slice(4)) : document.createElement(nom);
  for (const [cle, valeur] of Object.entries(attributs)) {
    if (valeur === true) element.setAttribute(cle, "");
    else if (valeur !== false && valeur != null) element.setAttribute(cle, valeur);
  }
  element.append(...enfants);
  return element;
}

const bouton = (libelle, dessin, agir) => {
  const icone = creer("svg:svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, creer("svg:path", { d: dessin }));
  const b = creer("button", { type: "button", "aria-label": libelle, title: libelle }, icone);
  b.addEventListener("click", agir);
  return b;
};

const lireEtat = ([classe, valeur, etiquette, statut = "ok", nombre = null, indice = "", fragile = false]) => ({
  classe, valeur, etiquette, statut, nombre, indice, fragile,
});

// A value is shown, with or without a class.
const chiffre = (etat) => etat.statut === "ok" || etat.nombre != null;

class Carte {
  constructor(racine) {
    this.id = `c${Math.random().toString(36).slice(2, 8)}-`;
    this.ecoutes = new AbortController();
    this.largeurs = new Map();
    this.racine = racine;
    this.batir();
    racine.append(this.boite);
    this.taille = new ResizeObserver(() => this.redimensionner());
    this.taille.observe(this.boite);
    const { signal } = this.ecoutes;
    window.addEventListener("beforeprint", () => this.donnees && this.peindreMotifs(true), { signal });
    window.addEventListener("afterprint", () => this.donnees && this.peindreMotifs(this.donnees.motifs), { signal });
    document.fonts.addEventListener("loadingdone", () => { this.largeurs.clear(); this.etiqueter(); }, { signal });
  }

  detruire() {
    this.ecoutes.abort();
    this.taille.disconnect();
    clearTimeout(this.minuteur);
    clearTimeout(this.glissement);
    this.panne?.remove();
    this.boite.remove();
  }

  echouer() {
    this.panne ??= creer("p", { role: "alert" }, "Le dessin de la carte n’a pas pu être chargé ; le tableau donne les mêmes valeurs. Recharger la page pour essayer de nouveau.");
    this.boite.before(this.panne);
  }

  // ---------------------------------------------------------------- elements

  batir() {
    const couche = (classe) => creer("svg:g", { class: classe, "aria-hidden": "true" });
    this.couches = Object.fromEntries(
      ["fond", "zones", "motifs", "bords", "cercles", "contours", "survol", "choisie", "focus", "noms"].map((nom) => [nom, couche(nom)]),
    );
    this.couches.zones.removeAttribute("aria-hidden");
    this.defs = creer("svg:defs");
    this.defs.innerHTML = motifs(this.id);
    this.svg = creer("svg:svg", { role: "group", class: "carte", "aria-describedby": `${this.id}aide` }, this.defs, ...Object.values(this.couches));
    this.fiche = creer("div", { class: "fiche", hidden: true, "aria-hidden": "true" });
    this.outils = creer("div", { class: "outils", role: "group", "aria-label": "Zoom de la carte" },
      bouton("Agrandir", "M10 4v12M4 10h12", () => this.zoomer(1.6)),
      bouton("Réduire", "M4 10h12", () => this.zoomer(1 / 1.6)),
      bouton("Toute la région", "M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4", () => this.cadrer()));
    this.aide = creer("p", { class: "lu", id: `${this.id}aide` },
      "Flèches : zone voisine. Entrée : choisir la zone. Touches plus et moins : agrandir, réduire. Zéro : toute la région.");
    this.annonce = creer("p", { class: "lu", role: "status" });
    this.legende = creer("div", { class: "legende" });
    this.curseur = creer("div", { class: "curseur", hidden: true });
    this.cadre = creer("div", { class: "cadre" }, this.svg, this.outils, this.fiche);
    this.pastilles = creer("ul", { class: "pastilles" });
    this.feuille = creer("div", { class: "feuille" }, this.cadre, this.curseur);
    this.lecture = creer("p", { class: "lecture", hidden: true });
    this.rangs = creer("div", { class: "rangs", hidden: true });
    this.cote = creer("div", { class: "cote" }, this.legende, this.pastilles, this.lecture, this.rangs);
    this.boite = creer("div", { class: "boite", hidden: true }, creer("div", { class: "grille" }, this.feuille, this.cote), this.aide, this.annonce);
    this.brancher();
  }

  brancher() {
    const { signal } = this.ecoutes;
    const sur = (cible, nom, agir, options = {}) => cible.addEventListener(nom, agir, { signal, ...options });
    const code = (e) => e.target.closest?.("[data-code]")?.dataset.code;
    sur(this.couches.zones, "click", (e) => { if (!this.glisse) this.choisir(code(e)); });
    sur(this.svg, "pointermove", (e) => { if (e.pointerType === "mouse" && !this.pointeurs?.size) this.survoler(code(e), e); });
    sur(this.svg, "pointerleave", () => this.survoler());
    // On the frame: Chromium gives a tab stop to any SVG element that listens to focus.
    sur(this.cadre, "focusin", (e) => { if (code(e)) this.focaliser(code(e), e.target.matches(":focus-visible")); });
    sur(this.cadre, "focusout", (e) => { if (code(e) && !this.couches.zones.contains(e.relatedTarget)) this.defocaliser(); });
    sur(this.svg, "keydown", (e) => this.touche(e));
    sur(this.svg, "wheel", (e) => {
      if (!e.ctrlKey) return;
      e.preventDefault();
      this.zoomer(Math.exp(-e.deltaY / 240), this.point(e));
    }, { passive: false });
    this.brancherDoigts(sur);
  }

  // Pan when zoomed, pinch with two fingers; a move of more than 4 px is not a click.
  brancherDoigts(sur) {
    this.pointeurs = new Map();
    sur(this.svg, "pointerdown", (e) => {
      this.pointeurs.set(e.pointerId, e);
      this.glisse = false;
    });
    sur(window, "pointermove", (e) => {
      const avant = this.pointeurs.get(e.pointerId);
      if (!avant) return;
      if (this.pointeurs.size === 2) {
        const autre = [...this.pointeurs.values()].find((p) => p.pointerId !== e.pointerId);
        const ecart = (p) => Math.hypot(p.clientX - autre.clientX, p.clientY - autre.clientY);
        this.glisse = true;
        const milieu = { clientX: (e.clientX + autre.clientX) / 2, clientY: (e.clientY + autre.clientY) / 2 };
        this.zoomer(ecart(e) / Math.max(1, ecart(avant)), this.point(milieu));
      } else if (this.zoome) {
        const [dx, dy] = [e.clientX - avant.clientX, e.clientY - avant.clientY];
        if (!this.glisse && Math.hypot(dx, dy) < 4) return;
        this.glisse = true;
        this.voir({ ...this.vue, x: this.vue.x - dx * this.unites, y: this.vue.y - dy * this.unites });
      } else return;
      this.pointeurs.set(e.pointerId, e);
    });
    for (const nom of ["pointerup", "pointercancel"]) sur(window, nom, (e) => this.pointeurs.delete(e.pointerId));
  }

  // ---------------------------------------------------------------- data

  async recevoir(donnees, envoyer) {
    this.envoyer = envoyer;
    const tour = (this.tour = (this.tour ?? 0) + 1);
    const noms = [donnees.trace, donnees.fond, donnees.contours];
    const [css, zones, fond, contours] = await Promise.all([feuille(), ...noms.map((nom) => nom && trace(nom))]);
    if (tour !== this.tour || this.ecoutes.signal.aborted) return;
    if (!this.donnees) this.racine.adoptedStyleSheets = [css];
    const avant = this.donnees;
    this.donnees = donnees;
    this.etats = Object.fromEntries(Object.entries(donnees.etats).map(([periode, etats]) =>
      [periode, new Map(Object.entries(etats).map(([c, etat]) => [c, lireEtat(etat)]))]));
    this.boite.hidden = false;
    this.boite.className = `boite ${donnees.disposition}${donnees.projection ? " projection" : ""}${donnees.motifs ? " motifs" : ""}${donnees.contours && donnees.contours_tous ? " contournee" : ""} ${donnees.theme ?? ""}`;
    this.svg.setAttribute("aria-label", donnees.titre);
    if (avant?.fond !== donnees.fond) this.tracerFond(fond);
    if (avant?.trace !== donnees.trace) this.tracerZones(zones);
    if (avant?.contours !== donnees.contours) this.tracerContours(contours);
    if (JSON.stringify(avant?.periodes) !== JSON.stringify(donnees.periodes)) this.batirCurseur();
    this.accorder();
    if (!avant || avant.trace !== donnees.trace || avant.projection !== donnees.projection || avant.disposition !== donnees.disposition) this.redimensionner(true);
    this.repeindre();
  }

  // Python's choice, unless it answers a run older than the reader's last choice, or the slider still moves.
  accorder() {
    if (this.glissement) return;
    const { selection, periode } = this.donnees;
    if (this.attendu && (this.attendu.selection !== selection || this.attendu.periode !== periode)) return;
    this.attendu = undefined;
    this.selection = selection;
    this.periode = periode;
  }

  envoyerChoix() {
    const choix = { selection: this.selection, periode: this.periode };
    this.attendu = choix;
    clearTimeout(this.minuteur);
    this.minuteur = setTimeout(() => {
      this.attendu = undefined;
      const { selection, periode } = this.donnees;
      if (selection === this.selection && periode === this.periode) return;
      this.accorder();
      this.repeindre();
    }, ATTENTE_MS);
    this.envoyer("choix", choix);
  }

  choisir(code) {
    if (code !== undefined && this.donnees.choisies) return this.basculer(code);
    if (code === undefined || code === this.selection) return;
    this.selection = code;
    this.repeindre();
    this.annonce.textContent = `${this.etat(code).etiquette}, zone choisie`;
    this.envoyerChoix();
  }

  // Several zones at once: Python keeps the list. The date makes the second press of a zone another choice.
  basculer(code) {
    this.annonce.textContent = `${this.zones.get(code).libelle}, ${this.donnees.choisies.includes(code) ? "retirée" : "ajoutée"}`;
    this.envoyer("choix", { selection: code, periode: this.periode, fois: Date.now() });
  }

  etat(code) {
    return this.etats[this.periode]?.get(code) ?? this.inconnu(code);
  }

  inconnu(code) {
    const region = code === "" && this.donnees.legende.region[this.periode];
    if (region) return lireEtat([null, region[1], `${this.donnees.legende.region_libelle} : ${region[1]}`, "ok", region[0]]);
    const nom = this.zones.get(code)?.libelle ?? this.donnees.legende.region_libelle;
    return lireEtat([null, "n.d.", `${nom}${NBSP}: ${this.mots("nd")}`, "nd"]);
  }

  // In the meeting room, without what explains them after the colon.
  motsCourts(statut) {
    return this.donnees.projection ? this.mots(statut).split(/\s*:/)[0] : this.mots(statut);
  }

  mots(statut) {
    return this.donnees.legende.absences[statut] ?? { s: "secret statistique", nd: "non disponible", so: "sans objet", hors: "hors du découpage", fragile: "valeur fragile" }[statut];
  }

  // Three classes take colours 1-3-5 of the ramp, four take 1-2-4-5.
  couleur(classe) {
    const rangs = { 3: [1, 3, 5], 4: [1, 2, 4, 5] }[this.donnees.legende.classes.length] ?? [1, 2, 3, 4, 5];
    return rangs[classe - 1];
  }

  // Pattern of a class, undefined when it has none: the lowest class of a rate, the middle class of gaps.
  trame(classe) {
    const rang = this.couleur(classe);
    if (this.donnees.mode === "ecarts") return rang === 3 ? undefined : `e${rang}`;
    return rang > 1 ? `t${rang}` : undefined;
  }

  fondDe(etat) {
    if (etat.statut === "s") return [`url(#${this.id}secret)`, "vide", "encre"];
    if (etat.statut === "nd") return [`url(#${this.id}nd)`, "vide", "encre"];
    if (etat.statut === "so") return ["var(--obs-surface)", "surface", "encre"];
    if (etat.statut === "hors") return ["var(--obs-creux)", "creux", "encre2"];
    if (this.donnees.mode === "cercles" || !etat.classe) return ["var(--obs-surface)", "surface", "encre"];
    const nom = RAMPE[this.donnees.mode] + this.couleur(etat.classe);
    return [`var(--obs-${nom})`, nom, `${nom}-texte`];
  }

  unite(etat) {
    const { unite } = this.donnees.legende;
    return chiffre(etat) && unite ? NBSP + unite : "";
  }

  // ---------------------------------------------------------------- shapes

  tracerFond(fond) {
    const [x, y, l, h] = (this.boiteVue = fond.viewBox);
    this.couches.fond.replaceChildren(
      creer("svg:rect", { class: "mer", x: x - l, y: y - h, width: 3 * l, height: 3 * h }),
      creer("svg:path", { class: "voisin", d: fond.voisin }),
      creer("svg:path", { class: "dehors", d: fond.region }),
      ...fond.eaux.map((eau) => creer("svg:path", { class: "eau", d: eau.d, "stroke-width": eau.largeur, opacity: eau.opacite })));
    this.cote_d = fond.region;
    this.vue = this.base = { x, y, l, h };
  }

  tracerZones(donnees) {
    this.zones = new Map(donnees.zones.map((zone) => [zone.code, typographier(zone)]));
    this.formes = new Map(donnees.zones.map((zone) =>
      [zone.code, creer("svg:path", { d: zone.d, "data-code": zone.code, role: "button", tabindex: "-1" })]));
    this.couches.zones.replaceChildren(...this.formes.values());
    const tout = donnees.zones.map((zone) => zone.d).join("");
    this.couches.bords.replaceChildren(
      creer("svg:path", { class: "limite", d: tout }),
      creer("svg:path", { class: "trait", d: tout }),
      creer("svg:path", { class: "sans-objet" }),
      creer("svg:path", { class: "rivage", d: this.cote_d }));
    this.svg.classList.toggle("fin", donnees.zones.length > VALEURS_MAX);
  }

  tracerContours(donnees) {
    const d = donnees?.zones.map((zone) => zone.d).join("") ?? "";
    this.contours = new Map(donnees?.zones.map((zone) => [zone.code, zone]));
    this.couches.contours.replaceChildren(...(d && this.donnees.contours_tous ? [creer("svg:path", { class: "gaine", d }), creer("svg:path", { class: "tirets", d })] : []));
  }

  // ---------------------------------------------------------------- view

  get unites() {
    return this.vue.l / Math.max(1, this.svg.clientWidth);
  }

  get zoome() {
    return this.vue && this.vue.l < this.base.l * 0.999;
  }

  point({ clientX, clientY }) {
    const boite = this.svg.getBoundingClientRect();
    return [this.vue.x + (clientX - boite.x) * this.unites, this.vue.y + (clientY - boite.y) * this.unites];
  }

  // In projection the map takes what the head of the page leaves, so that the slider shows above the sources. A map
  // without a legend stands beside other things, which its own height would move.
  mesurerDessus() {
    if (!this.donnees.projection || this.donnees.disposition === "sans") return;
    const defile = this.boite.getRootNode().host?.closest('[data-testid="stMain"]')?.scrollTop ?? window.scrollY;
    this.boite.style.setProperty("--dessus", `${Math.round(this.boite.getBoundingClientRect().top + defile)}px`);
  }

  // A narrow or a projected map leaves the sea aside, for the region to fill it.
  redimensionner(force = false) {
    if (!this.donnees || !this.boite.clientWidth) return;
    this.mesurerDessus();
    const etroit = this.boite.clientWidth < ETROIT_PX || this.donnees.projection;
    if (force || etroit !== this.etroit) {
      this.etroit = etroit;
      const [x, y, l, h] = this.boiteVue;
      this.base = { x, y, l, h };
      if (etroit) {
        const { x: a, y: b, width, height } = this.couches.bords.getBBox();
        if (width) this.base = { x: a - 14, y: b - 14, l: width + 28, h: height + 28 };
      }
      this.cadre.style.setProperty("--rapport", this.base.l / this.base.h);
      this.cadrer();
    } else this.etiqueter();
  }

  cadrer() {
    this.voir({ ...this.base });
  }

  voir(vue) {
    const { base } = this;
    const l = Math.min(base.l, Math.max(base.l / ZOOM_MAX, vue.l));
    const h = (l * base.h) / base.l;
    const borne = (v, min, max) => Math.min(Math.max(v, min), max);
    this.vue = { l, h, x: borne(vue.x, base.x, base.x + base.l - l), y: borne(vue.y, base.y, base.y + base.h - h) };
    this.svg.setAttribute("viewBox", `${this.vue.x} ${this.vue.y} ${l} ${h}`);
    this.svg.classList.toggle("zoome", this.zoome);
    this.outils.lastChild.hidden = !this.zoome;
    this.outils.children[1].disabled = !this.zoome;
    cancelAnimationFrame(this.image);
    this.image = requestAnimationFrame(() => this.etiqueter());
  }

  zoomer(facteur, centre = this.ancre()) {
    const l = Math.min(this.base.l, Math.max(this.base.l / ZOOM_MAX, this.vue.l / facteur));
    const k = l / this.vue.l;
    const [cx, cy] = centre;
    this.voir({ l, x: cx - (cx - this.vue.x) * k, y: cy - (cy - this.vue.y) * k });
  }

  ancre() {
    const zone = this.zones.get(this.vise ?? this.selection);
    return zone ? [zone.x, zone.y] : [this.vue.x + this.vue.l / 2, this.vue.y + this.vue.h / 2];
  }

  // ---------------------------------------------------------------- paint

  repeindre() {
    this.mesurerDessus();
    const sansObjet = [];
    for (const [code, forme] of this.formes) {
      const etat = this.etat(code);
      forme.style.fill = this.fondDe(etat)[0];
      forme.setAttribute("aria-label", etat.etiquette);
      forme.setAttribute("aria-pressed", this.donnees.choisies?.includes(code) ?? code === this.selection);
      if (etat.statut === "so") sansObjet.push(this.zones.get(code).d);
    }
    this.couches.bords.querySelector(".sans-objet").setAttribute("d", sansObjet.join(""));
    if (!this.vise) this.tabuler();
    this.marquer("choisie", this.choisie());
    this.peindreMotifs(this.donnees.motifs);
    this.peindreCercles();
    this.etiqueter();
    this.peindrePastilles();
    this.peindreLegende();
    this.peindreCurseur();
    this.peindreRangs();
    if (!this.fiche.hidden) this.remplirFiche(this.sousPointeur);
  }

  tabuler(code = this.selection) {
    const cible = this.formes.get(code) ?? this.formes.values().next().value;
    this.tabulee?.setAttribute("tabindex", "-1");
    cible?.setAttribute("tabindex", "0");
    this.tabulee = cible;
  }

  // The chosen zone, of the map or of the outlines above it.
  choisie() {
    return this.zones.get(this.selection) ?? this.contours.get(this.donnees.contour_choisi);
  }

  marquer(couche, zone) {
    const d = zone?.d;
    this.couches[couche].replaceChildren(...(d ? [creer("svg:path", { class: "gaine", d }), creer("svg:path", { class: "trait", d })] : []));
  }

  // Lines of the class patterns and of fragile zones, one path per pattern.
  peindreMotifs(classes) {
    const parMotif = new Map();
    for (const [code, zone] of this.zones ?? []) {
      const etat = this.etat(code);
      const noms = [];
      if (classes && etat.statut === "ok" && etat.classe) noms.push(this.trame(etat.classe));
      if (etat.fragile) noms.push("fragile");
      for (const nom of noms.filter(Boolean)) parMotif.set(nom, (parMotif.get(nom) ?? "") + zone.d);
    }
    this.couches.motifs.replaceChildren(...[...parMotif].map(([nom, d]) => creer("svg:path", { class: nom, d, style: `fill:url(#${this.id}${nom})` })));
  }

  rayon(nombre) {
    const { maximum } = this.donnees.legende;
    return maximum > 0 && nombre > 0 ? RAYON_MAX * Math.sqrt(nombre / maximum) : 0;
  }

  // Largest first, so that a small circle is never hidden.
  peindreCercles() {
    const cercles = this.donnees.mode !== "cercles" ? [] : [...this.zones.values()]
      .map((zone) => ({ zone, r: this.rayon(this.etat(zone.code).nombre) }))
      .filter(({ r }) => r > 0)
      .sort((a, b) => b.r - a.r);
    this.couches.cercles.replaceChildren(...cercles.map(({ zone, r }) => creer("svg:circle", { cx: zone.x, cy: zone.y, r: r.toFixed(1) })));
  }

  // ---------------------------------------------------------------- labels

  // Width in em, measured once per text and font.
  mesurer(texte, classe) {
    if (!texte) return 0;
    const cle = classe + texte;
    if (!this.largeurs.has(cle)) {
      const essai = creer("svg:text", { class: classe, "font-size": "100", visibility: "hidden" }, texte);
      this.svg.append(essai);
      this.largeurs.set(cle, essai.getBBox().width / 100);
      essai.remove();
    }
    return this.largeurs.get(cle);
  }

  // A box fits when it is in the largest circle of the zone, or when its edges are inside the shape.
  tient(zone, l, h, x = zone.x, y = zone.y) {
    const [a, b] = [l * 0.44, h * 0.4];
    if (Math.hypot(a, b) + Math.hypot(x - zone.x, y - zone.y) <= zone.r) return true;
    const forme = this.formes.get(zone.code);
    const dedans = (dx, dy) => forme.isPointInFill(new DOMPoint(x + dx, y + dy));
    return [-1, 1, -0.5, 0.5, 0].every((i) => dedans(i * a, -b) && dedans(i * a, b)) && dedans(-a, 0) && dedans(a, 0);
  }

  // Where a box fits, at the anchor or near it; undefined when it fits nowhere.
  place(zone, l, h) {
    return PLACES.map(([dx, dy]) => [zone.x + dx * zone.r, zone.y + dy * zone.r]).find(([x, y]) => this.tient(zone, l, h, x, y));
  }

  etiqueter() {
    if (!this.vue || !this.donnees || !this.svg.clientWidth) return;
    const u = this.unites;
    const px = parseFloat(getComputedStyle(this.svg).fontSize);
    const { projection, mode } = this.donnees;
    this.corps = { valeur: u * px * (projection ? 1 : this.etroit ? 1.15 : 1.3), nom: u * px };
    const [sans, peu] = [this.donnees.disposition === "sans", this.zones.size <= NOMS_MAX];
    this.nommer = (!projection || sans) && (this.zoome || ((!this.etroit || sans) && peu));
    this.boitesNoms = [];
    this.nommees = new Set();
    const { x, y, l, h } = this.vue;
    const visibles = [...this.zones.values()].filter((zone) => zone.x > x && zone.x < x + l && zone.y > y && zone.y < y + h);
    const muet = this.zones.size > VALEURS_MAX && !this.zoome;
    let textes = muet ? [] : mode === "cercles"
      ? visibles.sort((a, b) => (this.etat(b.code).nombre ?? 0) - (this.etat(a.code).nombre ?? 0)).flatMap((zone) => this.etiqueterCercle(zone))
      : visibles.filter((zone) => zone.r / u > 7).flatMap((zone) => this.etiqueterZone(zone));
    if (projection && sans && mode !== "cercles") textes = [...textes, ...this.nommerDehors(visibles)];
    if (projection) textes = [...textes, ...this.plaque(this.corps.nom)];
    this.couches.noms.replaceChildren(...textes);
  }

  valeurDe(etat) {
    if (etat.indice === "≥") return `≥${NBSP}${etat.valeur}`;
    return etat.valeur + (etat.indice ? `${NBSP}${etat.indice}` : "");
  }

  // Value then name on one or two lines; the name is dropped first, then the value.
  etiqueterZone(zone) {
    const etat = this.etat(zone.code);
    const { valeur: tv, nom: tn } = this.corps;
    const valeur = this.valeurDe(etat);
    const lv = this.mesurer(valeur, "val") * tv;
    const [, halo, encre] = this.fondDe(etat);
    for (const lignes of this.nommer ? [[zone.libelle], zone.nom ?? couper(zone.libelle)] : []) {
      const ln = Math.max(...lignes.map((ligne) => this.mesurer(ligne, "nom"))) * tn;
      const hauteur = (valeur ? tv * 0.92 : 0) + lignes.length * tn * 1.02;
      const place = this.place(zone, Math.max(lv, ln), hauteur);
      if (!place) continue;
      this.nommees.add(zone);
      return [this.ecrire(...place, hauteur, Math.max(lv, ln), valeur, lignes, encre, halo)];
    }
    return valeur && this.tient(zone, lv * 0.86, tv * 0.62) ? [this.ecrire(zone.x, zone.y, tv, lv, valeur, [], encre, halo)] : [];
  }

  // In the circle when it fits, else under it, unless it would cover another label.
  etiqueterCercle(zone) {
    const etat = this.etat(zone.code);
    const r = this.rayon(etat.nombre);
    if (!r) return zone.r / this.unites > 7 ? this.etiqueterZone(zone) : [];
    const { valeur: tv, nom: tn } = this.corps;
    const valeur = this.valeurDe(etat);
    const lv = this.mesurer(valeur, "val") * tv;
    const ln = this.mesurer(zone.libelle, "nom") * tn;
    if (lv < 1.84 * r && tv < 1.5 * r) {
      const dedans = this.ecrire(zone.x, zone.y, tv, lv, valeur, [], "s3-texte");
      const [y, h] = [zone.y + r + tn * 0.62, tn * 1.02];
      const dessous = this.nommer && this.libre(zone.x, y, ln, h) ? [this.ecrire(zone.x, y, h, ln, "", [zone.libelle], "encre", "surface")] : [];
      return [dedans, ...dessous];
    }
    const noms = this.nommer ? [[zone.libelle], []] : [[]];
    for (const lignes of noms) {
      const h = tv * 0.92 + lignes.length * tn * 1.02;
      const large = lignes.length ? Math.max(lv, ln) : lv;
      if (this.libre(zone.x, zone.y + r + h / 2, large, h)) return [this.ecrire(zone.x, zone.y + r + h / 2, h, large, valeur, lignes, "encre", "surface")];
    }
    return [];
  }

  libre(x, y, l, h) {
    return this.boitesNoms.every(([a, b, w, k]) => x - l / 2 > a + w || x + l / 2 < a || y - h / 2 > b + k || y + h / 2 < b);
  }

  ecrire(x, y, hauteur, large, valeur, lignes, encre, halo) {
    const { valeur: tv, nom: tn } = this.corps;
    const haut = y - hauteur / 2;
    const dessous = haut + (valeur ? tv * 0.92 : 0);
    this.boitesNoms.push([x - large / 2, haut, large, hauteur]);
    const [nombre, lettre] = valeur.split(/\u00a0(?=[a-z]$)/);
    const trait = halo ? `stroke:var(--obs-${halo})` : "stroke:none";
    return creer("svg:text", { "text-anchor": "middle", style: `fill:var(--obs-${encre});${trait}` },
      ...(valeur ? [creer("svg:tspan", { class: "val", x, y: haut + tv * 0.8, "font-size": tv }, nombre)] : []),
      ...(lettre ? [creer("svg:tspan", { class: "nom", "font-size": tn }, NBSP + lettre)] : []),
      ...lignes.map((ligne, i) => creer("svg:tspan", { class: "nom", x, y: dessous + tn * (0.84 + i * 1.02), "font-size": tn }, ligne)));
  }

  // In the meeting room the names that hold in no shape: over the borders when nothing is there, else outside the region.
  nommerDehors(visibles) {
    const { nom: tn } = this.corps;
    const restes = visibles.filter((zone) => !this.nommees.has(zone));
    if (restes.length > NOMS_DEHORS_MAX) return [];
    return restes.flatMap((zone) => {
      const l = this.mesurer(zone.libelle, "nom") * tn;
      const [x, y] = [zone.x, zone.y];
      const [, halo, encre] = this.fondDe(this.etat(zone.code));
      if (l < 2.6 * zone.r && this.libre(x, y, l, tn)) return [this.ecrire(x, y, tn * 1.02, l, "", [zone.libelle], encre, halo)];
      const ou = this.dehors(zone, this.formes.get(zone.code), l, tn * 1.1, tn);
      if (!ou) return [];
      return [...this.fil(ou, l + tn * 0.5, tn * 1.1, tn), this.ecrire(ou.x, ou.y, tn * 1.02, l, "", [zone.libelle], "encre", "voisin")];
    });
  }

  // In projection, the name of the chosen zone in a tag, and its leader line.
  plaque(t) {
    const zone = this.choisie();
    if (!zone) return [];
    const taille = t * 1.15;
    const [l, h] = [this.mesurer(zone.libelle, "val") * taille + t * 1.1, t * 1.7];
    const ou = this.dehors(zone, this.couches.choisie.lastChild, l, h, t);
    if (!ou) return [];
    return [
      ...this.fil(ou, l, h, t),
      creer("svg:rect", { class: "plaque", x: ou.x - l / 2, y: ou.y - h / 2, width: l, height: h, rx: t * 0.12 }),
      creer("svg:text", { class: "plaque-nom val", x: ou.x, y: ou.y + taille * 0.34, "font-size": taille, "text-anchor": "middle" }, zone.libelle),
    ];
  }

  // A leader line leaves the edge of its box of l × h, so that it strikes no letter.
  fil({ x, y, bout }, l, h, t) {
    const [dx, dy] = [bout[0] - x, bout[1] - y];
    const bord = Math.min(1, l / 2 / Math.abs(dx), h / 2 / Math.abs(dy));
    return [
      creer("svg:path", { class: "fil", d: `M${x + dx * bord} ${y + dy * bord}L${bout[0]} ${bout[1]}` }),
      creer("svg:circle", { class: "bout", cx: bout[0], cy: bout[1], r: t * 0.18 }),
    ];
  }

  // Where a box of l × h goes: over the sea or the neighbouring land nearest to the zone, and where its leader line
  // ends; a place inside the region, or a line across a label, only when there is no other.
  dehors(zone, forme, l, h, t) {
    const region = this.couches.bords.querySelector(".rivage");
    const { x: vx, y: vy, l: vl, h: vh } = this.vue;
    const places = [];
    for (let y = vy + h / 2 + t * 0.4; y < vy + vh - h / 2 - t * 0.4; y += t) {
      for (let x = vx + l / 2 + t * 0.4; x < vx + vl - l / 2 - t * 0.4; x += t) {
        if (!this.libre(x, y, l + t * 0.4, h + t * 0.2)) continue;
        const loin = Math.hypot(Math.max(0, Math.abs(x - zone.x) - l / 2), Math.max(0, Math.abs(y - zone.y) - h / 2));
        if (loin > zone.r * 0.8) places.push({ x, y, loin });
      }
    }
    places.sort((a, b) => a.loin - b.loin);
    let mieux;
    for (const { x, y, loin } of places) {
      if (mieux && loin >= mieux.cout) break;
      let dedans = 0;
      for (const fx of [-0.5, -0.25, 0, 0.25, 0.5]) for (const fy of [-0.6, 0, 0.6]) dedans += region.isPointInFill(new DOMPoint(x + fx * l, y + fy * h));
      if (mieux && loin + dedans * t >= mieux.cout) continue;
      const { bout, croises } = this.tirer(zone, forme, x, y, t);
      const cout = loin + dedans * t * 1.5 + croises * t * 8;
      if (!mieux || cout < mieux.cout) mieux = { cout, x, y, bout };
    }
    return mieux;
  }

  // The leader line from a place to the zone: it stops just inside the shape; how many labels it crosses.
  tirer(zone, forme, x, y, t) {
    const long = Math.hypot(zone.x - x, zone.y - y);
    const pas = Math.ceil((3 * long) / t);
    const point = (k) => [x + ((zone.x - x) * k) / pas, y + ((zone.y - y) * k) / pas];
    let k = 1;
    while (k < pas && !forme.isPointInFill(new DOMPoint(...point(k)))) k += 1;
    const fin = Math.min(pas, k + 1);
    const croises = this.boitesNoms.filter(([a, b, w, g]) => {
      for (let i = 0; i <= fin; i++) {
        const [px, py] = point(i);
        if (px > a && px < a + w && py > b && py < b + g) return true;
      }
      return false;
    });
    return { bout: point(fin), croises: croises.length };
  }

  // ---------------------------------------------------------------- hover, focus, keys

  survoler(code, e) {
    this.sousPointeur = code;
    this.marquer("survol", code === this.selection ? undefined : this.zones.get(code));
    this.fiche.hidden = code === undefined;
    if (code !== undefined) {
      this.remplirFiche(code);
      this.placerFiche(e.clientX, e.clientY);
    }
    if (code !== this.montre) { this.montre = code; this.peindreLegende(); }
  }

  remplirFiche(code) {
    const etat = this.etat(code);
    const zone = this.zones.get(code);
    const { classes } = this.donnees.legende;
    const suite = etat.statut === "ok"
      ? [this.donnees.mode !== "cercles" && etat.classe ? `classe ${etat.classe} sur ${classes.length} · ${classes[etat.classe - 1]}` : "", etat.fragile ? this.mots("fragile").split(/\s*:/)[0] : ""].filter(Boolean).join(", ")
      : etat.etiquette.replace(zone.libelle, "").replace(/^[\s\u00a0\u202f]*:[\s\u00a0\u202f]*/, "").replace(etat.nombre == null ? "" : /^[^ ]*, /, "");
    this.fiche.replaceChildren(creer("strong", {}, zone.libelle),
      creer("b", {}, this.valeurDe(etat) + this.unite(etat)), ...(suite ? [creer("span", {}, suite)] : []));
  }

  placerFiche(clientX, clientY) {
    const cadre = this.cadre.getBoundingClientRect();
    const [l, h] = [this.fiche.offsetWidth, this.fiche.offsetHeight];
    const x = clientX - cadre.x + (clientX - cadre.x + l + 24 > cadre.width ? -l - 14 : 14);
    const y = Math.min(Math.max(8, clientY - cadre.y - h - 12), cadre.height - h - 8);
    this.fiche.style.transform = `translate(${Math.max(8, x)}px,${y}px)`;
  }

  focaliser(code, visible) {
    this.vise = code;
    this.tabuler(code);
    if (!visible) return;
    const zone = this.zones.get(code);
    const { x, y, l, h } = this.vue;
    if (zone.x < x || zone.x > x + l || zone.y < y || zone.y > y + h) this.voir({ ...this.vue, x: zone.x - l / 2, y: zone.y - h / 2 });
    this.marquer("focus", zone);
    this.montre = code;
    this.peindreLegende();
    const boite = this.svg.getBoundingClientRect();
    this.fiche.hidden = false;
    this.sousPointeur = code;
    this.remplirFiche(code);
    this.placerFiche(boite.x + (zone.x - this.vue.x + zone.r) / this.unites, boite.y + (zone.y - this.vue.y - zone.r) / this.unites);
  }

  defocaliser() {
    this.vise = undefined;
    this.marquer("focus");
    this.survoler();
    this.tabuler();
  }

  touche(e) {
    if (e.altKey || e.metaKey || e.ctrlKey) return;
    const codes = [...this.formes.keys()];
    const actions = {
      ArrowRight: () => this.aller(1, 0), ArrowLeft: () => this.aller(-1, 0),
      ArrowDown: () => this.aller(0, 1), ArrowUp: () => this.aller(0, -1),
      Home: () => this.viser(codes[0]), End: () => this.viser(codes.at(-1)),
      Enter: () => this.choisir(this.vise), " ": () => this.choisir(this.vise),
      "+": () => this.zoomer(1.6), "-": () => this.zoomer(1 / 1.6), 0: () => this.cadrer(),
      Escape: () => { this.fiche.hidden = true; },
    };
    const agir = actions[e.key];
    if (!agir) return;
    e.preventDefault();
    e.stopPropagation();
    agir();
  }

  viser(code) {
    this.formes.get(code)?.focus();
  }

  // The nearest anchor ahead; what is aside counts twice.
  aller(dx, dy) {
    const ici = this.zones.get(this.vise);
    if (!ici) return;
    let mieux;
    for (const zone of this.zones.values()) {
      const [ex, ey] = [zone.x - ici.x, zone.y - ici.y];
      const devant = ex * dx + ey * dy;
      const cote = Math.abs(ex * dy + ey * dx);
      if (zone === ici || devant <= 0 || cote > 2.2 * devant) continue;
      const cout = devant + 2 * cote;
      if (!mieux || cout < mieux.cout) mieux = { cout, zone };
    }
    if (mieux) this.viser(mieux.zone.code);
  }

  // ---------------------------------------------------------------- legend

  peindrePastilles() {
    const { legende, mode } = this.donnees;
    const compte = new Map();
    let fragiles = 0;
    for (const code of this.zones.keys()) {
      const etat = this.etat(code);
      const cle = etat.statut === "ok" ? etat.classe : etat.statut;
      compte.set(cle, (compte.get(cle) ?? 0) + 1);
      fragiles += etat.fragile;
    }
    const zones = (n) => `${n}${NBSP}${legende.zones[n > 1 ? 1 : 0]}`;
    const ligne = (remplissage, signe, mots, n, trame, genre) => creer("li", { class: genre },
      this.pastille(remplissage, trame),
      creer("span", { class: "mots" }, ...(signe ? [creer("b", {}, String(signe)), ` · ${mots}`] : [mots])),
      creer("span", { class: "compte" }, zones(n)));
    const lignes = mode === "cercles" ? [] : legende.classes.map((mots, i) =>
      ligne(`var(--obs-${RAMPE[mode]}${this.couleur(i + 1)})`, i + 1, mots, compte.get(i + 1) ?? 0, this.trame(i + 1), "classe"));
    const signes = { s: "s", nd: "n.d.", so: "///", hors: "" };
    for (const statut of ABSENCES) {
      if (compte.get(statut)) lignes.push(ligne(this.fondDe({ statut })[0], signes[statut], this.motsCourts(statut), compte.get(statut), statut));
    }
    if (legende.absences.dehors) lignes.push(creer("li", {}, this.pastille("var(--obs-creux)"), creer("span", { class: "mots" }, legende.absences.dehors)));
    if (fragiles) lignes.push(ligne("var(--obs-surface)", "", this.motsCourts("fragile"), fragiles, "fragile"));
    this.pastilles.replaceChildren(...lignes);
    if (mode === "cercles") this.pastilles.prepend(this.tailles());
  }

  pastille(remplissage, trame) {
    const enfants = [creer("svg:rect", { class: `fond-pastille ${trame ?? ""}`, x: 0.75, y: 0.75, width: 26.5, height: 16.5, style: `fill:${remplissage}` })];
    if (/^([te][1-5]|fragile)$/.test(trame ?? ""))
      enfants.push(creer("svg:rect", { class: `trame ${trame}`, x: 0.75, y: 0.75, width: 26.5, height: 16.5, fill: `url(#${this.id}${trame})` }));
    return creer("svg:svg", { viewBox: "0 0 28 18", class: "pastille", "aria-hidden": "true" }, ...enfants);
  }

  // Three nested circles, at the scale of the map.
  tailles() {
    const u = this.unites;
    const tailles = this.donnees.legende.tailles.map(([nombre, mots]) => ({ r: this.rayon(nombre) / u, mots }));
    const r = Math.max(...tailles.map((taille) => taille.r), 1);
    const px = this.donnees.projection ? parseFloat(getComputedStyle(this.boite).fontSize) : 14;
    const svg = creer("svg:svg", { class: "tailles", width: 2 * r + 60 + 5 * px, role: "img", "aria-label": `Taille des cercles : ${tailles.map((t) => t.mots).join(", ")}` });
    let dit = -Infinity;
    for (const taille of tailles) {
      const haut = 2 * r - 2 * taille.r + px / 2 + 1;
      dit = Math.max(haut, dit + px * 1.15);
      svg.append(
        creer("svg:circle", { cx: r + 2, cy: haut + taille.r, r: taille.r }),
        creer("svg:path", { d: `M${r + 2} ${haut}H${2 * r + 8}L${2 * r + 18} ${dit}h8` }),
        creer("svg:text", { x: 2 * r + 30, y: dit + px * 0.36 }, taille.mots));
    }
    svg.setAttribute("height", Math.max(2 * r + px / 2 + 3, dit + px));
    return creer("li", { class: "cercle-legende" }, svg);
  }

  peindreLegende() {
    const { legende, disposition } = this.donnees;
    if (disposition === "sans") return;
    const code = this.montre ?? this.selection ?? "";
    const etat = this.etat(code);
    const lieu = legende.lieux[code] ?? this.zones.get(code)?.libelle ?? legende.region_libelle;
    const dits = code === "" && legende.dits[this.periode];
    const suite = legende.suites[this.periode]?.[code] ?? (chiffre(etat) ? legende.suite : this.mots(etat.statut));
    const phrase = creer("p", { class: "phrase" }, ...(dits ? this.dire(...dits) : [
      creer("span", { class: "lieu" }, ...soulignes(lieu, this.zones.get(code)?.libelle), ","),
      ...this.grandNombre(etat),
      creer("span", {}, suite)]));
    this.legende.replaceChildren(phrase, ...this.echelle(code, etat));
    const lecture = this.donnees.lectures[this.periode];
    this.lecture.hidden = !lecture;
    if (lecture) this.lecture.replaceChildren(creer("b", {}, "Lecture."), ` ${lecture}`);
  }

  dire(debut, nombre, suite) {
    return [creer("span", { class: "lieu" }, debut), creer("b", { style: `--signes:${nombre.length}` }, nombre), creer("span", {}, suite)];
  }

  // « au moins » on its own line, the number, its unit, its letter.
  grandNombre(etat) {
    const [, moins, valeur] = etat.valeur.match(/^(au moins )?(.*)$/);
    const unite = this.grandeUnite(etat);
    const petits = etat.indice && etat.indice !== "≥" ? [creer("small", {}, etat.indice)] : [];
    const signes = valeur.length + this.unite(etat).length * (typeof unite[0] === "string" ? 1 : 0.45) + petits.length;
    return [
      ...(moins || etat.indice === "≥" ? [creer("span", { class: "moins" }, "au moins")] : []),
      creer("b", { class: chiffre(etat) ? "" : "absent", style: `--signes:${signes}` }, valeur, ...unite, ...petits),
    ];
  }

  // « % » is as large as its number; a word is not.
  grandeUnite(etat) {
    const unite = this.unite(etat);
    return unite.length > 2 ? [creer("small", {}, unite)] : [unite];
  }

  echelle(code, etat) {
    const { legende, mode } = this.donnees;
    const { limites, etendue: [debut, fin], classes } = legende;
    if (mode === "cercles" || !limites.length || !(fin > debut)) return [];
    const place = (v) => Math.min(100, Math.max(0, ((v - debut) / (fin - debut)) * 100));
    const bornes = [debut, ...limites, fin];
    const segments = classes.map((_, i) => {
      const nom = `${RAMPE[mode]}${this.couleur(i + 1)}`;
      const large = place(bornes[i + 1]) - place(bornes[i]);
      const trame = this.trame(i + 1);
      return creer("span", { class: "segment", style: `width:${large}%;background:var(--obs-${nom});color:var(--obs-${nom}-texte)` },
        ...(trame ? [creer("svg:svg", { class: "trame" }, creer("svg:rect", { width: "100%", height: "100%", fill: `url(#${this.id}${trame})` }))] : []),
        creer("span", { style: `background:var(--obs-${nom})` }, large > 5 ? String(i + 1) : ""));
    });
    // Limits whose words would touch the previous ones go down one line; touching there too, they are left to the swatches.
    const large = (mots) => (mots.length * 0.58 * parseFloat(getComputedStyle(this.legende).fontSize) * 100) / Math.max(1, this.legende.clientWidth);
    const finis = [-Infinity, -Infinity];
    const reperes = legende.limites_libelles.flatMap((mots, i) => {
      const x = place(limites[i]);
      const rang = finis.findIndex((fini) => x - large(mots) / 2 >= fini);
      if (rang < 0) return [];
      finis[rang] = x + large(mots) / 2 + 1;
      return [creer("span", { class: rang ? "bas" : "", style: `left:${x}%` }, mots)];
    });
    this.boite.classList.toggle("complete", reperes.length === limites.length);
    const region = legende.region[this.periode];
    const marque = etat.nombre != null && code !== "";
    const centre = (x, mots) => Math.min(100 - large(mots) / 2, Math.max(large(mots) / 2, x));
    const mot = (mots, x, classe) => creer("span", { class: classe, style: `left:${centre(x, mots)}%` }, mots);
    const hauts = [];
    const ecrite = this.valeurDe(etat);
    let touche = false;
    if (region) {
      const x = place(region[0]);
      const mots = `${legende.region_libelle} ${region[1]}`;
      touche = marque && Math.abs(centre(place(etat.nombre), ecrite) - centre(x, mots)) < (large(mots) + large(ecrite)) / 2 + 2;
      hauts.push(creer("span", { class: "region", style: `left:${x}%` }), mot(mots, x, touche ? "mot-region haut" : "mot-region"));
    }
    if (marque) hauts.push(creer("span", { class: "balise", style: `left:${place(etat.nombre)}%` }), mot(ecrite, place(etat.nombre), "mot-balise"));
    const lu = [marque && etat.etiquette, region && `${legende.region_libelle}${NBSP}: ${region[1]}${legende.unite ? NBSP + legende.unite : ""}`].filter(Boolean).join(" ; ");
    return [creer("div", { class: touche ? "echelle deux" : "echelle", role: "img", "aria-label": `Échelle. ${lu}` }, ...hauts, creer("div", { class: "bande" }, ...segments), creer("div", { class: reperes.some((r) => r.className) ? "reperes deux" : "reperes" }, ...reperes))];
  }

  // ---------------------------------------------------------------- slider, ranking

  batirCurseur() {
    const { periodes } = this.donnees;
    this.curseur.hidden = periodes.length < 2;
    if (periodes.length < 2) return this.curseur.replaceChildren();
    const liste = `${this.id}periodes`;
    this.regle = creer("input", { type: "range", min: 0, max: periodes.length - 1, step: 1, list: liste, id: `${this.id}curseur` });
    this.dite = creer("output", { for: `${this.id}curseur` });
    const lire = () => {
      this.periode = periodes[this.regle.value][0];
      this.repeindre();
    };
    this.regle.addEventListener("input", lire);
    this.regle.addEventListener("change", () => {
      lire();
      clearTimeout(this.glissement);
      this.glissement = setTimeout(() => {
        this.glissement = undefined;
        this.envoyerChoix();
      }, GLISSEMENT_MS);
    });
    this.curseur.replaceChildren(
      creer("label", { for: `${this.id}curseur` }, `Période${NBSP}: `, this.dite),
      this.regle,
      creer("datalist", { id: liste }, ...periodes.map(([, mots], i) => creer("option", { value: i, label: mots }))),
      creer("div", { class: "bouts", "aria-hidden": "true" }, creer("span", {}, periodes[0][1]), creer("span", {}, periodes.at(-1)[1])));
  }

  peindreCurseur() {
    const { periodes } = this.donnees;
    if (periodes.length < 2) return;
    const i = Math.max(0, periodes.findIndex(([code]) => code === this.periode));
    this.regle.value = i;
    this.regle.style.setProperty("--part", `${(100 * i) / (periodes.length - 1)}%`);
    this.regle.setAttribute("aria-valuetext", periodes[i][1]);
    this.dite.value = periodes[i][1];
  }

  peindreRangs() {
    const { classement, legende, mode, titre } = this.donnees;
    this.rangs.hidden = !classement;
    if (!classement) return;
    const lignes = [...this.zones.values()].map((zone) => ({ zone, etat: this.etat(zone.code) }))
      .sort((a, b) => (b.etat.nombre ?? -Infinity) - (a.etat.nombre ?? -Infinity) || a.zone.libelle.localeCompare(b.zone.libelle, "fr"));
    const avecClasse = mode !== "cercles";
    const entetes = ["Rang", "Territoire", ...(avecClasse ? ["Classe"] : []), legende.colonne];
    const corps = lignes.map(({ zone, etat }, i) => {
      const nom = creer("button", { type: "button" }, zone.libelle);
      nom.addEventListener("click", () => this.choisir(zone.code));
      return creer("tr", { class: zone.code === this.selection ? "sel" : "" },
        creer("td", {}, etat.nombre == null ? "" : String(i + 1)), creer("th", { scope: "row" }, nom),
        ...(avecClasse ? [creer("td", {}, this.pastille(this.fondDe(etat)[0]), etat.classe ? ` ${etat.classe}` : "")] : []),
        creer("td", { class: "d" }, this.valeurDe(etat)));
    });
    this.rangs.replaceChildren(creer("table", {}, creer("caption", { class: "lu" }, titre),
      creer("thead", {}, creer("tr", {}, ...entetes.map((mot) => creer("th", { scope: "col" }, mot)))), creer("tbody", {}, ...corps)));
  }
}

// Names of the producers carry straight apostrophes.
const typographier = (zone) => ({
  ...zone,
  libelle: zone.libelle.replaceAll("'", "’"),
  nom: zone.nom?.map((ligne) => ligne.replaceAll("'", "’")),
});

// A name on two lines, cut after the hyphen or at the space nearest to its middle.
function couper(nom) {
  const coupes = [...nom.matchAll(/[ -]/g)].map((m) => m.index + 1);
  if (!coupes.length) return [nom];
  const i = coupes.reduce((a, b) => (Math.abs(b - nom.length / 2) < Math.abs(a - nom.length / 2) ? b : a));
  return [nom.slice(0, i).trimEnd(), nom.slice(i)];
}

// The name of the zone inside « À Ancenis », underlined.
function soulignes(lieu, nom) {
  const i = nom ? lieu.lastIndexOf(nom) : -1;
  if (i < 0) return nom ? [creer("mark", {}, lieu)] : [lieu];
  return [lieu.slice(0, i), creer("mark", {}, nom), lieu.slice(i + nom.length)];
}

// The same patterns as pages/figures/theme.py, in the variables of the page.
function motifs(id) {
  const motif = (nom, cote, dedans, plus = "") => `<pattern id="${id}${nom}" width="${cote}" height="${cote}" patternUnits="userSpaceOnUse"${plus}>${dedans}</pattern>`;
  const trait = (d, couleur, l, plus = "") => `<path d="${d}" stroke="var(--obs-${couleur})" stroke-width="${l}"${plus}/>`;
  const vide = (cote) => `<rect width="${cote}" height="${cote}" fill="var(--obs-vide)"/>`;
  const point = (c) => `<circle cx="${c}" cy="${c}" r="1.25" fill="var(--obs-hachure)"/>`;
  const tourne = ' patternTransform="rotate(45)"';
  return motif("secret", 7, vide(7) + trait("M0 0V7", "hachure", 2.2), tourne) + motif("nd", 9, vide(9) + point(2.2) + point(6.7)) +
    motif("fragile", 9, trait("M0 0V9", "encre", 1.6, ' stroke-opacity=".4"'), tourne) +
    motif("t2", 20, trait("M0 10H20", "tr2", 1.9)) + motif("t3", 12, trait("M0 6H12", "tr3", 1.9)) +
    motif("t4", 7, trait("M0 3.5H7", "tr4", 1.9)) + motif("t5", 9, trait("M0 4.5H9M4.5 0V9", "tr5", 1.5)) +
    // Gaps: upright lines below the region, level lines above, closer as the gap grows.
    motif("e1", 6, trait("M3 0V6", "d1-texte", 1.4, ' stroke-opacity=".45"')) + motif("e2", 14, trait("M7 0V14", "d2-texte", 1.4, ' stroke-opacity=".45"')) +
    motif("e4", 14, trait("M0 7H14", "d4-texte", 1.4, ' stroke-opacity=".45"')) + motif("e5", 6, trait("M0 3H6", "d5-texte", 1.4, ' stroke-opacity=".45"'));
}

const montages = new WeakMap();

export default function ({ parentElement, data, setTriggerValue }) {
  let carte = montages.get(parentElement);
  if (!carte) {
    carte = new Carte(parentElement);
    montages.set(parentElement, carte);
  }
  carte.recevoir(data, setTriggerValue).catch((erreur) => {
    carte.echouer();
    console.error(erreur);
  });
  return () => {
    carte.detruire();
    montages.delete(parentElement);
  };
}
