import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { erreur, module, onglet, Stock } from "./aides.mjs";

const { CLE, enAdresse, enTexte, depuisAdresse, FORMAT, Magasin, minutes, Refus, valider, VUES_MAX } = await module("ordre.js");

const vue = (n, champs = {}) => ({ adresse: `/carte?zone=bassin:52${n}`, cle: "bloc-principale", dit: `Vue ${n}\u00a0: 4,${n}\u00a0% ici`, ...champs });
const DE_PLUS = { lieu: "", presents: "", depuis: "", suites: [] };
const pleine = (champs = {}) => ({ format: FORMAT, titre: "Comité", vues: [{ ...vue(1), message: "", minutes: 5, note: "" }], instantane: "", ...DE_PLUS, ...champs });
const avec = (champs) => JSON.stringify(pleine({ vues: [{ ...pleine().vues[0], ...champs }] }));
const ouvrir = (stock = new Stock()) => new Magasin(onglet(stock));
const dits = (m) => m.lire().vues.map((v) => v.dit.slice(4, 5)).join("");
const remplir = (m, n = 3) => Array.from({ length: n }, (_, i) => m.ajouter(vue(i + 1)));

test("notes for oneself leave in no file, but when asked; what a meeting leaves to follow does", () => {
  const suites = [{ genre: "a_faire", texte: "Écrire\naux CFA", qui: "Région", quand: "mai", etat: "", adresse: "/carte", cle: "x", dit: "4,1\u00a0%" }];
  const ordre = pleine({ vues: [{ ...pleine().vues[0], note: "Rappeler\nle délai" }], depuis: "2026-03-12", suites, presents: "Région,\nun CFA" });
  assert.deepEqual(valider(enTexte(ordre, true)), ordre);
  assert.equal(valider(enTexte(ordre)).vues[0].note, "");
  assert.deepEqual(valider(enTexte(ordre)).suites, suites);
  assert.throws(() => valider(enTexte({ ...ordre, depuis: "hier" })), /depuis.*date/);
  assert.throws(() => valider(enTexte({ ...ordre, suites: [{ ...suites[0], genre: "remarque" }] })), /Suite 1.*remarque/);
  assert.throws(() => valider(enTexte({ ...ordre, suites: [{ ...suites[0], adresse: "//ailleurs.example" }] })), /Suite 1.*adresse/);
});

test("a file is what was kept, and what is left out has its usual value", () => {
  assert.deepEqual(valider(enTexte(pleine())), pleine());
  const nue = valider(JSON.stringify({ format: FORMAT, vues: [{ adresse: "/", cle: "page" }] }));
  assert.deepEqual([nue.titre, nue.vues[0].minutes, nue.vues[0].dit], ["Séance sans titre", 5, ""]);
});

