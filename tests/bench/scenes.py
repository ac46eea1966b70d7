"""What the peers draw: our own traces and figures, in two states that a button exchanges, with a title and a table.

A scene is a JSON file, so that the peers need nothing of the application:
`{titre: [a, b], lignes: [[…], […]], formes: [{x, y, couleurs: [a, b]}] | [{x, y: [a, b], couleur}], carte: bool}`.
"""

import json
import re
from pathlib import Path

import pandas as pd

from data_loaders.chiffres import tableau
from data_loaders.magasin.donnees import Donnees
from geo import zonages

RAMPE = ("#EDFAF8", "#A0D8DB", "#59ACBF", "#2D7498", "#1D3C5E")
TRAITS = ("#0B4F8C", "#B23A12", "#5B9C8C", "#43233A", "#BF8520")


def _polygones(d: str) -> tuple[list[float | None], list[float | None]]:
    """x and y of a path made of « M », relative « l » and « Z »; None between two rings, as Plotly wants."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for anneau in filter(None, d.split("M")):
        nombres = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", anneau)]
        x, y = nombres[:2]
        debut = (x, y)
        xs.append(x)
        ys.append(y)
        for dx, dy in zip(nombres[2::2], nombres[3::2], strict=True):
            x, y = x + dx, y + dy
            xs.append(round(x, 1))
            ys.append(round(y, 1))
        xs += [debut[0], None]
        ys += [debut[1], None]
    return xs[:-1], ys[:-1]


def _couleurs(valeurs: pd.Series) -> list[str]:
    return [RAMPE[min(int(5 * r), 4)] for r in valeurs.rank(pct=True).fillna(0)]


def _plan(zonage: str, a: pd.Series, b: pd.Series, lignes_max: int, titres: tuple[str, str]) -> dict:
    """A map of a zoning in two states; `a` and `b` are indexed by code of zone."""
    zones = json.loads(zonages.trace(zonage).read_text())["zones"]
    codes = [z["code"] for z in zones]
    etats = [a.reindex(codes), b.reindex(codes)]
    couleurs = [_couleurs(e) for e in etats]
    formes = []
    for i, z in enumerate(zones):
        x, y = _polygones(z["d"])
        formes.append({"nom": z["libelle"], "x": x, "y": y, "couleurs": [c[i] for c in couleurs]})
    noms = {z["code"]: z["libelle"] for z in zones}
    lignes = [
        [[str(k + 1), noms[c], f"{v:.1f}"] for k, (c, v) in enumerate(e.sort_values(ascending=False).items())]
        for e in etats
    ]
    return {"carte": True, "titre": titres, "lignes": [x[:lignes_max] for x in lignes], "formes": formes}


def carte(d: Donnees) -> dict:
    """26 bassins: share of difficult projects, then its gap with the median."""
    t = tableau.calculer(d, "bmo_part_difficiles", "bassin")
    a = t.periode(t.periodes[-1])["value"]
    return _plan("bassin", a, (a - a.median()).abs(), 26, ("Part des projets difficiles", "Écart à la région"))


def epci(d: Donnees) -> dict:
    """71 EPCI: density, then its gap with the median."""
    t = tableau.calculer(d, "densite", "epci")
    a = t.periode(t.periodes[-1])["value"]
    return _plan("epci", a, (a - a.median()).abs(), 71, ("Densité de population", "Écart à la médiane"))


def communes(d: Donnees) -> dict:
    """Every commune: population, then the order of codes."""
    t = tableau.calculer(d, "population", "commune")
    a = t.periode(t.periodes[-1])["value"]
    b = pd.Series(range(len(a)), index=sorted(a.index))
    return _plan("commune", a, b, 100, ("Population des communes", "Communes par code"))


def tendances(d: Donnees) -> dict:
    """Four zones over every quarter: level, then index 100 at the first."""
    t = tableau.calculer(d, "taux_chomage", "ze")
    large = t.lignes.pivot(index="periode", columns="code_zone", values="value").dropna(axis=1).iloc[:, :4]
    etats = [large, 100 * large / large.iloc[0]]
    formes = [
        {"nom": str(c), "x": list(large.index), "y": [e[c].round(1).tolist() for e in etats], "couleur": TRAITS[i]}
        for i, c in enumerate(large)
    ]
    lignes = [[[p, *(f"{v:.1f}" for v in ligne)] for p, ligne in e.iterrows()] for e in etats]
    return {"carte": False, "titre": ("Niveau", "Indice 100"), "lignes": lignes, "formes": formes}


SCENES = {"carte": carte, "epci": epci, "communes": communes, "tendances": tendances}


def ecrire(donnees: Path, dossier: Path) -> None:
    """Write one file a scene in a folder."""
    d = Donnees(donnees)
    for nom, faire in SCENES.items():
        (dossier / f"{nom}.json").write_text(json.dumps(faire(d)))


def lire(dossier: Path) -> dict[str, dict]:
    """Scenes of a folder, by name."""
    return {f.stem: json.loads(f.read_text()) for f in sorted(dossier.glob("*.json"))}


def figure(scene: dict, etat: int = 0) -> dict:
    """The Plotly figure of a scene, as plain JSON."""
    traces = [
        {"type": "scatter", "mode": "lines", "name": f["nom"], "x": f["x"], "y": f["y"], "showlegend": False}
        | {"fill": "toself", "fillcolor": f["couleurs"][etat], "line": {"color": "#fff", "width": 0.7}}
        if scene["carte"]
        else {"type": "scatter", "mode": "lines", "name": f["nom"], "x": f["x"], "y": f["y"][etat]}
        | {"line": {"color": f["couleur"]}}
        for f in scene["formes"]
    ]
    cache = {"visible": False}
    axes = {"xaxis": cache, "yaxis": {**cache, "autorange": "reversed", "scaleanchor": "x"}} if scene["carte"] else {}
    return {"data": traces, "layout": {"height": 480, "margin": {"l": 40, "r": 10, "t": 10, "b": 40}, **axes}}
