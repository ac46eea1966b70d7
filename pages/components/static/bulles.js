/* What a chart says under the pointer: all the points of an abscissa, or the nearest one. Its words and its table say as
   much to who has no pointer. */
const bulle = document.createElement("div");
bulle.className = "obs-bulle";
bulle.setAttribute("aria-hidden", "true");

const proche = (points, loin) => points.reduce((a, b) => (loin(b) < loin(a) ? b : a));
const montrer = ({ target, clientX, clientY }) => {
  const svg = target.closest?.(".obs-graphique")?.querySelector("svg[data-vus]");
  if (!svg) return bulle.remove();
  if (svg.vus?.dits !== svg.dataset.vus) svg.vus = { dits: svg.dataset.vus, points: JSON.parse(svg.dataset.vus) };
  const { points } = svg.vus, { x, y, width, height } = svg.getBoundingClientRect(), echelle = height / svg.clientHeight;
  if (!points.length) return bulle.remove();
  const la = ([part, haut]) => [x + (part * width) / 100, y + haut * echelle];
  const unies = "unies" in svg.parentElement.dataset;
  const ici = proche(points, (p) => Math.hypot(la(p)[0] - clientX, unies ? 0 : la(p)[1] - clientY));
  const dites = unies ? points.filter((p) => p[0] === ici[0]) : [ici];
  bulle.replaceChildren(...(ici[3] ? [Object.assign(document.createElement("b"), { textContent: ici[3] })] : []), ...dites.map(([, , dit, , couleur]) => {
    const ligne = Object.assign(document.createElement("p"), { textContent: dit });
    ligne.style.borderColor = couleur;
    return ligne;
  }));
  document.body.append(bulle);
  const [gauche, haut] = la(ici), { offsetWidth: large, offsetHeight: long } = bulle;
  bulle.style.left = `${Math.max(4, gauche + 18 + large > innerWidth ? gauche - 14 - large : gauche + 14)}px`;
  bulle.style.top = `${Math.max(4, Math.min(haut - long / 2, innerHeight - long - 4))}px`;
};
for (const nom of ["pointermove", "pointerdown"]) document.addEventListener(nom, montrer);
