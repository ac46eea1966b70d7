import assert from "node:assert/strict";
import { test } from "node:test";
import { apparence, legende, module, taux, zones } from "./aides.mjs";

const { empiler, lignes, placer, reperer, suite } = await module("legende.js");

test("a value beyond the ends of the scale stays at its end", () => {
  assert.deepEqual([0, 20, 50, 80, 99].map(placer([20, 80])), [0, 0, 50, 100, 100]);
});

test("limits too close are left out", () => {
  const dits = reperer(["a", "b", "c", "d"], [10, 14, 16, 40], () => 10);
  assert.deepEqual(dits.map(({ mot }) => mot), ["a", "d"]);
});

test("dots that would touch are stacked, up to the height there is", () => {
  const dits = empiler([20, 20, 21, 60], placer([0, 100]), 5, 2);
  assert.deepEqual(dits.map(({ rang }) => rang), [0, 1, 1, 0]);
});

test("a scale says the classes, the swatches only the absences that are on the map", () => {
  const dites = lignes(apparence()).map(({ signe, mots, n, genre }) => [signe, mots, n, genre]);
  assert.deepEqual(dites, [["s", "secret statistique", 1, "s"], ["p", "provisoire", 1, "indice"], ["", "à confirmer", 1, "fragile"]]);
  assert.equal(lignes(apparence({ etats: { 2023: { ...taux[2023], b: [null, "n.s.", "Blain", "nd"] } } })).find(({ genre }) => genre === "nd").signe, "n.s.");
  const classes = lignes(apparence({ legende: legende({ limites: [] }) })).filter(({ genre }) => genre === "classe");
  assert.deepEqual(classes.map(({ n }) => n), [1, 0, 1]);
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
