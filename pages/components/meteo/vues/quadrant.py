"""Card of the quadrant: projects × difficulty of the métiers of one territory."""

from __future__ import annotations

import streamlit as st

from geo import lieux
from pages.components import cache, choices, ecran, figure_block, identite
from pages.components.meteo import origine
from pages.components.meteo.vues import Contexte, Groupe
from pages.components.meteo.vues.carte import CHAMP
from pages.figures import lecture, tables, theme
from pages.figures.meteo import quadrant as meteo_quadrant, tables as meteo_tables, vue as meteo_vue

METIER = "metier"


def dessiner(ctx: Contexte) -> None:
    """Figure, legend in words, notes, table twin and CSV; without any classed métier, the reason."""
    indices = ctx.indices(METIER, ctx.lieu.zonage)
    libelles = cache.libelles_metiers(ctx.donnees, METIER, ctx.annee)
    lignes = meteo_vue.lignes_territoire(indices, libelles, ctx.lieu.code, ctx.annee)
    q = meteo_quadrant.preparer(lignes)
    lieu = lecture.capitale(lieux.locatif(ctx.lieu.zonage, ctx.lieu.code))
    sous_titre = f"Projets de recrutement et part retenue de projets difficiles, {ctx.nom_lieu}, {ctx.annee}"
    with st.container(key="carte-quadrant"):
        figure_block.tete(meteo_quadrant.titre(lignes, lieu), sous_titre, *ctx.badges)
        if not q.points:
            identite.etat_vide("Aucun métier ne peut être classé dans ce territoire.", meteo_tables.sans_classe(lignes))
            return
        mode, echelle = ("projection", ecran.largeur() / 1280) if choices.en_projection() else ("ecran", 1.0)
        mots = meteo_quadrant.lecture(q, ctx.annee)
        st.plotly_chart(
            meteo_quadrant.figure(q, identite.theme_courant(), mode, echelle),
            theme=None,
            key="quadrant",
            config=theme.PLOTLY_FRANCAIS,
            alt=mots,
        )
        st.html(meteo_quadrant.legende_html())
        figure_block.pied("meteo-quadrant", mots, CHAMP, ctx.source())
        places = [Groupe(METIER, r.code_groupe, libelles[r.code_groupe]) for r in lignes if r.statut == "classe"]
        origine.montrer(ctx, "meteo-quadrant", places)
        with st.expander("Les mêmes métiers en tableau"):
            st.html(tables.tableau_html(*meteo_quadrant.table(lignes), sous_titre))
        figure_block.telechargement(
            "meteo-quadrant",
            lambda: meteo_tables.csv(
                indices[indices["code_zone"] == ctx.lieu.code],
                libelles,
                ctx.lieu.zonage,
                ctx.instantanes,
                ctx.demonstration,
            ),
            f"meteo_{ctx.lieu.zonage}_{ctx.lieu.code}_metier.csv",
        )
