"""Saisie: what a signatory of the convention sends, approves and publishes; in the reserved process alone."""

from pages.components import acces, cache, choices, convention
from pages.components.convention import approuver, transmettre
from pages.figures.ecrans import SAISIE

ETAPES = {"transmettre": transmettre.montrer, "approuver": approuver.montrer}

PARAMS = convention.PARAMS_SAISIE


def montrer() -> None:
    """Draw the screen."""
    present = acces.exiger(*SAISIE.roles)
    donnees = cache.donnees()
    etape = choices.boutons("Étape", convention.ETAPES, "etape")
    choices.nommer(convention.ETAPES[etape])
    ETAPES[etape](donnees, present)
