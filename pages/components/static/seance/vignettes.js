// What a view looks like, small: the image that its screen gives, and until it is there a glyph of the screen.

const TRAITS = {
  carte: '<path fill="var(--obs-mer)" d="M0 0h96v54H0z"/><path fill="var(--obs-s2)" d="M22 10l18-4 8 10-6 12-14 2-10-8z"/><path fill="var(--obs-s4)" d="M40 6l18 2 10 10-14 8-12 2 6-12z"/><path fill="var(--obs-s3)" d="M28 30l14-2 12-2 6 14-16 10-14-8z"/><path class="trait" d="M22 10l18-4 18 2 10 10-14 8 6 14-16 10-14-8-2-12-10-8z"/>',
  territoires: '<path fill="var(--obs-mer)" d="M0 0h96v54H0z"/><path fill="var(--obs-s3)" d="M34 8l22-2 12 10-4 12 6 8-14 12-18-2-8-12-12-8z"/><path class="trait" d="M34 8l22-2 12 10-4 12 6 8-14 12-18-2-8-12-12-8z"/>',
  portrait: '<path class="papier" d="M30 5h36v44H30z"/><path class="trait" d="M36 14h24M36 21h24M36 28h14M36 35h24M36 42h18"/>',
  meteo: '<circle class="trait" fill="var(--obs-m5)" cx="56" cy="21" r="9"/><path class="nuage" d="M34 42a9 9 0 0 1 1-18 13 13 0 0 1 25 4 7 7 0 0 1 1 14z"/>',
  formation: '<path class="grille" d="M14 12h68M14 27h68M14 42h68"/><circle fill="var(--obs-s4)" cx="62" cy="12" r="4"/><circle fill="var(--obs-s4)" cx="48" cy="27" r="4"/><path fill="var(--obs-s3)" d="M26 8h8v8h-8zM30 23h8v8h-8zM44 38h8v8h-8z"/>',
  secteurs: '<path fill="var(--obs-s4)" d="M14 10h60v6H14zM14 20h48v6H14zM14 30h38v6H14zM14 40h22v6H14z"/>',
  tendances: '<path class="grille" d="M12 45h72M12 30h72M12 15h72"/><path stroke="var(--obs-s4)" stroke-width="3" d="M12 22c14-6 20 10 32 8s24 12 40 8"/><circle fill="var(--obs-s4)" cx="84" cy="38" r="3.5"/>',
  convention: '<g class="rond">' + [0, 1, 2].map((l) => [0, 1, 2, 3, 4, 5].map((c) => `<circle cx="${18 + 12 * c}" cy="${15 + 12 * l}" r="4"/>`).join("")).join("") + "</g>",
  donnees: '<path class="papier" d="M14 9h68v36H14z"/><path class="trait" d="M14 18h68M14 27h68M14 36h68M36 9v36M60 9v36"/>',
};

export class Vignettes {
  // `dire()` is called whenever an image came.
  constructor(dire) {
    Object.assign(this, { dire, images: new Map() });
  }

  // The image of a view, asked once: its address in this page, or undefined.
  image({ adresse, cle }) {
    return this.images.get(`${adresse}#${cle}`);
  }

  // One image after the other: drawing is the dearest thing asked of the server.
  async suivre(vues) {
    this.voulues = vues;
    if (this.tourne) return;
    this.tourne = true;
    for (let v; (v = this.voulues.find((x) => !this.images.has(`${x.adresse}#${x.cle}`))); this.dire()) {
      const chemin = `_seance/image.svg?${new URLSearchParams({ adresse: v.adresse, cle: v.cle })}`;
      const reponse = await fetch(new URL(chemin, document.baseURI)).catch(() => undefined);
      if (reponse?.status === 503) {
        await new Promise((suite) => setTimeout(suite, 1000 * (reponse.headers.get("retry-after") ?? 5)));
        continue;
      }
      this.images.set(`${v.adresse}#${v.cle}`, reponse?.ok ? URL.createObjectURL(await reponse.blob()) : "");
    }
    this.tourne = false;
  }

  oublier() {
    this.voulues = [];
    for (const url of this.images.values()) URL.revokeObjectURL(url);
  }

  // `dessinee`: the figure is a map or a chart; words are too small to be an image of themselves.
  vignette(v, dessinee) {
    const url = dessinee && this.image(v), module = v.adresse.slice(1).split(/[?#]/u)[0];
    const innerHTML = url ? `<img src="${url}" alt="">` : `<svg viewBox="0 0 96 54" aria-hidden="true">${TRAITS[module] ?? TRAITS.portrait}</svg>`;
    return Object.assign(document.createElement("span"), { className: "vignette", innerHTML });
  }
}
