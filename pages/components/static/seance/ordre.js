// The agenda of a meeting: ordered views, kept in this browser alone, saved as a file or as an address.
//
// { format, titre, vues: [{ adresse, cle, message, dit, minutes, note }], instantane, lieu, presents, depuis, suites }
// A view is the address of a screen and the key of one figure on it; `dit` is the title that was computed when it was
// added, `message` what its owner made of it (`abreger`), "" where nothing was removed; `note` is for its owner alone.
// `suites`: what the meeting of the day `depuis` left to follow, each with the view that it came from.

import { abreger } from "./abreger.js";

export const FORMAT = "observatoire-seance-1";
export const OBSERVATOIRE = globalThis.document?.querySelector("meta[name=application-name]")?.content ?? "";
export const CLE = "obs-seance"; // in the storage of the browser, and name of the event told to `window`
export const VUES_MAX = 40;
export const OCTETS_MAX = 256 * 1024;
export const ADRESSE_MAX = 2000; // characters of a link
export const ANNULER_MS = 10_000;
export const MINUTES = 5;
export const TITRE = "Séance sans titre";

const SUITES_MAX = 60;
const LONGUEURS = { titre: 120, cle: 120, adresse: 2000, instantane: 2000, presents: 2000, note: 2000, texte: 2000 }; // else `LONGUEUR`
const LONGUEUR = 400;
const LIGNES = ["note", "texte", "presents"]; // may be typed on several lines
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;
const CHAMPS_SUITE = ["genre", "texte", "qui", "quand", "etat", "adresse", "cle", "dit"];

// Why something was not done, in French.
export class Refus extends Error {}

const refuser = (ou, quoi) => {
  throw new Refus(`${ou}\u00a0: ${quoi}.`);
};
const cite = (v) => `«\u00a0${String(v).replace(new RegExp(INVISIBLE, "gu"), "").slice(0, 60)}\u00a0»`;

function texte(ou, nom, valeur) {
  if (typeof valeur !== "string") refuser(ou, `le champ «\u00a0${nom}\u00a0» doit être un texte`);
  const longueur = LONGUEURS[nom] ?? LONGUEUR;
  if (valeur.length > longueur) refuser(ou, `le champ «\u00a0${nom}\u00a0» dépasse ${longueur} caractères`);
  if (INVISIBLE.test(LIGNES.includes(nom) ? valeur.replace(/\n/gu, "") : valeur)) refuser(ou, `le champ «\u00a0${nom}\u00a0» contient un caractère invisible`);
  return valeur;
}

function champs(ou, objet, connus) {
  if (typeof objet !== "object" || objet === null || Array.isArray(objet)) refuser(ou, "un objet est attendu");
  const inconnu = Object.keys(objet).find((nom) => !connus.includes(nom));
  if (inconnu !== undefined) refuser(ou, `le champ ${cite(inconnu)} n’existe pas dans une séance`);
}

