/* Charts on paper. Plotly draws at the width of the screen, in drawings that do not shrink: paper would cut them.
   Before printing each one becomes a drawing as wide as its frame, and takes its size back afterwards. Drawn for the
   dark theme, its colours are also turned round: paper is white. */
(function () {
  "use strict";
  function dessins(fait) {
    document.querySelectorAll(".js-plotly-plot svg.main-svg").forEach(fait);
  }
  window.addEventListener("beforeprint", function () {
    var page = document.querySelector(".stApp");
    document.documentElement.classList.toggle("obs-nuit", !!page && getComputedStyle(page).colorScheme === "dark");
    dessins(function (svg) {
      var largeur = parseFloat(svg.getAttribute("width")), hauteur = parseFloat(svg.getAttribute("height"));
      if (!(largeur > 0 && hauteur > 0)) return;
      svg.setAttribute("viewBox", "0 0 " + largeur + " " + hauteur);
      svg.parentElement.style.setProperty("--obs-forme", largeur + "/" + hauteur);
    });
  });
  window.addEventListener("afterprint", function () {
    dessins(function (svg) { svg.removeAttribute("viewBox"); });
  });
})();
