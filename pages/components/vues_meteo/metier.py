"""View « Le métier »: one group of métiers here, over the vintages, over the territories, and where to go next."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from data_loaders import liens_metiers
from data_loaders.measures import meteo_lecture
from data_loaders.tableau import Metier
from geo import lieux, zonages
from pages.components import cache_meteo, choices_meteo, figure_block
from pages.components.vues_meteo import REGIONAL, Contexte, Groupe, carte, complet, trace
from pages.components.vues_meteo.carte import CHAMP
from pages.figures import meteo_moteurs, meteo_retenir, meteo_sorties, meteo_tuiles, meteo_vue, tables
from pages.figures.lecture import capitale
from pages.figures.meteo_comparer import REGION
from pages.figures.meteo_trace import Suivi


def montrer(ctx: Contexte) -> None:
    """The class here and what makes it, the complete index, the vintages, the map, the ranking, the neighbours."""
    with st.container(key="champs-groupe"):
        groupe = choices_meteo.groupe(ctx.niveau, ctx.libelles, ctx.listes)
    g = ctx.groupe(groupe)
    r = ctx.ligne(g)
    titre = meteo_vue.titre_metier(r, g.libelle, lieux.locatif(ctx.lieu.zonage, ctx.lieu.code))
    st.html(meteo_tuiles.entete_html(titre, meteo_vue.RIEN, f"{g.libelle}, {ctx.nom_lieu}, {ctx.annee}", ctx.badges))
    _fiche(ctx, g, r)
    if groupe:
        complet.dessiner(ctx, g, r)
    suivis = [Suivi(REGION, ctx.lignes(g, *REGIONAL), True)]
    if ctx.lieu.zonage != "region":
        suivis.insert(0, Suivi(zonages.libelle_zone(ctx.lieu.zonage, ctx.lieu.code), ctx.lignes(g)))
    trace.dessiner(ctx, suivis, g.niveau, f"{g.libelle}, {ctx.annee}")
    c = carte.preparer(ctx, *g)
    carte.dessiner(ctx, c, Metier(g.niveau, g.code) if groupe else None)
    carte.classement(ctx, c, *g)
    if g.niveau == "metier":
        _voisins(ctx, g)


def _fiche(ctx: Contexte, g: Groupe, r) -> None:
    """The tile, the causes of the share, the ways out."""
    gauche, droite = st.columns([2, 5], gap="medium")
    with gauche, st.container(key="tuile-ici"):
        st.html(meteo_tuiles.tuile(r, court=REGION if ctx.lieu.zonage == "region" else r.nom).html)
    with droite, st.container(key="carte-moteurs"):
        m = meteo_moteurs.decomposer(r, g.niveau)
        sous_titre = f"De la région, tous métiers, à {g.libelle}, {ctx.nom_lieu}, {ctx.annee}"
        if m is None:
            figure_block.tete("Ce qui fait la classe", f"{g.libelle}, {ctx.nom_lieu}, {ctx.annee}")
            st.html(f'<p class="obs-raison">{tables.echapper(meteo_moteurs.raison(r))}</p>')
        else:
            figure_block.tete(meteo_moteurs.titre(m), sous_titre)
            st.html(meteo_moteurs.table_html(r, m, sous_titre))
            figure_block.pied("meteo-moteurs", meteo_moteurs.lecture(r, m), CHAMP, ctx.source())
        if g.niveau != "ensemble":
            _sorties(ctx, g)
    figure_block.pied("meteo", meteo_vue.lecture_ici(r, g.libelle, ctx.lieu.zonage, ctx.annee), CHAMP, ctx.source())


def _sorties(ctx: Contexte, g: Groupe) -> None:
    """Links of the ROME métiers, those with the most offers here first when they are known."""
    ou = f"({zonages.libelle_zone('departement', ctx.departement)})" if ctx.departement else ""
    connus = cache_meteo.romes_complets(ctx.donnees, g.niveau, ctx.lieu.zonage, ctx.annee, ctx.lieu.code, g.code)
    rangs = {code: i for i, code in enumerate(connus["code_rome"])}
    romes = liens_metiers.romes(ctx.donnees, g.niveau, g.code, ctx.annee)
    romes = sorted(romes, key=lambda rome: rangs.get(rome.code, len(rangs)))
    st.html(f"<h3>Aller plus loin</h3>{meteo_sorties.html(romes, ctx.departement, ou)}")


def _voisins(ctx: Contexte, g: Groupe) -> None:
    """Métiers near this one, with their class here."""
    i = ctx.indices(g.niveau, ctx.lieu.zonage)
    ici = i[(i["code_zone"] == ctx.lieu.code) & (i["annee"] == ctx.annee)]
    proches: pd.DataFrame = meteo_lecture.voisins(ici, g.code, cache_meteo.passages(ctx.donnees, ctx.annee))
    with st.container(key="carte-voisins"):
        sous_titre = f"{capitale(ctx.nom_lieu)}, {ctx.annee}"
        figure_block.tete(f"Métiers voisins de « {g.libelle} »", sous_titre, *ctx.badges)
        if proches.empty:
            st.html('<p class="obs-raison">Aucun métier voisin dans la liste de l’enquête cette année-là.</p>')
            return
        entetes, corps = meteo_retenir.table_voisins(proches, ctx.libelles, choices_meteo.adresse_metier)
        st.html(tables.tableau_html(entetes, corps, f"Métiers voisins, {sous_titre}"))
