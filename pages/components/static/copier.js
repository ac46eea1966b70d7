/* « Copier le tableau »: the nearest table as cells that a spreadsheet takes, and words that say it is done; and what
   reads the reader's own file, fetched when one is chosen. */
const mot = (texte) => texte.replace(/\s+/g, " ").trim();
// A figure takes two cells: the number alone, as a spreadsheet reads it, then its bounds or that it is a minimum.
const deux = (c) => {
  const nombre = c.querySelector("b"), bornes = c.querySelector("small");
  if (c.tagName === "TH") return `${mot(c.innerText)}\tbornes`;
  if (!nombre) return `${mot(c.innerText)}\t`;
  const precision = ["minimum" in nombre.dataset && "au moins", bornes && mot(bornes.innerText)].filter(Boolean).join(" ; ");
  return `${nombre.innerText.replace(/[≥%\s\u00a0\u202f]/g, "")}\t${precision}`;
};
addEventListener("change", async (e) => {
  const ici = e.target.type === "file" && e.target.closest(".obs-fichier");
  if (ici) (await import(new URL(ici.dataset.module, document.baseURI).href)).choisir(e.target);
});
addEventListener("click", async (e) => {
  const bouton = e.target.closest?.(".obs-copier");
  const table = bouton && document.querySelector(".st-key-bloc-explorer table");
  if (!table) return;
  const texte = [...table.rows].map((r) => [...r.cells].slice(1).map((c, i) => (i ? deux(c) : mot(c.innerText))).join("\t")).join("\n");
  let dit = "Tableau copié";
  try { await navigator.clipboard.writeText(texte); } catch { dit = "Copie refusée par le navigateur"; }
  bouton.textContent = dit;
  setTimeout(() => { bouton.textContent = "Copier le tableau"; }, 3000);
});
