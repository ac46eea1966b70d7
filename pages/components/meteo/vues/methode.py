"""View « La méthode »: in plain words, then worked out on the cell chosen, then what it is worth."""

from __future__ import annotations

import streamlit as st

from data_loaders.metiers import indices_complets
from geo import lieux
from pages.components import cache, figure_block
from pages.components.figure_block import Fichier
from pages.components.meteo import cache as cache_meteo, choices as choices_meteo
from pages.components.meteo.vues import Contexte, Groupe
from pages.components.provenance import Piste, meteo as provenance_meteo
from pages.figures import tables
from pages.figures.meteo import (
    methode as meteo_methode,
    methode_complete as meteo_methode_complete,
    sensibilite as meteo_sensibilite,
    tuiles as meteo_tuiles,
    vue as meteo_vue,
)
from pages.figures.meteo.vue import CHAMP
from pages.figures.provenance import documents
from pages.figures.vues import Vue


def montrer(ctx: Contexte) -> None:
    """The five skies, the method in brief, the steps on the cell chosen, the parameters and what they weigh."""
    with st.container(key="champs-groupe"):
        g = ctx.groupe(choices_meteo.groupe(ctx.niveau, ctx.libelles, ctx.listes))
    lieu = lieux.locatif(ctx.lieu.zonage, ctx.lieu.code)
    titre = meteo_methode.titre(g.dit, lieu, ctx.annee)
    st.html(
        meteo_tuiles.entete_html(meteo_vue.pareil(titre), meteo_vue.RIEN, meteo_methode.SOUS_TITRE, ctx.badges_html)
    )
    with st.container(key="carte-bref"):
        st.html(meteo_methode.en_bref_html())
        st.html(meteo_tuiles.cieux_html())
    par_annee = {r.annee: r for r in ctx.lignes(g, *ctx.ici)}
    r = par_annee[ctx.annee]
    etapes = meteo_methode.etapes(r, par_annee.get(r.annee_precedente), g.niveau)
    with figure_block.bloc(
        "meteo-etapes",
        Vue(titre),
        tete="aucune",
        cadre="carte-etapes",
        provenance=provenance_meteo.des_cellules(ctx, [g]),
    ):
        st.html(meteo_methode.html(lieu, g.dit, ctx.annee, etapes))
    _complet(ctx, g, lieu)
    with st.container(key="carte-parametres"):
        st.html(meteo_methode.parametres_html())
    _couverture(ctx)
    _sensibilite(ctx)
    _sensibilite_complete(ctx)


def _complet(ctx: Contexte, g: Groupe, lieu: str) -> None:
    """The complete index on the same cell, in the last year it can be made for; all métiers have none of their own."""
    if raison := indices_complets.raison_absence(ctx.donnees):
        with st.container(key="carte-etapes-complet"):
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
    with st.container(key="carte-etapes-complet"):
        etapes = meteo_methode_complete.etapes(r, cache_meteo.parts_cible_unique(ctx.donnees))
        st.html(meteo_methode.html(lieu, quoi, annee, etapes, meteo_methode_complete.TITRE))


def _couverture(ctx: Contexte) -> None:
    t = cache_meteo.couverture(ctx.donnees)
    v = Vue(
        "Combien de cellules ont une classe",
        "Part des cellules groupe × bassin où l’enquête publie quelque chose, par niveau et millésime",
        meteo_sensibilite.lecture_couverture(t),
        CHAMP,
        ctx.source_millesimes,
        ctx.badges,
    )
    table, demonstration = meteo_sensibilite.table_couverture(t), ctx.demonstration
    figure_block.tableau(
        "meteo-couverture",
        v,
        cadre="carte-couverture",
        table=table,
        provenance=Piste(
            lambda: documents.publiees(
                v.sous_titre,
                (v.lecture,),
                [ctx.donnees.instantane("bmo", a) for a in sorted(ctx.instantanes, reverse=True)],
                table,
            )
        ),
        csv=Fichier("meteo_couverture.csv", lambda: meteo_sensibilite.csv_couverture(t, demonstration)),
    )


def _sensibilite(ctx: Contexte) -> None:
    """Computed once unfolded: every parameter is moved twice."""
    pli = st.expander("Ce que pèse chaque paramètre", key="origine-sensibilite", on_change="rerun")
    if not pli.open:
        return
    with pli:
        t = cache_meteo.sensibilite(ctx.donnees)
        annee = max(ctx.instantanes)
        st.html(f"<h2>{tables.echapper(meteo_sensibilite.titre(t))}</h2>")
        for groupes, nom in meteo_sensibilite.GROUPES.items():
            lignes = t[t["groupes"] == groupes]
            legende = f"Cellules qui changent, {nom} de tous les bassins, {annee}"
            st.html(f"<h3>{legende}</h3>{tables.tableau_html(*meteo_sensibilite.table(lignes), legende)}")
            st.html(f'<p class="obs-note">{tables.echapper(meteo_sensibilite.lecture(lignes))}</p>')
        demonstration = ctx.demonstration
        csv = Fichier("meteo_sensibilite.csv", lambda: meteo_sensibilite.csv(t, demonstration))
        figure_block.telecharger("meteo-sensibilite", csv)


def _sensibilite_complete(ctx: Contexte) -> None:
    """The same for the complete index, apart: it is asked for less often, and takes longer."""
    if indices_complets.raison_absence(ctx.donnees):
        return
    nom = "Ce que pèse chaque paramètre de l’indice complet"
    pli = st.expander(nom, key="origine-sensibilite-complete", on_change="rerun")
    if not pli.open:
        return
    with pli:
        t = cache_meteo.sensibilite_complete(ctx.donnees)
        annee = indices_complets.annees(ctx.donnees)[-1]
        legende = f"Cellules qui changent, indice complet, métiers de tous les bassins, {annee}"
        corps = meteo_sensibilite.table(t, meteo_sensibilite.COMPLETS)
        st.html(f"<h2>{legende}</h2>{tables.tableau_html(*corps, legende)}")
        lu = meteo_sensibilite.lecture(t, meteo_sensibilite.COMPLETS[0])
        st.html(f'<p class="obs-note">{tables.echapper(lu)}</p>')
