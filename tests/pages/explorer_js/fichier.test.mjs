// The reader's own file: what is read, what is repaired and said, what is refused and how.

import assert from "node:assert/strict";
import { test } from "node:test";

const { code, enCsv, joindre, lire, nombre } = await import(
  new URL("../../../pages/components/static/explorer/fichier.js", import.meta.url)
);
const octets = (texte) => new TextEncoder().encode(texte);

test("separators, quotes, decimals and codes are read as people write them", () => {
  for (const s of [";", ",", "\t", "|"]) {
    const f = lire(octets(`\ufeffcode${s}nom${s}aides\n44036${s}"a${s} b"${s}"1 234,5"\r\n44109${s}Nantes${s}\n\n`));
    assert.equal(f.zonage, "commune");
    assert.deepEqual(f.colonnes, ["aides"]);
    assert.deepEqual([...f.valeurs], [["44036", [1234.5]], ["44109", [null]]]);
    assert.match(f.avis[0], /qui n’est pas un nombre : nom/);
  }
  const latin = Uint8Array.from("siren;d\u00e9penses\n244400404;3\n", (c) => c.charCodeAt(0));
  assert.deepEqual([lire(latin).zonage, lire(latin).colonnes], ["epci", ["dépenses"]]);
  assert.deepEqual(["12 %", "−3,5", "1e3", "", "abc", "1,2,3"].map(nombre), [12, -3.5, 1000, null, null, null]);
});

test("a zero that a spreadsheet lost is put back and said; unknown and repeated codes are counted and named", () => {
  assert.deepEqual(code("1004"), { code: "01004", repare: true });
  assert.deepEqual(code("44036.0"), { code: "44036", repare: true });
  const f = lire(octets("insee;x\n1004;1\n44036;2\n44036;3\n99999;4\n"));
  const j = joindre(f, [{ code_zone: "44036", libelle_zone: "Châteaubriant", population: 12 }]);
  assert.deepEqual(j.lignes.map((x) => x.siens), [[2]]);
  const dit = j.avis.join(" ");
  for (const voulu of [/rétablis \(1\)/, /répétés \(1\), la première ligne gardée : 44036/, /n’a pas \(2\)[^:]+: 01004, 99999/]) {
    assert.match(dit, voulu);
  }
});

test("what cannot be joined is refused in French", () => {
  const refus = {
    "code x\n44036 3\n": /Une seule colonne/,
    "nom;x\nNantes;3\n": /Aucune colonne de codes/,
    "code;nom\n44036;Nantes\n": /Aucune colonne de nombres/,
    "code;x\n": /qu’une ligne/,
    "code;x\n44036;1\n44109;1;2\n": /Ligne 3 : 3 cellules, 2 titres/,
    "PK\u0003\u0004": /classeur/,
    "code;x\n44036;\u0000\n": /pas du texte/,
  };
  for (const [texte, mots] of Object.entries(refus)) assert.throws(() => lire(octets(texte)), mots);
  assert.throws(() => lire({ length: 5_000_001 }), /Mo : 5 au plus/);
  assert.throws(() => lire(octets("code;x\n" + "44036;1\n".repeat(50_001))), /50.001 lignes : 50.000 au plus/);
  assert.throws(() => joindre(lire(octets("code;x\n75056;1\n")), [{ code_zone: "44036" }]), /Aucun code .* 75056/);
});

test("the joined file is one of French Excel, without formulas", () => {
  assert.equal(enCsv(["Code", "=x"], [["44036", -1.5]]), '\ufeff"Code";"\'=x"\r\n"44036";"-1,5"\r\n');
});
