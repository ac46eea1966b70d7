// The meeting room: one view at a time over the page, led by the keyboard or a clicker. The views are figures that the
// server gives once; then nothing is needed of it, and what is typed stays in the browser.

import { creer, Diapo } from "./diapo.js";
import { touche } from "./touches.js";
import { Notes } from "./notes.js";
import { Question } from "./question.js";
import { garder, ici, lire, marquer, oublier } from "./memoire.js";

const REPOS_MS = 4000;
const QUITTER_MS = 3000;
const REESSAYER_MS = 3000;
const AVANCE = 6; // views drawn ahead, and as many kept behind
const OUVERTE_MS = 12 * 3600 * 1000; // a meeting left open is found again that long
const PAS_DE_LETTRES = "obs-salle-sans-lettres";
const NB = "\u00a0";
const SANS_REPONSE = "Le serveur ne répond pas.";
const AIDE = [
  [["Espace", "→", "Page suiv."], "vue suivante"],
  [["←", "Page préc."], "vue précédente"],
  [["Début", "Fin"], "première, dernière vue"],
  [["4", "Entrée"], "aller à la vue 4"],
  [["Q", "/"], "question de la salle"],
  [["D"], "le détail de la vue"],
  [["R", "T"], "remarque, chose à faire"],
  [["N", "."], "écran noir"],
  [["M"], "montrer ou cacher l’heure"],
  [["F"], "plein écran"],
  [["S"], "sommaire et écrans"],
  [["Échap"], "fermer ce qui est ouvert ; deux fois, quitter"],
];

let ouverte;

// Answer of the server about an address: its figures and where their drawings are; refusals are said in French.
export async function demander(adresse) {
  let reponse;
  try {
    reponse = await fetch(new URL(`_seance/vues?${new URLSearchParams({ adresse })}`, document.baseURI));
  } catch {
    throw Object.assign(new Error(SANS_REPONSE), { panne: true });
  }
  const lu = await reponse.json().catch(() => ({}));
  if (!reponse.ok) throw new Error(lu.raison ?? "Le serveur n’a pas pu préparer cette vue.");
  const modules = Object.fromEntries(Object.entries(lu.modules).map(([nom, ou]) => [nom, new URL(ou, document.baseURI).href]));
  return { ...lu, modules };
}

// Open the room. `vues`: [{ adresse, cle, message, dit, minutes }]; without any, the figures of `adresse`.
// `demander`, `chercher`: what stands for the server in a suitcase.
export async function presenter({ titre = "", vues, adresse, depart = 0, page = 0, cle = "", quitter, debut, demander: source = demander, chercher }) {
  ouverte?.fermer();
  const salle = (ouverte = new Salle({ titre, vues: vues ?? [], quitter, debut, source, chercher, adresse: vues ? "" : adresse }));
  if (!vues && !(await salle.parties(adresse))) {
    salle.reprendre(() => presenter({ titre, adresse, depart, page, cle, quitter, debut, demander: source, chercher }));
    return salle;
  }
  if (cle) depart = Math.max(0, salle.vues.findIndex((v) => v.cle === cle));
  await salle.aller(Math.min(depart, salle.vues.length - 1), page);
  return salle;
}

// The meeting left open in this tab, by a page reloaded: shown again where it was.
export function retrouver(adresse, quitter) {
  const gardee = lire("obs-salle");
  // The page completes its own address as it opens: the screen alone is compared, and the figure found by its name.
  const ecran = (ou) => ou?.split("?")[0];
  if (!gardee || !ici() || Date.now() - gardee.quand > OUVERTE_MS || ecran(gardee.adresse) !== ecran(adresse)) return undefined;
  const { titre, vues, rang: depart, page, debut } = gardee;
  if (gardee.adresse) return presenter({ titre, adresse, cle: vues[depart]?.cle, page, debut, quitter });
  return presenter({ titre, vues, depart, page, debut, quitter });
}

// What has the focus, inside the components of the page too.
function actif() {
  let e = document.activeElement;
  while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
  return e;
}

