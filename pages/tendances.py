"""Tendances: one indicator over time, up to four territories and the region; gaps stay gaps."""

import pandas as pd
import streamlit as st

from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from geo import zonages
from pages.components import cache, choices, ecran, figure_block, identite
from pages.figures import tables, tendances, theme, vue_tendances

donnees = cache.donnees()

with st.container(key="champs-tendances"):
    haut = st.columns([3, 2, 4], vertical_alignment="bottom")
    with haut[0]:
        ind = choices.indicateur(vue_tendances.INDICATEURS_SUIVIS)
    with haut[1]:
        zonage = choices.zonage(tuple(z for z in ind.zonages if z in choices.ZONAGES_CARTE) or ("region",))
    choices.exiger(cache.lire_tableau(donnees, ind.code, zonage).periodes)
    with haut[2]:
        codes = choices.zones(zonage)
    bas = st.columns([3, 6] if ind.metiers else [1], vertical_alignment="bottom")
    metier = None
    if ind.metiers:
        with bas[0]:
            metier = choices.famille(donnees)
    tableau = cache.lire_tableau(donnees, ind.code, zonage, metier)
    # A series of the region alone is not its own reference.
    compare = "region" in ind.zonages and zonage != "region"
    region = cache.lire_tableau(donnees, ind.code, "region", metier) if compare else None
    with bas[-1]:
        mode = choices.mode(region is not None)

if not codes:
    raise ErreurDonnees("absent", "territoires", "aucun n’est choisi", remede="en choisir un à quatre dans la liste")

rythme = CONTRATS[ind.dataset_pour(zonage)].rythme if ind.dataset in CONTRATS else ind.rythme
ruptures = vue_tendances.nomenclature(donnees.lire("bmo", "metiers"), metier) if ind.metiers else []
demandes = vue_tendances.demandes(tableau, region, codes)
info = tendances.preparer(ind, demandes, rythme, mode=mode, ruptures=ruptures)
v = vue_tendances.preparer(tableau, info, choices.nom_famille(donnees, metier))
identite.titre(v.titre, v.sous_titre, *(identite.badge(*b) for b in v.badges))

with st.container(key="carte-tendances"):
    mode_figure, echelle = ("projection", ecran.largeur() / 1280) if choices.en_projection() else ("ecran", 1.0)
    st.plotly_chart(
        tendances.figure(info, identite.theme_courant(), mode_figure, echelle),
        theme=None,
        key="tendances",
        config=theme.PLOTLY_FRANCAIS,
        alt=v.lecture,
    )
    figure_block.pied("tendances", v.lecture, v.champ, v.source)
    figure_block.provenance("tendances", lambda: cache.remonter(donnees, tableau, codes[0], tableau.periodes[-1]))

with st.container(key="carte-tableau"):
    figure_block.tete("Tableau", v.sous_titre)
    st.html(tables.tableau_html(*tendances.table(info), v.sous_titre))
    noms = dict(zonages.zones(zonage)[["code_zone", "libelle_zone"]].itertuples(index=False))
    choisies = tableau.lignes[tableau.lignes["code_zone"].isin(codes)]
    if region is not None:
        choisies = pd.concat([choisies, region.lignes])
        noms["52"] = vue_tendances.NOM_REGION
    instantanes = {p: cache.instantane(donnees, ind, p, zonage) for p in tableau.periodes}
    figure_block.telechargement(
        "tendances",
        lambda: tables.csv_zones(ind, choisies, noms, zonage, instantanes, tableau.demonstration),
        f"tendances_{ind.code}_{zonage}.csv",
    )
