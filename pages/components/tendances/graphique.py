"""The chart of series over time, the same on every screen that draws one."""

from __future__ import annotations

from collections.abc import Callable

import plotly.graph_objects as go

from pages.components import choices, ecran, figure_block, identite
from pages.components.partage import une_fois
from pages.figures.tendances import dessin, vue
from pages.figures.tendances.series import Tendance
from pages.figures.vues import Vue

MARGES, LARGEUR_MAX = 60, 1290


def dessiner(cle: str, info: Tendance, page: Vue, alt: str, figure: Callable[..., go.Figure] = dessin.figure) -> None:
    """Draw series as wide as the screen; in a meeting room, as high as the head of the page leaves.

    Args:
        cle: unique on the page. page: what the head of the page says. alt: the chart in words.
        figure: what draws them, `dessin.figure` or `panneaux.figure`.
    """
    largeur = ecran.largeur()
    mode, echelle, hauteur = "ecran", 1.0, None
    if choices.en_projection():
        mode, echelle = "projection", largeur / ecran.LARGEUR_HABITUELLE
        hauteur = vue.hauteur_projection(page.titre, page.sous_titre, page.badges)
    place = min(largeur - MARGES, LARGEUR_MAX * echelle)
    dessinee = une_fois(figure, info, identite.theme_courant(), mode, echelle, place, hauteur)
    figure_block.graphique(cle, dessinee, alt)
