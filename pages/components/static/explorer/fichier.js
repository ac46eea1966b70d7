// A reader's own CSV of communes or EPCI, joined here to the figures of the table: it is never sent, nor kept.

import { creer } from "../seance/creer.js";

export const OCTETS_MAX = 5e6;
export const LIGNES_MAX = 50_000;
const MONTREES = 100;
const CITES = 6;
const SEPARATEURS = [";", ",", "\t", "|"];
const ZONAGES = { commune: /^\d{5}$/, epci: /^\d{9}$/ };
const NOMS = { commune: "communes", epci: "EPCI" };

const dit = (n, decimales = 0) => n.toLocaleString("fr-FR", { maximumFractionDigits: decimales });
const citer = (valeurs) =>
  valeurs.slice(0, CITES).join(", ") + (valeurs.length > CITES ? ` et ${dit(valeurs.length - CITES)} autres` : "");

export class Refus extends Error {}

function exiger(vrai, sinon) {
  if (!vrai) throw new Refus(sinon);
}

function decoder(octets) {
  const debut = String.fromCharCode(...octets.subarray(0, 4));
  exiger(!/^(?:PK|\u00d0\u00cf)/.test(debut), "Ce fichier est un classeur : l’ouvrir dans un tableur et l’enregistrer au format CSV.");
  exiger(!octets.includes(0), "Ce fichier n’est pas du texte : un CSV est attendu.");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(octets);
  } catch {
    return new TextDecoder("windows-1252").decode(octets); // what French Excel writes
  }
}

function decouper(texte, separateur) {
  // What is between quotes, what follows it, and what ends the cell.
  const cellule = new RegExp(`(?:[^\\S\\n${separateur}]*"([^"]*(?:""[^"]*)*)"?)?([^${separateur}\\n]*)([${separateur}\\n]|$)`, "gy");
  const lignes = [[]];
  for (const [, cite = "", reste, fin] of texte.matchAll(cellule)) {
    lignes.at(-1).push((cite.replaceAll('""', '"') + reste.replaceAll("\r", "")).trim());
    if (!fin) break;
    if (fin === "\n") lignes.push([]);
  }
  return lignes.filter((ligne) => ligne.some(Boolean));
}

export function nombre(texte) {
  const nu = texte.replace(/[\s\u00a0\u202f%]/g, "").replace(",", ".").replace("−", "-");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(nu) ? Number(nu) : null;
}

