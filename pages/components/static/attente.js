/* An answer that is slow to come says so: « Mise à jour… » from 300 ms after a choice was sent until the page is still.
   Before the server's first word the page would show the new choice over the old figures, and nothing else: they pale. */
const SEUIL = 300, SUITE = 2000, ABANDON = 60000; // ms
const POULS = 32; // bytes: a heartbeat is shorter, and asks for nothing
let prise, envoye = 0, recu = 0, marque;

const suivre = () => {
  const attendu = performance.now() - envoye;
  const fini = recu > envoye && document.querySelector("[data-test-script-state]")?.dataset.testScriptState === "notRunning";
  const perdu = prise.readyState !== WebSocket.OPEN || attendu > ABANDON;
  montrer(!fini && !perdu && attendu > SEUIL);
  if (perdu || (fini && performance.now() - recu > SUITE)) envoye = 0;
  else setTimeout(suivre, 100);
};
const montrer = (oui) => {
  if (oui && !marque) {
    marque = document.createElement("div");
    marque.id = "obs-attente";
    marque.setAttribute("aria-hidden", "true"); // `annonce.js` says the result
    marque.textContent = "Mise à jour\u2026";
    document.body.append(marque);
  }
  if (marque) marque.hidden = !oui;
  document.documentElement.classList.toggle("obs-attend", oui);
};

const envoyer = WebSocket.prototype.send;
WebSocket.prototype.send = function (message) {
  envoyer.call(this, message);
  if (prise !== this) {
    prise = this;
    this.addEventListener("message", () => { recu = performance.now(); });
  }
  if ((message.byteLength || message.length) < POULS || !document.querySelector("h1")) return;
  const repos = !envoye;
  envoye = performance.now();
  if (repos) setTimeout(suivre, SEUIL);
};
