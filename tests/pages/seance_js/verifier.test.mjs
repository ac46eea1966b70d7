import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { module } from "./aides.mjs";

const { Verification } = await module("verifier.js");
const figure = (cle, titre, champs = {}) => ({ cle, titre, vide: false, ...champs });
const vue = (adresse, cle = "a", dit = "Un titre") => ({ adresse, cle, dit });
const repondre = () => new Promise((fin) => setImmediate(fin));

test("each address is asked once, two at a time, and every answer is told", async () => {
  const demandes = [];
  let ensemble = 0, plus = 0, dites = 0;
  const v = new Verification(() => dites++, async (adresse) => {
    demandes.push(adresse);
    plus = Math.max(plus, ++ensemble);
    await repondre();
    ensemble--;
    return [figure("a", "Un titre"), figure("b", "Un autre titre"), figure("c", "Un titre", { vide: true })];
  });
  const vues = [vue("/1"), vue("/1", "b"), vue("/2", "c"), vue("/3", "absente"), vue("/3", "a", "")];
  assert.equal(v.etat(vues[0]).etat, "attente");
  await v.suivre(vues);
  assert.deepEqual(demandes, ["/1", "/2", "/3"]);
  assert.equal(plus, 2);
  assert.equal(dites, 3);
  assert.deepEqual(vues.map((x) => v.etat(x).etat), ["juste", "change", "vide", "vide", "juste"]);
  assert.equal(v.etat(vues[1]).figure.titre, "Un autre titre");
  assert.match(v.etat(vues[3]).raison, /n’est plus sur son écran/);
});

test("spaces are not a change", async () => {
  const v = new Verification(() => {}, async () => [figure("a", "Chômage\u00a0: 4,1\u00a0%")]);
  await v.suivre([vue("/1", "a", "Chômage : 4,1 %")]);
  assert.equal(v.etat(vue("/1", "a", "Chômage : 4,1 %")).etat, "juste");
});

test("a refusal of the screen is its reason; a server that does not answer is asked again", async () => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  let coupe = true;
  const v = new Verification(() => {}, async (adresse) => {
    if (adresse === "/vide") throw new Error("Rien ici.");
    if (coupe) throw Object.assign(new Error("Le serveur ne répond pas."), { panne: true });
    return [figure("a", "Un titre")];
  });
  const vues = [vue("/vide"), vue("/1")];
  await v.suivre(vues);
  assert.deepEqual(vues.map((x) => v.etat(x).etat), ["vide", "panne"]);
  assert.equal(v.etat(vues[0]).raison, "Rien ici.");
  coupe = false;
  mock.timers.tick(5_000);
  await repondre();
  await repondre();
  assert.equal(v.etat(vues[1]).etat, "juste");
  clearTimeout(v.retour);
  mock.timers.reset();
});
