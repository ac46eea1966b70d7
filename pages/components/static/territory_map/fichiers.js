// Files of the map, each fetched once for all the maps of a page. This module's address holds their version.

import { uneFois } from "../seance/creer.js";

const lus = new Map();
const ETATS_MAX = 12; // beyond, the browser's own cache keeps them

function charger(nom, lire) {
  const url = new URL(nom, import.meta.url).href;
  return uneFois(lus, url, async () => {
    const reponse = await fetch(url);
    if (!reponse.ok) throw new Error(`${reponse.status} ${nom}`);
    return lire(reponse);
  });
}

const json = (nom) => charger(nom, (reponse) => reponse.json());
export const trace = (nom) => json(`../traces/${nom}`);
export function etats(nom) {
  const lu = json(`../dessins/${nom}`);
  const gardes = [...lus.keys()].filter((url) => url.includes("/dessins/"));
  if (gardes.length > ETATS_MAX) lus.delete(gardes[0]);
  return lu;
}
export const constantes = () => json("constantes.json");
export const feuille = (nom) => charger(nom, async (reponse) => new CSSStyleSheet().replace(await reponse.text()));
