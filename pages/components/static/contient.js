/* What a page holds is written on its frame (`data-contient`), where the style reads it: `ensembles.py` makes that of
   `.stApp:has(…)`, which had the style of every element computed anew at each change of the page, 2 to 3 ms eight times a
   click. */
(function () {
  "use strict";
  var PARTIES = CONTENUS;
  function ecrire() {
    for (var cadre of document.getElementsByClassName("stApp")) {
      var contient = PARTIES.map(function (partie, n) { return cadre.querySelector(partie) ? n : ""; }).join(" ");
      if (cadre.dataset.contient !== contient) cadre.dataset.contient = contient;
    }
  }
  new MutationObserver(ecrire).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-selected"] });
  addEventListener("change", ecrire, true);
})();
