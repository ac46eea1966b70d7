"""Counts of territories of different size: one panel each, since one axis would lay the small ones on the ground."""

import textwrap
from collections.abc import Sequence

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from data_loaders import francais
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.francais import FINE
from pages.figures import theme
from pages.figures.tendances import dessin, reperes
from pages.figures.tendances.series import Serie, Tendance

# How many times the largest may be the smallest on one axis: beyond, the lower line is under a quarter of the height.
RAPPORT_MAX = 4
HAUTEUR_PHONE = 150  # px of a panel where they are stacked
NOM_MAX = {"ecran": 26, "projection": 17}  # characters of a line of a name above its panel


def _sommet(s: Serie) -> float:
    return max((v for v in s.y if v is not None), default=0.0)


def _etales(series: Sequence[Serie]) -> bool:
    sommets = [m for s in series if (m := _sommet(s)) > 0]
    return len(sommets) > 1 and max(sommets) > RAPPORT_MAX * min(sommets)


def conviennent(ind: Indicateur, info: Tendance) -> bool:
    """Whether the lines are counts that one axis cannot show together."""
    return info.mode == "niveau" and ind.genre == "compte" and _etales(info.series)


def _echelle_commune(info: Tendance) -> bool:
    """Whether the territories themselves, without the region, fit on one axis."""
    return not _etales([s for s in info.series if not s.reference])


def lecture(info: Tendance) -> str:
    """What the panels change to the reading of heights."""
    if not _echelle_commune(info):
        return f"Chaque panneau part de zéro, à sa propre échelle{FINE}: les pentes se comparent, pas les hauteurs."
    return "Les territoires ont la même échelle, qui part de zéro ; la région a la sienne."


def figure(
    info: Tendance, mode: theme.Mode = "ecran", largeur: int = dessin.LARGEUR, hauteur: int | None = None
) -> go.Figure:
    """One panel a series, side by side, stacked on a phone; name above, first and last values written.

    Args: as `dessin.figure`.
    """
    jetons, taille = theme.CLAIR, theme.TAILLES[mode]
    etroite, n = largeur < reperes.LARGEUR_ETROITE, len(info.series)
    titres = [
        "<br>".join(map(theme.en_clair, [s.libelle] if etroite else textwrap.wrap(s.libelle, NOM_MAX[mode])))
        for s in info.series
    ]
    fig = make_subplots(
        rows=n if etroite else 1,
        cols=1 if etroite else n,
        subplot_titles=titres,
        horizontal_spacing=0.045,
        vertical_spacing=0.34 / n,
        figure=theme.vide(mode),
    )
    fig.update_annotations(font={"size": taille, "color": jetons["encre"]}, yshift=0.3 * taille)
    commune = max((_sommet(s) for s in info.series if not s.reference), default=0.0) if _echelle_commune(info) else 0.0
    xs = [x for s in info.series for x in s.x]
    debut, fin = min(xs), max(xs)
    marge = 0.12 * max(fin - debut, 1)
    ecrits, traits = [], []
    for i, (s, trait) in enumerate(dessin.traits(info, taille), 1):
        axe = "" if i == 1 else str(i)
        ou = {"xref": f"x{axe}", "yref": f"y{axe}"}
        dessin.tracer(fig, s, trait, jetons["surface"], taille, xaxis=ou["xref"], yaxis=ou["yref"])
        haut = 1.3 * ((commune if not s.reference else 0.0) or _sommet(s) or 1.0)
        fig.layout[f"yaxis{axe}"].update(range=[0, haut], showticklabels=False, nticks=4)
        periodes = {francais.rang_periode(p): francais.periode_courte(p) for p in s.periodes if p}
        bouts = sorted(periodes)[:1] + sorted(periodes)[1:][-1:]
        fig.layout[f"xaxis{axe}"].update(
            range=[debut - marge, fin + marge], tickvals=bouts, ticktext=[periodes[b] for b in bouts]
        )
        connus = [j for j, v in enumerate(s.y) if v is not None]
        for j in dict.fromkeys(connus[:1] + connus[-1:]):
            dernier = j == connus[-1] and len(connus) > 1
            nombre = francais.nombre(s.y[j], info.decimales)
            voisin = connus[-2] if dernier else connus[min(1, len(connus) - 1)]
            dessous = s.y[voisin] > s.y[j]  # on the side that the line leaves free
            ecrits.append(
                {
                    "x": s.x[j],
                    "y": s.y[j],
                    "text": f"<b>{nombre}</b>" if j == connus[-1] else nombre,
                    "yshift": (-1.05 if dessous else 0.95) * taille,
                    "xanchor": "right" if dernier else "left",
                    "xshift": (0.8 if dernier else -0.8) * taille,
                    "font": {"size": taille, "color": jetons["encre"]},
                    **ou,
                }
            )
        for r in filter(lambda r: r.coupe, info.ruptures):  # the others are told under the chart
            trace = {"color": jetons["contour"], "dash": "dash", "width": 1.5}
            traits.append({"type": "line", "x0": r.x, "x1": r.x, "y0": 0, "y1": 1, "line": trace, **ou})
            traits[-1]["yref"] += " domain"
    if traits:
        fig.layout.shapes = traits
    lignes = max(t.count("<br>") for t in titres) + 1
    fig.layout.annotations = [*fig.layout.annotations, *ecrits]  # set at once: `update` takes them one by one
    return fig.update_layout(
        height=n * HAUTEUR_PHONE if etroite else hauteur or dessin.HAUTEURS[mode],
        margin={"l": 0.5 * taille, "r": 0.5 * taille, "t": (lignes + 0.8) * 1.3 * taille, "b": 2 * taille},
    )
