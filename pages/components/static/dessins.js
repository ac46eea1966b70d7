/* Words of a drawing: an SVG inside an <img> does not get the fonts of the page, and Streamlit takes inline SVG away.
   A drawing that carries words takes the place of its image, under the same alternative; a document puts the image back
   before it is rewritten (`document/document.js`). */
const VISES = '.stHtml img:is([src^="data:image/svg+xml"],[src$=".svg"]):not(.obs-ic)';
const lus = new WeakMap(); // image -> the address read, its drawing where it has words

const poser = async (image) => {
  const avant = lus.get(image);
  if (avant?.src === image.src) return avant.svg && image.replaceWith(avant.svg);
  const lu = { src: image.src };
  lus.set(image, lu);
  const texte = await (await fetch(image.src)).text();
  const svg = new DOMParser().parseFromString(texte, "image/svg+xml").documentElement;
  if (lus.get(image) !== lu || svg.nodeName !== "svg" || !svg.querySelector("text")) return;
  svg.querySelectorAll("title").forEach((titre) => titre.remove());
  svg.setAttribute("class", image.className);
  svg.setAttribute("role", "img");
  svg.setAttribute(image.alt ? "aria-label" : "aria-hidden", image.alt || "true");
  lu.svg = document.importNode(svg, true);
  lu.svg.dataset.lu = "";
  lu.svg.image = image;
  image.replaceWith(lu.svg);
};
new MutationObserver((changements) => {
  if (!changements.some((c) => c.addedNodes.length)) return;
  for (const image of document.querySelectorAll(VISES)) poser(image).catch(() => {}); // the image stays
}).observe(document.documentElement, { childList: true, subtree: true });
