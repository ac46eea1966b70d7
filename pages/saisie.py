"""Saisie: what a signatory of the convention sends, approves and publishes; in the reserved process alone."""

from pages.components import acces, cache, choices
from pages.components.convention.saisie import approuver, choices as choices_saisie, transmettre
from pages.figures.ecrans import SAISIE

ETAPES = {"transmettre": transmettre.montrer, "approuver": approuver.montrer}

present = acces.exiger(*SAISIE.roles)
donnees = cache.donnees()
etape = choices_saisie.etape()
choices.nommer(choices_saisie.ETAPES[etape])
ETAPES[etape](donnees, present)
