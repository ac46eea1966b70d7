/* A fold that the reader opened stays open when a choice rewrites the block that holds it. It is known by its block, its
   words and its rank among those of the same words; another page starts with its own. Definitions are not kept. */
(function () {
  "use strict";
  var VISES = ".stHtml details:not(.obs-mot)";
  var ouverts = new Set(), page = location.pathname;

  function cle(d) {
    var bloc = d.closest("[class*='st-key-']"), mots = d.querySelector("summary")?.textContent;
    var pareils = [...(bloc || document).querySelectorAll(VISES)].filter(function (x) {
      return x.querySelector("summary")?.textContent === mots;
    });
    return [bloc?.className.match(/st-key-[^\s]+/)[0], mots, pareils.indexOf(d)].join("|");
  }
  document.addEventListener("toggle", function (e) {
    var d = e.target;
    if (!d.matches?.(VISES)) return;
    if (page !== location.pathname) { page = location.pathname; ouverts.clear(); }
    if (d.open) ouverts.add(cle(d));
    else ouverts.delete(cle(d));
  }, true);
  new MutationObserver(function (changements) {
    if (!ouverts.size || page !== location.pathname) return;
    for (var c of changements) for (var ajoute of c.addedNodes) {
      if (ajoute.nodeType !== Node.ELEMENT_NODE) continue;
      for (var d of [ajoute, ...ajoute.querySelectorAll("details")]) if (!d.open && d.matches(VISES) && ouverts.has(cle(d))) d.open = true;
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
