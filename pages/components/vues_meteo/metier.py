"""View « Le métier »: one group of métiers over the territories."""

from __future__ import annotations

import streamlit as st

from data_loaders.tableau import Metier
from pages.components import choices_meteo
from pages.components.vues_meteo import Contexte, carte
from pages.figures import meteo_tuiles, meteo_vue


def montrer(ctx: Contexte) -> None:
    """The map of the group chosen, then the ranking of its territories."""
    with st.container(key="champs-groupe"):
        groupe = choices_meteo.groupe(ctx.niveau, ctx.libelles)
    niveau, code = (ctx.niveau, groupe) if groupe else ("ensemble", "ensemble")
    quoi = ctx.libelles[groupe] if groupe else meteo_vue.TOUS
    c = carte.preparer(ctx, niveau, code, quoi)
    st.html(meteo_tuiles.entete_html(meteo_vue.pareil(c.titre), meteo_vue.RIEN, c.sous_titre, ctx.badges))
    carte.dessiner(ctx, c, Metier(niveau, code) if groupe else None)
    carte.classement(ctx, c, niveau, code, quoi)
