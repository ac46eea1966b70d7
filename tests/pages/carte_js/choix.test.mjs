import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { module } from "./aides.mjs";

const { Choix } = await module("choix.js");

function ouvrir() {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  const [envois, retours] = [[], []];
  const choix = new Choix((valeurs) => envois.push(valeurs), () => retours.push({ ...choix.valeurs }));
  choix.recevoir({ selection: null, periode: "2023" });
  return { choix, envois, retours };
}

test("a choice is shown at once and said once, whole", () => {
  const { choix, envois } = ouvrir();
  choix.poser({ selection: "a" });
  assert.equal(choix.valeurs.selection, "a");
  assert.deepEqual(envois, []);
  choix.dire();
  assert.deepEqual(envois, [{ selection: "a", periode: "2023" }]);
});

test("the answer of an older run does not undo a newer choice; its own answer ends the wait", () => {
  const { choix } = ouvrir();
  choix.poser({ selection: "a" });
  choix.dire();
  choix.recevoir({ selection: null, periode: "2023" });
  assert.equal(choix.valeurs.selection, "a");
  choix.recevoir({ selection: "a", periode: "2023" });
  choix.recevoir({ selection: null, periode: "2023" });
  assert.equal(choix.valeurs.selection, null);
});

test("nothing moves under a reader who has not finished", () => {
  const { choix } = ouvrir();
  choix.retenu = true;
  choix.poser({ periode: "2021" });
  choix.recevoir({ selection: "b", periode: "2023" });
  assert.deepEqual(choix.valeurs, { selection: null, periode: "2021" });
});

test("when Python does not follow, its choice comes back after three seconds, said again meanwhile", () => {
  const { choix, envois, retours } = ouvrir();
  choix.poser({ selection: "a" });
  choix.dire();
  mock.timers.tick(1499);
  assert.equal(envois.length, 1);
  mock.timers.tick(1);
  assert.deepEqual(envois, [envois[0], envois[0]]);
  mock.timers.tick(1499);
  assert.deepEqual(retours, []);
  mock.timers.tick(1);
  assert.deepEqual(retours, [{ selection: null, periode: "2023" }]);
});

test("when Python has followed, nothing is painted again", () => {
  const { choix, retours } = ouvrir();
  choix.poser({ selection: "a" });
  choix.dire();
  choix.recevoir({ selection: "a", periode: "2023" });
  mock.timers.tick(3000);
  assert.deepEqual(retours, []);
});
