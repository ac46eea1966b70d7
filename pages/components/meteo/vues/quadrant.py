"""Card of the quadrant: projects × difficulty of the métiers of one territory."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo import lieux
from pages.components import cache, ecran, figure_block, identite
from pages.components.figure_block import Fichier
from pages.components.meteo.vues import Contexte, Groupe
from pages.components.partage import une_fois
from pages.components.provenance import meteo as provenance_meteo
from pages.figures import lecture
from pages.figures.meteo import quadrant as meteo_quadrant, tables as meteo_tables, vue as meteo_vue
from pages.figures.meteo.vue import CHAMP
from pages.figures.vues import Vue

METIER = "metier"


def dessiner(ctx: Contexte) -> None:
    """Figure, legend in words, notes, table twin and CSV; without any estimated métier, the reason."""
    indices = ctx.indices(METIER, ctx.lieu.zonage)
    libelles = cache.libelles_metiers(ctx.donnees, METIER, ctx.annee)
    lignes = une_fois(meteo_vue.lignes_territoire, indices, libelles, ctx.lieu.code, ctx.annee)
    q = une_fois(meteo_quadrant.preparer, lignes)
    lieu = lecture.capitale(lieux.locatif(ctx.lieu.zonage, ctx.lieu.code))
    sous_titre = f"Projets de recrutement et part estimée de projets difficiles, {ctx.nom_lieu}, {ctx.annee}"
    v = Vue(une_fois(meteo_quadrant.titre, lignes, lieu), sous_titre, badges=ctx.badges)
    if not q.points:
        with figure_block.bloc("meteo-quadrant", v, cadre="carte-quadrant"):
            raisons = meteo_tables.sans_estimation(lignes)
            identite.etat_vide("Aucun métier ne peut être estimé dans ce territoire.", raisons)
        return
    v = replace(v, lecture=une_fois(meteo_quadrant.lecture, q, ctx.annee), champ=CHAMP, source=ctx.source())
    places = [Groupe(METIER, r.code_groupe, libelles[r.code_groupe]) for r in lignes if meteo_vue.estimee(r)]
    with figure_block.bloc(
        "meteo-quadrant",
        v,
        cadre="carte-quadrant",
        provenance=provenance_meteo.des_cellules(ctx, places),
        table=une_fois(meteo_quadrant.table, lignes),
        pli="Les mêmes métiers en tableau",
        csv=Fichier(
            f"meteo_{ctx.lieu.zonage}_{ctx.lieu.code}_metier.csv",
            lambda: meteo_tables.csv(
                indices[indices["code_zone"] == ctx.lieu.code],
                libelles,
                ctx.lieu.zonage,
                ctx.instantanes,
                ctx.demonstration,
            ),
        ),
    ):
        figure = une_fois(meteo_quadrant.figure, q, identite.theme_courant(), *ecran.taille())
        figure_block.graphique("quadrant", figure, v.lecture)
        st.html(meteo_quadrant.legende_html())