function lireAdresse(ou, valeur) {
  const [chemin] = texte(ou, "adresse", valeur).split(/[?#]/u);
  // Whether a screen has this name is the server's to say, for this view alone.
  if (!/^\/[a-z_]*$/u.test(chemin) || /[\s\\<>"]/u.test(valeur))
    refuser(ou, `l’adresse ${cite(valeur)} n’est pas celle d’un écran de l’observatoire`);
  return valeur;
}

// A view, its own fields alone; those that may be left out have their usual value.
function lireVue(ou, v) {
  champs(ou, v, ["adresse", "cle", "message", "dit", "minutes", "note"]);
  const { adresse, cle, message = "", dit = "", minutes = MINUTES, note = "" } = v;
  lireAdresse(ou, adresse);
  if (!/^[\w:.-]+$/u.test(texte(ou, "cle", cle))) refuser(ou, `${cite(cle)} n’est pas le nom d’une figure`);
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > 240) refuser(ou, "les minutes vont de 1 à 240");
  texte(ou, "dit", dit);
  const court = texte(ou, "message", message) && abreger(dit, message);
  if (court?.raison) refuser(ou, `le message n’est pas un abrégé du titre calculé. ${court.raison.slice(0, -1)}`);
  return { adresse, cle, message, dit, minutes, note: texte(ou, "note", note) };
}

function lireSuite(ou, s) {
  champs(ou, s, CHAMPS_SUITE);
  const lue = Object.fromEntries(CHAMPS_SUITE.map((nom) => [nom, texte(ou, nom, s[nom] ?? "")]));
  if (lue.genre !== "decision" && lue.genre !== "a_faire") refuser(ou, `${cite(lue.genre)} n’est ni une décision ni une chose à faire`);
  if (lue.adresse) lireAdresse(ou, lue.adresse);
  return lue;
}

function lireListe(nom, liste, maximum, quoi, lire) {
  if (!Array.isArray(liste)) refuser(`Champ «\u00a0${nom}\u00a0»`, "une liste est attendue");
  if (liste.length > maximum) refuser(`Champ «\u00a0${nom}\u00a0»`, `${liste.length} ${nom}, plus que les ${maximum} qu’une séance peut avoir`);
  return liste.map((x, i) => lire(`${quoi} ${i + 1}`, x));
}

// An agenda from what a file, a link or this browser holds: its own fields alone. Throws `Refus`, which names what is wrong.
function lireOrdre(objet) {
  champs("Séance", objet, ["format", "titre", "vues", "instantane", "lieu", "presents", "depuis", "suites"]);
  if (objet.format !== FORMAT) refuser("Champ «\u00a0format\u00a0»", `${cite(objet.format)} n’est pas «\u00a0${FORMAT}\u00a0»`);
  const { vues, depuis = "", suites = [] } = objet;
  if (depuis && !/^\d{4}-\d\d-\d\d$/u.test(depuis)) refuser("Champ «\u00a0depuis\u00a0»", "une date comme 2026-03-12 est attendue");
  const [titre, instantane, lieu, presents] = ["titre", "instantane", "lieu", "presents"].map((nom) => texte("Séance", nom, nom in objet ? objet[nom] : ""));
  return {
    format: FORMAT, titre: titre.trim() || TITRE, vues: lireListe("vues", vues, VUES_MAX, "Vue", lireVue),
    instantane, lieu, presents, depuis, suites: lireListe("suites", suites, SUITES_MAX, "Suite", lireSuite),
  };
}

// Where a text stops being JSON: engines say it by line, by rank of the character, or by quoting what surrounds it.
function ligneFautive(source, message) {
  const dite = /line (\d+)/u.exec(message)?.[1];
  if (dite) return Number(dite);
  const [, avant, extrait] = /(\.\.\.|, )"(.*)"(?:\.\.\.)? is not valid JSON/su.exec(message) ?? [];
  const ici = extrait === undefined ? source.length : source.indexOf(extrait) + (avant === "..." ? 10 : 0);
  return source.slice(0, Number(/position (\d+)/u.exec(message)?.[1] ?? ici)).split("\n").length;
}

// The agenda that a file holds. Throws `Refus`: in French, with the line or the field at fault.
export function valider(source) {
  if (typeof source !== "string" || !source.trim()) refuser("Fichier", "il est vide");
  if (new Blob([source]).size > OCTETS_MAX) refuser("Fichier", `il dépasse ${OCTETS_MAX / 1024} ko, ce n’est pas une séance`);
  let objet;
  try {
    objet = JSON.parse(source);
  } catch (e) {
    refuser(`Ligne ${ligneFautive(source, e.message)}`, "ce n’est pas un fichier de séance lisible (JSON)");
  }
  return lireOrdre(objet);
}

// What a file holds, one field a line, so that a fault can be found; notes that are for oneself only when asked.
export const enTexte = (ordre, avecNotes = false) => JSON.stringify(ordre, (nom, x) => (nom === "note" && !avecNotes ? undefined : x), 1);

// A name of file from words: « seance-comite-de-concertation.json ».
export function nomDeFichier(titre, suite) {
  const nom = titre.normalize("NFD").replace(/[\u0300-\u036f]/gu, "").replace(/[^a-zA-Z0-9]+/gu, "-").replace(/^-|-$/gu, "").toLowerCase();
  return `seance-${nom || "sans-titre"}${/^\d/u.test(suite) ? "-" : "."}${suite}`;
}

export function telecharger(contenu, nom) {
  const href = URL.createObjectURL(contenu);
  Object.assign(document.createElement("a"), { href, download: nom }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

// An answer of the server. Throws `Refus` with its reason.
export async function interroger(chemin, envoi) {
  const reponse = await fetch(new URL(`_seance/${chemin}`, document.baseURI), envoi);
  if (!reponse.ok) throw new Refus((await reponse.json()).raison);
  return reponse;
}

// What it makes of what is sent to it, as a file.
export async function faireFaire(chemin, body, nom) {
  telecharger(await (await interroger(chemin, { method: "POST", headers: { "content-type": "application/json" }, body })).blob(), nom);
}

export const telechargerTexte = (texte, nom) => telecharger(new Blob([texte], { type: "application/json" }), nom);

// `/seance#…`, which holds the agenda without what the screens can say again; "" when it would be too long to be sent.
export function enAdresse(ordre) {
  const vues = ordre.vues.map(({ adresse, cle, minutes, message, dit }) => [adresse, cle, minutes, ...(message ? [message, dit] : [])]);
  const octets = new TextEncoder().encode(JSON.stringify([ordre.titre, vues]));
  const lettres = btoa(Array.from(octets, (o) => String.fromCharCode(o)).join(""));
  const adresse = `/seance#${lettres.replace(/\+/gu, "-").replace(/\//gu, "_").replace(/=+$/u, "")}`;
  return adresse.length < ADRESSE_MAX ? adresse : "";
}

// The agenda of a link, from what follows its `#`. Throws `Refus`.
export function depuisAdresse(fragment) {
  const lettres = fragment.replace(/^#/u, "");
  try {
    if (!/^[\w-]+$/u.test(lettres) || lettres.length > ADRESSE_MAX) throw new Error("not ours");
    const binaire = atob(lettres.replace(/-/gu, "+").replace(/_/gu, "/"));
    const octets = Uint8Array.from(binaire, (c) => c.charCodeAt(0));
    const [titre, vues] = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(octets));
    const liste = vues.map(([adresse, cle, minutes, message, dit]) => ({ adresse, cle, minutes, message, dit }));
    return lireOrdre({ format: FORMAT, titre, vues: liste });
  } catch (e) {
    throw e instanceof Refus ? e : new Refus("L’adresse de cette séance est incomplète ou abîmée\u00a0: demander le fichier.");
  }
}

export const minutes = (ordre) => ordre.vues.reduce((somme, v) => somme + v.minutes, 0);

// « 12 mars 2026 ».
export const jourDit = (jour) => new Date(`${jour}T12:00`).toLocaleDateString("fr-FR", { day: "numeric", month: "long", year: "numeric" });

// Same words, whatever their spaces: what a screen says now is what it said when the view was added.
export const memeTitre = (a, b) => a.replace(/\s+/gu, " ").trim() === b.replace(/\s+/gu, " ").trim();

// The agenda of this browser, shared by its tabs: each gesture reads it again before it writes.
export class Magasin {
  // `stock()` gives the storage, and throws where the browser forbids it.
  constructor(fenetre, stock = () => fenetre.localStorage) {
    Object.assign(this, { fenetre, stock, avis: "", retour: undefined });
    fenetre.addEventListener("storage", (e) => {
      if (e.key === null || e.key === CLE) this.dire();
    });
  }

  texte() {
    try {
      return this.secours ?? this.stock().getItem(CLE);
    } catch {
      return this.secours ?? null;
    }
  }

  // The agenda; an empty one where there is none, or where what is there cannot be read.
  lire() {
    this.lu = this.texte();
    try {
      return lireOrdre(JSON.parse(this.lu));
    } catch {
      return lireOrdre({ format: FORMAT, vues: [] });
    }
  }

  // Keep an agenda made from the last one read. `avis` says in French when the browser cannot keep it.
  // Throws `Refus` when another tab changed it meanwhile, or when it is no agenda.
  ecrire(ordre) {
    const texte = JSON.stringify(lireOrdre(ordre));
    if (this.texte() !== (this.lu ?? null)) {
      this.dire();
      throw new Refus("L’ordre du jour vient d’être changé dans un autre onglet\u00a0: il est relu, refaire le geste.");
    }
    this.lu = texte;
    try {
      this.stock().setItem(CLE, this.lu);
      this.secours = undefined;
      this.avis = "";
    } catch (e) {
      this.secours = this.lu;
      const pourquoi = e?.name === "QuotaExceededError" ? "la mémoire de ce navigateur est pleine" : "ce navigateur ne permet pas de garder";
      this.avis = `Cet ordre du jour sera perdu à la fermeture de l’onglet\u00a0: ${pourquoi}. Enregistrer le fichier.`;
    }
    this.dire();
  }

  dire() {
    this.fenetre.dispatchEvent(new CustomEvent(CLE, { detail: this.lire() }));
  }

  // `faire(vues)` changes the views, or gives other fields.
  changer(faire) {
    const ordre = this.lire(), change = faire(ordre.vues);
    this.ecrire({ ...ordre, ...change });
  }

  inserer(rang, vue) {
    this.changer((vues) => {
      if (vues.length >= VUES_MAX) throw new Refus(`Une séance a ${VUES_MAX} vues au plus\u00a0: en retirer une d’abord.`);
      vues.splice(rang, 0, vue);
    });
  }

  // Add a view at the end, or below the one of rank `apres`; returns its rank.
  ajouter({ adresse, cle, dit, minutes: duree = MINUTES }, apres = Infinity) {
    const rang = Math.min(apres + 1, this.lire().vues.length);
    this.inserer(rang, { adresse, cle, message: "", dit, minutes: duree });
    return rang;
  }

  retirer(rang) {
    const vue = this.lire().vues[rang];
    this.changer((vues) => void vues.splice(rang, 1));
    this.promettre((vues) => void vues.splice(rang, 0, vue));
  }

  // Move the view of rank `de` to the rank `vers`; returns where it is.
  deplacer(de, vers) {
    const { vues } = this.lire();
    const ici = Math.min(Math.max(vers, 0), vues.length - 1);
    if (ici !== de && vues[de]) this.changer((liste) => void liste.splice(ici, 0, ...liste.splice(de, 1)));
    return ici;
  }

  dupliquer(rang) {
    this.inserer(rang + 1, this.lire().vues[rang]);
  }

  renommer(titre) {
    this.regler({ titre: titre.replace(/\s+/gu, " ").trim() });
  }

  // Change what is said of the whole meeting: its title, place, participants, what it follows.
  regler(champsNouveaux) {
    this.changer(() => champsNouveaux);
  }

  // Change a view; a message must be a shorter form of the title. Throws `Refus`.
  changerVue(rang, champsNouveaux) {
    this.changer((vues) => {
      const court = champsNouveaux.message && abreger(vues[rang].dit, champsNouveaux.message);
      if (court?.raison) throw new Refus(court.raison);
      Object.assign(vues[rang], champsNouveaux, court);
    });
  }

  // Another agenda in place of this one.
  remplacer(ordre) {
    const avant = this.lire();
    this.ecrire(ordre);
    if (avant.vues.length) this.promettre(() => avant);
  }

  promettre(defaire) {
    this.retour = { defaire, fin: Date.now() + ANNULER_MS };
  }

  // Undo the last removal or replacement, within ten seconds; whether there was one.
  annuler() {
    const { defaire, fin } = this.retour ?? {};
    this.retour = undefined;
    if (!defaire || Date.now() > fin) return false;
    this.changer(defaire);
    return true;
  }
}

export const magasin = globalThis.window && new Magasin(globalThis.window);
