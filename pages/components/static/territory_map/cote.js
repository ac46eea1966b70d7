// Where a page wants the legend of a map: the map draws it here (`Carte.border`).

import { creer } from "./elements.js";
import { feuille } from "./fichiers.js";
import { cartes, cotes } from "./liens.js";

const montages = new WeakMap();

export default function ({ parentElement, data }) {
  const place = montages.get(parentElement) ?? creer("div", { class: "boite seule" });
  if (!montages.has(parentElement)) {
    montages.set(parentElement, place);
    feuille("territory_map.css").then((css) => { parentElement.adoptedStyleSheets = [css]; }).catch(console.error);
    parentElement.append(place);
  }
  cotes.set(data.carte, place);
  cartes.get(data.carte)?.border();
  const appel = (place.appel = {}); // see graphique.js
  return () => {
    if (place.appel !== appel) return;
    montages.delete(parentElement);
    if (cotes.get(data.carte) === place) cotes.delete(data.carte);
    place.remove();
  };
}
