import assert from "node:assert/strict";
import { test } from "node:test";
import { apparence, legende, module, NBSP } from "./aides.mjs";

const { chiffre, lireEtat, valeurDe } = await module("apparence.js");

test("a state sent short has the defaults of the fields it leaves out", () => {
  assert.deepEqual(lireEtat([2, "4", "A : 4"]), { classe: 2, valeur: "4", etiquette: "A : 4", statut: "ok", nombre: null, indice: "", fragile: false });
});

test("a lower bound is written before its number, a letter after", () => {
  assert.equal(valeurDe({ valeur: "42", indice: "≥" }), `≥${NBSP}42`);
  assert.equal(valeurDe({ valeur: "42", indice: "p" }), `42${NBSP}p`);
  assert.equal(valeurDe({ valeur: "42", indice: "" }), "42");
});

test("a value without a class is still a figure, a secret is not", () => {
  assert.ok(chiffre({ statut: "nd", nombre: 4 }));
  assert.ok(!chiffre({ statut: "s", nombre: null }));
});

test("three classes take the first, the middle and the last colour", () => {
  const carte = apparence();
  assert.deepEqual([1, 2, 3].map((classe) => carte.habit({ classe })[0]), ["var(--obs-s1)", "var(--obs-s3)", "var(--obs-s5)"]);
  assert.deepEqual(carte.habit(carte.etat("c")).slice(1, 3), ["var(--obs-s5)", "var(--obs-s5-texte)"]);
});

test("an absence is dressed in its pattern, whatever the mode", () => {
  for (const mode of ["classes", "ecarts", "cercles"]) {
    const carte = apparence({ mode });
    assert.deepEqual(carte.habit(carte.etat("b")).slice(0, 3), ["url(#x-secret)", "var(--obs-vide)", "var(--obs-encre)"]);
  }
});

test("a zone counted keeps the colour of the paper under its circle", () => {
  const carte = apparence({ mode: "cercles" });
  assert.equal(carte.habit(carte.etat("c"))[0], "var(--obs-surface)");
});

test("the middle of the gaps and the lowest rate have no pattern", () => {
  const cinq = legende({ classes: ["1", "2", "3", "4", "5"] });
  const trames = (mode) => cinq.classes.map((classe) => apparence({ mode, legende: cinq }).habit({ classe })[3]?.slice(7, 9));
  assert.deepEqual([trames("ecarts"), trames("classes")], [["e1", "e2", undefined, "e4", "e5"], [undefined, "t2", "t3", "t4", "t5"]]);
});

test("patterns gather the zones that wear them; fragile values keep theirs without the classes", () => {
  const codes = (motifs) => [...motifs].map(([nom, zs]) => [nom, zs.map((z) => z.code)]);
  assert.deepEqual(codes(apparence().motifs(true)), [["url(#x-t5)", ["c"]], ["url(#x-fragile)", ["c"]]]);
  assert.deepEqual(codes(apparence().motifs(false)), [["url(#x-fragile)", ["c"]]]);
});

test("a zone without a state is not available; the region has its own figure", () => {
  const carte = apparence({ periode: "1999" });
  assert.equal(carte.etat("a").etiquette, `Ancenis${NBSP}: non disponible`);
  assert.equal(carte.etat("").statut, "nd");
  assert.equal(apparence().etat("").nombre, 50);
});

test("words of the legend come before those of every map; the meeting room keeps what is before the colon", () => {
  const absences = { fragile: `fragile${NBSP}: deux classes` };
  assert.equal(apparence({ legende: legende({ absences }) }).motsCourts("fragile"), `fragile${NBSP}: deux classes`);
  assert.equal(apparence({ legende: legende({ absences }), projection: true }).motsCourts("fragile"), "fragile");
  assert.equal(apparence().mots("s"), "secret statistique");
});

test("areas of circles are proportional to numbers, the largest drawn first", () => {
  const etats = { 2023: { a: [null, "25", "", "ok", 25], b: [null, "100", "", "ok", 100], c: [null, "0", "", "ok", 0] } };
  const [grand, petit, ...reste] = apparence({ mode: "cercles", legende: legende({ classes: [], maximum: 100 }), etats }).cercles();
  assert.deepEqual([grand.zone.code, petit.zone.code, reste.length], ["b", "a", 0]);
  assert.equal(petit.r / grand.r, 0.5);
});

test("classes may be cut on the period shown", () => {
  const etats = { 2023: {}, 2024: {} };
  const coupee = apparence({ etats, legende: legende({ coupes: { 2024: { limites: [10], classes: ["a", "b"] } } }) });
  assert.equal(coupee.legende.classes.length, 3);
  coupee.a("2024");
  assert.deepEqual([coupee.legende.limites, coupee.legende.classes], [[10], ["a", "b"]]);
});
