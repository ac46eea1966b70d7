/* Opens the meeting room over any page: asked by the address (`projection=oui`), or by what carries `data-projeter`. */
(function () {
  "use strict";
  var dossier = document.currentScript.src.replace(/[^/]*$/, "seance/");
  var ouvre = false;

  function adresse() {
    var params = new URLSearchParams(location.search);
    params.delete("projection");
    params.delete("vue_salle");
    var racine = new URL(".", document.baseURI).pathname;
    var chemin = location.pathname.slice(racine.length - 1);
    return (chemin === "/" ? "/accueil" : chemin) + (String(params) && "?" + params);
  }

  function ecrire(oui, cle) {
    var url = new URL(location.href);
    oui ? url.searchParams.set("projection", "oui") : url.searchParams.delete("projection");
    oui && cle ? url.searchParams.set("vue_salle", cle) : url.searchParams.delete("vue_salle");
    history.replaceState(history.state, "", url);
  }

  function quitter() { ecrire(false); }

  // `reprise`: where a room left open in this browser was, else from its first view.
  function projeter(cle, reprise) {
    if (ouvre) return;
    ouvre = true;
    ecrire(true, cle);
    import(dossier + "salle.js").then(function (salle) {
      return (reprise && salle.retrouver(adresse(), quitter)) || salle.presenter({ adresse: adresse(), cle: cle, quitter: quitter });
    }).finally(function () { ouvre = false; });
  }

  addEventListener("click", function (e) {
    var bouton = e.target.closest && e.target.closest("[data-projeter]");
    if (!bouton) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    projeter(bouton.dataset.projeter || "");
  }, true);

  var params = new URLSearchParams(location.search);
  if (/\/seance$/.test(location.pathname)) import(dossier + "salle.js").then(function (salle) { salle.retrouver("", function () {}); });
  else if (params.get("projection") === "oui") projeter(params.get("vue_salle") || "", true);
})();
