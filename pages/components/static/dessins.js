/* Words of a drawing: an SVG inside an <img> does not get the fonts of the page, and Streamlit takes inline SVG away.
   A drawing that carries words takes the place of its image, under the same alternative. */
const VISES = '.stHtml img:is([src^="data:image/svg+xml;base64"],[src$=".svg"]):not(.obs-ic,[data-lu])';

const poser = async (image) => {
  image.dataset.lu = "";
  const texte = await (await fetch(image.src)).text();
  const svg = new DOMParser().parseFromString(texte, "image/svg+xml").documentElement;
  if (!image.isConnected || svg.nodeName !== "svg" || !svg.querySelector("text")) return;
  svg.querySelectorAll("title").forEach((titre) => titre.remove());
  svg.setAttribute("class", image.className);
  svg.setAttribute("role", "img");
  svg.setAttribute(image.alt ? "aria-label" : "aria-hidden", image.alt || "true");
  image.replaceWith(document.importNode(svg, true));
};
new MutationObserver((changements) => {
  if (!changements.some((c) => c.addedNodes.length)) return;
  for (const image of document.querySelectorAll(VISES)) poser(image).catch(() => {}); // the image stays
}).observe(document.documentElement, { childList: true, subtree: true });
