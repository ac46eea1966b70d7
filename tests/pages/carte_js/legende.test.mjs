import assert from "node:assert/strict";
import { test } from "node:test";
import { apparence, legende, module, zones } from "./aides.mjs";

const { placer, reperer } = await module("legende.js");
const { lignes } = await module("pastilles.js");
const { suite } = await module("fiche.js");

test("a value beyond the ends of the scale stays at its end", () => {
  assert.deepEqual([0, 20, 50, 80, 99].map(placer([20, 80])), [0, 0, 50, 100, 100]);
});

test("limits too close go down one line, then are left out", () => {
  const dits = reperer(["a", "b", "c", "d"], [10, 14, 16, 40], () => 10);
  assert.deepEqual(dits.map(({ mot, bas }) => [mot, bas]), [["a", false], ["b", true], ["d", false]]);
});

test("every class is in the legend, and only the absences that are on the map", () => {
  const dites = lignes(apparence()).map(({ signe, mots, n, genre }) => [signe, mots, n, genre]);
  assert.deepEqual(dites, [
    ["1", "moins de 40", 1, "classe"], ["2", "40 à 60", 0, "classe"], ["3", "60 et plus", 1, "classe"],
    ["s", "secret statistique", 1, "s"], ["", "à confirmer", 1, "fragile"],
  ]);
});

test("land of no zone is named without a number", () => {
  const dehors = lignes(apparence({ legende: legende({ absences: { dehors: "hors GTEC" } }) })).find(({ mots }) => mots === "hors GTEC");
  assert.equal(dehors.n, undefined);
});

test("the card says the class, or why there is none", () => {
  assert.equal(suite(apparence(), zones.get("a")), "classe 1 sur 3 · moins de 40");
  assert.equal(suite(apparence(), zones.get("b")), "secret statistique");
  assert.equal(suite(apparence(), zones.get("c")), "classe 3 sur 3 · 60 et plus, à confirmer");
});

test("a value whose class cannot be told gives its reason without its number", () => {
  const etats = { 2023: { a: [null, "30,0", "Ancenis : 30,0\u00a0%, classe indéterminée", "nd", 30] } };
  assert.equal(suite(apparence({ etats }), zones.get("a")), "classe indéterminée");
});
