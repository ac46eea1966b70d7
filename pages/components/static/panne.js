/* After an outage the server knows nothing of this page: run it again as soon as the line is back, before the reader
   chooses anything, else the first choice would be read as an arrival and lost. What the fields hold is said again with
   it: a choice may have left as the line was cut. The address alone is, where one has gone back meanwhile, and in the
   reserved process, where a page may not ask for more. */
(function () {
  "use strict";
  var coupee = false, recule = false;
  addEventListener("popstate", function () { recule = coupee; });
  function reprendre() {
    coupee = false;
    if (recule || !window.__streamlit) dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
    else postMessage({ stCommVersion: 1, type: "RERUN_SCRIPT" }, location.origin);
    recule = false;
  }
  new MutationObserver(function (changements) {
    changements.forEach(function (c) {
      var etat = c.target.getAttribute("data-test-connection-state");
      if (!etat) return;
      if (etat !== "CONNECTED") coupee = coupee || document.querySelector('[data-testid="stApp"] h1') !== null;
      else if (coupee) reprendre();
    });
  }).observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: ["data-test-connection-state"] });
})();