// A browser says in English that nobody answered.
const panne = (e) => e.panne || e instanceof TypeError;
const raison = (e) => (panne(e) ? SANS_REPONSE : e.message); // a sentence

class Salle {
  constructor(choix) {
    Object.assign(this, choix); // titre, vues, quitter, debut, source, chercher, adresse ("" for an agenda)
    this.lues = new Map(); // address -> promise of its figures
    this.diapos = new Map(); // address and key -> promise of the figure drawn
    this.rang = -1;
    this.chiffres = "";
    this.debut ??= Date.now(); // of a meeting found again, when it began
    this.ecoutes = new AbortController();
    this.batir();
    this.brancher();
  }

  batir() {
    const outil = (mots, agir, texte) => {
      const b = creer("button", { type: "button", "aria-label": mots, title: mots }, texte);
      b.addEventListener("click", () => agir());
      return b;
    };
    this.scene = creer("div", { class: "scene" });
    this.segments = creer("div", { class: "segments", "aria-hidden": "true" });
    this.position = creer("b");
    this.suite = creer("span", { class: "suite" });
    this.heure = creer("span", { class: "heure", hidden: true });
    this.instantane = creer("span", { class: "instantane" });
    this.annonce = creer("p", { class: "obs-lu", role: "status" });
    this.outils = creer("div", { class: "outils", role: "group", "aria-label": "Commandes de la séance" },
      outil("Vue précédente", () => this.pas(-1), "‹"), outil("Vue suivante", () => this.pas(1), "›"),
      outil("Sommaire et écrans", () => this.ouvrirMenu(), "Sommaire"),
      outil("Question de la salle", () => this.question.ouvrir(), "Question"),
      outil("Noter une remarque, une décision, une chose à faire", () => this.notes.ouvrir(), "Noter"),
      outil("Les touches", () => this.ouvrirAide(), "?"),
      outil("Quitter la projection", () => this.fermer(true), "Quitter"));
    this.racine = creer("div", { class: "obs-salle stApp", role: "dialog", "aria-modal": "true", "aria-label": this.titre || "Projection" },
      this.scene, this.segments,
      creer("div", { class: "barre" }, this.position, this.suite, this.heure, this.instantane, this.outils), this.annonce);
    this.notes = new Notes(this);
    this.question = new Question(this);
    this.foyer = actif();
    marquer(true);
    document.documentElement.classList.add("obs-en-salle");
    this.dehors = [...document.body.children].filter((e) => !e.inert);
    this.dehors.forEach((e) => (e.inert = true));
    document.body.append(this.racine);
  }

  brancher() {
    const { signal } = this.ecoutes;
    addEventListener("keydown", (e) => this.touche(e), { signal, capture: true });
    for (const nom of ["pointermove", "pointerdown", "keydown"]) addEventListener(nom, () => this.eveiller(), { signal, capture: true });
    addEventListener("resize", () => this.retailler(), { signal });
    // Words measured in another font than theirs are cut elsewhere.
    document.fonts.addEventListener("loadingdone", () => this.recouper(), { signal });
    addEventListener("storage", (e) => e.key === this.notes.cle && this.notes.relire(), { signal });
    this.horloge = setInterval(() => this.direHeure(), 5000);
    this.eveiller();
  }

  // ---------------------------------------------------------------- views

  lireVue(adresse) {
    if (!this.lues.has(adresse)) {
      const lue = this.source(adresse);
      lue.catch(() => this.lues.delete(adresse));
      this.lues.set(adresse, lue);
    }
    return this.lues.get(adresse);
  }

  // The figures of a screen, each a view.
  async parties(adresse) {
    try {
      const { vues } = await this.lireVue(adresse);
      this.vues = vues.map((v) => ({ adresse: v.adresse, cle: v.cle, dit: v.titre, minutes: 0 }));
      this.lues.set(vues[0].adresse, this.lues.get(adresse));
      return true;
    } catch (e) {
      this.alerter(`Cet écran n’a pas pu être préparé. ${raison(e)}`);
      return !panne(e);
    }
  }

