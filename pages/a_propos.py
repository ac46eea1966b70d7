"""À propos: who speaks, accessibility, personal data, site map."""

from data_loaders.parametres import editeur
from pages.components import a_propos as choices_a_propos, feuille as st, figure_block, identite
from pages.figures import a_propos

with st.container(key="champs-a-propos"):
    choisie = choices_a_propos.partie()
partie = a_propos.partie(choisie, editeur.lire())
identite.titre(partie.titre, partie.sous_titre)
with figure_block.partie(f"{choisie}"):
    st.html(partie.html)
