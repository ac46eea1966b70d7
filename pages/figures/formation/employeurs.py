"""What employers ask for a group of métiers: the words and numbers of the météo, place by place."""

from collections.abc import Sequence
from typing import Any

from data_loaders.francais import capitale, echapper as escape
from data_loaders.measures import mots_estimation as mots
from pages.figures import icones
from pages.figures.meteo.vue import chance, declaree_dite, estimee, estimee_dite, intervalle_dit, projets_dits
from pages.figures.tables import Html

SANS_LIGNE = "l’enquête n’en publie aucune ligne"
SANS_TOTAL = "Pas de chiffre pour la filière entière : chacun de ses métiers a les siens."
HORS_ENQUETE = (
    "L’enquête Besoins en main-d’œuvre n’interroge pas sur ce métier (elle laisse de côté l’État et les collectivités "
    "pour l’essentiel) : ni projets, ni difficulté."
)


def classe_dite(r: Any) -> str:
    """« recrutement difficile, 8 chances sur 10 »: the class for who recruits."""
    return f"recrutement {mots.enonce(int(r.classe), r.chance, r.ou, r.chance_ou, 'employeur')}"


def html(lieux: Sequence[tuple[str, Any]]) -> Html:
    """Args: lieux: (name of the place, row of the météo there, None without one)."""
    return Html("".join(_lieu(nom, r) for nom, r in lieux))


def _lieu(nom: str, r: Any) -> str:
    titre = f"<h3>{escape(capitale(nom))}</h3>"
    if r is None:
        return f'<div class="obs-demande">{titre}<p class="obs-raison">{escape(capitale(SANS_LIGNE))}.</p></div>'
    projets = escape(projets_dits(r)).replace("au moins ", "<small>au moins</small> ")
    if not estimee(r):
        suite = f'<p class="obs-raison">{escape(capitale(r.raison))}.</p>'
    else:
        classe = ""
        if hasattr(r, "classe"):
            ciel = mots.ciel(int(r.classe), "employeur")
            image = icones.image(ciel.icone) if ciel.icone else ""
            classe = f"<p>{image} {escape(capitale(classe_dite(r)))}.</p>" if chance(r) == chance(r) else ""
        suite = (
            f"<p><b>{escape(estimee_dite(r))}</b> estimés difficiles ({escape(intervalle_dit(r))}).</p>{classe}"
            f'<p class="obs-gris">Réponses de l’année{chr(160)}: {escape(declaree_dite(r))}.</p>'
        )
    return f'<div class="obs-demande">{titre}<p class="obs-grand"><b>{projets}</b></p>{suite}</div>'
