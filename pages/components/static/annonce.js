/* What a choice has changed, said to who does not see the page: the title and its subtitle, else the first block that
   changed, and how many rows its table has now. Said once the page is still, after a choice or a change of page.
   Blocks, tiles and lists are groups that their title names: « Partager » is told from that of the next one. */
const CALME = 350;
const GROUPES = "[data-testid=stMain] :is([class*=st-key-bloc-],[class*=st-key-detail-],[class*=st-key-tuile-],[role=group]:has(>input[role=combobox]))";
const dit = document.createElement("p");
dit.id = "obs-annonce";
dit.className = "obs-lu";
dit.setAttribute("role", "status");
// An open list hides the rest of the page from screen readers, but for what says so.
dit.setAttribute("data-react-aria-top-layer", "true");
let avant = null, dernier = null, geste = false, couru = false, minuteur = 0;

// As it is seen: a title may hold the words of two points of view.
const mots = (e) => (e ? e.innerText.replace(/\n+/g, " ").trim() : "");
const phrase = (textes) => textes.filter(Boolean).map((t) => (/[.!?…:]$/.test(t) ? t : `${t}.`)).join(" ");
const comptees = (n) => (n ? `${n.toLocaleString("fr-FR")}\u00a0ligne${n > 1 ? "s" : ""}` : "");

const lirePartie = (e) => {
  if (e.matches("table")) return { nom: e.caption?.textContent ?? "Tableau", corps: e.textContent, lignes: e.querySelectorAll("tbody tr").length };
  const suite = e.matches(".obs-tete") && e.nextElementSibling;
  const nom = mots(e.querySelector("h2,h3") || e);
  const sous = suite && suite.matches(".obs-sous-titre") ? mots(suite) : "";
  return { nom, sous, corps: nom + sous, lignes: 0 };
};
const lire = () => {
  const page = document.querySelector("[data-testid=stMain]");
  const parties = page?.querySelectorAll(".obs-tete,.obs-tableau table,.obs-vide,[data-testid=stAlert]") ?? [];
  const autres = [...(page?.querySelectorAll(".obs-recherche,.obs-taper") ?? [])].map((e) => e.textContent);
  return {
    chemin: location.pathname, page: document.title.split(" · ").slice(0, -1).join(", "), titre: mots(page?.querySelector("h1")),
    sous: mots(page?.querySelector(":is(.obs-titre,.obs-feuille header)")?.querySelector(".obs-sous-titre")),
    corps: autres.reduce((texte, autre) => texte.replace(autre, ""), page?.textContent ?? ""), parties: [...parties].map(lirePartie),
  };
};
// Where the choice was made: its block, else the page, whose name says the place and the period chosen: its title may be of all of them.
const ici = (apres) => mots(dernier?.isConnected && dernier.closest("[class*=st-key-bloc-]")?.querySelector("h2")) || apres.page;
const resultat = (apres) => {
  if (apres.chemin !== avant.chemin) return phrase([document.title.split(" · ")[0], apres.titre, apres.sous]);
  const connues = avant.parties.map((p) => p.corps);
  const changees = apres.parties.filter((p) => !connues.includes(p.corps));
  const compte = comptees(changees.find((p) => p.lignes)?.lignes);
  if (apres.titre !== avant.titre || apres.sous !== avant.sous) return phrase([apres.titre, apres.sous, compte]);
  if (changees.length) return phrase([changees[0].nom, changees[0].sous, compte]);
  return apres.corps !== avant.corps ? phrase(["Page mise à jour", ici(apres)]) : "";
};
const grouper = () => {
  for (const e of document.querySelectorAll(GROUPES)) {
    const liste = e.querySelector(":scope>input");
    const nom = liste ? liste.getAttribute("aria-label") || mots(liste.labels[0]) : mots(e.querySelector("h2,h3") || e.querySelector("caption"));
    if (!nom || e.getAttribute("aria-label") === nom) continue;
    e.setAttribute("role", "group");
    e.setAttribute("aria-label", nom);
  }
};
const calme = () => {
  if (document.querySelector("[data-testid=stApp]")?.dataset.testScriptState !== "notRunning" || !document.querySelector("[data-testid=stMain] h1")) return suivre();
  grouper();
  if (document.documentElement.classList.contains("obs-en-salle")) return;
  const apres = lire();
  const cherche = document.activeElement?.closest(".obs-recherche,.obs-taper");
  let texte = avant && geste ? resultat(apres) : "";
  if (avant && couru && !texte && !cherche) texte = phrase(["Choix pris en compte", ici(apres)]);
  // The same words twice would not be said twice.
  if (texte) dit.textContent = texte === dit.textContent ? `${texte}\u200b` : texte;
  if (texte || couru) geste = false;
  couru = false;
  avant = apres;
};
const suivre = () => {
  clearTimeout(minuteur);
  minuteur = setTimeout(calme, CALME);
};

document.body.append(dit);
for (const nom of ["pointerdown", "keydown"]) addEventListener(nom, (e) => {
  if (e.key === "Tab") return;
  geste = true;
  avant ??= lire(); // some choose before the page is still
  if (e.target.closest?.("[data-testid=stMain]")) dernier = e.target;
}, true);
new MutationObserver((changements) => {
  const utiles = changements.filter((c) => !dit.contains(c.target));
  couru ||= geste && utiles.some((c) => c.attributeName !== null);
  if (utiles.length) suivre();
}).observe(document.body, { childList: true, characterData: true, subtree: true, attributes: true, attributeFilter: ["data-test-script-state"] });
