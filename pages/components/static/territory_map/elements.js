// Elements of the page, and the few words that several parts share.

const SVG = "http://www.w3.org/2000/svg";
export const NBSP = "\u00a0";

export function creer(nom, attributs = {}, ...enfants) {
  const svg = nom.startsWith("svg:");
  const element = svg ? document.createElementNS(SVG, nom.slice(4)) : document.createElement(nom);
  for (const [cle, valeur] of Object.entries(attributs)) {
    if (valeur === true) element.setAttribute(cle, "");
    else if (valeur !== false && valeur != null) element.setAttribute(cle, valeur);
  }
  element.append(...enfants);
  return element;
}

export function bouton(libelle, dessin, agir) {
  const icone = creer("svg:svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, creer("svg:path", { d: dessin }));
  const b = creer("button", { type: "button", "aria-label": libelle, title: libelle }, icone);
  b.addEventListener("click", agir);
  return b;
}
