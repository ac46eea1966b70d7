// Values and names written on the map, where they hold; outside the region else, at the end of a leader line.

import { valeurDe } from "./apparence.js";
import { contient } from "./cadrage.js";
import { creer, NB } from "../seance/creer.js";

// Beyond these numbers of zones, names and values wait for the reader to zoom in.
const NOMS_MAX = 40;
const VALEURS_MAX = 150;
const NOMS_DEHORS_MAX = 8; // more leader lines than that would cross
const RAYON_MIN_PX = 7;
const TENUS_MAX = 200;
// Where a label may move when its anchor does not suit, in radii of the zone.
const PLACES = [[0, 0], [0, -0.35], [0, 0.35], [-0.35, 0], [0.35, 0], [0, -0.7], [0, 0.7], [-0.7, 0], [0.7, 0]];

// A name on two lines, cut after the hyphen or at the space nearest to its middle.
export function couper(nom) {
  const coupes = [...nom.matchAll(/[ -]/g)].map((m) => m.index + 1);
  if (!coupes.length) return [nom];
  const i = coupes.reduce((a, b) => (Math.abs(b - nom.length / 2) < Math.abs(a - nom.length / 2) ? b : a));
  return [nom.slice(0, i).trimEnd(), nom.slice(i)];
}

// A box l × h fits when it is in the largest circle of the zone, or when its edges are inside the shape.
export function tient(zone, dedans, l, h, x = zone.x, y = zone.y) {
  const [a, b] = [l * 0.44, h * 0.4];
  if (Math.hypot(a, b) + Math.hypot(x - zone.x, y - zone.y) <= zone.r) return true;
  const bord = (dx, dy) => dedans(x + dx, y + dy);
  return [-1, 1, -0.5, 0.5, 0].every((i) => bord(i * a, -b) && bord(i * a, b)) && bord(-a, 0) && bord(a, 0);
}

// Where a box fits and covers no other, at the anchor or near it; undefined when it fits nowhere. `tenus`: what was found
// of a size before, which another figure mostly has too.
export const placer = (zone, dedans, l, h, libre = () => true, tenus = new Map()) =>
  PLACES.map(([dx, dy]) => [zone.x + dx * zone.r, zone.y + dy * zone.r]).find(([x, y], i) => {
    if (!libre(x, y, l, h)) return false;
    const cle = `${i} ${l} ${h}`;
    return tenus.get(cle) ?? tenus.set(cle, tient(zone, dedans, l, h, x, y)).get(cle);
  });

const [ENCRE, CERNE] = ["var(--obs-encre)", "var(--obs-surface)"]; // of what is written beside a zone
const dans = (forme) => (x, y) => forme.isPointInFill(new DOMPoint(x, y));

export class Etiquettes {
  constructor(traces) {
    this.traces = traces;
    this.largeurs = new Map();
    this.tenus = new WeakMap(); // zone -> what it holds
  }

  // Width in em, measured once per text and font.
  mesurer(texte, classe) {
    this.apprendre([[classe, texte]]);
    return this.largeurs.get(classe + texte) ?? 0;
  }

  // Widths of several texts, measured together: the browser lays them out once.
  apprendre(textes) {
    const neufs = textes.filter(([classe, texte]) => texte && !this.largeurs.has(classe + texte));
    if (!neufs.length) return;
    const essais = neufs.map(([classe, texte]) => creer("svg:text", { class: classe, "font-size": "100", visibility: "hidden" }, texte));
    this.traces.svg.append(...essais);
    essais.forEach((essai, i) => this.largeurs.set(neufs[i].join(""), essai.getBBox().width / 100));
    essais.forEach((essai) => essai.remove());
  }

