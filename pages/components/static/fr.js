/* French words for what Streamlit and Plotly write in English, and no single-key shortcut.
   Only the interface is touched: never what a page writes (Markdown, tables, HTML, drawings). */
const NB = "\u00a0", FINE = "\u202f";
const INTERROMPU = "Le service est interrompu. La page réessaie d’elle-même, et reviendra à vos choix.";
const MOTS = {
  "Skip to main content": "Aller au contenu principal", "Sidebar": "Menu", "App pages": "Pages de l’application",
  "Collapse sidebar": "Fermer le menu", "Expand sidebar": "Ouvrir le menu", "Main menu": "Menu principal", "More": "Plus", "more": "de plus",
  "More options": "Plus d’options", "Button action menu": "Autres actions", "Navigate to home page": "Aller à l’accueil",
  "Logo": document.querySelector("meta[name=application-name]").content, "Theme": "Thème", "System": "Système", "Light": "Clair", "Dark": "Sombre",
  "Use system setting": "Suivre le système", "About": "À propos", "Print": "Imprimer", "Settings": "Réglages", "Get help": "Aide",
  "Report a bug": "Signaler une anomalie", "Rerun": "Relancer", "Auto rerun": "Relance automatique", "Always rerun": "Toujours relancer",
  "Clear cache": "Vider le cache", "Clear caches": "Vider les caches", "File change.": "Fichier modifié.", "Stop": "Arrêter",
  "Stop script": "Arrêter le calcul", "Running...": "Calcul en cours", "RUNNING...": "Calcul en cours", "(opens in new tab)": "(nouvel onglet)",
  "opens in new tab": "nouvel onglet", "External link": "Lien externe", "Choose an option": "Choisir une option",
  "Choose options": "Choisir des options", "Choose or add an option": "Choisir ou ajouter une option",
  "Choose or add options": "Choisir ou ajouter des options", "Add an option": "Ajouter une option", "Add options": "Ajouter des options",
  "Select...": "Choisir…", "No options to select": "Aucune option", "No options to select.": "Aucune option.", "No results": "Aucun résultat",
  "No results found": "Aucun résultat", "No data": "Aucune donnée", "No content": "Aucun contenu",
  "Select all": "Tout choisir, dans la limite permise", "Clear selection": "Effacer la sélection", "Selected values": "Valeurs choisies",
  "Open": "Ouvrir", "Close": "Fermer", "Dismiss": "Fermer", "Cancel": "Annuler", "Cancel (Escape)": "Annuler (Échap)", "Edit": "Modifier",
  "Copy": "Copier", "Copied": "Copié", "Copied!": "Copié" + FINE + "!", "Reset": "Réinitialiser", "Try again": "Réessayer",
  "Clear all": "Tout effacer", "Clear value": "Effacer", "Clear entry": "Effacer la saisie", "Decrement": "Diminuer", "Increment": "Augmenter",
  "Clear date": "Effacer la date", "Press Enter to apply": "Entrée pour valider", "Press Ctrl+Enter to apply": "Ctrl+Entrée pour valider",
  "Press ⌘+Enter to apply": "⌘+Entrée pour valider", "Choose date": "Choisir une date", "Calendar": "Calendrier",
  "Previous month": "Mois précédent", "Next month": "Mois suivant",
  "Use arrow keys to navigate dates. Enter to select. Escape to close.": "Flèches pour changer de date, Entrée pour choisir, Échap pour fermer.",
  "Upload": "Importer", "Browse files": "Parcourir", "Add files": "Ajouter des fichiers", "file upload": "import de fichier",
  "Network Error": "Erreur de réseau", "Drag and drop files here": "Déposer les fichiers ici", "Drag and drop file here": "Déposer le fichier ici",
  "Too many files": "Trop de fichiers", "Only one file is allowed.": "Un seul fichier est permis.", "Download failed": "Le téléchargement a échoué",
  "Failed to generate file for download": "Le fichier n’a pas pu être préparé" + NB + ": relancez la page, puis réessayez",
  "Failed to process backend operation": "Le fichier n’a pas pu être préparé" + NB + ": relancez la page, puis réessayez",
  "Cannot send backend operation request: not connected to server": "La connexion est coupée" + NB + ": réessayez dès qu’elle revient",
  "Connection closed": "La connexion a été coupée" + NB + ": réessayez", "Request timed out": "Le fichier n’est pas arrivé" + NB + ": réessayez",
  "Invalid session ID for backend operation request": "La page vient d’être reprise" + NB + ": réessayez", "Download as CSV": "Télécharger en CSV",
  "Show/hide columns": "Afficher ou masquer des colonnes",
  "Search": "Rechercher", "Close Search": "Fermer la recherche", "Fullscreen": "Plein écran", "Close fullscreen": "Quitter le plein écran",
  "View fullscreen": "Plein écran", "Exit fullscreen": "Quitter le plein écran", "Copy to clipboard": "Copier",
  "Link to heading": "Lien vers ce titre", "Copy link to heading": "Copier le lien vers ce titre", "Scroll tabs left": "Onglets précédents",
  "Scroll tabs right": "Onglets suivants", "Download plot": "Télécharger le graphique", "Download plot as a PNG": "Télécharger le graphique (PNG)",
  "Pan": "Déplacer", "Zoom in": "Zoom avant", "Zoom out": "Zoom arrière", "Autoscale": "Échelle automatique",
  "Reset axes": "Réinitialiser les axes", "Box Select": "Sélection rectangle", "Lasso Select": "Sélection lasso",
  "Page not found": "Page introuvable",
  "The page that you have requested does not seem to exist. Running the app's main page.": "La page demandée n’existe pas" + FINE + "; voici l’accueil.",
  "Connection error": "Connexion interrompue", "CONNECTING": "Connexion", "Connecting": "Connexion", "Connecting...": "Connexion…",
  "Unknown error": "Erreur inconnue", "Unknown Error": "Erreur inconnue", "Connection timed out.": "Le serveur ne répond pas.",
  "Script execution error": "Erreur de calcul", "Error": "Erreur", "Error:": "Refusé.", "Warning": "Avertissement",
  "An error has occurred, please try again.": "Une erreur est survenue, merci de réessayer.",
  "Streamlit server is not responding. Are you connected to the internet?": INTERROMPU,
  "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": INTERROMPU,
  "Failed to load": "Le chargement a échoué", "Loading...": "Chargement…", "Learn more": "En savoir plus"
};
const MOTIFS = [
  [/^This app has encountered an error\.[\s\S]*$/, "Cette page a rencontré une erreur. Le détail est dans le journal du serveur" + FINE + "; le reste du site fonctionne."],
  [/^Add: (.+)$/, "Chercher « $1 »"],
  [/^Help for (.+)$/, "Aide" + NB + ": $1"],
  [/^(Fullscreen|Close fullscreen|Download as CSV|Search|Copy to clipboard): (.+)$/, (m, a, b) => MOTS[a] + NB + ": " + b],
  [/^Choose date, (.+)$/, "Choisir une date, $1"],
  [/^(day|month|year), (.+)$/, (m, a, b) => { return { day: "jour", month: "mois", year: "année" }[a] + ", " + b; }],
  [/^View (\d+) more$/, "Voir $1 de plus"], [/^View less$/, "Voir moins"],
  [/^(\d+) more$/, "$1 de plus"],
  [/^Remove (.+)$/, "Retirer $1"], [/^Select (\d+) matches$/, "Choisir les $1 résultats, dans la limite permise"],
  [/^Selected (.+)\. (.+)$/, "Choisi" + NB + ": $1. $2"],
  [/^Cannot connect to Streamlit[\s\S]*$/, INTERROMPU],
  // What a screen reader is told of an open list, in the words of the browser’s language.
  [/^([\d\s.,]+) options? (?:available|disponible\(s\))\.$/, (m, nb) => {
    const n = +nb.replace(/\D/g, "");
    return n.toLocaleString("fr-FR") + NB + "choix disponible" + (n > 1 ? "s." : ".");
  }],
  [/^(.+), (?:selected|sélectionné(?:\(s\))?)$/, "$1, choisi"],
  [/^Shortcut (.+)$/, "Raccourci $1"], [/^Upload (.+)$/, "Importer $1"],
  [/^(\d+)\s?MB per file(.*)$/, "$1" + NB + "Mo au plus par fichier$2"], [/^Limit (\d+)\s?MB per file(.*)$/, "$1" + NB + "Mo au plus par fichier$2"],
  [/^(.+, )?(\d+)(?:\.(\d))?\s?MB$/, (m, nom, n, d) => (nom || "") + n + (d && d !== "0" ? "," + d : "") + NB + "Mo"],
  [/^(.+, )?(\d+)(?:\.(\d))?\s?KB$/, (m, nom, n, d) => (nom || "") + n + (d && d !== "0" ? "," + d : "") + NB + "ko"],
  [/^File must be (\d+)(?:\.\d)?\s?MB or smaller\.?$/, "Fichier de $1" + NB + "Mo au plus."],
  [/^You can only select up to (\d+) options?\. Remove (?:an )?options? first\.?$/, "$1 choix au plus" + NB + ": retirez-en d’abord."],
  [/^Connection failed with status (\d+).*$/, "Le serveur a refusé la connexion ($1)."],
  [/^(.+) \(opens in new tab\)$/, "$1 (nouvel onglet)"]
];
const ROLES = { "slider": "curseur" };
const ATTRIBUTS = ["aria-label", "title", "placeholder", "alt", "aria-roledescription", "aria-description", "data-title"];
const CONTENU = "[data-testid=stMarkdownContainer],[data-testid=stHtml],[data-testid=stTable],[data-testid=stBidiComponentRegular],[data-testid=stBidiComponentIsolated]," +
  "[data-testid=stOption],[role=option],pre,code,canvas,svg,script,style,textarea,[contenteditable]";
// Streamlit itself writes these inside a Markdown block, or among the choices of a page.
const ENVELOPPES = "[data-testid=stTopNavSection],[data-testid=stErrorElement],[data-testid=stException],[data-testid=stFileUploaderDropzone],[role=listbox][data-empty=true],[data-key^=__select_]";

const traduire = (texte) => {
  const nu = texte.trim();
  if (Object.hasOwn(MOTS, nu)) return texte.replace(nu, () => MOTS[nu]);
  const motif = MOTIFS.find(([forme]) => forme.test(nu));
  return motif ? nu.replace(...motif) : texte;
};
const attribut = (element, nom) => {
  const avant = element.getAttribute(nom);
  if (!avant) return;
  const apres = nom === "aria-roledescription" ? ROLES[avant] ?? avant : traduire(avant);
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
  if (!n.parentElement?.closest("[data-testid=stHtml],[data-testid=stBidiComponentRegular]")) ATTRIBUTS.forEach((nom) => attribut(n, nom));
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
