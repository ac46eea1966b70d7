// The meeting room: one view at a time over the page, led by the keyboard or a clicker. The views are figures that the
// server gives once; then nothing is needed of it, and what is typed stays in the browser.

import { bouton, creer, heure, NB, uneFois } from "./creer.js";
import { Diapo } from "./diapo.js";
import { estChamp, touche } from "./touches.js";
import { avecLocales, composer } from "./fil.js";
import { Notes } from "./notes.js";
import { Question } from "./question.js";
import { emporter, garder, garderReponse, ici, laisser, lire, marquer, oublier } from "./memoire.js";

const REPOS_MS = 4000;
const QUITTER_MS = 3000;
const REESSAYER_MS = 3000;
const VEILLE_MS = 1000;
const ABSENTE_MS = 6 * VEILLE_MS; // of silence: the other window is closed
const GLISSE_PX = 50;
const AVANCE = 6; // views drawn ahead, and as many kept behind
const OUVERTE_MS = 12 * 3600 * 1000; // a meeting left open is found again that long
const PAS_DE_LETTRES = "obs-salle-sans-lettres";
const SANS_REPONSE = "Le serveur ne répond pas.";
const AIDE = [
  [["Page suiv.", "Espace", "→"], "vue suivante"],
  [["Page préc.", "←"], "vue précédente"],
  [["Début", "Fin"], "première, dernière vue"],
  [["4", "Entrée"], "aller à la vue 4"],
  [["F3", "Q", "/"], "question de la salle"],
  [["D"], "le détail de la vue"],
  [["F2", "R", "T"], "noter : remarque, décision, chose à faire"],
  [["F4", "N", "B", "."], "écran noir"],
  [["M"], "montrer ou cacher l’heure"],
  [["F"], "plein écran"],
  [["S"], "sommaire et écrans"],
  [["P"], "ma fenêtre : la suite, mes notes, l’heure"],
  [["Échap"], "fermer ce qui est ouvert ; deux fois, quitter"],
];

let ouverte;

// Answer of the server about an address: its figures and where their drawings are; refusals are said in French.
export async function demander(adresse) {
  const url = new URL(`_seance/vues?${new URLSearchParams({ adresse })}`, document.baseURI);
  const reponse = await fetch(url).catch(() => ({ status: 504 }));
  // What stands before a server that is away answers in its place.
  if (reponse.status > 501 && reponse.status < 505 && !reponse.headers?.has("retry-after")) throw Object.assign(new Error(SANS_REPONSE), { panne: true });
  garderReponse(url, reponse);
  const lu = await reponse.json().catch(() => ({}));
  if (!reponse.ok) throw new Error(lu.raison ?? "Le serveur n’a pas pu préparer cette vue.");
  const modules = Object.fromEntries(Object.entries(lu.modules).map(([nom, ou]) => [nom, new URL(ou, document.baseURI).href]));
  return { ...lu, modules };
}

// Open the room. `vues`: [{ adresse, cle, message, dit, minutes, note }], and what is said of the meeting (`titre`, `lieu`,
// `presents`, `depuis`, `suites`); without any, the figures of `adresse`. `source`, `chercher`: what stands for the server
// in a `valise`.
export async function presenter({ depart = 0, cle = "", ...choix }, Genre = Salle) {
  ouverte?.fermer();
  let { vues } = choix;
  if (vues && choix.titre && !vues.some((v) => v.locale)) {
    vues = avecLocales(vues, choix);
    if (depart) depart = vues.indexOf(choix.vues[depart]);
  }
  const salle = (ouverte = new Genre({ titre: "", role: "projection", source: demander, ...choix, vues: vues ?? [], adresse: vues ? "" : choix.adresse }));
  if (!choix.vues && !(await salle.parties(choix.adresse))) {
    salle.reprendre(() => presenter({ ...choix, depart, cle }, Genre));
    return salle;
  }
  if (choix.rang) depart = choix.rang;
  if (cle) depart = Math.max(0, salle.vues.findIndex((v) => v.cle === cle));
  await salle.aller(Math.min(depart, salle.vues.length - 1));
  return salle;
}

