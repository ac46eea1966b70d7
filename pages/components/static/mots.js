/* What opens in place, over what follows: definitions, choices, the menu of a phone. One at a time, held in the window,
   closed by Escape, by a press or the focus elsewhere, by a link. */
const SORTES = ".obs-mot,.obs-volet,.obs-menu";
const ouverts = () => [...document.querySelectorAll(SORTES)].filter((d) => d.open);
const fermer = (sauf) => ouverts().forEach((d) => { if (!d.contains(sauf)) d.open = false; });
addEventListener("toggle", ({ target: d }) => {
  if (!d.open || !d.matches?.(SORTES)) return;
  fermer(d);
  if (d.matches(".obs-menu")) return; // as wide as the window
  const texte = d.lastElementChild;
  texte.style.translate = "";
  const cadre = texte.getBoundingClientRect(), bord = document.documentElement.clientWidth - 16;
  const ecart = Math.max(16 - cadre.left, Math.min(0, bord - cadre.right));
  if (ecart) texte.style.translate = `${ecart}px`;
}, true);
for (const geste of ["pointerdown", "focusin"]) addEventListener(geste, (e) => fermer(e.target), true);
addEventListener("click", (e) => e.target.closest?.("a[href]")?.closest(SORTES) && fermer(null));
addEventListener("keydown", (e) => {
  const d = e.key === "Escape" && !e.target.matches("[role=combobox][aria-expanded=true]") && ouverts().at(-1);
  if (!d) return;
  e.stopPropagation();
  d.open = false;
  d.firstElementChild.focus();
}, true);
