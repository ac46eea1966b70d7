/* Long lists, and those where several may be chosen: one types words of what one looks for, in any order, accents or not.
   The ARIA « combobox with a listbox popup », beside the browser's own list, which stays in the form and holds what is
   chosen: each choice is its « change ». */
import { Options } from "./seance/propositions.js"; // from the address of `document.js`, where this stands (`ensembles.py`)

const A_TAPER = "select[multiple],select[data-options]";
const CHAMP = `<input type="text" role="combobox" autocomplete="off" autocapitalize="none" spellcheck="false" enterkeyhint="done" aria-autocomplete="list"><div
  class="obs-taper-boite" hidden><p></p><ul role="listbox" aria-label="Choix proposés"></ul></div><p class="obs-lu"></p><p class="obs-lu" role="status"></p>`;
const creer = (nom, dits) => Object.assign(document.createElement(nom), dits);
const plier = (mots) => ` ${mots.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae")
  .replace(/[^\p{L}\p{N}]+/gu, " ").trim()} `.replace(/ st(e?) (?=.)/g, " saint$1 ").trimEnd();
// What begins as one types, then what has words that begin so, then what holds them anywhere.
const rang = (plie, tape, mots) => plie.startsWith(tape) ? 0 : mots.every((m) => plie.includes(` ${m}`)) ? 1 : mots.every((m) => plie.includes(m)) ? 2 : 3;