  // A figure drawn behind the one shown, kept until its place is needed.
  async preparer(vue) {
    const nom = `${vue.adresse}#${vue.cle}`;
    if (!this.diapos.has(nom)) {
      const faite = this.faire(vue);
      faite.catch(() => this.diapos.delete(nom));
      this.diapos.set(nom, faite);
    }
    return this.diapos.get(nom);
  }

  async faire(vue) {
    const { vues, modules } = await this.lireVue(vue.adresse);
    const donnees = vues.find((v) => v.cle === vue.cle) ?? vues[0];
    const titre = vue.message || donnees.titre;
    const diapo = new Diapo({ ...donnees, titre }, modules);
    diapo.surChoix = (choix) => this.choisir(diapo, choix);
    diapo.element.classList.toggle("reponse", Boolean(vue.question)); // under the band that says so
    this.scene.append(diapo.element);
    return diapo.dessiner();
  }

  async aller(rang, page = 0) {
    if (!(rang >= 0 && rang < this.vues.length)) return;
    const tour = (this.tour = (this.tour ?? 0) + 1);
    this.visee = [rang, page];
    let diapo;
    const attente = setTimeout(() => this.alerter("Préparation de la vue…"), 300);
    try {
      diapo = await this.preparer(this.vues[rang]);
    } catch (e) {
      if (tour !== this.tour) return;
      this.alerter(`Vue ${rang + 1} impossible à montrer. ${raison(e)}`);
      if (panne(e)) this.reprendre(() => this.aller(rang, page));
      return;
    } finally {
      clearTimeout(attente);
    }
    if (tour !== this.tour) return;
    this.hors = undefined;
    this.bandeau?.remove();
    this.rang = rang;
    this.montrer(diapo);
    this.notes.montrer(diapo.choisie ?? this.vues[rang], diapo.donnees);
    this.retenir();
    this.devancer();
  }

  montrer(diapo) {
    this.diapo = diapo;
    this.instantane.textContent = diapo.donnees.instantane;
    for (const e of this.scene.children) e.classList.toggle("vue", e === diapo.element);
    this.situer();
    // A reader of screens goes on from the finding; who types goes on typing.
    if (!document.activeElement?.matches("textarea,input")) diapo.titre.focus({ preventScroll: true });
  }

  situer() {
    const n = this.vues.length;
    this.position.textContent = `${this.rang + 1}${NB}/${NB}${n}`;
    const suivante = this.vues[this.rang + 1];
    this.suite.classList.remove("alerte");
    this.suite.textContent = this.hors ? "" : suivante ? `Ensuite${NB}: ${suivante.message || suivante.dit}` : "Dernière vue";
    this.segments.replaceChildren(...this.vues.map((v, i) => {
      const segment = creer("i", { class: i < this.rang ? "passe" : i === this.rang ? "ici" : undefined });
      segment.style.flex = v.minutes || 1;
      return segment;
    }));
    this.annonce.textContent = `Vue ${this.rang + 1} sur ${n}`;
  }

  pas(sens) {
    if (this.hors) return this.revenir();
    const rang = this.rang + sens;
    if (rang < 0 || rang >= this.vues.length) return this.alerter(sens > 0 ? "C’est la dernière vue." : "C’est la première vue.");
    this.aller(rang);
  }

  // The next views are ready before they are asked: first the neighbours, drawn; then what the others say.
  async devancer() {
    clearTimeout(this.avance);
    const { rang } = this;
    this.avance = setTimeout(async () => {
      const autour = [rang + 1, rang - 1, ...Array.from({ length: AVANCE - 1 }, (_, i) => rang + 2 + i)];
      for (const i of autour) if (this.vues[i] && rang === this.rang) await this.preparer(this.vues[i]).catch(() => {});
      for (const [nom, faite] of this.diapos) {
        const loin = this.vues.findIndex((v) => `${v.adresse}#${v.cle}` === nom);
        if (loin >= 0 && Math.abs(loin - this.rang) > AVANCE) {
          this.diapos.delete(nom);
          faite.then((d) => d !== this.diapo && d.detruire(), () => {});
        }
      }
      for (const vue of this.vues) if (rang === this.rang) await this.lireVue(vue.adresse).catch(() => {});
    }, 60);
  }

