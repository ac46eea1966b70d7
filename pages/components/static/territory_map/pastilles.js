// Swatches of the legend: classes that no scale draws, or sizes of circles, then the absences and the fragile values on the map.

import { creer, NB } from "../seance/creer.js";

const BOITE = { x: 0.75, y: 0.75, width: 26.5, height: 16.5 };

function pastille(apparence, { remplissage, genre = "", trame }) {
  return creer("svg:svg", { viewBox: "0 0 28 18", class: "pastille", "aria-hidden": "true" },
    creer("svg:rect", { class: `fond-pastille ${genre}`, ...BOITE, style: `fill:${remplissage}` }),
    ...(trame ? [creer("svg:rect", { class: `trame ${trame}`, ...BOITE, fill: apparence.motif(trame) })] : []));
}

// Rows of the legend: what they say and how many zones they speak of (undefined: not counted).
export function lignes(apparence) {
  const { constantes, legende, mode } = apparence;
  const comptes = apparence.comptes();
  const classes = mode === "cercles" || legende.limites.length ? [] : legende.classes.map((mots, i) => ({
    remplissage: `var(--obs-${apparence.nuance(i + 1)})`, signe: String(i + 1), mots, n: comptes.get(i + 1) ?? 0, genre: "classe", trame: apparence.trame(i + 1),
  }));
  const absences = Object.entries(constantes.signes).filter(([statut]) => comptes.get(statut)).map(([statut, signe]) => ({
    remplissage: apparence.fondDe({ statut })[0], signe, mots: apparence.motsCourts(statut), n: comptes.get(statut), genre: statut,
  }));
  // A letter after a number is said where one is printed.
  const lettres = [...apparence.zones.values()].map((zone) => apparence.etat(zone.code).indice);
  const indices = Object.entries(constantes.indices).map(([signe, mots]) => ({ signe, mots, n: lettres.filter((l) => l === signe).length, genre: "indice" })).filter(({ n }) => n);
  const { dehors } = legende.absences;
  return [
    ...classes,
    ...absences,
    ...indices,
    ...(dehors ? [{ remplissage: "var(--obs-creux)", signe: "", mots: dehors }] : []),
    ...(comptes.get("fragile") ? [{ remplissage: "var(--obs-surface)", signe: "", mots: apparence.motsCourts("fragile"), n: comptes.get("fragile"), genre: "fragile", trame: "fragile" }] : []),
  ];
}

// `echelle`: pixels of the screen in a unit of the map; `corps`: size of the text, in pixels.
export function pastilles(apparence, echelle, corps) {
  const { zones } = apparence.legende;
  const vues = lignes(apparence).filter(({ n }) => n !== 0 || apparence.mode !== "meteo");
  const rangees = vues.map((ligne) => creer("li", { class: ligne.genre }, ...(ligne.remplissage ? [pastille(apparence, ligne)] : []),
    creer("span", { class: "mots" }, ...(ligne.signe ? [creer("b", {}, ligne.signe), ` · ${ligne.mots}`] : [ligne.mots])),
    ...(ligne.n === undefined ? [] : [creer("span", { class: "compte" }, `${ligne.n}${NB}${zones[ligne.n > 1 ? 1 : 0]}`)])));
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