function aTaper(select) {
  const { id, name, multiple: plusieurs } = select, racine = creer("div", { className: "obs-taper", id: `${id}-champ`, innerHTML: CHAMP });
  const [champ, boite, dit, statut] = racine.children, [avis, liste] = boite.children;
  const choisies = () => [...select.selectedOptions], repos = () => plusieurs ? "" : choisies()[0]?.text ?? "";
  const proposees = new Options(champ, liste, (i) => choisir(vues[i]));
  const pleine = () => plusieurs && choisies().length >= (select.dataset.maximum ?? Infinity);
  let vues = [], tour = 0, tape = "", fichier, lues;

  // The value of every choice, its words, and these as they are searched; none of them first, where that is a choice.
  const lire = () => lues ??= (async () => {
    const ecrites = [...select.options].map((o) => [o.value, o.text]);
    const toutes = fichier ? await fetch(new URL(`statique/dessins/${fichier}`, document.baseURI)).then((r) => r.json()) : ecrites;
    const vide = toutes.some(([v]) => !v) ? [] : ecrites.filter(([v]) => !v);
    return [...vide, ...toutes].map(([v, mots]) => [v, mots, plier(mots)]);
  })().catch(() => {
    lues = null;
    return [];
  });

  // Shows what has these words; how many there are, or why there are none.
  async function montrer(texte, voulu) {
    const ici = ++tour, toutes = await lire();
    if (ici !== tour || document.activeElement !== champ) return statut.textContent;
    const plie = plier(texte), mots = plie.split(" ").filter(Boolean), prises = choisies().map((o) => o.value);
    tape = texte;
    vues = toutes.filter(([v]) => !plusieurs || !(pleine() || prises.includes(v))).map((o) => [rang(o[2], plie, mots), o])
      .filter(([r]) => r < 3).sort(([a], [b]) => a - b).map(([, o]) => o);
    // Words that no option has, where the screen understands them.
    if (!vues.length && mots.length && "libre" in select.dataset) vues = [[texte.trim(), `Chercher «\u00a0${texte.trim()}\u00a0»`]];
    proposees.poser(vues.map(([, dit]) => dit));
    vues.forEach(([v], i) => { if (prises.includes(v)) liste.children[i].ariaCurrent = "true"; });
    avis.textContent = vues.length ? "" : !toutes.length ? "La liste n’est pas arrivée\u00a0: la rouvrir pour la redemander."
      : pleine() ? `${select.dataset.maximum} au plus\u00a0: en retirer pour en ajouter.` : mots.length ? `Aucun choix ne correspond à «\u00a0${texte.trim()}\u00a0».` : "Tout est choisi.";
    avis.hidden = !(liste.hidden = !vues.length);
    boite.hidden = false;
    boite.style.left = "0";
    boite.style.left = `${Math.min(0, document.documentElement.clientWidth - 16 - boite.getBoundingClientRect().right)}px`;
    champ.ariaExpanded = String(vues.length > 0);
    proposees.activer(Math.min(voulu ?? vues.findIndex(([v]) => prises.includes(v)), vues.length - 1));
    return avis.textContent || `${vues.length.toLocaleString("fr-FR")} choix`;
  }

  const ouvrir = async (texte, voulu) => { statut.textContent = await montrer(texte, voulu); };

  function fermer() {
    tour++;
    vues = [];
    proposees.poser([]);
    boite.hidden = true;
    champ.ariaExpanded = "false";
    champ.value = repos();
    statut.textContent = "";
  }

  // What the form says: after a choice, an answer, or a choice undone.
  function suivre() {
    const { options, maximum, aucun } = select.dataset, etiquette = racine.parentElement.querySelector("label"), noms = choisies().map((o) => o.text);
    etiquette.htmlFor = champ.id;
    champ.disabled = select.disabled;
    if (fichier !== options || !options) lues = null;
    fichier = options;
    if (plusieurs) {
      racine.ariaLabel = etiquette.textContent;
      champ.placeholder = pleine() ? `${maximum} au plus` : noms.length ? "Ajouter" : aucun;
      dit.textContent = [noms.length && `Choix\u00a0: ${noms.join(", ")}.`, maximum && `${maximum} au plus.`].filter(Boolean).join(" ");
      // A button for each choice, which takes it away.
      const vieux = [...racine.querySelectorAll("button")], foyer = vieux.indexOf(document.activeElement), { disabled } = select;
      const neufs = choisies().map(({ value, text }) => creer("button", { type: "button", value, textContent: text, ariaLabel: `Retirer ${text}`, disabled }));
      if (vieux.length !== neufs.length || !vieux.every((b, i) => b.isEqualNode(neufs[i]))) {
        vieux.forEach((b) => b.remove());
        racine.prepend(...neufs);
        if (foyer >= 0) (neufs[foyer] ?? champ).focus();
      }
    }
    if (boite.hidden) champ.value = repos();
    else montrer(tape, proposees.actif);
  }

  function choisir([value, mots]) {
    const derniere = choisies().at(-1), option = [...select.options].find((o) => o.value === value) ?? new Option(mots, value);
    if (option.selected) return fermer();
    if (plusieurs && derniere) derniere.after(option); // chosen last, said last
    else if (plusieurs || !option.parentNode) select.prepend(option);
    option.selected = true;
    if (!plusieurs) fermer();
    tape = champ.value = repos();
    changer(plusieurs ? `Ajouté\u00a0: ${mots}.` : "");
  }

  function retirer(option) {
    option.selected = false;
    changer(`Retiré\u00a0: ${option.text}.`);
  }

  function changer(mots) {
    suivre();
    statut.textContent = mots;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  champ.addEventListener("input", () => ouvrir(champ.value, champ.value.trim() ? 0 : -1));
  champ.addEventListener("blur", fermer);
  champ.addEventListener("focus", () => lire() && champ.select());
  champ.addEventListener("keydown", (e) => {
    const derniere = choisies().at(-1);
    if (e.isComposing) return;
    if (boite.hidden && /^Arrow(?:Up|Down)$/.test(e.key)) ouvrir("");
    else if (proposees.avancer(e.key)) { /* the next one */ }
    else if (e.key === "Enter") proposees.actif < 0 || choisir(vues[proposees.actif]);
    else if (e.key === "Escape" && !boite.hidden) fermer();
    else if (e.key === "Backspace" && plusieurs && !champ.value && derniere) retirer(derniere);
    else return;
    e.preventDefault();
  });
  racine.addEventListener("mousedown", (e) => e.target === champ || e.preventDefault()); // the field keeps the focus
  racine.addEventListener("click", (e) => {
    const jeton = e.target.closest("button");
    if (e.composedPath().includes(liste)) return;
    if (jeton) return retirer(choisies().find((o) => o.value === jeton.value));
    if (!boite.hidden || champ.disabled) return;
    champ.focus();
    champ.select();
    ouvrir("");
  });
  [champ.id, liste.id, dit.id, champ.ariaExpanded, racine.role] = [`${id}-saisie`, `${id}-choix`, `${id}-dit`, "false", plusieurs ? "group" : null];
  champ.setAttribute("aria-controls", liste.id);
  champ.setAttribute("aria-describedby", dit.id);
  return { name, racine, champ, suivre };
}

// After each drawing: fields come, follow what the form says, leave with their list.
function listes() {
  for (const select of forme.querySelectorAll("select")) {
    const voulue = select.matches(A_TAPER), { racine, name } = select.taper ?? {}, tenait = racine?.contains(document.activeElement);
    if (racine && !(voulue && name === select.name)) {
      racine.remove();
      delete select.taper;
    }
    if (voulue) {
      select.taper ??= aTaper(select);
      if (select.nextSibling !== select.taper.racine) select.after(select.taper.racine); // its list came first, or has moved
      select.taper.suivre();
    }
    if (tenait && !racine.isConnected) (select.taper?.champ ?? select).focus();
  }
  forme.querySelectorAll(".obs-taper").forEach((e) => e.previousSibling?.taper?.racine === e || e.remove());
}
