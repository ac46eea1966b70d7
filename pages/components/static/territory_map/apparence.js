// What each zone looks like and says at the period shown. Reads the states and the legend; touches no element.

import { NB } from "../seance/creer.js";

export const lireEtat = ([classe, valeur, etiquette, statut = "ok", nombre = null, indice = "", fragile = false]) => ({
  classe, valeur, etiquette, statut, nombre, indice, fragile,
});

// A value is shown, with or without a class.
export const chiffre = (etat) => etat.statut === "ok" || etat.nombre != null;

// The value with its sign or letter, as it is written on the map.
export function valeurDe(etat) {
  if (etat.indice === "≥") return `≥${NB}${etat.valeur}`;
  return etat.valeur + (etat.indice ? `${NB}${etat.indice}` : "");
}

export class Apparence {
  // `mode`, `legende`, `etats`, `sous_titres`: one view, as Python writes it; `constantes`: what
  // `pages/figures/carte/dessin.constantes` writes; `zones`: code -> zone; `prefixe`: of the patterns of this map.
  constructor({ etats, legende, ...champs }) {
    Object.assign(this, { commune: legende, legende, ...champs });
    this.etats = Object.fromEntries(Object.entries(etats).map(([periode, parZone]) =>
      [periode, new Map(Object.entries(parZone).map(([code, etat]) => [code, lireEtat(etat)]))]));
  }

  // At that period, on which classes may be cut.
  a(periode) {
    return Object.assign(this, { periode, legende: { ...this.commune, ...this.commune.coupes?.[periode] } });
  }

  // The state of a zone; code "" is the region's.
  etat(code) {
    return this.etats[this.periode]?.get(code) ?? this.inconnu(code);
  }

  inconnu(code) {
    const { region_libelle: nomRegion } = this.legende;
    const region = code === "" && this.legende.region[this.periode];
    if (region) return lireEtat([null, region[1], `${nomRegion} : ${region[1]}`, "ok", region[0]]);
    return lireEtat([null, this.constantes.signes.nd, `${this.zones.get(code)?.libelle ?? nomRegion}${NB}: ${this.mots("nd")}`, "nd"]);
  }

  mots(statut) {
    return this.legende.absences[statut] ?? this.constantes.absences[statut];
  }

  // In the meeting room, without what explains them after the colon.
  motsCourts(statut) {
    return this.projection ? this.mots(statut).split(/\s*:/)[0] : this.mots(statut);
  }

  // Fill, halo, ink and class pattern of a state, as a style says them.
  habit({ statut = "ok", classe }) {
    const { classes, habits } = this.constantes, habit = statut === "ok" && classes[this.mode]?.[this.legende.classes.length][classe - 1];
    return (habit || habits[statut]).map((dit) => dit?.replace(this.constantes.prefixe, this.prefixe));
  }

  // Drawn over the zones whose value is not sure.
  get fragile() {
    return `url(#${this.prefixe}fragile)`;
  }

  unite(etat) {
    return chiffre(etat) && this.legende.unite ? NB + this.legende.unite : "";
  }

  // Radius of a circle whose area is proportional to the number, in units of the map.
  rayon(nombre) {
    const { maximum } = this.legende;
    return maximum > 0 && nombre > 0 ? this.constantes.rayon_max * Math.sqrt(nombre / maximum) : 0;
  }

  // Zones that have a circle, largest first, so that a small circle is never hidden.
  cercles() {
    if (this.mode !== "cercles") return [];
    return [...this.zones.values()]
      .map((zone) => ({ zone, r: this.rayon(this.etat(zone.code).nombre) }))
      .filter(({ r }) => r > 0)
      .sort((a, b) => b.r - a.r);
  }

  // Pattern -> zones drawn with it: those of the classes when asked, and that of fragile values.
  motifs(classes) {
    const parMotif = new Map();
    for (const zone of this.zones.values()) {
      const etat = this.etat(zone.code), trames = [classes && this.habit(etat)[3], etat.fragile && this.fragile];
      for (const trame of trames.filter(Boolean)) parMotif.set(trame, [...(parMotif.get(trame) ?? []), zone]);
    }
    return parMotif;
  }
}
