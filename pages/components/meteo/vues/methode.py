"""View « La méthode »: in plain words, then worked out on the cell chosen, then what it is worth."""

import streamlit as st

from data_loaders.francais import echapper as escape
from data_loaders.metiers import indices_complets
from geo import lieux
from pages.components import cache, figure_block, identite
from pages.components.figure_block import Fichier
from pages.components.meteo import cache as cache_meteo, choices as choices_meteo
from pages.components.meteo.vues import Contexte, Groupe
from pages.components.provenance import Piste, meteo as provenance_meteo
from pages.figures.meteo import (
    evaluation as meteo_evaluation,
    methode as meteo_methode,
    methode_complete as meteo_methode_complete,
    tuiles as meteo_tuiles,
    vue as meteo_vue,
)
from pages.figures.meteo.vue import CHAMP
from pages.figures.provenance import documents
from pages.figures.vues import Vue


def montrer(ctx: Contexte) -> None:
    """The method in brief, the five skies, the steps on the cell chosen, parameters, past surveys, quality."""
    with st.container(key="champs-groupe"):
        g = ctx.groupe(choices_meteo.groupe(ctx.niveau, ctx.libelles, ctx.listes))
    lieu = lieux.locatif(ctx.lieu.zonage, ctx.lieu.code)
    titre = meteo_methode.titre(g.dit, lieu, ctx.annee)
    ctx.entete(meteo_vue.pareil(titre), meteo_vue.RIEN, meteo_methode.SOUS_TITRE)
    with st.container(key="bloc-bref"):
        st.html(meteo_methode.en_bref_html())
        st.html(meteo_tuiles.cieux_html())
    par_annee = {r.annee: r for r in ctx.lignes(g, *ctx.ici)}
    r = par_annee[ctx.annee]
    cellule = cache_meteo.cellule(ctx.donnees, g.niveau, g.code, *ctx.ici, ctx.annee)
    etapes = meteo_methode.etapes(r, par_annee.get(r.annee_precedente), g.niveau, cellule)
    with figure_block.bloc(
        "meteo-etapes",
        Vue(titre),
        tete="aucune",
        cadre="bloc-etapes",
        provenance=provenance_meteo.des_cellules(ctx, [g]),
    ):
        st.html(meteo_methode.html(lieu, g.dit, ctx.annee, etapes))
    _complet(ctx, g, lieu)
    with st.container(key="bloc-parametres"):
        st.html(meteo_methode.parametres_html())
    _evaluation(ctx)
    _couverture(ctx)
    with st.container(key="bloc-qualite"):
        st.html(meteo_methode.qualite_html())


def _complet(ctx: Contexte, g: Groupe, lieu: str) -> None:
    """The complete index on the same cell, in the last year it can be made for; all métiers have none of their own."""
    if raison := indices_complets.raison_absence(ctx.donnees):
        with st.container(key="bloc-etapes-complet"):
            figure_block.titrer(meteo_methode_complete.TITRE, raison)
        return
    annees = indices_complets.annees(ctx.donnees)
    annee = ctx.annee if ctx.annee in annees else annees[-1]
    niveau = "famille" if g.niveau == "ensemble" else g.niveau
    df = cache_meteo.completes(ctx.donnees, niveau, ctx.lieu.zonage)
    ici = df[(df["annee"] == annee) & (df["code_zone"] == ctx.lieu.code)].sort_values("offres", ascending=False)
    if g.niveau != "ensemble":
        ici = ici[ici["code_groupe"] == g.code]
    r = next(ici.itertuples(), None)
    if r is None:
        return
    quoi = g.libelle if g.niveau != "ensemble" else cache.libelles_metiers(ctx.donnees, niveau, annee)[r.code_groupe]
    with st.container(key="bloc-etapes-complet"):
        etapes = meteo_methode_complete.etapes(r, cache_meteo.parts_cible_unique(ctx.donnees))
        st.html(meteo_methode.html(lieu, quoi, annee, etapes, meteo_methode_complete.TITRE))


def _couverture(ctx: Contexte) -> None:
    t = cache_meteo.couverture(ctx.donnees)
    v = Vue(
        "Combien de cellules ont une estimation",
        "Part des cellules groupe × bassin où l’enquête publie quelque chose, par niveau et millésime",
        meteo_evaluation.lecture_couverture(t),
        CHAMP,
        ctx.source_millesimes,
        ctx.badges,
    )
    table, demonstration = meteo_evaluation.table_couverture(t), ctx.demonstration
    figure_block.tableau(
        "meteo-couverture",
        v,
        cadre="bloc-couverture",
        table=table,
        provenance=Piste(
            lambda: documents.publiees(
                v.sous_titre,
                (v.lecture,),
                [ctx.donnees.instantane("bmo", a) for a in sorted(ctx.instantanes, reverse=True)],
                table,
            )
        ),
        csv=Fichier("meteo_couverture.csv", lambda: meteo_evaluation.csv_couverture(t, demonstration)),
    )


def _evaluation(ctx: Contexte) -> None:
    """Computed once unfolded: every past vintage is estimated again with what was known then."""
    pli = identite.pli("origine-evaluation", "Ce que les enquêtes passées disent de la méthode")
    if pli is None:
        return
    with pli:
        e = cache_meteo.evaluer(ctx.donnees)
        if e.precision.empty:
            st.html(f'<p class="obs-raison">{meteo_evaluation.SEULE}</p>')
            return
        figure_block.titrer(meteo_evaluation.titre(e), "Estimations de chaque enquête, confrontées à la suivante")
        for mesure, nom, *_ in meteo_evaluation.MESURES:
            st.html(f"<h3>{escape(nom)}</h3>")
            figure_block.tabuler(meteo_evaluation.table_precision(e, mesure), nom)
        for nom, table in (
            (
                "L’enquête suivante dans l’intervalle dit, son propre hasard ajouté",
                meteo_evaluation.table_intervalles(e),
            ),
            ("La chance dite, et ce que l’enquête suivante en a montré", meteo_evaluation.table_chances(e)),
        ):
            st.html(f"<h3>{escape(nom)}</h3>")
            figure_block.tabuler(table, nom)
        v = Vue("", lecture=meteo_evaluation.lecture(e), champ=CHAMP, source=ctx.source_millesimes)
        figure_block.noter("meteo-evaluation", v)
        demonstration = ctx.demonstration
        csv = Fichier("meteo_evaluation.csv", lambda: meteo_evaluation.csv(e, demonstration))
        figure_block.telecharger("meteo-evaluation", csv)
