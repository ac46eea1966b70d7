// The page that prepares a meeting: the agenda as a list, its selected view, ready-made agendas. Everything is kept by
// `ordre.js` in this browser; the server is asked what the views say, never told what they are for.

import { fiche } from "./fiche.js";
import { garder, lire, ONGLET } from "./memoire.js";
import { ANNULER_MS, CLE, depuisAdresse, enAdresse, enTexte, faireFaire, interroger, jourDit, magasin, memeTitre, minutes, nomDeFichier, OCTETS_MAX, Refus, telechargerTexte, valider } from "./ordre.js";
import { champDe, Propositions } from "./propositions.js";
import { plier } from "./question.js";
import { bouton, composant, creer, NB, pluriel } from "./creer.js";
import { Verification } from "./verifier.js";
import { Vignettes } from "./vignettes.js";

const ATTENTE_MS = 200; // of a pause in typing
const RELEVE_MAX = 8 * 2 ** 20; // bytes of a record with its pictures
const PAUSE_MS = 500; // then what was typed is kept
const ICI = "obs-seance-ici"; // of this tab: the view selected, and what is being typed
const EN_LETTRES = ["Aucune", "Une", "Deux", "Trois", "Quatre", "Cinq", "Six", "Sept", "Huit", "Neuf", "Dix"];
const REGLE = `Le message de chaque vue est calculé${"\u202f"}; vous pouvez l’abréger, pas changer le chiffre.`;

// A slide as the room will show it, small: its own page, under the same style sheets.
function maquette(h, large) {
  const feuilles = [...document.querySelectorAll("link[rel=stylesheet]")].map((l) => l.outerHTML).join("");
  const srcdoc = `<!doctype html><html lang="fr" class="obs-en-salle"><head><base href="${document.baseURI}">${feuilles}</head><body class="stApp obs-figee"><div class="obs-salle stApp"><section class="diapo prete vue">${h}</section></div></body></html>`;
  return creer("iframe", { srcdoc, title: "La vue dans la salle", tabindex: "-1", "aria-hidden": "true", style: `transform:scale(${large / 1280})` });
}

const nombreDeVues = (n) => `${EN_LETTRES[n] ?? n} ${n < 2 ? "vue" : "vues"}`;
const enumerer = (noms) => (noms.length < 2 ? noms.join("") : `${noms.slice(0, -1).join(", ")} et ${noms.at(-1)}`);
const relatif = (chemin) => new URL(chemin, document.baseURI);
const lireReponse = async (chemin) => (await interroger(chemin)).json();

class Preparer {
  constructor(racine) {
    this.racine = racine;
    this.magasin = magasin;
    this.ecoutes = new AbortController();
    Object.assign(this, { ici: 0, repere: "", ...lire(ICI, ONGLET), lieux: {}, modeles: [] }); // and what is being typed, `edition`
    this.verification = new Verification(() => {
      this.completer();
      this.rendreEnPaix();
    });
    this.vignettes = new Vignettes(() => this.rendreEnPaix());
    this.ordre = this.magasin.lire();
    this.batir();
    window.addEventListener(CLE, (e) => this.suivre(e.detail), { signal: this.ecoutes.signal });
    window.addEventListener("hashchange", () => this.lireFragment(), { signal: this.ecoutes.signal });
    lireReponse("modeles").then((lus) => {
      this.modeles = lus;
      this.rendreModeles();
    }, () => this.avertir("Les ordres du jour prêts ne peuvent pas être lus en ce moment."));
  }

  detruire() {
    this.ecoutes.abort();
    clearTimeout(this.verification.retour);
    this.vignettes.oublier();
    this.propositions.arreter();
    clearTimeout(this.effacement);
    this.boite.remove();
  }

  recevoir({ ecrans, derniers }) {
    Object.assign(this, { ecrans: new Map(Object.entries(ecrans)), derniers });
    this.suivre(this.ordre);
    this.rendreModeles();
    this.lireFragment();
  }

  // ---------------------------------------------------------------- what is on the page

