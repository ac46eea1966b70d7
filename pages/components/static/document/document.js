/* A page that holds a document: each choice asks the server for what it changes, which takes its place here. The form, its
   lists and its links work without this script; the address is written, « Back » undone, the focus kept. */
const TARDIF_MS = 150, SUITE_MS = 1000, ABANDON_MS = 30000;
const forme = document.getElementById("obs-document"), cadre = forme.closest(".stApp"), ecran = forme.dataset.ecran;
const PANNE = "La réponse n’est pas arrivée. Ce qui est affiché est resté le même\u202f; refaire le choix, ou recharger la page.";
let requete = forme.dataset.requete, partages = new URLSearchParams(forme.dataset.partages);
let envoi = null, tour = 0, dernier = { nom: "", quand: 0 };
let entree = ""; // control whose run of choices the last entry of the history holds
let mesuree = forme.dataset.mesuree === "1", large = 1280; // for which charts are drawn
const gestes = []; // done, and not answered yet

// ---------------------------------------------------------------- what is drawn by modules

const OUVERTS = new Set(forme.dataset.ouverts.split(" ")); // drawn in the page, whose style they follow

// `repondu`: after an answer, which may leave a component with what it was drawn from, and not what was chosen on it.
async function monter(element, repondu = false) {
  const { dessin, de, cle } = element.dataset, adresse = forme.getAttribute(`data-${dessin.replaceAll("_", "-")}`);
  if (!adresse || (element.monte === de && !(repondu && element.redessiner))) return;
  element.monte = de;
  if (element.redessiner) return element.redessiner(JSON.parse(de));
  const place = OUVERTS.has(dessin) ? element : element.shadowRoot ?? element.attachShadow({ mode: "open" });
  const { default: dessiner } = await import(new URL(adresse, document.baseURI).href);
  if (element.monte !== de) return;
  const setTriggerValue = (nom, valeur, avec) => agir({ nom: `${cle}.${nom}`, dit: JSON.stringify({ ...avec, [nom]: valeur }) });
  element.redessiner = (data) => { element.defaire = dessiner({ parentElement: place, data, key: cle, setTriggerValue }); };
  element.redessiner(JSON.parse(de));
}

// What is out of sight is looked at again once something is opened: to ask makes the browser lay the page out.
function monterTout({ ouvert = false, repondu = false } = {}) {
  for (const e of forme.querySelectorAll("[data-dessin]")) {
    if (e.monte || ((ouvert || !e.guette) && e.checkVisibility())) {
      monter(e, repondu).catch(reportError);
    } else {
      e.guette = true;
      guet.observe(e);
    }
  }
}
// In a fold: drawn once it is seen.
const guet = new IntersectionObserver((vus) => vus.forEach(({ isIntersecting, target }) => {
  if (!isIntersecting) return;
  guet.unobserve(target);
  monter(target).catch(reportError);
}));

// ---------------------------------------------------------------- what is asked

// The line of choices of a phone: the style sheet follows it, the server has nothing to know of it.
const deplie = (e) => e.closest("[class*=st-key-repli-]");

const valeursDe = (e) => (e.type === "checkbox" ? [e.checked ? "1" : ""] : e.multiple ? [...e.selectedOptions].map((o) => o.value) : [e.value]);

function demande() {
  const q = new URLSearchParams(requete), vus = new Set();
  const poser = (nom, valeurs) => {
    if (!vus.has(nom)) q.delete(nom);
    vus.add(nom);
    valeurs.forEach((v) => v !== "" && q.append(nom, v));
  };
  for (const e of forme.elements) {
    if (!e.name || deplie(e) || e.name === "_g" || e.disabled || (e.type === "radio" && !e.checked)) continue;
    const valeurs = valeursDe(e);
    if (!e.name.startsWith("_.")) "geste" in e.dataset || poser(e.name, valeurs);
    else if (valeurs.join("\n") !== e.dataset.repli) (valeurs.length ? valeurs : [""]).forEach((v) => q.append(e.name, v));
  }
  for (const d of forme.querySelectorAll("details[data-nom]")) if (d.open !== ("deplie" in d.dataset)) q.append(d.dataset.nom, d.open ? "1" : "0");
  avecLargeur(q);
  for (const { nom, dit } of gestes) {
    q.append("_g", nom);
    q.append("_v", dit);
  }
  return q.toString();
}

// Charts are drawn for some widths: a window has the nearest.
const LARGEURS = [400, 700, 1024, 1280, 1600, 1920, 2560];
const largeur = () => LARGEURS.reduce((a, b) => (Math.abs(b - innerWidth) < Math.abs(a - innerWidth) ? b : a));
function avecLargeur(q) {
  large = largeur();
  if (mesuree && large !== 1280) q.set("_l", large);
  return q;
}
const resserrer = () => mesuree && largeur() !== large && agir();

const adresse = (q) => `${location.pathname}${q ? `?${q}` : ""}`;

function agir(geste) {
  if (geste) gestes.push(geste);
  return envoyer(demande());
}

