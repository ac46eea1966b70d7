import assert from "node:assert/strict";
import { test } from "node:test";
import { cleVoulue, estIntegre } from "../../../pages/components/static/seance/integre.js";

// The page says the name of the observatory.
globalThis.document = { querySelector: () => ({ content: "Observatoire emploi-formation des Pays de la Loire" }), addEventListener() {} };
const { adresseDe, cadreDe, citationDe, cleDe, lienDe, phraseDe, scriptsDe } = await import("../../../pages/components/static/seance/partage.js");
delete globalThis.document;

const VUE = { titre: "À Ancenis, 12\u00a0% ; seuil", sous_titre: "Part, 2024", source: "France Travail, BMO 2024.", instantane: "Version ab12", badges: [["Données de démonstration", "demo"], ["Découpage de travail", "gris"]] };

test("the address is that of what is looked at, under any prefix", () => {
  assert.equal(adresseDe("https://obs.fr/carte?zone=bassin%3A52&projection=oui&integre=1#x", "https://obs.fr/"), "/carte?zone=bassin%3A52");
  assert.equal(adresseDe("https://obs.fr/sous/chemin/carte", "https://obs.fr/sous/chemin/"), "/carte");
  assert.equal(adresseDe("https://obs.fr/", "https://obs.fr/"), "/");
});

test("a link leads back to the figure, with what is added", () => {
  assert.equal(lienDe("/carte?zone=bassin%3A52", "https://obs.fr/sous/", "bloc-x"), "https://obs.fr/sous/carte?zone=bassin%3A52#bloc-x");
  assert.equal(lienDe("/", "https://obs.fr/", "x", { integre: "1" }), "https://obs.fr/?integre=1#x");
});

test("a sentence says its source, and that it is invented", () => {
  assert.equal(phraseDe(VUE), "Données de démonstration. À Ancenis, 12\u00a0% ; seuil. Source\u00a0: France Travail, BMO 2024.");
  assert.equal(phraseDe({ titre: "Tableau", badges: [], source: "" }), "Tableau.");
});

test("a reference says who, from what, which data, where and when", () => {
  const dite = citationDe(VUE, "https://obs.fr/carte#x", new Date(2026, 10, 5));
  for (const mots of ["Observatoire emploi-formation", "BMO 2024.", "Version ab12.", "https://obs.fr/carte#x, consulté le 5 novembre 2026."]) assert.ok(dite.includes(mots), mots);
});

test("the code of a frame holds any title", () => {
  assert.equal(cadreDe('<"&>', "https://obs.fr/?a=1&b=2").match(/title="([^"]*)"/u)[1], "&lt;&quot;&amp;>");
  assert.ok(cadreDe("x", "https://obs.fr/?a=1&b=2").includes('src="https://obs.fr/?a=1&amp;b=2"'));
});

test("two figures of one name have two keys", () => {
  const boutons = ["a", "b", "a"].map((cle) => ({ dataset: { cle } }));
  assert.deepEqual(boutons.map((b) => cleDe(boutons, b)), ["a", "b", "a-n2"]);
});

test("a frame is asked for by its own sign alone", () => {
  assert.ok(estIntegre("?zone=x&integre=1"));
  assert.ok(!estIntegre("?integre=oui"));
  assert.equal(cleVoulue("#bloc-carte"), "bloc-carte");
  assert.equal(cleVoulue('#"]x'), "");
});

test("a script reads codes as text, in both languages", () => {
  const dit = scriptsDe("https://obs.fr/api/v1/chiffres.csv?a=1");
  assert.match(dit, /read_csv\("https:\/\/obs\.fr\/api\/v1\/chiffres\.csv\?a=1", dtype=\{"code_zone": str/);
  assert.match(dit, /code_zone = "c"/);
});
