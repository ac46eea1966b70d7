/* Each screen is a page of its own: what leads to another asks the server for it. */
addEventListener("click", (e) => {
  const lien = e.target.closest?.("a[href]");
  if (!lien || lien.origin !== location.origin || lien.pathname === location.pathname) return;
  e.stopPropagation(); // Streamlit would draw it in this session
}, true);
const pousser = history.pushState.bind(history);
history.pushState = (etat, titre, vers) => {
  const url = new URL(vers ?? "", location.href);
  if (url.pathname === location.pathname) pousser(etat, titre, vers);
  else location.assign(url);
};
