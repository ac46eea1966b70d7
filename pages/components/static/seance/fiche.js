// One page for an elected official before a meeting: three facts that changed here, what is to be decided, one question.
// Made and printed by the browser, from the titles of the agenda.

import { creer } from "./creer.js";
import { jourDit } from "./ordre.js";

const MOUVEMENT = /(?:depuis|contre|de (?:plus|moins)|recul|baiss|hauss|augment|diminu|progress|en \d{4}, )/iu;
const A_TRANCHER = /^(?:À trancher|À décider|À discuter)/u;
const FAITS = 3;
const STYLE = `@page{margin:16mm}body{max-width:44rem;margin:0 auto;font:12pt/1.45 system-ui,sans-serif;color:#14242f}h1{font-size:19pt;line-height:1.15;margin:0}
h2{font-size:13pt;margin:1.4em 0 .3em;border-top:2px solid;padding-top:.3em}li{margin:.4em 0}p{margin:.2em 0}small{color:#495c68}.ligne{border-bottom:1px solid #90a0aa;height:2em}`;

const dite = (v) => v.message || v.dit;

// { faits, trancher, question } of an agenda; `etat(v)` says what a view says now.
export function resumer({ vues, suites }, etat) {
  const pretes = vues.filter((v) => etat(v).etat !== "vide" && dite(v));
  const change = (v) => (etat(v).etat === "change" ? 0 : MOUVEMENT.test(dite(v)) ? 1 : 2);
  const sujets = pretes.filter((v) => !A_TRANCHER.test(dite(v)));
  const faits = sujets.map((v, i) => [change(v), i, v]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, FAITS)
    .map(([rang, , v]) => ({ dit: etat(v).figure?.titre ?? dite(v), avant: rang ? "" : dite(v), source: etat(v).figure?.source ?? "" }));
  const ouvertes = suites.filter((s) => !/^(?:fait|clos)/iu.test(s.etat));
  const due = ouvertes.find((s) => s.genre === "a_faire" && s.qui) ?? ouvertes[0];
  const question = due ? `Où en est «\u00a0${due.texte}\u00a0»${due.qui ? `, que devait ${due.qui}` : ""}\u202f?` : faits[0] ? `Qu’est-ce qui explique, ici\u00a0: «\u00a0${faits[0].dit}\u00a0»\u202f?` : "";
  return { faits, trancher: [...pretes.filter((v) => A_TRANCHER.test(dite(v))).map(dite), ...ouvertes.map((s) => `${s.genre === "decision" ? "Suivre la décision" : "Suivre"}\u00a0: ${s.texte}`)], question };
}

export function fiche(ordre, etat) {
  const { faits, trancher, question } = resumer(ordre, etat);
  const page = creer("iframe", { title: "Fiche de préparation", style: "position:fixed;width:0;height:0;border:0" });
  document.body.append(page);
  const { document: feuille } = page.contentWindow;
  feuille.title = `Fiche de préparation, ${ordre.titre}`;
  feuille.documentElement.lang = "fr";
  feuille.head.append(creer("style", {}, STYLE));
  const tous = (liste, vide, dire) => (liste.length ? creer("ol", {}, ...liste.map(dire)) : creer("p", {}, vide));
  feuille.body.append(creer("h1", {}, ordre.titre),
    creer("p", {}, creer("small", {}, [`Fiche de préparation du ${jourDit(new Date().toISOString().slice(0, 10))}`, ordre.lieu].filter(Boolean).join(", "))),
    creer("h2", {}, "Trois faits d’ici"), tous(faits, "Aucune vue ne dit encore de fait.", (f) => creer("li", {}, creer("strong", {}, f.dit), f.avant && creer("p", {}, `À la dernière séance\u00a0: ${f.avant}`), creer("p", {}, creer("small", {}, f.source)))),
    creer("h2", {}, "Ce qui est à décider"), tous(trancher, "Rien n’est soumis à décision dans cet ordre du jour.", (t) => creer("li", {}, t)),
    creer("h2", {}, "Une question à poser"), creer("p", {}, question || "À écrire\u00a0:"), creer("div", { class: "ligne" }), creer("div", { class: "ligne" }));
  page.contentWindow.addEventListener("afterprint", () => page.remove());
  page.contentWindow.print();
}
