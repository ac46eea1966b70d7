"""View « Le métier »: one group of métiers here, over the vintages, over the territories, and where to go next."""

from typing import Any

import streamlit as st

from data_loaders.francais import capitale
from data_loaders.measures import palmares
from data_loaders.metiers import liens as liens_metiers
from geo import lieux, zonages
from pages.components import choices, figure_block, identite
from pages.components.meteo import cache as cache_meteo, choices as choices_meteo
from pages.components.meteo.vues import REGIONAL, Contexte, Groupe, carte, complet, courbes
from pages.components.partage import une_fois
from pages.components.provenance import meteo as provenance_meteo
from pages.figures.meteo import (
    sorties as meteo_sorties,
    tables as meteo_tables,
    tuiles as meteo_tuiles,
    vue as meteo_vue,
)
from pages.figures.meteo.comparer import REGION
from pages.figures.meteo.courbes import Suivi
from pages.figures.meteo.vue import CHAMP
from pages.figures.recherche import adresses
from pages.figures.territoires.lieu import liens_html
from pages.figures.vues import Vue


def montrer(ctx: Contexte) -> None:
    """The sheet of the métier here beside the map, the doors; the vintages, zones, offers and neighbours are folded."""
    with st.container(key="champs-groupe-metier"):
        g = ctx.groupe(choices_meteo.groupe(ctx.niveau, ctx.libelles, ctx.listes))
    r = ctx.ligne(g)
    ctx.entete(meteo_vue.pareil(meteo_vue.titre_metier(r, g.libelle, lieux.locatif(*ctx.ici))), ctx.pour(_ou(ctx)))
    if choices.en_projection():  # the map comes first, under one title: it is what a room looks at
        carte.dessiner(ctx, carte.preparer(ctx, *g), g)
        _fiche(ctx, g, r)
    else:
        gauche, droite = st.columns([5, 6], gap="medium")
        with gauche:
            _fiche(ctx, g, r)
            if g.niveau != "ensemble":
                with st.container(key="bloc-sorties"):
                    _sorties(ctx, g)
        with droite:
            carte.dessiner(ctx, carte.preparer(ctx, *g), g)
    plis = {
        "L’enquête, année par année": lambda: _courbes(ctx, g),
        "Les territoires, en tableau": lambda: carte.classement(ctx, carte.preparer(ctx, *g), *g),
    }
    if g.niveau != "ensemble":
        plis[complet.TITRE] = lambda: complet.dessiner(ctx, g, r)
    if g.niveau == "metier":
        plis["Les métiers voisins"] = lambda: _voisins(ctx, g)
    for i, (titre, dessiner) in enumerate(plis.items()):
        if (pli := identite.pli(f"pli-metier-{i}", titre)) is not None:
            with pli:
                dessiner()


def _ou(ctx: Contexte) -> str:
    return f"{capitale(ctx.nom_lieu)}, {ctx.annee}"


def _fiche(ctx: Contexte, g: Groupe, r: Any) -> None:
    """The sky, the share and the projects; what « ? » says of them."""
    # All métiers together are what a group is set against.
    suivis, ou = list(dict.fromkeys([g, ctx.groupe(None)])), list(dict.fromkeys([ctx.ici, REGIONAL]))
    suivies = provenance_meteo.des_cellules(ctx, suivis, ou, cle="meteo-fiche")
    lu = " ".join(meteo_vue.explication(r, f"{g.libelle}, {ctx.nom_lieu}", ctx.lieu.zonage))
    v = Vue("", lecture=lu, champ=CHAMP, source=ctx.source())
    with figure_block.bloc("meteo", v, tete="aucune", cadre="", provenance=suivies):
        st.html(meteo_tuiles.fiche_html(r))


def _courbes(ctx: Contexte, g: Groupe) -> None:
    """The share here and in the region, vintage by vintage."""
    suivis, ou = [Suivi(REGION, ctx.lignes(g, *REGIONAL), None)], [REGIONAL]
    if ctx.ici != REGIONAL:
        suivis.insert(0, Suivi(zonages.libelle_zone(*ctx.ici), ctx.lignes(g, *ctx.ici)))
        ou.insert(0, ctx.ici)
    courbes.dessiner(ctx, suivis, [g], ou, f"{g.libelle}, {ctx.annee}")


def _sorties(ctx: Contexte, g: Groupe) -> None:
    """Links of the ROME métiers, those with the most offers in the region first when they are known."""
    ou = lieux.locatif("departement", ctx.departement) if ctx.departement else ""
    offres = cache_meteo.offres_rome(ctx.donnees)
    romes = une_fois(liens_metiers.romes, ctx.donnees, g.niveau, g.code, ctx.annee)
    romes = sorted(romes, key=lambda rome: -rome.part * offres.get(rome.code, 0.0))
    st.html(meteo_sorties.html(romes, ctx.departement, ou))
    vers = adresses.formation_metier(f"{g.niveau}:{g.code}", ":".join(ctx.ici)).removeprefix("/")
    st.html(liens_html(((vers, "Les diplômes qui y mènent, et leur insertion"),)))


def _voisins(ctx: Contexte, g: Groupe) -> None:
    """Métiers near this one, with their figure here."""
    ici = une_fois(palmares.dans, ctx.du_lieu(g.niveau), ctx.lieu.code, ctx.annee)
    proches = une_fois(palmares.voisins, ici, g.code, cache_meteo.passages(ctx.donnees, ctx.annee))
    v = Vue(f"Métiers voisins de « {g.libelle} »", _ou(ctx), badges=ctx.badges)
    suivies = provenance_meteo.des_cellules(ctx, [ctx.groupe(c) for c in proches["code_groupe"]])
    with figure_block.bloc("meteo-voisins", v, cadre="bloc-voisins", provenance=suivies):
        if proches.empty:
            st.html('<p class="obs-raison">Aucun métier voisin dans la liste de l’enquête cette année-là.</p>')
        else:
            table = meteo_tables.voisins(proches, ctx.libelles, choices_meteo.adresses())
            figure_block.tabuler(table, f"Métiers voisins, {v.sous_titre}")
