// What the tests of the map's modules share: the constants as Python writes them, and three zones in a row.

export const CARTE = new URL("../../../pages/components/static/territory_map/", import.meta.url);
export const module = (nom) => import(new URL(nom, CARTE).href);
// Written by `test_navigateur.py`, which runs these tests.
export const CONSTANTES = JSON.parse(process.env.CONSTANTES);
export const NBSP = "\u00a0";

export const zones = new Map(
  [["a", "Ancenis", 100], ["b", "Blain", 200], ["c", "Cholet", 300]].map(([code, libelle, x]) => [code, { code, libelle, x, y: 50, r: 20, d: `M${x} 0z` }]),
);
export const legende = (champs = {}) => ({
  classes: ["moins de 40", "40 à 60", "60 et plus"], limites: [40, 60], limites_libelles: ["40 %", "60 %"], etendue: [20, 80], unite: "%",
  region: { 2023: [50, "50,0"] }, region_libelle: "région", lieux: { a: "À Ancenis", "": "Dans la région" }, suite: "des projets", suites: {},
  absences: {}, zones: ["zone", "zones"], maximum: 0, tailles: [], colonne: "%", ...champs,
});
export const taux = { 2023: { a: [1, "30,0", `Ancenis${NBSP}: 30,0${NBSP}%`, "ok", 30], b: [null, "s", `Blain${NBSP}: secret statistique`, "s"], c: [3, "70,0", `Cholet${NBSP}: 70,0${NBSP}%`, "ok", 70, "p", true] } };

const { Apparence } = await module("apparence.js");
export function apparence({ periode = "2023", ...champs } = {}) {
  return new Apparence({ constantes: CONSTANTES, prefixe: "x-", zones, mode: "classes", legende: legende(), etats: taux, ...champs }).a(periode);
}
