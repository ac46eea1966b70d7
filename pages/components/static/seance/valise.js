// Opens the room in a file of its own: everything it asks for is in the page, and nothing leaves it.

import { parmi } from "./question.js";
import { ecran, presenterIci } from "./presentateur.js";
import { presenter, proposer } from "./salle.js";

const page = `<!doctype html>${document.documentElement.outerHTML}`; // for the window of who leads

const { reponses, fichiers, modules, ...seance } = JSON.parse(document.getElementById("valise").textContent);

// Files are known by the end of their address, whatever asks for them.
window.fetch = async (adresse) => {
  const chemin = new URL(adresse, "https://valise.invalid/").pathname;
  const nom = Object.keys(fichiers).find((f) => chemin.endsWith(`/${f}`));
  if (nom === undefined) throw new TypeError("sans réseau");
  return new Response(fichiers[nom]);
};

const source = async (adresse) => {
  if (!(adresse in reponses)) throw new Error("Cette vue n’est pas dans la valise.");
  return { vues: reponses[adresse], modules };
};

const toutes = Object.values(reponses).flat().map(proposer);
const chercher = async (q) => ({ reponses: parmi(toutes, q), avis: "Sans réseau, la recherche lit la valise seule." });

// A reload finds the view: its rank is in the address.
const depart = Number(location.hash.slice(1)) || 0;
const suivre = (rang) => history.replaceState(history.state, "", `#${rang}`);
const ouvrir = () => presenter({ ...seance, source, chercher, suivre, valise: page, rang: depart });
document.getElementById("ouvrir").addEventListener("click", ouvrir);
const genres = { "obs-ecran": ecran, "obs-presentateur": () => presenterIci({ source, chercher, signatures: seance.signatures, valise: page }) };
(genres[globalThis.name] ?? ouvrir)();
