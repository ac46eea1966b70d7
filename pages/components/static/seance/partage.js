// What shares a figure: a dialog opened by its « Partager » button. Nothing is asked of the server before a press.

import { bouton, creer, NB } from "./creer.js";
import { magasin, OBSERVATOIRE, telecharger } from "./ordre.js";

const SANS = ["projection", "integre", "vue_salle"]; // choices of a way to look, not of what is looked at
const RACINE = new URL("../../", import.meta.url).href; // of the observatory, which may be under a prefix

// Address of a screen with its choices, as the meeting knows it: `/carte?zonage=bassin`.
export function adresseDe(page, base) {
  const ici = new URL(page), choix = new URLSearchParams(ici.search);
  SANS.forEach((nom) => choix.delete(nom));
  const chemin = `/${ici.pathname.slice(new URL(base).pathname.length).replace(/^\/|\/$/gu, "")}`;
  return chemin + (choix.size ? `?${choix}` : "");
}

// The same to be opened from anywhere, with other choices and the figure.
export function lienDe(adresse, base, cle, plus = {}) {
  const url = new URL(adresse.slice(1), base);
  Object.entries(plus).forEach(([nom, valeur]) => url.searchParams.set(nom, valeur));
  url.hash = cle;
  return url.href;
}

const phrase = (texte) => texte && (/[.?!…]$/u.test(texte) ? texte : `${texte}.`);
const dit = (v) => [...v.badges.filter(([mots]) => /démonstration/iu.test(mots)).map(([mots]) => mots), v.titre].map(phrase);

// A sentence to put in a text: the finding, its source and its vintage.
export const phraseDe = (v) => [...dit(v), v.source && phrase(`Source${NB}: ${v.source}`)].filter(Boolean).join(" ");

// Who says it, from what, where it was read and when.
export function citationDe(v, lien, jour) {
  const quand = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long" }).format(jour);
  return [...dit(v), phrase(v.sous_titre), phrase(OBSERVATOIRE), v.source && phrase(`Source${NB}: ${v.source}`), phrase(v.instantane), `${lien}, consulté le ${quand}.`]
    .filter(Boolean)
    .join(" ");
}

