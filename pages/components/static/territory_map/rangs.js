// The ranking: the zones in a table, highest first; a name chooses its zone.

import { valeurDe } from "./apparence.js";
import { creer } from "./elements.js";
import { pastille } from "./pastilles.js";

export function rangs(apparence, { titre, selection, choisir }) {
  const avecClasse = apparence.mode !== "cercles";
  const entetes = ["Rang", "Territoire", ...(avecClasse ? ["Classe"] : []), apparence.legende.colonne];
  const corps = apparence.rangs().map(({ zone, etat }, i) => {
    const nom = creer("button", { type: "button" }, zone.libelle);
    nom.addEventListener("click", () => choisir(zone.code));
    return creer("tr", { class: zone.code === selection ? "sel" : "" },
      creer("td", {}, etat.nombre == null ? "" : String(i + 1)), creer("th", { scope: "row" }, nom),
      ...(avecClasse ? [creer("td", {}, pastille(apparence, apparence.fondDe(etat)[0]), etat.classe ? ` ${etat.classe}` : "")] : []),
      creer("td", { class: "d" }, valeurDe(etat)));
  });
  return creer("table", {}, creer("caption", { class: "lu" }, titre),
    creer("thead", {}, creer("tr", {}, ...entetes.map((mot) => creer("th", { scope: "col" }, mot)))), creer("tbody", {}, ...corps));
}
