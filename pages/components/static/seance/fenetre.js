// The room in a page of its own: the window of who leads, its slides, or the meeting after a reload that no server answered.

import { creer } from "./creer.js";
import { lire } from "./memoire.js";
import { ecran, presenterIci } from "./presentateur.js";
import { retrouver } from "./salle.js";

const AILLEURS = "Le serveur ne répond pas, et ce navigateur ne garde aucune séance. Ouvrir la valise de la séance (le fichier HTML emporté), ou attendre\u00a0: cette page se recharge quand il revient.";
const sortir = () => location.assign(new URL("seance", document.baseURI));

document.documentElement.style.colorScheme = lire("obs-salle")?.habit ?? "light";
const genres = { "obs-ecran": () => ecran() ?? true, "obs-presentateur": () => presenterIci() };
if (!(genres[globalThis.name] ?? (() => retrouver(lire("obs-salle")?.adresse ?? "", sortir)))()) {
  document.body.append(creer("main", { class: "obs-salle-absente" }, creer("h1", {}, "Séance introuvable"), creer("p", {}, AILLEURS)));
  setInterval(() => fetch(new URL("_stcore/health", document.baseURI)).then((r) => r.ok && sortir(), () => {}), 3000);
}