  // The part in sight, units of the map in a pixel, size of the text in pixels; `seule`: the map has no legend beside it;
  // `choisie`: the zone named in a tag, in projection.
  ecrireTout(apparence, { vue, unites, px, zoome, etroit }, { seule, choisie, reperes = [] }) {
    const { zones, couches } = this.traces;
    const { projection, mode } = apparence;
    this.apparence = apparence;
    this.rayonMin = RAYON_MIN_PX * unites;
    this.corps = { valeur: unites * px * (projection ? 1 : etroit ? 1.15 : 1.3), nom: unites * px };
    this.nommer = (!projection || seule) && (zoome || ((!etroit || seule) && zones.size <= NOMS_MAX));
    this.boites = [];
    this.nommees = new Set();
    const visibles = [...zones.values()].filter((zone) => contient(vue, zone));
    const muet = zones.size > VALEURS_MAX && !zoome;
    const ecrits = (zone) => [["val", valeurDe(apparence.etat(zone.code))], ...(this.nommer ? [zone.libelle, ...(zone.nom ?? couper(zone.libelle))].map((nom) => ["nom", nom]) : [])];
    if (!muet) this.apprendre(visibles.flatMap(ecrits));
    const nombre = (zone) => apparence.etat(zone.code).nombre ?? 0;
    const textes = muet ? [] : mode === "cercles" ? visibles.sort((a, b) => nombre(b) - nombre(a)).flatMap((zone) => this.cercle(zone))
      : visibles.filter((zone) => zone.r > this.rayonMin).flatMap((zone) => this.zone(zone));
    if (projection && seule && mode !== "cercles") textes.push(...this.nomsDehors(visibles, vue));
    textes.push(...reperes.map((code) => zones.get(code)).filter((zone) => zone && contient(vue, zone)).flatMap((zone) => this.repere(zone, vue)));
    if (projection && choisie) textes.push(...this.plaque(choisie, vue));
    couches.noms.replaceChildren(...textes);
  }

  // Value then name on one or two lines; the name is dropped first, then the value.
  zone(zone) {
    const etat = this.apparence.etat(zone.code), valeur = valeurDe(etat);
    const { valeur: tv, nom: tn } = this.corps, lv = this.mesurer(valeur, "val") * tv;
    const [, halo, encre] = this.apparence.habit(etat);
    const dedans = dans(this.traces.formes.get(zone.code)), { libre } = this;
    const tenus = this.tenus.get(zone) ?? this.tenus.set(zone, new Map()).get(zone);
    if (tenus.size > TENUS_MAX) tenus.clear();
    for (const lignes of this.nommer ? [[zone.libelle], zone.nom ?? couper(zone.libelle)] : []) {
      const ln = Math.max(...lignes.map((ligne) => this.mesurer(ligne, "nom"))) * tn;
      const hauteur = (valeur ? tv * 0.92 : 0) + lignes.length * tn * 1.02;
      const place = placer(zone, dedans, Math.max(lv, ln), hauteur, libre, tenus);
      if (!place) continue;
      this.nommees.add(zone);
      return [this.ecrire(...place, hauteur, Math.max(lv, ln), valeur, lignes, encre, halo)];
    }
    const place = valeur && placer(zone, dedans, lv * 0.86, tv * 0.62, libre, tenus);
    return place ? [this.ecrire(...place, tv, lv, valeur, [], encre, halo)] : [];
  }

  // In the circle when it fits, else under it, unless it would cover another label.
  cercle(zone) {
    const etat = this.apparence.etat(zone.code);
    const r = this.apparence.rayon(etat.nombre);
    if (!r) return zone.r > this.rayonMin ? this.zone(zone) : [];
    const { valeur: tv, nom: tn } = this.corps, valeur = valeurDe(etat);
    const lv = this.mesurer(valeur, "val") * tv, ln = this.mesurer(zone.libelle, "nom") * tn;
    if (lv < 1.84 * r && tv < 1.5 * r) {
      const dedans = this.ecrire(zone.x, zone.y, tv, lv, valeur, [], "var(--obs-s3-texte)");
      const [y, h] = [zone.y + r + tn * 0.62, tn * 1.02];
      return this.nommer && this.libre(zone.x, y, ln, h) ? [dedans, this.ecrire(zone.x, y, h, ln, "", [zone.libelle], ENCRE, CERNE)] : [dedans];
    }
    for (const lignes of this.nommer ? [[zone.libelle], []] : [[]]) {
      const h = tv * 0.92 + lignes.length * tn * 1.02;
      const large = lignes.length ? Math.max(lv, ln) : lv;
      if (this.libre(zone.x, zone.y + r + h / 2, large, h)) return [this.ecrire(zone.x, zone.y + r + h / 2, h, large, valeur, lignes, ENCRE, CERNE)];
    }
    return [];
  }

