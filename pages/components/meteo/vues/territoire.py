"""View « Le territoire »: the sky of each group of métiers in one territory."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from data_loaders.francais import capitale
from data_loaders.measures import palmares
from geo import lieux
from pages.components import cache, ecran, figure_block, identite
from pages.components.figure_block import Fichier
from pages.components.meteo import cache as cache_meteo, choices as choices_meteo
from pages.components.meteo.vues import Contexte, Groupe
from pages.components.partage import une_fois
from pages.components.provenance import meteo as provenance_meteo
from pages.figures.meteo import (
    quadrant as meteo_quadrant,
    tables as meteo_tables,
    tuiles as meteo_tuiles,
    vue as meteo_vue,
)
from pages.figures.meteo.vue import CHAMP, UNITES
from pages.figures.vues import Vue

METIER = "metier"
CARTES = 4
EN_VUE, PLIEES = ("difficiles", "embauches"), ("faciles", "surplus")


def montrer(ctx: Contexte) -> None:
    """The ribbon of the skies, the métiers to know as cards, then the rest folded: table, other lists, quadrant."""
    v = une_fois(
        meteo_vue.preparer, ctx.du_lieu(ctx.niveau), ctx.libelles, ctx.niveau, *ctx.ici, ctx.annee, ctx.demonstration
    )
    v = replace(v, source=ctx.source())
    ctx.entete(v.titre, ctx.pour(v.sous_titre))
    par_metier = ctx.niveau == METIER
    p = _palmares(ctx) if par_metier else None
    cites = (
        [c for q in EN_VUE for c in getattr(p, q).lignes["code_groupe"][:CARTES]]
        if par_metier
        else [r.code_groupe for r in v.lignes]
    )
    suivies = provenance_meteo.des_cellules(
        ctx, [*map(ctx.groupe, dict.fromkeys(cites)), ctx.groupe(None)], cle="meteo-tuiles"
    )
    fichier = _fichier(ctx, ctx.niveau, ctx.libelles)
    with figure_block.bloc("meteo", v, tete="aucune", cadre="", provenance=suivies, csv=fichier):
        st.html(meteo_tuiles.ruban_html(v.lignes))
        if par_metier:
            st.html(meteo_tuiles.palmares_html(p, EN_VUE, ctx.libelles, choices_meteo.adresses(), CARTES))
        elif ctx.niveau == "famille":
            st.html(meteo_tuiles.cartes_html(v.lignes, ctx.niveau, choices_meteo.adresses()))
        st.html(meteo_tuiles.synthese_html(meteo_vue.tete(ctx.ligne(ctx.groupe(None)))))
    if (pli := identite.pli("pli-meteo", f"{capitale(UNITES[ctx.niveau][1])}, en tableau")) is not None:
        with pli, st.container(key="bloc-metiers"):
            _tableau(ctx, v)
    if par_metier and (pli := identite.pli("pli-retenir", "Les plus faciles à pourvoir, et les offres par candidat")):
        with pli:
            st.html(meteo_tuiles.palmares_html(p, PLIEES, ctx.libelles, choices_meteo.adresses(), CARTES))
    if pli := identite.pli("pli-quadrant", "Projets et difficulté, métier par métier"):
        with pli:
            _quadrant(ctx)
    if pli := identite.pli("pli-ciel", "Lire le ciel"):
        with pli:
            st.html(meteo_tuiles.cieux_html())
            choices_meteo.bouton_methode()


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
    sous_titre = f"Projets d’embauche et part de projets difficiles, {ctx.nom_lieu}, {ctx.annee}"
    v = Vue(une_fois(meteo_quadrant.titre, lignes, lieu), sous_titre, badges=ctx.badges)
    if not q.points:
        with figure_block.bloc("meteo-quadrant", v, cadre="bloc-quadrant"):
            raisons = meteo_tables.sans_estimation(lignes)
            identite.etat_vide("Aucun métier n’a de chiffre dans ce territoire.", raisons)
        return
    v = replace(v, lecture=une_fois(meteo_quadrant.lecture, q, ctx.annee), champ=CHAMP, source=ctx.source())
    places = [Groupe(METIER, r.code_groupe, libelles[r.code_groupe]) for r in lignes if meteo_vue.estimee(r)]
    with figure_block.bloc(
        "meteo-quadrant",
        v,
        cadre="bloc-quadrant",
        provenance=provenance_meteo.des_cellules(ctx, places),
        table=une_fois(meteo_tables.table, [r for r in lignes if meteo_vue.estimee(r)], "Métier"),
        pli="Les mêmes métiers en tableau",
        csv=_fichier(ctx, METIER, libelles),
    ):
        figure = une_fois(meteo_quadrant.figure, q, identite.theme_courant(), *ecran.taille())
        figure_block.graphique("quadrant", figure, v.lecture)
        st.html(meteo_quadrant.legende_html())


def _palmares(ctx: Contexte) -> palmares.Palmares:
    return une_fois(
        palmares.palmares,
        _metiers(ctx),
        ctx.lieu.code,
        ctx.annee,
        complets=cache_meteo.completes(ctx.donnees, METIER, ctx.lieu.zonage),
    )


def _metiers(ctx: Contexte) -> pd.DataFrame:
    """Métiers of the territory in the vintage chosen."""
    return une_fois(palmares.dans, ctx.du_lieu(METIER), ctx.lieu.code, ctx.annee)
