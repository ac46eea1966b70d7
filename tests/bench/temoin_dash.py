"""The Dash peer: the same traces, title and table, answered by its server with a Patch. `… SCENES PORT` serves it."""

import sys
from pathlib import Path

from dash import Dash, Input, Output, Patch, ctx, dcc, html
from werkzeug.serving import make_server

from tests.bench.scenes import figure, lire


def _lignes(scene: dict, etat: int) -> list[html.Tr]:
    return [html.Tr([html.Td(c) for c in ligne]) for ligne in scene["lignes"][etat]]


def application(scenes: dict[str, dict]) -> Dash:
    """One page a scene, at `/<scene>`."""
    app = Dash(__name__, suppress_callback_exceptions=True)
    app.layout = html.Div([dcc.Location(id="url"), html.Div(id="page")])

    @app.callback(Output("page", "children"), Input("url", "pathname"))
    def page(chemin: str) -> list:
        nom = chemin.strip("/")
        if nom not in scenes:
            return []
        return [
            html.H1(scenes[nom]["titre"][0], id=f"titre-{nom}"),
            html.Button("A", id="a"),
            html.Button("B", id="b"),
            dcc.Graph(id=f"dessin-{nom}", figure=figure(scenes[nom]), config={"displayModeBar": False}),
            html.Table(html.Tbody(_lignes(scenes[nom], 0), id=f"lignes-{nom}")),
        ]

    for nom, scene in scenes.items():
        _repondre(app, nom, scene)
    app.server.add_url_rule("/sante", view_func=lambda: "ok")
    return app


def _repondre(app: Dash, nom: str, scene: dict) -> None:
    sorties = [
        Output(f"{i}-{nom}", p) for i, p in (("titre", "children"), ("dessin", "figure"), ("lignes", "children"))
    ]

    @app.callback(sorties, Input("a", "n_clicks"), Input("b", "n_clicks"), prevent_initial_call=True)
    def changer(_a, _b):
        etat = int(ctx.triggered_id == "b")
        dessin = Patch()
        for i, f in enumerate(scene["formes"]):
            if scene["carte"]:
                dessin["data"][i]["fillcolor"] = f["couleurs"][etat]
            else:
                dessin["data"][i]["y"] = f["y"][etat]
        return scene["titre"][etat], dessin, _lignes(scene, etat)


def main() -> None:
    """Serve the pages."""
    app = application(lire(Path(sys.argv[1])))
    make_server("127.0.0.1", int(sys.argv[2]), app.server, threaded=True).serve_forever()


if __name__ == "__main__":
    main()