  // A zone, a period or a view chosen on the map of the screen « Carte »: the view is now that choice.
  choisir(diapo, choix) {
    const [module, requete] = diapo.donnees.adresse.split("?");
    if (module !== "/carte" || !choix) return undefined;
    const params = new URLSearchParams(requete);
    const zonage = params.get("zonage") ?? "bassin";
    choix.selection ? params.set("zone", `${zonage}:${choix.selection}`) : params.delete("zone");
    params.set("periode", choix.periode);
    if (choix.vue) params.set("vue", choix.vue);
    params.delete("lieu");
    const adresse = `${module}?${params}`;
    diapo.donnees.adresse = adresse;
    const ancienne = this.vues[this.rang];
    this.source(adresse).then(({ vues }) => {
      const v = vues.find((x) => x.cle === diapo.donnees.cle) ?? vues[0];
      Object.assign(diapo.donnees, { titre: v.titre, lecture: v.lecture, source: v.source });
      diapo.titre.textContent = v.titre;
      diapo.ecarter();
      diapo.choisie = { ...ancienne, adresse, message: "", dit: v.titre };
      if (diapo === this.diapo) this.notes.montrer(diapo.choisie, diapo.donnees);
    }).catch(() => {}); // the map has said the choice in its own words
    return true;
  }

  retailler() {
    if (!this.visee) return;
    clearTimeout(this.taille);
    this.taille = setTimeout(async () => {
      const ancienne = this.diapo;
      for (const [nom, faite] of this.diapos) faite.then((d) => d !== this.diapo && d.detruire(), () => {}) && this.diapos.delete(nom);
      if (this.hors) await this.repondre(this.hors);
      else await this.aller(...(this.visee[0] === this.rang ? [this.rang, this.diapo?.page ?? 0] : this.visee));
      if (ancienne !== this.diapo) ancienne?.detruire();
    }, 200);
  }

  async recouper() {
    for (const faite of this.diapos.values()) await faite.then((d) => d.tenir(), () => {});
    if (this.diapo) this.situer();
  }

  // ---------------------------------------------------------------- question of the room

  // Show the answer of a question, out of the agenda: { adresse, dit }.
  async repondre(reponse) {
    const tour = (this.tour = (this.tour ?? 0) + 1);
    try {
      const { vues } = await this.lireVue(reponse.adresse);
      const vue = { adresse: reponse.adresse, cle: reponse.cle ?? vues[0].cle, dit: vues[0].titre, question: true };
      const diapo = await this.preparer(vue);
      if (tour !== this.tour) return; // one has gone elsewhere meanwhile
      if (!this.hors) this.retour = { rang: this.rang, page: this.diapo?.page ?? 0 };
      this.hors = reponse;
      this.bandeau?.remove();
      const retour = creer("button", { type: "button" }, `← Retour à l’ordre du jour, vue ${this.rang + 1} `, creer("kbd", {}, "Échap"));
      retour.addEventListener("click", () => this.revenir());
      const garder_ = creer("button", { type: "button", title: "Garder cette réponse dans l’ordre du jour" }, "Garder");
      garder_.addEventListener("click", () => {
        this.vues.splice(this.rang + 1, 0, { ...vue, question: false, minutes: 5 });
        this.diapos.delete(`${vue.adresse}#${vue.cle}`);
        if (!this.adresse) import("./ordre.js").then((ordre) => ordre.ajouter(vue, this.rang)).catch((e) => this.alerter(e.message));
        garder_.replaceWith("gardée, vue suivante");
        this.situer();
        this.retenir();
      });
      this.bandeau = creer("div", { class: "bandeau" }, creer("span", {}, creer("strong", {}, "Question de la salle"), " hors ordre du jour"), garder_, retour);
      this.racine.append(this.bandeau);
      this.montrer(diapo);
      this.notes.montrer(vue, diapo.donnees);
    } catch (e) {
      this.alerter(`Réponse impossible à montrer. ${raison(e)}`);
    }
  }

