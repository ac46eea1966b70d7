// Labels outside the region, and their leader lines.

import { creer } from "../seance/creer.js";

// Where a box of l × h goes: over the sea or the neighbouring land nearest to the zone, and where its leader line
// ends; a place inside the region, or a line across a label, only when there is no other. `t`: size of the text;
// `dedans`, `enRegion`: whether a point is in the zone, in the region; `libre`: whether a box covers no label of `boites`.
export function chercherDehors({ zone, dedans, vue, l, h, t, boites, libre, enRegion }) {
  const places = [];
  for (let y = vue.y + h / 2 + t * 0.4; y < vue.y + vue.h - h / 2 - t * 0.4; y += t) {
    for (let x = vue.x + l / 2 + t * 0.4; x < vue.x + vue.l - l / 2 - t * 0.4; x += t) {
      if (!libre(x, y, l + t * 0.4, h + t * 0.2)) continue;
      const loin = Math.hypot(Math.max(0, Math.abs(x - zone.x) - l / 2), Math.max(0, Math.abs(y - zone.y) - h / 2));
      if (loin > zone.r * 0.8) places.push({ x, y, loin });
    }
  }
  places.sort((a, b) => a.loin - b.loin);
  let mieux;
  for (const { x, y, loin } of places) {
    if (mieux && loin >= mieux.cout) break;
    let couverts = 0;
    for (const fx of [-0.5, -0.25, 0, 0.25, 0.5]) for (const fy of [-0.6, 0, 0.6]) couverts += enRegion(x + fx * l, y + fy * h);
    if (mieux && loin + couverts * t >= mieux.cout) continue;
    const { bout, croises } = tirer(zone, dedans, boites, x, y, t);
    const cout = loin + couverts * t * 1.5 + croises * t * 8;
    if (!mieux || cout < mieux.cout) mieux = { cout, x, y, bout };
  }
  return mieux;
}

// The leader line from a place to the zone: it stops just inside the shape; how many labels it crosses.
function tirer(zone, dedans, boites, x, y, t) {
  const long = Math.hypot(zone.x - x, zone.y - y);
  const pas = Math.ceil((3 * long) / t);
  const point = (k) => [x + ((zone.x - x) * k) / pas, y + ((zone.y - y) * k) / pas];
  let k = 1;
  while (k < pas && !dedans(...point(k))) k += 1;
  const fin = Math.min(pas, k + 1);
  const croises = boites.filter(([a, b, w, g]) => {
    for (let i = 0; i <= fin; i++) {
      const [px, py] = point(i);
      if (px > a && px < a + w && py > b && py < b + g) return true;
    }
    return false;
  });
  return { bout: point(fin), croises: croises.length };
}

// A leader line leaves the edge of its box of l × h, so that it strikes no letter.
export function fil({ x, y, bout }, l, h, t) {
  const [dx, dy] = [bout[0] - x, bout[1] - y];
  const bord = Math.min(1, l / 2 / Math.abs(dx), h / 2 / Math.abs(dy));
  return [
    creer("svg:path", { class: "fil", d: `M${x + dx * bord} ${y + dy * bord}L${bout[0]} ${bout[1]}` }),
    creer("svg:circle", { class: "bout", cx: bout[0], cy: bout[1], r: t * 0.18 }),
  ];
}
