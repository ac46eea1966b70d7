import assert from "node:assert/strict";
import { test } from "node:test";
import { module } from "./aides.mjs";

const { couper, placer, tient } = await module("etiquettes.js");
const zone = { x: 100, y: 100, r: 20 };

test("a name is cut near its middle, after the hyphen or at the space", () => {
  assert.deepEqual(couper("La Roche-sur-Yon"), ["La Roche-", "sur-Yon"]);
  assert.deepEqual(couper("Sud Vendée"), ["Sud", "Vendée"]);
  assert.deepEqual(couper("Ancenis"), ["Ancenis"]);
});

test("a box in the largest circle holds without looking at the shape", () => {
  assert.ok(tient(zone, () => assert.fail(), 30, 20));
});

test("a box longer than the circle holds when all its edges are inside the shape", () => {
  const bande = (x, y) => Math.abs(y - 100) < 10 && Math.abs(x - 100) < 60;
  assert.ok(tient(zone, bande, 100, 12));
  assert.ok(!tient(zone, bande, 200, 12));
  assert.ok(!tient(zone, bande, 100, 30));
  const echancree = (x, y) => bande(x, y) && Math.abs(y - 100) > 1;
  assert.ok(!tient(zone, echancree, 100, 12));
});

test("a label that does not suit its anchor moves to where it holds, or is left out", () => {
  const bas = (x, y) => y > 105 && y < 125 && Math.abs(x - 100) < 60;
  assert.deepEqual(placer(zone, bas, 100, 12), [100, 114]);
  assert.equal(placer(zone, () => false, 100, 12), undefined);
});