  // A dot and a name beside it, on the side where it holds.
  repere(zone, vue) {
    const { nom: tn } = this.corps;
    const l = this.mesurer(zone.libelle, "nom") * tn;
    const cotes = [1, -1].map((c) => zone.x + c * (l / 2 + tn * 0.6)).filter((x) => x - l / 2 > vue.x && x + l / 2 < vue.x + vue.l);
    const x = cotes.find((x) => this.libre(x, zone.y, l, tn));
    return x === undefined ? [] : [
      creer("svg:circle", { class: "bout", cx: zone.x, cy: zone.y, r: tn * 0.3 }),
      this.ecrire(x, zone.y, tn * 1.02, l, "", [zone.libelle], ENCRE, CERNE)];
  }

  libre = (x, y, l, h) => this.boites.every(([a, b, w, k]) => x - l / 2 > a + w || x + l / 2 < a || y - h / 2 > b + k || y + h / 2 < b);

  ecrire(x, y, hauteur, large, valeur, lignes, encre, halo) {
    const { valeur: tv, nom: tn } = this.corps;
    const haut = y - hauteur / 2;
    const dessous = haut + (valeur ? tv * 0.92 : 0);
    this.boites.push([x - large / 2, haut, large, hauteur]);
    const [nombre, lettre] = valeur.split(/\u00a0(?=[a-z]$)/);
    return creer("svg:text", { "text-anchor": "middle", style: `fill:${encre};stroke:${halo ?? "none"}` },
      ...(valeur ? [creer("svg:tspan", { class: "val", x, y: haut + tv * 0.8, "font-size": tv }, nombre)] : []),
      ...(lettre ? [creer("svg:tspan", { class: "nom", "font-size": tn }, NB + lettre)] : []),
      ...lignes.map((ligne, i) => creer("svg:tspan", { class: "nom", x, y: dessous + tn * (0.84 + i * 1.02), "font-size": tn }, ligne)));
  }

  // In the meeting room the names that hold in no shape: over the borders when nothing is there, else outside the region.
  nomsDehors(visibles, vue) {
    const { nom: tn } = this.corps;
    const restes = visibles.filter((zone) => !this.nommees.has(zone));
    return restes.length > NOMS_DEHORS_MAX ? [] : restes.flatMap((zone) => {
      const l = this.mesurer(zone.libelle, "nom") * tn, { x, y } = zone;
      const [, halo, encre] = this.apparence.habit(this.apparence.etat(zone.code));
      if (l < 2.6 * zone.r && this.libre(x, y, l, tn)) return [this.ecrire(x, y, tn * 1.02, l, "", [zone.libelle], encre, halo)];
      const ou = this.dehors(zone, dans(this.traces.formes.get(zone.code)), vue, l, tn * 1.1, tn);
      return ou ? [...fil(ou, l + tn * 0.5, tn * 1.1, tn), this.ecrire(ou.x, ou.y, tn * 1.02, l, "", [zone.libelle], ENCRE, "var(--obs-voisin)")] : [];
    });
  }

