/* Where the keyboard is, in a page that Streamlit draws: what had the focus and is gone gives it to what took its place,
   else to the title; never to nothing. */
const CALME = 200;
let dernier = null, minuteur = 0;

const nom = (e) => (e.getAttribute("aria-label") || e.textContent || "").trim();
const visible = (e) => e.offsetHeight > 0 && !e.disabled;
const retenir = (e) => {
  if (e.closest?.("[role=dialog]")) return; // what it was opened over has the focus again
  const cle = [...(e.closest?.("[class*=st-key-]")?.classList ?? [])].find((c) => c.startsWith("st-key-"));
  if (e.tagName) dernier = { element: e, cle, balise: e.tagName, nom: nom(e) };
};
const remplacant = () => {
  for (const bloc of dernier.cle ? document.getElementsByClassName(dernier.cle) : []) {
    const memes = [...bloc.getElementsByTagName(dernier.balise)].filter(visible);
    const la = memes.find((e) => nom(e) === dernier.nom) ?? memes[0] ?? [...bloc.querySelectorAll("button,a[href],input,summary,[tabindex='0']")].find(visible);
    if (la) return la;
  }
  const titre = document.querySelector("[data-testid=stMain] h1");
  if (titre && !titre.hasAttribute("tabindex")) titre.tabIndex = -1;
  return titre;
};
const rendre = () => {
  if (!dernier || document.activeElement !== document.body) return;
  if (document.querySelector("[data-testid=stApp]")?.dataset.testScriptState !== "notRunning") return suivre();
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
new MutationObserver(() => {
  const page = document.querySelector("[data-testid=stMain]");
  if (page?.tabIndex === 0) page.tabIndex = -1; // no stop of its own
  if (document.activeElement === document.body) suivre();
}).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-test-script-state", "disabled"] });
