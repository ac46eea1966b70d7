"""Convention: its text, where the annex stands, what correspondents send, the engagements, who approved what."""

from pages.components import cache, choices, convention, feuille as st
from pages.components.convention import fiches

VUES = {
    "dispositifs": fiches.montrer,
    "suivi": convention.montrer_suivi,
    "temps": convention.montrer_temps,
    "saisie": convention.montrer_saisie,
    "engagements": convention.montrer_engagements,
    "publication": convention.montrer_publication,
}

PARAMS = convention.PARAMS


def montrer() -> None:
    """Draw the screen."""
    donnees = cache.donnees()
    ligne = choices.ligne_choix("convention")
    with st.container(key="champs-convention"):
        gauche, droite = st.columns([7, 5], vertical_alignment="bottom")
    with gauche:
        rubrique = choices.boutons("Voir", convention.RUBRIQUES, "rubrique")
    ligne(convention.RUBRIQUES[rubrique])
    VUES[rubrique](donnees, droite)
