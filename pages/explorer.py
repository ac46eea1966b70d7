"""Explorer: any rows by any columns, what moved most, two indicators face to face."""

import streamlit as st

from pages.components import cache, choices
from pages.components.explorer import choices as choix, vues

VUES = {"tableau": vues.tableau, "mouvements": vues.mouvements, "nuage": vues.face_a_face}

donnees = cache.donnees()
ligne = choices.ligne_choix("explorer")
with st.container(key="champs-explorer"):
    volet = choix.volet()
    question = choix.lue(donnees, volet)
choix.ecrire(volet, VUES[volet](vues.Lieu(donnees, question, ligne)))