// The meeting left open in this tab, by a page reloaded: shown again where it was.
export function retrouver(adresse, quitter) {
  const gardee = lire("obs-salle");
  // The page completes its own address as it opens: the screen alone is compared, and the figure found by its name.
  const ecran = (ou) => ou?.split("?")[0];
  if (!gardee || !ici() || Date.now() - gardee.quand > OUVERTE_MS || ecran(gardee.adresse) !== ecran(adresse)) return undefined;
  const { vues, rang: depart, ...reste } = gardee;
  return presenter({ ...reste, quitter, ...(reste.adresse ? { cle: vues[depart]?.cle } : { vues, depart }) });
}

export const proposer = (v) => ({ adresse: v.adresse, cle: v.cle, dit: v.titre, ecran: v.sous_titre });
const nommer = ({ adresse, cle }) => `${adresse}#${cle}`;

// A browser says in English that nobody answered.
const panne = (e) => e.panne || e instanceof TypeError;
const raison = (e) => (panne(e) ? SANS_REPONSE : e.message); // a sentence

export class Salle {
  constructor(choix) {
    Object.assign(this, choix); // those of `presenter`; `adresse` is "" for an agenda
    this.lues = new Map(); // address -> promise of its figures
    this.diapos = new Map(); // address and key -> promise of the figure drawn
    this.rang = -1;
    this.chiffres = "";
    this.debut ??= Date.now(); // of a meeting found again, when it began
    this.habit ??= getComputedStyle(document.documentElement).colorScheme;
    this.ecoutes = new AbortController();
    this.batir();
    this.brancher();
    if (this.titre && !this.valise && this.role === "projection") emporter();
  }

  batir() {
    const outil = (mots, agir, texte, role) => bouton(texte, () => agir(), { "aria-label": mots, title: mots, "data-role": role });
    this.scene = creer("div", { class: "scene" }, (this.vide = creer("p", { class: "vide" }))); // in place of a first view
    this.segments = creer("div", { class: "segments", "aria-hidden": "true" });
    this.position = creer("b");
    this.suite = creer("span", { class: "suite" });
    this.heure = creer("span", { class: "heure", hidden: true });
    this.seule = creer("span", { class: "seule", hidden: true, title: "Notes, touches et vues prêtes continuent sans lui" }, "serveur absent");
    this.instantane = creer("span", { class: "instantane" });
    this.annonce = creer("p", { class: "obs-lu", role: "status" });
    this.outils = creer("div", { class: "outils", role: "group", "aria-label": "Commandes de la séance" },
      outil("Vue précédente", () => this.pas(-1), "‹"), outil("Vue suivante", () => this.pas(1), "›"),
      outil("Sommaire et écrans", () => this.ouvrirMenu(), "Sommaire"),
      outil("Question de la salle", () => this.question.ouvrir(), "Question"),
      outil("Noter une remarque, une décision, une chose à faire", () => this.noter(), "Noter"),
      outil("Ouvrir ma fenêtre, avec la suite et mes notes", () => this.ouvrirFenetre(), "Ma fenêtre", "fenetre"),
      outil("Les touches", () => this.ouvrirAide(), "?"),
      outil("Quitter la projection", () => this.fermer(true), "Quitter"));
    // Modal: what the page puts up meanwhile, a message of the server above all, stays behind and takes nothing.
    this.racine = creer("dialog", { class: `obs-salle stApp ${this.role}`, "aria-label": this.titre || "Projection", tabindex: "-1",
      cancel: (e) => { e.preventDefault(); this.echapper(); }, close: () => this.racine.isConnected && this.fermer(true) }, ...this.cadre(), this.annonce);
    this.notes = new Notes(this);
    this.question = new Question(this);
    marquer(true);
    document.documentElement.classList.add("obs-en-salle");
    document.body.append(this.racine);
    this.racine.showModal();
    this.racine.focus(); // rather than a frame, which would take the keys
  }

  cadre() {
    return [this.scene, this.segments, creer("div", { class: "barre" }, this.position, this.suite, this.seule, this.heure, this.instantane, this.outils)];
  }

