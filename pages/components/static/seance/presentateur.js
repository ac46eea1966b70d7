// The window of who leads: what the room sees, what comes next, notes for oneself, the time, the questions. The slides are
// frames of the size of the projection, drawn from what this window holds: nothing is asked of the server twice.

import { bouton, creer, heure, NB } from "./creer.js";
import { Diapo } from "./diapo.js";
import { lire } from "./memoire.js";
import { demander, presenter, Salle } from "./salle.js";

const duree = (ms) => `${Math.floor(ms / 60000)}:${String(Math.floor((ms / 1000) % 60)).padStart(2, "0")}`;

// In a frame: one slide, drawn again whenever the window asks.
export function ecran() {
  document.documentElement.classList.add("obs-en-salle");
  const scene = creer("div", { class: "scene" });
  document.body.append(creer("div", { class: "obs-salle ecran" }, scene));
  let derniere;
  globalThis.montrer = async (donnees, modules) => {
    const diapo = (derniere = new Diapo(donnees, modules));
    scene.append(diapo.element);
    await diapo.dessiner();
    if (derniere !== diapo) return diapo.detruire();
    diapo.element.classList.add("vue");
    for (const e of [...scene.children]) if (e !== diapo.element) e.remove();
  };
  frameElement.dispatchEvent(new Event("pret"));
}

class Presentateur extends Salle {
  cadre() {
    const page = this.valise ? { srcdoc: this.valise } : { src: new URL("_seance/salle", document.baseURI).href };
    [this.ici, this.apres] = ["Dans la salle", "Ensuite"].map((nom) => {
      const cadre = creer("iframe", { name: "obs-ecran", title: nom, tabindex: "-1", "aria-hidden": "true", ...page });
      const pret = new Promise((fait) => cadre.addEventListener("pret", fait, { once: true }));
      const titre = creer("b"), droite = creer("span"), boite = creer("div", { class: "mini" }, cadre);
      new ResizeObserver(() => this.ajuster()).observe(boite);
      return { cadre, pret, titre, droite, boite, bloc: [creer("h2", {}, `${nom} · `, titre, droite), boite] };
    });
    this.projection = creer("span", { class: "projection", role: "status" });
    this.clair = creer("p", { class: "mesnotes" });
    this.posees = creer("ol", { "aria-label": "Questions de la salle" });
    this.chrono = creer("b");
    this.fin = creer("span");
    const lieu = [this.lieu, this.presents].filter(Boolean).join(", ");
    const outil = (mots, touche, agir, fort) => bouton([`${mots} `, creer("kbd", {}, touche)], agir, { class: fort && "fort" });
    return [
      creer("header", {}, creer("h1", {}, this.titre || "Projection"), creer("span", { class: "lieu" }, lieu), this.projection, this.seule, creer("b", { class: "cadran" })),
      creer("div", { class: "moitie" }, ...this.ici.bloc, this.clair),
      creer("div", { class: "moitie" }, ...this.apres.bloc, creer("h2", {}, "Questions de la salle"), this.posees),
      this.segments,
      creer("footer", { class: "barre" }, outil("Suivante", "Page ↓", () => this.pas(1), true), outil("Détail", "D", () => this.detailler()), outil("Question", "F3", () => this.question.ouvrir()),
        outil("Noter", "F2", () => this.notes.ouvrir()), outil("Noir", "F4", () => this.noircir()), outil("Sommaire", "S", () => this.ouvrirMenu()), this.suite,
        creer("span", { class: "temps" }, "sur cette vue ", this.chrono, this.fin)),
    ];
  }

  ajuster() {
    const [large, haut] = this.autre?.taille ?? [1280, 720];
    for (const { boite, cadre } of [this.ici, this.apres]) {
      const part = boite.clientWidth / large;
      Object.assign(cadre.style, { width: `${large}px`, height: `${haut}px`, transform: `scale(${part})` });
      boite.style.height = `${haut * part}px`;
    }
  }

  // What stands for a drawn slide here: its words.
  async faire(vue) {
    const [donnees, modules] = await this.trouver(vue);
    return { donnees, modules, titre: this.racine.querySelector("h1"), element: this.scene, tenir() {}, detruire() {} };
  }

  montrer(diapo) {
    const vue = this.hors ? undefined : this.vues[this.rang], suivante = this.vues[this.rang + 1];
    this.depuisVue = Date.now();
    super.montrer(diapo);
    const dessiner = (partie, { donnees, modules }) => partie.pret.then(() => partie.cadre.contentWindow.montrer(donnees, modules));
    dessiner(this.ici, diapo);
    this.ici.titre.textContent = !vue ? "question de la salle" : this.numero(this.rang) ? `vue ${this.numero(this.rang)} sur ${this.vues.filter((v) => !v.locale).length}` : vue.dit;
    this.ici.droite.textContent = vue?.minutes ? `${vue.minutes}${NB}min prévues` : "";
    this.apres.titre.textContent = suivante ? suivante.message || suivante.dit : "dernière vue";
    this.apres.droite.textContent = suivante?.minutes ? `${suivante.minutes}${NB}min` : "";
    this.apres.boite.hidden = !suivante;
    if (suivante) this.preparer(suivante).then((d) => this.vues[this.rang + 1] === suivante && dessiner(this.apres, d), () => {});
    this.clair.replaceChildren(creer("strong", {}, "Mes notes. "), vue?.note || "Aucune note sur cette vue : elles se tapent en préparation.");
  }

  suivreNotes(notes) {
    const posees = notes.filter((n) => n.genre === "question");
    this.posees.replaceChildren(...posees.slice(-5).map((q) => creer("li", {}, creer("span", {}, q.heure), q.texte,
      creer("b", { class: q.reponse === undefined ? "anoter" : "montree" }, q.reponse === undefined ? "à noter" : "montrée"))));
  }

  detailler() {
    this.emettre({ detail: true });
  }

  retailler() {}

  ouvrirFenetre() {}

  direHeure() {
    this.racine.querySelector(".cadran").textContent = heure(new Date());
    this.chrono.textContent = duree(Date.now() - (this.depuisVue ?? Date.now()));
    const reste = this.vues.slice(Math.max(0, this.rang)).reduce((somme, v) => somme + (v.minutes || 0), 0);
    this.fin.textContent = reste ? ` fin prévue ${heure(new Date((this.depuisVue ?? Date.now()) + reste * 60000))}` : "";
  }

  // Green while the room can see it.
  connaitre(autre) {
    const taille = String(this.autre?.taille);
    this.autre = autre;
    this.projection.textContent = autre ? (autre.visible ? "projection visible" : "projection cachée") : "projection fermée";
    this.projection.classList.toggle("cachee", !autre?.visible);
    if (String(autre?.taille) !== taille) this.ajuster();
  }

  fermer() {
    super.fermer();
    globalThis.close();
  }
}

// Open it on what the projection shows, which also gives it the views; alone, on what this browser keeps.
export function presenterIci(choix = {}) {
  // Gone once the projection is closed or reloaded.
  const projetee = () => (globalThis.opener?.closed ? undefined : globalThis.opener?.obsSalle);
  const lu = projetee()?.etat ?? lire("obs-salle");
  if (!lu) return undefined;
  document.documentElement.style.colorScheme = "dark";
  document.title = `Ma fenêtre · ${lu.titre || "Projection"}`;
  const { rang: depart, ...reste } = structuredClone(lu);
  const source = async (adresse) => projetee()?.lireVue(adresse).catch(() => demander(adresse)) ?? demander(adresse);
  return presenter({ ...reste, depart, source, role: "presentateur", ...choix }, Presentateur);
}
