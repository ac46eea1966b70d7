"""Données: where every figure comes from, how sure its perimeter is, how to load the official files."""

import streamlit as st

from data_loaders.demo import MENTION
from pages.components import cache, figure_block, identite
from pages.figures import sources, tables

donnees = cache.donnees()

identite.titre(
    "D’où viennent les chiffres, et ce qu’ils cachent",
    "Sources, millésimes, périmètres et leur degré de confiance",
)

with st.container(key="carte-sources"):
    figure_block.tete("Sources", "Un jeu de données est officiel en entier, ou de démonstration en entier")
    st.html(
        tables.tableau_html(
            [(t, False) for t in ("Producteur", "Jeu de données", "Périodes", "État", "Secret statistique", "Charger")],
            sources.sources(donnees),
            "Jeux de données chargés",
        )
    )
    st.html(
        f"<p>« {MENTION} » : chiffres inventés, de la forme des vrais, pour essayer l’outil sans fichier. Pour les "
        "remplacer, télécharger le fichier du producteur puis lancer la commande de la dernière colonne. Pour "
        "l’enquête BMO, une seule commande suffit : <code>python -m data_loaders actualiser bmo</code>.</p>"
    )

with st.container(key="carte-perimetres"):
    figure_block.tete("Périmètres", "Un chiffre ne passe jamais d’un découpage à un autre sans que ce soit dit")
    st.html(
        tables.tableau_html(
            [(t, t == "Zones") for t in ("Code", "Découpage", "Zones", "Confiance", "Millésime", "Source")],
            sources.perimetres(),
            "Découpages du territoire",
        )
    )
    st.html(
        "<p>Remplacer un périmètre : <code>python -m data_loaders zonage NOM FICHIER.csv</code>, où le fichier porte "
        "les colonnes <code>code_commune;code_zone;libelle_zone</code>.</p>"
    )
    figure_block.pied(
        "perimetres",
        "",
        "Population municipale 2023 ; superficies mesurées sur les contours, eaux intérieures comprises.",
        "IGN, Admin Express COG ; Insee, code officiel géographique 2026 et recensement de la population 2023 "
        "(Licence Ouverte 2.0).",
    )
