/* What a choice has changed, said to who does not see the page: the title and its subtitle, else the first block that
   changed, and how many rows its table has now. Said once the page is still, after a choice or a change of page.
   Blocks, tiles and lists are groups that their title names: « Partager » is told from that of the next one. */
(function () {
  "use strict";
  var CALME = 350;
  var GROUPES = "[data-testid=stMain] :is([class*=st-key-bloc-],[class*=st-key-detail-],[class*=st-key-tuile-],[role=group]:has(>input[role=combobox]))";
  var dit = document.createElement("p");
  dit.id = "obs-annonce";
  dit.className = "obs-lu";
  dit.setAttribute("role", "status");
  // An open list hides the rest of the page from screen readers, but for what says so.
  dit.setAttribute("data-react-aria-top-layer", "true");
  var avant = null, dernier = null, geste = false, couru = false, minuteur = 0;

  // As it is seen: a title may hold the words of two points of view.
  function mots(e) {
    return e ? e.innerText.replace(/\n+/g, " ").trim() : "";
  }
  function phrase(textes) {
    return textes.filter(Boolean).map(function (t) { return /[.!?…:]$/.test(t) ? t : t + "."; }).join(" ");
  }
  function comptees(n) {
    return n ? n.toLocaleString("fr-FR") + "\u00a0ligne" + (n > 1 ? "s" : "") : "";
  }
  function lire() {
    var page = document.querySelector("[data-testid=stMain]");
    var tete = page && page.querySelector(":is(.obs-titre,.obs-feuille header)");
    var parties = page ? Array.prototype.map.call(page.querySelectorAll(".obs-tete,.obs-tableau table,.obs-vide,[data-testid=stAlert]"), function (e) {
      if (e.matches("table")) return { nom: e.caption ? e.caption.textContent : "Tableau", corps: e.textContent, lignes: e.querySelectorAll("tbody tr").length };
      var suite = e.matches(".obs-tete") && e.nextElementSibling;
      var nom = mots(e.querySelector("h2,h3") || e);
      var sous = suite && suite.matches(".obs-sous-titre") ? mots(suite) : "";
      return { nom: nom, sous: sous, corps: nom + sous, lignes: 0 };
    }) : [];
    return {
      chemin: location.pathname, titre: mots(page && page.querySelector("h1")), sous: mots(tete && tete.querySelector(".obs-sous-titre")),
      corps: page ? corps(page) : "", parties: parties
    };
  }
  function nouvelles(apres) {
    var connues = avant.parties.map(function (p) { return p.corps; });
    return apres.parties.filter(function (p) { return connues.indexOf(p.corps) < 0; });
  }
  function corps(page) {
    var autres = Array.prototype.map.call(page.querySelectorAll(".obs-recherche"), function (e) { return e.textContent; });
    return autres.reduce(function (texte, autre) { return texte.replace(autre, ""); }, page.textContent);
  }
  // Where the choice was made: its block, else the page.
  function ici(apres) {
    var bloc = dernier && dernier.isConnected && dernier.closest("[class*=st-key-bloc-]");
    return mots(bloc && bloc.querySelector("h2")) || apres.titre;
  }
  function resultat(apres) {
    if (apres.chemin !== avant.chemin) return phrase([document.title.split(" · ")[0], apres.titre, apres.sous]);
    var changees = nouvelles(apres);
    var lignes = changees.filter(function (p) { return p.lignes; })[0];
    var compte = lignes ? comptees(lignes.lignes) : "";
    if (apres.titre !== avant.titre || apres.sous !== avant.sous) return phrase([apres.titre, apres.sous, compte]);
    if (changees.length) return phrase([changees[0].nom, changees[0].sous, compte]);
    if (apres.corps !== avant.corps) return phrase(["Page mise à jour", ici(apres)]);
    return "";
  }
  function grouper() {
    document.querySelectorAll(GROUPES).forEach(function (e) {
      var nom = mots(e.querySelector("h2,h3") || e.querySelector("caption"));
      var liste = e.querySelector(":scope>input");
      if (liste) nom = liste.getAttribute("aria-label") || mots(liste.labels[0]);
      if (!nom || e.getAttribute("aria-label") === nom) return;
      e.setAttribute("role", "group");
      e.setAttribute("aria-label", nom);
    });
  }
  function calme() {
    var app = document.querySelector("[data-testid=stApp]");
    if (!app || app.getAttribute("data-test-script-state") !== "notRunning" || !document.querySelector("[data-testid=stMain] h1")) return suivre();
    grouper();
    if (document.documentElement.classList.contains("obs-en-salle")) return;
    var apres = lire();
    var cherche = document.activeElement && document.activeElement.closest(".obs-recherche");
    var texte = avant && geste ? resultat(apres) : "";
    if (avant && couru && !texte && !cherche) texte = phrase(["Choix pris en compte", ici(apres)]);
    // The same words twice would not be said twice.
    if (texte) dit.textContent = texte === dit.textContent ? texte + "\u200b" : texte;
    if (texte || couru) geste = false;
    couru = false;
    avant = apres;
  }
  function suivre() {
    clearTimeout(minuteur);
    minuteur = setTimeout(calme, CALME);
  }
  function demarrer() {
    document.body.appendChild(dit);
    ["pointerdown", "keydown"].forEach(function (nom) {
      addEventListener(nom, function (e) {
        if (e.key === "Tab") return;
        geste = true;
        // Some choose before the page is still.
        avant = avant || lire();
        if (e.target.closest && e.target.closest("[data-testid=stMain]")) dernier = e.target;
      }, true);
    });
    new MutationObserver(function (changements) {
      var utile = false;
      changements.forEach(function (c) {
        if (dit.contains(c.target)) return;
        utile = true;
        couru = couru || (geste && c.attributeName !== null);
      });
      if (utile) suivre();
    }).observe(document.body, { childList: true, characterData: true, subtree: true, attributes: true, attributeFilter: ["data-test-script-state"] });
  }
  if (document.body) demarrer(); else document.addEventListener("DOMContentLoaded", demarrer);
})();
