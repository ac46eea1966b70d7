// Beside the map: its legend (the figure large, every zone as a dot over the colours, the sentence of the zone in sight, the
// swatches), the card of the zone under the pointer or the focus, the period slider.

import { chiffre, valeurDe } from "./apparence.js";
import { creer, NB } from "../seance/creer.js";

const EM = 0.58; // mean width of a character

// The figure of a zone, or of the region (code ""): its own words when the legend has some.
export function phrase(apparence, code, dits) {
  if (code === "" && dits) {
    const [debut, nombre, fin] = dits;
    return creer("p", { class: "phrase" }, creer("b", { style: `--signes:${nombre.length}` }, nombre), creer("span", { class: "lieu" }, debut), creer("span", {}, fin));
  }
  const { legende, periode, zones } = apparence;
  const etat = apparence.etat(code);
  const nom = zones.get(code)?.libelle;
  const lieu = legende.lieux[code] ?? nom ?? legende.region_libelle;
  const suite = legende.suites[periode]?.[code] ?? (chiffre(etat) ? legende.suite : apparence.mots(etat.statut));
  const [sens, age] = code === "" ? [legende.sens?.[periode], legende.ages?.[periode]] : [];
  const muette = code === "" && !chiffre(etat); // a region that its producer does not count is said in words alone
  return creer("p", { class: "phrase" }, ...(muette ? [] : grandNombre(apparence, etat)),
    creer("span", { class: "lieu" }, ...soulignes(lieu, nom), sens ? `, ${sens}` : ""),
    creer("span", {}, suite), age && creer("span", { class: "ancien" }, age));
}

// The name of the zone inside « À Ancenis », underlined.
function soulignes(lieu, nom) {
  const i = nom ? lieu.lastIndexOf(nom) : -1;
  if (i < 0) return nom ? [creer("mark", {}, lieu)] : [lieu];
  return [lieu.slice(0, i), creer("mark", {}, nom), lieu.slice(i + nom.length)];
}

// « au moins » on its own line, the number, its unit, its letter. « % » is as large as its number; a word is not.
function grandNombre(apparence, etat) {
  const [, moins, valeur] = etat.valeur.match(/^(au moins )?(.*)$/);
  const unite = apparence.unite(etat);
  const petite = unite.length > 2, lettre = etat.indice && etat.indice !== "≥";
  const signes = valeur.length + unite.length * (petite ? 0.45 : 1) + (lettre ? 1 : 0);
  return [
    (moins || etat.indice === "≥") && creer("span", { class: "moins" }, "au moins"),
    creer("b", { class: chiffre(etat) ? "" : "absent", style: `--signes:${signes}` }, valeur, petite ? creer("small", {}, unite) : unite, lettre && creer("small", {}, etat.indice)),
  ];
}

// What is said of the zone in sight, and the way to its curve; of all of them when none is.
export function sentence(apparence, code, titres, dits) {
  const { legende, periode } = apparence;
  const mots = code ? titres[code] : dits?.join(" ") ?? legende.extremes[periode];
  const lien = code && legende.courbe ? [" ", creer("a", { href: legende.courbe + code, target: "_self" }, "Sa courbe, comparer avec…")] : [];
  return creer("p", { class: "dite" }, mots ?? "", ...lien);
}

export const placer = ([debut, fin]) => (v) => Math.min(100, Math.max(0, ((v - debut) / (fin - debut)) * 100));

// Words under the scale: those that would touch the previous ones are left out. `large` gives the width of words, in hundredths.
export function reperer(mots, places, large) {
  let fini = -Infinity;
  return mots.flatMap((mot, i) => {
    const x = places[i];
    if (x - large(mot) / 2 < fini) return [];
    fini = x + large(mot) / 2 + 1;
    return [{ mot, x }];
  });
}

// Dots stacked over their value: the lowest row in which one touches no other. `large`: of a dot, in hundredths; `haut`: rows.
export function empiler(valeurs, place, large, haut) {
  const rangees = [];
  return valeurs.map((v) => {
    const x = Math.min(100 - large / 2, Math.max(large / 2, place(v)));
    let rang = rangees.findIndex((fin) => x - fin >= large);
    if (rang < 0) rang = Math.min(rangees.length, haut - 1);
    rangees[rang] = Math.max(x, rangees[rang] ?? -Infinity);
    return { x, rang };
  });
}

// Size of a dot, in pixels, by the number of zones.
const TAILLES = [[40, 16], [90, 11], [Infinity, 6]];
const HAUTEUR = 96;

