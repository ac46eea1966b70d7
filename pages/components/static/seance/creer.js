// Elements of the room and of what is around it, and the few words that several parts share.

export const NB = "\u00a0";
export const pluriel = (n, un, plusieurs) => `${n}${NB}${n < 2 ? un : plusieurs}`;
export const heure = (quand) => quand.toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });

// Attributes that are functions are listeners, `false` and `undefined` are left out; so are children.
export function creer(nom, attributs = {}, ...enfants) {
  const element = document.createElement(nom);
  for (const [cle, valeur] of Object.entries(attributs)) {
    if (typeof valeur === "function") element.addEventListener(cle, valeur);
    else if (valeur !== undefined && valeur !== false) element.setAttribute(cle, valeur === true ? "" : valeur);
  }
  element.append(...enfants.filter((e) => e !== undefined && e !== false));
  return element;
}

export const bouton = (mots, click, attributs = {}) => creer("button", { type: "button", click, ...attributs }, ...[mots].flat());
