"""À propos: who speaks, accessibility, personal data, site map."""

import streamlit as st

from pages.components import identite
from pages.figures import a_propos

identite.titre("À propos de l’observatoire", "Qui parle, ce qui est garanti, ce qui ne l’est pas encore")
for cle, contenu in a_propos.rubriques().items():
    with st.container(key=f"bloc-{cle}"):
        st.html(contenu)
