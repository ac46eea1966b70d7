/* A screen that has no entry in the menu lights the one that leads there, which `data-sous` names: « true », since the page
   itself is elsewhere. Streamlit lights the others, and puts out its own alone. */
new MutationObserver(() => {
  const ici = document.querySelector("[data-sous]");
  for (const a of document.querySelectorAll("[data-testid=stTopNavLink],[data-testid=stSidebarNavLink]")) {
    const dit = a.getAttribute("aria-current"), mene = ici && a.pathname.split("/").pop() === ici.dataset.sous;
    if (mene && !dit) a.setAttribute("aria-current", "true");
    else if (!mene && dit === "true") a.removeAttribute("aria-current");
  }
}).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ["data-sous"] });