// What a drawing holds already is drawn before the answer; of nothing, what was answered last.
const devancer = (choix) => dispatchEvent(new CustomEvent("obs-choix", { detail: choix }));

// Too many readers wait: the server says when to ask again, and what is shown stays dim until then.
async function patienter({ status, headers }) {
  const dans = (status === 503 || status === 429) && Number(headers.get("retry-after"));
  return dans && new Promise((suite) => setTimeout(() => suite(true), 1000 * dans));
}

const apresDessin = (agir) => requestAnimationFrame(() => setTimeout(agir));

async function envoyer(q, { de = "", ecrire = true, entrer = false } = {}) {
  envoi?.abort();
  const mien = (envoi = new AbortController()), ici = ++tour;
  cadre.dataset.testScriptState = "running";
  const tardif = setTimeout(() => marquer(true), TARDIF_MS), abandon = setTimeout(() => mien.abort(), ABANDON_MS);
  try {
    let reponse;
    do reponse = await fetch(new URL(`ecran/${ecran}?${q}`, document.baseURI), { signal: mien.signal });
    while (await patienter(reponse));
    // Who is no longer let in is told so by the page itself, at the address of what is shown.
    if (reponse.status === 401 || reponse.status === 403) location.reload();
    if (!reponse.ok) throw new Error((await reponse.json().catch(() => ({}))).detail ?? "");
    const dit = await reponse.json();
    if (ici !== tour) return;
    gestes.length = 0;
    if (dit.aller) return location.assign(new URL(dit.aller.slice(1), document.baseURI));
    dessiner(dit);
    if (ecrire && dit.requete !== requete) {
      const ecriture = de && de === entree ? "replaceState" : "pushState";
      entree = de;
      apresDessin(() => history[ecriture]({}, "", adresse(dit.requete))); // it takes as long as the drawing
    }
    requete = dit.requete;
    alerte.textContent = "";
    if (entrer) lire();
  } catch (e) {
    if (ici !== tour) return; // another choice has followed
    gestes.length = 0;
    forme.reset();
    devancer({});
    alerte.textContent = e.message && e.name === "Error" ? e.message : PANNE;
  } finally {
    clearTimeout(tardif);
    clearTimeout(abandon);
    if (ici === tour) marquer(false);
    apresDessin(() => { if (ici === tour) cadre.dataset.testScriptState = "notRunning"; });
  }
}

const marquer = (oui) => {
  forme.toggleAttribute("data-tardif", oui);
  forme.ariaBusy = String(oui);
};

const alerte = Object.assign(document.createElement("p"), { id: "obs-panne", role: "alert" });
forme.before(alerte);

// ---------------------------------------------------------------- what is drawn anew

const memeDessin = (a, b) => a.dataset?.dessin && a.dataset.dessin === b.dataset?.dessin && a.dataset.cle === b.dataset.cle;
const callbacks = {
  beforeNodeMorphed(vieux, neuf) {
    if (vieux.nodeType !== 1 || neuf.nodeType !== 1) return true;
    if (memeDessin(vieux, neuf)) { // its module draws in it
      vieux.dataset.de = neuf.dataset.de;
      return false;
    }
    return !vieux.isEqualNode(neuf) || ["INPUT", "SELECT", "TEXTAREA"].some((n) => vieux.tagName === n || vieux.getElementsByTagName(n).length);
  },
  beforeNodeRemoved(element) {
    if (element.nodeType !== 1) return true;
    if (element.matches(".obs-taper")) return false; // it leaves with its list
    for (const e of [element, ...element.querySelectorAll("[data-dessin]")]) e.defaire?.();
    return true;
  },
  // A fold that the reader opened stays open, and where `mots.js` holds it, when a choice rewrites the block that holds it.
  beforeAttributeUpdated: (nom, noeud) => !(nom === "open" && noeud.localName === "details" && !noeud.dataset.nom) && !(nom === "style" && noeud.matches(".obs-volet-dedans")) && !(nom === "checked" && deplie(noeud)),
};

// Links of the header, that of the meeting too.
const porter = () => document.querySelectorAll("[data-testid=stTopNavLink],.st-key-barre-projection a").forEach((a) => { a.search = partages; });

function dessiner({ html, page, montres, partages: dits, mesuree: depend }) {
  mesuree = depend;
  const tenu = forme.contains(document.activeElement) ? document.activeElement : null, cle = tenu?.closest("[class*=st-key-]")?.className.match(/st-key-\S+/)[0], volet = tenu?.closest("details[open]");
  forme.querySelectorAll("svg[data-lu]").forEach((svg) => svg.replaceWith(svg.image)); // see `dessins.js`
  Idiomorph.morph(forme, html, { morphStyle: "innerHTML", callbacks });
  // What had the focus and is gone gives it to what took its place, to the word that opens what held it, else to the title.
  if (tenu && (!tenu.isConnected || tenu.disabled || !tenu.checkVisibility())) {
    const memes = cle ? [...document.getElementsByClassName(cle)].flatMap((bloc) => [...bloc.querySelectorAll(tenu.localName)]) : [];
    (memes.find((e) => !e.disabled && e.checkVisibility()) ?? (volet?.isConnected ? volet.querySelector("summary") : titrer()))?.focus({ preventScroll: true });
  }
  document.title = page;
  // Choices of every screen go with the links to the others: those that this screen shows, and those that it does not.
  montres.forEach((nom) => partages.delete(nom));
  new URLSearchParams(dits).forEach((valeur, nom) => partages.append(nom, valeur));
  porter();
  monterTout({ repondu: true });
  listes();
  viser();
}

