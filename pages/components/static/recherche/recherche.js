// Search field with proposals: the ARIA « combobox with a listbox popup ». It asks the server as one types; a proposal
// chosen is an address, or a gesture of the page.
// In the bar of the pages the field is behind a button; the « / » key opens it, or goes to the field of the home page.
import { bouton, composant, creer } from "../seance/creer.js";
import { garder, lire, oublier } from "../seance/memoire.js";
import { champDe, Propositions } from "../seance/propositions.js";

const ATTENTE_MS = 140;
const SANS_TOUCHE = "obs-recherche-sans-touche"; // a key of one sign can be switched off (WCAG 2.1.4)
const LOUPE = '<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" aria-hidden="true"><circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5L21 21"/></svg>';

class Recherche {
  constructor(parent, data) {
    this.ecoutes = new AbortController();
    this.id = "recherche-" + Math.random().toString(36).slice(2, 8);
    this.champ = champDe(this.id + "-liste", { id: this.id, autocapitalize: "none", placeholder: data.exemple });
    this.liste = creer("ul", { id: this.id + "-liste", role: "listbox", "aria-label": data.etiquette, hidden: "" });
    this.avis = creer("p", { class: "obs-recherche-avis", hidden: "" });
    this.statut = creer("p", { class: "obs-recherche-statut", role: "status" });
    this.boite = creer("div", { class: "obs-recherche-boite", hidden: "" }, this.avis, this.liste);
    const repere = { role: "search", "aria-label": data.etiquette }, seule = data.touche && !data.bouton;
    this.racine = creer("div", { class: "obs-recherche", ...(seule ? repere : {}) }, creer("label", { for: this.id }, data.etiquette), this.champ, this.boite, this.statut);
    if (data.bouton) this.monterBarre(data, repere);
    parent.append(this.racine);
    // Not under a finger: the keyboard of a phone would hide the page.
    if (data.foyer && matchMedia("(hover:hover)").matches) requestAnimationFrame(() => document.activeElement === document.body && this.champ.focus());
    if (data.touche) addEventListener("keydown", (e) => this.raccourci(e), { signal: this.ecoutes.signal });
    this.options = new Propositions(this.champ, this.liste, this, ATTENTE_MS);
    this.champ.addEventListener("focus", () => this.options.texte && this.options.n && this.montrer(true));
    // What else stands in the panel does not move under the press that reaches it.
    this.champ.addEventListener("blur", (e) => this.racine.contains(e.relatedTarget) || this.montrer(false));
  }

  monterBarre(data, repere) {
    this.panneau = creer("div", { id: this.id + "-panneau", class: "obs-recherche-panneau", hidden: "", ...repere }, this.racine);
    this.bouton = bouton("", () => this.deplier(this.panneau.hidden), { class: "obs-recherche-bouton", "aria-label": data.bouton, title: data.bouton,
      "aria-expanded": "false", "aria-controls": this.panneau.id });
    this.bouton.innerHTML = LOUPE;
    const touche = creer("input", { type: "checkbox", id: this.id + "-touche", checked: !lire(SANS_TOUCHE),
      change: () => (touche.checked ? oublier(SANS_TOUCHE) : garder(SANS_TOUCHE, 1)) });
    this.panneau.append(creer("p", { class: "obs-recherche-touche" }, touche, creer("label", { for: touche.id }, data.reglage)));
    this.racine = creer("div", { class: "obs-recherche-barre" }, this.bouton, this.panneau);
    this.racine.addEventListener("keydown", (e) => {
      if (e.key !== "Escape" || e.defaultPrevented) return;
      this.deplier(false);
      this.bouton.focus();
    });
    document.addEventListener("pointerdown", (e) => this.racine.contains(e.composedPath()[0]) || this.deplier(false), { signal: this.ecoutes.signal });
  }

  deplier(oui) {
    this.panneau.hidden = !oui;
    this.bouton.setAttribute("aria-expanded", String(oui));
    if (oui) this.champ.focus();
  }

  raccourci(e) {
    if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || lire(SANS_TOUCHE)) return;
    const cible = e.composedPath()[0];
    if (cible.closest?.("input,textarea,select,[contenteditable],[role=combobox],[role=listbox],[role=textbox]")) return;
    e.preventDefault();
    if (this.panneau) this.deplier(true);
    else this.champ.focus();
  }

  recevoir(data, dire) {
    this.dire = dire;
  }

  // The sentence that answers, whose figure it is, its age or how sure it is, where it leads.
  ligne([, libelle, precision, marque, ecran]) {
    const dite = marque.startsWith("ancien") ? [creer("span", { class: "obs-ancien" }, marque)]
      : [creer("span", { class: "obs-sur obs-sur--" + ({ s: 3, a: 2 }[marque[0]] || 1), "aria-hidden": "true" }), " " + marque];
    const dessous = creer("span", {}, precision, ...(marque ? [precision ? " · " : "", ...dite] : []));
    return [creer("b", {}, libelle), ...(precision || marque ? [dessous] : []), ...(ecran ? [creer("i", {}, creer("span", {}, ecran), " →")] : [])];
  }

  // A page that Streamlit draws holds the field of the home page.
  async demander(texte) {
    const forme = document.getElementById("obs-document"), q = new URLSearchParams(forme ? location.search : "");
    q.set("q", texte);
    const ou = forme ? `${forme.dataset.ecran}/recherche/${this.dire.key}` : "accueil/recherche/recherche-accueil";
    const reponse = await fetch(new URL(`ecran/${ou}?${q}`, document.baseURI)).catch(() => null);
    if (reponse?.status === 401 || reponse?.status === 403) location.reload(); // who is no longer let in is told so by the page
    const dit = reponse?.ok && await reponse.json();
    if (!dit || texte !== this.options.demande) return;
    this.resultats = dit.resultats;
    this.avis.textContent = dit.avis;
    this.statut.textContent = [dit.avis, dit.message].filter(Boolean).join(" ");
    this.options.repondre(dit.resultats.map((r) => this.ligne(r)), dit.sur);
  }

  montrer(oui) {
    const { n, recu } = this.options, ouverte = oui && n > 0;
    if (recu === undefined) this.avis.textContent = this.statut.textContent = "";
    this.options.deployer(ouverte);
    this.avis.hidden = !(oui && this.avis.textContent);
    this.boite.hidden = this.liste.hidden && this.avis.hidden;
  }

  // Closes what is open, else empties the field; whether there was anything to undo.
  renoncer() {
    const ouverte = !this.boite.hidden;
    if (!ouverte && !this.champ.value) return false;
    ouverte ? this.montrer(false) : this.options.effacer();
    return true;
  }

  choisir(rang) {
    const [cle, libelle] = this.resultats[rang], texte = this.options.recu;
    this.options.effacer();
    if (this.panneau) this.deplier(false);
    this.statut.textContent = libelle;
    if (cle.startsWith("/")) location.assign(new URL(cle.slice(1), document.baseURI));
    else this.dire.setTriggerValue("choix", cle, { texte });
  }

  detruire() {
    this.options.arreter();
    this.ecoutes.abort();
    this.racine.remove();
  }
}

export default composant(Recherche);
