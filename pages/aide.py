"""Aide: the words of the observatory, where to start, and the commands of who loads its data."""

import streamlit as st

from data_loaders import francais
from pages.components import figure_block, identite
from pages.figures import ecrans
from pages.figures.aide import exploitants, glossaire, mode_emploi

n = francais.avec_unite(len(glossaire.mots()), "mots expliqués")
identite.titre(f"{n} comme on les dirait en réunion", "Partout ailleurs, un « ? » ouvre la même définition sur place")
with st.container(key="bloc-glossaire"):
    figure_block.titrer("Les mots", "Par ordre alphabétique")
    st.html(glossaire.glossaire_html())
with st.container(key="bloc-lire-une-carte"):
    figure_block.titrer("Lire une carte", "De haut en bas, comme elle est dessinée")
    st.html(mode_emploi.carte_html())
with st.container(key="bloc-touches"):
    figure_block.titrer("Au clavier", "Tout se fait sans souris")
    figure_block.tabuler((mode_emploi.TOUCHES_ENTETES, mode_emploi.touches_lignes()), "Touches")
with st.container(key="bloc-plan"):
    figure_block.titrer("Où trouver quoi", "Un écran par question")
    st.html(ecrans.plan_html())
with st.container(key="bloc-exploitants"):
    figure_block.titrer("Exploitants", "Les commandes de qui charge les données et tient l’observatoire")
    st.html(exploitants.table_html())
