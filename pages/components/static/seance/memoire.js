// What the browser keeps of a meeting. Private browsing may refuse: it then lasts as long as the page.

const repli = new Map();
export const ONGLET = "sessionStorage"; // of this tab alone

export function lire(cle, stock = "localStorage") {
  try {
    return JSON.parse(globalThis[stock].getItem(cle)) ?? repli.get(cle);
  } catch {
    return repli.get(cle);
  }
}

export function garder(cle, valeur, stock = "localStorage") {
  repli.set(cle, valeur);
  try {
    globalThis[stock].setItem(cle, JSON.stringify(valeur));
    return true;
  } catch {
    return false;
  }
}

export function oublier(cle, stock = "localStorage") {
  repli.delete(cle);
  try {
    globalThis[stock].removeItem(cle);
  } catch { /* nothing was kept */ }
}

// Whether a room is open in this tab: another one does not open it by itself.
const ICI = "obs-salle-ici";
export const ici = () => lire(ICI, ONGLET) !== undefined;
export const marquer = (oui) => (oui ? garder(ICI, true, ONGLET) : oublier(ICI, ONGLET));

// A meeting is also kept for an outage: its page, its modules, the answers and the drawings that they name, given back by
// `veilleur.js` when the server does not answer. Only where the browser allows it, and the server, and no longer than the
// meeting.
const CACHE = "obs-salle";
const NOMMES = /\b(?:[a-z]+\.[0-9a-f]{8}\.json|[0-9a-f]{32}\.(?:json|svg))\b/gu;
const racine = () => new URL(".", document.baseURI);
let tenue; // promise of the cache of the meeting under way

export function emporter() {
  if (!globalThis.caches || !navigator.serviceWorker) return;
  tenue ??= (async () => {
    const page = new URL("_seance/salle", racine());
    await navigator.serviceWorker.register(new URL("_seance/veilleur.js", racine()), { scope: racine() });
    const cache = await caches.open(CACHE);
    const lue = await fetch(page), html = await lue.text();
    // Given back under any address: it names the root of the site by itself.
    await cache.put(page, new Response(html.replace('"../"', `"${racine()}"`), { headers: lue.headers }));
    const noms = [...html.matchAll(/(?:href|src)="((?:\.\/)?statique\/[^"]+)"/gu)];
    await Promise.allSettled(noms.map(([, nom]) => cache.add(new URL(nom, racine()))));
    return cache;
  })();
  tenue.catch(() => { tenue = undefined; }); // then an outage shows what the browser says
}

export async function garderReponse(url, reponse) {
  if (!tenue || !reponse.ok) return;
  const copie = reponse.clone(), texte = await reponse.clone().text(), cache = await tenue.catch(() => undefined);
  if (!cache) return;
  await cache.put(url, copie);
  const noms = [...new Set(texte.match(NOMMES))].map((nom) => new URL(`statique/${/^[a-z]+\./u.test(nom) ? "traces" : "dessins"}/${nom}`, racine()));
  await Promise.allSettled(noms.map(async (nom) => (await cache.match(nom)) ?? cache.add(nom)));
}

export async function laisser() {
  tenue = undefined;
  if (!globalThis.caches || !(await caches.delete(CACHE))) return;
  await (await navigator.serviceWorker?.getRegistration(racine()))?.unregister();
}
