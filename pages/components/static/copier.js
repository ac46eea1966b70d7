/* « Copier le tableau »: the nearest table as cells that a spreadsheet takes, and words that say it is done; and what
   reads the reader's own file, fetched when one is chosen. */
const mot = (texte) => texte.replace(/\s+/g, " ").trim();
// A number is alone in its cell, as a spreadsheet reads it; what it is a minimum of, or its bounds, in the next one.
const NOMBRE = /^[^\d]{0,3}?([+\u2212-]?)(\d[\d\s]*(?:,\d+)?)(.*)/;
const chiffre = (c) => {
  const nombre = c.querySelector("b"), bornes = c.querySelector("small"), lu = NOMBRE.exec(mot((nombre ?? c).textContent));
  const precision = [nombre && "minimum" in nombre.dataset && "au moins", bornes && mot(bornes.textContent)];
  if (!lu) return [mot(c.textContent), "", ""];
  return [lu[1].replace("\u2212", "-") + lu[2].replace(/\s/g, ""), precision.filter(Boolean).join(" ; "), nombre && mot(lu[3])];
};
// Columns of marks are not copied; a column of codes follows that of names where it is asked for.
const copie = (table, codes) => {
  const [tete, ...lignes] = table.rows;
  const colonnes = [...tete.cells].flatMap((t, k) => {
    if (t.querySelector(".obs-lu")) return [];
    const cases = lignes.map((r) => r.cells[k]);
    const dits = cases.map((c) => (t.classList.contains("d") ? chiffre(c) : [mot(c.innerText), c.dataset.code ?? ""]));
    const suite = t.classList.contains("d") ? "bornes" : codes && "code";
    const pleine = suite && dits.some(([, x]) => x);
    const unite = dits.reduce((u, d) => ((d[2] ?? "").length > u.length ? d[2] : u), "");
    const titre = mot((t.querySelector("a") ?? t).innerText.replace(/[▲▼]/, "")) + (unite ? ` (${unite})` : "");
    return [0, ...(pleine ? [1] : [])].map((i) => [i ? suite : titre, ...dits.map((d) => d[i])]);
  });
  return [0, ...lignes.map((_, i) => i + 1)].map((i) => colonnes.map((c) => c[i]).join("\t")).join("\n");
};
addEventListener("change", async (e) => {
  const ici = e.target.type === "file" && e.target.closest(".obs-fichier");
  if (ici) (await import(new URL(ici.dataset.module, document.baseURI).href)).choisir(e.target);
});
addEventListener("click", async (e) => {
  const bouton = e.target.closest?.(".obs-copier");
  const tables = bouton ? [...document.querySelectorAll(".st-key-bloc-explorer table, .st-key-bloc-mouvements table, .st-key-bloc-nuage table")] : [];
  if (!bouton) return;
  const codes = document.querySelector(".obs-avec-codes")?.checked;
  const texte = tables.map((t) => (tables.length > 1 ? `${mot(t.caption.innerText)}\n` : "") + copie(t, codes)).join("\n\n");
  let dit = "Tableau copié";
  if (!texte) dit = "Ouvrir d’abord le tableau";
  else try { await navigator.clipboard.writeText(texte); } catch { dit = "Copie refusée par le navigateur"; }
  bouton.textContent = dit;
  setTimeout(() => { bouton.textContent = "Copier le tableau"; }, 3000);
});
