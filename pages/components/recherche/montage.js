// Sent with every message, hence its size: the component itself is a file the browser keeps.
const module = import(new URL("statique/recherche/recherche.js?v=VERSION", document.baseURI).href);
export default async (composant) => (await module).default(composant);
