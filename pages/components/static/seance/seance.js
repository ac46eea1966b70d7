/* Opens the meeting room over any page: asked by the address (`projection=oui`), or by what carries `data-projeter`. */

// The figure that a link names after its « # », kept before the page writes its own address over it: modules run after that.
window.obsFragment = location.hash;

const dossier = document.currentScript.src.replace(/[^/]*$/, "seance/");
let ouvre = false;

const ecrire = (oui, cle) => {
  const url = new URL(location.href);
  oui ? url.searchParams.set("projection", "oui") : url.searchParams.delete("projection");
  oui && cle ? url.searchParams.set("vue_salle", cle) : url.searchParams.delete("vue_salle");
  history.replaceState(history.state, "", url);
};
const quitter = () => ecrire(false);

// `reprise`: where a room left open in this browser was, else from its first view.
const projeter = async (cle, reprise) => {
  if (ouvre) return;
  ouvre = true;
  ecrire(true, cle);
  try {
    const [salle, { adresseDe }] = await Promise.all(["salle", "partage"].map((nom) => import(`${dossier}${nom}.js`)));
    const adresse = adresseDe(location.href, new URL(".", document.baseURI).href);
    await ((reprise && salle.retrouver(adresse, quitter)) || salle.presenter({ adresse, cle, quitter }));
  } finally {
    ouvre = false;
  }
};

addEventListener("click", (e) => {
  const bouton = e.target.closest?.("[data-projeter]");
  if (!bouton) return;
  e.preventDefault();
  e.stopImmediatePropagation();
  projeter(bouton.dataset.projeter);
}, true);

const params = new URLSearchParams(location.search);
if (/\/seance$/.test(location.pathname)) import(`${dossier}salle.js`).then((salle) => salle.retrouver("", () => {}));
else if (params.get("projection") === "oui") projeter(params.get("vue_salle") ?? "", true);
