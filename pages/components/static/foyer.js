/* Where the keyboard is. The frame of the page is no stop of its own, yet a key scrolls it when nothing has the focus.
   What had the focus and is gone gives it to what took its place, else to the title: never to nothing. The menu of a
   narrow screen takes it, and gives it back once it is closed, by Escape or by a choice. */
const CALME = 200;
const PAS = { ArrowDown: 40, ArrowUp: -40, PageDown: 0.9, PageUp: -0.9, " ": 0.9, Home: -Infinity, End: Infinity };
const OUVRIR = "[data-testid=stExpandSidebarButton]", FERMER = "[data-testid=stSidebarCollapseButton] button";
let dernier = null, minuteur = 0;

const cadre = () => document.querySelector("[data-testid=stMain]");
const nom = (e) => (e.getAttribute("aria-label") || e.textContent || "").trim();
const visible = (e) => e.offsetHeight > 0 && !e.disabled;
const montre = (selecteur, ou = document) => [...ou.querySelectorAll(selecteur)].find(visible);
const enSalle = () => document.documentElement.classList.contains("obs-en-salle");
const retenir = (e) => {
  if (!e.closest) return;
  const cle = [...(e.closest("[class*=st-key-]")?.classList ?? [])].find((c) => c.startsWith("st-key-"));
  dernier = { element: e, cle, balise: e.tagName, nom: nom(e), menu: Boolean(e.closest(`${OUVRIR},[data-testid=stSidebar]`)) };
};
const remplacant = () => {
  const menu = dernier.menu && (montre(FERMER) ?? montre(OUVRIR));
  if (menu) return menu;
  for (const bloc of dernier.cle ? document.getElementsByClassName(dernier.cle) : []) {
    const memes = [...bloc.getElementsByTagName(dernier.balise)].filter(visible);
    const la = memes.find((e) => nom(e) === dernier.nom) ?? memes[0] ?? montre("button,a[href],input,summary,[tabindex='0']", bloc);
    if (la) return la;
  }
  const titre = cadre()?.querySelector("h1");
  if (titre && !titre.hasAttribute("tabindex")) titre.tabIndex = -1;
  return titre;
};
const rendre = () => {
  const app = document.querySelector("[data-testid=stApp]");
  if (!dernier || !app) return;
  if (app.dataset.testScriptState !== "notRunning") return suivre();
  if (document.activeElement !== document.body || enSalle()) return;
  // A button is switched off while its file is made, everything while the line is cut.
  if (dernier.element.isConnected && dernier.element.disabled) return;
  const la = dernier.element.isConnected && visible(dernier.element) ? dernier.element : remplacant();
  dernier = null;
  la?.focus({ preventScroll: true });
};
const suivre = () => {
  clearTimeout(minuteur);
  minuteur = setTimeout(rendre, CALME);
};

addEventListener("focusin", (e) => retenir(e.target));
// What is switched off loses the focus, which may have come to it unsaid.
addEventListener("focusout", (e) => { if (e.target.disabled) retenir(e.target); });
// A press on what cannot have the focus leaves it on purpose.
addEventListener("pointerdown", (e) => { if (e.target.closest && !e.target.closest("button,a,input,summary,label,[role]")) dernier = null; }, true);
const fermerMenu = () => montre(FERMER)?.click();
addEventListener("keydown", (e) => {
  if (e.key === "Escape" && !e.defaultPrevented && !document.querySelector("dialog[open],[role=dialog],[role=listbox]:not([hidden])")) fermerMenu();
});
addEventListener("click", (e) => { if (e.target.closest?.("[data-testid=stSidebarNavLink]")) setTimeout(fermerMenu, 0); });
addEventListener("keydown", (e) => {
  let page = cadre();
  if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || !(e.key in PAS) || !page || document.activeElement !== document.body || enSalle()) return;
  const pas = PAS[e.key] * (e.key === " " && e.shiftKey ? -1 : 1);
  if (getComputedStyle(page).overflowY === "visible") page = page.parentElement; // a low window
  if (Math.abs(pas) === Infinity) page.scrollTop = pas > 0 ? page.scrollHeight : 0;
  else page.scrollBy(0, Math.abs(pas) < 1 ? pas * page.clientHeight : pas);
  e.preventDefault();
});
new MutationObserver(() => {
  const page = cadre();
  if (page?.tabIndex === 0) page.tabIndex = -1;
  if (document.activeElement === document.body) suivre();
}).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-test-script-state", "disabled"] });
