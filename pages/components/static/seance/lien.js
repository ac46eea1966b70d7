/* The agenda that a link carries after its « # », kept before the page writes its own address over it. */
(function () {
  "use strict";
  if (/\/seance\/?$/.test(location.pathname) && location.hash.length > 1) window.obsLienSeance = location.hash;
})();
