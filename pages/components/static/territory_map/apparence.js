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
  constructor({ etats, projection = false, ...champs }) {
    const { legende, ...reste } = champs;
    Object.assign(this, { projection, commune: legende, legende, ...reste });
    this.etats = Object.fromEntries(Object.entries(etats).map(([periode, parZone]) =>
      [periode, new Map(Object.entries(parZone).map(([code, etat]) => [code, lireEtat(etat)]))]));
  }

  // Classes may be cut on the period shown.
  set periode(periode) {
    this.montree = periode;
    this.legende = { ...this.commune, ...this.commune.coupes?.[periode] };
  }

  get periode() {
    return this.montree;
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

  // Colour of the ramp, 1 to 5, for a class: with fewer than five classes the widest steps are kept.
  couleur(classe) {
    return this.constantes.rangs[this.legende.classes.length][classe - 1];
  }

  nuance(classe) {
    return this.constantes.rampes[this.mode] + this.couleur(classe);
  }

  trame(classe) {
    return this.constantes.trames[this.mode][this.couleur(classe) - 1] ?? undefined;
  }

  // Fill, then the names of the colours of the halo and of the ink.
  fondDe(etat) {
    if (etat.statut === "ok" && etat.classe && this.mode !== "cercles") {
      const nom = this.nuance(etat.classe);
      return [`var(--obs-${nom})`, nom, `${nom}-texte`];
    }
    const { motif, aplat, encre } = this.constantes.habits[etat.statut];
    return [motif ? this.motif(motif) : `var(--obs-${aplat})`, aplat, encre];
  }

  motif(nom) {
    return `url(#${this.prefixe}${nom})`;
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
      const etat = this.etat(zone.code);
      const noms = [classes && etat.statut === "ok" && etat.classe && this.trame(etat.classe), etat.fragile && "fragile"];
      for (const nom of noms.filter(Boolean)) parMotif.set(nom, [...(parMotif.get(nom) ?? []), zone]);
    }
    return parMotif;
  }

  // Class or status -> number of zones, and `fragile`.
  comptes() {
    const comptes = new Map([["fragile", 0]]);
    const ajouter = (cle) => comptes.set(cle, (comptes.get(cle) ?? 0) + 1);
    for (const code of this.zones.keys()) {
      const etat = this.etat(code);
      ajouter(etat.statut === "ok" ? etat.classe : etat.statut);
      if (etat.fragile) ajouter("fragile");
    }
    return comptes;
  }
}