for (const [quoi, source, dit] of [
  ["an empty file", "", /vide/],
  ["a file that is no JSON", `{"format": "x",\n"vues": [\n{,}]}`, /Ligne 3/],
  ["a file cut short", `{"format": "x",\n"vues": [`, /Ligne 2/],
  ["a page", "<html>\n</html>", /Ligne 1/],
  ["a list", "[]", /objet/],
  ["nothing", "null", /objet/],
  ["another format", JSON.stringify(pleine({ format: "observatoire-seance-9" })), /format.*seance-9/],
  ["a field that we do not write", JSON.stringify({ ...pleine(), onload: "x" }), /onload/],
  ["a prototype", `{"__proto__": {"vues": []}, "format": "${FORMAT}"}`, /__proto__/],
  ["a prototype in a view", `{"format": "${FORMAT}", "vues": [{"adresse": "/", "cle": "page", "__proto__": {}}]}`, /Vue 1.*__proto__/],
  ["views that are no list", JSON.stringify(pleine({ vues: { length: 1 } })), /vues.*liste/],
  ["a view that is none", JSON.stringify(pleine({ vues: [null] })), /Vue 1/],
  ["forty-one views", JSON.stringify(pleine({ vues: Array(VUES_MAX + 1).fill(pleine().vues[0]) })), /41 vues/],
  ["a file of a megabyte", JSON.stringify(pleine({ titre: "é".repeat(500_000) })), /256 ko/],
  ["a deep file", `{"format":"${FORMAT}","vues":${"[".repeat(50_000)}${"]".repeat(50_000)}}`, /Vue 1/],
  ["a long title", JSON.stringify(pleine({ titre: "a".repeat(121) })), /titre.*120/],
  ["a title that turns the reading round", JSON.stringify(pleine({ titre: "a\u202eb" })), /invisible/],
  ["a control character", avec({ dit: "a\u0007" }), /Vue 1.*dit.*invisible/],
  ["a number for a text", avec({ cle: 3 }), /Vue 1.*cle/],
  ["half a minute", avec({ minutes: 0.5 }), /Vue 1.*minutes/],
  ["minutes in words", avec({ minutes: "5" }), /minutes/],
  ["a key that is markup", avec({ cle: "<b>" }), /figure/],
  ["an address elsewhere", avec({ adresse: "https://ailleurs.example/carte" }), /Vue 1.*adresse/],
  ["an address without a scheme", avec({ adresse: "//ailleurs.example/carte" }), /adresse/],
  ["an address that runs", avec({ adresse: "javascript:alert(1)" }), /adresse/],
  ["a path of the server", avec({ adresse: "/_stcore/health" }), /adresse/],
  ["a way up", avec({ adresse: "/carte/../media/x" }), /adresse/],
  ["a backslash", avec({ adresse: "/\\ailleurs.example" }), /adresse/],
  ["a long address", avec({ adresse: `/carte?${"x".repeat(2000)}` }), /2000/],
  ["a message of one’s own", avec({ message: "Vue 1 : 9,9 % ici" }), /Vue 1.*9,9/],
])
  test(`${quoi} is refused, and what is wrong is named`, () => {
    assert.throws(() => valider(source), (e) => e instanceof Refus && dit.test(e.message));
    assert.equal({}.vues, undefined);
  });

test("an address carries titles, views, and the shortened messages with what they shorten", () => {
  const ordre = pleine({ titre: "Comité de l’été", vues: [{ ...vue(1), message: "", minutes: 3, note: "" }, { ...vue(2), message: "Vue 2\u00a0: 4,2\u00a0%", minutes: 7, note: "" }] });
  const adresse = enAdresse(ordre);
  assert.match(adresse, /^\/seance#[\w-]+$/);
  const relue = depuisAdresse(new URL(adresse, "https://exemple.org").hash);
  assert.deepEqual(relue, { ...ordre, vues: [{ ...ordre.vues[0], dit: "" }, ordre.vues[1]] });
});

test("a long agenda has no address; a damaged one is refused in French", () => {
  assert.equal(enAdresse(pleine({ vues: Array(40).fill(pleine().vues[0]) })), "");
  for (const abime of ["", "#", "#a", "#%%%", "#bnVsbA", "#W10", "#" + "a".repeat(3000), enAdresse(pleine()).slice(7, 40)])
    assert.throws(() => depuisAdresse(abime), (e) => e instanceof Refus && /adresse/i.test(e.message));
});

test("views are added at the end or below the selection, moved, copied, timed, and removed", () => {
  const m = ouvrir();
  remplir(m);
  assert.equal(m.ajouter(vue(4), 0), 1);
  assert.equal(dits(m), "1423");
  assert.equal(m.deplacer(3, 0), 0);
  assert.equal(m.deplacer(0, -1), 0);
  assert.equal(m.deplacer(1, 99), 3);
  assert.equal(dits(m), "3421");
  m.dupliquer(1);
  m.changerVue(0, { minutes: 9 });
  assert.equal(dits(m), "34421");
  assert.equal(minutes(m.lire()), 29);
  m.renommer("  Comité   d’Ancenis ");
  assert.equal(m.lire().titre, "Comité d’Ancenis");
  m.retirer(4);
  assert.equal(dits(m), "3442");
});

test("a message is shortened, never rewritten", () => {
  const m = ouvrir();
  remplir(m, 1);
  m.changerVue(0, { message: "vue 1 : 4,1 %" });
  assert.equal(m.lire().vues[0].message, "Vue 1\u00a0: 4,1\u00a0%");
  assert.throws(() => m.changerVue(0, { message: "vue ici" }), /ne peut pas être retiré/);
  assert.equal(m.lire().vues[0].message, "Vue 1\u00a0: 4,1\u00a0%");
});

test("a meeting holds forty views", () => {
  const m = ouvrir();
  remplir(m, VUES_MAX);
  assert.throws(() => m.ajouter(vue(1)), /40 vues au plus/);
  assert.throws(() => m.dupliquer(0), /40 vues au plus/);
});

test("a removal is undone for ten seconds, whatever was done since; so is an agenda replaced", () => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["Date"] });
  const m = ouvrir();
  remplir(m);
  m.retirer(0);
  m.deplacer(1, 0);
  assert.equal(dits(m), "32");
  assert.equal(m.annuler(), true);
  assert.equal(dits(m), "132");
  assert.equal(m.annuler(), false);
  m.remplacer(pleine());
  mock.timers.tick(9_000);
  m.annuler();
  assert.equal(dits(m), "132");
  m.retirer(0);
  mock.timers.tick(10_001);
  assert.equal(m.annuler(), false);
  assert.equal(dits(m), "32");
  mock.timers.reset();
});

