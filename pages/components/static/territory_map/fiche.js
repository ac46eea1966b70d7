// The card of the zone under the pointer or the focus, in the corner of the map that no zone takes: name, value, class.

import { valeurDe } from "./apparence.js";
import { creer } from "../seance/creer.js";

// What follows the value: its class, or the reason why there is none.
export function suite(apparence, zone) {
  const etat = apparence.etat(zone.code);
  const { mode, legende: { classes } } = apparence;
  if (etat.statut === "ok") {
    const classe = mode !== "cercles" && etat.classe ? `classe ${etat.classe} sur ${classes.length} · ${classes[etat.classe - 1]}` : "";
    return [classe, etat.fragile ? apparence.mots("fragile").split(/\s*:/)[0] : ""].filter(Boolean).join(", ");
  }
  const raison = etat.etiquette.replace(zone.libelle, "").replace(/^[\s\u00a0\u202f]*:[\s\u00a0\u202f]*/, "");
  return etat.nombre == null ? raison : raison.replace(/^[^ ]*, /, "");
}

export class Fiche {
  constructor() {
    this.boite = creer("div", { class: "fiche", hidden: true, "aria-hidden": "true" });
  }

  ranger() {
    this.boite.hidden = true;
  }

  montrer(apparence, zone) {
    this.zone = zone;
    this.boite.hidden = false;
    this.remplir(apparence);
  }

  // The same zone at another period.
  rafraichir(apparence) {
    if (!this.boite.hidden) this.remplir(apparence);
  }

  remplir(apparence) {
    const etat = apparence.etat(this.zone.code);
    const mots = suite(apparence, this.zone);
    this.boite.replaceChildren(creer("strong", {}, this.zone.libelle),
      creer("b", {}, valeurDe(etat) + apparence.unite(etat)), ...(mots ? [creer("span", {}, mots)] : []));
  }
}
