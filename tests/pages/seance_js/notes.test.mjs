import assert from "node:assert/strict";
import { test } from "node:test";
import { module } from "./aides.mjs";

const { aEnvoyer, inscrire, pourLaSuite, vide } = await module("notes.js");
const { valider } = await module("ordre.js");
const vue = (n, champs = {}) => ({ adresse: `/carte?zone=${n}`, cle: "bloc-principale", message: "", dit: `Vue ${n}`, minutes: 5, ...champs });

// Views shown one after the other, each for so many seconds.
function montrer(...durees) {
  let releve = vide({ titre: "Comité" }), place = -1, avant = 0;
  for (const [v, secondes] of durees) {
    [releve, place] = inscrire(releve, v, avant, place);
    avant = secondes;
  }
  return inscrire(releve, durees.at(-1)[0], avant, place)[0];
}

test("a view passed over does not count, but where something was said of it", () => {
  const releve = montrer([vue(1), 240], [vue(2), 2], [vue(3), 1], [vue(1), 61]);
  releve.notes = [{ genre: "question", texte: "et là ?", vue: 2, reponse: undefined }, { genre: "remarque", texte: "x", vue: 0 }];
  const envoye = aEnvoyer(releve);
  assert.deepEqual(envoye.montrees.map((m) => [m.dit, m.secondes, m.minutes]), [["Vue 1", 301, 5], ["Vue 3", 1, 5]]);
  assert.deepEqual(envoye.notes.map((n) => [n.vue, n.reponse]), [[1, null], [0, null]]);
  assert.equal(envoye.brouillon, undefined);
});

test("the record of a meeting is the agenda that the next one opens, with what is still to follow", () => {
  const releve = montrer([vue("depuis", { locale: true }), 60], [vue(1), 60], [vue(2, { question: true }), 60]);
  releve.notes = [{ genre: "decision", texte: "Réunir", qui: "", quand: "", vue: 1 }, { genre: "remarque", texte: "x", vue: 1 }];
  const ancienne = { genre: "a_faire", texte: "Écrire", qui: "Région", quand: "mai", etat: "", adresse: "", cle: "", dit: "" };
  releve.suites = [ancienne, { ...ancienne, etat: "Fait en mai" }];
  const suite = valider(JSON.stringify(pourLaSuite(releve)));
  assert.deepEqual(suite.vues.map((v) => v.dit), ["Vue 1"]);
  assert.deepEqual(suite.suites.map((s) => [s.texte, s.dit]), [["Réunir", "Vue 1"], ["Écrire", ""]]);
  assert.equal(suite.depuis, releve.debut.slice(0, 10));
});
