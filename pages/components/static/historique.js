/* One press of « Back » undoes one choice, or leaves one page. Streamlit adds an entry for the page, then one more when
   the choices are written in its address: until the reader has touched something, an entry of the same page only completes
   the one before, and takes its place. */
(function () {
  "use strict";
  var ajouter = history.pushState;
  var neuve = true;
  history.pushState = function (etat, titre, adresse) {
    var meme = Boolean(adresse) && new URL(adresse, location.href).pathname === location.pathname;
    if (meme && (neuve || !location.search)) return history.replaceState(etat, titre, adresse);
    neuve = !meme;
    return ajouter.apply(history, arguments);
  };
  addEventListener("popstate", function () { neuve = true; });
  ["pointerdown", "keydown"].forEach(function (geste) {
    addEventListener(geste, function () { neuve = false; }, true);
  });
})();
