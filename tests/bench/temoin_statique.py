"""Static peers: one page with plotly.js and one hand-written SVG page a scene. `… SCENES PORT` serves them.

The server only hands files, compressed: two buttons exchange the two states without any request.
"""

import json
import sys
from functools import partial
from html import escape
from pathlib import Path

import uvicorn
from plotly.offline import get_plotlyjs
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from tests.bench.scenes import figure, lire

PAGE = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>{titre}</title>{tete}
<style>body{{font:16px system-ui;margin:16px}}td{{padding:2px 8px}}</style>
<h1>{titre}</h1><button id="a">A</button> <button id="b">B</button><div id="dessin">{dessin}</div>
<table><tbody>{lignes}</tbody></table><script>
const S = {scene};
const montrer = (e) => {{
  document.querySelector("h1").textContent = S.titre[e];
  document.querySelector("tbody").innerHTML =
    S.lignes[e].map((l) => `<tr>${{l.map((c) => `<td>${{c}}</td>`).join("")}}</tr>`).join("");
  {peindre}
}};
document.getElementById("a").onclick = () => montrer(0);
document.getElementById("b").onclick = () => montrer(1);
{debut}
</script></html>"""
AVEC_PLOTLY = """Plotly.restyle("dessin", S.carte ? {fillcolor: S.formes.map((f) => f.couleurs[e])}
  : {y: S.formes.map((f) => f.y[e])});"""
AVEC_SVG = """document.querySelectorAll("path").forEach((p, i) => {
  if (S.carte) p.setAttribute("fill", S.formes[i].couleurs[e]); else p.setAttribute("d", S.formes[i].d[e]); });"""


def _lignes(scene: dict) -> str:
    return "".join(f"<tr>{''.join(f'<td>{escape(c)}</td>' for c in ligne)}</tr>" for ligne in scene["lignes"][0])


def page_plotly(scene: dict) -> str:
    """The page with plotly.js."""
    debut = f'const F = {json.dumps(figure(scene))}; Plotly.newPlot("dessin", F.data, F.layout, {{displayModeBar: 0}});'
    legere = {**scene, "formes": [{k: f[k] for k in f if k not in ("x", "nom")} for f in scene["formes"]]}
    return PAGE.format(
        titre=scene["titre"][0],
        tete='<script src="/plotly.js"></script>',
        dessin="",
        lignes=_lignes(scene),
        scene=json.dumps(legere),
        peindre=AVEC_PLOTLY,
        debut=debut,
    )


def _d(xs: list, ys: list) -> str:
    points, suite = [], "M"
    for x, y in zip(xs, ys, strict=True):
        points.append("" if x is None else f"{suite}{x:.1f} {y:.1f}")
        suite = "M" if x is None else "L"
    return "".join(points)


def page_svg(scene: dict) -> str:
    """The page without any library."""
    formes = []
    if scene["carte"]:
        formes = [{"d": _d(f["x"], f["y"]), "couleurs": f["couleurs"]} for f in scene["formes"]]
        chemins = [f'<path d="{f["d"]}" fill="{f["couleurs"][0]}" stroke="#fff"/>' for f in formes]
    else:
        for f in scene["formes"]:
            etats = []
            for e, ys in enumerate(f["y"]):
                haut = max(max(g["y"][e]) for g in scene["formes"])
                xs = [1000 * i / (len(ys) - 1) for i in range(len(ys))]
                etats.append(_d(xs, [840 * (1 - y / haut) for y in ys]))
            formes.append({"d": etats, "couleur": f["couleur"]})
        chemins = [f'<path d="{f["d"][0]}" fill="none" stroke="{f["couleur"]}" stroke-width="2"/>' for f in formes]
    legere = [{k: f[k] for k in f if not (scene["carte"] and k == "d")} for f in formes]
    return PAGE.format(
        titre=scene["titre"][0],
        tete="",
        dessin=f'<svg viewBox="0 0 1000 853" height="480">{"".join(chemins)}</svg>',
        lignes=_lignes(scene),
        scene=json.dumps({**scene, "formes": legere}),
        peindre=AVEC_SVG,
        debut="",
    )


def _rendre(texte: str, _requete) -> Response:
    return HTMLResponse(texte)


def main() -> None:
    """Serve the pages `/plotly/<scene>` and `/svg/<scene>`."""
    scenes = lire(Path(sys.argv[1]))
    bibliotheque = Response(get_plotlyjs(), media_type="text/javascript", headers={"cache-control": "max-age=3600"})
    routes = [
        Route("/sante", lambda _: PlainTextResponse("ok")),
        Route("/plotly.js", lambda _: bibliotheque),
        *(Route(f"/plotly/{n}", partial(_rendre, page_plotly(s))) for n, s in scenes.items()),
        *(Route(f"/svg/{n}", partial(_rendre, page_svg(s))) for n, s in scenes.items()),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(GZipMiddleware)])
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="error")


if __name__ == "__main__":
    main()
