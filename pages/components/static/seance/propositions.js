// A field and the list of what answers it: the ARIA « combobox with a listbox popup ».

import { creer } from "./creer.js";

export const champDe = (idListe, attributs) => creer("input", {
  type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", maxlength: 120,
  "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": idListe, ...attributs,
});

// The options of a list, one of them active.
export class Options {
  constructor(champ, liste, prendre) {
    Object.assign(this, { champ, liste, n: 0, actif: -1 });
    // The field keeps the focus while an option is pressed.
    liste.addEventListener("mousedown", (e) => e.preventDefault());
    liste.addEventListener("click", ({ target }) => {
      const option = target.closest("[role=option]");
      if (option) prendre([...liste.children].indexOf(option));
    });
  }

  poser(lignes) {
    this.n = lignes.length;
    const option = (dits, i) => creer("li", { role: "option", id: `${this.liste.id}-${i}`, "aria-selected": "false" }, ...[dits].flat());
    this.liste.replaceChildren(...lignes.map(option));
    this.activer(-1);
  }

  activer(rang) {
    const option = this.liste.children[this.actif = rang];
    this.liste.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    option ? this.champ.setAttribute("aria-activedescendant", option.id) : this.champ.removeAttribute("aria-activedescendant");
  }

  // Shown or not; closed, none of them is active.
  deployer(oui) {
    this.liste.hidden = !oui;
    this.champ.setAttribute("aria-expanded", String(oui));
    if (!oui) this.activer(-1);
  }

  // An arrow leads to the next one, around the list; whether the key was one.
  avancer(touche) {
    const { n, actif } = this, pas = { ArrowDown: 1, ArrowUp: -1 }[touche];
    if (!pas || !n) return false;
    this.activer(actif < 0 ? (pas > 0 ? 0 : n - 1) : (actif + pas + n) % n);
    return true;
  }
}

// What is typed is asked after a pause; Enter pressed before the answer takes its first option.
export class Propositions extends Options {
  // `hote` answers `demander(texte)`, whose answer comes back by `repondre`, `choisir(rang)`, `montrer(oui)`, and
  // `renoncer()` where Escape does more than empty the field: whether there was something to undo.
  constructor(champ, liste, hote, attente) {
    super(champ, liste, (rang) => hote.choisir(rang));
    this.hote = hote;
    champ.addEventListener("keydown", (e) => this.touche(e));
    champ.addEventListener("input", () => {
      const { texte } = this;
      this.arreter();
      if (!texte) return this.vider();
      this.minuteur = setTimeout(() => {
        if (texte === this.demande) return hote.montrer(true);
        this.demande = texte;
        hote.demander(texte);
      }, attente);
    });
  }

  get texte() {
    return this.champ.value.trim();
  }

  // `sur`: whether Enter alone takes the first.
  repondre(lignes, sur = true) {
    this.recu = this.demande;
    this.sur = sur;
    this.poser(lignes);
    this.hote.montrer(this.champ.matches(":focus"));
    if (this.entree && sur && this.n) this.hote.choisir(0);
    this.entree = false;
  }

  arreter() {
    clearTimeout(this.minuteur);
    this.entree = false;
  }

  vider() {
    this.arreter();
    this.demande = this.recu = undefined;
    this.poser([]);
    this.hote.montrer(false);
  }

  effacer() {
    this.champ.value = "";
    this.vider();
  }

  touche(e) {
    if (e.isComposing) return;
    if (e.key === "Enter") {
      if (this.texte !== this.recu) this.entree = Boolean(this.texte);
      else if (this.n && (this.sur || this.actif >= 0)) this.hote.choisir(Math.max(this.actif, 0));
    } else if (this.avancer(e.key)) this.hote.montrer(true);
    else if (e.key === "Escape" && !this.hote.renoncer) this.effacer();
    else if (e.key !== "Escape" || !this.hote.renoncer()) return;
    e.preventDefault();
  }
}
