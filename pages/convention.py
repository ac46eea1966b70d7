"""Convention: its text, where the annex stands, what correspondents send, the engagements, who approved what."""

from pages.components import cache, choices, feuille as st
from pages.components.convention import choices as choices_convention
from pages.components.convention.vues import dispositifs, engagements, publication, saisie, suivi, temps

VUES = {
    "dispositifs": dispositifs.montrer,
    "suivi": suivi.montrer,
    "temps": temps.montrer,
    "saisie": saisie.montrer,
    "engagements": engagements.montrer,
    "publication": publication.montrer,
}

donnees = cache.donnees()
ligne = choices.ligne_choix("convention")
with st.container(key="champs-convention"):
    gauche, droite = st.columns([7, 5], vertical_alignment="bottom")
with gauche:
    rubrique = choices.boutons("Voir", choices_convention.RUBRIQUES, "rubrique")
ligne(choices_convention.RUBRIQUES[rubrique])
VUES[rubrique](donnees, droite)
