// A screen inside another site, `?integre=1`: without what surrounds it, and with one figure alone where « # » names it.

export const estIntegre = (recherche) => new URLSearchParams(recherche).get("integre") === "1";
export const cleVoulue = (fragment) => (/^#[\w:.-]+$/u.test(fragment) ? fragment.slice(1) : "");

// Read once. Streamlit writes the choices over the address, maybe before this runs: what follows « # » was kept.
const racine = globalThis.document?.documentElement;
if (racine && estIntegre(location.search)) {
  racine.classList.add("obs-integre");
  const cle = cleVoulue(globalThis.obsFragment ?? location.hash);
  // Of the blocks, those that hold the figure or are in it: in the one of its name, else in the nearest to its button.
  const bouton = `.obs-partager[data-cle="${cle}"]`, bloc = "[data-testid=stVerticalBlock]";
  const dedans = `.st-key-${CSS.escape(cle)}:has(${bouton}) *,${bloc}:has(${bouton}):not(:has(${bloc} ${bouton})) *`;
  const textContent = `html:has(${bouton}) [data-testid=stMainBlockContainer] ${bloc}>*:not(:has(${bouton},h1)):not(${dedans}){display:none}`;
  if (cle) document.head.append(Object.assign(document.createElement("style"), { textContent }));
  document.addEventListener("click", (e) => {
    const lien = e.target.closest?.("a[href]");
    if (lien) Object.assign(lien, { target: "_blank", rel: "noopener" });
  }, true);
}
