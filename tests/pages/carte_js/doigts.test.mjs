import assert from "node:assert/strict";
import { test } from "node:test";
import { module } from "./aides.mjs";

const { Doigts } = await module("gestes.js");
const doigt = (pointerId, clientX, clientY = 0) => ({ pointerId, clientX, clientY });

function carte(zoome) {
  const faits = [];
  return { faits, doigts: new Doigts({ zoome: () => zoome, zoomer: (...a) => faits.push(["zoomer", ...a]), deplacer: (...a) => faits.push(["deplacer", ...a]) }) };
}

test("a press that trembles is still a click", () => {
  const { faits, doigts } = carte(true);
  doigts.poser(doigt(1, 0));
  doigts.bouger(doigt(1, 3));
  assert.ok(!doigts.glisse);
  doigts.bouger(doigt(1, 5));
  assert.ok(doigts.glisse);
  assert.deepEqual(faits, [["deplacer", 5, 0]]);
});

test("the whole map does not slide", () => {
  const { faits, doigts } = carte(false);
  doigts.poser(doigt(1, 0));
  doigts.bouger(doigt(1, 50));
  assert.deepEqual([faits, doigts.glisse], [[], false]);
});

test("two fingers moving apart enlarge around their middle; a finger lifted no longer counts", () => {
  const { faits, doigts } = carte(false);
  doigts.poser(doigt(1, 0));
  doigts.poser(doigt(2, 100));
  doigts.bouger(doigt(2, 200));
  assert.deepEqual(faits, [["zoomer", 2, { clientX: 100, clientY: 0 }]]);
  doigts.lever(doigt(1, 0));
  doigts.bouger(doigt(2, 400));
  assert.equal(faits.length, 1);
});
