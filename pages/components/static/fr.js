/* French words for what Streamlit writes in English in the controls of its pages, and no single-key shortcut.
   Only the interface is touched: never what a page writes (Markdown, tables, HTML, drawings). */
const NB = "\u00a0", FINE = "\u202f";
const MOTS = {
  // Lists and fields
  "Choose an option": "Choisir une option", "Choose options": "Choisir des options", "Choose or add an option": "Choisir ou ajouter une option",
  "Choose or add options": "Choisir ou ajouter des options", "Select...": "Choisir…", "No options to select": "Aucune option",
  "No options to select.": "Aucune option.", "No results": "Aucun résultat",
  "Select all": "Tout choisir, dans la limite permise", "Clear selection": "Effacer la sélection", "Selected values": "Valeurs choisies",
  "Open": "Ouvrir", "Close": "Fermer", "Clear all": "Tout effacer", "Clear value": "Effacer", "Clear entry": "Effacer la saisie",
  "Copy to clipboard": "Copier", "Copied": "Copié", "Skip to main content": "Aller au contenu principal",
  // Files
  "Upload": "Importer", "Add files": "Ajouter des fichiers", "file upload": "import de fichier",
  "Network Error": "Erreur de réseau", "Drag and drop files here": "Déposer les fichiers ici", "Drag and drop a file here": "Déposer le fichier ici",
  "Too many files": "Trop de fichiers", "Only one file is allowed.": "Un seul fichier est permis.", "Download failed": "Le téléchargement a échoué",
  "Cannot send backend operation request: not connected to server": "La connexion est coupée" + NB + ": réessayez dès qu’elle revient",
  "Connection closed": "La connexion a été coupée" + NB + ": réessayez", "Request timed out": "Le fichier n’est pas arrivé" + NB + ": réessayez",
  "Invalid session ID for backend operation request": "La page vient d’être reprise" + NB + ": réessayez",
  // Faults
  "Dismiss": "Fermer", "Try again": "Réessayer", "Connection error": "Connexion interrompue", "Connection timed out.": "Le serveur ne répond pas.",
  "Unknown error": "Erreur inconnue", "Unknown Error": "Erreur inconnue", "Script execution error": "Erreur de calcul",
  "Error": "Erreur", "Error:": "Refusé.", "Warning": "Avertissement",
  "An error has occurred, please try again.": "Une erreur est survenue, merci de réessayer.",
  "Failed to load": "Le chargement a échoué", "Loading...": "Chargement…"
};
const MOTIFS = [
  [/^This app has encountered an error\.[\s\S]*$/, "Cette page a rencontré une erreur. Le détail est dans le journal du serveur" + FINE + "; le reste du site fonctionne."],
  [/^(?:Cannot connect to Streamlit|Streamlit server is not responding|Is Streamlit still running)[\s\S]*$/, "Le service est interrompu. La page réessaie d’elle-même, et reviendra à vos choix."],
  [/^Failed to (?:generate file for download|process backend operation)$/, "Le fichier n’a pas pu être préparé" + NB + ": relancez la page, puis réessayez"],
  [/^Connection failed with status (\d+).*$/, "Le serveur a refusé la connexion ($1)."],
  [/^Help for (.+)$/, "Aide" + NB + ": $1"],
  [/^Remove (.+)$/, "Retirer $1"], [/^Select (\d+) matches$/, "Choisir les $1 résultats, dans la limite permise"],
  [/^Selected (.+)\. (.+)$/, "Choisi" + NB + ": $1. $2"],
  // What a screen reader is told of an open list, in the words of the browser’s language.
  [/^([\d\s.,]+) options? (?:available|disponible\(s\))\.$/, (m, nb) => {
    const n = +nb.replace(/\D/g, "");
    return n.toLocaleString("fr-FR") + NB + "choix disponible" + (n > 1 ? "s." : ".");
  }],
  [/^(.+), (?:selected|sélectionné(?:\(s\))?)$/, "$1, choisi"],
  [/^You can only select up to (\d+) options?\. Remove (?:an )?options? first\.?$/, "$1 choix au plus" + NB + ": retirez-en d’abord."],
  [/^(\d+)\s?MB per file(.*)$/, "$1" + NB + "Mo au plus par fichier$2"],
  [/^(.+, )?(\d+)(?:\.(\d))?\s?([MK])B$/, (m, nom, n, d, u) => (nom || "") + n + (d && d !== "0" ? "," + d : "") + NB + (u === "M" ? "Mo" : "ko")],
  [/^File must be (\d+)(?:\.\d)?\s?MB or smaller\.?$/, "Fichier de $1" + NB + "Mo au plus."]
];
const ATTRIBUTS = ["aria-label", "title", "placeholder", "alt", "aria-description"];
const CONTENU = "[data-testid=stMarkdownContainer],[data-testid=stHtml],[data-testid=stBidiComponentRegular],[data-testid=stBidiComponentIsolated]," +
  "[data-testid=stOption],[role=option],.obs-entete,pre,code,canvas,svg,script,style,textarea";
// Streamlit itself writes these inside a Markdown block, or among the choices of a page.
const ENVELOPPES = "[data-testid=stErrorElement],[data-testid=stException],[data-testid=stFileUploaderDropzone],[role=listbox][data-empty=true],[data-key^=__select_]";

const traduire = (texte) => {
  const nu = texte.trim();
  if (Object.hasOwn(MOTS, nu)) return texte.replace(nu, () => MOTS[nu]);
  const motif = MOTIFS.find(([forme]) => forme.test(nu));
  return motif ? nu.replace(...motif) : texte;
};
const attribut = (element, nom) => {
  const avant = element.getAttribute(nom);
  if (!avant) return;
  const apres = traduire(avant);
  if (apres !== avant) element.setAttribute(nom, apres);
};
const contenu = (element) => element.closest(CONTENU) && !element.closest(ENVELOPPES);
const noeud = (n) => {
  if (n.nodeType === Node.TEXT_NODE) {
    if (!n.parentElement || contenu(n.parentElement)) return;
    const apres = traduire(n.data);
    if (apres !== n.data) n.data = apres;
  }
  if (n.nodeType !== Node.ELEMENT_NODE) return;
  if (!n.closest("[data-testid=stHtml] *,[data-testid=stBidiComponentRegular] *,.obs-entete")) ATTRIBUTS.forEach((nom) => attribut(n, nom));
  n.childNodes.forEach((enfant) => noeud(enfant));
};
// A letter alone must not act (WCAG 2.1.4): Streamlit reruns on « r » and clears its cache on « c ».
addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || !/^[rc]$/i.test(e.key) || document.documentElement.classList.contains("obs-en-salle")) return;
  if (e.composedPath()[0].closest?.("input,textarea,select,[contenteditable],[role=combobox],[role=listbox],[role=textbox]")) return;
  e.stopImmediatePropagation();
}, true);
noeud(document.body);
new MutationObserver((changements) => {
  for (const c of changements) {
    if (c.type === "attributes") attribut(c.target, c.attributeName);
    else if (c.type === "characterData") noeud(c.target);
    else c.addedNodes.forEach((n) => noeud(n));
  }
}).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTS });
