// A question of the room: one line, at most four answers, the chosen one shown out of the agenda.

import { bouton, creer } from "./creer.js";
import { champDe, Propositions } from "./propositions.js";

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
  const lu = reponse.ok && (await reponse.json());
  if (lu) return lu.detail ? { reponses: [DETAIL] } : lu;
  return { reponses: parmi(await salle.prets(), q), avis: "Serveur absent\u00a0: la recherche lit les vues déjà prêtes." };
}

export class Question {
  constructor(salle) {
    this.salle = salle;
    this.champ = champDe("obs-reponses", { "aria-label": "Question de la salle", placeholder: "aides à domicile ancenis, chômage laval…" });
    this.liste = creer("ul", { id: "obs-reponses", role: "listbox", "aria-label": "Réponses" });
    this.etat = creer("p", { role: "status" });
    this.noter = bouton("Noter la question", () => {
      this.fermer();
      salle.notes.noterQuestion(this.champ.value.trim());
      salle.alerter("Question notée au relevé, sans réponse.");
    }, { hidden: true });
    this.boite = creer("div", { class: "panneau question", role: "dialog", "aria-label": "Question de la salle", hidden: true }, creer("h2", {}, "Question de la salle"), this.champ, this.liste, this.etat, this.noter);
    this.options = new Propositions(this.champ, this.liste, this, ATTENTE_MS);
    salle.racine.append(this.boite);
  }

  ouvrir() {
    this.boite.hidden = false;
    this.champ.select();
    this.champ.focus();
  }

  fermer() {
    this.options.arreter(); // an answer that comes now is not shown
    this.boite.hidden = true;
    this.salle.diapo?.titre.focus({ preventScroll: true });
  }

  async demander(q) {
    this.etat.textContent = "Recherche…";
    this.options.poser([]); // the answers to another question are none to this one
    const { reponses, avis = "", sur = true } = await (this.salle.chercher ?? chercher)(q, this.salle);
    if (q !== this.options.demande) return;
    this.reponses = reponses.slice(0, REPONSES_MAX);
    this.etat.textContent = reponses.length ? avis : `${avis} Rien ne répond à « ${q} ».`.trim();
    this.options.repondre(this.reponses.map((r) => [creer("strong", {}, r.dit), creer("span", {}, r.ecran ?? "")]), sur);
  }

  montrer() {
    const { n, recu, texte } = this.options;
    if (recu === undefined) this.etat.textContent = "";
    this.noter.hidden = n > 0 || !texte;
    this.champ.setAttribute("aria-expanded", String(n > 0));
    if (this.options.actif < 0 && this.options.sur) this.options.activer(0); // what is not sure is chosen, never taken
  }

  choisir(rang) {
    const reponse = this.reponses[rang], texte = this.options.recu;
    this.fermer();
    if (reponse.detail) return this.salle.detailler();
    this.salle.repondre(reponse, texte);
  }
}
