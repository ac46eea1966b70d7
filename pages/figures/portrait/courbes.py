"""Charts of a portrait as standalone SVG files: a rate over time, a share on the five classes of the météo."""

import pandas as pd

from data_loaders import francais
from pages.figures import theme
from pages.figures.diapos import Courbe, trace
from pages.figures.portrait.dessins import POLICE
from pages.figures.svg import chemin, fichier

COURBE, DESSIN = (420, 150), (740, 264)  # px, and the units of a chart of a slide
ECHELLE = (200, 16)
LIMITES = (20, 40, 60, 80)


def courbe(
    lignes: pd.DataFrame, region: pd.DataFrame, nom: str, titre: str, unite: str, nom_theme: str = "clair"
) -> str:
    """A series over time, thick, and the region, dotted; both ends of the scales written, last values named.

    Args:
        lignes, region: known rows indexed by periode; `region` may be empty.
        nom: of the thick line.
        titre: what the chart shows, read aloud.
    """
    series, dites = [], []
    for s in (lignes, region):
        points = sorted((francais.rang_periode(p), float(v)) for p, v in s["value"].items())
        series.append(points)
        dites.append(francais.avec_unite(points[-1][1], unite, 1) if points else "")
    dessin = trace.dessiner(Courbe(nom, series[0], "région", series[1], (), unite, dites), *DESSIN, nom_theme)
    return fichier(COURBE, dessin, titre=titre, cadre=(0.0, 0.0, *DESSIN), **POLICE)


def echelle(bas: float, haut: float, region: float | None, titre: str, nom_theme: str = "clair") -> str:
    """A share, or its range, on the five classes from 0 to 100 %; the region is an upright mark.

    Args:
        bas, haut: both ends in %, equal for a single value.
        region: share of the region in %, None when it has none.
    """
    t, encre = theme.tokens(nom_theme), theme.rampe("series", nom_theme)[0]
    large, milieu = ECHELLE[0] - 10, ECHELLE[1] / 2

    def x(valeur: float) -> float:
        return 5 + large * valeur / 100

    parties = [chemin(f"M{x(0)} {milieu}H{x(100)}", t["contour"])]
    parties += [chemin(f"M{x(v):.1f} {milieu - 3}v6", t["contour"]) for v in LIMITES]
    parties.append(chemin(f"M{x(bas):.1f} {milieu}H{x(haut) + 0.01:.2f}", encre, 8, stroke_linecap="round"))
    if region is not None:
        trait = f"M{x(region):.1f} {milieu - 7}v14"
        parties += [chemin(trait, t["surface"], 4.4), chemin(trait, t["encre"], 2.2)]
    return fichier(ECHELLE, *parties, titre=titre, **POLICE)
