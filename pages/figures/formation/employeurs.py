"""What employers ask for a group of métiers in one place: the number, the word and the sky of the météo."""

from typing import Any

from data_loaders.francais import FINE, avec_unite, capitale, echapper as escape
from data_loaders.measures import enonces, mots_estimation as mots
from pages.figures import icones
from pages.figures.tables import Html

ESTIME = "estime"
SANS_LIGNE = "l’enquête n’en publie aucune ligne"
SANS_TOTAL = "Pas de chiffre pour la filière entière : chacun de ses métiers a les siens."
HORS_ENQUETE = (
    "L’enquête Besoins en main-d’œuvre n’interroge pas sur ce métier (elle laisse de côté l’État et les collectivités "
    "pour l’essentiel) : ni projets, ni difficulté."
)


def html(nom: str, r: Any, region: Any, point_de_vue: str) -> Html:
    """The card of one place.

    Args:
        nom: of the place; r: its row, None without one; region: the row of the region, None for the region itself.
        point_de_vue: that of the sky.
    """
    titre = f"<h3>{escape(capitale(nom))}</h3>"
    if r is None or r.statut != ESTIME:
        raison = SANS_LIGNE if r is None else r.raison
        projets = "" if r is None or r.projets != r.projets else _projets(r)
        dite = f"{capitale(raison)}{_ailleurs(region)}."
        return Html(f'<div class="obs-demande">{titre}{projets}<p class="obs-raison">{escape(dite)}</p></div>')
    icone = mots.ciel(int(r.classe), point_de_vue).icone
    image = icones.image(icone) if icone else ""
    enonce = escape(capitale(mots.enonce(int(r.classe), r.certitude, r.w)))
    fragile = " obs-a-confirmer" if r.certitude == enonces.FRAGILE else ""
    return Html(
        f'<div class="obs-demande{fragile}">{titre}{_projets(r)}'
        f"<p><b>{escape(mots.part_dite(r.q_estimee))}</b> jugés difficiles, estimé</p><p>{image} {enonce}.</p></div>"
    )


def _projets(r: Any) -> str:
    moins = "<small>au moins</small> " if r.minorant else ""
    return f'<p class="obs-grand"><b>{moins}{escape(avec_unite(r.projets, "projets"))}</b></p>'


def _ailleurs(region: Any) -> str:
    """« ; très difficile à pourvoir dans la région », where that is sure enough to be said."""
    if region is None or region.certitude not in enonces.SURS:
        return ""
    return f"{FINE}; {mots.classe_dite(int(region.classe))} dans la région"
