"""What employers ask for a group of métiers in one place: the number, the word and the sky of the météo."""

from typing import Any

from data_loaders.francais import capitale, echapper as escape
from data_loaders.measures import enonces
from pages.figures import tuiles
from pages.figures.tables import Html

SANS_LIGNE = "l’enquête n’en publie aucune ligne"
SANS_TOTAL = "Pas de chiffre pour la filière entière : chacun de ses métiers a les siens."
HORS_ENQUETE = (
    "L’enquête Besoins en main-d’œuvre n’interroge pas sur ce métier (elle laisse de côté l’État et les collectivités "
    "pour l’essentiel) : ni projets, ni difficulté."
)


def vide_html(raison: str) -> Html:
    """Why there is no card."""
    return Html(f'<p class="obs-raison">{escape(raison)}</p>')


def html(quoi: str, r: Any, adresse: str) -> Html:
    """The card of the place, that of the météo; `r`: its row, None without one; `adresse`: where it is read in full."""
    if r is None:
        return vide_html(f"{capitale(SANS_LIGNE)}.")
    dit = "" if r.certitude in ("", enonces.FRAGILE) else tuiles.faveur(r.classe)
    return Html(f'{tuiles.carte_html(r, adresse, nom=quoi)}<p class="obs-note">{escape(capitale(dit))}</p>')
