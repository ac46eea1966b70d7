"""View « Le métier »: one group of métiers over the territories."""

from __future__ import annotations

import streamlit as st

from data_loaders.tableau import Metier
from geo import zonages
from pages.components import choices_meteo
from pages.components.vues_meteo import REGIONAL, Contexte, carte, trace
from pages.figures import meteo_tuiles, meteo_vue
from pages.figures.meteo_comparer import REGION
from pages.figures.meteo_trace import Suivi


def montrer(ctx: Contexte) -> None:
    """The map of the group chosen, its share over the vintages, the ranking of its territories."""
    with st.container(key="champs-groupe"):
        groupe = choices_meteo.groupe(ctx.niveau, ctx.libelles, ctx.listes)
    g = ctx.groupe(groupe)
    c = carte.preparer(ctx, *g)
    st.html(meteo_tuiles.entete_html(meteo_vue.pareil(c.titre), meteo_vue.RIEN, c.sous_titre, ctx.badges))
    carte.dessiner(ctx, c, Metier(g.niveau, g.code) if groupe else None)
    suivis = [Suivi(REGION, ctx.lignes(g, *REGIONAL), True)]
    if ctx.lieu.zonage != "region":
        suivis.insert(0, Suivi(zonages.libelle_zone(ctx.lieu.zonage, ctx.lieu.code), ctx.lignes(g)))
    trace.dessiner(ctx, suivis, g.niveau, f"{g.libelle}, {ctx.annee}")
    carte.classement(ctx, c, *g)
