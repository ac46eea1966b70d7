"""View « Le territoire »: the sky of each group of métiers in one territory."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from data_loaders.francais import capitale
from data_loaders.measures import palmares
from geo import lieux
from pages.components import cache, choices, ecran, figure_block, identite
from pages.components.figure_block import Fichier
from pages.components.meteo import cache as cache_meteo, choices as choices_meteo
from pages.components.meteo.vues import Contexte, Groupe, carte
from pages.components.partage import une_fois
from pages.components.provenance import meteo as provenance_meteo
from pages.figures.meteo import (
    quadrant as meteo_quadrant,
    retenir as meteo_retenir,
    tables as meteo_tables,
    tuiles as meteo_tuiles,
    vue as meteo_vue,
)
from pages.figures.meteo.vue import CHAMP
from pages.figures.vues import Vue

METIER = "metier"


def montrer(ctx: Contexte) -> None:
    """Tiles or table of the level chosen, then the quadrant beside how to read the sky, the lists, the map."""
    v = une_fois(
        meteo_vue.preparer, ctx.du_lieu(ctx.niveau), ctx.libelles, ctx.niveau, *ctx.ici, ctx.annee, ctx.demonstration
    )
    s = _synthese(ctx)
    ctx.entete(v.titre, v.suite, ctx.pour(v.sous_titre))
    if dites := une_fois(meteo_vue.tete, s):
        st.html(meteo_tuiles.synthese_html(dites))
    suivies = provenance_meteo.des_cellules(ctx, [ctx.groupe(r.code_groupe) for r in v.lignes], cle="meteo-tuiles")
    with figure_block.bloc("meteo", replace(v, source=ctx.source()), tete="aucune", cadre="", provenance=suivies):
        if ctx.niveau == "famille":
            st.html(une_fois(meteo_tuiles.tuiles_html, v, ctx.sans_france, ctx.niveau, choices_meteo.adresses()))
            if pli := identite.pli("pli-meteo", "Les mêmes familles en tableau"):
                with pli:
                    _tableau(ctx, v)
        else:
            with st.container(key="bloc-metiers"):
                _tableau(ctx, v)
    # A meeting room has no width to spare: one under the other there.
    gauche, droite = (st.container(),) * 2 if choices.en_projection() else st.columns([5, 2.4], gap="medium")
    with gauche:
        _quadrant(ctx)
    with droite, st.container(key="bloc-ciel"):
        figure_block.titrer("Lire le ciel", "Selon la part estimée des projets de recrutement difficiles")
        st.html(meteo_tuiles.ciel_html())
        choices_meteo.bouton_methode()
    _retenir(ctx, s)
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
    figure_block.telecharger("meteo", _fichier(ctx, ctx.niveau, ctx.libelles))


def _fichier(ctx: Contexte, niveau: str, libelles: dict[str, str]) -> Fichier:
    """The rows of a level in the zone of the page, every vintage."""
    indices, zonage = ctx.du_lieu(niveau), ctx.lieu.zonage
    return Fichier(
        f"meteo_{zonage}_{ctx.lieu.code}_{niveau}.csv",
        lambda: meteo_tables.csv(indices, libelles, zonage, ctx.instantanes, ctx.demonstration),
    )


def _quadrant(ctx: Contexte) -> None:
    """Figure, legend in words, notes, table twin and CSV; without any estimated métier, the reason."""
    libelles = cache.libelles_metiers(ctx.donnees, METIER, ctx.annee)
    lignes = une_fois(meteo_vue.lignes_territoire, _metiers(ctx), libelles, ctx.lieu.code, ctx.annee)
    q = une_fois(meteo_quadrant.preparer, lignes)
    lieu = capitale(lieux.locatif(ctx.lieu.zonage, ctx.lieu.code))
    sous_titre = f"Projets de recrutement et part estimée de projets difficiles, {ctx.nom_lieu}, {ctx.annee}"
    v = Vue(une_fois(meteo_quadrant.titre, lignes, lieu), sous_titre, badges=ctx.badges)
    if not q.points:
        with figure_block.bloc("meteo-quadrant", v, cadre="bloc-quadrant"):
            raisons = meteo_tables.sans_estimation(lignes)
            identite.etat_vide("Aucun métier ne peut être estimé dans ce territoire.", raisons)
        return
    v = replace(v, lecture=une_fois(meteo_quadrant.lecture, q, ctx.annee), champ=CHAMP, source=ctx.source())
    places = [Groupe(METIER, r.code_groupe, libelles[r.code_groupe]) for r in lignes if meteo_vue.estimee(r)]
    with figure_block.bloc(
        "meteo-quadrant",
        v,
        cadre="bloc-quadrant",
        provenance=provenance_meteo.des_cellules(ctx, places),
        table=une_fois(meteo_quadrant.table, lignes),
        pli="Les mêmes métiers en tableau",
        csv=_fichier(ctx, METIER, libelles),
    ):
        figure = une_fois(meteo_quadrant.figure, q, identite.theme_courant(), *ecran.taille())
        figure_block.graphique("quadrant", figure, v.lecture)
        st.html(meteo_quadrant.legende_html())


def _retenir(ctx: Contexte, s: palmares.Synthese) -> None:
    """Three short lists, each with its reason when it is empty."""
    libelles = cache.libelles_metiers(ctx.donnees, METIER, ctx.annee)
    p = une_fois(
        palmares.palmares,
        _metiers(ctx),
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
    with figure_block.bloc("meteo-retenir", v, cadre="bloc-retenir", provenance=suivies):
        if dit := meteo_vue.fermete(s):
            st.html(meteo_tuiles.synthese_html([dit]))
        st.html(une_fois(meteo_retenir.html, p, ctx.annee, libelles, choices_meteo.adresses()))


def _synthese(ctx: Contexte) -> palmares.Synthese:
    """What the sentences on the territory are made of."""
    indices = map(ctx.du_lieu, ("ensemble", "famille"))
    return une_fois(palmares.synthese, *indices, _metiers(ctx), ctx.lieu.code, ctx.annee)


def _metiers(ctx: Contexte) -> pd.DataFrame:
    """Métiers of the territory in the vintage chosen."""
    return une_fois(palmares.dans, ctx.du_lieu(METIER), ctx.lieu.code, ctx.annee)
