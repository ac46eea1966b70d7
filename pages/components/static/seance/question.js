// A question of the room: one line, at most four answers, the chosen one shown out of the agenda.

import { creer } from "./diapo.js";

const ATTENTE_MS = 140;
const REPONSES_MAX = 4;
const NB = "\u00a0";

async function chercher(q) {
  const reponse = await fetch(new URL(`_seance/chercher?${new URLSearchParams({ q })}`, document.baseURI));
  if (!reponse.ok) throw new Error("la recherche n’a pas pu répondre");
  return reponse.json();
}

export class Question {
  constructor(salle) {
    this.salle = salle;
    this.reponses = [];
    this.choisie = 0;
    this.champ = creer("input", { type: "text", maxlength: 120, role: "combobox", "aria-expanded": "false", "aria-controls": "obs-reponses", "aria-autocomplete": "list",
      autocomplete: "off", spellcheck: "false", "aria-label": "Question de la salle", placeholder: "aides à domicile ancenis, chômage laval…" });
    this.liste = creer("ul", { id: "obs-reponses", role: "listbox", "aria-label": "Réponses" });
    this.etat = creer("p", { role: "status" });
    this.noter = creer("button", { type: "button", hidden: true }, "Noter la question");
    this.noter.addEventListener("click", () => this.garder());
    this.boite = creer("div", { class: "panneau question", role: "dialog", "aria-label": "Question de la salle", hidden: true }, creer("h2", {}, "Question de la salle"), this.champ, this.liste, this.etat, this.noter);
    this.champ.addEventListener("input", () => this.demander());
    this.champ.addEventListener("keydown", (e) => this.touche(e));
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
      this.etat.textContent = "Recherche…";
      try {
        const { reponses, avis = "" } = await (this.salle.chercher ?? chercher)(q);
        if (q !== this.champ.value.trim()) return;
        this.demandee = q;
        this.dire(reponses.slice(0, REPONSES_MAX), reponses.length ? avis : `${avis} Rien ne répond à « ${q} ».`.trim());
        if (this.presse && this.reponses.length) this.montrer(0);
      } catch (e) {
        this.dire([], `${e instanceof TypeError ? "Le serveur ne répond pas" : e.message}. La question peut être notée.`);
      }
    }, ATTENTE_MS);
  }

  dire(reponses, etat) {
    this.reponses = reponses;
    this.etat.textContent = etat;
    this.noter.hidden = Boolean(reponses.length) || !this.champ.value.trim();
    this.champ.setAttribute("aria-expanded", String(reponses.length > 0));
    this.liste.replaceChildren(...reponses.map((r, i) => {
      const li = creer("li", { role: "option", id: `obs-reponse-${i}` }, creer("strong", {}, r.dit), creer("span", {}, r.ecran ?? ""));
      li.addEventListener("click", () => this.montrer(i));
      return li;
    }));
    this.viser(0);
  }

  viser(rang) {
    this.choisie = rang;
    [...this.liste.children].forEach((li, i) => li.setAttribute("aria-selected", String(i === rang)));
    this.liste.children[rang] ? this.champ.setAttribute("aria-activedescendant", `obs-reponse-${rang}`) : this.champ.removeAttribute("aria-activedescendant");
  }

  montrer(rang) {
    const reponse = this.reponses[rang];
    this.fermer();
    this.salle.repondre(reponse);
  }

  garder() {
    const { notes } = this.salle;
    const question = this.champ.value.trim();
    this.fermer();
    notes.ouvrir("remarque");
    notes.texte.value = `Question de la salle${NB}: ${question}`;
    notes.retenir();
  }
}
