import assert from "node:assert/strict";
import { test } from "node:test";
import { module } from "./aides.mjs";

const { action, voisine } = await module("gestes.js");

const point = (x, y) => ({ x, y });
const ici = point(0, 0);

test("an arrow leads to the nearest zone ahead", () => {
  const [devant, dessous, loin] = [point(10, 2), point(1, 9), point(40, 0)];
  assert.equal(voisine([ici, dessous, loin, devant], ici, [1, 0]), devant);
  assert.equal(voisine([ici, dessous, loin, devant], ici, [0, 1]), dessous);
  assert.equal(voisine([ici, dessous, loin, devant], ici, [-1, 0]), undefined);
});

test("what is aside counts twice, and too far aside not at all", () => {
  const [droit, proche] = [point(20, 0), point(10, 8)];
  assert.equal(voisine([proche, droit], ici, [1, 0]), droit);
  assert.equal(voisine([point(10, 23)], ici, [1, 0]), undefined);
  assert.equal(voisine([point(0, 5)], ici, [1, 0]), undefined);
});

test("each key asks for one thing, and keys of the browser for nothing", () => {
  const demandes = [];
  const carte = new Proxy({}, { get: (_, nom) => (...args) => demandes.push([nom, ...args]) });
  for (const key of ["ArrowUp", "Home", "End", "Enter", " ", "+", "-", "0", "Escape"]) action({ key }, carte)();
  assert.deepEqual(demandes, [["aller", [0, -1]], ["viser", 0], ["viser", -1], ["choisir"], ["choisir"], ["zoomer", 1.6], ["zoomer", 1 / 1.6], ["cadrer"], ["ranger"]]);
  for (const e of [{ key: "a" }, { key: "toString" }, { key: "Enter", ctrlKey: true }, { key: "ArrowLeft", altKey: true }]) assert.equal(action(e, carte), undefined);
});
