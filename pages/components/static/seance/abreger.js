// A title made shorter by whoever prepares a meeting: words may leave it, its numbers and what bears on them may not.

// A number keeps its thousands and its « % »; the rest is cut at spaces.
const MOT = /(?:\S|(?<=(?<!\d)\d{1,3}(?:\s\d{3})*)\s(?=\d{3}(?!\d))|(?<=\d)\s(?=[%€‰]))+/gu;
const BORDS = /^[«»"“”().,;:!?…[\]–—]+|[«»"“”().,;:!?…[\]–—]+$/gu;
const ELISION = /(?<=^[«(]?(?:l|d|n|s|c|j|m|t|qu|jusqu|lorsqu|puisqu)[’'ʼ])/iu;

// Words without which a number says something else.
const NEGATIONS = ["ne", "n'", "pas", "non", "sans", "ni", "jamais", "rien", "guère", "aucun", "aucune", "nul", "nulle", "hors", "sauf", "hormis", "excepté"];
const RESERVES = ["plus", "moins", "jusqu'", "environ", "près", "presque", "peine", "entre", "seulement", "dont", "selon", "autour", "partie", "peut", "peuvent", "pourrait", "pourraient"];
const COMPARAISONS = ["sous", "sur", "contre", "au-dessus", "au-dessous", "dessus", "dessous", "égal", "égale", "autant", "mieux", "pire", "premier", "première", "dernier", "dernière"];
// The territory that a number speaks for is not another of the same name.
const TERRITOIRES = ["bassin", "bassins", "zone", "zones", "territoire", "territoires", "département", "départements", "intercommunalité", "intercommunalités", "commune", "communes", "région", "france"];
const NOMBRES = new Set(["deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "vingt", "trente", "quarante", "cinquante", "soixante", "cent", "cents", "mille", "million", "millions", "milliard", "milliards", "demi", "demie", "moitié", "tiers", "quart", "quarts", "dixième", "dixièmes", "double", "triple"]);
const GARDES = new Set([...NEGATIONS, ...RESERVES, ...COMPARAISONS, ...TERRITOIRES]);
// Their forms are many: « estimée », « seraient », « a reculé », « inférieure ».
const RACINES = /^(?:estim|jug[ée]|difficil|catégorie|provisoire|probabl|distinguabl|supérieur|inférieur|augment|diminu|recul|progress|baiss|hauss|mont[eé]|chut|gagn|perd|cro[iî]|décro|doubl|tripl|invent|exempl|démonstration)|r(?:ait|aient)$/u;
const OUTILS = new Set(["à", "au", "aux", "de", "des", "du", "en", "et", "ou", "dans", "par", "pour", "chez", "la", "le", "les", "un", "une", "que", "qui", "est", "sont", "ont", "a", "d'", "l'", "qu'"]);

const coeur = (brut) => brut.toLowerCase().replace(/[’ʼ]/gu, "'").replace(/\s/gu, "").replace(BORDS, "");

// Words of a text; what an apostrophe shortens is a word of its own: « d’Ancenis » may become « Ancenis ».
function mots(texte) {
  const bruts = (texte.match(MOT) ?? []).flatMap((m) => m.split(ELISION).filter(Boolean));
  return bruts.map((brut) => ({ brut, dit: coeur(brut), nom: /^[(«]?\p{Lu}/u.test(brut), coupe: /[.,;:!?…)»]$/u.test(brut) }));
}

const chiffre = (m) => m !== undefined && (/\d/u.test(m.dit) || NOMBRES.has(m.dit));

// Which words of a title must stay: numbers, their units, and what says how to read them.
function gardes(titre) {
  const garde = titre.map((m, i) => {
    const avant = titre[i - 1];
    return (
      chiffre(m) || GARDES.has(m.dit) || RACINES.test(m.dit) ||
      (m.nom && (i > 0 || !OUTILS.has(m.dit))) || // of a place, of a category
      (/^une?$/u.test(m.dit) && titre.some((x, j) => j > i && x.dit === "sur" && chiffre(titre[j + 1]))) ||
      (chiffre(avant) && !avant.coupe && !/[%€‰]$/u.test(avant.dit) && !OUTILS.has(m.dit)) // its unit
    );
  });
  const restreint = titre.some((m) => m.dit === "ne" || m.dit === "n'");
  return garde.map((oui, i) => {
    const [m, suivant] = [titre[i], titre[i + 1]];
    const lie = OUTILS.has(m.dit) && garde[i - 1] && !titre[i - 1].coupe && garde[i + 1]; // « plus DE sept », « 51 ET 66 % »
    const borne = m.dit === "au" && /^(?:plus|moins)$/u.test(suivant?.dit ?? "");
    return oui || lie || borne || (restreint && (m.dit === "que" || m.dit === "qu'"));
  });
}

// Rank in the title of each word written, every word to keep among them; undefined when there is no such reading.
function ranger(titre, ecrits, garde) {
  const vus = new Set();
  const suivre = (i, j) => {
    if (i === titre.length) return j === ecrits.length ? [] : undefined;
    const cle = i * (ecrits.length + 1) + j;
    if (vus.has(cle)) return undefined;
    const suite = titre[i].dit === ecrits[j]?.dit && suivre(i + 1, j + 1);
    if (suite) return [i, ...suite];
    vus.add(cle);
    return garde[i] ? undefined : suivre(i + 1, j);
  };
  return suivre(0, 0);
}

function raison(titre, ecrits, garde) {
  let i = 0;
  for (const e of ecrits) {
    while (i < titre.length && titre[i].dit !== e.dit) i++;
    if (i++ >= titre.length) return `«\u00a0${e.brut}\u00a0» n’est pas à cette place dans le titre calculé\u00a0: on ne peut qu’en retirer des mots.`;
  }
  const ici = new Map();
  for (const e of ecrits) ici.set(e.dit, (ici.get(e.dit) ?? 0) + 1);
  const reste = titre.filter((m, rang) => garde[rang] && !(ici.set(m.dit, (ici.get(m.dit) ?? 0) - 1).get(m.dit) >= 0));
  const perdu = (reste[0] ?? titre[garde.indexOf(true)]).brut.replace(BORDS, "");
  return /\d/u.test(perdu)
    ? `«\u00a0${perdu}\u00a0» ne peut pas être retiré\u00a0: le chiffre reste avec sa vue.`
    : `«\u00a0${perdu}\u00a0» ne peut pas être retiré\u00a0: sans ce mot, le titre dirait autre chose.`;
}

const PONCTUATION = { ",": ",", ";": "\u202f;", ":": "\u00a0:", "–": "\u00a0–", "—": "\u00a0—" };

// The punctuation written after each word: with fewer words, that of the title no longer stands.
function ponctuer(tous) {
  const suites = [];
  for (const m of tous) {
    if (m.dit) suites.push("");
    const signe = PONCTUATION[m.brut.at(-1)];
    if (signe && suites.length) suites[suites.length - 1] = signe;
  }
  return suites.map((signe, i) => (i < suites.length - 1 ? signe : ""));
}

// `{ message }` where it says the title with fewer words ("" when it is the title itself), else `{ raison }` in French.
export function abreger(dit, message) {
  const titre = mots(dit).filter((m) => m.dit);
  const tous = mots(message);
  const ecrits = tous.filter((m) => m.dit);
  if (!ecrits.length) return { raison: "Un message est nécessaire\u00a0: il nomme la vue dans la salle." };
  const garde = gardes(titre);
  const rangs = ranger(titre, ecrits, garde);
  if (!rangs) return { raison: raison(titre, ecrits, garde) };
  if (rangs.length === titre.length) return { message: "" };
  // The words are those of the title: its capitals, its apostrophes, its spaces inside numbers.
  const suites = ponctuer(tous);
  const texte = rangs.map((i, n) => titre[i].brut.replace(BORDS, "") + suites[n]).join(" ").replace(/(?<=[’'ʼ]) /gu, "");
  return { message: texte[0].toUpperCase() + texte.slice(1) };
}
