// What the reader chose here, and what Python says is chosen: the answers of older runs never undo a newer choice.

const ATTENTE_MS = 3000; // a choice is kept over older answers for that long: a busy server takes more than a second

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
    clearTimeout(this.minuteur);
    this.minuteur = setTimeout(() => {
      this.attendues = undefined;
      if (pareils(this.dites, this.valeurs)) return;
      this.recevoir(this.dites);
      this.revenir();
    }, ATTENTE_MS);
    this.envoyer({ ...this.valeurs });
  }
}