  batir() {
    this.liste = creer("ol", { "aria-label": "Ordre du jour" });
    this.vide = creer("p", { class: "vide" }, "Aucune vue pour l’instant. Partir d’un ordre du jour prêt, chercher une vue, ou l’ajouter depuis son écran avec «\u00a0Ajouter à la séance\u00a0».");
    this.champ = champDe("trouvees", { id: "chercher", placeholder: "aides-soignants ancenis, chômage loire-atlantique…" });
    this.trouves = creer("ul", { id: "trouvees", role: "listbox", "aria-label": "Vues trouvées", hidden: true });
    const chercher = creer("div", { class: "chercher" }, creer("label", { for: "chercher" }, "Ajouter une vue"), this.champ, this.trouves);
    this.apercu = creer("section", { class: "apercu" });
    this.reunion = this.faireReunion();
    this.pretes = creer("section", { class: "pretes" });
    this.etat = creer("p", { class: "etat" });
    this.annonce = creer("p", { class: "lu", role: "status" });
    this.avis = creer("div", { class: "avis", hidden: true });
    this.fichier = creer("input", { type: "file", accept: ".json,.html,application/json,text/html", hidden: true, change: () => this.ouvrir() });
    this.barre = creer("div", { class: "barre" }, creer("div", { class: "in" },
      bouton("Démarrer la séance", () => this.demarrer(), { class: "p", "data-f": "demarrer" }),
      this.emporter(),
      bouton("Enregistrer le fichier", () => this.enregistrer(), { "data-f": "enregistrer" }),
      bouton("Ouvrir un fichier", () => this.fichier.click(), { "data-f": "ouvrir" }),
      bouton("Copier l’adresse", () => this.copier(), { "data-f": "copier" }),
      this.fichier, this.etat));
    this.question = creer("dialog", { "aria-labelledby": "question" });
    this.absentes = creer("details", { class: "absentes", hidden: true });
    this.boite = creer("div", { class: "boite" }, this.avis,
      creer("div", { class: "grille" }, creer("section", { class: "ordre" }, this.liste, this.vide, this.absentes, chercher), creer("div", { class: "cote" }, this.apercu, this.reunion, this.pretes)),
      this.barre, this.question, this.annonce);
    this.racine.append(creer("link", { rel: "stylesheet", href: new URL("preparer.css", import.meta.url).href }), this.boite);
    this.liste.addEventListener("keydown", (e) => this.touche(e));
    this.liste.addEventListener("pointerdown", (e) => this.prendre(e));
    for (const nom of ["pointerenter", "pointerleave"]) this.liste.addEventListener(nom, () => {
      this.dessus = nom === "pointerenter";
      if (!this.dessus && this.enRetard) this.rendre();
    });
    // A press leaves the field it was typed in, which is then kept: the button under the pointer stays until its click.
    this.racine.addEventListener("pointerdown", () => { this.presse = true; });
    for (const nom of ["pointerup", "pointercancel"]) addEventListener(nom, () => setTimeout(() => {
      this.presse = false;
      if (this.enRetard && !this.dessus) this.rendre();
    }), { signal: this.ecoutes.signal });
    this.propositions = new Propositions(this.champ, this.trouves, this, ATTENTE_MS);
    this.champ.addEventListener("focus", () => this.montrer(this.propositions.n > 0));
    this.champ.addEventListener("blur", () => this.montrer(false));
  }

  suivre(ordre) {
    this.ordre = ordre;
    this.ici = Math.max(0, Math.min(this.ici, ordre.vues.length - 1));
    this.completer();
    if (this.presse) this.enRetard = true;
    else this.rendre();
    this.verification.suivre(ordre.vues);
  }

  // A link holds no title but those that were shortened: the screens say the others.
  completer() {
    for (const [rang, v] of this.ordre.vues.entries()) {
      const { figure } = this.verification.etat(v);
      if (!v.dit && figure) return this.faire(() => this.magasin.changerVue(rang, { dit: figure.titre }));
    }
  }

  retenir() {
    garder(ICI, { ici: this.ici, edition: this.edition, repere: this.repere }, ONGLET);
  }

  // What an answer changes waits until the pointer has left the list: what is under it does not move.
  rendreEnPaix() {
    if (!this.dessus) return this.rendre();
    this.enRetard = true;
    this.rendreEtat();
    this.rendreApercu();
  }

  rendre(focus) {
    if (this.glisse) return;
    this.enRetard = false;
    const { vues } = this.ordre;
    this.boite.classList.toggle("sans", !vues.length);
    this.vide.hidden = vues.length > 0;
    this.liste.hidden = !vues.length;
    this.remplacerDans(this.liste, vues.map((v, i) => this.rangee(v, i)), focus);
    this.rendreTitre();
    this.rendreApercu();
    this.rendreReunion();
    this.rendreEtat();
    if (this.modeles.length) this.rendreModeles();
    this.retenir();
  }

  // Other elements in a place: what had the focus there, or `focus`, has it again.
  remplacerDans(place, elements, focus) {
    const actif = this.racine.activeElement, garde = focus ?? (place.contains(actif) ? actif.dataset.f : undefined);
    const marque = actif?.matches?.("textarea") && [actif.selectionStart, actif.selectionEnd];
    place.replaceChildren(...elements);
    const rendu = garde && this.racine.querySelector(`[data-f="${CSS.escape(garde)}"]`);
    rendu?.focus({ preventScroll: !focus });
    if (marque && rendu?.matches("textarea")) rendu.setSelectionRange(...marque);
  }

  // A map or a chart, which an image shows even when small.
  dessinee(v) {
    return this.verification.etat(v).figure?.html.includes('class="hote-');
  }

  message(v) {
    const { etat, figure } = this.verification.etat(v);
    return etat === "change" ? figure.titre : v.message || v.dit || "Vue à vérifier…";
  }

