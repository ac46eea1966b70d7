// What a key does in the room. Those of a clicker and the functions always lead, while one types too; letters, digits,
// arrows, the space and Enter are for a field that has the focus.

const CHAMP = "textarea,select,[contenteditable],input:not([type=range]):not([type=checkbox]):not([type=radio])";
const LETTRES = { n: "noir", b: "noir", ".": "noir", m: "heure", f: "plein", q: "question", "/": "question", r: "remarque", d: "detail", t: "a_faire", s: "menu", p: "fenetre", "?": "aide" };
const TOUJOURS = { PageDown: "suivante", PageUp: "precedente", F2: "remarque", F3: "question", F4: "noir" };
const PAS = {
  ArrowRight: "suivante", ArrowDown: "suivante", ArrowLeft: "precedente", ArrowUp: "precedente",
  Home: "premiere", End: "derniere",
};

export const estChamp = (e) => Boolean(e?.closest?.(CHAMP));

// Name of a gesture, undefined when the key is not for the room.
// `lettres`: whether letters act; `chiffres`: digits typed so far; `couche`: what is open above the view.
export function touche(e, { lettres, chiffres, couche }) {
  if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return undefined;
  const cible = e.composedPath()[0];
  const dans = (choix) => Boolean(cible.closest?.(choix));
  if (e.key === "Escape") return "fermer";
  if (couche === "noir") return e.key === "Tab" || e.key === "Shift" ? undefined : "noir";
  if (e.key in TOUJOURS) return TOUJOURS[e.key];
  if (estChamp(cible)) return undefined;
  if (couche === "panneau" || couche === "question") return e.key === "?" && lettres && couche === "panneau" ? "aide" : undefined;
  // Zones of a map and its slider have their own arrows.
  if (e.key in PAS) return dans("[data-code],input[type=range]") ? undefined : PAS[e.key];
  if (e.key === " " || e.key === "Enter") {
    if (dans("button,a,summary,[role=button]")) return undefined;
    if (e.key === "Enter") return chiffres ? "atteindre" : undefined;
    return e.shiftKey ? "precedente" : "suivante";
  }
  if (/^\d$/.test(e.key)) return "chiffre";
  return lettres ? LETTRES[e.key.toLowerCase()] : undefined;
}
