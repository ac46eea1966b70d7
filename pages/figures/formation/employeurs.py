"""What employers ask for a group of métiers in one place: the number, the word and the sky of the météo."""

from typing import Any

from data_loaders.francais import capitale, echapper as escape
from pages.figures.meteo import tuiles
from pages.figures.tables import Html

SANS_LIGNE = "l’enquête n’en publie aucune ligne"
SANS_TOTAL = "Pas de chiffre pour la filière entière : chacun de ses métiers a les siens."
HORS_ENQUETE = (
    "L’enquête Besoins en main-d’œuvre n’interroge pas sur ce métier (elle laisse de côté l’État et les collectivités "
    "pour l’essentiel) : ni projets, ni difficulté."
)


def html(nom: str, r: Any) -> Html:
    """The sheet of one place, that of the météo; `r`: its row, None without one."""
    corps = f'<p class="obs-raison">{escape(capitale(SANS_LIGNE))}.</p>' if r is None else tuiles.fiche_html(r)
    return Html(f"<h3>{escape(capitale(nom))}</h3>{corps}")
