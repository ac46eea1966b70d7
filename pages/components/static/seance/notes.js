// The record of a meeting: remarks, decisions, things to do and questions of the room, each with the view that it is about.
// All of it stays in the browser; the server only lays out a document, when asked.

import { bouton, creer, heure, NB } from "./creer.js";
import { enTexte, faireFaire, FORMAT, nomDeFichier, Refus, telechargerTexte } from "./ordre.js";
import { garder, lire, oublier } from "./memoire.js";

const CLE = "obs-seance-releve";
const TEXTE_MAX = 1000;
const NOTES_MAX = 200;
const PASSEE_S = 5; // a view seen for less was passed over
const GENRES = { remarque: "Remarque", decision: "Décision", a_faire: "À faire" };
const DITS = { ...GENRES, question: "Question" };
// What a meeting is written as (`pages/figures/seance/releve.py`), and the beginning of the titles that ask for it.
const DOCUMENTS = {
  releve: ["Relevé de séance", "releve-de-seance"],
  orientation: ["Document d’orientation", "document-d-orientation", /^Conseil d[’']orientation/u],
  besoins: ["Besoins de formation", "besoins-de-formation", /^Comité de concertation/u],
};
const FORMATS = { docx: "Document (DOCX)", pdf: "PDF", html: "Page web (HTML)" };
const SANS_NOTE = { genre: "remarque", texte: "", qui: "", quand: "" };

// Local time, as a document says it: 2026-11-25T14:10.
const date = (quand) => new Date(quand.getTime() - quand.getTimezoneOffset() * 60000).toISOString().slice(0, 16);

export function vide({ titre = "", lieu = "", presents = "", depuis = "", suites = [] } = {}) {
  return { seance: { format: FORMAT, titre, vues: [] }, debut: date(new Date()), lieu, presents, depuis, suites, montrees: [], notes: [], brouillon: SANS_NOTE };
}

// A view is shown: its rank in the record, and the record with it; the time of the one before is counted.
export function inscrire(releve, vue, secondes = 0, avant = -1) {
  const { adresse, cle, message = "", dit, minutes = 0, question = false, locale = false, rang = 0 } = vue;
  const place = releve.montrees.findIndex((m) => m.adresse === adresse && m.cle === cle);
  const montrees = releve.montrees.map((m, i) => ({ ...m, secondes: m.secondes + (i === avant ? secondes : 0), rang: String((i === place && rang) || (m.rang ?? "")) }));
  if (place >= 0) return [{ ...releve, montrees }, place];
  // A letter for what is shown aside, which takes the number of no other view.
  const lettre = String.fromCharCode(65 + (montrees.filter((m) => /^[A-Z]$/u.test(m.rang)).length % 26));
  montrees.push({ adresse, cle, message, dit, minutes, question, locale, rang: String(rang || lettre), secondes: 0 });
  return [{ ...releve, montrees }, montrees.length - 1];
}

// What the server lays out: views that were looked at, or of which something was said, and what was said.
export function aEnvoyer({ brouillon, montrees, notes, ...reste }) {
  const dits = new Set(notes.flatMap((n) => [n.vue, n.reponse]));
  const gardees = montrees.flatMap((m, i) => (!m.locale && (m.secondes >= PASSEE_S || dits.has(i)) ? [i] : []));
  const rang = (i) => (gardees.includes(i) ? gardees.indexOf(i) : null);
  return { ...reste, fin: date(new Date()), suite: JSON.stringify(pourLaSuite({ montrees, notes, ...reste })), montrees: gardees.map((i) => ({ ...montrees[i], secondes: Math.round(montrees[i].secondes) })),
    notes: notes.map((n) => ({ ...n, vue: rang(n.vue), reponse: rang(n.reponse) })) };
}

// The agenda that the next meeting opens: the views of this one, and what it leaves to follow.
export function pourLaSuite({ seance, debut, lieu, presents, suites, montrees, notes }) {
  const nees = notes.filter((n) => n.genre === "decision" || n.genre === "a_faire").map(({ genre, texte, qui, quand, vue }) => {
    const { adresse = "", cle = "", dit = "" } = (!montrees[vue]?.locale && montrees[vue]) || {};
    return { genre, texte, qui, quand, etat: "", adresse, cle, dit };
  });
  const vues = montrees.filter((m) => !m.question && !m.locale).map(({ adresse, cle, message, dit, minutes }) => ({ adresse, cle, message, dit, minutes: minutes || 5 }));
  return { format: FORMAT, titre: seance.titre, vues, instantane: "", lieu, presents, depuis: debut.slice(0, 10), suites: [...nees, ...suites.filter((s) => !/^(fait|clos)/iu.test(s.etat))] };
}

export class Notes {
  constructor(salle) {
    this.salle = salle;
    this.cle = salle.titre ? `${CLE}:${salle.titre}` : CLE; // one record a meeting
    const garde = lire(this.cle);
    // What was only shown another day is no part of today's record.
    const ancien = garde && !garde.notes.length && !garde.brouillon.texte && garde.debut.slice(0, 10) !== date(new Date()).slice(0, 10);
    this.releve = ancien || !garde ? vide(salle) : { ...vide(salle), ...garde };
    if (salle.depuis && this.releve.depuis !== salle.depuis) Object.assign(this.releve, { depuis: salle.depuis, suites: salle.suites });
    this.place = this.devant = -1;
    this.genres = creer("div", { class: "genres", role: "group", "aria-label": "Genre de la note" },
      ...Object.entries(GENRES).map(([genre, mots]) => bouton(mots, () => this.changer(genre), { "data-genre": genre })));
    const input = () => this.ecrire(), champ = (mots, maxlength, aide) => creer("input", { type: "text", maxlength, placeholder: mots, "aria-label": aide, input });
    this.texte = creer("textarea", { "aria-label": "Note", maxlength: TEXTE_MAX, placeholder: "Par fonction, jamais par nom", input });
    this.qui = champ("Qui (par fonction)", 120, "Qui, par fonction");
    this.quand = champ("Pour quand", 60, "Pour quand");
    this.tache = creer("div", {}, this.qui, this.quand);
    this.joint = creer("p", { class: "joint" });
    const agir = (mots, touche, faire, attributs) => bouton([`${mots} `, creer("kbd", {}, touche)], faire, attributs);
    this.actions = creer("div", { class: "actions" }, agir("Noter", "Entrée", () => this.noter(), { class: "fort" }), agir("Fermer", "Échap", () => this.fermer()),
      bouton("Relevé… ", () => this.exporter()));
    this.liste = creer("ol", { "aria-label": "Notes prises" });
    this.boite = creer("aside", { class: "releve", hidden: true, "aria-label": "Relevé de séance", keydown: (e) => this.touche(e) },
      creer("h2", {}, "Relevé ", creer("span", {}, "vu de la salle")), this.genres, this.texte, this.tache, this.joint, this.actions, this.liste);
    salle.racine.append(this.boite);
    this.reprendre(this.releve.brouillon);
    this.lister();
  }

  // Enter notes, Shift+Enter breaks the line, Tab from the text changes its kind.
  touche(e) {
    if (![this.texte, this.qui, this.quand].includes(e.target)) return;
    if (e.key === "Enter" && !e.shiftKey && !e.isComposing) {
      e.preventDefault();
      this.noter();
      this.texte.focus();
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
    if (genre && !this.texte.value.trim()) this.changer(genre);
    this.boite.hidden = false;
    this.salle.retailler();
    this.texte.focus();
  }

  // A remark that is closed is noted; a decision or a task waits for its end.
  fermer() {
    if (this.genre === "remarque") this.noter();
    this.boite.hidden = true;
    this.salle.diapo?.titre.focus({ preventScroll: true });
    this.salle.retailler();
  }

  montrer(vue, donnees) {
    this.compter({ ...vue, rang: vue.question ? 0 : this.salle.numero(this.salle.rang) }); // as the room reads it
    if (!vue.question) this.devant = this.place;
    this.dite = vue.message || donnees.titre;
    this.joindre();
    if (!this.salle.ecoute) this.retenir(); // who leads writes the times
  }

  // The time of the view shown is counted up to now, by one window alone.
  compter(vue = this.releve.montrees[this.place]) {
    const secondes = this.depuis && !this.salle.ecoute ? (Date.now() - this.depuis) / 1000 : 0;
    if (vue) [this.releve, this.place] = inscrire(this.releve, vue, secondes, this.place);
    this.depuis = Date.now();
  }

  // A note is about the view where one began to type it.
  ecrire() {
    this.commencee = this.texte.value.trim() ? this.commencee ?? this.place : undefined;
    this.joindre();
    this.retenir();
  }

  // « vue 3 » of what was shown, without what the room makes itself.
  nommer(place) {
    const vue = this.releve.montrees[place];
    return vue && !vue.locale ? `vue ${vue.rang}` : "hors des vues";
  }

  joindre() {
    const m = this.releve.montrees[this.commencee];
    this.joint.textContent = `Joint d’office${NB}: ${m && this.commencee !== this.place ? `${this.nommer(this.commencee)}, ${m.message || m.dit}` : this.dite ?? ""}`;
  }

  ajouter(note) {
    if (this.releve.notes.length >= NOTES_MAX) return this.salle.alerter(`Le relevé tient ${NOTES_MAX} notes au plus.`);
    this.releve.notes = [...this.releve.notes, { qui: "", quand: "", ...note, heure: heure(new Date()) }];
    this.lister();
    this.retenir();
    this.salle.annonce.textContent = `${DITS[note.genre]} notée`;
    return true;
  }

  noter() {
    const texte = this.texte.value.trim();
    const tache = this.genre === "a_faire" ? { qui: this.qui.value.trim(), quand: this.quand.value.trim() } : {};
    if (texte && this.ajouter({ genre: this.genre, texte, ...tache, vue: this.commencee ?? this.place })) this.reprendre({ ...SANS_NOTE, genre: this.genre });
  }

  // A question of the room is written where it was asked, with the view that answered it, or none.
  noterQuestion(texte, repondue = false) {
    this.ajouter({ genre: "question", texte, vue: this.devant, ...(repondue && { reponse: this.place }) });
  }

  reprendre({ genre, texte, qui, quand, vue }) {
    [this.texte.value, this.qui.value, this.quand.value] = [texte, qui, quand];
    this.commencee = texte ? vue : undefined;
    this.changer(genre);
    this.joindre();
  }

  lister() {
    this.liste.replaceChildren(...this.releve.notes.map((n, i) => {
      const suite = n.genre === "question" ? (n.reponse === undefined ? "sans réponse" : "montrée") : [n.qui, n.quand && `pour ${n.quand}`].filter(Boolean).join(", ");
      const debut = n.texte.slice(0, 40);
      const retirer = () => {
        this.releve.notes = this.releve.notes.filter((_, j) => j !== i);
        this.lister();
        this.retenir();
      };
      return creer("li", {}, creer("strong", {}, `${DITS[n.genre]}, ${this.nommer(n.vue)}.`), ` ${n.texte} `, creer("span", {}, [suite, n.heure].filter(Boolean).join(" · ")), " ",
        n.genre !== "question" && bouton("Reprendre", () => { retirer(); this.reprendre(n); this.texte.focus(); }, { "aria-label": `Reprendre « ${debut} »` }), " ",
        bouton("Retirer", retirer, { "aria-label": `Retirer « ${debut} »` }));
    }).reverse());
    this.salle.suivreNotes?.(this.releve.notes);
  }

  retenir() {
    this.releve.brouillon = { genre: this.genre ?? "remarque", texte: this.texte.value, qui: this.qui.value, quand: this.quand.value, vue: this.commencee };
    garder(this.cle, this.releve) || this.salle.alerter?.("Ce navigateur ne garde rien : exporter le relevé avant de quitter.");
  }

  // Another window has written in the same record: its notes are read, what is being typed here stays.
  relire() {
    const { brouillon } = this.releve, ici = this.releve.montrees[this.place];
    this.releve = { ...(lire(this.cle) ?? vide(this.salle)), brouillon };
    if (ici) [this.releve, this.place] = inscrire(this.releve, ici);
    this.lister();
  }

  exporter() {
    this.compter();
    this.retenir();
    const champ = (mots, cle, aide) => creer("p", {}, creer("label", {}, creer("span", {}, mots),
      creer("input", { type: "text", maxlength: 500, value: this.releve[cle], placeholder: aide, input: (e) => { this.releve[cle] = e.target.value; this.retenir(); } })));
    const voulu = Object.keys(DOCUMENTS).find((nom) => DOCUMENTS[nom][2]?.test(this.salle.titre ?? "")) ?? "releve";
    const papier = creer("select", {}, ...Object.entries(DOCUMENTS).map(([nom, [mots]]) => creer("option", { value: nom, selected: nom === voulu }, mots)));
    const etat = creer("p", { role: "status" });
    const envoyer = async (format) => {
      etat.textContent = "Mise en page…";
      try {
        await faireFaire(`releve?format=${format}&document=${papier.value}`, JSON.stringify(aEnvoyer(this.releve)), `${DOCUMENTS[papier.value][1]}-${this.releve.debut.slice(0, 10)}.${format}`);
        etat.textContent = format === "html" ? "Document prêt : la prochaine séance peut aussi l’ouvrir." : "Document prêt.";
      } catch (e) {
        etat.textContent = `${e instanceof Refus ? e.message : e instanceof TypeError ? "Le serveur ne répond pas" : "Le serveur n’a pas pu mettre en page le relevé"}. Rien n’est perdu${NB}: le relevé reste dans ce navigateur.`;
      }
    };
    const papiers = this.salle.valise ? [] : [creer("p", {}, creer("label", {}, creer("span", {}, "Document"), papier)),
      creer("p", { class: "actions" }, ...Object.entries(FORMATS).map(([format, mots]) => bouton(mots, () => envoyer(format))))];
    const suite = bouton("Fichier pour la prochaine séance", () => {
      telechargerTexte(enTexte(pourLaSuite(this.releve)), nomDeFichier(this.salle.titre, `${this.releve.debut.slice(0, 10)}.json`));
      etat.textContent = "Fichier prêt : la prochaine séance s’ouvrira sur ces décisions.";
    });
    const effacer = bouton("Commencer un autre relevé", () => {
      const sur = "Effacer ces notes et recommencer";
      if (effacer.textContent !== sur) return void (effacer.textContent = sur);
      oublier(this.cle);
      this.releve = vide(this.salle);
      this.place = -1;
      this.depuis = undefined;
      this.lister();
      this.salle.fermerPanneau();
    });
    this.salle.ouvrirPanneau("document", "Relevé de séance", ...papiers, champ("Lieu", "lieu", "Hôtel de ville"), champ("Présents, par fonction", "presents", "Région, France Travail, un CFA…"),
      creer("p", { class: "actions" }, suite, effacer), etat);
  }
}
