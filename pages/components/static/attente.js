/* An answer that is slow to come says so: « Mise à jour… » from 300 ms after a choice was sent until the page is still.
   Before the server's first word the page would show the new choice over the old figures, and nothing else: they pale. */
(function () {
  "use strict";
  var SEUIL = 300, SUITE = 2000, ABANDON = 60000; // ms
  var POULS = 32; // bytes: a heartbeat is shorter, and asks for nothing
  var prise, envoye = 0, recu = 0, marque;

  function suivre() {
    var attendu = performance.now() - envoye, app = document.querySelector("[data-test-script-state]");
    var fini = recu > envoye && app?.dataset.testScriptState === "notRunning";
    var perdu = prise.readyState !== WebSocket.OPEN || attendu > ABANDON;
    montrer(!fini && !perdu && attendu > SEUIL);
    if (perdu || (fini && performance.now() - recu > SUITE)) envoye = 0;
    else setTimeout(suivre, 100);
  }
  function montrer(oui) {
    if (!marque) {
      if (!oui) return;
      marque = document.createElement("div");
      marque.id = "obs-attente";
      marque.setAttribute("aria-hidden", "true"); // `annonce.js` says the result
      marque.textContent = "Mise à jour\u2026";
      document.body.append(marque);
    }
    marque.hidden = !oui;
    document.documentElement.classList.toggle("obs-attend", oui);
  }

  var envoyer = WebSocket.prototype.send;
  WebSocket.prototype.send = function (message) {
    envoyer.call(this, message);
    if (prise !== this) {
      prise = this;
      this.addEventListener("message", function () { recu = performance.now(); });
    }
    if ((message.byteLength || message.length) < POULS || !document.querySelector("h1")) return;
    var repos = !envoye;
    envoye = performance.now();
    if (repos) setTimeout(suivre, SEUIL);
  };
})();
