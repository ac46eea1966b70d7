import assert from "node:assert/strict";
import { test } from "node:test";
import { module } from "./aides.mjs";

const { avecLocales, mouvement, producteur } = await module("fil.js");
const { resumer } = await module("fiche.js");

for (const [avant, apres, dit] of [
  ["Chômage à Saint-Nazaire\u00a0: 6,0\u00a0%, tout près", "Chômage à Saint-Nazaire\u00a0: 5,8\u00a0%, sous la région", "6,0 → 5,8\u00a0%"],
  ["En 2024, 7\u202f130 projets", "En 2025, 7\u202f400 projets", "7\u202f130 → 7\u202f400"],
  ["Chômage\u00a0: 6,0\u00a0%", "Chômage : 6,0 %", "pas encore de chiffre"],
  ["Chômage\u00a0: 6,0\u00a0% en 2023", "Chômage\u00a0: 6,0\u00a0% en 2024", "même chiffre"],
  ["Zone du Mans, 3ᵉ trim. 2023\u00a0: 7,7\u00a0%", "Zone du Mans, 4ᵉ trim. 2024\u00a0: 7,2\u00a0%", "7,7 → 7,2\u00a0%"],
  ["Aucune mesure transmise", "Deux mesures transmises", "chiffre changé"],
  ["Chômage\u00a0: 6,0\u00a0%", undefined, "pas encore de chiffre"],
])
  test(`« ${avant} », then « ${apres} »: ${dit}`, () => assert.equal(mouvement(avant, apres), dit));

test("a meeting opens, follows what was left, and closes", () => {
  const cles = (suites) => avecLocales([{ cle: "a" }], { titre: "Comité", suites }).map((v) => v.cle);
  assert.deepEqual(cles([]), ["ouverture", "a", "cloture"]);
  assert.deepEqual(cles([{}]), ["ouverture", "depuis", "a", "cloture"]);
});

test("the page of an elected official says three facts, those that moved first, what is to be decided and one question", () => {
  const vue = (dit) => ({ dit, message: "" });
  const vues = ["Bassin\u00a0: 12 communes", "Chômage\u00a0: 6,0\u00a0%", "Depuis 2013, le chômage a reculé", "Vide", "Inscrits\u00a0: 23", "À trancher à Laval\u00a0: quels métiers\u202f?"].map(vue);
  const etat = (v) => (v.dit === "Vide" ? { etat: "vide" } : v.dit.startsWith("Chômage") ? { etat: "change", figure: { titre: "Chômage\u00a0: 5,8\u00a0%", source: "Insee" } } : { etat: "juste", figure: { titre: v.dit } });
  const suites = [{ genre: "a_faire", texte: "Écrire aux CFA", qui: "la Région", etat: "" }, { genre: "decision", texte: "Close", qui: "", etat: "fait" }];
  const { faits, trancher, question } = resumer({ vues, suites }, etat);
  assert.deepEqual(faits.map((f) => [f.dit, f.avant]), [["Chômage\u00a0: 5,8\u00a0%", "Chômage\u00a0: 6,0\u00a0%"], ["Depuis 2013, le chômage a reculé", ""], ["Bassin\u00a0: 12 communes", ""]]);
  assert.deepEqual(trancher, ["À trancher à Laval\u00a0: quels métiers\u202f?", "Suivre\u00a0: Écrire aux CFA"]);
  assert.match(question, /Écrire aux CFA.*que devait la Région/u);
  assert.match(resumer({ vues, suites: [] }, etat).question, /Qu’est-ce qui explique.*5,8/u);
});

test("a source says who publishes, without its date nor its mark", () => {
  const dites = ["France Travail, inscrits, déc. 2019 (ancien : 2019)", "convention du 27 août 2013, mot à mot (texte signé)", "suivi de l’annexe au 29/11/2026 (état du jour)"];
  assert.deepEqual(dites.map(producteur), ["France Travail, inscrits", "convention du 27 août 2013", "suivi de l’annexe"]);
});
