/* A screen that has no entry in the menu lights the one that leads there, which `data-sous` names: « true », since the page
   itself is elsewhere. Streamlit lights the others, and puts out its own alone. */
(function () {
  "use strict";
  function allumer() {
    var ici = document.querySelector("[data-sous]");
    document.querySelectorAll("[data-testid=stTopNavLink],[data-testid=stSidebarNavLink]").forEach(function (a) {
      var dit = a.getAttribute("aria-current"), mene = ici && a.pathname.split("/").pop() === ici.dataset.sous;
      if (mene && !dit) a.setAttribute("aria-current", "true");
      else if (!mene && dit === "true") a.removeAttribute("aria-current");
    });
  }
  new MutationObserver(allumer).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ["data-sous"] });
})();
