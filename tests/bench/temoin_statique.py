"""The static peer: one page with plotly.js a scene. `… SCENES PORT` serves them.

The server only hands files, compressed: two buttons exchange the two states without any request.
"""

import gzip
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

PAGE = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>{titre}</title><script src="/plotly.js"></script>
<style>body{{font:16px system-ui;margin:16px}}td{{padding:2px 8px}}</style>
<h1>{titre}</h1><button id="a">A</button> <button id="b">B</button><div id="dessin"></div>
<table><tbody>{lignes}</tbody></table><script>
const S = {scene}, F = {figure};
const montrer = (e) => {{
  document.querySelector("h1").textContent = S.titre[e];
  document.querySelector("tbody").innerHTML =
    S.lignes[e].map((l) => `<tr>${{l.map((c) => `<td>${{c}}</td>`).join("")}}</tr>`).join("");
  const dits = S.formes.map((f) => (S.carte ? f.couleurs : f.y)[e]);
  Plotly.restyle("dessin", {{[S.carte ? "fillcolor" : "y"]: dits}});
}};
document.getElementById("a").onclick = () => montrer(0);
document.getElementById("b").onclick = () => montrer(1);
Plotly.newPlot("dessin", F.data, F.layout, {{displayModeBar: 0}});
</script></html>"""


def page(scene: dict) -> str:
    """The page of a scene."""
    lignes = "".join(f"<tr>{''.join(f'<td>{escape(c)}</td>' for c in ligne)}</tr>" for ligne in scene["lignes"][0])
    legere = {**scene, "formes": [{k: f[k] for k in f if k not in ("x", "nom")} for f in scene["formes"]]}
    dits = {"scene": json.dumps(legere), "figure": json.dumps(figure(scene))}
    return PAGE.format(titre=scene["titre"][0], lignes=lignes, **dits)


def _rendre(texte: str, _requete) -> Response:
    return HTMLResponse(texte)


def main() -> None:
    """Serve the pages `/<scene>`."""
    scenes = lire(Path(sys.argv[1]))
    entetes = {"cache-control": "max-age=3600", "content-encoding": "gzip"}
    bibliotheque = Response(gzip.compress(get_plotlyjs().encode()), media_type="text/javascript", headers=entetes)
    routes = [
        Route("/sante", lambda _: PlainTextResponse("ok")),
        Route("/plotly.js", lambda _: bibliotheque),
        *(Route(f"/{n}", partial(_rendre, page(s))) for n, s in scenes.items()),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(GZipMiddleware)])
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="error")


if __name__ == "__main__":
    main()
