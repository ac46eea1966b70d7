/* Charts on paper. Plotly draws at the width of the screen, in drawings that do not shrink: paper would cut them.
   Before printing each one becomes a drawing as wide as its frame, and takes its size back afterwards. Drawn for the
   dark theme, its colours are also turned round: paper is white. */
const dessins = (fait) => document.querySelectorAll(".js-plotly-plot svg.main-svg").forEach(fait);
addEventListener("beforeprint", () => {
  const page = document.querySelector(".stApp"), habit = page && getComputedStyle(page).colorScheme;
  const nuit = habit === "dark" || (habit === "light dark" && matchMedia("(prefers-color-scheme:dark)").matches);
  document.documentElement.classList.toggle("obs-nuit", nuit);
  dessins((svg) => {
    const largeur = parseFloat(svg.getAttribute("width")), hauteur = parseFloat(svg.getAttribute("height"));
    if (!(largeur > 0 && hauteur > 0)) return;
    svg.setAttribute("viewBox", `0 0 ${largeur} ${hauteur}`);
    svg.parentElement.style.setProperty("--obs-forme", `${largeur}/${hauteur}`);
  });
});
addEventListener("afterprint", () => dessins((svg) => svg.removeAttribute("viewBox")));
