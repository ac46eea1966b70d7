"""Choice of the page « À propos »: the part that is read, kept in the address."""

from pages.components import choices, url_state
from pages.figures.ecrans import RUBRIQUES

PARAMS = [url_state.one("partie", next(iter(RUBRIQUES)), tuple(RUBRIQUES), libelle="partie de la page")]


def partie() -> str:
    """Select what is read."""
    choisie = choices.boutons("Lire", RUBRIQUES, "partie", label_visibility="collapsed")
    choices.nommer(RUBRIQUES[choisie])
    return choisie
