// A screen inside another site, `?integre=1`: without what surrounds it, and with one figure alone where « # » names it.

export const estIntegre = (recherche) => new URLSearchParams(recherche).get("integre") === "1";
export const cleVoulue = (fragment) => (/^#[\w:.-]+$/u.test(fragment) ? fragment.slice(1) : "");

// Read once. Streamlit writes the choices over the address, maybe before this runs: what follows « # » was kept.
const racine = globalThis.document?.documentElement;
if (racine && estIntegre(location.search)) {
  racine.classList.add("obs-integre");
  const cle = cleVoulue(globalThis.obsFragment ?? location.hash);
  const garder = () => {
    const bouton = [...document.querySelectorAll(".obs-partager")].find((b) => b.dataset.cle === cle);
    const figure = bouton?.closest(`.st-key-${CSS.escape(cle)}`) ?? bouton?.closest("[data-testid=stVerticalBlock]");
    racine.classList.toggle("obs-integre-une", Boolean(figure));
    if (figure?.classList.contains("obs-integree")) return;
    document.querySelectorAll(".obs-integree").forEach((x) => x.classList.remove("obs-integree"));
    figure?.classList.add("obs-integree");
  };
  if (cle) {
    garder();
    new MutationObserver(garder).observe(racine, { childList: true, subtree: true });
  }
  document.addEventListener("click", (e) => {
    const lien = e.target.closest?.("a[href]");
    if (lien) Object.assign(lien, { target: "_blank", rel: "noopener" });
  }, true);
}
