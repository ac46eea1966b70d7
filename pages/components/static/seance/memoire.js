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

// Whether a room is open in this tab: another one does not open it by itself.
export function ici() {
  try {
    return sessionStorage.getItem("obs-salle-ici") !== null;
  } catch {
    return false;
  }
}

export function marquer(oui) {
  try {
    oui ? sessionStorage.setItem("obs-salle-ici", "") : sessionStorage.removeItem("obs-salle-ici");
  } catch { /* a reload will open the page alone */ }
}

export function oublier(cle) {
  repli.delete(cle);
  try {
    localStorage.removeItem(cle);
  } catch { /* nothing was kept */ }
}