  brancher() {
    const { signal } = this.ecoutes;
    addEventListener("keydown", (e) => this.touche(e), { signal, capture: true });
    for (const nom of ["pointermove", "pointerdown", "keydown"]) addEventListener(nom, () => this.eveiller(), { signal, capture: true });
    addEventListener("resize", () => this.retailler(), { signal });
    // Words measured in another font than theirs are cut elsewhere.
    document.fonts.addEventListener("loadingdone", () => this.recouper(), { signal });
    addEventListener("storage", (e) => e.key === this.notes.cle && this.notes.relire(), { signal });
    this.scene.addEventListener("pointerdown", () => estChamp(document.activeElement) && this.diapo?.titre.focus({ preventScroll: true }));
    // A finger that slides turns the page.
    let doigt;
    this.scene.addEventListener("touchstart", (e) => { doigt = e.touches.length === 1 && e.touches[0]; }, { passive: true });
    this.scene.addEventListener("touchend", (e) => {
      const [dx, dy] = ["clientX", "clientY"].map((axe) => e.changedTouches[0][axe] - doigt[axe]);
      if (doigt && Math.abs(dx) > GLISSE_PX && Math.abs(dx) > 1.5 * Math.abs(dy)) this.pas(dx < 0 ? 1 : -1);
    });
    // « Back » asks before it leaves: it comes back on an entry of the room alone.
    const retenue = () => History.prototype.pushState.call(history, { ...history.state, obsSalle: true }, "");
    if (!history.state?.obsSalle) retenue();
    addEventListener("popstate", (e) => { e.stopImmediatePropagation(); retenue(); this.partir("Retour"); }, { signal, capture: true });
    this.relier();
    this.horloge = setInterval(() => this.veiller(), VEILLE_MS);
    this.veiller();
    this.eveiller();
  }

  // ---------------------------------------------------------------- views

  lireVue(adresse) {
    return uneFois(this.lues, adresse, () => (adresse.startsWith("/#") ? this.composer(adresse) : this.source(adresse)));
  }

  async composer(adresse) {
    const url = new URL("_seance/signatures", document.baseURI);
    this.signatures ??= await fetch(url).then((r) => (garderReponse(url, r), r.json())).catch(() => undefined);
    return composer(this, adresse, this.signatures ?? { statut: "", logos: [] }, async (a) => (await this.lireVue(a)).vues);
  }

  // Rank of a view among those of the agenda; 0 for one that the room makes.
  numero(rang) {
    return this.vues[rang]?.locale ? 0 : this.vues.slice(0, rang + 1).filter((v) => !v.locale).length;
  }

  async parties(adresse) {
    try {
      const { vues } = await this.lireVue(adresse);
      this.vues = vues.map((v) => ({ ...proposer(v), minutes: 0 }));
      this.lues.set(vues[0].adresse, this.lues.get(adresse));
      return true;
    } catch (e) {
      this.alerter(raison(e));
      return !panne(e);
    }
  }

  // A figure drawn behind the one shown, kept until its place is needed.
  preparer(vue) {
    return uneFois(this.diapos, nommer(vue), () => this.faire(vue));
  }

  async trouver(vue) {
    const { vues, modules } = await this.lireVue(vue.adresse), donnees = vues.find((v) => v.cle === vue.cle) ?? vues[0];
    return [{ ...donnees, titre: vue.message || donnees.titre }, modules];
  }

  async faire(vue) {
    const diapo = new Diapo(...(await this.trouver(vue)));
    diapo.surChoix = (choix) => this.choisir(diapo, choix);
    diapo.element.classList.toggle("reponse", Boolean(vue.question)); // under the band that says so
    this.scene.append(diapo.element);
    return diapo.dessiner();
  }

