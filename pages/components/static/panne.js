/* The line that is cut under a page that Streamlit draws: said at once. After an outage the server knows nothing of this
   page, which asks for its address as soon as the line is back, before anybody chooses anything. */
const COUPEE = "La connexion est coupée. Ce qui est tapé reste à l’écran ; la page reprend d’elle-même.";
const mot = document.createElement("p");
mot.id = "obs-panne";
mot.setAttribute("role", "alert");
document.body.append(mot);
new MutationObserver((changements) => {
  for (const { target } of changements) {
    const etat = target.dataset.testConnectionState;
    if (etat && etat !== "CONNECTED") mot.textContent ||= document.querySelector("[data-testid=stApp] h1") ? COUPEE : "";
    else if (etat && mot.textContent) {
      mot.textContent = "";
      dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
    }
  }
}).observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: ["data-test-connection-state"] });
