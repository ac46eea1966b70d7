/* After an outage the server knows nothing of this page: run it again as soon as the line is back, before the reader
   chooses anything, else the first choice would be read as an arrival and lost. What the fields hold is said again with
   it: a choice may have left as the line was cut. The address alone is, where one has gone back meanwhile, and in the
   reserved process, where a page may not ask for more. */
let coupee = false, recule = false;
addEventListener("popstate", () => { recule = coupee; });
const reprendre = () => {
  coupee = false;
  if (recule || !window.__streamlit) dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
  else postMessage({ stCommVersion: 1, type: "RERUN_SCRIPT" }, location.origin);
  recule = false;
};
new MutationObserver((changements) => {
  for (const { target } of changements) {
    const etat = target.dataset.testConnectionState;
    if (etat && etat !== "CONNECTED") coupee ||= document.querySelector('[data-testid="stApp"] h1') !== null;
    else if (etat && coupee) reprendre();
  }
}).observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: ["data-test-connection-state"] });
