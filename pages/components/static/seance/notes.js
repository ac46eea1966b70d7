// The record of a meeting: remarks, decisions and things to do, typed in view of the room beside the figure they are
// about. All of it stays in the browser; the server only lays out a document, when asked.

import { creer } from "./diapo.js";
import { FORMAT } from "./ordre.js";
import { garder, lire, oublier } from "./memoire.js";

const CLE = "obs-seance-releve";
const TEXTE_MAX = 1000;
const NOTES_MAX = 200;
const NB = "\u00a0";
export const GENRES = { remarque: "Remarque", decision: "Décision", a_faire: "À faire" };
// What a meeting is written as (`pages/figures/seance/papiers.py`), and the beginning of the titles that ask for it.
const DOCUMENTS = {
  releve: ["Relevé de séance", "releve-de-seance"],
  orientation: ["Document d’orientation", "document-d-orientation", /^Conseil d[’']orientation/u],
  besoins: ["Besoins de formation", "besoins-de-formation", /^Comité de concertation/u],
};
const FORMATS = { docx: "Document (DOCX)", pdf: "PDF", html: "Page web (HTML)" };

const maintenant = () => new Date();
const heure = (quand) => quand.toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
// Local time, as a document says it: 2026-11-25T14:10.
const date = (quand) => new Date(quand.getTime() - quand.getTimezoneOffset() * 60000).toISOString().slice(0, 16);

export function vide(titre = "") {
  return { seance: { format: FORMAT, titre, vues: [] }, debut: date(maintenant()), lieu: "", presents: "", montrees: [], notes: [], brouillon: { genre: "remarque", texte: "", qui: "", quand: "" } };
}

// A view is shown: its rank in the record, and the record with it; the time of the one before is counted.
export function inscrire(releve, vue, secondes = 0, avant = -1) {
  const montrees = releve.montrees.map((m, i) => (i === avant ? { ...m, secondes: (m.secondes ?? 0) + secondes } : m));
  const place = montrees.findIndex((m) => m.adresse === vue.adresse && m.cle === vue.cle);
  if (place >= 0) return [{ ...releve, montrees }, place];
  const { adresse, cle, message = "", dit, question = false } = vue;
  return [{ ...releve, montrees: [...montrees, { adresse, cle, message, dit, question, secondes: 0 }] }, montrees.length];
}

// What the server lays out.
export function aEnvoyer(releve) {
  const { brouillon, montrees, ...reste } = releve;
  return { ...reste, fin: date(maintenant()), montrees: montrees.map(({ secondes = 0, ...m }) => ({ ...m, minutes: Math.max(1, Math.round(secondes / 60)) })) };
}

export class Notes {
  constructor(salle) {
    this.salle = salle;
    this.cle = salle.titre ? `${CLE}:${salle.titre}` : CLE; // one record a meeting
    this.releve = lire(this.cle) ?? vide(salle.titre);
    // What was only shown another day is no part of today's record.
    if (!this.releve.notes.length && !this.releve.brouillon.texte && this.releve.debut.slice(0, 10) !== date(maintenant()).slice(0, 10)) this.releve = vide(salle.titre);
    this.place = -1;
    this.batir();
  }

  get ouvertes() {
    return !this.boite.hidden;
  }

  batir() {
    const { brouillon } = this.releve;
    this.genres = creer("div", { class: "genres", role: "group", "aria-label": "Genre de la note" }, ...Object.entries(GENRES).map(([genre, mots]) => {
      const b = creer("button", { type: "button", "data-genre": genre }, mots);
      b.addEventListener("click", () => this.changer(genre));
      return b;
    }));
    this.texte = creer("textarea", { "aria-label": "Note", maxlength: TEXTE_MAX, placeholder: "Par fonction, jamais par nom" });
    this.texte.value = brouillon.texte;
    this.qui = creer("input", { type: "text", maxlength: 120, placeholder: "Qui (par fonction)", "aria-label": "Qui, par fonction" });
    this.qui.value = brouillon.qui;
    this.quand = creer("input", { type: "text", maxlength: 60, placeholder: "Pour quand", "aria-label": "Pour quand" });
    this.quand.value = brouillon.quand;
    this.tache = creer("div", {}, this.qui, this.quand);
    this.joint = creer("p", { class: "joint" });
    const bouton = (mots, touche, agir, fort) => {
      const b = creer("button", { type: "button", class: fort && "fort" }, `${mots} `, ...(touche ? [creer("kbd", {}, touche)] : []));
      b.addEventListener("click", agir);
      return b;
    };
    this.actions = creer("div", { class: "actions" }, bouton("Noter", "Entrée", () => this.noter(), true), bouton("Fermer", "Échap", () => this.fermer()),
      bouton("Relevé…", "", () => this.exporter()));
    this.liste = creer("ol", { "aria-label": "Notes prises" });
    this.boite = creer("aside", { class: "releve", hidden: true, "aria-label": "Relevé de séance" },
      creer("h2", {}, "Relevé ", creer("span", {}, "vu de la salle")), this.genres, this.texte, this.tache, this.joint, this.actions, this.liste);
    for (const champ of [this.texte, this.qui, this.quand]) champ.addEventListener("input", () => this.retenir());
    this.boite.addEventListener("keydown", (e) => this.touche(e));
    this.salle.racine.append(this.boite);
    this.changer(brouillon.genre);
    this.lister();
  }

  // Enter notes, Shift+Enter breaks the line, Tab from the text changes its kind.
  touche(e) {
    if (e.target !== this.texte && !(e.target === this.qui || e.target === this.quand)) return;
    if (e.key === "Enter" && !e.shiftKey && !e.isComposing) {
      e.preventDefault();
      this.noter();
    } else if (e.key === "Tab" && e.target === this.texte && !e.shiftKey && !this.texte.value.trim()) {
      e.preventDefault();
      const genres = Object.keys(GENRES);
      this.changer(genres[(genres.indexOf(this.genre) + 1) % genres.length]);
    }
  }

  changer(genre) {
    this.genre = genre;
    for (const b of this.genres.children) b.setAttribute("aria-pressed", String(b.dataset.genre === genre));
    this.tache.hidden = genre !== "a_faire";
    this.retenir();
  }

  ouvrir(genre) {
    if (genre) this.changer(genre);
    this.boite.hidden = false;
    this.salle.racine.classList.add("notes");
    this.salle.retailler();
    this.texte.focus();
  }

  fermer() {
    this.boite.hidden = true;
    this.salle.racine.classList.remove("notes");
    this.salle.diapo?.titre.focus({ preventScroll: true });
    this.salle.retailler();
  }

  montrer(vue, donnees) {
    const secondes = this.depuis ? (Date.now() - this.depuis) / 1000 : 0;
    [this.releve, this.place] = inscrire(this.releve, vue, secondes, this.place);
    this.depuis = Date.now();
    this.joint.textContent = `Joint d’office${NB}: ${vue.message || donnees.titre}`;
    this.retenir();
  }

  noter() {
    const texte = this.texte.value.trim();
    if (!texte) return;
    if (this.releve.notes.length >= NOTES_MAX) return this.salle.alerter(`Le relevé tient ${NOTES_MAX} notes au plus.`);
    const tache = this.genre === "a_faire" ? { qui: this.qui.value.trim(), quand: this.quand.value.trim() } : { qui: "", quand: "" };
    this.releve.notes = [...this.releve.notes, { genre: this.genre, texte, ...tache, vue: this.place, heure: heure(maintenant()) }];
    for (const champ of [this.texte, this.qui, this.quand]) champ.value = "";
    this.lister();
    this.retenir();
    this.texte.focus();
    this.salle.annonce.textContent = `${GENRES[this.genre]} notée`;
  }

  lister() {
    const bouton = (mots, nom, agir) => {
      const b = creer("button", { type: "button", "aria-label": nom }, mots);
      b.addEventListener("click", agir);
      return b;
    };
    this.liste.replaceChildren(...this.releve.notes.map((n, i) => {
      const tache = [n.qui, n.quand && `pour ${n.quand}`].filter(Boolean).join(", ");
      const debut = n.texte.slice(0, 40);
      return creer("li", {}, creer("strong", {}, `${GENRES[n.genre]}, vue ${n.vue + 1}.`), ` ${n.texte} `, creer("span", {}, [tache, n.heure].filter(Boolean).join(" · ")), " ",
        bouton("Reprendre", `Reprendre « ${debut} »`, () => {
          this.retirer(i);
          this.changer(n.genre);
          [this.texte.value, this.qui.value, this.quand.value] = [n.texte, n.qui, n.quand];
          this.texte.focus();
        }), " ", bouton("Retirer", `Retirer « ${debut} »`, () => this.retirer(i)));
    }).reverse());
  }

  retirer(rang) {
    this.releve.notes = this.releve.notes.filter((_, i) => i !== rang);
    this.lister();
    this.retenir();
  }

  retenir() {
    this.releve.brouillon = { genre: this.genre ?? "remarque", texte: this.texte.value, qui: this.qui.value, quand: this.quand.value };
    garder(this.cle, this.releve) || this.salle.alerter?.("Ce navigateur ne garde rien : exporter le relevé avant de quitter.");
  }

  quitter() {
    if (this.depuis && this.place >= 0) [this.releve] = inscrire(this.releve, this.releve.montrees[this.place], (Date.now() - this.depuis) / 1000, this.place);
    garder(this.cle, this.releve);
  }

  // Another tab has written in the same record: its notes are read, what is being typed here stays.
  relire() {
    const { brouillon } = this.releve;
    this.releve = { ...(lire(this.cle) ?? vide(this.salle.titre)), brouillon };
    this.place = this.place < this.releve.montrees.length ? this.place : -1;
    this.lister();
  }

  exporter() {
    const champ = (mots, cle, aide) => {
      const saisie = creer("input", { type: "text", maxlength: 500, value: this.releve[cle], placeholder: aide });
      saisie.addEventListener("input", () => { this.releve[cle] = saisie.value; this.retenir(); });
      return creer("p", {}, creer("label", {}, creer("span", {}, mots), saisie));
    };
    const voulu = Object.keys(DOCUMENTS).find((nom) => DOCUMENTS[nom][2]?.test(this.salle.titre ?? "")) ?? "releve";
    const papier = creer("select", {}, ...Object.entries(DOCUMENTS).map(([nom, [mots]]) => creer("option", { value: nom, selected: nom === voulu }, mots)));
    const etat = creer("p", { role: "status" });
    const envoyer = async (format) => {
      etat.textContent = "Mise en page…";
      try {
        const reponse = await fetch(new URL(`_seance/releve?format=${format}&document=${papier.value}`, document.baseURI), {
          method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(aEnvoyer(this.releve)),
        });
        if (!reponse.ok) throw new Error((await reponse.json().catch(() => ({}))).raison ?? "le serveur n’a pas pu mettre en page le relevé");
        const lien = creer("a", { href: URL.createObjectURL(await reponse.blob()), download: `${DOCUMENTS[papier.value][1]}-${this.releve.debut.slice(0, 10)}.${format}` });
        lien.click();
        setTimeout(() => URL.revokeObjectURL(lien.href), 60000);
        etat.textContent = "Document prêt.";
      } catch (e) {
        etat.textContent = `${e instanceof TypeError ? "Le serveur ne répond pas" : e.message}. Rien n’est perdu${NB}: le relevé reste dans ce navigateur.`;
      }
    };
    const boutons = Object.entries(FORMATS).map(([format, mots]) => {
      const b = creer("button", { type: "button" }, mots);
      b.addEventListener("click", () => envoyer(format));
      return b;
    });
    const effacer = creer("button", { type: "button" }, "Commencer un autre relevé");
    effacer.addEventListener("click", () => {
      if (effacer.dataset.sur === undefined) {
        effacer.dataset.sur = "";
        effacer.textContent = "Effacer ces notes et recommencer";
        return;
      }
      oublier(this.cle);
      this.releve = vide(this.salle.titre);
      this.place = -1;
      this.depuis = undefined;
      this.lister();
      this.salle.fermerPanneau();
    });
    this.salle.ouvrirPanneau("document", "Relevé de séance", creer("p", {}, creer("label", {}, creer("span", {}, "Document"), papier)), champ("Lieu", "lieu", "Ancenis-Saint-Géréon"),
      champ("Présents, par fonction", "presents", "Région, France Travail, un CFA…"), creer("p", { class: "actions" }, ...boutons), etat, creer("p", {}, effacer));
  }
}
