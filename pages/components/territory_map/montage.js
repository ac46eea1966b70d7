// Sent with every message, hence its size: the component itself is in files that the browser keeps.
const module = import(new URL("statique/DOSSIER/MODULE.js", document.baseURI).href);
export default async (composant) => (await module).default(composant);