test("each change is told to the page, with the agenda", () => {
  const m = ouvrir();
  const dites = [];
  m.fenetre.addEventListener(CLE, (e) => dites.push(e.detail.vues.length));
  remplir(m, 2);
  m.retirer(0);
  assert.deepEqual(dites, [1, 2, 1]);
});

test("two tabs share one agenda: gestures add up, and what one wrote is not overwritten by what the other read", () => {
  const stock = new Stock();
  const [a, b] = [ouvrir(stock), ouvrir(stock)];
  remplir(a, 1);
  b.ajouter(vue(2));
  a.ajouter(vue(3));
  assert.equal(dits(b), "123");
  const lue = a.lire();
  b.retirer(0);
  assert.throws(() => a.ecrire({ ...lue, titre: "Autre" }), (e) => e instanceof Refus && /autre onglet/.test(e.message));
  assert.equal(dits(a), "23");
  a.ecrire({ ...a.lire(), titre: "Autre" });
  assert.equal(b.lire().titre, "Autre");
  let dite;
  a.fenetre.addEventListener(CLE, (e) => (dite = e.detail));
  b.retirer(0);
  a.fenetre.dispatchEvent(Object.assign(new Event("storage"), { key: CLE }));
  assert.equal(dite.vues.length, 1);
});

test("a full or a forbidden storage keeps the agenda in the tab, and says so", () => {
  const stock = new Stock();
  const m = ouvrir(stock);
  remplir(m, 1);
  stock.casse = erreur("QuotaExceededError");
  m.ajouter(vue(2));
  assert.match(m.avis, /pleine.*Enregistrer le fichier/);
  assert.equal(dits(m), "12");
  stock.casse = undefined;
  m.ajouter(vue(3));
  assert.equal(m.avis, "");
  assert.equal(dits(ouvrir(stock)), "123");
  const interdit = new Magasin(onglet(null), () => {
    throw erreur("SecurityError");
  });
  assert.equal(interdit.lire().vues.length, 0);
  interdit.ajouter(vue(1));
  assert.match(interdit.avis, /ne permet pas/);
  assert.equal(dits(interdit), "1");
});

test("what cannot be read in the storage is an empty agenda, and takes a view", () => {
  for (const reste of ["", "{", "null", '{"format":"x"}']) {
    const stock = new Stock();
    stock.setItem(CLE, reste);
    const m = ouvrir(stock);
    assert.equal(m.lire().vues.length, 0);
    m.ajouter(vue(1));
    assert.equal(dits(m), "1");
  }
});