  // In projection, the name of the chosen zone in a tag, and its leader line.
  plaque(zone, vue) {
    const { nom: t } = this.corps, taille = t * 1.15;
    const [l, h] = [this.mesurer(zone.libelle, "val") * taille + t * 1.1, t * 1.7];
    const ou = this.dehors(zone, dans(this.traces.couches.choisie.lastChild), vue, l, h, t);
    return !ou ? [] : [
      ...fil(ou, l, h, t),
      creer("svg:rect", { class: "plaque", x: ou.x - l / 2, y: ou.y - h / 2, width: l, height: h, rx: t * 0.12 }),
      creer("svg:text", { class: "plaque-nom val", x: ou.x, y: ou.y + taille * 0.34, "font-size": taille, "text-anchor": "middle" }, zone.libelle),
    ];
  }

  dehors(zone, dedans, vue, l, h, t) {
    return chercherDehors({ zone, dedans, vue, l, h, t, boites: this.boites, libre: this.libre, enRegion: dans(this.traces.rivage) });
  }
}

// Where a box of l × h goes: over the sea or the neighbouring land nearest to the zone, and where its leader line
// ends; a place inside the region, or a line across a label, only when there is no other. `t`: size of the text;
// `dedans`, `enRegion`: whether a point is in the zone, in the region; `libre`: whether a box covers no label of `boites`.
export function chercherDehors({ zone, dedans, vue, l, h, t, boites, libre, enRegion }) {
  const places = [];
  for (let y = vue.y + h / 2 + t * 0.4; y < vue.y + vue.h - h / 2 - t * 0.4; y += t) {
    for (let x = vue.x + l / 2 + t * 0.4; x < vue.x + vue.l - l / 2 - t * 0.4; x += t) {
      if (!libre(x, y, l + t * 0.4, h + t * 0.2)) continue;
      const loin = Math.hypot(Math.max(0, Math.abs(x - zone.x) - l / 2), Math.max(0, Math.abs(y - zone.y) - h / 2));
      if (loin > zone.r * 0.8) places.push({ x, y, loin });
    }
  }
  places.sort((a, b) => a.loin - b.loin);
  let mieux;
  for (const { x, y, loin } of places) {
    if (mieux && loin >= mieux.cout) break;
    let couverts = 0;
    for (const fx of [-0.5, -0.25, 0, 0.25, 0.5]) for (const fy of [-0.6, 0, 0.6]) couverts += enRegion(x + fx * l, y + fy * h);
    if (mieux && loin + couverts * t >= mieux.cout) continue;
    const { bout, croises } = tirer(zone, dedans, boites, x, y, t);
    const cout = loin + couverts * t * 1.5 + croises * t * 8;
    if (!mieux || cout < mieux.cout) mieux = { cout, x, y, bout };
  }
  return mieux;
}

// The leader line from a place to the zone: it stops just inside the shape; how many labels it crosses.
function tirer(zone, dedans, boites, x, y, t) {
  const long = Math.hypot(zone.x - x, zone.y - y);
  const pas = Math.ceil((3 * long) / t);
  const point = (k) => [x + ((zone.x - x) * k) / pas, y + ((zone.y - y) * k) / pas];
  let k = 1;
  while (k < pas && !dedans(...point(k))) k += 1;
  const fin = Math.min(pas, k + 1);
  const ligne = Array.from({ length: fin + 1 }, (_, i) => point(i));
  const croises = boites.filter(([a, b, w, g]) => ligne.some(([px, py]) => px > a && px < a + w && py > b && py < b + g));
  return { bout: point(fin), croises: croises.length };
}

// A leader line leaves the edge of its box of l × h, so that it strikes no letter.
function fil({ x, y, bout }, l, h, t) {
  const [dx, dy] = [bout[0] - x, bout[1] - y];
  const bord = Math.min(1, l / 2 / Math.abs(dx), h / 2 / Math.abs(dy));
  return [
    creer("svg:path", { class: "fil", d: `M${x + dx * bord} ${y + dy * bord}L${bout[0]} ${bout[1]}` }),
    creer("svg:circle", { class: "bout", cx: bout[0], cy: bout[1], r: t * 0.18 }),
  ];
}
