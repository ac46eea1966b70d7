"""Territoires: find a place, put a territory under the lens, see where territories stand, compose one's own."""

import streamlit as st

from pages.components import cache
from pages.components.territoires import choices as choices_territoires
from pages.components.territoires.vues import etats, libre, lieu, loupe

VUES = {"lieu": lieu.montrer, "loupe": loupe.montrer, "etats": etats.montrer, "libre": libre.montrer}

donnees = cache.donnees()
with st.container(key="champs-territoires"):
    volet = choices_territoires.volet()
VUES[volet](donnees)
