/* Words of a drawing: an SVG inside an <img> does not get the fonts of the page, and Streamlit takes inline SVG away.
   A drawing that carries words takes the place of its image, under the same alternative. */
(function () {
  "use strict";
  var VISES = '.stHtml img:is([src^="data:image/svg+xml;base64"],[src$=".svg"]):not(.obs-ic,[data-lu])';

  function poser(image) {
    image.dataset.lu = "";
    fetch(image.src).then(function (r) { return r.text(); }).then(function (texte) {
      var svg = new DOMParser().parseFromString(texte, "image/svg+xml").documentElement;
      if (!image.isConnected || svg.nodeName !== "svg" || !svg.querySelector("text")) return;
      svg.querySelectorAll("title").forEach(function (titre) { titre.remove(); });
      svg.setAttribute("class", image.className);
      svg.setAttribute("role", "img");
      svg.setAttribute(image.alt ? "aria-label" : "aria-hidden", image.alt || "true");
      image.replaceWith(document.importNode(svg, true));
    }).catch(function () { /* the image stays */ });
  }
  new MutationObserver(function (changements) {
    if (changements.some(function (c) { return c.addedNodes.length; })) document.querySelectorAll(VISES).forEach(poser);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