// A spreadsheet takes a code for a number: « 44036.0 », « 1004 » for « 01004 ».
export function code(texte) {
  const nu = texte.replace(/[\s\u00a0\u202f']/g, "").replace(/[.,]0+$/, "");
  return /^\d{4}$/.test(nu) ? { code: `0${nu}`, repare: true } : { code: nu, repare: nu !== texte };
}

/* What is in a file: { zonage, colonnes: names of numbers, valeurs: code -> numbers, avis: what has to be said }. */
export function lire(octets) {
  exiger(octets.length <= OCTETS_MAX, `Ce fichier a ${dit(octets.length / 1e6, 1)} Mo : ${OCTETS_MAX / 1e6} au plus.`);
  const texte = decoder(octets).replace(/^\ufeff/, "");
  const tete = texte.slice(0, texte.indexOf("\n") < 0 ? undefined : texte.indexOf("\n"));
  const [separateur, nb] = SEPARATEURS.map((s) => [s, decouper(tete, s)[0]?.length ?? 0]).sort((a, b) => b[1] - a[1])[0];
  exiger(nb > 1, "Une seule colonne lue : le séparateur attendu est « ; », « , », « | » ou la tabulation.");
  const [entetes, ...lignes] = decouper(texte, separateur);
  exiger(lignes.length, "Ce fichier n’a qu’une ligne : des titres, puis une ligne par territoire.");
  exiger(lignes.length <= LIGNES_MAX, `Ce fichier a ${dit(lignes.length)} lignes : ${dit(LIGNES_MAX)} au plus.`);
  const bancale = lignes.findIndex((l) => l.length !== entetes.length);
  exiger(bancale < 0, `Ligne ${dit(bancale + 2)} : ${dit(lignes[bancale]?.length ?? 0)} cellules, ${dit(entetes.length)} titres. ` +
    `Séparateur lu : « ${separateur === "\t" ? "tabulation" : separateur} » ; un texte qui le contient se met entre guillemets.`);
  const codes = entetes.map((_, j) => lignes.map((l) => code(l[j])));
  const parts = Object.entries(ZONAGES).flatMap(([zonage, forme]) => codes.map((colonne, cle) => {
    const part = colonne.filter((c) => forme.test(c.code)).length / lignes.length;
    return { zonage, cle, part, rang: part + (/code|insee|siren|epci|commune|geo/i.test(entetes[cle]) ? 0.01 : 0) };
  }));
  const [{ zonage, cle } = {}] = parts.filter(({ part }) => part >= 0.5).sort((a, b) => b.rang - a.rang);
  exiger(zonage, "Aucune colonne de codes : une colonne doit avoir le code Insee des communes (5 chiffres) ou le SIREN des EPCI (9 chiffres).");
  const autres = entetes.map((_, j) => j).filter((j) => j !== cle);
  const nombres = autres.filter((j) => {
    const dits = lignes.map((l) => l[j]).filter(Boolean);
    return dits.length && dits.every((v) => nombre(v) !== null);
  });
  exiger(nombres.length, "Aucune colonne de nombres à côté des codes.");
  const avis = [], nommer = (j) => entetes[j] || `colonne ${j + 1}`;
  const laissees = autres.filter((j) => !nombres.includes(j)).map(nommer);
  if (laissees.length) avis.push(`Laissé de côté, qui n’est pas un nombre : ${citer(laissees)}.`);
  const repares = codes[cle].filter((c) => c.repare).length;
  if (repares) avis.push(`Codes rétablis (${dit(repares)}) : zéro de tête perdu, espace ou décimale en trop.`);
  const valeurs = new Map(), doubles = [];
  lignes.forEach((l, i) => {
    const c = codes[cle][i].code;
    if (valeurs.has(c)) doubles.push(c);
    else valeurs.set(c, nombres.map((j) => nombre(l[j])));
  });
  if (doubles.length) avis.push(`Codes répétés (${dit(doubles.length)}), la première ligne gardée : ${citer(doubles)}.`);
  return { zonage, colonnes: nombres.map(nommer), valeurs, avis };
}

/* Rows of an answer of the API with the numbers of the file, and what has no row on either side. */
export function joindre(fichier, chiffres) {
  const connus = new Set(chiffres.map((x) => x.code_zone));
  const inconnus = [...fichier.valeurs.keys()].filter((c) => !connus.has(c));
  const lignes = chiffres.filter((x) => fichier.valeurs.has(x.code_zone));
  const avis = [...fichier.avis];
  if (inconnus.length) avis.push(`Codes que la région n’a pas (${dit(inconnus.length)}), laissés de côté : ${citer(inconnus)}.`);
  exiger(lignes.length, `Aucun code de ce fichier n’est dans la région. ${avis.join(" ")}`);
  return { lignes: lignes.map((x) => ({ ...x, siens: fichier.valeurs.get(x.code_zone) })), avis };
}

const ecrit = (v) => (v === null || v === undefined ? "" : typeof v === "number" ? String(v).replace(".", ",") : String(v));
// A text that a spreadsheet would run as a formula is quoted by an apostrophe, as in every file given here.
const neutre = (v) => (/^\s*[=+\-@|%]/.test(v) && nombre(v) === null ? `'${v}` : v);

export function enCsv(titres, rangees) {
  const cellule = (v) => `"${neutre(ecrit(v)).replaceAll('"', '""')}"`;
  return "\ufeff" + [titres, ...rangees].map((l) => l.map(cellule).join(";")).join("\r\n") + "\r\n";
}

function dessiner(place, fichier, { lignes, avis }, noms) {
  const dimensions = { libelle_zone: "Territoire", libelle_metier: "Métier", periode: "Période" };
  const cotes = Object.keys(dimensions).filter((d) => d === "libelle_zone" || new Set(lignes.map((x) => x[d])).size > 1);
  const siens = fichier.colonnes.map((c) => `${c} (votre fichier)`);
  const titres = ["Code", ...cotes.map((d) => dimensions[d]), ...Object.values(noms), ...siens];
  const rangees = lignes.map((x) => [x.code_zone, ...cotes.map((d) => x[d]), ...Object.keys(noms).map((c) => x[c]), ...x.siens]);
  const textes = 1 + cotes.length;
  if (!lignes.some((x) => Object.keys(noms).some((c) => x[c] !== null))) {
    avis.push(`Aucun de ces indicateurs n’existe par ${NOMS[fichier.zonage]} : en choisir un autre, la population par exemple.`);
  }
  const rang = (cellules, nom) => creer("tr", {}, ...cellules.map((v, j) =>
    creer(nom, { class: j < textes ? undefined : "d" }, typeof v === "number" ? dit(v, 2) : (v ?? "n.d."))));
  const trop = rangees.length > MONTREES ? `, les ${MONTREES} premières ici, toutes dans le fichier joint` : "";
  const legende = `Lignes jointes (${NOMS[fichier.zonage]}) : ${dit(rangees.length)}${trop}`;
  const table = creer("table", {}, creer("caption", {}, legende), creer("thead", {}, rang(titres, "th")),
    creer("tbody", {}, ...rangees.slice(0, MONTREES).map((l) => rang(l, "td"))));
  const href = URL.createObjectURL(new Blob([enCsv(titres, rangees)], { type: "text/csv" }));
  place.replaceChildren(creer("p", {}, [`${legende}.`, ...avis].join(" ")), creer("div", { class: "obs-tableau", tabindex: "0" }, table),
    creer("a", { href, download: "jointure.csv" }, "Télécharger la jointure (CSV)"));
}

/* Read the file that was chosen in a field, and draw it with the figures of the question beside it. */
export async function choisir(champ) {
  const ici = champ.closest(".obs-fichier"), place = ici.querySelector("output");
  const [choisi] = champ.files;
  if (!choisi) return;
  place.textContent = "Lecture…";
  try {
    if (choisi.size > OCTETS_MAX) lire({ length: choisi.size });
    const fichier = lire(new Uint8Array(await choisi.arrayBuffer()));
    const reponse = await fetch(`api/v1/chiffres.json?${ici.dataset.question}&zonage=${fichier.zonage}`);
    const recu = await reponse.json();
    exiger(reponse.ok, recu.detail);
    const noms = JSON.parse(ici.dataset.noms);
    dessiner(place, fichier, joindre(fichier, recu.chiffres), noms);
  } catch (e) {
    place.textContent = e instanceof Refus ? e.message : "Ce fichier n’a pas pu être joint : réessayer.";
  }
}
