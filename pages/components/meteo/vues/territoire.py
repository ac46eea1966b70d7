"""View « Le territoire »: the sky of each group of métiers in one territory."""

from __future__ import annotations

import streamlit as st

from data_loaders.measures import meteo_lecture
from pages.components import choices, figure_block
from pages.components.meteo import choices as choices_meteo, origine
from pages.components.meteo.vues import Contexte, carte, quadrant, retenir
from pages.figures import lecture, tables
from pages.figures.meteo import tables as meteo_tables, tuiles as meteo_tuiles, vue as meteo_vue


def montrer(ctx: Contexte) -> None:
    """Tiles or table of the level chosen, then the quadrant beside how to read the sky, the lists, the map."""
    indices = ctx.indices(ctx.niveau, ctx.lieu.zonage)
    v = meteo_vue.preparer(
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
    st.html(meteo_tuiles.entete_html(v.titre, v.suite, v.sous_titre, ctx.badges))
    if dites := meteo_lecture.tete(s):
        st.html(meteo_tuiles.synthese_html(dites))
    if ctx.niveau == "famille":
        with st.container(key="tuiles"):
            for t in map(meteo_tuiles.tuile, v.lignes):
                with st.container(key=f"tuile-{t.code}"):
                    st.html(t.html)
                    choices_meteo.bouton_tuile(t.code, t.nom)
    with st.expander("Les mêmes familles en tableau") if ctx.niveau == "famille" else st.container(key="carte-metiers"):
        _tableau(ctx, v)
    figure_block.pied("meteo", v.lecture, v.champ, ctx.source())
    origine.montrer(ctx, "meteo-tuiles", [ctx.groupe(r.code_groupe) for r in v.lignes])
    # A meeting room has no width to spare: one under the other there.
    gauche, droite = (st.container(),) * 2 if choices.en_projection() else st.columns([5, 2.4], gap="medium")
    with gauche:
        quadrant.dessiner(ctx)
    with droite, st.container(key="carte-ciel"):
        figure_block.tete("Lire le ciel", "Cinq classes, selon la part des projets de recrutement jugés difficiles")
        st.html(meteo_tuiles.ciel_html())
        choices_meteo.bouton_methode()
    retenir.dessiner(ctx, s)
    carte.dessiner(ctx, carte.preparer(ctx, "ensemble", "ensemble", meteo_vue.TOUS), ctx.groupe(None))


def _tableau(ctx: Contexte, v: meteo_vue.VueMeteo) -> None:
    """Rows of the level; finer than families, a search and the classed rows alone until it is used."""
    lignes, reste = v.lignes, ""
    if ctx.niveau != "famille":
        with st.container(key="champs-recherche"):
            cherche = choices_meteo.recherche()
        lignes = [r for r in meteo_tables.filtrer(lignes, cherche) if cherche or r.statut == "classe"]
        reste = "" if cherche else meteo_tables.sans_classe(v.lignes, meteo_vue.UNITES[ctx.niveau][1])
    entetes, corps = meteo_tables.table(
        lignes,
        lecture.capitale(meteo_vue.UNITES[ctx.niveau][0]),
        lambda r: choices_meteo.adresse_metier(f"{ctx.niveau}:{r.code_groupe}"),
    )
    st.html(tables.tableau_html(entetes, corps, v.sous_titre) if corps else "<p>Aucun métier à montrer.</p>")
    if reste:
        st.caption(reste)
    indices = ctx.indices(ctx.niveau, ctx.lieu.zonage)
    figure_block.telechargement(
        "meteo",
        lambda: meteo_tables.csv(
            indices[indices["code_zone"] == ctx.lieu.code],
            ctx.libelles,
            ctx.lieu.zonage,
            ctx.instantanes,
            ctx.demonstration,
        ),
        f"meteo_{ctx.lieu.zonage}_{ctx.lieu.code}_{ctx.niveau}.csv",
    )
