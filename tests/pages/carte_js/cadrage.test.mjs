import assert from "node:assert/strict";
import { test } from "node:test";
import { module } from "./aides.mjs";

const { borner, centrer, contient, resserrer, zoome, zoomer } = await module("cadrage.js");
const base = { x: 0, y: 0, l: 800, h: 400 };

test("a view never leaves the map nor its proportions", () => {
  assert.deepEqual(borner(base, { x: -50, y: 390, l: 200, h: 1 }), { x: 0, y: 300, l: 200, h: 100 });
  assert.equal(borner(base, { x: 790, y: 0, l: 200, h: 1 }).x, 600);
  assert.deepEqual(borner(base, { x: 0, y: 0, l: 5000, h: 1 }), base);
});

test("zoom stops at eight times", () => {
  assert.equal(zoomer(base, base, 100, [0, 0]).l, 100);
});

test("the point under the pointer stays where it is", () => {
  const vue = zoomer(base, base, 2, [600, 100]);
  assert.deepEqual(vue, { x: 300, y: 50, l: 400, h: 200 });
  assert.ok(zoome(base, vue) && !zoome(base, zoomer(base, vue, 0.5, [600, 100])));
});

test("a zone out of sight is brought to the middle", () => {
  const vue = { x: 0, y: 0, l: 100, h: 50 };
  assert.ok(!contient(vue, { x: 300, y: 200 }));
  assert.ok(contient(borner(base, centrer(vue, { x: 300, y: 200 })), { x: 300, y: 200 }));
});

test("the region alone keeps a margin", () => {
  assert.deepEqual(resserrer({ x: 100, y: 50, width: 300, height: 200 }), { x: 86, y: 36, l: 328, h: 228 });
});