  source(v) {
    const nom = this.ecrans?.get(v.adresse.slice(1).split(/[?#]/u)[0] || "accueil") ?? "";
    const { figure } = this.verification.etat(v);
    return [nom, figure?.sous_titre].filter(Boolean).join(" · ");
  }

  rangee(v, i) {
    const choisie = i === this.ici;
    const { etat, raison, figure } = this.verification.etat(v);
    const enEdition = choisie && this.edition?.rang === i;
    const titre = enEdition ? this.editer(v, i)
      : creer("button", { type: "button", class: "titre", "data-f": `v${i}`, tabindex: choisie ? "0" : "-1", "aria-current": choisie ? "true" : undefined, click: () => this.selectionner(i) },
        creer("b", {}, this.message(v)), creer("span", { class: "source" }, this.source(v)));
    const suites = [];
    if (etat === "change") suites.push(creer("p", { class: "change" }, creer("strong", {}, "Chiffre changé. "), `Avant${NB}: «${NB}${v.message || v.dit}${NB}».`));
    if (etat === "vide") suites.push(creer("p", { class: "faute" }, creer("strong", {}, "Ne sera pas montrée. "), raison));
    if (choisie && !enEdition) suites.push(this.actions(v, i, etat, figure));
    const duree = creer("input", { type: "number", min: "1", max: "240", value: v.minutes, "data-f": `m${i}`, "aria-label": `Minutes de la vue ${i + 1}`,
      change: (e) => this.faire(() => this.magasin.changerVue(i, { minutes: Number(e.target.value) })) || (e.target.value = v.minutes) });
    return creer("li", { class: choisie ? "s" : undefined, "data-rang": i },
      creer("span", { class: "poignee", "aria-hidden": "true", title: "Glisser pour déplacer" }, ...Array.from({ length: 6 }, () => creer("i"))),
      creer("b", { class: "no", "aria-hidden": "true" }, i + 1), this.vignettes.vignette(v, this.dessinee(v)),
      creer("div", { class: "me" }, titre, ...suites), creer("label", { class: "mn" }, duree, creer("span", { "aria-hidden": "true" }, "min")));
  }

  actions(v, i, etat, figure) {
    const n = this.ordre.vues.length;
    return creer("div", { class: "actions", role: "group", "aria-label": `Vue ${i + 1}` },
      etat === "change" && bouton("Prendre le nouveau titre", () => this.faire(() => this.magasin.changerVue(i, { dit: figure.titre, message: "" }), { focus: `v${i}` }), { "data-f": "nouveau" }),
      bouton("Renommer", () => this.ouvrirEdition(i), { "data-f": "renommer", disabled: etat === "change" || !v.dit }),
      bouton("Dupliquer", () => this.faire(() => { this.magasin.dupliquer(i); this.ici = i + 1; }, { focus: `v${i + 1}`, annonce: `Vue ${i + 1} dupliquée` }), { "data-f": "dupliquer" }),
      bouton("Retirer", () => this.retirer(i), { "data-f": "retirer", "aria-label": `Retirer${NB}: ${this.message(v)}`, title: `Retirer${NB}: ${this.message(v)}` }),
      bouton("Monter", () => this.deplacer(i, i - 1, "monter"), { "data-f": "monter", "aria-disabled": i === 0 ? "true" : undefined }),
      bouton("Descendre", () => this.deplacer(i, i + 1, "descendre"), { "data-f": "descendre", "aria-disabled": i === n - 1 ? "true" : undefined }));
  }

  // ---------------------------------------------------------------- a message, shortened

  ouvrirEdition(rang) {
    const v = this.ordre.vues[rang];
    this.edition = { rang, texte: v.message || v.dit, raison: "" };
    this.rendre("edition");
    this.racine.querySelector("[data-f=edition]").select();
  }

  editer(v, i) {
    const champ = creer("textarea", { rows: "2", maxlength: "400", "data-f": "edition", "aria-label": `Message de la vue ${i + 1}`, "aria-describedby": "regle",
      input: (e) => { this.edition.texte = e.target.value; this.retenir(); },
      keydown: (e) => {
        e.stopPropagation();
        if (e.key === "Enter") { e.preventDefault(); this.valider(i); }
        if (e.key === "Escape") { e.preventDefault(); this.fermerEdition(); }
      } });
    champ.value = this.edition.texte;
    return creer("div", { class: "edition" }, champ,
      creer("p", { id: "regle", class: this.edition.raison ? "faute" : "source", role: this.edition.raison ? "alert" : undefined },
        this.edition.raison || `Titre calculé${NB}: ${v.dit}`),
      creer("div", { class: "actions" }, bouton("Garder", () => this.valider(i), { "data-f": "garder" }),
        bouton("Titre calculé", () => { this.edition.texte = v.dit; this.valider(i); }, { "data-f": "calcule" }),
        bouton("Abandonner", () => this.fermerEdition(), { "data-f": "abandonner" })));
  }

  valider(rang) {
    const texte = this.edition.texte.replace(/\s+/gu, " ").trim();
    const { dit } = this.ordre.vues[rang];
    const refuser = (raison) => { this.edition.raison = raison; this.rendre("edition"); };
    if (this.faire(() => this.magasin.changerVue(rang, { message: memeTitre(texte, dit) ? "" : texte || " " }), { refuser })) this.fermerEdition();
  }

  fermerEdition() {
    const { rang } = this.edition;
    this.edition = undefined;
    this.rendre(`v${rang}`);
  }

  // ---------------------------------------------------------------- gestures

  // Do something to the agenda; a refusal is said. Returns whether it was done.
  faire(agir, { focus, annonce, refuser = (mots) => this.avertir(mots) } = {}) {
    try {
      agir();
    } catch (e) {
      if (!(e instanceof Refus)) throw e;
      refuser(e.message);
      return false;
    }
    if (this.magasin.avis) this.avertir(this.magasin.avis, true);
    if (focus) this.rendre(focus);
    if (annonce) this.dire(annonce);
    return true;
  }

  selectionner(rang, focus = `v${rang}`) {
    if (this.edition?.rang !== rang) this.edition = undefined;
    this.ici = rang;
    this.rendre(focus);
  }

  deplacer(de, vers, bouton) {
    if (vers < 0 || vers >= this.ordre.vues.length) return this.dire(vers < 0 ? "C’est la première vue." : "C’est la dernière vue.");
    this.edition = undefined;
    this.ici = vers;
    this.faire(() => this.magasin.deplacer(de, vers), { focus: bouton ?? `v${vers}`, annonce: `Vue déplacée${NB}: ${vers + 1} sur ${this.ordre.vues.length}` });
  }

  retirer(rang) {
    const nom = this.message(this.ordre.vues[rang]);
    this.edition = undefined;
    this.faire(() => this.magasin.retirer(rang), { focus: this.ordre.vues.length > 1 && `v${Math.min(rang, this.ordre.vues.length - 2)}` });
    if (!this.ordre.vues.length) this.champ.focus();
    this.offrirRetour(`«${NB}${nom}${NB}» est retirée de l’ordre du jour.`);
  }

  offrirRetour(mots) {
    this.avertir(mots, false, bouton("Annuler", () => {
      this.masquer();
      this.faire(() => this.magasin.annuler() || this.avertir("Il est trop tard pour annuler."));
      this.rendre(`v${this.ici}`);
    }, { "data-f": "annuler" }));
    this.dire(`${mots} Annuler est possible pendant dix secondes.`);
  }

  touche(e) {
    if (!e.target.matches(".titre")) return;
    const rang = Number(e.target.closest("li").dataset.rang), dernier = this.ordre.vues.length - 1;
    const vers = { ArrowUp: rang - 1, ArrowDown: rang + 1, Home: 0, End: dernier }[e.key];
    if (vers !== undefined && e.altKey && e.key.startsWith("Arrow")) this.deplacer(rang, vers);
    else if (vers !== undefined) this.selectionner(Math.min(Math.max(vers, 0), dernier));
    else if (e.key === "Delete") this.retirer(rang);
    else if (e.key === "F2" && this.verification.etat(this.ordre.vues[rang]).etat !== "change") {
      this.ici = rang;
      this.ouvrirEdition(rang);
    } else return;
    e.preventDefault();
  }

  // A row taken by its handle goes where it is dropped.
  prendre(e) {
    const poignee = e.target.closest(".poignee");
    if (!poignee || e.button) return;
    e.preventDefault();
    const rangees = [...this.liste.children];
    const de = rangees.indexOf(poignee.closest("li"));
    let vers = de;
    this.glisse = true;
    poignee.setPointerCapture(e.pointerId);
    rangees[de].classList.add("glissee");
    const bouger = ({ clientY }) => {
      vers = rangees.filter((r, i) => i !== de && clientY > r.getBoundingClientRect().top + r.offsetHeight / 2).length;
      rangees.forEach((r) => r.classList.remove("avant", "apres"));
      if (vers !== de) rangees[vers].classList.add(vers < de ? "avant" : "apres");
    };
    const lacher = (fin) => {
      poignee.removeEventListener("pointermove", bouger);
      this.glisse = false;
      if (fin.type === "pointerup" && vers !== de) this.deplacer(de, vers);
      else this.selectionner(de, null);
    };
    poignee.addEventListener("pointermove", bouger);
    for (const nom of ["pointerup", "pointercancel"]) poignee.addEventListener(nom, lacher, { once: true });
  }

  // ---------------------------------------------------------------- title, preview, what was verified

  // The head of the page is the server's: it shows before this component.
  rendreTitre() {
    const tete = document.querySelector(".st-key-titre-seance .obs-titre");
    if (!tete) return;
    const { titre, vues } = this.ordre;
    const h1 = tete.querySelector("h1"), sous = tete.querySelector(".obs-sous-titre");
    let renommer = tete.querySelector("button");
    if (!renommer) h1.after((renommer = bouton("Renommer", () => this.renommer(), { class: "obs-renommer" })));
    if (!tete.querySelector("input")) h1.hidden = renommer.hidden = false;
    renommer.hidden ||= !vues.length;
    h1.textContent = vues.length ? titre : "Préparer une séance";
    sous.textContent = vues.length ? `${nombreDeVues(vues.length)}, ${pluriel(minutes(this.ordre), "minute prévue", "minutes prévues")}. ${REGLE}` : "Un ordre du jour prêt se choisit, une vue se cherche, un fichier s’ouvre. Rien n’est gardé par le serveur.";
  }

  renommer() {
    const tete = document.querySelector(".st-key-titre-seance .obs-titre");
    const [h1, renommer] = [tete.querySelector("h1"), tete.querySelector("button")];
    const finir = (garder) => {
      const titre = champ.value.trim();
      champ.removeEventListener("blur", quitter);
      champ.remove();
      if (garder && titre) this.faire(() => this.magasin.renommer(titre));
      this.rendreTitre();
      renommer.focus();
    };
    const quitter = () => finir(true);
    const champ = creer("input", { class: "obs-titre-seance", maxlength: "120", "aria-label": "Titre de la séance", value: this.ordre.titre, blur: quitter,
      keydown: (e) => {
        if (e.key !== "Enter" && e.key !== "Escape") return;
        e.preventDefault(); // else the same key presses the button that gets the focus
        e.stopPropagation();
        finir(e.key === "Enter");
      } });
    h1.hidden = renommer.hidden = true;
    h1.before(champ);
    champ.select();
  }

  rendreApercu() {
    const { vues } = this.ordre, v = vues[this.ici];
    this.apercu.hidden = !v;
    if (!v) return;
    const { figure, etat, raison } = this.verification.etat(v);
    const image = this.vignettes.image(v), prete = figure?.prete && figure.html;
    // Once every view has answered, their images: the selected one first.
    const repondues = vues.every((x) => this.verification.etat(x).etat !== "attente");
    if (repondues) this.vignettes.suivre([...(figure && !prete ? [v] : []), ...vues.filter((x) => this.dessinee(x))]);
    const dit = JSON.stringify([this.ici, v, etat, raison, image, prete, figure?.source]);
    if (dit === this.apercuDit && this.apercu.firstChild) return; // a frame that moves is read again
    this.apercuDit = dit;
    this.apercu.replaceChildren(creer("h2", {}, `Vue ${this.ici + 1}, ce que la salle verra`),
      creer("div", { class: "mini" }, prete ? maquette(prete, this.apercu.clientWidth) : image && creer("img", { src: image, alt: "" }), creer("div", {}, creer("b", {}, this.message(v)), creer("p", { class: "source" }, this.source(v)),
        creer("p", { class: "pied" }, etat === "vide" || etat === "panne" ? raison : figure?.source ? `Source${NB}: ${figure.source}` : figure ? "" : "Vérification…"))),
      creer("p", { class: "suites" }, bouton("Montrer dans la salle", () => this.demarrer(this.ici), { "data-f": "montrer" }),
        creer("a", { href: relatif(v.adresse.slice(1) || ".").href, target: "_blank", rel: "noopener", "data-f": "voir", title: "Nouvel onglet" }, "Ouvrir l’écran")));
  }

  // Where and with whom, what the former meeting left to follow, notes on the selected view: kept at each pause.
  faireReunion() {
    const poser = (genre, mots, lire, garder, maxlength = 2000) => {
      let attente;
      const agir = () => { clearTimeout(attente); this.faire(() => garder(champ.value.trim())); };
      const champ = creer(genre, { rows: genre === "textarea" && 3, maxlength, "aria-label": mots, placeholder: mots, change: agir, input: () => { clearTimeout(attente); attente = setTimeout(agir, PAUSE_MS); } });
      return [champ, lire];
    };
    this.champs = [
      poser("textarea", "Mes notes sur cette vue (pour moi seul)", (v) => v.note, (note) => this.magasin.changerVue(this.ici, { note })),
      poser("input", "Lieu de la réunion", () => this.ordre.lieu, (lieu) => this.magasin.regler({ lieu }), 400),
      poser("input", "Participants, par fonction", () => this.ordre.presents, (presents) => this.magasin.regler({ presents })),
    ];
    this.suites = creer("ul", { class: "suites-avant", change: (e) => {
      const rang = Number(e.target.dataset.rang);
      this.faire(() => this.magasin.regler({ suites: this.ordre.suites.map((s, i) => (i === rang ? { ...s, etat: e.target.value.trim() } : s)) }));
    } });
    const [[note], ...autres] = this.champs;
    return creer("section", { class: "reunion" }, note, creer("h2", {}, "La réunion"), ...autres.map(([champ]) => champ), this.suites);
  }

  rendreReunion() {
    const ici = this.racine.activeElement, v = this.ordre.vues[this.ici];
    this.reunion.hidden = !v;
    if (!v) return;
    for (const [champ, lire] of this.champs) if (champ !== ici) champ.value = lire(v);
    if (this.suites.contains(ici)) return;
    const { depuis, suites } = this.ordre;
    this.suites.replaceChildren(...(suites.length ? [creer("li", {}, creer("strong", {}, depuis ? `Depuis le ${jourDit(depuis)}` : "Depuis la dernière séance"))] : []),
      ...suites.map((s, i) => creer("li", {}, s.texte, creer("span", {}, [s.qui, s.quand && `pour ${s.quand}`].filter(Boolean).join(", ")),
        creer("input", { value: s.etat, maxlength: 400, "data-rang": i, placeholder: "Où on en est", "aria-label": `Où on en est${NB}: ${s.texte.slice(0, 60)}` }))));
  }

  rendreEtat() {
    const { vues } = this.ordre, n = vues.length, dites = [];
    const etats = vues.map((v) => this.verification.etat(v));
    const [attente, pannes, vides, changees] = ["attente", "panne", "vide", "change"].map((nom) => etats.flatMap(({ etat }, i) => (etat === nom ? [i + 1] : [])));
    this.instantane = etats.map((e) => e.figure?.instantane).find(Boolean) ?? "";
    for (const b of this.barre.querySelectorAll("[data-f=demarrer],[data-f=emporter],[data-f=enregistrer],[data-f=copier]")) b.disabled = !n;
    if (!n) return this.etat.replaceChildren();
    if (attente.length) dites.push(`Vérification${NB}: ${n - attente.length} sur ${pluriel(n, "vue", "vues")}`);
    else if (pannes.length) dites.push("Le serveur ne répond pas, nouvel essai dans quelques secondes");
    else if (vides.length) dites.push(`${vides.length < 2 ? "Vue" : "Vues"} sans figure, qui ne ${vides.length < 2 ? "sera pas montrée" : "seront pas montrées"}${NB}: ${enumerer(vides)}`);
    if (changees.length) dites.push(`chiffre changé${NB}: ${changees.length < 2 ? "vue" : "vues"} ${enumerer(changees)}`);
    const justes = () => `, ${minutes(this.ordre)}${NB}min, ${etats.every((e) => e.figure.prete) ? "toutes tiennent sur un écran" : "toutes ont leur figure"}`;
    this.etat.replaceChildren(...(dites.length ? [creer("b", {}, dites.join(" · "))] : [creer("b", { class: "ok" }, pluriel(n, "vue", "vues")), justes()]),
      creer("span", {}, creer("br"), this.instantane));
  }

  // ---------------------------------------------------------------- ready-made agendas

  reperer() {
    this.repere = enTexte({ ...this.magasin.lire(), instantane: "" });
    this.retenir();
  }

  rendreModeles() {
    const large = !this.ordre.vues.length;
    this.remplacerDans(this.pretes, [creer("h2", {}, "Partir d’un ordre du jour prêt"), creer("ul", {}, ...this.modeles.map((m) => {
      const deplie = large || this.ouvert === m.nom, duree = creer("span", {}, `${pluriel(m.vues, "vue", "vues")}, ${m.minutes}${NB}min`);
      const tete = large
        ? creer("div", { class: "tete" }, creer("h3", {}, m.libelle), duree)
        : bouton([creer("b", {}, m.libelle), duree], () => { this.ouvert = deplie ? undefined : m.nom; this.rendreModeles(); }, { class: "tete", "data-f": `modele-${m.nom}`, "aria-expanded": String(deplie) });
      return creer("li", { class: deplie && "on" }, tete, deplie && this.choixDuModele(m));
    }))]);
  }

  choixDuModele(m) {
    const nom = `lieu-${m.nom}`, longue = m.lieux.length > 100;
    const choisi = (this.lieux[m.nom] ??= m.lieux.find(([cle]) => cle === this.derniers?.[m.nom])?.[0] ?? (longue ? null : m.lieux[0][0]));
    const nommer = ([cle, libelle]) => `${libelle} (${cle.split(":")[1]})`;
    // A commune by its name, its INSEE code, or the beginning of a name that is the only one.
    const chercher = ({ target: champ }) => {
      const texte = champ.value.trim(), dit = plier(texte), memes = m.lieux.filter((li) => nommer(li) === texte || plier(li[1]) === dit || li[0].endsWith(`:${dit}`));
      const trouves = memes.length ? memes : m.lieux.filter((li) => plier(li[1]).startsWith(dit)), [trouve, autre] = trouves;
      this.lieux[m.nom] = trouve && !autre ? trouve[0] : null;
      const plusieurs = autre && `«${NB}${texte}${NB}» peut être ${trouves.slice(0, 4).map(nommer).join(", ")}${NB}: choisir dans la liste.`;
      this.ambigu = plusieurs || (trouve ? "" : `Aucune commune de la région ne s’appelle «${NB}${texte}${NB}».`);
      if (this.ambigu) this.avertir(this.ambigu);
      else champ.value = nommer(trouve);
    };
    const champ = longue
      ? creer("input", { id: nom, "data-f": nom, list: `${nom}-liste`, value: m.lieux.filter(([cle]) => cle === choisi).map(nommer).join(""), placeholder: "Nom ou code de la commune", autocomplete: "off", change: chercher, focus: (e) => e.target.select() })
      : creer("select", { id: nom, "data-f": nom, change: (e) => { this.lieux[m.nom] = e.target.value; } }, ...m.lieux.map(([cle, libelle]) => creer("option", { value: cle, selected: cle === choisi }, libelle)));
    const liste = longue && creer("datalist", { id: `${nom}-liste` }, ...m.lieux.map((li) => creer("option", { value: nommer(li) })));
    const n = this.ordre.vues.length;
    const agir = this.enPreparation === m.nom ? "Préparation…" : n ? `Remplacer ${n < 2 ? "la vue" : `les ${n} vues`}` : "Préparer";
    return creer("div", { class: "choix" }, m.choix && creer("label", { for: nom }, m.choix), m.choix && champ, liste,
      bouton(agir, () => this.prendreModele(m), { class: "p", "data-f": `prendre-${m.nom}`, "aria-label": `${agir}${NB}: ${m.libelle}`, "aria-disabled": this.enPreparation ? "true" : undefined }));
  }

  async prendreModele(m) {
    if (this.enPreparation) return;
    if (m.lieux.length && this.lieux[m.nom] == null) return void this.avertir(this.ambigu || "Taper d’abord le nom d’une commune.");
    this.enPreparation = m.nom;
    this.rendreModeles();
    this.dire("Préparation de l’ordre du jour…");
    try {
      const { ordre, absentes } = await lireReponse(`modele?${new URLSearchParams({ nom: m.nom, lieu: this.lieux[m.nom] })}`);
      if (!(await this.remplacer(ordre))) return;
      this.absentes.hidden = !absentes.length;
      this.absentes.replaceChildren(creer("summary", {}, `Non proposées ici${NB}: ${pluriel(absentes.length, "vue", "vues")}. `, creer("u", {}, "Voir pourquoi")),
        creer("ul", {}, ...absentes.map(([nom, raison]) => creer("li", {}, `${nom}${NB}: ${raison}`))));
    } catch (e) {
      this.avertir(e instanceof Refus ? e.message : "Le serveur ne répond pas : l’ordre du jour en place n’a pas changé.");
    } finally {
      this.enPreparation = undefined;
      this.rendreModeles();
    }
  }

  // Put another agenda in place of this one; what was changed here and saved nowhere is asked about.
  async remplacer(ordre) {
    const avant = this.ordre.vues.length, change = avant > 0 && enTexte({ ...this.ordre, instantane: "" }) !== this.repere;
    if (change && !(await this.demanderAccord(ordre))) return false;
    this.edition = undefined;
    this.ici = 0;
    this.ouvert = undefined;
    if (!this.faire(() => this.magasin.remplacer(ordre), { focus: "v0" })) return false;
    this.absentes.hidden = true;
    this.reperer();
    const mots = `${ordre.titre}${NB}: ${pluriel(ordre.vues.length, "vue", "vues")}.`;
    if (avant) this.offrirRetour(mots);
    else this.dire(mots);
    return true;
  }

  demanderAccord(ordre) {
    const { question } = this;
    question.replaceChildren(creer("h2", { id: "question" }, `Remplacer «${NB}${this.ordre.titre}${NB}»${"\u202f"}?`),
      creer("p", {}, `Ses changements ne sont pas enregistrés dans un fichier. «${NB}${ordre.titre}${NB}» prendra sa place.`),
      creer("div", { class: "actions" }, bouton("Remplacer", () => question.close("oui"), { class: "p" }), bouton("Garder l’ordre du jour en place", () => question.close(""))));
    question.returnValue = "";
    question.showModal();
    return new Promise((repondre) => question.addEventListener("close", () => repondre(question.returnValue === "oui"), { once: true }));
  }

  // ---------------------------------------------------------------- search

  async demander(q) {
    try {
      const { reponses, avis } = await lireReponse(`chercher?${new URLSearchParams({ q })}`);
      if (q !== this.propositions.demande) return;
      this.trouvees = reponses;
      const rien = avis || "Aucun lieu, métier ni chiffre trouvé. Essayer un autre mot.";
      this.dire(reponses.length ? `${pluriel(reponses.length, "proposition", "propositions")}. Flèches pour choisir, Entrée pour ajouter.` : rien);
      this.propositions.repondre(reponses.map((r) => [creer("b", {}, r.dit), creer("span", {}, r.ecran)]));
      if (!reponses.length) this.trouves.append(creer("li", { class: "rien" }, rien));
    } catch {
      this.propositions.vider();
      this.avertir("Le serveur ne répond pas : la recherche reprendra avec lui.");
    }
  }

  montrer(oui) {
    this.propositions.deployer(oui);
    // Where there is room for them between the head of the page and its foot.
    this.trouves.classList.toggle("dessous", this.champ.getBoundingClientRect().top < 390);
  }

  async choisir(rang) {
    const { adresse, dit } = this.trouvees[rang];
    this.propositions.effacer();
    this.dire(`Ajout${NB}: ${dit}`);
    const lue = await this.verification.lire(adresse), { figures } = lue;
    const figure = figures?.find((f) => !f.vide) ?? figures?.[0];
    if (!figure || figure.vide) return this.avertir(`«${NB}${dit}${NB}» n’est pas ajoutée. ${lue.raison ?? figure.vide}`);
    const apres = this.ordre.vues.length ? this.ici : undefined;
    this.verification.lues.set(figure.adresse, lue);
    this.faire(() => { this.ici = this.magasin.ajouter({ adresse: figure.adresse, cle: figure.cle, dit: figure.titre }, apres); });
    this.rendre();
    this.champ.focus();
    this.dire(`Vue ajoutée${NB}: ${this.ici + 1} sur ${this.ordre.vues.length}`);
  }

  // ---------------------------------------------------------------- files, address, meeting

  // What leaves with its figures, made by the server from the agenda and kept nowhere.
  emporter() {
    const offrir = (mots, nom, agir, aide) => creer("li", {}, bouton(mots, agir, { "data-f": nom }), creer("span", {}, aide));
    const choix = creer("ul", { id: "emporter", popover: true, beforetoggle: () => {
      const { left, top } = tete.getBoundingClientRect();
      Object.assign(choix.style, { left: `${left}px`, bottom: `${innerHeight - top + 14}px` });
    }, focusout: ({ relatedTarget: vers }) => vers && vers !== tete && !choix.contains(vers) && choix.hidePopover() },
      offrir("Valise hors ligne (HTML)", "valise", () => this.faireFaire("valise", "html"), "toute la séance en un fichier qui s’ouvre sans réseau"),
      offrir("Fiche de préparation (une page)", "fiche", () => fiche(this.ordre, (v) => this.verification.etat(v)), "trois faits, ce qui est à décider, une question à poser ; à imprimer"),
      offrir("Fichier avec mes notes (JSON)", "avec-notes", () => this.enregistrer(true), "pour soi : « Enregistrer le fichier » ne les emporte pas"),
      offrir("Classeur des chiffres (XLSX)", "classeur", () => this.faireFaire("chiffres.xlsx", "xlsx"), "une feuille par vue, avec ses notes"));
    const tete = bouton("Emporter", undefined, { "data-f": "emporter", popovertarget: "emporter" });
    return creer("div", { class: "emporter" }, tete, choix);
  }

  async faireFaire(quoi, suffixe) {
    this.avertir("Préparation du fichier…", true);
    try {
      await faireFaire(quoi, enTexte(this.aMontrer()), nomDeFichier(this.ordre.titre, suffixe));
      this.avertir("Fichier prêt.");
    } catch (e) {
      this.avertir(e instanceof Refus ? e.message : "Le serveur ne répond pas : le fichier n’est pas fait.");
    }
  }

  // The agenda as a room says it: a figure that changed has its whole title, a view that has none is left out.
  aMontrer() {
    const vues = this.ordre.vues.flatMap((v) => {
      const { etat, figure } = this.verification.etat(v);
      return etat === "vide" ? [] : [etat === "change" ? { ...v, message: "", dit: figure.titre } : v];
    });
    return { ...this.ordre, vues };
  }

  async demarrer(depart = 0) {
    try {
      const { presenter } = await import("./salle.js");
      const { vues, ...seance } = this.aMontrer();
      if (!vues.length) return this.avertir("Aucune de ces vues ne peut être montrée.");
      const voulue = this.ordre.vues[depart];
      await presenter({ ...seance, vues, depart: Math.max(0, vues.findIndex((v) => v.adresse === voulue.adresse && v.cle === voulue.cle)) });
    } catch {
      this.avertir("La salle ne peut pas s’ouvrir : le serveur ne répond pas.");
    }
  }

  enregistrer(avecNotes = false) {
    telechargerTexte(enTexte({ ...this.ordre, instantane: this.instantane }, avecNotes), nomDeFichier(this.ordre.titre, "json"));
    this.reperer();
    this.dire("Fichier enregistré.");
  }

  async ouvrir() {
    const [fichier] = this.fichier.files;
    this.fichier.value = "";
    if (!fichier) return;
    await this.accueillir(async () => {
      if (!/\.html?$/iu.test(fichier.name) || fichier.size >= RELEVE_MAX) return valider(await fichier.slice(0, OCTETS_MAX + 1).text());
      // The record of a meeting, as a page, holds the agenda of the next one.
      const releve = new DOMParser().parseFromString(await fichier.text(), "text/html").querySelector("meta[name=observatoire-seance]");
      if (!releve?.content) throw new Refus("Cette page n’est pas le relevé d’une séance.");
      return valider(releve.content);
    }, `«${NB}${fichier.name}${NB}» n’est pas ouvert. `);
  }

  // What the link that opened the page carried, or one followed since.
  async lireFragment() {
    const lien = location.hash;
    if (lien.length < 2) return;
    history.replaceState(history.state, "", location.pathname + location.search);
    await this.accueillir(() => depuisAdresse(lien), "");
  }

  async accueillir(lire, quoi) {
    try {
      await this.remplacer(await lire());
    } catch (e) {
      if (!(e instanceof Refus)) throw e;
      this.avertir(`${quoi}${e.message} L’ordre du jour en place n’a pas changé.`, true);
    }
  }

  async copier() {
    const adresse = enAdresse(this.ordre);
    if (!adresse) return this.avertir("Cet ordre du jour est trop long pour une adresse : envoyer le fichier.");
    const { href } = relatif(adresse.slice(1));
    try {
      await navigator.clipboard.writeText(href);
      this.avertir("Adresse copiée : elle ouvre cet ordre du jour chez qui la reçoit.");
    } catch {
      this.avertir("Copier cette adresse : ", true, creer("input", { readonly: true, value: href, "aria-label": "Adresse de la séance", focus: (e) => e.target.select() }));
    }
  }

  // ---------------------------------------------------------------- what is said

  dire(mots) {
    this.annonce.textContent = mots;
  }

  avertir(mots, reste = false, suite) {
    clearTimeout(this.effacement);
    this.avis.replaceChildren(creer("p", {}, mots), suite ?? "", bouton("Fermer", () => this.masquer(), { class: "fermer", "aria-label": "Fermer ce message" }));
    this.avis.hidden = false;
    if (!suite) this.dire(mots);
    if (!reste) this.effacement = setTimeout(() => this.masquer(), ANNULER_MS);
  }

  masquer() {
    clearTimeout(this.effacement);
    if (this.avis.contains(this.racine.activeElement)) this.racine.querySelector(`[data-f="v${this.ici}"]`)?.focus();
    this.avis.hidden = true;
  }
}

export default composant(Preparer);
