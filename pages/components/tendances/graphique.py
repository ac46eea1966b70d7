"""The chart of series over time, the same on every screen that draws one: series, provenance, changes, drawing."""

from collections.abc import Callable, Sequence

import plotly.graph_objects as go

from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.francais import echapper
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from pages.components import cache, choices, ecran, feuille as st, figure_block
from pages.components.partage import une_fois
from pages.components.provenance import Piste
from pages.components.tendances import choices as choices_tendances
from pages.figures.tendances import dessin, evolution, series, vue
from pages.figures.tendances.lieux import Suivi
from pages.figures.tendances.series import DemandeSerie, Tendance
from pages.figures.vues import Vue

MARGES, LARGEUR_MAX = 60, 1290


def dessiner(cle: str, info: Tendance, page: Vue, alt: str, figure: Callable[..., go.Figure] = dessin.figure) -> None:
    """Draw series as wide as the screen; in a meeting room, as high as the head of the page leaves.

    Args:
        cle: unique on the page. page: what the head of the page says. alt: the chart in words.
        figure: what draws them, `dessin.figure` or `dessin.panneaux`.
    """
    hauteur = None
    if choices.en_projection():
        hauteur = vue.hauteur_projection(page.titre, page.sous_titre, page.badges)
    place = min(ecran.largeur() - MARGES, LARGEUR_MAX)
    dessinee = une_fois(figure, info, ecran.mode(), place, hauteur)
    figure_block.graphique(cle, dessinee, alt, place)


def tendance(
    d: Donnees, tableau: Tableau, demandes: Sequence[DemandeSerie], mode: str, metier: Metier | None, dataset: str
) -> Tendance:
    """Series of some places, with the events and the changes of nomenclature that they cross; shared and read-only.

    Args:
        tableau: figures whose rhythm the points follow. dataset: the one whose events are told.
    """
    ind = tableau.indicateur
    ruptures = une_fois(vue.nomenclature, cache.metiers(d), metier) if ind.metiers else []
    dates = cache.evenements_de(d, dataset)
    rythme = une_fois(vue.rythme, tableau)
    return une_fois(series.preparer, ind, demandes, rythme, mode=mode, ruptures=ruptures, evenements=dates)


def piste(d: Donnees, suivis: Sequence[Suivi]) -> Piste:
    """From the chart to the rows of the figure of one territory and period, which the reader selects."""
    tableaux = {s.lieu: s.tableau for s in suivis}
    return Piste(
        lambda lieu, quand: cache.remonter(d, tableaux[lieu], lieu.partition(":")[2], quand),
        lambda _: choices_tendances.suivi(suivis),
    )


def evolutions(ind: Indicateur, demandes: Sequence[DemandeSerie]) -> None:
    """What each territory became between the first and the last period, under the rule that says what is a change."""
    st.html(f'<p class="obs-sous-titre">{echapper(evolution.regle(ind))}</p>')
    st.html(une_fois(evolution.tableau_html, une_fois(vue.evolutions, ind, demandes), "Évolution des territoires"))
