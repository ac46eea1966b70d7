/* A session of Accès Pro that ends: said ten minutes before, then once it has. In the last ones what is typed in a field is
   sent before the field is left, for afterwards nothing is kept. The server says how many seconds are left
   (`data-reste`), whose words these are. */
const AVANT = 600, PAS = 5000; // s, ms
let dite = null, fin = 0, vu = "", envoye = "", mot;

const dire = (texte) => {
  if (texte && !mot) {
    mot = document.createElement("p");
    mot.id = "obs-fin";
    mot.setAttribute("role", "alert");
    document.body.append(mot);
  }
  if (mot && mot.textContent !== texte) mot.textContent = texte;
  document.documentElement.classList.toggle("obs-finit", texte !== "");
};
// Streamlit takes what is typed once the field is left: it is, for an instant, where the person has stopped typing.
const envoyer = (champ) => {
  if (!champ.matches("[data-testid=stTextInput] input")) return;
  const tape = champ.getAttribute("aria-label") + champ.value;
  const arrete = tape === vu && tape !== envoye;
  vu = tape;
  if (!arrete) return;
  envoye = tape;
  const debut = champ.selectionStart, bout = champ.selectionEnd;
  champ.blur();
  champ.focus({ preventScroll: true });
  champ.setSelectionRange(debut, bout);
};
setInterval(() => {
  const ici = document.querySelector("[data-reste]");
  if (ici && ici.dataset.reste !== dite) {
    dite = ici.dataset.reste;
    fin = Date.now() + 1000 * dite;
  }
  const reste = ici ? (fin - Date.now()) / 1000 : Infinity;
  dire(reste > AVANT ? "" : reste > 0 ? ici.dataset.avant : ici.dataset.apres);
  if (reste < AVANT && reste > 0) envoyer(document.activeElement);
}, PAS);
