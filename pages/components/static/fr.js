/* French words for what Streamlit and Plotly write in English, and no single-key shortcut.
   Only the interface is touched: never what a page writes (Markdown, tables, HTML, drawings). */
(function () {
  "use strict";
  var NB = "\u00a0", FINE = "\u202f";
  var INTERROMPU = "Le service est interrompu. La page réessaie d’elle-même, et reviendra à vos choix.";
  var MOTS = {
    "Skip to main content": "Aller au contenu principal", "Sidebar": "Menu", "App pages": "Pages de l’application",
    "Collapse sidebar": "Fermer le menu", "Expand sidebar": "Ouvrir le menu",
    "Main menu": "Menu principal", "More": "Plus", "more": "de plus", "More options": "Plus d’options",
    "Button action menu": "Autres actions", "Navigate to home page": "Aller à l’accueil",
    "Logo": document.querySelector("meta[name=application-name]").content,
    "Theme": "Thème", "System": "Système", "Light": "Clair", "Dark": "Sombre", "Use system setting": "Suivre le système",
    "About": "À propos", "Print": "Imprimer", "Settings": "Réglages", "Get help": "Aide", "Report a bug": "Signaler une anomalie",
    "Rerun": "Relancer", "Auto rerun": "Relance automatique", "Always rerun": "Toujours relancer", "Clear cache": "Vider le cache",
    "Clear caches": "Vider les caches", "Record a screencast": "Enregistrer l’écran", "File change.": "Fichier modifié.",
    "Stop": "Arrêter", "Stop script": "Arrêter le calcul", "Running...": "Calcul en cours", "RUNNING...": "Calcul en cours", "Notifications": "Notifications",
    "(opens in new tab)": "(nouvel onglet)", "opens in new tab": "nouvel onglet", "External link": "Lien externe",
    "Choose an option": "Choisir une option", "Choose options": "Choisir des options", "Choose or add an option": "Choisir ou ajouter une option",
    "Choose or add options": "Choisir ou ajouter des options", "Add an option": "Ajouter une option", "Add options": "Ajouter des options",
    "Select...": "Choisir…", "No options to select": "Aucune option", "No options to select.": "Aucune option.",
    "No results": "Aucun résultat", "No results found": "Aucun résultat", "No data": "Aucune donnée", "No content": "Aucun contenu",
    "Select all": "Tout choisir, dans la limite permise", "Clear selection": "Effacer la sélection", "Selected values": "Valeurs choisies",
    "Open": "Ouvrir", "Close": "Fermer", "Dismiss": "Fermer", "Cancel": "Annuler", "Cancel (Escape)": "Annuler (Échap)", "Edit": "Modifier", "Copy": "Copier",
    "Copied": "Copié", "Copied!": "Copié" + FINE + "!", "OK": "OK", "Reset": "Réinitialiser", "Try again": "Réessayer",
    "Clear all": "Tout effacer", "Clear value": "Effacer", "Clear entry": "Effacer la saisie", "Decrement": "Diminuer", "Increment": "Augmenter",
    "Clear date": "Effacer la date", "Clear dates": "Effacer les dates", "Clear time": "Effacer l’heure", "Clear date and time": "Effacer la date et l’heure",
    "Press Enter to apply": "Entrée pour valider", "Press Ctrl+Enter to apply": "Ctrl+Entrée pour valider", "Press ⌘+Enter to apply": "⌘+Entrée pour valider",
    "Press Enter to submit form": "Entrée pour envoyer", "Show password text": "Afficher le mot de passe", "Hide password text": "Masquer le mot de passe",
    "Choose date": "Choisir une date", "Choose date range": "Choisir une période", "Choose date and time": "Choisir une date et une heure",
    "Quick select a date range": "Périodes proposées", "Date range": "Période", "Date": "Date", "Time": "Heure", "Calendar": "Calendrier",
    "Previous month": "Mois précédent", "Next month": "Mois suivant", "Previous page": "Page précédente", "Next page": "Page suivante", "Pagination": "Pagination",
    "Past Week": "Semaine passée", "Past Month": "Mois passé", "Past 3 Months": "3 derniers mois", "Past 6 Months": "6 derniers mois",
    "Past Year": "Année passée", "Past 2 Years": "2 dernières années",
    "Use arrow keys to navigate dates. Enter to select. Escape to close.": "Flèches pour changer de date, Entrée pour choisir, Échap pour fermer.",
    "Use arrow keys to navigate. Enter to select. Tab to switch between calendar and time. Escape to close.": "Flèches pour se déplacer, Entrée pour choisir, Tab pour passer du calendrier à l’heure, Échap pour fermer.",
    "Upload": "Importer", "Browse files": "Parcourir", "Add files": "Ajouter des fichiers", "file upload": "import de fichier", "Network Error": "Erreur de réseau",
    "Drag and drop files here": "Déposer les fichiers ici", "Drag and drop file here": "Déposer le fichier ici",
    "Too many files": "Trop de fichiers", "Only one file is allowed.": "Un seul fichier est permis.", "Download failed": "Le téléchargement a échoué",
    "Failed to generate file for download": "Le fichier n’a pas pu être préparé" + NB + ": relancez la page, puis réessayez",
    "Failed to process backend operation": "Le fichier n’a pas pu être préparé" + NB + ": relancez la page, puis réessayez",
    "Cannot send backend operation request: not connected to server": "La connexion est coupée" + NB + ": réessayez dès qu’elle revient",
    "Connection closed": "La connexion a été coupée" + NB + ": réessayez", "Request timed out": "Le fichier n’est pas arrivé" + NB + ": réessayez",
    "Invalid session ID for backend operation request": "La page vient d’être reprise" + NB + ": réessayez",
    "Show/hide columns": "Afficher ou masquer des colonnes", "Download as CSV": "Télécharger en CSV", "Download as PNG": "Télécharger en PNG",
    "Download as SVG": "Télécharger en SVG", "Save as Image": "Enregistrer l’image", "Search": "Rechercher", "Close Search": "Fermer la recherche",
    "Previous Result": "Résultat précédent", "Next Result": "Résultat suivant", "Fullscreen": "Plein écran", "Close fullscreen": "Quitter le plein écran",
    "View fullscreen": "Plein écran", "Exit fullscreen": "Quitter le plein écran", "Show data": "Voir les données", "Show chart": "Voir le graphique",
    "Copy to clipboard": "Copier", "Copy column name": "Copier le nom de la colonne", "Add row": "Ajouter une ligne", "Delete row(s)": "Supprimer des lignes",
    "Link to heading": "Lien vers ce titre", "Copy link to heading": "Copier le lien vers ce titre",
    "Sort ascending": "Tri croissant", "Sort descending": "Tri décroissant", "Pin column": "Épingler la colonne", "Unpin column": "Libérer la colonne",
    "Hide column": "Masquer la colonne", "Format": "Format", "Autosize": "Taille automatique", "Statistics": "Statistiques",
    "Dataframe column menu": "Menu de la colonne", "Automatic": "Automatique", "Localized": "Selon la langue", "Plain": "Brut", "Compact": "Compact",
    "Dollar": "Dollar", "Euro": "Euro", "Yen": "Yen", "Percent": "Pourcentage", "Scientific": "Scientifique", "Accounting": "Comptable", "Distance": "Distance", "Duration": "Durée",
    "Count": "Nombre", "Values": "Valeurs", "Empty": "Vides", "Distinct": "Distinctes", "Minimum": "Minimum", "Maximum": "Maximum", "Median": "Médiane",
    "Average": "Moyenne", "Sum": "Somme", "Range": "Étendue", "Standard deviation": "Écart type", "Minimum length": "Longueur minimale",
    "Maximum length": "Longueur maximale", "Average length": "Longueur moyenne", "Based on sample": "Sur un échantillon", "Top values frequency chart": "Valeurs les plus fréquentes",
    "Scroll tabs left": "Onglets précédents", "Scroll tabs right": "Onglets suivants", "Feedback rating": "Appréciation", "Send message": "Envoyer",
    "Download plot": "Télécharger le graphique", "Download plot as a PNG": "Télécharger le graphique (PNG)", "Zoom": "Zoom", "Pan": "Déplacer",
    "Zoom in": "Zoom avant", "Zoom out": "Zoom arrière", "Autoscale": "Échelle automatique", "Reset axes": "Réinitialiser les axes",
    "Box Select": "Sélection rectangle", "Lasso Select": "Sélection lasso", "Vega visualization": "Graphique",
    "Page not found": "Page introuvable",
    "The page that you have requested does not seem to exist. Running the app's main page.": "La page demandée n’existe pas" + FINE + "; voici l’accueil.",
    "Connection error": "Connexion interrompue", "CONNECTING": "Connexion", "Connecting": "Connexion", "Connecting...": "Connexion…", "Unknown error": "Erreur inconnue", "Unknown Error": "Erreur inconnue",
    "Connection timed out.": "Le serveur ne répond pas.", "Script execution error": "Erreur de calcul", "Error": "Erreur", "Error:": "Refusé.", "Warning": "Avertissement",
    "An error has occurred, please try again.": "Une erreur est survenue, merci de réessayer.",
    "Streamlit server is not responding. Are you connected to the internet?": INTERROMPU,
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": INTERROMPU,
    "Failed to load": "Le chargement a échoué", "Loading...": "Chargement…", "Learn more": "En savoir plus"
  };
  var MOTIFS = [
    [/^This app has encountered an error\.[\s\S]*$/, "Cette page a rencontré une erreur. Le détail est dans le journal du serveur" + FINE + "; le reste du site fonctionne."],
    [/^Add: (.+)$/, "Chercher « $1 »"],
    [/^Help for (.+)$/, "Aide" + NB + ": $1"],
    [/^(Fullscreen|Close fullscreen|Download as CSV|Search|Show data|Show chart|Copy to clipboard): (.+)$/, function (m, a, b) { return MOTS[a] + NB + ": " + b; }],
    [/^Choose date, (.+)$/, "Choisir une date, $1"],
    [/^(day|month|year), (.+)$/, function (m, a, b) { return { day: "jour", month: "mois", year: "année" }[a] + ", " + b; }],
    [/^View (\d+) more$/, "Voir $1 de plus"], [/^View less$/, "Voir moins"],
    [/^(\d+) more$/, "$1 de plus"],
    [/^Remove (.+)$/, "Retirer $1"], [/^Add: (.+)$/, "Ajouter" + NB + ": $1"], [/^Select (\d+) matches$/, "Choisir les $1 résultats, dans la limite permise"],
    [/^Selected (.+)\. (.+)$/, "Choisi" + NB + ": $1. $2"],
    [/^Cannot connect to Streamlit[\s\S]*$/, INTERROMPU],
    // What a screen reader is told of an open list, in the words of the browser’s language.
    [/^([\d\s.,]+) options? (?:available|disponible\(s\))\.$/, function (m, nb) {
      var n = +nb.replace(/\D/g, "");
      return n.toLocaleString("fr-FR") + NB + "choix disponible" + (n > 1 ? "s." : ".");
    }],
    [/^(.+), (?:selected|sélectionné(?:\(s\))?)$/, "$1, choisi"],
    [/^Page (\d+)$/, "Page $1"], [/^Shortcut (.+)$/, "Raccourci $1"], [/^Upload (.+)$/, "Importer $1"],
    [/^(\d+)\s?MB per file(.*)$/, "$1" + NB + "Mo au plus par fichier$2"], [/^Limit (\d+)\s?MB per file(.*)$/, "$1" + NB + "Mo au plus par fichier$2"],
    [/^(.+, )?(\d+)(?:\.(\d))?\s?MB$/, function (m, nom, n, d) { return (nom || "") + n + (d && d !== "0" ? "," + d : "") + NB + "Mo"; }],
    [/^(.+, )?(\d+)(?:\.(\d))?\s?KB$/, function (m, nom, n, d) { return (nom || "") + n + (d && d !== "0" ? "," + d : "") + NB + "ko"; }],
    [/^File must be (\d+)(?:\.\d)?\s?MB or smaller\.?$/, "Fichier de $1" + NB + "Mo au plus."],
    [/^You can only select up to (\d+) options?\. Remove (?:an )?options? first\.?$/, "$1 choix au plus" + NB + ": retirez-en d’abord."],
    [/^Connection failed with status (\d+).*$/, "Le serveur a refusé la connexion ($1)."],
    [/^(.+) \(opens in new tab\)$/, "$1 (nouvel onglet)"]
  ];
  var ROLES = { "visualization": "graphique", "group mark container": "groupe", "axis": "axe", "legend": "légende", "line mark": "ligne", "point": "point",
    "slider": "curseur" };
  var ATTRIBUTS = ["aria-label", "title", "placeholder", "alt", "aria-roledescription", "aria-description", "data-title"];
  var CONTENU = "[data-testid=stMarkdownContainer],[data-testid=stHtml],[data-testid=stTable],[data-testid=stJson],[data-testid=stBidiComponentRegular],[data-testid=stBidiComponentIsolated]," +
    "[data-testid=stImage],[data-testid=stOption],[role=option],pre,code,canvas,svg,script,style,textarea,[contenteditable]";
  // Streamlit itself writes these inside a Markdown block, or among the choices of a page.
  var ENVELOPPES = "[data-testid=stTopNavSection],[data-testid=stErrorElement],[data-testid=stException],[data-testid=stFileUploaderDropzone],[role=listbox][data-empty=true],[data-key^=__select_]";

  function traduire(texte) {
    if (!texte) return null;
    var nu = texte.trim();
    if (Object.prototype.hasOwnProperty.call(MOTS, nu)) return texte.replace(nu, function () { return MOTS[nu]; });
    for (var i = 0; i < MOTIFS.length; i++) if (MOTIFS[i][0].test(nu)) return nu.replace(MOTIFS[i][0], MOTIFS[i][1]);
    return null;
  }
  function attribut(element, nom) {
    var avant = element.getAttribute(nom);
    if (!avant) return;
    var apres = nom === "aria-roledescription" ? ROLES[avant] : traduire(avant);
    if (apres && apres !== avant) element.setAttribute(nom, apres);
  }
  function contenu(element) { return element.closest(CONTENU) && !element.closest(ENVELOPPES); }
  function noeud(n) {
    if (n.nodeType === 3) {
      if (!n.parentElement || contenu(n.parentElement)) return;
      var apres = traduire(n.data);
      if (apres && apres !== n.data) n.data = apres;
      return;
    }
    if (n.nodeType !== 1) return;
    if (!n.parentElement || !n.parentElement.closest("[data-testid=stHtml],[data-testid=stBidiComponentRegular]")) ATTRIBUTS.forEach(function (nom) { attribut(n, nom); });
    for (var enfant = n.firstChild; enfant; enfant = enfant.nextSibling) noeud(enfant);
  }
  function demarrer() {
    noeud(document.body);
    new MutationObserver(function (mutations) {
      mutations.forEach(function (m) {
        if (m.type === "attributes") attribut(m.target, m.attributeName);
        else if (m.type === "characterData") noeud(m.target);
        else m.addedNodes.forEach(noeud);
      });
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTS });
  }
  // A letter alone must not act (WCAG 2.1.4): Streamlit reruns on « r » and clears its cache on « c ».
  window.addEventListener("keydown", function (e) {
    if (e.ctrlKey || e.metaKey || e.altKey || !/^[rc]$/i.test(e.key) || document.documentElement.classList.contains("obs-en-salle")) return;
    var cible = e.composedPath()[0];
    if (cible && cible.closest && cible.closest("input,textarea,select,[contenteditable],[role=combobox],[role=listbox],[role=textbox]")) return;
    e.stopImmediatePropagation();
  }, true);
  if (document.body) demarrer(); else document.addEventListener("DOMContentLoaded", demarrer);
})();
