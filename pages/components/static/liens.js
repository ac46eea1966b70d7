/* A link that only changes choices of this screen, in its own tab, is answered by the session, as « Back » is: the
   application is not loaded again. The new view is then read from its title. */
const lire = () => {
  const page = document.querySelector("[data-testid=stMain]"), titre = page?.querySelector("h1");
  if (!titre || document.querySelector("[data-testid=stApp]").dataset.testScriptState !== "notRunning") return setTimeout(lire, 50);
  titre.tabIndex = -1;
  titre.focus({ preventScroll: true });
  page.scrollTop = 0;
  scrollTo(0, 0);
};
/* The point of view is that of every screen: a link to another one carries it. */
for (const geste of ["pointerdown", "focusin"]) addEventListener(geste, (e) => {
  const lien = e.target.closest?.("[data-testid=stMain] a[target=_self]:not([href^='?'],[href^='#'])");
  if (!lien || lien.origin !== location.origin || !document.querySelector("[data-point=employeur]")) return;
  const adresse = new URL(lien.href);
  if (!adresse.searchParams.has("point")) adresse.searchParams.set("point", "employeur");
  lien.href = adresse.href;
});
addEventListener("click", (e) => {
  const lien = e.target.closest?.("[data-testid=stMain] a[href^='?']");
  if (!lien || lien.target === "_blank" || e.defaultPrevented || e.button || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
  e.preventDefault();
  history.pushState(null, "", lien.href);
  dispatchEvent(new PopStateEvent("popstate", { state: null }));
  setTimeout(lire, 300);
});
