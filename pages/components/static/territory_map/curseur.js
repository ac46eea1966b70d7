// The period slider: repaints while it moves, tells once it is released.

import { creer, NB } from "../seance/creer.js";

const GLISSEMENT_MS = 250; // taken as released after that long

export class Curseur {
  // `glisser(periode)` at each step, `lacher()` once the reader has finished. `id`: prefix of the ids of this map.
  constructor(id, glisser, lacher) {
    Object.assign(this, { id, glisser, lacher, periodes: [] });
    this.boite = creer("div", { class: "curseur", hidden: true });
  }

  detruire() {
    clearTimeout(this.glissement);
  }

  // Built anew only when the periods change: the slider keeps the focus.
  batir(periodes) {
    if (JSON.stringify(periodes) === JSON.stringify(this.periodes)) return;
    this.periodes = periodes;
    this.boite.hidden = periodes.length < 2;
    if (periodes.length < 2) return this.boite.replaceChildren();
    const liste = `${this.id}periodes`;
    this.regle = creer("input", { type: "range", min: 0, max: periodes.length - 1, step: 1, list: liste, id: `${this.id}curseur` });
    this.dite = creer("output", { for: `${this.id}curseur` });
    const lire = () => this.glisser(this.periodes[this.regle.value][0]);
    this.regle.addEventListener("input", lire);
    this.regle.addEventListener("change", () => {
      lire();
      clearTimeout(this.glissement);
      this.glissement = setTimeout(this.lacher, GLISSEMENT_MS);
    });
    this.boite.replaceChildren(
      creer("label", { for: `${this.id}curseur` }, `Période${NB}: `, this.dite),
      this.regle,
      creer("datalist", { id: liste }, ...periodes.map(([, mots], i) => creer("option", { value: i, label: mots }))));
  }

  peindre(periode) {
    const { periodes } = this;
    if (periodes.length < 2) return;
    const i = Math.max(0, periodes.findIndex(([code]) => code === periode));
    this.regle.value = i;
    this.regle.style.setProperty("--part", `${(100 * i) / (periodes.length - 1)}%`);
    this.regle.setAttribute("aria-valuetext", periodes[i][1]);
    this.dite.value = periodes[i][1];
  }
}