  // `recu`: asked by the other window.
  async aller(rang, recu = false) {
    if (!(rang >= 0 && rang < this.vues.length)) return;
    if (!recu) this.emettre({ rang });
    const tour = (this.tour = (this.tour ?? 0) + 1);
    this.visee = rang;
    let diapo;
    const attente = setTimeout(() => this.alerter("Préparation de la vue…"), 300);
    try {
      diapo = await this.preparer(this.vues[rang]);
    } catch (e) {
      if (tour !== this.tour) return;
      this.alerter(`Vue ${this.numero(rang)} impossible à montrer. ${raison(e)}`);
      if (panne(e)) this.reprendre(() => this.aller(rang));
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
    this.vide.textContent = "";
    this.instantane.textContent = diapo.donnees.instantane;
    for (const e of this.scene.children) e.classList.toggle("vue", e === diapo.element);
    this.situer();
    // Where one is with what was decided, typed in view of the room.
    for (const e of diapo.element.querySelectorAll("[data-suite]")) Object.assign(e, { contentEditable: "plaintext-only", oninput: () => {
      const { releve } = this.notes;
      releve.suites = releve.suites.map((s, i) => (i === Number(e.dataset.suite) ? { ...s, etat: e.textContent.replace(/\s+/gu, " ").trim().slice(0, 400) } : s));
      this.notes.retenir();
    } });
    // A reader of screens goes on from the finding; who types goes on typing.
    if (!document.activeElement?.matches("textarea,input")) diapo.titre.focus({ preventScroll: true });
  }

  situer() {
    const n = this.vues.filter((v) => !v.locale).length, ici = this.numero(this.rang);
    this.position.textContent = !ici ? "" : `${ici}${NB}/${NB}${n}`;
    this.racine.style.setProperty("--obs-position", `"${this.position.textContent}"`); // in the foot, where the bar is hidden
    const suivante = this.vues[this.rang + 1];
    this.suite.classList.remove("alerte");
    this.suite.textContent = this.hors ? "" : suivante ? `Ensuite${NB}: ${suivante.message || suivante.dit}` : "Dernière vue";
    this.segments.replaceChildren(...this.vues.map((v, i) => creer("i", { class: i < this.rang ? "passe" : i === this.rang && "ici", style: `flex:${v.minutes || 1}` })));
    this.annonce.textContent = ici ? `Vue ${ici} sur ${n}` : this.vues[this.rang].dit;
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
        const loin = this.vues.findIndex((v) => nommer(v) === nom);
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
    if (this.visee === undefined) return;
    clearTimeout(this.taille);
    this.taille = setTimeout(async () => {
      const ancienne = this.diapo;
      for (const [nom, faite] of this.diapos) faite.then((d) => d !== this.diapo && d.detruire(), () => {}) && this.diapos.delete(nom);
      if (this.hors) await this.repondre(this.hors);
      else await this.aller(this.visee, true);
      if (ancienne !== this.diapo) ancienne?.detruire();
    }, 200);
  }

  async recouper() {
    for (const faite of this.diapos.values()) await faite.then((d) => d.tenir(), () => {});
    if (this.diapo) this.situer();
  }

  // ---------------------------------------------------------------- question of the room

  // Every figure whose words are there already.
  async prets() {
    const lues = await Promise.all([...new Set(this.lues.values())].map((lue) => Promise.race([lue, undefined]).catch(() => undefined)));
    return lues.flatMap((lu) => lu?.vues ?? []).map(proposer);
  }

  // Show the answer of a question, out of the agenda: { adresse, dit }; `texte`: what was asked.
  async repondre(reponse, texte, recu = false) {
    if (!recu) this.emettre({ reponse });
    const tour = (this.tour = (this.tour ?? 0) + 1);
    try {
      const { vues } = await this.lireVue(reponse.adresse);
      const vue = { adresse: reponse.adresse, cle: reponse.cle ?? vues[0].cle, dit: vues[0].titre, question: true };
      const diapo = await this.preparer(vue);
      if (tour !== this.tour) return; // one has gone elsewhere meanwhile
      if (!this.hors) this.retour = this.rang;
      this.hors = reponse;
      this.bandeau?.remove();
      const retour = bouton([`← Retour à l’ordre du jour, vue ${this.numero(this.rang)} `, creer("kbd", {}, "Échap")], () => this.revenir());
      const garder_ = bouton("Garder", () => {
        this.vues.splice(this.rang + 1, 0, { ...vue, question: false, minutes: 5 });
        this.diapos.delete(nommer(vue));
        if (!this.adresse) import("./ordre.js").then(({ magasin }) => magasin.ajouter(vue, this.rang)).catch((e) => this.alerter(e.message));
        garder_.replaceWith("gardée, vue suivante");
        this.situer();
        this.retenir();
      }, { title: "Garder cette réponse dans l’ordre du jour" });
      this.bandeau = creer("div", { class: "bandeau" }, creer("span", {}, creer("strong", {}, "Question de la salle"), " hors ordre du jour"), garder_, retour);
      this.racine.append(this.bandeau);
      this.montrer(diapo);
      this.notes.montrer(vue, diapo.donnees);
      if (texte) this.notes.noterQuestion(texte, true);
    } catch (e) {
      this.alerter(`Réponse impossible à montrer. ${raison(e)}`);
    }
  }

  revenir() {
    this.hors = undefined;
    this.bandeau?.remove();
    this.aller(this.retour);
  }

  // ---------------------------------------------------------------- keys

  touche(e) {
    const [couche] = this.couche(), agir = touche(e, { lettres: !lire(PAS_DE_LETTRES), chiffres: this.chiffres, couche });
    // Letters of the page below (« r », « c ») do nothing while the room is open.
    if (!agir) return e.key.length === 1 && !e.ctrlKey && !e.metaKey && !e.composedPath()[0].closest?.("input,textarea,button,a") ? e.stopImmediatePropagation() : undefined;
    // What is open above the view gives way to a key that leads; what was typed in it stays.
    if (couche !== "noir" && !["noir", "fermer", couche].includes(agir)) {
      if (this.panneau) this.fermerPanneau();
      if (!this.question.boite.hidden) this.question.fermer();
    }
    const gestes = {
      suivante: () => this.pas(1), precedente: () => this.pas(-1),
      premiere: () => this.aller(0), derniere: () => this.aller(this.vues.length - 1),
      chiffre: () => { this.chiffres = `${this.chiffres}${e.key}`.slice(-3); this.alerter(`Vue ${this.chiffres}… Entrée pour y aller`); },
      atteindre: () => { const voulu = Number(this.chiffres), rang = this.vues.findIndex((_, i) => this.numero(i) === voulu); this.chiffres = ""; rang >= 0 && voulu ? this.aller(rang) : this.alerter("Aucune vue n’a ce numéro."); },
      noir: () => this.noircir(), aide: () => this.ouvrirAide(), menu: () => this.ouvrirMenu(), fenetre: () => this.ouvrirFenetre(),
      question: () => this.question.ouvrir(), remarque: () => this.noter("remarque"), detail: () => this.detailler(), a_faire: () => this.noter("a_faire"),
      heure: () => { this.heure.hidden = !this.heure.hidden; this.direHeure(); },
      plein: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.())?.catch?.(() => {}),
      fermer: () => this.echapper(),
    };
    e.preventDefault();
    e.stopImmediatePropagation();
    if (agir !== "chiffre" && agir !== "atteindre") this.chiffres = "";
    gestes[agir]();
  }