  revenir() {
    this.hors = undefined;
    this.bandeau?.remove();
    this.aller(this.retour.rang, this.retour.page);
  }

  // ---------------------------------------------------------------- keys

  touche(e) {
    const agir = touche(e, {
      lettres: !lire(PAS_DE_LETTRES),
      chiffres: this.chiffres,
      couche: this.couche(),
    });
    // Letters of the page below (« r », « c ») do nothing while the room is open.
    if (!agir) return e.key.length === 1 && !e.ctrlKey && !e.metaKey && !e.composedPath()[0].closest?.("input,textarea,button,a") ? e.stopImmediatePropagation() : undefined;
    const gestes = {
      suivante: () => this.pas(1), precedente: () => this.pas(-1),
      premiere: () => this.aller(0), derniere: () => this.aller(this.vues.length - 1),
      chiffre: () => { this.chiffres = `${this.chiffres}${e.key}`.slice(-3); this.alerter(`Vue ${this.chiffres}… Entrée pour y aller`); },
      atteindre: () => { const rang = Number(this.chiffres) - 1; this.chiffres = ""; this.vues[rang] ? this.aller(rang) : this.alerter(`Il y a ${this.vues.length} vues.`); },
      noir: () => this.noircir(), aide: () => this.ouvrirAide(), menu: () => this.ouvrirMenu(),
      question: () => this.question.ouvrir(), remarque: () => this.notes.ouvrir("remarque"), decision: () => this.notes.ouvrir("decision"), a_faire: () => this.notes.ouvrir("a_faire"),
      heure: () => { this.heure.hidden = !this.heure.hidden; this.direHeure(); },
      detail: () => this.ouvrirPanneau("detail", "Le détail de cette vue", ...this.diapo.detail()),
      plein: () => (document.fullscreenElement ? document.exitFullscreen() : this.racine.requestFullscreen?.())?.catch?.(() => {}),
      fermer: () => this.echapper(),
    };
    e.preventDefault();
    e.stopImmediatePropagation();
    if (agir !== "chiffre" && agir !== "atteindre") this.chiffres = "";
    gestes[agir]();
  }

  // What Escape would close, "" when nothing is open above the view.
  couche() {
    return this.noir ? "noir" : this.panneau ? "panneau" : this.question.ouverte ? "question" : this.notes.ouvertes ? "notes" : this.hors ? "hors" : "";
  }

  echapper() {
    switch (this.couche()) {
      case "noir": return this.noircir();
      case "panneau": return this.fermerPanneau();
      case "question": return this.question.fermer();
      case "notes": return this.notes.fermer();
      case "hors": return this.revenir();
    }
    if (this.partant) return this.fermer(true);
    this.partant = setTimeout(() => { this.partant = undefined; this.situer(); }, QUITTER_MS);
    this.alerter("Échap encore une fois pour quitter la projection.");
  }

  noircir() {
    if (this.noir) {
      this.noir.remove();
      this.noir = undefined;
      return;
    }
    this.noir = creer("div", { class: "noir", role: "img", "aria-label": "Écran noir ; une touche le rallume" });
    this.noir.addEventListener("click", () => this.noircir());
    this.racine.append(this.noir);
  }

  ouvrirPanneau(nom, titre, ...contenu) {
    const meme = this.panneau?.classList.contains(nom);
    this.fermerPanneau();
    if (meme) return;
    const fermer = creer("button", { type: "button" }, "Fermer ", creer("kbd", {}, "Échap"));
    fermer.addEventListener("click", () => this.fermerPanneau());
    this.panneau = creer("div", { class: `panneau ${nom}`, role: "dialog", "aria-label": titre }, creer("h2", {}, titre), ...contenu, fermer);
    this.racine.append(this.panneau);
    (this.panneau.querySelector("[aria-current]") ?? this.panneau.querySelector("button")).focus();
  }

