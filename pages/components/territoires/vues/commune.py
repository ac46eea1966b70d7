"""View « Ma commune »: the figures of a place and whose they are, its map, the métiers sought, doors set on it."""

from dataclasses import replace
from datetime import date
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_loaders.francais import periode_libelle
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import triangle as triangle_lu
from data_loaders.portraits import lieu as portrait_lieu
from data_loaders.portraits.lieu import Fiche
from geo import sujets, zonages
from geo.sujets import Sujet
from pages.components import cache, choices, depot, figure_block, identite
from pages.components.lieu import LieuChoisi
from pages.components.partage import une_fois
from pages.components.portrait import cache as cache_portrait
from pages.components.provenance import parmi
from pages.components.territoires.vues import en_salle as colonnes_salle
from pages.figures.territoires import commune as commune_figures, plan_lieu, triangle

# One sheet of paper, upright or lengthwise as its reader chooses; a named page would leave an empty one before it.
FEUILLE = "<style>@page{size:auto;margin:8mm 11mm}</style>"


def montrer(donnees: Donnees, choisi: LieuChoisi, tete: DeltaGenerator) -> None:
    """The place, its finding written in `tete`."""
    sujet = sujets.de_zone(choisi.zonage, choisi.code)
    f = une_fois(portrait_lieu.fiche, cache_portrait.memoire(donnees), sujet)
    v = une_fois(commune_figures.preparer, f, choisi.ancien)
    choices.nommer(sujet.nom)
    if choices.en_projection():
        gauche, droite = colonnes_salle("commune", v, largeurs=(5, 7))
        with gauche:
            _plan(f)
        with droite:
            st.html(commune_figures.cartons_html(v.cartons))
            figure_block.noter("commune", replace(v, lecture=""))
        _triangle(donnees, sujet)
        return
    with tete:
        figure_block.titrer_page(v)
    st.html(FEUILLE)
    with st.container(key="ma-commune"):
        gauche, droite = st.columns([4, 8], gap="medium")
        with gauche, st.container(key="bloc-plan-lieu"):
            _plan(f)
            voisins = une_fois(plan_lieu.voisins, sujet.zonage, sujet.code)
            st.html(une_fois(plan_lieu.legende_html, f) + commune_figures.voisins_html(voisins, sujet.zonage))
        with droite:
            st.html(commune_figures.cartons_html(v.cartons))
            if f.ciel is not None:
                _metiers(f)
    st.html(commune_figures.portes_html(v.portes) + commune_figures.IMPRIMER)
    _triangle(donnees, sujet)
    if suivis := une_fois(commune_figures.suivis_html, f):
        with st.container(key="bloc-suivis"):
            figure_block.titrer("Dans la convention de 2013", "Les territoires où la Région et Pôle emploi ont agi")
            st.html(suivis)
    figure_block.tableau("commune", v, tete="aucune", cadre="", provenance=parmi(une_fois(_origines, donnees, f)))


def _triangle(donnees: Donnees, sujet: Sujet) -> None:
    """Employers, job-seekers, training: one table, each figure with its date."""
    jour = date.today()
    termes = triangle_lu.lire(donnees, sujet.zonage, sujet.code, partial(cache.lire_tableau, donnees))
    suivis = {
        f"{t.indicateur.libelle}, {zonages.libelle_zone(t.zonage, t.code_zone)}": cache.suivre(
            donnees, t.indicateur.code, t.zonage, t.code_zone, t.periode
        )
        for t in termes
    }
    v, table = triangle.vue(sujet, termes, jour), triangle.table(sujet, termes, jour)
    # A room has a table that its slide cuts in pages; a phone has a card a figure.
    salle = {"table": table} if choices.en_projection() else {}
    with figure_block.bloc("triangle", v, provenance=parmi(suivis, cle="triangle"), **salle):
        if not salle:
            figure_block.tabuler(table, v.sous_titre, empile=True)


def _plan(f: Fiche) -> None:
    if figure := depot.html_une_fois(plan_lieu.figure_html, f, identite.theme_courant()):
        st.html(figure)


def _metiers(f: Fiche) -> None:
    with st.container(key="metiers-lieu"):
        figure_block.titrer("Les plus difficiles à pourvoir", commune_figures.ciel_sous_titre(f.ciel))
    st.html(commune_figures.ciel_html(f.ciel, f.sujet.identifiant))


def _origines(donnees: Donnees, f: Fiche) -> dict[str, object]:
    """Name of each figure printed -> what follows it back, in reading order."""
    suites: dict[str, object] = {}
    for c in f.chiffres.values():
        suivis = [(p.zonage, p.code) for p in c.parts]
        suivis += [("region", zonages.REGION)] if c.region is not None else []
        for zonage, code in suivis:
            nom = f"{c.ind.libelle}, {zonages.libelle_zone(zonage, code)}, {periode_libelle(c.periode)}"
            suites[nom] = cache.suivre(donnees, c.ind.code, zonage, code, c.periode)
    return suites
