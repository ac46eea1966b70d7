/* Definitions opened in place: one at a time, held in the window, closed by Escape or a press elsewhere. */
(function () {
  "use strict";
  function ouverts() { return document.querySelectorAll(".obs-mot[open]"); }
  function fermer(sauf) { ouverts().forEach(function (d) { if (d !== sauf) d.open = false; }); }
  addEventListener("toggle", function (e) {
    var d = e.target;
    if (!d.matches || !d.matches(".obs-mot[open]")) return;
    fermer(d);
    var texte = d.lastElementChild;
    texte.style.translate = "";
    var cadre = texte.getBoundingClientRect(), bord = document.documentElement.clientWidth - 16;
    var ecart = Math.max(16 - cadre.left, Math.min(0, bord - cadre.right));
    if (ecart) texte.style.translate = ecart + "px";
  }, true);
  addEventListener("pointerdown", function (e) { fermer(e.target.closest && e.target.closest(".obs-mot")); }, true);
  addEventListener("keydown", function (e) {
    var d = e.key === "Escape" && ouverts()[0];
    if (!d) return;
    e.stopPropagation();
    d.open = false;
    d.firstElementChild.focus();
  }, true);
})();
