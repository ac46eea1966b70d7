// Where a page wants the legend of a map: the map draws it here (`Carte.border`).

import { composant, creer } from "../seance/creer.js";
import { feuille } from "./fichiers.js";

// Maps of the page, and where their legends are drawn, by the name of the map.
export const cartes = new Map();
export const cotes = new Map();

class Cote {
  constructor(racine) {
    this.place = creer("div", { class: "boite seule" });
    racine.append(this.place);
    feuille("territory_map.css").then((css) => { racine.adoptedStyleSheets = [css]; }).catch(console.error);
  }

  recevoir({ carte }) {
    this.carte = carte;
    cotes.set(carte, this.place);
    cartes.get(carte)?.border();
  }

  detruire() {
    if (cotes.get(this.carte) === this.place) cotes.delete(this.carte);
    this.place.remove();
  }
}

export default composant(Cote);
