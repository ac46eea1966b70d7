// Search field with proposals: the ARIA « combobox with a listbox popup ». The server searches, the browser only draws.
const ATTENTE_MS = 140;

function creer(nom, attributs, ...enfants) {
  const element = document.createElement(nom);
  for (const [cle, valeur] of Object.entries(attributs)) element.setAttribute(cle, valeur);
  element.append(...enfants);
  return element;
}

class Recherche {
  constructor(parent, data) {
    this.id = "recherche-" + Math.random().toString(36).slice(2, 8);
    this.resultats = [];
    this.actif = -1;
    this.entree = false; // Enter was pressed before the proposals came
    this.champ = creer("input", {
      id: this.id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", autocapitalize: "none", maxlength: "60",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.id + "-liste", placeholder: data.exemple,
    });
    this.liste = creer("ul", { id: this.id + "-liste", role: "listbox", "aria-label": data.etiquette, hidden: "" });
    this.vide = creer("p", { class: "obs-recherche-vide", hidden: "" });
    this.statut = creer("p", { class: "obs-recherche-statut", role: "status" });
    this.racine = creer("div", { class: "obs-recherche" }, creer("label", { for: this.id }, data.etiquette), this.champ, this.liste, this.vide, this.statut);
    parent.append(this.racine);
    this.champ.addEventListener("input", () => this.demander());
    this.champ.addEventListener("keydown", (e) => this.touche(e));
    this.champ.addEventListener("focus", () => this.champ.value.trim() && this.resultats.length && this.montrer(true));
    this.champ.addEventListener("blur", () => this.montrer(false));
    // The field keeps the focus while an option is pressed.
    this.liste.addEventListener("mousedown", (e) => e.preventDefault());
    this.liste.addEventListener("click", (e) => {
      const option = e.target.closest("[role=option]");
      if (option) this.choisir(Number(option.dataset.rang));
    });
  }

  recevoir(data, envoyer, choisir) {
    this.envoyer = envoyer;
    this.declencher = choisir;
    if (data.texte !== this.demande || data.texte === this.recu) return;
    this.recu = data.texte;
    this.resultats = data.resultats;
    this.actif = -1;
    this.liste.replaceChildren(...data.resultats.map(([, libelle, precision, pourquoi], i) =>
      creer("li", { id: `${this.id}-${i}`, role: "option", "aria-selected": "false", "data-rang": i },
        creer("b", {}, libelle), creer("span", {}, pourquoi ? `${precision} · ${pourquoi}` : precision))));
    this.vide.textContent = this.statut.textContent = data.message;
    this.montrer(document.activeElement === this.champ);
    if (this.entree && this.resultats.length) this.choisir(0);
    this.entree = false;
  }

  demander() {
    clearTimeout(this.attente);
    this.entree = false;
    const texte = this.champ.value.trim();
    if (!texte) return this.effacer();
    this.attente = setTimeout(() => {
      if (texte === this.demande) return this.montrer(true);
      this.demande = texte;
      this.envoyer("texte", texte);
    }, ATTENTE_MS);
  }

  effacer() {
    this.resultats = [];
    this.demande = this.recu = undefined;
    this.liste.replaceChildren();
    this.vide.textContent = this.statut.textContent = "";
    this.montrer(false);
  }

  montrer(oui) {
    const ouverte = oui && this.resultats.length > 0;
    this.liste.hidden = !ouverte;
    this.vide.hidden = !(oui && this.recu !== undefined && !this.resultats.length);
    this.champ.setAttribute("aria-expanded", String(ouverte));
    if (!ouverte) this.activer(-1);
  }

  activer(rang) {
    this.actif = rang;
    [...this.liste.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === rang)));
    if (rang < 0) return this.champ.removeAttribute("aria-activedescendant");
    this.champ.setAttribute("aria-activedescendant", `${this.id}-${rang}`);
    this.liste.children[rang].scrollIntoView({ block: "nearest" });
  }

  touche(e) {
    const n = this.resultats.length;
    if (e.isComposing) return;
    if ((e.key === "ArrowDown" || e.key === "ArrowUp") && n) {
      e.preventDefault();
      this.montrer(true);
      const pas = e.key === "ArrowDown" ? 1 : -1;
      this.activer(this.actif < 0 ? (pas > 0 ? 0 : n - 1) : (this.actif + pas + n) % n);
    } else if (e.key === "Enter") {
      e.preventDefault();
      if (this.champ.value.trim() === this.recu) {
        if (n) this.choisir(Math.max(this.actif, 0));
      } else if (this.champ.value.trim()) this.entree = true;
    } else if (e.key === "Escape") {
      if (!this.liste.hidden || !this.vide.hidden) this.montrer(false);
      else {
        this.champ.value = "";
        this.effacer();
      }
    }
  }

  choisir(rang) {
    const [cle, libelle] = this.resultats[rang];
    this.champ.value = "";
    this.effacer();
    this.statut.textContent = libelle;
    this.declencher("choix", cle);
  }
}

const montages = new WeakMap();

export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
  let recherche = montages.get(parentElement);
  if (!recherche) {
    recherche = new Recherche(parentElement, data);
    montages.set(parentElement, recherche);
  }
  recherche.recevoir(data, setStateValue, setTriggerValue);
  return () => {
    clearTimeout(recherche.attente);
    recherche.racine.remove();
    montages.delete(parentElement);
  };
}