const sur = (texte) => texte.replace(/&/gu, "&amp;").replace(/"/gu, "&quot;").replace(/</gu, "&lt;");
export const cadreDe = (titre, lien) => `<iframe src="${sur(lien)}" title="${sur(titre)}" width="100%" height="720" style="border:0" loading="lazy"></iframe>`;

// Key of a figure among buttons of the page: one that another figure has too is followed by its rank.
export function cleDe(boutons, bouton) {
  const memes = boutons.filter((b) => b.dataset.cle === bouton.dataset.cle), rang = memes.indexOf(bouton);
  return rang > 0 ? `${bouton.dataset.cle}-n${rang + 1}` : bouton.dataset.cle;
}

const TEXTES = ["code_zone", "periode", "millesime"]; // codes that stay text: « 0051 », « 2019-12 »

// Lines that read the figures of a view by script, in Python then in R.
export function scriptsDe(adresse) {
  const texte = TEXTES.map((nom) => `"${nom}": str`).join(", ");
  return `# Python\nimport pandas as pd\nchiffres = pd.read_csv("${adresse}", dtype={${texte}})\n\n# R\nlibrary(readr)\nchiffres <- read_csv("${adresse}", col_types = cols(.default = col_guess(), code_zone = "c", periode = "c"))`;
}

// A figure is put in the agenda, or why not.
function mettre(adresse, vue) {
  if (vue.vide) return `Elle n’est pas ajoutée. ${vue.vide}`;
  try {
    return `Ajoutée à la séance, vue ${magasin.ajouter({ adresse: vue.adresse ?? adresse, cle: vue.cle, dit: vue.titre }) + 1}.`;
  } catch (e) {
    return e.message;
  }
}

// The first figure of the screen that shows something, from the button beside « Projeter ».
async function mettreEcran(bouton) {
  bouton.disabled = true;
  const { demander } = await import("./salle.js");
  const dit = await demander(adresseDe(location.href, RACINE)).then(({ vues }) => mettre("", vues.find((v) => !v.vide) ?? vues[0]), (e) => e.message);
  bouton.disabled = false;
  bouton.nextElementSibling.textContent = dit;
  setTimeout(() => { bouton.nextElementSibling.textContent = ""; }, 6000);
}

// Texts to be copied: the name of each, its words, what it says of a figure shared; the last one may have nothing to say.
const CHAMPS = [
  ["phrase", "Phrase à reprendre", (vue) => phraseDe(vue)],
  ["citation", "Citer", (vue, { lien }) => citationDe(vue, lien, new Date())],
  ["cadre", "Intégrer dans un autre site", (vue, { adresse, cle }) => cadreDe(vue.titre, lienDe(adresse, RACINE, cle, { integre: "1" }))],
  ["script", "Reprendre dans R ou Python", ({ script }) => script && scriptsDe(new URL(`api/v1/${script}`, RACINE).href)],
];

class Partage {
  constructor() {
    this.titre = creer("p", { class: "obs-partage-titre" });
    this.etat = creer("p", { class: "obs-partage-etat", role: "status" });
    this.champs = CHAMPS.map((champ) => this.champ(...champ));
    this.boite = creer("dialog", { class: "obs-partage", "aria-labelledby": "obs-partage-h" },
      creer("form", { method: "dialog" },
        creer("header", {}, creer("h2", { id: "obs-partage-h" }, "Partager cette figure"), creer("button", { "aria-label": "Fermer", class: "obs-partage-fermer" }, "×")),
        this.titre,
        creer("div", { class: "obs-partage-actes" },
          bouton("Copier le lien", () => this.copier(this.lien, "Le lien est copié.")),
          bouton("Image PNG", () => this.emporter("image.png")),
          bouton("Image SVG", () => this.emporter("image.svg")),
          bouton("Classeur XLSX", () => this.emporter("chiffres.xlsx")),
          bouton("Ajouter à la séance", () => this.dire(this.vue ? mettre(this.adresse, this.vue) : "La figure n’est pas encore lue.")),
          bouton("Projeter", () => location.assign(lienDe(this.adresse, RACINE, "", { projection: "oui", vue_salle: this.vue?.cle ?? this.cle })))),
        ...this.champs.map(({ bloc }) => bloc), this.etat));
    this.boite.addEventListener("click", (e) => e.target === this.boite && this.boite.close());
    this.boite.addEventListener("close", () => this.rendu?.focus());
    document.body.append(this.boite);
  }

  champ(id, mots, dire) {
    const zone = creer("textarea", { id: `obs-partage-${id}`, readonly: true, rows: 3, focus: (e) => e.target.select() });
    const copier = bouton("Copier", () => this.copier(zone.value, `${mots}${NB}: copié.`), { "aria-label": `Copier${NB}: ${mots.toLowerCase()}` });
    return { zone, dire, bloc: creer("div", { class: "obs-partage-champ" }, creer("label", { for: zone.id }, mots), zone, copier) };
  }

  async ouvrir(bouton) {
    this.rendu = bouton;
    this.cle = cleDe([...document.querySelectorAll(".obs-partager")], bouton);
    this.adresse = adresseDe(location.href, RACINE);
    this.lien = lienDe(this.adresse, RACINE, this.cle);
    this.remplir();
    this.dire("Lecture de la figure…");
    this.boite.showModal();
    const attendue = this.lien;
    const vue = await this.demander("vue", (r) => r.json());
    if (!vue || attendue !== this.lien) return;
    this.remplir(vue);
    this.dire("");
  }

  remplir(vue) {
    this.vue = vue;
    this.titre.textContent = vue?.titre ?? "";
    for (const { zone, dire } of this.champs) zone.value = (vue && dire(vue, this)) || "";
    this.champs.at(-1).bloc.hidden = !vue?.script;
  }

  // An answer of the server, or nothing once its reason is said.
  async demander(quoi, lire) {
    const choix = new URLSearchParams({ adresse: this.adresse, cle: this.cle });
    try {
      const r = await fetch(new URL(`_seance/${quoi}?${choix}`, RACINE));
      if (r.ok) return await lire(r);
      const { raison, remede } = await r.json().catch(() => ({ raison: "La figure n’a pas pu être lue.", remede: "recharger la page" }));
      this.dire(remede ? `${raison} À faire${NB}: ${phrase(remede)}` : raison);
    } catch {
      this.dire("Le serveur ne répond pas. Essayer de nouveau dans un instant.");
    }
    return undefined;
  }

  async emporter(quoi) {
    this.dire("Le fichier se prépare…");
    const fichier = await this.demander(quoi, async (r) => ({ nom: /filename="([^"]+)"/u.exec(r.headers.get("content-disposition"))?.[1], contenu: await r.blob() }));
    if (!fichier) return;
    telecharger(fichier.contenu, fichier.nom ?? quoi);
    this.dire(`${fichier.nom} est enregistré.`);
  }

  async copier(texte, fait) {
    try {
      await navigator.clipboard.writeText(texte);
      this.dire(fait);
    } catch {
      // Without the right to write, or outside https: the text is chosen, to be copied by the keyboard.
      const { zone } = this.champs[1];
      zone.value = texte;
      zone.select();
      this.dire("Ce navigateur ne laisse pas copier d’ici : le texte est choisi, Ctrl + C le copie.");
    }
  }

  dire(mots) {
    this.etat.textContent = mots;
  }
}

if (globalThis.document) {
  let partage;
  document.addEventListener("click", ({ target }) => {
    const porte = target.closest?.("[data-ajouter]"), figure = target.closest?.(".obs-partager");
    if (porte) mettreEcran(porte);
    if (figure) (partage ??= new Partage()).ouvrir(figure);
  });
}
