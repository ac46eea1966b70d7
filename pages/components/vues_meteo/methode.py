"""View « La méthode »: the rules in plain words, each with the figures of the cell chosen."""

from __future__ import annotations

import streamlit as st

from geo import lieux
from pages.components import choices_meteo
from pages.components.vues_meteo import Contexte
from pages.figures import meteo_methode, meteo_tuiles, meteo_vue


def montrer(ctx: Contexte) -> None:
    """The steps for the group and the territory chosen, then the parameters."""
    with st.container(key="champs-groupe"):
        g = ctx.groupe(choices_meteo.groupe(ctx.niveau, ctx.libelles, ctx.listes))
    lieu = lieux.locatif(ctx.lieu.zonage, ctx.lieu.code)
    titre = meteo_methode.titre(g.libelle, lieu, ctx.annee)
    st.html(meteo_tuiles.entete_html(meteo_vue.pareil(titre), meteo_vue.RIEN, meteo_methode.SOUS_TITRE, ctx.badges))
    par_annee = {r.annee: r for r in ctx.lignes(g)}
    cellule = par_annee[ctx.annee]
    etapes = meteo_methode.etapes(cellule, par_annee.get(cellule.annee_precedente), g.niveau)
    with st.container(key="carte-etapes"):
        st.html(meteo_methode.html(lieu, g.libelle, ctx.annee, etapes))
    with st.container(key="carte-parametres"):
        st.html(meteo_methode.parametres_html())
