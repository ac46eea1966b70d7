// Where a page wants the legend of a map: the map draws it here (`Carte.border`).

import { creer } from "./elements.js";
import { feuille } from "./fichiers.js";
import { cartes, cotes, tenir } from "./liens.js";

const montages = new WeakMap();

export default function ({ parentElement, data }) {
  const [place, fin] = tenir(montages, parentElement, () => {
    feuille("territory_map.css").then((css) => { parentElement.adoptedStyleSheets = [css]; }).catch(console.error);
    return parentElement.appendChild(creer("div", { class: "boite seule" }));
  }, (la) => {
    if (cotes.get(data.carte) === la) cotes.delete(data.carte);
    la.remove();
  });
  cotes.set(data.carte, place);
  cartes.get(data.carte)?.border();
  return fin;
}
