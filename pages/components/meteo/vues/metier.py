"""View « Le métier »: one group of métiers here, over the vintages, over the territories, and where to go next."""

from typing import Any

import streamlit as st

from data_loaders.francais import capitale, echapper as escape
from data_loaders.measures import palmares
from data_loaders.metiers import liens as liens_metiers
from geo import lieux, zonages
from pages.components import choices, figure_block
from pages.components.meteo import cache as cache_meteo, choices as choices_meteo
from pages.components.meteo.vues import REGIONAL, Contexte, Groupe, carte, complet, courbes
from pages.components.partage import une_fois
from pages.components.provenance import meteo as provenance_meteo
from pages.figures.meteo import (
    moteurs as meteo_moteurs,
    retenir as meteo_retenir,
    sorties as meteo_sorties,
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
    """The class here and what makes it, the map, the vintages, the ranking, the complete index, the neighbours."""
    with st.container(key="champs-groupe-metier"):
        g = ctx.groupe(choices_meteo.groupe(ctx.niveau, ctx.libelles, ctx.listes))
    r = ctx.ligne(g)
    titre = meteo_vue.titre_metier(r, g.libelle, lieux.locatif(ctx.lieu.zonage, ctx.lieu.code))
    sous_titre = f"{g.libelle}, {ctx.nom_lieu}, {ctx.annee}"
    blocs = [_fiche, _carte, _courbes, _classement, _complet, _voisins]
    if choices.en_projection():  # the map comes first, under one title: it is what a room looks at
        sous_titre = carte.preparer(ctx, *g).sous_titre
        blocs = [_carte, *(b for b in blocs if b is not _carte)]
    ctx.entete(titre, meteo_vue.RIEN, ctx.pour(sous_titre))
    for bloc in blocs:
        bloc(ctx, g, r)


def _complet(ctx: Contexte, g: Groupe, r: Any) -> None:
    if g.niveau != "ensemble":
        complet.dessiner(ctx, g, r)


def _courbes(ctx: Contexte, g: Groupe, _r: Any) -> None:
    """The share here and in the region, vintage by vintage."""
    suivis, ou = [Suivi(REGION, ctx.lignes(g, *REGIONAL), None)], [REGIONAL]
    if ctx.ici != REGIONAL:
        suivis.insert(0, Suivi(zonages.libelle_zone(*ctx.ici), ctx.lignes(g, *ctx.ici)))
        ou.insert(0, ctx.ici)
    courbes.dessiner(ctx, suivis, [g], ou, f"{g.libelle}, {ctx.annee}")


def _carte(ctx: Contexte, g: Groupe, _r: Any) -> None:
    carte.dessiner(ctx, carte.preparer(ctx, *g), g)


def _classement(ctx: Contexte, g: Groupe, _r: Any) -> None:
    carte.classement(ctx, carte.preparer(ctx, *g), *g)


def _fiche(ctx: Contexte, g: Groupe, r: Any) -> None:
    """The tile and the ways out, beside the causes of the share."""
    gauche, droite = st.columns([2, 5], gap="medium")
    with gauche:
        with st.container(key="tuile-ici"):
            st.html(
                meteo_tuiles.tuile(
                    r, court=REGION if ctx.lieu.zonage == "region" else r.nom, sans_france=ctx.sans_france
                )
            )
        if g.niveau != "ensemble":
            with st.container(key="bloc-sorties"):
                _sorties(ctx, g)
    with droite:
        lu = meteo_vue.lecture_ici(r, g.libelle, ctx.lieu.zonage, ctx.annee)
        # All métiers together are what a group is set against.
        suivis, ou = list(dict.fromkeys([g, ctx.groupe(None)])), list(dict.fromkeys([ctx.ici, REGIONAL]))
        suivies = provenance_meteo.des_cellules(ctx, suivis, ou, cle="meteo-fiche")
        v = Vue("", lecture=lu, champ=CHAMP, source=ctx.source())
        with figure_block.bloc("meteo", v, tete="aucune", cadre="", provenance=suivies):
            _moteurs(ctx, g, r)


def _moteurs(ctx: Contexte, g: Groupe, r: Any) -> None:
    """From the same métiers in France to the estimate, in points that add up."""
    ou = f"{g.libelle}, {ctx.nom_lieu}, {ctx.annee}"
    v, contenu = Vue(meteo_moteurs.TITRE, ou), ""
    if meteo_vue.estimee(r):
        m = cache_meteo.cellule(ctx.donnees, g.niveau, g.code, *ctx.ici, ctx.annee).moteurs
        sous_titre = f"{ou}, part des projets difficiles, en points"
        v = Vue(meteo_moteurs.titre(m), sous_titre, meteo_moteurs.lecture(r, m), CHAMP, ctx.source())
        contenu = meteo_moteurs.table_html(r, m, sous_titre, ctx.sans_france)
    else:
        contenu = f'<p class="obs-raison">{escape(meteo_moteurs.raison(r))}</p>'
    with figure_block.bloc("meteo-moteurs", v, cadre="bloc-moteurs"):
        st.html(contenu)


def _sorties(ctx: Contexte, g: Groupe) -> None:
    """Links of the ROME métiers, those with the most offers in the region first when they are known."""
    ou = lieux.locatif("departement", ctx.departement) if ctx.departement else ""
    offres = cache_meteo.offres_rome(ctx.donnees)
    romes = une_fois(liens_metiers.romes, ctx.donnees, g.niveau, g.code, ctx.annee)
    romes = sorted(romes, key=lambda rome: -rome.part * offres.get(rome.code, 0.0))
    st.html(meteo_sorties.html(romes, ctx.departement, ou))
    vers = adresses.formation_metier(f"{g.niveau}:{g.code}", ":".join(ctx.ici)).removeprefix("/")
    st.html(liens_html(((vers, "Les diplômes qui y mènent, et leur insertion"),)))


def _voisins(ctx: Contexte, g: Groupe, _r: Any) -> None:
    """Métiers near this one, with their class here; the other levels have none."""
    if g.niveau != "metier":
        return
    ici = une_fois(palmares.dans, ctx.du_lieu(g.niveau), ctx.lieu.code, ctx.annee)
    proches = une_fois(palmares.voisins, ici, g.code, cache_meteo.passages(ctx.donnees, ctx.annee))
    v = Vue(f"Métiers voisins de « {g.libelle} »", f"{capitale(ctx.nom_lieu)}, {ctx.annee}", badges=ctx.badges)
    suivies = provenance_meteo.des_cellules(ctx, [ctx.groupe(c) for c in proches["code_groupe"]])
    with figure_block.bloc("meteo-voisins", v, cadre="bloc-voisins", provenance=suivies):
        if proches.empty:
            st.html('<p class="obs-raison">Aucun métier voisin dans la liste de l’enquête cette année-là.</p>')
        else:
            table = meteo_retenir.table_voisins(proches, ctx.libelles, choices_meteo.adresses())
            figure_block.tabuler(table, f"Métiers voisins, {v.sous_titre}")
