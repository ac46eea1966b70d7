"""Données: where every figure comes from, how fresh and how sure it is, what its columns mean; files to take away."""

from datetime import date

import streamlit as st

from data_loaders import francais
from data_loaders.contexte import publications
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.demo.instantanes import MENTION
from data_loaders.exports.jeux import LICENCE_OUVERTE, diffusable
from data_loaders.francais import echapper as escape
from data_loaders.importation import passages
from data_loaders.versions import approbations
from geo import zonages
from pages.components import cache, choices, donnees as choix_donnees, exports, figure_block, identite
from pages.components.partage import une_fois
from pages.figures.aide import exploitants
from pages.figures.donnees import catalogue, dictionnaire, sources
from pages.figures.vues import Vue

donnees = cache.donnees()
jour = date.today()

identite.titre(
    "D’où viennent les chiffres, et ce qu’ils cachent",
    "Sources, millésimes, périmètres et leur degré de confiance ; tout se télécharge",
)

with st.container(key="bloc-sources"):
    figure_block.titrer("Sources", "Un jeu de données est officiel en entier, ou de démonstration en entier")
    st.html(une_fois(sources.sources_html, donnees, jour, approbations.connues(donnees.racine)))
    if visites := sources.visites(passages.lire(donnees.racine)):
        st.html(visites)
    st.html(
        f"<p>«\u00a0{MENTION}\u00a0»\u00a0: chiffres inventés, de la forme des vrais, pour essayer l’outil sans "
        "fichier.</p>"
        + exploitants.pli(
            une_fois(sources.manquants_html, donnees, jour)
            + "<p>Pour les remplacer, télécharger le fichier du producteur puis lancer la commande de son jeu. Pour "
            "l’enquête BMO et les taux de chômage par zone d’emploi, une seule suffit\u00a0: "
            f"<code>python -m data_loaders actualiser</code>.</p>{une_fois(sources.commandes_html)}"
        )
    )
    exports.paquet(donnees, jour)
    st.html(
        '<p>Pour un script\u00a0: <a href="api/v1/" target="_self">l’API de lecture</a> donne les mêmes chiffres, leur '
        "statut, et une adresse qui dure à chaque millésime.</p>"
    )
    st.caption(
        f"Archive au format Frictionless Data Package : chaque jeu sous {LICENCE_OUVERTE} ou de démonstration, en CSV "
        "et en Parquet, chaque découpage, et leur description."
    )

with st.container(key="bloc-dataset"):
    figure_block.titrer("Un jeu de données en détail", "Ce que veut dire chaque colonne, ce qui a changé, les fichiers")
    nom = choix_donnees.jeu()
    contrat = CONTRATS[nom]
    st.html(f"<p>{escape(contrat.secret)}</p>")
    if diffusable(donnees, nom):
        exports.dataset(donnees, nom, jour)
    elif donnees.millesimes(nom):
        st.html(f"<p>Ce jeu n’est pas proposé au téléchargement : licence « {escape(contrat.licence)} ».</p>")
    else:
        st.html("<p>Aucun fichier chargé pour ce jeu.</p>")
    lus = une_fois(sources.lus_html, donnees, nom)
    if lus and (pli := identite.pli("pli-lus", "Fichiers lus et instantanés en place")):
        with pli:
            st.html(lus)
    if pli := identite.pli("changements", "Ce que le dernier instantané a changé"):
        with pli:
            lignes = "".join(f"<li>{escape(c)}</li>" for c in catalogue.changements(donnees, nom))
            st.html(f"<ul>{lignes}</ul>")
    with st.expander("Dictionnaire des colonnes", expanded=True):
        st.html(une_fois(dictionnaire.colonnes_html, nom))

with st.container(key="bloc-colonnes"):
    figure_block.titrer("Lire un fichier emporté", "Les mêmes colonnes partout : CSV, classeur, Parquet et GeoJSON")
    st.html(f"<p>{escape(dictionnaire.EXCEL)}</p>")
    if pli := identite.pli("pli-colonnes", "Les colonnes des fichiers de chiffres"):
        with pli:
            st.html(une_fois(dictionnaire.fichiers_html))
    if pli := identite.pli("pli-dictionnaire", "Ce que veut dire chaque indicateur"):
        with pli:
            st.html(une_fois(dictionnaire.indicateurs_html, donnees))

with st.container(key="bloc-geojson"):
    figure_block.titrer("Une carte pour un autre logiciel", "Contours et valeurs d’un indicateur, en GeoJSON")
    colonnes = st.columns(3, vertical_alignment="bottom")
    with colonnes[0]:
        ind = choices.indicateur(INDICATEURS)
    with colonnes[1]:
        zonage = choices.zonage(tuple(z for z in choices.ZONAGES_CARTE if z in ind.zonages) or ind.zonages)
    tableau = cache.lire_tableau(donnees, ind.code, zonage)
    if tableau.periodes:
        with colonnes[2]:
            periode = choices.periode(tableau.periodes)
        exports.geojson(tableau, periode, cache.instantane(donnees, ind, periode, zonage), jour)
    else:
        st.html("<p>Aucun millésime chargé pour cet indicateur.</p>")

with st.container(key="bloc-perimetres"):
    figure_block.titrer("Périmètres", "Un chiffre ne passe jamais d’un découpage à un autre sans que ce soit dit")
    st.html(une_fois(sources.perimetres_html))
    st.html(
        exploitants.pli(
            "<p>Remplacer un périmètre\u00a0: <code>python -m data_loaders modele zonage FICHIER.xlsx --decoupage NOM"
            "</code> écrit un classeur prérempli, une ligne par commune\u202f; le modifier, puis <code>python -m "
            "data_loaders zonage NOM FICHIER.xlsx</code>. Un CSV aux colonnes <code>code_commune;code_zone;libelle_zone"
            "</code> convient.</p>"
        )
    )
    perimetre = st.selectbox(
        "Découpage à télécharger",
        list(zonages.zonages()),
        format_func=lambda c: zonages.zonage(c).libelle,
        key="perimetre",
    )
    exports.zonage(perimetre, jour)
    perimetres = Vue(
        "Périmètres",
        champ="Population municipale 2023 ; superficies mesurées sur les contours, eaux intérieures comprises.",
        source="IGN, Admin Express COG ; Insee, code officiel géographique 2026 et recensement de la population 2023 "
        "(Licence Ouverte 2.0).",
    )
    figure_block.noter("perimetres", perimetres)

with st.container(key="bloc-publications"):
    figure_block.titrer("Publications", "Pages des producteurs, par thème et par territoire ; le lien s’ouvre chez eux")
    catalogue_publications = une_fois(publications.lire, donnees)
    theme, zone = choix_donnees.sujet_des_publications()
    trouvees = une_fois(publications.filtrer, catalogue_publications, theme, zone)
    if trouvees:
        st.html(une_fois(sources.publications_html, trouvees))
    else:
        st.html("<p>Aucune publication pour ce choix.</p>")
    st.html(
        f"<p>{francais.nombre(len(trouvees))} sur {francais.nombre(len(catalogue_publications))}.</p>"
        + exploitants.pli(
            "<p>Compléter ce catalogue, ou en changer une page\u00a0: <code>python -m data_loaders modele publications "
            "SORTIE.xlsx</code>, remplir ce classeur, puis <code>python -m data_loaders importer publications "
            "SORTIE.xlsx</code>.</p>"
        )
    )