  // What is open above the view, "" when nothing is, and what Escape does then.
  couche() {
    return [["noir", this.noir, () => this.noircir()], ["panneau", this.panneau, () => this.fermerPanneau()], ["question", !this.question.boite.hidden, () => this.question.fermer()],
      ["notes", !this.notes.boite.hidden, () => this.notes.fermer()], ["hors", this.hors, () => this.revenir()], ["", true, () => this.partir("Échap")]].find(([, ouverte]) => ouverte);
  }

  echapper() {
    this.couche()[2]();
  }

  partir(touche) {
    if (this.partant) return this.fermer(true);
    this.partant = setTimeout(() => { this.partant = undefined; if (this.diapo) this.situer(); }, QUITTER_MS);
    this.alerter(`${touche} encore une fois pour quitter la projection.`);
  }

  noircir(recu = false) {
    if (!recu) this.emettre({ noir: !this.noir });
    this.noir?.remove();
    this.noir = this.noir ? undefined : creer("div", { class: "noir", role: "img", "aria-label": "Écran noir ; une touche le rallume", click: () => this.noircir() });
    if (this.noir) this.racine.append(this.noir);
  }

  ouvrirPanneau(nom, titre, ...contenu) {
    const meme = this.panneau?.classList.contains(nom);
    this.fermerPanneau();
    if (meme) return;
    const fermer = bouton(["Fermer ", creer("kbd", {}, "Échap")], () => this.fermerPanneau());
    this.panneau = creer("div", { class: `panneau ${nom}`, role: "dialog", "aria-label": titre }, creer("h2", {}, titre), ...contenu, fermer);
    this.racine.append(this.panneau);
    const ici = this.panneau.querySelector("[aria-current]");
    (ici ?? this.panneau.querySelector("button")).focus({ preventScroll: !ici });
  }

