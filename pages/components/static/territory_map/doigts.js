// Pointers over the map: pan when it is zoomed, pinch with two fingers.

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
    if (this.poses.size === 2) this.pincer(e, avant);
    else if (!this.carte.zoome() || !this.tirer(e, avant)) return;
    this.poses.set(e.pointerId, e);
  }

  pincer(e, avant) {
    const autre = [...this.poses.values()].find((p) => p.pointerId !== e.pointerId);
    const ecart = (p) => Math.hypot(p.clientX - autre.clientX, p.clientY - autre.clientY);
    this.glisse = true;
    const milieu = { clientX: (e.clientX + autre.clientX) / 2, clientY: (e.clientY + autre.clientY) / 2 };
    this.carte.zoomer(ecart(e) / Math.max(1, ecart(avant)), milieu);
  }

  tirer(e, avant) {
    const [dx, dy] = [e.clientX - avant.clientX, e.clientY - avant.clientY];
    if (!this.glisse && Math.hypot(dx, dy) < SEUIL_PX) return false;
    this.glisse = true;
    this.carte.deplacer(dx, dy);
    return true;
  }
}
