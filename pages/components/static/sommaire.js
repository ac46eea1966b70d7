/* A page longer than six screens of a phone gets its table of contents under its title: a fold that lists the headings.
   It is written here because headings come from every kind of block, and only the browser knows how long the page is.
   It scrolls without a fragment in the address: « Back » undoes choices, not readings. */
const ECRANS = 6, ATTENTE = 250;
const telephone = matchMedia("(max-width:640px)");
let minuteur = 0;

const mot = (h) => {
  const nu = h.cloneNode(true);
  nu.querySelectorAll(".obs-badge,details,[aria-hidden=true]").forEach((e) => e.remove());
  return nu.textContent.trim();
};
const rubriques = () => [...document.querySelectorAll("[data-testid=stMain] h2")].filter((h) => h.offsetHeight > 1 && h.offsetParent && mot(h));
const ecrire = () => {
  const tetes = document.querySelectorAll("[data-testid=stMain] :is(.obs-titre,.obs-feuille header)");
  const tete = [...tetes].find((t) => t.offsetParent); // not that of the other theme
  const page = document.querySelector("[data-testid=stMainBlockContainer]");
  const avant = document.querySelector(".obs-sommaire");
  if (!tete || !page) return;
  const titres = telephone.matches && page.scrollHeight > ECRANS * innerHeight ? rubriques() : [];
  const cle = titres.map(mot).join("\n");
  if (titres.length > 2 && avant?.previousSibling === tete && avant.dataset.cle === cle) return;
  avant?.remove();
  if (titres.length < 3) return;
  const element = (nom, dits) => Object.assign(document.createElement(nom), dits);
  const pli = element("details", { className: "obs-sommaire" }), liste = element("ul");
  pli.dataset.cle = cle;
  pli.append(element("summary", { textContent: `Dans cette page (${titres.length})` }), liste);
  titres.forEach((titre, rang) => liste.appendChild(element("li")).append(element("button", { type: "button", textContent: mot(titre), onclick: () => {
    const h = rubriques()[rang];
    h.tabIndex = -1;
    h.focus({ preventScroll: true });
    h.scrollIntoView({ block: "start" });
  } })));
  tete.after(pli);
};
const suivre = () => {
  clearTimeout(minuteur);
  minuteur = setTimeout(ecrire, ATTENTE);
};
const guet = new MutationObserver(suivre);
const selon = () => {
  guet.disconnect();
  if (telephone.matches) guet.observe(document.documentElement, { childList: true, subtree: true });
  suivre();
};
telephone.addEventListener("change", selon);
selon();
