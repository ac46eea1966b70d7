/* One press of « Back » undoes one choice, or leaves one page. Streamlit adds an entry for the page, then one more when
   the choices are written in its address: until the reader has touched something, an entry of the same page only completes
   the one before, and takes its place. */
const ajouter = history.pushState;
let neuve = true;
history.pushState = function (etat, titre, adresse) {
  const meme = Boolean(adresse) && new URL(adresse, location.href).pathname === location.pathname;
  if (meme && (neuve || !location.search)) return history.replaceState(etat, titre, adresse);
  neuve = !meme;
  return ajouter.apply(history, arguments);
};
addEventListener("popstate", () => { neuve = true; });
for (const geste of ["pointerdown", "keydown"]) addEventListener(geste, () => { neuve = false; }, true);
