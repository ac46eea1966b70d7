// Elements of what is drawn in the browser, what holds a drawing in its place, and the few words that several parts share.

const SVG = "http://www.w3.org/2000/svg";
export const NB = "\u00a0";
export const pluriel = (n, un, plusieurs) => `${n}${NB}${n < 2 ? un : plusieurs}`;
export const heure = (quand) => quand.toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });

// « svg:path » is a part of a drawing. Attributes that are functions are listeners, `false` and nothing are left out; so
// are children.
export function creer(nom, attributs = {}, ...enfants) {
  const element = nom.startsWith("svg:") ? document.createElementNS(SVG, nom.slice(4)) : document.createElement(nom);
  for (const [cle, valeur] of Object.entries(attributs)) {
    if (typeof valeur === "function") element.addEventListener(cle, valeur);
    else if (valeur !== false && valeur != null) element.setAttribute(cle, valeur === true ? "" : valeur);
  }
  element.append(...enfants.filter((e) => e != null && e !== false));
  return element;
}

export const bouton = (mots, click, attributs = {}) => creer("button", { type: "button", click, ...attributs }, ...[mots].flat());

// A promise kept under its name, asked again after a failure.
export function uneFois(tenues, nom, faire) {
  if (!tenues.has(nom)) {
    tenues.set(nom, faire());
    tenues.get(nom).catch(() => tenues.delete(nom));
  }
  return tenues.get(nom);
}

// What a component of the page is: a `Genre` drawn in a place, which each run hands its data (`recevoir`) and which ends
// with the place (`detruire`). A run that comes before a call has answered cleans after that call: what a later one draws
// in stays.
export function composant(Genre) {
  const tenus = new WeakMap();
  return ({ parentElement: place, data, ...dire }) => {
    if (!tenus.has(place)) tenus.set(place, new Genre(place, data));
    const tenu = tenus.get(place), appel = (tenu.appel = {});
    tenu.recevoir(data, dire);
    return () => {
      if (tenu.appel !== appel) return;
      tenus.delete(place);
      tenu.detruire();
    };
  };
}
