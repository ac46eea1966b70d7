import assert from "node:assert/strict";
import { test } from "node:test";
import { module } from "./aides.mjs";

const { abreger } = await module("abreger.js");

const BASSIN = "Le bassin d’Ancenis compte 67\u202f349 habitants, répartis dans 19 communes";
const TAUX = "Chômage\u00a0: 4,1\u00a0% dans la zone d’emploi d’Ancenis, 1,7 point sous la région";
const SEPT = "À Ancenis, plus de sept projets de recrutement sur dix seraient difficiles en 2024";
const RIEN = "Aucune mesure de l’annexe n’a encore été transmise";

for (const [dit, ecrit, attendu] of [
  [BASSIN, "Le bassin d’Ancenis compte 67 349 habitants dans 19 communes", "Le bassin d’Ancenis compte 67\u202f349 habitants dans 19 communes"],
  [BASSIN, "Bassin d'Ancenis : 67349 habitants, 19 communes", "Bassin d’Ancenis\u00a0: 67\u202f349 habitants, 19 communes"],
  [TAUX, "Chômage, 4,1 % zone d’Ancenis, 1,7 point sous la région", "Chômage, 4,1\u00a0% zone d’Ancenis, 1,7 point sous la région"],
  [SEPT, "à Ancenis, plus de sept projets sur dix seraient difficiles en 2024", "À Ancenis, plus de sept projets sur dix seraient difficiles en 2024"],
  [RIEN, "Aucune mesure n’a été transmise", "Aucune mesure n’a été transmise"],
  [TAUX, `  ${TAUX}. `, ""],
  ["Entre 51 et 66\u00a0% des projets seraient difficiles à pourvoir", "entre 51 et 66 % seraient difficiles", "Entre 51 et 66\u00a0% seraient difficiles"],
])
  test(`« ${ecrit} »`, () => {
    const rendu = abreger(dit, ecrit);
    assert.equal(rendu.message, attendu, rendu.raison);
  });

for (const [dit, ecrit, mot] of [
  [BASSIN, "Le bassin d’Ancenis", "67"],
  [TAUX, "Chômage : 4,1 % dans la zone d’emploi d’Ancenis", "1,7"],
  [TAUX, "Chômage : 4,1 % à Ancenis, 1,7 point sous la région", "à"], // a word of one’s own
  [TAUX, "Chômage : 4,1 % dans la zone d’emploi d’Ancenis, 1,7 sous la région", "point"],
  [TAUX, "Chômage : 4,1 % dans la zone d’emploi d’Ancenis, 1,7 point la région", "sous"],
  [TAUX, "Chômage : 3,1 % dans la zone d’emploi d’Ancenis, 1,7 point sous la région", "3,1"],
  [TAUX, "1,7 point sous la région, 4,1 % dans la zone", "4,1"], // the order counts
  [SEPT, "À Ancenis, sept projets de recrutement sur dix seraient difficiles en 2024", "plus"],
  [SEPT, "À Ancenis, plus sept projets sur dix seraient difficiles en 2024", "de"],
  [SEPT, "À Ancenis, plus de sept projets sur dix difficiles en 2024", "seraient"],
  [RIEN, "Mesure de l’annexe transmise", "Aucune"],
  [RIEN, "Aucune mesure de l’annexe a été transmise", "n’"],
  ["La zone ne compte que 2 métiers", "La zone ne compte 2 métiers", "que"],
  ["Au moins 40\u00a0% des projets", "moins 40 % des projets", "Au"],
  ["Le chômage recule de 1,7 point", "Le chômage 1,7 point", "recule"],
  ["Plus d’un projet sur deux est jugé difficile", "Plus d’un projet est jugé difficile", "sur"],
  [BASSIN, "Ancenis compte 67 349 habitants, 19 communes", "bassin"],
  [TAUX, "4,1 % dans la zone d’emploi d’Ancenis, 1,7 point sous la région", "Chômage"],
  ["En Sarthe Nord, 12 projets", "En Sarthe, 12 projets", "Nord"],
  ["À Cholet, 12 demandeurs en catégories A, B ou C", "À Cholet, 12 demandeurs en catégories A ou C", "B"],
  ["Plus d’un projet d’embauche sur deux est difficile, selon l’estimation", "Plus projet sur deux est difficile, selon l’estimation", "d’"],
  ["Plus d’un projet sur deux est difficile, selon l’estimation", "Plus d’un projet sur deux est difficile", "selon"],
  ["60\u00a0% des projets sont jugés difficiles", "60 % des projets sont difficiles", "jugés"],
  ["Alençon (partie Pays de la Loire)\u00a0: 6,3\u00a0%", "Alençon : 6,3 %", "partie"],
  [TAUX, " ,; ", "message"],
])
  test(`« ${ecrit} » is refused for « ${mot} »`, () => {
    const { raison, message } = abreger(dit, ecrit);
    assert.equal(message, undefined);
    assert.match(raison, new RegExp(`(^|[\\s«’])${mot}`, "u"));
  });

test("a word kept further on does not stand for one that leaves before", () => {
  const dit = "De la Mayenne à la Vendée, de 4 à 6\u00a0% de chômage";
  assert.equal(abreger(dit, "Mayenne, Vendée, 4 à 6 % de chômage").message, "Mayenne, Vendée, 4 à 6\u00a0% de chômage");
});

test("a long title of the same word is read at once", () => {
  const dit = Array(190).fill("a").join(" ");
  assert.ok(abreger(`${dit} b`, `${dit} c`).raison);
});
