// What the tests of the meeting's modules share: a window with a storage, and the storage that several tabs share.

export const SEANCE = new URL("../../../pages/components/static/seance/", import.meta.url);
export const module = (nom) => import(new URL(nom, SEANCE).href);

// `casse`: an error that every write throws.
export class Stock {
  tout = new Map();
  getItem(cle) {
    return this.tout.get(cle) ?? null;
  }
  setItem(cle, valeur) {
    if (this.casse) throw this.casse;
    this.tout.set(cle, String(valeur));
  }
}

export const onglet = (localStorage) => Object.assign(new EventTarget(), { localStorage });
export const erreur = (name) => Object.assign(new Error(name), { name });
