"""Choices of the reserved screen « Saisie »: step, way of sending, year."""

from collections.abc import Sequence

from pages.components import choices, url_state
from pages.components.convention.choices import ANNEES

ETAPES = {"transmettre": "Transmettre", "approuver": "Approuver et publier"}
MOYENS = {"formulaire": "Saisir ici", "classeur": "Envoyer un classeur"}
PARAMS = [
    url_state.one("etape", "transmettre", tuple(ETAPES), libelle="étape"),
    url_state.one("moyen", "formulaire", tuple(MOYENS), libelle="façon de transmettre"),
    url_state.one("annee_saisie", ANNEES[1], ANNEES, libelle="année transmise"),
]


def etape() -> str:
    """Select what one comes for."""
    return choices.boutons("Étape", ETAPES, "etape")


def moyen() -> str:
    """Select how values are sent."""
    return choices.boutons("Façon de transmettre", MOYENS, "moyen")


def annee(annees: Sequence[str]) -> str:
    """Select the year of the values, among those of the convention."""
    return choices.un_seul("Année", {a: a for a in annees}, "annee_saisie")
