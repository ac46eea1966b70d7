"""View « Le territoire »: the sky of each group of métiers in one territory."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from pages.components import choices, figure_block
from pages.components.figure_block import Fichier
from pages.components.meteo import choices as choices_meteo
from pages.components.meteo.vues import Contexte, carte, quadrant, retenir
from pages.components.partage import une_fois
from pages.components.provenance import meteo as provenance_meteo
from pages.figures.meteo import tables as meteo_tables, tuiles as meteo_tuiles, vue as meteo_vue


def montrer(ctx: Contexte) -> None:
    """Tiles or table of the level chosen, then the quadrant beside how to read the sky, the lists, the map."""
    indices = ctx.indices(ctx.niveau, ctx.lieu.zonage)
    v = une_fois(
        meteo_vue.preparer,
        indices,
        ctx.libelles,
        ctx.niveau,
        ctx.lieu.zonage,
        ctx.lieu.code,
        ctx.annee,
        ctx.demonstration,
        ctx.instantanes[ctx.annee],
    )
    s = retenir.synthese(ctx)
    st.html(meteo_tuiles.entete_html(v.titre, v.suite, ctx.pour(v.sous_titre), ctx.badges_html))
    if dites := une_fois(meteo_vue.tete, s):
        st.html(meteo_tuiles.synthese_html(dites))
    suivies = provenance_meteo.des_cellules(ctx, [ctx.groupe(r.code_groupe) for r in v.lignes], cle="meteo-tuiles")
    with figure_block.bloc("meteo", replace(v, source=ctx.source()), tete="aucune", cadre="", provenance=suivies):
        if ctx.niveau == "famille":
            with st.container(key="tuiles"):
                for t in une_fois(meteo_tuiles.tuiles, v, ctx.sans_france):
                    with st.container(key=f"tuile-{t.code}"):
                        st.html(t.html)
                        choices_meteo.bouton_tuile(t.code, t.nom)
            if choices.en_projection():
                st.html(meteo_tuiles.autres_html(v.lignes[meteo_tuiles.PROJETEES :]))
            with st.expander("Les mêmes familles en tableau"):
                _tableau(ctx, v)
        else:
            with st.container(key="carte-metiers"):
                _tableau(ctx, v)
    # A meeting room has no width to spare: one under the other there.
    gauche, droite = (st.container(),) * 2 if choices.en_projection() else st.columns([5, 2.4], gap="medium")
    with gauche:
        quadrant.dessiner(ctx)
    with droite, st.container(key="carte-ciel"):
        figure_block.titrer("Lire le ciel", "Selon la part estimée des projets de recrutement difficiles")
        st.html(meteo_tuiles.ciel_html())
        choices_meteo.bouton_methode()
    retenir.dessiner(ctx, s)
    carte.dessiner(ctx, carte.preparer(ctx, "ensemble", "ensemble", meteo_vue.TOUS), ctx.groupe(None))


def _tableau(ctx: Contexte, v: meteo_vue.VueMeteo) -> None:
    """Rows of the level; finer than families, a search and the estimated rows alone until it is used."""
    cherche = ""
    if ctx.niveau != "famille":
        with st.container(key="champs-recherche"):
            cherche = choices_meteo.recherche()
    table, reste = une_fois(meteo_tables.groupes, v, ctx.niveau, cherche, choices_meteo.adresses())
    if table[1]:
        figure_block.tabuler(table, v.sous_titre)
    else:
        st.html("<p>Aucun métier à montrer.</p>")
    if reste:
        st.caption(reste)
    indices = ctx.indices(ctx.niveau, ctx.lieu.zonage)
    csv = Fichier(
        f"meteo_{ctx.lieu.zonage}_{ctx.lieu.code}_{ctx.niveau}.csv",
        lambda: meteo_tables.csv(
            indices[indices["code_zone"] == ctx.lieu.code],
            ctx.libelles,
            ctx.lieu.zonage,
            ctx.instantanes,
            ctx.demonstration,
        ),
    )
    figure_block.telecharger("meteo", csv)
