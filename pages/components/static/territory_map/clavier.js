// Keys of the map: what each one asks for, and which zone an arrow leads to.

const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
const AGRANDIR = 1.6;

// The nearest anchor ahead of `ici`; what is aside counts twice. Undefined when there is none.
export function voisine(zones, ici, [dx, dy]) {
  let mieux;
  for (const zone of zones) {
    const [ex, ey] = [zone.x - ici.x, zone.y - ici.y];
    const devant = ex * dx + ey * dy;
    const cote = Math.abs(ex * dy + ey * dx);
    if (zone === ici || cote >= 2.2 * devant) continue;
    const cout = devant + 2 * cote;
    if (!mieux || cout < mieux.cout) mieux = { cout, zone };
  }
  return mieux?.zone;
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
