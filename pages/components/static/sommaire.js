/* A page longer than six screens of a phone gets its table of contents under its title: a fold that lists the headings.
   It is written here because headings come from every kind of block, and only the browser knows how long the page is.
   It scrolls without a fragment in the address: « Back » undoes choices, not readings. The first view has it too
   (`premiere/premiere.js`), so that nothing moves when the page takes its place. */
(function () {
  "use strict";
  var ECRANS = 6, ATTENTE = 250;
  var telephone = matchMedia("(max-width:640px)");
  var minuteur = 0;

  function rubriques(racine) {
    return Array.prototype.filter.call(racine.querySelectorAll("[data-testid=stMain] h2"), function (h) {
      return h.offsetHeight > 1 && h.offsetParent && mot(h);
    });
  }
  function mot(h) {
    var nu = h.cloneNode(true);
    nu.querySelectorAll(".obs-badge,details,[aria-hidden=true]").forEach(function (e) { e.remove(); });
    return nu.textContent.trim();
  }
  function ecrire(racine) {
    var tetes = racine.querySelectorAll("[data-testid=stMain] :is(.obs-titre,.obs-feuille header)");
    var tete = Array.prototype.find.call(tetes, function (t) { return t.offsetParent; }); // not that of the other theme
    var page = racine.querySelector("[data-testid=stMainBlockContainer]");
    var avant = racine.querySelector(".obs-sommaire");
    if (!tete || !page) return;
    var titres = telephone.matches && page.scrollHeight > ECRANS * innerHeight ? rubriques(racine) : [];
    if (titres.length < 3) return avant && avant.remove();
    var cle = titres.map(mot).join("\n");
    if (avant && avant.previousSibling === tete && avant.dataset.cle === cle) return;
    if (avant) avant.remove();
    var pli = document.createElement("details");
    pli.className = "obs-sommaire";
    pli.dataset.cle = cle;
    pli.appendChild(document.createElement("summary")).textContent = "Dans cette page (" + titres.length + ")";
    var liste = pli.appendChild(document.createElement("ul"));
    titres.forEach(function (h, rang) {
      var bouton = liste.appendChild(document.createElement("li")).appendChild(document.createElement("button"));
      bouton.type = "button";
      bouton.textContent = mot(h);
      bouton.addEventListener("click", function () { aller(rubriques(racine)[rang]); });
    });
    tete.after(pli);
  }
  function aller(h) {
    h.tabIndex = -1;
    h.focus({ preventScroll: true });
    h.scrollIntoView({ block: "start" });
  }
  function suivre() {
    clearTimeout(minuteur);
    minuteur = setTimeout(ecrire, ATTENTE, document);
  }
  var guet = new MutationObserver(suivre);
  function selon() {
    guet.disconnect();
    if (telephone.matches) guet.observe(document.documentElement, { childList: true, subtree: true });
    suivre();
  }
  telephone.addEventListener("change", selon);
  window.obsSommaire = ecrire;
  selon();
})();
