// The legend as a sentence, and its scale drawn true to values.

import { chiffre, valeurDe } from "./apparence.js";
import { creer, NBSP } from "./elements.js";

const EM = 0.58; // mean width of a character

// The sentence for a zone, or for the region (code ""): its own words when the legend has some.
export function phrase(apparence, code, dits) {
  if (code === "" && dits) return creer("p", { class: "phrase" }, ...dire(...dits));
  const { legende, periode, zones } = apparence;
  const etat = apparence.etat(code);
  const nom = zones.get(code)?.libelle;
  const lieu = legende.lieux[code] ?? nom ?? legende.region_libelle;
  const suite = legende.suites[periode]?.[code] ?? (chiffre(etat) ? legende.suite : apparence.mots(etat.statut));
  return creer("p", { class: "phrase" },
    creer("span", { class: "lieu" }, ...soulignes(lieu, nom), ","), ...grandNombre(apparence, etat), creer("span", {}, suite));
}

function dire(debut, nombre, suite) {
  return [creer("span", { class: "lieu" }, debut), creer("b", { style: `--signes:${nombre.length}` }, nombre), creer("span", {}, suite)];
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

// Position of a value on the scale, in hundredths of its width.
export const placer = ([debut, fin]) => (v) => Math.min(100, Math.max(0, ((v - debut) / (fin - debut)) * 100));

// Words under the scale: those that would touch the previous ones go down one line; touching there too, they are left
// to the swatches. `large` gives the width of words, in hundredths.
export function reperer(mots, places, large) {
  const finis = [-Infinity, -Infinity];
  return mots.flatMap((mot, i) => {
    const x = places[i];
    const rang = finis.findIndex((fini) => x - large(mot) / 2 >= fini);
    if (rang < 0) return [];
    finis[rang] = x + large(mot) / 2 + 1;
    return [{ mot, x, bas: rang === 1 }];
  });
}

// The scale, and whether all its limits are written; undefined when there is nothing to draw.
// `signesEnLargeur`: how many times the width of the legend holds the size of its text.
export function echelle(apparence, code, signesEnLargeur) {
  const { legende, mode, periode } = apparence;
  const { limites, etendue, classes } = legende;
  if (mode === "cercles" || !limites.length || !(etendue[1] > etendue[0])) return undefined;
  const place = placer(etendue);
  const large = (mots) => (mots.length * EM * 100) / signesEnLargeur;
  const reperes = reperer(legende.limites_libelles, limites.map(place), large);
  const etat = apparence.etat(code);
  const region = legende.region[periode];
  const marque = etat.nombre != null && code !== "";
  const { hauts, touche } = marquer(apparence, marque && etat, region, place, large);
  const lu = [marque && etat.etiquette, region && `${legende.region_libelle}${NBSP}: ${region[1]}${legende.unite ? NBSP + legende.unite : ""}`].filter(Boolean).join(" ; ");
  const mots = reperes.map(({ mot, x, bas }) => creer("span", { class: bas ? "bas" : "", style: `left:${x}%` }, mot));
  const element = creer("div", { class: touche ? "echelle deux" : "echelle", role: "img", "aria-label": `Échelle. ${lu}` }, ...hauts,
    creer("div", { class: "bande" }, ...segments(apparence, [etendue[0], ...limites, etendue[1]].map(place), classes)),
    creer("div", { class: reperes.some((r) => r.bas) ? "reperes deux" : "reperes" }, ...mots));
  return { element, complete: reperes.length === limites.length };
}

function segments(apparence, bornes, classes) {
  return classes.map((_, i) => {
    const nom = apparence.nuance(i + 1);
    const large = bornes[i + 1] - bornes[i];
    const trame = apparence.trame(i + 1);
    return creer("span", { class: "segment", style: `width:${large}%;background:var(--obs-${nom});color:var(--obs-${nom}-texte)` },
      ...(trame ? [creer("svg:svg", { class: "trame", "aria-hidden": "true" }, creer("svg:rect", { width: "100%", height: "100%", fill: apparence.motif(trame) }))] : []),
      creer("span", { style: `background:var(--obs-${nom})` }, large > 5 ? String(i + 1) : ""));
  });
}

// Marks above the scale: the region's, then the zone's; where their words would touch, the region's go up a line.
function marquer(apparence, etat, region, place, large) {
  const centre = (x, mots) => Math.min(100 - large(mots) / 2, Math.max(large(mots) / 2, x));
  const mot = (mots, x, classe) => creer("span", { class: classe, style: `left:${centre(x, mots)}%` }, mots);
  const ecrite = etat && valeurDe(etat);
  const hauts = [];
  let touche = false;
  if (region) {
    const x = place(region[0]);
    const mots = `${apparence.legende.region_libelle} ${region[1]}`;
    touche = etat && Math.abs(centre(place(etat.nombre), ecrite) - centre(x, mots)) < (large(mots) + large(ecrite)) / 2 + 2;
    hauts.push(creer("span", { class: "region", style: `left:${x}%` }), mot(mots, x, touche ? "mot-region haut" : "mot-region"));
  }
  if (etat) hauts.push(creer("span", { class: "balise", style: `left:${place(etat.nombre)}%` }), mot(ecrite, place(etat.nombre), "mot-balise"));
  return { hauts, touche };
}
