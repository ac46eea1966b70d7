/* What an address names, « #chiffre-sites » in Convention, « #zef » in Aide, or by a choice: shown when its page is there.
   Streamlit writes the choices over the address: it is read once, before it runs. */
const nom = location.hash.slice(1);
let voulue = /^[\w-]+$/.test(nom) ? nom : "";
new MutationObserver(() => {
  if (!/\/(convention|aide)\/?$/.test(location.pathname)) return;
  const ici = (voulue && document.getElementById(voulue)) || document.querySelector(".obs-vise:not([data-vu])");
  if (!ici) return;
  voulue = "";
  ici.dataset.vu = "";
  ici.classList.add("obs-vise");
  ici.scrollIntoView({ block: "nearest" });
}).observe(document.documentElement, { childList: true, subtree: true });
