// The card beside the pointer or the focus: name, value, class.

import { valeurDe } from "./apparence.js";
import { creer } from "./elements.js";

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

  montrer(apparence, zone, clientX, clientY) {
    this.zone = zone;
    this.boite.hidden = false;
    this.remplir(apparence);
    this.placer(clientX, clientY);
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

  placer(clientX, clientY) {
    const cadre = this.boite.parentElement.getBoundingClientRect();
    const [l, h] = [this.boite.offsetWidth, this.boite.offsetHeight];
    const x = clientX - cadre.x + (clientX - cadre.x + l + 24 > cadre.width ? -l - 14 : 14);
    const y = Math.min(Math.max(8, clientY - cadre.y - h - 12), cadre.height - h - 8);
    this.boite.style.transform = `translate(${Math.max(8, x)}px,${y}px)`;
  }
}
