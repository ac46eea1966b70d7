// Opens the room in a file of its own: everything it asks for is in the page, and nothing leaves it.

import { presenter } from "./salle.js";

const { titre, vues, reponses, fichiers, modules } = JSON.parse(document.getElementById("valise").textContent);
const plier = (texte) => texte.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// Files are known by the end of their address, whatever asks for them.
window.fetch = async (adresse) => {
  const chemin = new URL(adresse, "https://valise.invalid/").pathname;
  const nom = Object.keys(fichiers).find((f) => chemin.endsWith(`/${f}`));
  if (nom === undefined) throw new TypeError("sans réseau");
  return new Response(fichiers[nom]);
};

const demander = async (adresse) => {
  if (!(adresse in reponses)) throw new Error("Cette vue n’est pas dans la valise.");
  return { vues: reponses[adresse], modules };
};

// The views whose title holds every word asked.
const chercher = async (q) => {
  const mots = plier(q).split(/\s+/).filter(Boolean);
  const toutes = Object.entries(reponses).flatMap(([adresse, dites]) => dites.map((v) => ({ adresse, cle: v.cle, dit: v.titre, ecran: v.sous_titre })));
  return { reponses: toutes.filter((v) => mots.every((m) => plier(`${v.dit} ${v.ecran}`).includes(m))), avis: "Sans réseau, la recherche lit la valise seule." };
};

document.getElementById("ouvrir").addEventListener("click", () => ouvrir());
function ouvrir() {
  return presenter({ titre, vues, demander, chercher });
}
ouvrir();
