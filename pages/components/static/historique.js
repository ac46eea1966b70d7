/* One press of « Back » leaves a page. Streamlit adds an entry for the page, then one more when the choices are written in
   its address: the second only completes the first, and takes its place. */
(function () {
  "use strict";
  var ajouter = history.pushState;
  history.pushState = function (etat, titre, adresse) {
    var complete = !location.search && adresse && new URL(adresse, location.href).pathname === location.pathname;
    return complete ? history.replaceState(etat, titre, adresse) : ajouter.apply(history, arguments);
  };
})();
