/* Each screen is a page of its own: what leads to another asks the server for it. */
addEventListener("click", (e) => {
  const lien = e.target.closest?.("a[href]");
  if (!lien || lien.origin !== location.origin || lien.pathname === location.pathname) return;
  e.stopPropagation(); // Streamlit would draw it in this session
}, true);
