/* A fold that the reader opened stays open when a choice rewrites the block that holds it. It is known by its block, its
   words and its rank among those of the same words; another page starts with its own. Definitions are not kept. */
const VISES = ".stHtml details:not(.obs-mot)";
const ouverts = new Set();
let page = location.pathname;

const mots = (d) => d.querySelector("summary")?.textContent;
const cle = (d) => {
  const bloc = d.closest("[class*='st-key-']");
  const pareils = [...(bloc || document).querySelectorAll(VISES)].filter((x) => mots(x) === mots(d));
  return [bloc?.className.match(/st-key-[^\s]+/)[0], mots(d), pareils.indexOf(d)].join("|");
};
document.addEventListener("toggle", ({ target: d }) => {
  if (!d.matches?.(VISES)) return;
  if (page !== location.pathname) ouverts.clear();
  page = location.pathname;
  if (d.open) ouverts.add(cle(d));
  else ouverts.delete(cle(d));
}, true);
new MutationObserver((changements) => {
  if (!ouverts.size || page !== location.pathname) return;
  for (const c of changements) for (const ajoute of c.addedNodes) {
    if (ajoute.nodeType !== Node.ELEMENT_NODE) continue;
    for (const d of [ajoute, ...ajoute.querySelectorAll("details")]) if (!d.open && d.matches(VISES) && ouverts.has(cle(d))) d.open = true;
  }
}).observe(document.documentElement, { childList: true, subtree: true });