  fermerPanneau() {
    this.panneau?.remove();
    this.panneau = undefined;
    this.diapo?.titre.focus({ preventScroll: true });
  }

  ouvrirAide() {
    const liste = creer("dl", {}, ...AIDE.flatMap(([touches, mots]) => [creer("dt", {}, ...touches.flatMap((t) => [creer("kbd", {}, t), " "])), creer("dd", {}, mots)]));
    const lettres = creer("input", { type: "checkbox", checked: !lire(PAS_DE_LETTRES), change: () => (lettres.checked ? oublier(PAS_DE_LETTRES) : garder(PAS_DE_LETTRES, true)) });
    this.ouvrirPanneau("aide", "Les touches", liste, creer("p", {}, creer("label", {}, lettres, "Les lettres agissent aussi")));
  }

  ouvrirMenu() {
    const vues = creer("ol", {}, ...this.vues.map((v, i) => {
      const aller = () => { this.fermerPanneau(); this.aller(i); };
      return creer("li", {}, bouton([creer("b", {}, `${this.numero(i) || "·"}`), ` ${v.message || v.dit}`], aller, { "aria-current": i === this.rang && "true" }));
    }));
    const ecrans = [...document.querySelectorAll('[data-testid="stTopNavLink"]')].map((a) => creer("a", { href: `${a.href}?projection=oui` }, a.textContent));
    this.ouvrirPanneau("menu", this.titre || "Cet écran", vues, ecrans.length > 0 && creer("nav", { class: "liens", "aria-label": "Projeter un autre écran" }, ...ecrans));
  }

  // Notes are typed in the window of who leads, where there is one.
  noter(genre) {
    this.ecoute ? this.emettre({ noter: genre }) : this.notes.ouvrir(genre);
  }

  // What does not hold on the slide; asked in either window, shown to the room.
  detailler(recu = false) {
    if (!recu) this.emettre({ detail: true });
    const detail = this.diapo?.detail() ?? [];
    detail.length ? this.ouvrirPanneau("detail", "Le détail de cette vue", ...detail) : this.alerter("Cette vue n’a pas d’autre détail.");
  }

  // ---------------------------------------------------------------- two windows

  // The window of who leads, on the other screen; either leads, and none needs the server.
  ouvrirFenetre() {
    globalThis.obsSalle = this;
    const autre = open(this.valise ? "" : new URL("_seance/salle", document.baseURI), "obs-presentateur", "popup,width=1280,height=720");
    if (!autre) return this.alerter("Le navigateur a bloqué la fenêtre : l’autoriser pour ce site.");
    if (!this.valise) return undefined;
    autre.document.write(this.valise);
    return autre.document.close();
  }

  get etat() {
    const { titre, vues, rang, debut, lieu, presents, depuis, suites, habit } = this;
    return { titre, vues, rang, debut, lieu, presents, depuis, suites, habit };
  }

  relier() {
    this.canal = new BroadcastChannel(`obs-salle:${this.debut}`);
    this.canal.onmessage = ({ data }) => this.entendre(data);
    const { signal } = this.ecoutes;
    document.addEventListener("visibilitychange", () => this.emettre({}), { signal });
    addEventListener("pagehide", () => this.emettre({ adieu: true }), { signal });
    this.emettre({ demande: true });
  }

