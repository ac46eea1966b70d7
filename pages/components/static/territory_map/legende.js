// The legend: the figure large, every zone as a dot over the colours, the sentence of the zone in sight.

import { chiffre, valeurDe } from "./apparence.js";
import { creer, NB } from "../seance/creer.js";

const EM = 0.58; // mean width of a character

// The figure of a zone, or of the region (code ""): its own words when the legend has some.
export function phrase(apparence, code, dits) {
  if (code === "" && dits) return creer("p", { class: "phrase" }, ...dire(...dits));
  const { legende, periode, zones } = apparence;
  const etat = apparence.etat(code);
  const nom = zones.get(code)?.libelle;
  const lieu = legende.lieux[code] ?? nom ?? legende.region_libelle;
  const suite = legende.suites[periode]?.[code] ?? (chiffre(etat) ? legende.suite : apparence.mots(etat.statut));
  const [sens, age] = code === "" ? [legende.sens?.[periode], legende.ages?.[periode]] : [];
  const muette = code === "" && !chiffre(etat); // a region that its producer does not count is said in words alone
  return creer("p", { class: "phrase" }, ...(muette ? [] : grandNombre(apparence, etat)),
    creer("span", { class: "lieu" }, ...soulignes(lieu, nom), sens ? `, ${sens}` : ""),
    creer("span", {}, suite), ...(age ? [creer("span", { class: "ancien" }, age)] : []));
}

function dire(debut, nombre, suite) {
  return [creer("b", { style: `--signes:${nombre.length}` }, nombre), creer("span", { class: "lieu" }, debut), creer("span", {}, suite)];
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
  const petite = unite.length > 2;
  const petits = etat.indice && etat.indice !== "≥" ? [creer("small", {}, etat.indice)] : [];
  const signes = valeur.length + unite.length * (petite ? 0.45 : 1) + petits.length;
  return [
    ...(moins || etat.indice === "≥" ? [creer("span", { class: "moins" }, "au moins")] : []),
    creer("b", { class: chiffre(etat) ? "" : "absent", style: `--signes:${signes}` }, valeur, petite ? creer("small", {}, unite) : unite, ...petits),
  ];
}

// What is said of the zone in sight, and the way to its curve; of all of them when none is.
export function sentence(apparence, code, titres, dits) {
  const { legende, periode } = apparence;
  const mots = code ? titres[code] : dits?.join(" ") ?? legende.extremes[periode];
  const lien = code && legende.courbe ? [" ", creer("a", { href: legende.courbe + code, target: "_self" }, "Sa courbe, comparer avec…")] : [];
  return creer("p", { class: "dite" }, mots ?? "", ...lien);
}

// Position of a value on the scale, in hundredths of its width.
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
export function points(apparence, code, { largeur, corps, agir }) {
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
  const boutons = connus.map(({ zone, etat }, i) => {
    const point = creer("span", { class: zone.code === code ? "point vu" : "point", "data-code": zone.code,
      style: `left:${places[i].x}%;bottom:${places[i].rang * taille}px;width:${taille - 1}px;height:${taille - 1}px;background:${apparence.fondDe(etat)[0]}` });
    point.addEventListener("click", () => agir.choisir(zone.code));
    return point;
  });
  const nuage = creer("div", { class: "points", "aria-hidden": "true", style: `height:${haut}px` }, ...boutons);
  nuage.addEventListener("pointerover", ({ target, pointerType }) => pointerType === "mouse" && agir.montrer(target.dataset.code));
  nuage.addEventListener("pointerleave", () => agir.montrer());
  const region = legende.region[periode];
  const dite = region && `${legende.region_libelle} ${region[1]}${legende.unite === "%" ? `${NB}%` : ""}`;
  const bouts = connus.length > 1 ? [connus[0], connus.at(-1)].map(({ zone, etat }, i) =>
    creer("span", { class: i ? "bout fin" : "bout" }, creer("b", {}, valeurDe(etat)), ` ${zone.libelle.replace(/ \(.*/, "")}`)) : [];
  const mots = reperer(legende.limites_libelles, limites.map(place), large).map(({ mot, x }) => creer("span", { style: `left:${x}%` }, mot));
  const centre = region && Math.min(100 - large(dite) / 2, Math.max(large(dite) / 2, place(region[0])));
  const lue = [dite, ...bouts.map((b) => b.textContent)].filter(Boolean).join(" ; ");
  return creer("div", { class: "echelle" },
    creer("p", { class: "titre" }, `${connus.length} ${legende.zones[connus.length < 2 ? 0 : 1]}, un point par zone`),
    creer("div", { role: "img", "aria-label": `Échelle. ${lue}`, class: "axe" },
      ...(region ? [creer("span", { class: "mot-region", style: `left:${centre}%` }, dite), creer("span", { class: "region", style: `left:${place(region[0])}%` })] : []),
      creer("div", { class: "bouts" }, ...bouts), nuage,
      creer("div", { class: "bande" }, ...segments(apparence, [etendue[0], ...limites, etendue[1]].map(place), classes)),
      creer("div", { class: "reperes" }, ...mots)));
}

function segments(apparence, bornes, classes) {
  return classes.map((mots, i) => {
    const nom = apparence.nuance(i + 1);
    const trame = apparence.trame(i + 1);
    return creer("span", { class: "segment", title: mots, style: `width:${bornes[i + 1] - bornes[i]}%;background:var(--obs-${nom})` },
      ...(trame ? [creer("svg:svg", { class: "trame", "aria-hidden": "true" }, creer("svg:rect", { width: "100%", height: "100%", fill: apparence.motif(trame) }))] : []));
  });
}
