import assert from "node:assert/strict";
import { test } from "node:test";
import { module } from "./aides.mjs";

const { chercherDehors } = await module("etiquettes.js");
// A region on the left half of the view, a zone near its right edge.
const base = {
  zone: { x: 90, y: 50, r: 10 }, vue: { x: 0, y: 0, l: 200, h: 100 }, l: 30, h: 8, t: 6, boites: [],
  dedans: (x, y) => Math.hypot(x - 90, y - 50) < 10, libre: () => true, enRegion: (x) => x < 100,
};

test("a name goes over the sea, and its line ends inside the zone", () => {
  const ou = chercherDehors(base);
  assert.ok(ou.x - base.l / 2 >= 100);
  assert.ok(base.dedans(...ou.bout));
});

test("it avoids what is written, and is left out when nothing is free", () => {
  const ou = chercherDehors({ ...base, libre: (x, y) => y > 70 });
  assert.ok(ou.y > 70);
  assert.equal(chercherDehors({ ...base, libre: () => false }), undefined);
});

test("a line goes round a label rather than across it", () => {
  const seul = chercherDehors(base);
  const boite = [102, 30, 4, 40];
  const detour = chercherDehors({ ...base, boites: [boite], libre: (x, y, l) => x - l / 2 > 106 || x + l / 2 < 102 || y < 25 || y > 75 });
  assert.notDeepEqual([detour.x, detour.y], [seul.x, seul.y]);
  assert.ok(detour.y < 30 || detour.y > 70 || detour.x < 102);
});