// Every zone as a dot over the colours, the region dashed, both ends named; undefined when there is nothing to draw.
// `largeur`, `corps`: of the legend and of its text, in pixels; `agir`: what pointing at a dot, or pressing it, does.
export function points(apparence, { largeur, corps, agir }) {
  const { legende, mode, periode, zones } = apparence;
  const { limites, etendue, classes } = legende;
  if (mode === "cercles" || !limites.length || !(etendue[1] > etendue[0])) return undefined;
  const place = placer(etendue);
  const large = (mots) => (mots.length * EM * 100 * corps) / largeur;
  const connus = [...zones.values()].map((zone) => ({ zone, etat: apparence.etat(zone.code) }))
    .filter(({ etat }) => etat.nombre != null).sort((a, b) => a.etat.nombre - b.etat.nombre);
  const taille = TAILLES.find(([n]) => connus.length <= n)[1];
  const places = empiler(connus.map(({ etat }) => etat.nombre), place, (100 * (taille + 1)) / largeur, Math.floor(HAUTEUR / taille));
  const haut = Math.max(0, ...places.map(({ rang }) => rang + 1)) * taille + 4;
  const boutons = connus.map(({ zone, etat }, i) => creer("span", { class: "point", "data-code": zone.code, click: () => agir.choisir(zone.code),
    style: `left:${places[i].x}%;bottom:${places[i].rang * taille}px;width:${taille - 1}px;height:${taille - 1}px;background:${apparence.habit(etat)[0]}` }));
  const nuage = creer("div", { class: "points", "aria-hidden": "true", style: `height:${haut}px`, pointerleave: () => agir.montrer(),
    pointerover: ({ target, pointerType }) => pointerType === "mouse" && agir.montrer(target.dataset.code) }, ...boutons);
  const region = legende.region[periode];
  const dite = region && `${legende.region_libelle} ${region[1]}${legende.unite === "%" ? `${NB}%` : ""}`;
  const bouts = connus.length > 1 ? [connus[0], connus.at(-1)].map(({ zone, etat }, i) =>
    creer("span", { class: i ? "bout fin" : "bout" }, creer("b", {}, valeurDe(etat)), ` ${zone.libelle.replace(/ \(.*/, "")}`)) : [];
  const mots = reperer(legende.limites_libelles, limites.map(place), large).map(({ mot, x }) => creer("span", { style: `left:${x}%` }, mot));
  const centre = region && Math.min(100 - large(dite) / 2, Math.max(large(dite) / 2, place(region[0])));
  const lue = [dite, ...bouts.map((b) => b.textContent)].filter(Boolean).join(" ; ");
  return creer("div", { class: "echelle" },
    connus.length > 1 && creer("p", { class: "titre" }, `${connus.length} ${legende.zones[1]}, un point par zone`),
    creer("div", { role: "img", "aria-label": `Échelle. ${lue}`, class: "axe" },
      ...(region ? [creer("span", { class: "mot-region", style: `left:${centre}%` }, dite), creer("span", { class: "region", style: `left:${place(region[0])}%` })] : []),
      creer("div", { class: "bouts" }, ...bouts), nuage,
      creer("div", { class: "bande" }, ...segments(apparence, [etendue[0], ...limites, etendue[1]].map(place), classes)),
      creer("div", { class: "reperes" }, ...mots)));
}

function segments(apparence, bornes, classes) {
  return classes.map((mots, i) => {
    const [fond, , , trame] = apparence.habit({ classe: i + 1 });
    return creer("span", { class: "segment", title: mots, style: `width:${bornes[i + 1] - bornes[i]}%;background:${fond}` },
      trame && creer("svg:svg", { class: "trame", "aria-hidden": "true" }, creer("svg:rect", { width: "100%", height: "100%", fill: trame })));
  });
}

const BOITE = { x: 0.75, y: 0.75, width: 26.5, height: 16.5 };

function pastille({ remplissage, genre = "", trame }) {
  return creer("svg:svg", { viewBox: "0 0 28 18", class: "pastille", "aria-hidden": "true" },
    creer("svg:rect", { class: `fond-pastille ${genre}`, ...BOITE, style: `fill:${remplissage}` }),
    trame && creer("svg:rect", { class: `trame ${genre}`, ...BOITE, fill: trame }));
}

// Rows of the legend: what they say and how many zones they speak of (undefined: not counted).
export function lignes(apparence) {
  const { constantes, legende, mode } = apparence, { dehors } = legende.absences;
  const etats = [...apparence.zones.keys()].map((code) => apparence.etat(code)), compter = (oui) => etats.filter(oui).length;
  const ligne = (genre, n, mots, signe = "", [remplissage, , , trame] = []) => ({ genre, n, mots, signe, remplissage, trame });
  const classes = mode === "cercles" || legende.limites.length ? [] : legende.classes.map((mots, i) =>
    ligne("classe", compter((etat) => etat.statut === "ok" && etat.classe === i + 1), mots, String(i + 1), apparence.habit({ classe: i + 1 })));
  const absences = Object.entries(constantes.signes).map(([statut, signe]) => {
    const memes = etats.filter((etat) => etat.statut === statut);
    // The signs that the zones bear: one absence may have two.
    const ecrits = [...new Set(memes.filter((etat) => !chiffre(etat)).map(({ valeur }) => valeur))].sort().join(", ");
    return ligne(statut, memes.length, apparence.motsCourts(statut), ecrits || signe, apparence.habit({ statut }));
  });
  // A letter after a number is said where one is printed.
  const indices = Object.entries(constantes.indices).map(([signe, mots]) => ligne("indice", compter(({ indice }) => indice === signe), mots, signe));
  const fragile = ligne("fragile", compter((etat) => etat.fragile), apparence.motsCourts("fragile"), "", ["var(--obs-surface)", , , apparence.fragile]);
  const horsZones = ligne(undefined, undefined, dehors, "", ["var(--obs-creux)"]);
  return [...classes, ...[...absences, ...indices].filter(({ n }) => n), ...(dehors ? [horsZones] : []), ...(fragile.n ? [fragile] : [])];
}

