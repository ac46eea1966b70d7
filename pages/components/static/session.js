/* A session of Accès Pro that ends: said ten minutes before, then once it has. In the last ones what is typed in a field is
   sent before the field is left, for afterwards nothing is kept. The server says how many seconds are left
   (`data-reste`), whose words these are. */
(function () {
  "use strict";
  var AVANT = 600, PAS = 5000; // s, ms
  var CHAMP = "[data-testid=stTextInput] input";
  var dite = null, fin = 0, vu = "", envoye = "", mot;

  function suivre() {
    var ici = document.querySelector("[data-reste]");
    if (ici && ici.dataset.reste !== dite) {
      dite = ici.dataset.reste;
      fin = Date.now() + 1000 * dite;
    }
    var reste = ici ? (fin - Date.now()) / 1000 : Infinity;
    dire(reste > AVANT ? "" : reste > 0 ? ici.dataset.avant : ici.dataset.apres);
    if (reste < AVANT && reste > 0) envoyer(document.activeElement);
  }
  function dire(texte) {
    if (!mot) {
      if (!texte) return;
      mot = document.createElement("p");
      mot.id = "obs-fin";
      mot.setAttribute("role", "alert");
      document.body.append(mot);
    }
    if (mot.textContent !== texte) mot.textContent = texte;
    document.documentElement.classList.toggle("obs-finit", texte !== "");
  }
  // Streamlit takes what is typed once the field is left: it is, for an instant, where the person has stopped typing.
  function envoyer(champ) {
    if (!champ.matches(CHAMP)) return;
    var tape = champ.getAttribute("aria-label") + champ.value;
    var arrete = tape === vu && tape !== envoye;
    vu = tape;
    if (!arrete) return;
    envoye = tape;
    var debut = champ.selectionStart, bout = champ.selectionEnd;
    champ.blur();
    champ.focus({ preventScroll: true });
    champ.setSelectionRange(debut, bout);
  }
  setInterval(suivre, PAS);
})();
