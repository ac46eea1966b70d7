/* Definitions opened in place: one at a time, held in the window, closed by Escape or a press elsewhere. */
const ouverts = () => [...document.querySelectorAll(".obs-mot[open]")];
const fermer = (sauf) => ouverts().forEach((d) => { if (d !== sauf) d.open = false; });
addEventListener("toggle", ({ target: d }) => {
  if (!d.matches?.(".obs-mot[open]")) return;
  fermer(d);
  const texte = d.lastElementChild;
  texte.style.translate = "";
  const cadre = texte.getBoundingClientRect(), bord = document.documentElement.clientWidth - 16;
  const ecart = Math.max(16 - cadre.left, Math.min(0, bord - cadre.right));
  if (ecart) texte.style.translate = `${ecart}px`;
}, true);
addEventListener("pointerdown", (e) => fermer(e.target.closest?.(".obs-mot")), true);
addEventListener("keydown", (e) => {
  const d = e.key === "Escape" && ouverts()[0];
  if (!d) return;
  e.stopPropagation();
  d.open = false;
  d.firstElementChild.focus();
}, true);