// What the address names, « #chiffre-sites » in Convention, or by a choice, is in sight.
const viser = () => forme.querySelector(".obs-vise")?.scrollIntoView({ block: "nearest" });

// The title, which can have the focus: not that of the other theme.
function titrer() {
  const titre = [...forme.querySelectorAll("h1")].find((h) => h.checkVisibility());
  titre?.setAttribute("tabindex", "-1");
  return titre;
}

function lire() {
  titrer()?.focus({ preventScroll: true });
  scrollTo(0, 0);
  viser();
}

// ---------------------------------------------------------------- the theme of the reader

const habits = document.getElementById("obs-theme"), racine = document.documentElement;
habits.value = [...habits.options].find(({ value }) => value && racine.classList.contains(`voulu-${value}`))?.value ?? "";
habits.closest("p").hidden = false;
habits.addEventListener("change", () => {
  for (const { value } of habits.options) if (value) racine.classList.toggle(`voulu-${value}`, value === habits.value);
  try { habits.value ? localStorage.setItem("obs-theme", habits.value) : localStorage.removeItem("obs-theme"); } catch { /* for this page only */ }
});

// ---------------------------------------------------------------- what the reader does

const attendu = (d) => d.matches?.("details[data-nom]") && !d.querySelector(".obs-pli-dedans")?.childElementCount;
forme.addEventListener("change", ({ target: e }) => {
  if (!e.name || deplie(e)) return;
  const valeur = valeursDe(e).join("\n");
  // The keys of a list run over its options: one press of « Back » undoes them all.
  if (dernier.nom !== e.name || performance.now() - dernier.quand > SUITE_MS) entree = "";
  dernier = { nom: e.name, quand: performance.now() };
  if ("geste" in e.dataset) gestes.push({ nom: e.name, dit: valeur });
  devancer({ [e.name]: valeur });
  envoyer(demande(), { de: e.name });
});
forme.addEventListener("submit", (e) => {
  e.preventDefault();
  if (e.submitter?.name === "_g") agir({ nom: e.submitter.value, dit: "" });
});
forme.addEventListener("toggle", ({ target: d }) => {
  if (d.open && attendu(d)) agir();
  if (d.open) monterTout({ ouvert: true });
}, true);
forme.addEventListener("reset", () => queueMicrotask(listes));
addEventListener("popstate", () => {
  if (location.hash && location.search.slice(1) === requete) return;
  requete = location.search.slice(1);
  gestes.length = 0;
  entree = "";
  envoyer(avecLargeur(new URLSearchParams(requete)).toString(), { ecrire: false });
});
// A link that only changes choices of this screen is answered here.
document.addEventListener("click", (e) => {
  const a = e.target.closest?.("a[href]");
  if (!a || e.defaultPrevented || e.button || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey || a.download || (a.target && a.target !== "_self")) return;
  const url = new URL(a.href);
  if (url.origin !== location.origin || url.pathname !== location.pathname || url.hash || !url.search || !forme.contains(a)) return;
  e.preventDefault();
  gestes.length = 0;
  envoyer(avecLargeur(url.searchParams).toString(), { entrer: true });
});

addEventListener("resize", resserrer);
document.getElementById(location.hash.slice(1))?.classList.add("obs-vise");
viser();
porter();
resserrer();
monterTout();
listes();
if (requete !== location.search.slice(1) && !location.hash) {
  const dites = new URLSearchParams(location.search), garde = ["integre", "projection", "vue_salle"].filter((n) => dites.has(n)).map((n) => [n, dites.get(n)]);
  const q = new URLSearchParams(requete);
  garde.forEach(([n, v]) => q.has(n) || q.set(n, v));
  history.replaceState(history.state, "", adresse(q.toString()));
}
// What was chosen or opened while this script was on its way.
const prevu = (e) => e.multiple || [...e.options].some((o) => o.defaultSelected); // else its value is none of its options
const touche = (e) => (e.options ? prevu(e) && [...e.options].some((o) => o.selected !== o.defaultSelected) : e.checked !== e.defaultChecked || e.value !== e.defaultValue);
const choisi = [...forme.elements].find((e) => e.name && (e.type !== "radio" || e.checked) && e.localName !== "button" && touche(e));
if (choisi) choisi.dispatchEvent(new Event("change", { bubbles: true }));
else if ([...forme.querySelectorAll("details[open]")].some(attendu)) agir();
