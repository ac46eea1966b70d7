/* After an outage the server knows nothing of this page: run it again at its address as soon as the line is back, before
   the reader chooses anything, else the first choice would be read as an arrival and lost. */
(function () {
  "use strict";
  var coupee = false;
  new MutationObserver(function (changements) {
    changements.forEach(function (c) {
      var etat = c.target.getAttribute("data-test-connection-state");
      if (!etat) return;
      if (etat !== "CONNECTED") coupee = coupee || document.querySelector('[data-testid="stApp"] h1') !== null;
      else if (coupee) {
        coupee = false;
        dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
      }
    });
  }).observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: ["data-test-connection-state"] });
})();