// `echelle`: pixels of the screen in a unit of the map; `corps`: size of the text, in pixels.
export function pastilles(apparence, echelle, corps) {
  const { zones } = apparence.legende;
  const vues = lignes(apparence).filter(({ n }) => n !== 0 || apparence.mode !== "meteo");
  const rangees = vues.map((ligne) => creer("li", { class: ligne.genre }, ligne.remplissage && pastille(ligne),
    creer("span", { class: "mots" }, ...(ligne.signe ? [creer("b", {}, ligne.signe), ` · ${ligne.mots}`] : [ligne.mots])),
    ligne.n !== undefined && creer("span", { class: "compte" }, `${ligne.n}${NB}${zones[ligne.n > 1 ? 1 : 0]}`)));
  return apparence.mode === "cercles" ? [tailles(apparence, echelle, corps), ...rangees] : rangees;
}

// Nested circles, at the scale of the map.
function tailles(apparence, echelle, px) {
  const cercles = apparence.legende.tailles.map(([nombre, mots]) => ({ r: apparence.rayon(nombre) * echelle, mots }));
  const r = Math.max(...cercles.map((taille) => taille.r), 1);
  const svg = creer("svg:svg", { class: "tailles", width: 2 * r + 60 + 5 * px, role: "img", "aria-label": `Taille des cercles : ${cercles.map((t) => t.mots).join(", ")}` });
  let dit = -Infinity;
  for (const taille of cercles) {
    const haut = 2 * r - 2 * taille.r + px / 2 + 1;
    dit = Math.max(haut, dit + px * 1.15);
    svg.append(
      creer("svg:circle", { cx: r + 2, cy: haut + taille.r, r: taille.r }),
      creer("svg:path", { d: `M${r + 2} ${haut}H${2 * r + 8}L${2 * r + 18} ${dit}h8` }),
      creer("svg:text", { x: 2 * r + 30, y: dit + px * 0.36 }, taille.mots));
  }
  svg.setAttribute("height", Math.max(2 * r + px / 2 + 3, dit + px));
  return creer("li", { class: "cercle-legende" }, svg);
}

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

  montrer(apparence, zone) {
    this.zone = zone;
    this.boite.hidden = !zone;
    if (!zone) return;
    const etat = apparence.etat(zone.code), mots = suite(apparence, zone);
    this.boite.replaceChildren(creer("strong", {}, zone.libelle), creer("b", {}, valeurDe(etat) + apparence.unite(etat)), ...(mots ? [creer("span", {}, mots)] : []));
  }
}

const GLISSEMENT_MS = 250; // taken as released after that long

export class Curseur {
  // `glisser(periode)` at each step, `lacher()` once the reader has finished. `id`: prefix of the ids of this map.
  constructor(id, glisser, lacher) {
    const lire = () => glisser(this.periodes[this.regle.value][0]);
    const change = () => {
      lire();
      clearTimeout(this.glissement);
      this.glissement = setTimeout(lacher, GLISSEMENT_MS);
    };
    this.regle = creer("input", { type: "range", min: 0, step: 1, list: `${id}periodes`, id: `${id}curseur`, input: lire, change });
    this.dite = creer("output", { for: this.regle.id });
    this.liste = creer("datalist", { id: `${id}periodes` });
    this.boite = creer("div", { class: "curseur", hidden: true }, creer("label", { for: this.regle.id }, `Période${NB}: `, this.dite), this.regle, this.liste);
  }

  detruire() {
    clearTimeout(this.glissement);
  }

  batir(periodes) {
    this.periodes = periodes;
    this.boite.hidden = periodes.length < 2;
    this.regle.max = periodes.length - 1;
    this.liste.replaceChildren(...periodes.map(([, mots], i) => creer("option", { value: i, label: mots })));
  }

  peindre(periode) {
    const { periodes } = this;
    if (periodes.length < 2) return;
    const i = Math.max(0, periodes.findIndex(([code]) => code === periode));
    this.regle.value = i;
    this.regle.style.setProperty("--part", `${(100 * i) / (periodes.length - 1)}%`);
    this.regle.ariaValueText = this.dite.value = periodes[i][1];
  }
}