  fermerPanneau() {
    this.panneau?.remove();
    this.panneau = undefined;
    this.diapo?.titre.focus({ preventScroll: true });
  }

  ouvrirAide() {
    const liste = creer("dl", {}, ...AIDE.flatMap(([touches, mots]) => [creer("dt", {}, ...touches.flatMap((t) => [creer("kbd", {}, t), " "])), creer("dd", {}, mots)]));
    const lettres = creer("input", { type: "checkbox" });
    lettres.checked = !lire(PAS_DE_LETTRES);
    lettres.addEventListener("change", () => (lettres.checked ? oublier(PAS_DE_LETTRES) : garder(PAS_DE_LETTRES, true)));
    this.ouvrirPanneau("aide", "Les touches", liste, creer("p", {}, creer("label", {}, lettres, "Les lettres agissent aussi")));
  }

  ouvrirMenu() {
    const vues = creer("ol", {}, ...this.vues.map((v, i) => {
      const b = creer("button", { type: "button", "aria-current": i === this.rang && "true" }, creer("b", {}, `${i + 1}`), ` ${v.message || v.dit}`);
      b.addEventListener("click", () => { this.fermerPanneau(); this.aller(i); });
      return creer("li", {}, b);
    }));
    const ecrans = [...document.querySelectorAll('[data-testid="stTopNavLink"]')].map((a) => {
      const lien = creer("a", { href: a.href }, a.textContent);
      lien.addEventListener("click", (e) => {
        e.preventDefault();
        location.assign(`${a.href}?projection=oui`);
      });
      return lien;
    });
    this.ouvrirPanneau("menu", this.titre || "Cet écran", vues, creer("nav", { class: "liens", "aria-label": "Projeter un autre écran" }, ...ecrans));
  }

  // ---------------------------------------------------------------- what is said, what is kept

  alerter(mots) {
    this.suite.classList.add("alerte");
    this.suite.textContent = this.annonce.textContent = mots;
    this.eveiller();
  }

  // The server is away: the view shown stays, and the wanted one comes when it is back.
  reprendre(suite) {
    clearTimeout(this.reprise);
    this.reprise = setTimeout(async () => {
      const la = await fetch(new URL("_stcore/health", document.baseURI)).then((r) => r.ok, () => false);
      la ? suite() : this.reprendre(suite);
    }, REESSAYER_MS);
  }

  eveiller() {
    this.racine.classList.remove("repos");
    clearTimeout(this.sommeil);
    this.sommeil = setTimeout(() => this.racine.classList.add("repos"), REPOS_MS);
  }

  direHeure() {
    if (this.heure.hidden) return;
    const prevues = this.vues.reduce((somme, v) => somme + (v.minutes || 0), 0);
    const passees = Math.floor((Date.now() - this.debut) / 60000);
    this.heure.textContent = prevues ? `${passees}${NB}min sur ${prevues}` : new Date().toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
    this.heure.classList.toggle("passee", prevues > 0 && passees > prevues);
  }

  retenir() {
    const { titre, vues, rang, adresse, debut } = this;
    garder("obs-salle", { titre, vues, rang, adresse, debut, page: this.diapo.page, quand: Date.now() });
  }

  fermer(voulu = false) {
    this.ecoutes.abort();
    clearInterval(this.horloge);
    for (const attente of [this.sommeil, this.avance, this.reprise, this.taille, this.partant]) clearTimeout(attente);
    this.notes.quitter();
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    for (const faite of this.diapos.values()) faite.then((d) => d.detruire(), () => {});
    this.racine.remove();
    this.dehors.forEach((e) => (e.inert = false));
    document.documentElement.classList.remove("obs-en-salle");
    if (ouverte === this) ouverte = undefined;
    if (voulu) {
      oublier("obs-salle");
      marquer(false);
    }
    (this.foyer?.isConnected ? this.foyer : document.querySelector("h1"))?.focus?.({ preventScroll: true });
    if (voulu) this.quitter?.();
  }
}
