// Views that the room makes by itself, from what the browser holds: the first, « Depuis le 12 mars », and the last.
// Their addresses are no screens: the record and the next agenda leave them out.

import { creer, NB, pluriel } from "./creer.js";
import { jourDit, memeTitre } from "./ordre.js";

const RANGS = 7; // that a room reads
const NOMBRE = /(\d{1,3}(?:[\u202f\u00a0 ]\d{3})+|\d+)(?![ᵉʳ\d])(,\d+)?(?:[\u00a0\u202f ]?(%|points?))?/gu;
const locale = (nom, dit, minutes = 0) => ({ adresse: `/#${nom}`, cle: nom, message: "", dit, minutes, locale: true });

export function avecLocales(vues, { titre, depuis, suites = [] }) {
  const suivies = suites.length ? [locale("depuis", depuis ? `Depuis le ${jourDit(depuis)}` : "Depuis la dernière séance", 5)] : [];
  return [locale("ouverture", titre), ...suivies, ...vues, locale("cloture", "Sources de la séance")];
}

// The numbers of a title that are neither a year nor the rank of a quarter, each with its unit.
function chiffres(titre) {
  return [...titre.matchAll(NOMBRE)].map(([, entier, suite = "", unite = ""]) => [`${entier}${suite}`, unite]).filter(([n, unite]) => unite || !/^(?:19|20)\d\d$/u.test(n));
}

// Who publishes, without the date nor the mark that a source says after it.
export const producteur = (source) => source.split(" (")[0].replace(/, (?:du |de |\d|déc|résumée|mot à mot|[a-zéûô]+ \d{4}).*$/u, "")
  .split(". ")[0].replace(/ au \d.*$|\.$/u, "");

// What a title says now of the number that it said then.
export function mouvement(avant, apres) {
  if (!avant || !apres || memeTitre(avant, apres)) return "pas encore de chiffre";
  const [a] = chiffres(avant), b = a && chiffres(apres).find(([, unite]) => unite === a[1]);
  if (!b) return "chiffre changé";
  return a[0] === b[0] ? "même chiffre" : `${a[0]} → ${b[0]}${b[1] && NB}${b[1]}`;
}

const parties = {
  ouverture: async ({ titre, lieu, presents }, signatures) => ({
    titre, sous_titre: [jourDit(new Date().toISOString().slice(0, 10)), lieu].filter(Boolean).join(", "),
    corps: [presents && creer("p", {}, creer("strong", {}, `Participants${NB}: `), presents), ...signer(signatures)],
  }),
  depuis: async ({ depuis, notes }, _, lire) => {
    const { suites } = notes.releve;
    const ici = await Promise.all(suites.slice(0, RANGS).map(async (s) => (s.adresse ? (await lire(s.adresse).catch(() => [])).find((v) => v.cle === s.cle)?.titre : "")));
    const compte = (genre, un, plusieurs) => { const n = suites.filter((s) => s.genre === genre).length; return n && pluriel(n, un, plusieurs); };
    const tetes = ["Décidé ou à faire", "Qui, pour quand", "Où on en est", "Le chiffre depuis"];
    return {
      titre: `${depuis ? `Depuis le ${jourDit(depuis)}` : "Depuis la dernière séance"}${NB}: ${[compte("decision", "décision", "décisions"), compte("a_faire", "chose à faire", "choses à faire")].filter(Boolean).join(", ")}`,
      sous_titre: "Ce que la dernière séance a laissé à suivre",
      corps: [creer("table", {}, creer("thead", {}, creer("tr", {}, ...tetes.map((t) => creer("th", { scope: "col" }, t)))),
        creer("tbody", {}, ...suites.slice(0, RANGS).map((s, i) => creer("tr", {}, creer("td", {}, s.texte), creer("td", {}, [s.qui, s.quand].filter(Boolean).join(", ")),
          creer("td", { "data-suite": i }, s.etat || "à dire"), creer("td", {}, s.dit ? mouvement(s.dit, ici[i]) : "sans chiffre"))))),
      suites.length > RANGS && creer("p", {}, `et ${pluriel(suites.length - RANGS, "autre", "autres")}, au relevé`)],
    };
  },
  cloture: async ({ vues }, signatures, lire) => {
    const lues = await Promise.all(vues.filter((v) => !v.locale).map(async (v) => (await lire(v.adresse).catch(() => [])).find((x) => x.cle === v.cle)?.source));
    const sources = [...new Set(lues.filter(Boolean).map(producteur))];
    return {
      titre: `Sources de la séance${NB}: ${pluriel(sources.length, "producteur ou enquête", "producteurs ou enquêtes")}`, sous_titre: "Chaque chiffre se retrouve par l’adresse jointe à sa vue, dans le relevé",
      corps: [creer("ul", {}, ...sources.slice(0, RANGS).map((s) => creer("li", {}, s)), sources.length > RANGS && creer("li", {}, `et ${pluriel(sources.length - RANGS, "autre", "autres")}, au relevé`)), ...signer(signatures)],
    };
  },
};

// Logos and approvals, as their record gives them.
const signer = ({ statut, logos }) => [statut && creer("p", { class: "signatures" }, ...logos.map(([nom, src]) => creer("img", { src, alt: nom })), ` ${statut}`)];

// Answer about one of these addresses; `lire(adresse)`: figures of a screen.
export async function composer(salle, adresse, signatures, lire) {
  const cle = adresse.slice(2), { corps, ...dits } = await parties[cle](salle, signatures, lire);
  const html = creer("div", { class: `locale ${cle}`, "data-testid": "stHtml" }, ...corps.filter(Boolean)).outerHTML;
  const vue = { adresse, cle, lecture: "", champ: "", source: "", badges: [], table: "", instantane: "", vide: "", ...dits, html };
  return { vues: [vue], modules: {} };
}
