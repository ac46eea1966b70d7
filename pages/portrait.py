"""Portraits: one territory on two A4 sheets, the same on screen, on paper and as a tagged PDF."""

import streamlit as st

from pages.components import cache, cache_portrait, choices, choices_portrait, exports, identite
from pages.figures import portrait_html

donnees = cache.donnees()
sujet = choices_portrait.sujet()
document = cache_portrait.document(donnees, sujet)
feuilles = cache_portrait.feuilles(donnees, sujet, document)

if not choices.en_projection():
    with st.container(horizontal=True, vertical_alignment="center", key="barre-portrait"):
        exports.bouton("Portrait (PDF, deux pages)", lambda: feuilles.pdf, f"{document.fichier}.pdf", "application/pdf")
        st.caption("Imprimer depuis le navigateur donne les mêmes deux pages.")
st.html(portrait_html.html(document, identite.theme_courant(), feuilles.echelle))
