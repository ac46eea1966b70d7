// Gestures over the map: what each key asks for and which zone an arrow leads to; pan when it is zoomed, pinch with two
// fingers.

const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
const AGRANDIR = 1.6;

// The nearest anchor ahead of `ici`; what is aside counts twice. Undefined when there is none.
export function voisine(zones, ici, [dx, dy]) {
  const vues = [...zones].map((zone) => {
    const [ex, ey] = [zone.x - ici.x, zone.y - ici.y];
    return { zone, devant: ex * dx + ey * dy, cote: Math.abs(ex * dy + ey * dx) };
  });
  const cout = ({ devant, cote }) => devant + 2 * cote;
  return vues.filter(({ zone, devant, cote }) => zone !== ici && cote < 2.2 * devant).sort((a, b) => cout(a) - cout(b))[0]?.zone;
}

// What a key asks of the map, undefined when it asks nothing. `carte` answers `aller`, `viser`, `choisir`, `zoomer`,
// `cadrer` and `ranger`.
export function action(e, carte) {
  if (e.altKey || e.metaKey || e.ctrlKey) return undefined;
  if (Object.hasOwn(DIRECTIONS, e.key)) return () => carte.aller(DIRECTIONS[e.key]);
  const actions = {
    Home: () => carte.viser(0), End: () => carte.viser(-1),
    Enter: () => carte.choisir(), " ": () => carte.choisir(),
    "+": () => carte.zoomer(AGRANDIR), "-": () => carte.zoomer(1 / AGRANDIR), 0: () => carte.cadrer(),
    Escape: () => carte.ranger(),
  };
  return Object.hasOwn(actions, e.key) ? actions[e.key] : undefined;
}

const SEUIL_PX = 4; // a longer move is not a click

export class Doigts {
  // `carte` answers `zoome()`, `zoomer(facteur, point)` and `deplacer(dx, dy)`; lengths in pixels of the screen.
  constructor(carte) {
    this.carte = carte;
    this.poses = new Map();
    this.glisse = false;
  }

  poser(e) {
    this.poses.set(e.pointerId, e);
    this.glisse = false;
  }

  lever(e) {
    this.poses.delete(e.pointerId);
  }

  bouger(e) {
    const avant = this.poses.get(e.pointerId);
    if (!avant) return;
    const ecart = (p) => [e.clientX - p.clientX, e.clientY - p.clientY];
    if (this.poses.size === 2) {
      const autre = [...this.poses.values()].find((p) => p.pointerId !== e.pointerId);
      const milieu = { clientX: (e.clientX + autre.clientX) / 2, clientY: (e.clientY + autre.clientY) / 2 };
      const etait = Math.hypot(avant.clientX - autre.clientX, avant.clientY - autre.clientY);
      this.carte.zoomer(Math.hypot(...ecart(autre)) / Math.max(1, etait), milieu);
    } else {
      if (!this.carte.zoome() || (!this.glisse && Math.hypot(...ecart(avant)) < SEUIL_PX)) return;
      this.carte.deplacer(...ecart(avant));
    }
    this.glisse = true;
    this.poses.set(e.pointerId, e);
  }
}
