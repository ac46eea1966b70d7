"""View « Ma commune »: the zonings until a place is chosen; then its figures, and its zonings folded below."""

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_loaders.francais import FINE
from data_loaders.magasin.donnees import Donnees
from pages.components import choices, depot, figure_block, identite
from pages.components.figure_block import Fichier
from pages.components.lieu import LieuChoisi
from pages.components.partage import une_fois
from pages.components.provenance import parmi
from pages.components.territoires import choices as choices_territoires
from pages.components.territoires.vues import commune, etats
from pages.figures.provenance import etats as provenance_etats
from pages.figures.territoires import (
    etats as territoires_etats,
    lieu as territoires_lieu,
    officiels,
    plan as territoires_plan,
    zonages as territoires_zonages,
)
from pages.figures.vues import Vue


def montrer(donnees: Donnees) -> None:
    """The place chosen; the zonings themselves until there is one."""
    with st.container(key="lieu-tete"):
        gauche, droite = st.columns([8, 4], gap="medium", vertical_alignment="bottom")
    with droite, st.container(key="champs-lieu"):
        choisi = choices_territoires.lieu()
    if choisi is None:
        _decoupages(donnees, gauche)
        return
    commune.montrer(donnees, choisi, gauche)
    if choices.en_projection():
        return
    _decoupages_du_lieu(donnees, choisi)
    choices_territoires.revenir()


def _decoupages_du_lieu(donnees: Donnees, choisi: LieuChoisi) -> None:
    """Boundary details, folded: one zoning a row, a locating map, official zonings."""
    zonage, code = choisi.zonage, choisi.code
    v = une_fois(territoires_lieu.preparer, zonage, code, choisi.ancien)
    with st.expander(f"Dans quels découpages est {v.nom}{FINE}?"):
        gauche, droite = st.columns([7, 5], gap="large")
        with gauche:
            figure_block.titrer(v.titre, v.sous_titre, *v.badges)
            figure_block.tabuler((territoires_lieu.ENTETES, v.lignes), v.titre)
            st.html(territoires_lieu.liens_html(v.liens))
        with droite:
            _plan(zonage, code, v)
        if officielles := officiels.de_commune(donnees, code) if zonage == "commune" else []:
            figure_block.titrer(officiels.LEGENDE, "")
            figure_block.tabuler((officiels.ENTETES, officiels.lignes(officielles)), officiels.LEGENDE)
            st.html(f'<p class="obs-note">{officiels.NOTE}</p>')
        figure_block.noter("lieu", v)
        figure_block.telecharger(
            "lieu", Fichier(f"lieu_{zonage}_{code}.csv", lambda: territoires_lieu.csv(zonage, code, v))
        )


def _plan(zonage: str, code: str, v: territoires_lieu.VueLieu) -> None:
    with st.container(key="champs-plan"):
        dessine = choices_territoires.croise(zonage)
    dans = next((a for a in v.appartenances if a.zonage == dessine), None)
    ici = territoires_plan.repere(zonage, code)
    zone = dans.code_zone if dans else ""
    theme, point = identite.theme_courant(), zonage == "commune"
    st.html(depot.html_une_fois(territoires_plan.figure_html, dessine, zone, ici, theme, point=point))
    st.caption(territoires_plan.alternative(dessine, zone, ici))


def _decoupages(donnees: Donnees, tete: DeltaGenerator) -> None:
    v = une_fois(territoires_etats.preparer, donnees, "spo")
    choisir = choices_territoires.aller_au_lieu("spo")
    if choices.en_projection():
        etats.en_salle("spo", None, v, choisir)
    else:
        with tete:
            figure_block.titrer_page(
                Vue(territoires_zonages.accueil(), une_fois(territoires_lieu.etendue), badges=v.badges)
            )
            st.html(territoires_lieu.exemples_html())
        if st.session_state.get("cherche"):
            identite.etat_vide(
                "Aucun lieu des Pays de la Loire ne ressemble à ce nom.",
                "Vérifier l’orthographe, ou chercher par code Insee (5 chiffres) ou SIREN (9 chiffres).",
            )
        dite = replace(
            v, sous_titre="Choisir un territoire sur la carte dit ce qu’il est et ce qu’il recoupe", badges=()
        )
        suivis = parmi(provenance_etats.chiffres(donnees, "spo", v), "Territoire")
        with st.container(key="bloc-etats"):
            with figure_block.bloc("etats", dite, cadre="", provenance=suivis):
                etats.carte("spo", None, v, choisir)
            st.html(territoires_lieu.liens_html(territoires_lieu.LIENS_SPO))
    with st.container(key="bloc-decoupages"):
        figure_block.titrer(
            territoires_zonages.constat(), "Ce qu’est chaque territoire, et ce qu’on sait de son périmètre"
        )
        st.html(depot.html_une_fois(territoires_zonages.cartes_html, identite.theme_courant()))
        if pli := identite.pli("pli-decoupages", "Les mêmes en tableau, et comment remplacer un périmètre"):
            with pli:
                st.html(une_fois(territoires_zonages.table_html))
                st.html(territoires_zonages.REMPLACER)
