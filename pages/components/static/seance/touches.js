// What a key does in the room. A clicker sends PageUp and PageDown: they always act, but in a text field.

const CHAMP = "textarea,select,[contenteditable],input:not([type=range]):not([type=checkbox]):not([type=radio])";
const LETTRES = { n: "noir", ".": "noir", m: "heure", f: "plein", q: "question", "/": "question", r: "remarque", d: "detail", t: "a_faire", s: "menu", "?": "aide" };
const PAS = {
  PageDown: "suivante", PageUp: "precedente", ArrowRight: "suivante", ArrowDown: "suivante", ArrowLeft: "precedente", ArrowUp: "precedente",
  Home: "premiere", End: "derniere",
};

// Name of a gesture, undefined when the key is not for the room.
// `lettres`: whether letters act; `chiffres`: digits typed so far; `couche`: what is open above the view.
export function touche(e, { lettres, chiffres, couche }) {
  if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return undefined;
  const cible = e.composedPath()[0];
  const dans = (choix) => Boolean(cible.closest?.(choix));
  if (e.key === "Escape") return "fermer";
  if (dans(CHAMP)) return undefined;
  if (couche === "noir") return e.key === "Tab" || e.key === "Shift" ? undefined : "noir";
  if (e.key === "PageDown" || e.key === "PageUp") return PAS[e.key];
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
