// A question of the room: one line, at most four answers, the chosen one shown out of the agenda.

import { bouton, creer } from "./creer.js";

const ATTENTE_MS = 140;
const REPONSES_MAX = 4;
const DETAIL = { detail: true, dit: "Le détail de cette vue\u00a0: d’où vient ce chiffre, de quand il est", ecran: "touche D" };
export const plier = (texte) => texte.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// The views among these whose title holds every word asked.
export function parmi(vues, q) {
  const mots = plier(q).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  return vues.filter((v) => mots.every((m) => plier(`${v.dit} ${v.ecran}`).includes(m)));
}

// What the server finds; while it is away, what is prepared.
async function chercher(q, salle) {
  const vue = salle.diapo?.donnees.adresse ?? "";
  const reponse = await fetch(new URL(`_seance/chercher?${new URLSearchParams({ q, vue })}`, document.baseURI)).catch(() => ({}));
  if (reponse.ok) {
    const lu = await reponse.json();
    return lu.detail ? { reponses: [DETAIL] } : lu;
  }
  return { reponses: parmi(await salle.prets(), q), avis: "Serveur absent\u00a0: la recherche lit les vues déjà prêtes." };
}

export class Question {
  constructor(salle) {
    this.salle = salle;
    this.reponses = [];
    this.choisie = 0;
    this.champ = creer("input", { type: "text", maxlength: 120, role: "combobox", "aria-expanded": "false", "aria-controls": "obs-reponses", "aria-autocomplete": "list",
      autocomplete: "off", spellcheck: "false", "aria-label": "Question de la salle", input: () => this.demander(), keydown: (e) => this.touche(e), placeholder: "aides à domicile ancenis, chômage laval…" });
    this.liste = creer("ul", { id: "obs-reponses", role: "listbox", "aria-label": "Réponses" });
    this.etat = creer("p", { role: "status" });
    this.noter = bouton("Noter la question", () => this.garder(), { hidden: true });
    this.boite = creer("div", { class: "panneau question", role: "dialog", "aria-label": "Question de la salle", hidden: true }, creer("h2", {}, "Question de la salle"), this.champ, this.liste, this.etat, this.noter);
    salle.racine.append(this.boite);
  }

  get ouverte() {
    return !this.boite.hidden;
  }

  ouvrir() {
    this.boite.hidden = false;
    this.champ.select();
    this.champ.focus();
  }

  fermer() {
    clearTimeout(this.attente);
    this.presse = false; // an answer that comes now is not shown
    this.boite.hidden = true;
    this.salle.diapo?.titre.focus({ preventScroll: true });
  }

  touche(e) {
    const pas = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (pas && this.reponses.length) {
      e.preventDefault();
      this.viser((this.choisie + pas + this.reponses.length) % this.reponses.length);
    } else if (e.key === "Enter" && !e.isComposing) {
      e.preventDefault();
      if (this.demandee === this.champ.value.trim() && this.reponses.length) this.montrer(this.choisie);
      else this.presse = true;
    }
  }

  demander() {
    clearTimeout(this.attente);
    this.presse = false;
    const q = this.champ.value.trim();
    if (!q) return this.dire([], "");
    this.attente = setTimeout(async () => {
      this.dire([], "Recherche…"); // the answers to another question are none to this one
      const { reponses, avis = "" } = await (this.salle.chercher ?? chercher)(q, this.salle);
      if (q !== this.champ.value.trim()) return;
      this.demandee = q;
      this.dire(reponses.slice(0, REPONSES_MAX), reponses.length ? avis : `${avis} Rien ne répond à « ${q} ».`.trim());
      if (this.presse && this.reponses.length) this.montrer(0);
    }, ATTENTE_MS);
  }

  dire(reponses, etat) {
    this.reponses = reponses;
    this.etat.textContent = etat;
    this.noter.hidden = Boolean(reponses.length) || !this.champ.value.trim();
    this.champ.setAttribute("aria-expanded", String(reponses.length > 0));
    this.liste.replaceChildren(...reponses.map((r, i) => creer("li", { role: "option", id: `obs-reponse-${i}`, click: () => this.montrer(i) }, creer("strong", {}, r.dit), creer("span", {}, r.ecran ?? ""))));
    this.viser(0);
  }

  viser(rang) {
    this.choisie = rang;
    [...this.liste.children].forEach((li, i) => li.setAttribute("aria-selected", String(i === rang)));
    this.liste.children[rang] ? this.champ.setAttribute("aria-activedescendant", `obs-reponse-${rang}`) : this.champ.removeAttribute("aria-activedescendant");
  }

  montrer(rang) {
    const reponse = this.reponses[rang], texte = this.demandee;
    this.fermer();
    if (reponse.detail) return this.salle.detailler();
    this.salle.repondre(reponse, texte);
  }

  garder() {
    this.fermer();
    this.salle.notes.noterQuestion(this.champ.value.trim());
    this.salle.alerter("Question notée au relevé, sans réponse.");
  }
}
