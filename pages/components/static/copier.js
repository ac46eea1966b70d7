/* « Copier le tableau »: the nearest table as cells that a spreadsheet takes, and words that say it is done. */
(function () {
  "use strict";
  addEventListener("click", async function (e) {
    var bouton = e.target.closest && e.target.closest(".obs-copier");
    if (!bouton) return;
    var table = document.querySelector(".st-key-bloc-explorer table");
    if (!table) return;
    var texte = Array.from(table.rows).map(function (r) {
      return Array.from(r.cells).slice(1).map(function (c) { return c.innerText.replace(/\s*\n\s*/g, " ").trim(); }).join("\t");
    }).join("\n");
    var dit = "Tableau copié";
    try { await navigator.clipboard.writeText(texte); } catch (refus) { dit = "Copie refusée par le navigateur"; }
    bouton.textContent = dit;
    setTimeout(function () { bouton.textContent = "Copier le tableau"; }, 3000);
  });
})();
