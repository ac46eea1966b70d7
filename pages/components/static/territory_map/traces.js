// Shapes of the map: ground, zones, borders, circles, outlines of another zoning, marks of what is hovered or chosen.

import { creer } from "../seance/creer.js";

const COUCHES = ["fond", "zones", "motifs", "bords", "cercles", "contours", "survol", "choisie", "focus", "noms"];
const FIN = 150; // beyond this number of zones, borders are thin

// A shape in a layer above the zones: a light sheath, then the line.
const souligner = (d, ligne) => (d ? [creer("svg:path", { class: "gaine", d }), creer("svg:path", { class: ligne, d })] : []);

// Names of the producers carry straight apostrophes.
const typographier = (zone) => ({
  ...zone,
  libelle: zone.libelle.replaceAll("'", "’"),
  nom: zone.nom?.map((ligne) => ligne.replaceAll("'", "’")),
});

export class Traces {
  constructor(prefixe) {
    this.couches = Object.fromEntries(COUCHES.map((nom) => [nom, creer("svg:g", { class: nom, "aria-hidden": nom !== "zones" && "true" })]));
    this.defs = creer("svg:defs");
    this.svg = creer("svg:svg", { role: "group", class: "carte", "aria-describedby": `${prefixe}aide` }, this.defs, ...Object.values(this.couches));
    this.prefixe = prefixe;
  }

  preparer({ motifs, prefixe }) {
    this.defs.innerHTML = motifs.replaceAll(prefixe, this.prefixe);
  }

  fond({ viewBox: [x, y, l, h], voisin, region, eaux }) {
    this.couches.fond.replaceChildren(
      creer("svg:rect", { class: "mer", x: x - l, y: y - h, width: 3 * l, height: 3 * h }),
      creer("svg:path", { class: "voisin", d: voisin }),
      creer("svg:path", { class: "dehors", d: region }),
      ...eaux.map((eau) => creer("svg:path", { class: "eau", d: eau.d, "stroke-width": eau.largeur, opacity: eau.opacite })));
    this.rivage = creer("svg:path", { class: "rivage", d: region });
    this.entiere = { x, y, l, h };
  }

  poser(zones) {
    this.zones = new Map(zones.map((zone) => [zone.code, typographier(zone)]));
    this.formes = new Map(zones.map((zone) =>
      [zone.code, creer("svg:path", { d: zone.d, "data-code": zone.code, role: "button", tabindex: "-1" })]));
    this.couches.zones.replaceChildren(...this.formes.values());
    const tout = zones.map((zone) => zone.d).join("");
    this.sansObjet = creer("svg:path", { class: "sans-objet" });
    this.couches.bords.replaceChildren(
      creer("svg:path", { class: "limite", d: tout }), creer("svg:path", { class: "trait", d: tout }), this.sansObjet, this.rivage);
    this.svg.classList.toggle("fin", zones.length > FIN);
  }

  contourner(zones = [], tous = true) {
    this.contours = new Map(zones.map((zone) => [zone.code, zone]));
    this.couches.contours.replaceChildren(...souligner(tous && zones.map((zone) => zone.d).join(""), "tirets"));
  }

  peindre(apparence, pressee) {
    const sansObjet = [];
    for (const [code, forme] of this.formes) {
      const etat = apparence.etat(code);
      forme.style.fill = apparence.habit(etat)[0];
      forme.setAttribute("aria-label", etat.etiquette);
      forme.setAttribute("aria-pressed", pressee(code));
      if (etat.statut === "so") sansObjet.push(this.zones.get(code).d);
    }
    this.sansObjet.setAttribute("d", sansObjet.join(""));
    this.couches.cercles.replaceChildren(...apparence.cercles().map(({ zone, r }) => creer("svg:circle", { cx: zone.x, cy: zone.y, r: r.toFixed(1) })));
  }

  // Lines of the class patterns and of fragile zones, one path per pattern.
  peindreMotifs(apparence, classes) {
    this.couches.motifs.replaceChildren(...[...apparence.motifs(classes)].map(([trame, zones]) =>
      creer("svg:path", { d: zones.map((zone) => zone.d).join(""), style: `fill:${trame}` })));
  }

  marquer(couche, zone) {
    this.couches[couche].replaceChildren(...souligner(zone?.d, "trait"));
  }

  // One zone alone is a stop of the tab key.
  tabuler(code) {
    const cible = this.formes.get(code) ?? this.formes.values().next().value;
    this.tabulee?.setAttribute("tabindex", "-1");
    cible?.setAttribute("tabindex", "0");
    this.tabulee = cible;
  }
}
