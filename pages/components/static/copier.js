/* « Copier le tableau »: the nearest table as cells that a spreadsheet takes, and words that say it is done; and what
   reads the reader's own file, fetched when one is chosen. */
(function () {
  "use strict";
  function mot(texte) { return texte.replace(/\s+/g, " ").trim(); }
  // A figure takes two cells: the number alone, as a spreadsheet reads it, then its bounds or that it is a minimum.
  function deux(c) {
    var nombre = c.querySelector("b"), bornes = c.querySelector("small");
    if (c.tagName === "TH") return mot(c.innerText) + "\tbornes";
    if (!nombre) return mot(c.innerText) + "\t";
    var dit = nombre.innerText;
    var precision = ["minimum" in nombre.dataset ? "au moins" : "", bornes ? mot(bornes.innerText) : ""].filter(Boolean).join(" ; ");
    return dit.replace(/[≥%\s\u00a0\u202f]/g, "") + "\t" + precision;
  }
  addEventListener("change", async function (e) {
    var ici = e.target.type === "file" && e.target.closest(".obs-fichier");
    if (ici) (await import(new URL(ici.dataset.module, document.baseURI).href)).choisir(e.target);
  });
  addEventListener("click", async function (e) {
    var bouton = e.target.closest && e.target.closest(".obs-copier");
    if (!bouton) return;
    var table = document.querySelector(".st-key-bloc-explorer table");
    if (!table) return;
    var texte = Array.from(table.rows).map(function (r) {
      return Array.from(r.cells).slice(1).map(function (c, i) { return i ? deux(c) : mot(c.innerText); }).join("\t");
    }).join("\n");
    var dit = "Tableau copié";
    try { await navigator.clipboard.writeText(texte); } catch (refus) { dit = "Copie refusée par le navigateur"; }
    bouton.textContent = dit;
    setTimeout(function () { bouton.textContent = "Copier le tableau"; }, 3000);
  });
})();
