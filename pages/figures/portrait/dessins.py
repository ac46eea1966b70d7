"""Drawings of a portrait as standalone SVG files: a map, a rate over time, a share on the five classes of the météo.

The region has no place in itself: its départements, SPO territories and cities, on one map.
"""

from collections.abc import Sequence
from functools import partial

import pandas as pd

from data_loaders import francais
from geo import zonages
from geo.sujets import Sujet
from pages.figures import svg, theme
from pages.figures.carte.plan import Plan, boite, cadrer, englober, lire, zone
from pages.figures.diapos import trace
from pages.figures.svg import LARGEUR, chemin, el, fichier

CARTE, SITUATION, ECART = (430, 300), (160, 137), 14
CARTE_REGION = (CARTE[0] + ECART + SITUATION[0], 480)
COTE_MIN = 17.0  # of what is framed
VILLES_NOMMEES = 9
CORPS = 18  # of a name, in printed units
REGION = "region"
POLICE = {"font_family": "Obs Titres, Obs Texte, system-ui, sans-serif"}
DESSIN = (740, 264)  # the units of a chart of a slide
ECHELLE = (200, 16)
Nom = tuple[str, tuple[float, float], tuple[float, float]]  # of a commune, then its point, and where it is centred


def carte(sujet: Sujet, titre: str, nom_theme: str = "clair") -> str:
    """The territory with its communes and its neighbours; beside it, where it is in the region; `titre`: read aloud."""
    if sujet.zonage == REGION:
        return svg.fichier(CARTE_REGION, _region(sujet, nom_theme), titre=titre, **POLICE)
    droite = CARTE[0] + ECART
    p = Plan(nom_theme, (0.0, 0.0, LARGEUR, LARGEUR * SITUATION[1] / SITUATION[0]), SITUATION)
    p.sol()
    p.tracer(p.contours("departement"), "contour", 0.64)
    p.tracer(_contour(sujet), "encre", 0.8, fond=theme.rampe("maree", nom_theme)[3])
    p.tracer(p.fond["region"], "encre", 0.96)
    dessins = _zoom(sujet, nom_theme), _finir(p, (), droite)
    return svg.fichier((droite + SITUATION[0], CARTE[1]), *dessins, titre=titre, **POLICE)


def _region(sujet: Sujet, nom_theme: str) -> str:
    """The whole region: départements, SPO territories (dashed when of work), most populated communes as points."""
    contour = _contour(sujet)
    # The traces stop close to the region.
    p = Plan(nom_theme, cadrer(boite(contour), CARTE_REGION, 0.02, COTE_MIN), CARTE_REGION)
    p.sol(_aplat(nom_theme))
    p.tracer(p.contours("spo"), "encre", 0.8, tirets=(1.5, 4) if zonages.zonage("spo").decoupage_de_travail else ())
    p.tracer(p.contours("departement"), "encre", 1.6)
    p.tracer(contour, "encre", 1.8)
    villes = _nommees(sujet, p, VILLES_NOMMEES, 14, 14 * p.u)
    for _, point, _ in villes:
        p.rond(*point, 3.6, None, fond="encre")
    return _finir(p, villes)


def _finir(p: Plan, noms: Sequence[Nom], gauche: float = 0.0) -> str:
    """The map with its names and a hairline around it: inside the region nothing else says where it stops."""
    for nom, _, centre in noms:
        p.nommer(nom, *centre, CORPS)
    large, haut = p.taille
    filet = {"x": gauche + 0.4, "y": 0.4, "width": large - 0.8, "height": haut - 0.8, "stroke": p.t["contour"]}
    return p.dans(gauche) + el("rect", **filet, stroke_width=0.8, fill="none")


def _contour(sujet: Sujet) -> str:
    """Outline of the territory; its communes one by one when it is no zone."""
    if sujet.zonage:
        return zone(sujet.zonage, sujet.code)["d"]
    return "".join(z["d"] for z in lire(zonages.trace("commune"))["zones"] if z["code"] in sujet.communes)


