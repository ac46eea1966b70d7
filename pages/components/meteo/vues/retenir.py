"""Card « Les métiers à retenir » and the sentences on a territory."""

from __future__ import annotations

import streamlit as st

from data_loaders.measures import palmares
from pages.components import cache, figure_block
from pages.components.meteo import cache as cache_meteo, choices as choices_meteo
from pages.components.meteo.vues import Contexte, Groupe
from pages.components.partage import une_fois
from pages.components.provenance import meteo as provenance_meteo
from pages.figures.meteo import retenir as meteo_retenir, tuiles as meteo_tuiles, vue as meteo_vue
from pages.figures.meteo.vue import CHAMP
from pages.figures.vues import Vue

METIER = "metier"


def dessiner(ctx: Contexte, s: palmares.Synthese) -> None:
    """Three short lists, each with its reason when it is empty."""
    libelles = cache.libelles_metiers(ctx.donnees, METIER, ctx.annee)
    p = une_fois(
        palmares.palmares,
        ctx.indices(METIER, ctx.lieu.zonage),
        ctx.lieu.code,
        ctx.annee,
        complets=cache_meteo.completes(ctx.donnees, METIER, ctx.lieu.zonage),
    )
    v = Vue(
        "Les métiers à retenir",
        f"Métiers détaillés, {ctx.nom_lieu}, {ctx.annee}",
        une_fois(meteo_retenir.lecture, p, libelles),
        CHAMP,
        ctx.source(),
        ctx.badges,
    )
    suivies = provenance_meteo.des_cellules(
        ctx, [Groupe(METIER, c, libelles[c]) for c in une_fois(meteo_retenir.cites, p)]
    )
    with figure_block.bloc("meteo-retenir", v, cadre="carte-retenir", provenance=suivies):
        if dit := meteo_vue.fermete(s):
            st.html(meteo_tuiles.synthese_html([dit]))
        st.html(une_fois(meteo_retenir.html, p, ctx.annee, libelles, choices_meteo.adresses()))


def synthese(ctx: Contexte) -> palmares.Synthese:
    """What the sentences on the territory are made of."""
    niveaux = ("ensemble", "famille", METIER)
    indices = (ctx.indices(n, ctx.lieu.zonage) for n in niveaux)
    return une_fois(palmares.synthese, *indices, ctx.lieu.code, ctx.annee)
