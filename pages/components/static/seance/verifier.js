// Asks the server once for each view of an agenda: whether it has something to show, and says what it said when added.

import { memeTitre } from "./ordre.js";
import { demander } from "./salle.js";

const ENSEMBLE = 2; // the server runs no more screens at a time
const REESSAYER_MS = 5000;

const figures = async (adresse) => (await demander(adresse)).vues;

export class Verification {
  constructor(dire, source = figures) {
    Object.assign(this, { dire, source, lues: new Map() });
  }

  // What is known of an address, once it is: its figures, or why there is none; asked once whoever wants it.
  lire(adresse) {
    let lue = this.lues.get(adresse);
    if (!lue || lue.panne) this.lues.set(adresse, (lue = {}));
    return (lue.attendue ??= this.source(adresse).then((figures) => Object.assign(lue, { figures }), (e) => Object.assign(lue, { raison: e.message, panne: Boolean(e.panne) })));
  }

  async suivre(vues) {
    this.voulues = [...new Set(vues.map((v) => v.adresse))];
    if (this.tournent) return;
    this.tournent = true;
    const manque = () => this.voulues.find((a) => !this.lues.has(a));
    const tourner = async () => {
      for (let adresse; (adresse = manque()); this.dire()) await this.lire(adresse);
    };
    await Promise.all(Array.from({ length: ENSEMBLE }, tourner));
    this.tournent = false;
    clearTimeout(this.retour);
    const pannes = this.voulues.filter((a) => this.lues.get(a)?.panne);
    this.retour = pannes.length && setTimeout(() => {
      pannes.forEach((a) => this.lues.delete(a));
      this.suivre(vues);
    }, REESSAYER_MS);
  }

  // What is known of a view: `attente`, `panne`, `vide` (and the reason), `change` or `juste` (and its figure).
  etat({ adresse, cle, dit }) {
    const { figures, raison, panne } = this.lues.get(adresse) ?? {};
    if (panne) return { etat: "panne", raison };
    if (raison) return { etat: "vide", raison };
    if (!figures) return { etat: "attente" };
    const figure = figures.find((f) => f.cle === cle);
    if (!figure) return { etat: "vide", raison: "Cette figure n’est plus sur son écran." };
    if (figure.vide) return { etat: "vide", raison: figure.vide, figure };
    return { etat: dit && !memeTitre(dit, figure.titre) ? "change" : "juste", figure };
  }
}
