// What the browser keeps of a meeting. Private browsing may refuse: it then lasts as long as the page.

const repli = new Map();

export function lire(cle) {
  try {
    return JSON.parse(localStorage.getItem(cle)) ?? repli.get(cle);
  } catch {
    return repli.get(cle);
  }
}

export function garder(cle, valeur) {
  repli.set(cle, valeur);
  try {
    localStorage.setItem(cle, JSON.stringify(valeur));
    return true;
  } catch {
    return false;
  }
}

export function oublier(cle) {
  repli.delete(cle);
  try {
    localStorage.removeItem(cle);
  } catch { /* nothing was kept */ }
}
