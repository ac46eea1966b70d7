// A switch between the views of a map, drawn wherever the page wants it: the map answers, then tells Python.

import { creer } from "./elements.js";
import { feuille } from "./fichiers.js";
import { bascules, cartes, tenir } from "./liens.js";

class Bascule {
  constructor(racine) {
    this.racine = racine;
    this.groupe = creer("fieldset");
    racine.append(this.groupe);
    // A radio that is pressed has changed already: the map hears of it before the page paints.
    this.groupe.addEventListener("change", (e) => this.choisir(e.target.value));
  }

  async recevoir(donnees, envoyer) {
    this.envoyer = envoyer;
    this.carte = donnees.carte;
    bascules.set(this.carte, this);
    const css = await feuille("bascule.css");
    this.racine.adoptedStyleSheets = [css];
    const cle = JSON.stringify([donnees.etiquette, donnees.options]);
    if (cle !== this.cle) this.batir(donnees);
    this.cle = cle;
    this.montrer(cartes.get(this.carte)?.vueChoisie ?? donnees.choisie);
  }

  batir({ carte, etiquette, options }) {
    this.boutons = new Map(options.map(([nom]) =>
      [nom, creer("input", { type: "radio", name: `vue-${carte}`, value: nom, id: `vue-${carte}-${nom}` })]));
    this.groupe.replaceChildren(creer("legend", {}, etiquette),
      creer("div", {}, ...options.map(([nom, mots]) => creer("label", {}, this.boutons.get(nom), creer("span", {}, mots)))));
  }

  montrer(vue) {
    const bouton = this.boutons?.get(vue);
    if (bouton) bouton.checked = true;
  }

  choisir(vue) {
    const carte = cartes.get(this.carte);
    if (carte) carte.changerVue(vue);
    else this.envoyer("vue", vue);
  }

  detruire() {
    if (bascules.get(this.carte) === this) bascules.delete(this.carte);
    this.groupe.remove();
  }
}

const montages = new WeakMap();

export default function ({ parentElement, data, setTriggerValue }) {
  const [bascule, fin] = tenir(montages, parentElement, () => new Bascule(parentElement), (b) => b.detruire());
  bascule.recevoir(data, setTriggerValue).catch(console.error);
  return fin;
}
