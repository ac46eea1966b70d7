// What the reader chose here, and what Python says is chosen: the answers of older runs never undo a newer choice.

// A choice is kept over older answers for three seconds: a busy server takes more than one. It is said again at the middle:
// a server that has just come back may not have heard it.
const ATTENTE_MS = 1500;
const ENVOIS_MAX = 2;

// What is sent keeps the frame waiting: it leaves once the browser has painted.
export const apresDessin = (agir) => requestAnimationFrame(() => setTimeout(agir));

export const pareils = (a, b) => Object.keys(b).every((nom) => a[nom] === b[nom]);

export class Choix {
  // `envoyer(valeurs)` tells Python; `revenir()` is called when Python did not follow.
  constructor(envoyer, revenir) {
    Object.assign(this, { envoyer, revenir, valeurs: {}, dites: {}, retenu: false });
  }

  detruire() {
    clearTimeout(this.minuteur);
  }

  // Python's choice, unless it answers a run older than the reader's last choice, or the reader has not finished.
  recevoir(dites) {
    this.dites = dites;
    if (this.retenu || (this.attendues && !pareils(this.attendues, dites))) return;
    this.attendues = undefined;
    this.valeurs = { ...dites };
  }

  // Shown here at once; Python hears of it at `dire`.
  poser(valeurs) {
    Object.assign(this.valeurs, valeurs);
  }

  dire() {
    this.retenu = false;
    this.attendues = { ...this.valeurs };
    this.envoyerEncore(ENVOIS_MAX);
  }

  envoyerEncore(fois) {
    clearTimeout(this.minuteur);
    this.minuteur = setTimeout(() => {
      const suivi = pareils(this.dites, this.valeurs);
      if (!suivi && fois > 1) return this.envoyerEncore(fois - 1);
      this.attendues = undefined;
      if (suivi) return;
      this.recevoir(this.dites);
      this.revenir();
    }, ATTENTE_MS);
    this.envoyer({ ...this.valeurs });
  }
}