def _zoom(sujet: Sujet, nom_theme: str) -> str:
    siennes = [z["d"] for z in lire(zonages.trace("commune"))["zones"] if z["code"] in sujet.communes]
    coins = [coin for b in map(boite, siennes) for coin in (b[:2], b[2:])]
    p = Plan(nom_theme, cadrer(englober(coins), CARTE, 0.1, COTE_MIN), CARTE)
    p.sol()
    p.tracer(p.contours(sujet.zonage or "spo"), "contour", 0.7)
    p.tracer(_contour(sujet), fond=_aplat(nom_theme))
    p.tracer("".join(siennes), "surface", 0.6)
    p.tracer(_contour(sujet), "encre", 2.2 if sujet.zonage else 0.9)
    p.tracer(p.fond["region"], "encre", 1.1)
    # Around a large city, its suburbs come first.
    return _finir(p, _nommees(sujet, p, 4, 40))


def _aplat(nom_theme: str) -> str:
    return theme.rampe("maree", nom_theme)[1]


def _nommees(sujet: Sujet, p: Plan, maximum: int, parmi: int, hausse: float = 0.0) -> list[Nom]:
    """Most populated communes whose names keep apart: how many at most, among how many.

    `hausse`: how far from its point a name is written: above, else below, else above on its left; 0 without points.
    """
    formes = {z["code"]: (z["x"], z["y"]) for z in lire(zonages.trace("commune"))["zones"]}
    # Half of the height that a name keeps for itself; then the mean width of a letter, with the margin that a system
    # font takes where ours is not there.
    corps, haut, em = CORPS * p.u, CORPS * 0.75 * p.u, 0.7
    prises, gardees = list[svg.Boite](), list[Nom]()
    for r in sujet.table.sort_values("population_nb", ascending=False).head(parmi).itertuples():
        (x, y), demi = formes[r.code_commune], len(r.libelle_commune) * em * corps / 2
        gauche, droite = p.cadre[0] + demi + 4 * p.u, p.cadre[0] + p.cadre[2] - demi - 4 * p.u
        essais = ((x, y - hausse), (x, y + hausse), (x - demi, y - hausse))
        centres = [(min(max(a, gauche), droite), b) for a, b in essais]
        point = (x - hausse / 4, y - hausse / 4, x + hausse / 4, y + hausse / 4)
        boites = ((a - demi, b - haut, a + demi, b + haut) for a, b in centres)
        if (rang := svg.placer(boites, prises, avec=[point])) is not None:
            gardees.append((r.libelle_commune, (x, y), centres[rang]))
        if len(gardees) == maximum:
            break
    return gardees


def courbe(
    lignes: pd.DataFrame, region: pd.DataFrame, nom: str, titre: str, unite: str, nom_theme: str = "clair"
) -> str:
    """A series over time, thick, under its name, and the region, dotted; last values named; `titre`: read aloud.

    `lignes`, `region`: known rows indexed by periode; `region` may be empty.
    """
    series, dites = [], []
    for s in (lignes, region):
        points = sorted((francais.rang_periode(p), float(v)) for p, v in s["value"].items())
        series.append(points)
        dites.append(francais.avec_unite(points[-1][1], unite, 1) if points else "")
    ligne = partial(trace.courbe, sujet=nom, points=series[0], region=series[1], derniers=dites)
    dessin = trace.dessiner(ligne, *DESSIN, nom_theme)
    return fichier((420, 150), dessin, titre=titre, cadre=(0.0, 0.0, *DESSIN), **POLICE)


def echelle(bas: float, haut: float, region: float | None, titre: str, nom_theme: str = "clair") -> str:
    """A share, or its range, in %, on the five classes from 0 to 100 %; the region is an upright mark, if any."""
    t, encre = theme.tokens(nom_theme), theme.rampe("series", nom_theme)[0]
    large, milieu = ECHELLE[0] - 10, ECHELLE[1] / 2

    def x(valeur: float) -> float:
        return 5 + large * valeur / 100

    parties = [chemin(f"M{x(0)} {milieu}H{x(100)}", t["contour"])]
    parties += [chemin(f"M{x(v):.1f} {milieu - 3}v6", t["contour"]) for v in (20, 40, 60, 80)]
    parties.append(chemin(f"M{x(bas):.1f} {milieu}H{x(haut) + 0.01:.2f}", encre, 8, stroke_linecap="round"))
    if region is not None:
        trait = f"M{x(region):.1f} {milieu - 7}v14"
        parties += [chemin(trait, t["surface"], 4.4), chemin(trait, t["encre"], 2.2)]
    return fichier(ECHELLE, *parties, titre=titre, **POLICE)