  emettre(quoi) {
    this.canal.postMessage({ role: this.role, visible: document.visibilityState === "visible", taille: [innerWidth, innerHeight], ...quoi });
  }

  entendre({ role, visible, taille, demande, adieu, rang, reponse, noir, detail, noter }) {
    if (role === this.role) return;
    this.connaitre(adieu ? undefined : { visible, taille, quand: Date.now() });
    if (demande) this.emettre({});
    if (rang !== undefined) rang !== this.rang || this.hors ? this.aller(rang, true) : undefined;
    else if (detail) this.detailler(true);
    else if (noter) this.notes.ouvrir(noter);
    else if (reponse) this.repondre(reponse, "", true);
    else if (noir !== undefined && noir !== Boolean(this.noir)) this.noircir(true);
  }

  // While who leads has a window, this one is the slide alone, and counts no time.
  connaitre(autre) {
    this.autre = autre;
    if (this.racine.classList.toggle("nue", Boolean(autre)) === Boolean(this.ecoute)) return;
    this.notes.compter();
    if (autre && !this.notes.boite.hidden) this.notes.fermer();
    this.notes.retenir();
    this.ecoute = Boolean(autre);
    this.retailler();
  }

  // ---------------------------------------------------------------- what is said, what is kept

  alerter(mots) {
    this.suite.classList.add("alerte");
    this.suite.textContent = this.annonce.textContent = mots;
    if (!this.diapo) this.vide.textContent = mots;
    this.eveiller();
  }

  // The server is away: the view shown stays, and the wanted one comes when it is back.
  reprendre(suite) {
    clearTimeout(this.reprise);
    this.perdu = true;
    this.reprise = setTimeout(async () => {
      const la = await fetch(new URL("_stcore/health", document.baseURI)).then((r) => r.ok, () => false);
      if (!la) return this.reprendre(suite);
      this.perdu = false;
      suite();
    }, REESSAYER_MS);
  }

  eveiller() {
    this.racine.classList.remove("repos");
    clearTimeout(this.sommeil);
    this.sommeil = setTimeout(() => this.racine.classList.add("repos"), REPOS_MS);
  }

  veiller() {
    this.direHeure();
    this.emettre({ demande: true });
    if (this.autre && Date.now() - this.autre.quand > ABSENTE_MS) this.connaitre(undefined);
    this.seule.hidden = Boolean(this.valise) || (navigator.onLine && !this.perdu);
  }

  direHeure() {
    if (this.heure.hidden) return;
    const prevues = this.vues.reduce((somme, v) => somme + (v.minutes || 0), 0);
    const passees = Math.floor((Date.now() - this.debut) / 60000);
    this.heure.textContent = prevues ? `${passees}${NB}min sur ${prevues}` : heure(new Date());
    this.heure.classList.toggle("passee", prevues > 0 && passees > prevues);
  }

  retenir() {
    if (this.valise) return this.suivre?.(this.rang);
    garder("obs-salle", { ...this.etat, adresse: this.adresse, quand: Date.now() });
  }

  fermer(voulu = false) {
    this.emettre({ adieu: true });
    this.canal.close();
    this.ecoutes.abort();
    clearInterval(this.horloge);
    for (const attente of [this.sommeil, this.avance, this.reprise, this.taille, this.partant]) clearTimeout(attente);
    this.notes.compter();
    this.notes.retenir();
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    for (const faite of this.diapos.values()) faite.then((d) => d.detruire(), () => {});
    document.documentElement.classList.remove("obs-en-salle");
    if (ouverte === this) ouverte = undefined;
    if (voulu) {
      oublier("obs-salle");
      marquer(false);
      laisser();
    }
    this.racine.close(); // what had the focus has it again
    this.racine.remove();
    if (document.activeElement === document.body) document.querySelector("h1")?.focus({ preventScroll: true });
    if (!voulu) return;
    if (!history.state?.obsSalle) return this.quitter?.();
    addEventListener("popstate", (e) => { e.stopImmediatePropagation(); this.quitter?.(); }, { capture: true, once: true });
    history.back();
  }
}
