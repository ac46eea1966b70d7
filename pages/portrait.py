"""Portraits: one territory on two A4 sheets, the same on screen, on paper and as a tagged PDF."""

import streamlit as st

from data_loaders.portrait import portrait
from pages.components import cache, cache_portrait, choices, choices_portrait, exports, identite
from pages.figures import portrait_html, portrait_typst, portrait_vue

donnees = cache.donnees()
sujet = choices_portrait.sujet()
document = portrait_vue.document(portrait(cache_portrait.memoire(donnees), sujet))

if not choices.en_projection():
    with st.container(horizontal=True, vertical_alignment="center", key="barre-portrait"):
        exports.bouton(
            "Portrait (PDF, deux pages)",
            lambda: portrait_typst.composer(document),
            f"{document.fichier}.pdf",
            "application/pdf",
        )
        st.caption("Imprimer depuis le navigateur donne les mêmes deux pages.")
st.html(portrait_html.html(document, identite.theme_courant()))
