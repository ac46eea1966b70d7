"""Aide: the words of the observatory, where to start, and the commands of who loads its data."""

import streamlit as st

from data_loaders import francais
from pages.components import figure_block, identite
from pages.figures import ecrans
from pages.figures.aide import exploitants, glossaire

n = francais.avec_unite(len(glossaire.mots()), "mots expliqués")
identite.titre(f"{n} comme on les dirait en réunion", "Partout ailleurs, un « ? » ouvre la même définition sur place")
with st.container(key="bloc-glossaire"):
    figure_block.titrer("Les mots", "Par ordre alphabétique")
    st.html(glossaire.glossaire_html())
with st.container(key="bloc-plan"):
    figure_block.titrer("Où trouver quoi", "Un écran par question")
    st.html(ecrans.plan_html())
with st.container(key="bloc-exploitants"):
    figure_block.titrer("Exploitants", "Les commandes de qui charge les données et tient l’observatoire")
    st.html(exploitants.table_html())
