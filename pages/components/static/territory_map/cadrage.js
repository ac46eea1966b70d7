// The part of the map in sight: `base` is all of it, `vue` what the reader zoomed to; { x, y, l, h } in units of the map.

const ZOOM_MAX = 8;
const MARGE = 14;

const borne = (v, min, max) => Math.min(Math.max(v, min), max);
const largeur = (base, l) => borne(l, base.l / ZOOM_MAX, base.l);

// The view asked for, kept inside `base` and in its proportions.
export function borner(base, vue) {
  const l = largeur(base, vue.l);
  const h = (l * base.h) / base.l;
  return { l, h, x: borne(vue.x, base.x, base.x + base.l - l), y: borne(vue.y, base.y, base.y + base.h - h) };
}

// Larger by `facteur`; `centre` stays where it is on the screen.
export function zoomer(base, vue, facteur, [cx, cy]) {
  const l = largeur(base, vue.l / facteur);
  const k = l / vue.l;
  return borner(base, { l, x: cx - (cx - vue.x) * k, y: cy - (cy - vue.y) * k });
}

export const zoome = (base, vue) => vue.l < base.l * 0.999;
export const contient = ({ x, y, l, h }, point) => point.x > x && point.x < x + l && point.y > y && point.y < y + h;
export const centrer = (vue, { x, y }) => ({ ...vue, x: x - vue.l / 2, y: y - vue.h / 2 });
// The region alone, without the sea around it.
export const resserrer = ({ x, y, width, height }) => ({ x: x - MARGE, y: y - MARGE, l: width + 2 * MARGE, h: height + 2 * MARGE });

// The part of that ratio that holds the region at its largest, within what is drawn.
export function remplir(region, entiere, rapport) {
  const serre = resserrer(region);
  const l = borne(serre.h * rapport, serre.l, entiere.l), h = borne(l / rapport, serre.h, entiere.h);
  const caler = (milieu, taille, debut, large) => borne(milieu - taille / 2, debut, debut + large - taille);
  return { l, h, x: caler(serre.x + serre.l / 2, l, entiere.x, entiere.l), y: caler(serre.y + serre.h / 2, h, entiere.y, entiere.h) };
}
