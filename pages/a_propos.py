"""À propos: who speaks, accessibility, personal data, site map."""

from data_loaders.parametres import editeur
from pages.components import choices, feuille as st, figure_block, identite, url_state
from pages.figures import a_propos
from pages.figures.ecrans import RUBRIQUES

PARAMS = [url_state.one("partie", next(iter(RUBRIQUES)), tuple(RUBRIQUES), libelle="partie de la page")]


def montrer() -> None:
    """Draw the screen."""
    with st.container(key="champs-a-propos"):
        choisie = choices.boutons("Lire", RUBRIQUES, "partie", label_visibility="collapsed")
    choices.nommer(RUBRIQUES[choisie])
    titre, sous_titre, html = a_propos.partie(choisie, editeur.lire())
    identite.titre(titre, sous_titre)
    with figure_block.partie(choisie):
        st.html(html)
