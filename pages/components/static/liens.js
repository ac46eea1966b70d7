/* Each screen is a page of its own: what leads to another asks the server for it. Links of the header, written once, take
   the choices of the address with them. */
addEventListener("click", (e) => {
  const lien = e.target.closest?.("a[href]");
  if (!lien || lien.origin !== location.origin || lien.pathname === location.pathname) return;
  if (lien.closest(".obs-entete nav")) lien.search = location.search;
  e.stopPropagation(); // Streamlit would draw it in this session
}, true);
const pousser = history.pushState.bind(history);
history.pushState = (etat, titre, vers) => {
  const url = new URL(vers ?? "", location.href);
  if (url.pathname === location.pathname) pousser(etat, titre, vers);
  else location.assign(url);
};
