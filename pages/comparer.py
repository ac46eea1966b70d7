"""Comparer: up to four territories of any zoning, over time, in key figures, on small maps, between two versions."""

import streamlit as st

from data_loaders import francais
from data_loaders.francais import echapper as escape
from data_loaders.versions import approbations
from pages.components import cache, choices, figure_block, identite
from pages.components.comparer import choices as choices_comparer, sections
from pages.components.figure_block import Fichier
from pages.components.partage import une_fois
from pages.components.tendances import choices as choices_tendances, graphique
from pages.figures.comparer import lieux as lieux_compares, vue as comparer_vue
from pages.figures.tendances import reperes, series as tendances
from pages.figures.vues import badges_statut

donnees = cache.donnees()

ligne = choices.ligne_choix("comparer")
with st.container(key="champs-comparer"):
    lieux = choices_comparer.lieux()
    colonnes = st.columns([3, 3, 3], vertical_alignment="bottom")
    with colonnes[0]:
        ind = choices.indicateur()
    if not any(cache.lire_tableau(donnees, ind.code, z).periodes for z in ind.zonages):
        choices.exiger(())
    metier, nom_metier = None, ""
    if ind.metiers:
        with colonnes[1]:
            metier, nom_metier = choices_tendances.metier(donnees)

ligne(francais.enumeration(lieux_compares.noms_courts(lieux.values())), ind.libelle, nom_metier)


def lire(zonage: str):
    """Figures of the indicator on a zoning."""
    return cache.lire_tableau(donnees, ind.code, zonage, metier)


def instantanes(t) -> dict[str, str]:
    """Snapshots of the periods of a table."""
    return {p: cache.instantane(donnees, ind, p, t.zonage) for p in t.periodes}


places, region = comparer_vue.suivis_de(lieux, lire, instantanes)
# What is invented is neither drawn beside what is real, nor set against it.
melee = region and any(s.tableau.demonstration != region.tableau.demonstration for s in places.values())
comparee = None if melee else region
mode = "niveau"
if comparer_vue.dans_le_temps(places, region):
    with colonnes[2]:
        mode = choices.mode(comparee is not None)
demandes = une_fois(comparer_vue.demandes, places, comparee)
info = graphique.tendance(donnees, lire(ind.zonages[0]), demandes, mode, metier, ind.dataset)
v = une_fois(comparer_vue.preparer, ind, places, comparee, info, nom_metier)
suivis = [
    s._replace(metier=nom_metier)
    for s in [*places.values(), region]
    if s and s.tableau.zonage in ind.zonages and s.tableau.periodes
]
if suivis and not choices.en_projection() and not any(s.tableau.demonstration for s in suivis):
    statuts = [approbations.statut_de(ind, s.tableau.zonage, s.instantanes.values()) for s in suivis]
    v = v.avec(*badges_statut(approbations.commun(statuts)))

with figure_block.bloc(
    "comparer",
    v,
    tete="page",
    provenance=graphique.piste(donnees, suivis) if suivis else None,
    table=une_fois(tendances.table, info) if suivis else None,
    bas="tableau-comparer" if suivis else "",
    csv=Fichier(f"comparer_series_{ind.code}.csv", lambda: lieux_compares.csv(ind, suivis)) if suivis else None,
):
    if any(not s.reference for s in demandes):
        graphique.dessiner("comparer", info, v, v.lecture, comparer_vue.figure(ind, info))
    else:
        identite.etat_vide(
            f"« {ind.libelle} » n’est publié pour aucun des territoires choisis.",
            "Les phrases ci-dessous disent pourquoi, et ce que publient les zones qu’ils recoupent.",
        )
        st.html(comparer_vue.publies_html(lieux, lambda i, z: bool(cache.lire_tableau(donnees, i.code, z).periodes)))
    if absents := comparer_vue.absents(ind, places, lire):
        st.html(f'<ul class="obs-absents">{"".join(f"<li>{escape(a)}</li>" for a in absents)}</ul>')
    if info.reperes:
        st.html(reperes.liste_html(info.reperes))
    if demandes:
        graphique.evolutions(ind, demandes)

sections.cles(donnees, ind, lieux, suivis)
sections.differences(donnees, lieux)
