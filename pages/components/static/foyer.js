/* Where the keyboard is. The frame of the page is no stop of its own, yet a key scrolls it when nothing has the focus.
   What had the focus and is gone gives it to what took its place, else to the title: never to nothing. The menu of a
   narrow screen takes it, and gives it back once it is closed, by Escape or by a choice. */
(function () {
  "use strict";
  var CALME = 200;
  var PAS = { ArrowDown: 40, ArrowUp: -40, PageDown: 0.9, PageUp: -0.9, " ": 0.9, Home: -Infinity, End: Infinity };
  var dernier = null, minuteur = 0;

  var OUVRIR = "[data-testid=stExpandSidebarButton]", FERMER = "[data-testid=stSidebarCollapseButton] button";

  function cadre() { return document.querySelector("[data-testid=stMain]"); }
  function nom(e) { return (e.getAttribute("aria-label") || e.textContent || "").trim(); }
  function retenir(e) {
    if (!e.closest) return;
    var bloc = e.closest("[class*=st-key-]");
    var cle = bloc && Array.prototype.filter.call(bloc.classList, function (c) { return /^st-key-/.test(c); })[0];
    dernier = { element: e, cle: cle, balise: e.tagName, nom: nom(e), menu: Boolean(e.closest(OUVRIR + ",[data-testid=stSidebar]")) };
  }
  function montre(selecteur) {
    return Array.prototype.slice.call(document.querySelectorAll(selecteur)).filter(visible)[0];
  }
  function fermerMenu() {
    var bouton = montre(FERMER);
    if (bouton) bouton.click();
    return bouton;
  }
  function remplacant() {
    if (dernier.menu && (montre(FERMER) || montre(OUVRIR))) return montre(FERMER) || montre(OUVRIR);
    var blocs = dernier.cle ? Array.prototype.slice.call(document.getElementsByClassName(dernier.cle)) : [];
    for (var i = 0; i < blocs.length; i++) {
      var memes = Array.prototype.slice.call(blocs[i].getElementsByTagName(dernier.balise)).filter(visible);
      var pareil = memes.filter(function (e) { return nom(e) === dernier.nom; })[0] || memes[0];
      if (pareil) return pareil;
      var autre = Array.prototype.slice.call(blocs[i].querySelectorAll("button,a[href],input,summary,[tabindex='0']")).filter(visible)[0];
      if (autre) return autre;
    }
    var titre = cadre() && cadre().querySelector("h1");
    if (titre && !titre.hasAttribute("tabindex")) titre.tabIndex = -1;
    return titre;
  }
  function visible(e) { return e.offsetHeight > 0 && !e.disabled; }
  function rendre() {
    var app = document.querySelector("[data-testid=stApp]");
    if (!dernier || !app) return;
    if (app.getAttribute("data-test-script-state") !== "notRunning") return suivre();
    if (document.activeElement !== document.body || document.documentElement.classList.contains("obs-en-salle")) return;
    // A button is switched off while its file is made, everything while the line is cut.
    if (dernier.element.isConnected && dernier.element.disabled) return;
    var la = dernier.element.isConnected && visible(dernier.element) ? dernier.element : remplacant();
    dernier = null;
    if (la) la.focus({ preventScroll: true });
  }
  function suivre() {
    clearTimeout(minuteur);
    minuteur = setTimeout(rendre, CALME);
  }
  function demarrer() {
    addEventListener("focusin", function (e) { retenir(e.target); });
    // What is switched off loses the focus, which may have come to it unsaid.
    addEventListener("focusout", function (e) { if (e.target.disabled) retenir(e.target); });
    // A press on what cannot have the focus leaves it on purpose.
    addEventListener("pointerdown", function (e) { if (e.target.closest && !e.target.closest("button,a,input,summary,label,[role]")) dernier = null; }, true);
    addEventListener("keydown", function (e) {
      if (e.key === "Escape" && !e.defaultPrevented && !document.querySelector("dialog[open],[role=dialog],[role=listbox]:not([hidden])")) fermerMenu();
    });
    addEventListener("click", function (e) {
      if (e.target.closest && e.target.closest("[data-testid=stSidebarNavLink]")) setTimeout(fermerMenu, 0);
    });
    addEventListener("keydown", function (e) {
      var page = cadre();
      if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || !(e.key in PAS) || !page || document.activeElement !== document.body) return;
      if (document.documentElement.classList.contains("obs-en-salle")) return;
      var pas = PAS[e.key] * (e.key === " " && e.shiftKey ? -1 : 1);
      if (getComputedStyle(page).overflowY === "visible") page = page.parentElement;  // a low window
      if (Math.abs(pas) === Infinity) page.scrollTop = pas > 0 ? page.scrollHeight : 0;
      else page.scrollBy(0, Math.abs(pas) < 1 ? pas * page.clientHeight : pas);
      e.preventDefault();
    });
    new MutationObserver(function () {
      var page = cadre();
      if (page && page.tabIndex === 0) page.tabIndex = -1;
      if (document.activeElement === document.body) suivre();
    }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-test-script-state", "disabled"] });
  }
  if (document.body) demarrer(); else document.addEventListener("DOMContentLoaded", demarrer);
})();
