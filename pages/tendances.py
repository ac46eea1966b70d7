"""Tendances: one indicator over time, up to four territories and the region, or measures of the convention."""

import streamlit as st

from data_loaders import francais
from data_loaders.contracts.indicateurs_detail import NATIONAUX
from data_loaders.erreurs import ErreurDonnees
from data_loaders.versions import approbations
from pages.components import cache, choices, figure_block, lieu
from pages.components.comparer import choices as choices_comparer
from pages.components.figure_block import Fichier
from pages.components.partage import une_fois
from pages.components.tendances import (
    choices as choices_tendances,
    convention as tendances_convention,
    graphique,
)
from pages.figures.comparer import lieux as lieux_compares
from pages.figures.comparer.lieux import REGION, Suivi
from pages.figures.tendances import (
    reperes,
    series as tendances,
    temps,
    vue as vue_tendances,
)
from pages.figures.territoires import lieu as territoires_lieu
from pages.figures.vues import Vue, badges_statut

donnees = cache.donnees()


def territoires(place) -> None:
    """The indicator of each territory: chart, events, changes, table; the first lists go in `place`."""
    haut = place.columns([3, 2, 4], vertical_alignment="bottom")
    with haut[0]:
        ind = choices.indicateur((*vue_tendances.suivis(), *NATIONAUX))
    with haut[1]:
        zonage = ind.zonages[0] if ind.national else choices.zonage(ind.zonages)
    choices.exiger(cache.lire_tableau(donnees, ind.code, zonage).periodes)
    with haut[2]:
        # France is what such a series is of: there is no territory to choose.
        codes = list(ind.complements[zonage]) if ind.national else choices.zones(zonage)
    with st.container(key="champs-tendances"):
        metier, nom_metier = None, ""
        if ind.metiers:
            gauche, reste = st.columns([3, 6], vertical_alignment="bottom")
            with gauche:
                metier, nom_metier = choices_tendances.metier(donnees)
        tableau = cache.lire_tableau(donnees, ind.code, zonage, metier)
        # A series of the region alone is not its own reference.
        compare = "region" in ind.zonages and zonage != "region"
        region = cache.lire_tableau(donnees, ind.code, "region", metier) if compare else None
        lus, region_lue = tableau, region
        if not ind.metiers:
            pas, duree, reste = choices_tendances.temps_lu(tableau)
            tableau, region = (t and une_fois(temps.agreger, t, pas) for t in (tableau, region))
            fin = tableau.periodes[-1]
            tableau, region = (t and une_fois(temps.restreindre, t, duree, fin) for t in (tableau, region))
        # What is invented is neither drawn beside what is real, nor set against it.
        comparee = region if region is not None and region.demonstration == tableau.demonstration else None
        with reste:
            mode = choices.mode(comparee is not None)
    noms = [ind.libelle_zone(zonage, c) for c in codes]
    ligne(francais.enumeration(noms), ind.libelle, nom_metier)
    if not codes:
        raise ErreurDonnees(
            "absent", "territoires", "aucun n’est choisi", remede="en choisir un à quatre dans la liste"
        )
    demandes = une_fois(vue_tendances.demandes, tableau, comparee, codes)
    info = graphique.tendance(donnees, tableau, demandes, mode, metier, ind.dataset_pour(zonage))
    v = une_fois(vue_tendances.preparer, tableau, info, nom_metier, comparee)
    v = v if ind.national else lieu.pour(v, zonage, codes[0])
    if not tableau.demonstration and not choices.en_projection():
        lues = [cache.instantane(donnees, ind, p, zonage) for p in tableau.periodes]
        v = v.avec(*badges_statut(approbations.statut_de(ind, zonage, lues)))
    lieux = [*(f"{zonage}:{c}" for c in codes), *([REGION] if region is not None else [])]

    def suivre(t, de_la_region) -> list[Suivi]:
        """The territories drawn, then the region, with the snapshots of their figures."""
        tables = [(lieu, de_la_region if lieu == REGION and region is not None else t) for lieu in lieux]
        return [
            Suivi(
                lieu,
                ind.libelle_zone(*lieu.split(":")),
                x,
                {p: cache.instantane(donnees, ind, p, x.zonage) for p in x.periodes},
                nom_metier,
            )
            for lieu, x in tables
        ]

    suivis = suivre(tableau, region)
    # What leads back to the file is a figure of its producer, not what is made of several here.
    piste = graphique.piste(donnees, suivre(lus, region_lue))
    with figure_block.bloc("tendances", v, tete="page", provenance=piste):
        graphique.dessiner("tendances", info, v, v.lecture)
        if info.reperes:
            st.html(reperes.liste_html(info.reperes))
    if not ind.national and not choices.en_projection():
        st.html(territoires_lieu.liens_html((lien_comparer(ind.code, lieux),)))
    with st.container(key="bloc-tableau"):
        graphique.evolutions(ind, demandes)
        with (
            figure_block.bloc(
                "tendances",
                Vue("Tableau", v.sous_titre),
                cadre="",
                csv=Fichier(f"tendances_{ind.code}_{zonage}.csv", lambda: lieux_compares.csv(ind, suivis)),
            ),
            st.container(key="tableau-tendances"),
        ):
            figure_block.tabuler(une_fois(tendances.table, info), v.sous_titre)


def lien_comparer(indicateur: str, suivis: list[str]) -> tuple[str, str]:
    """Where the same territories stand beside others of any zoning."""
    places = dict(zip(choices_comparer.PLACES, suivis, strict=False))
    vers = territoires_lieu.adresse("comparer", indicateur=indicateur, **places)
    return vers, "Comparer ces territoires\u00a0: petites cartes, chiffres clés, tout découpage"


ligne = choices.ligne_choix("tendances")
with st.container(key="champs-sujet"):
    gauche, droite = st.columns([2.8, 8.5], vertical_alignment="bottom")
with gauche:
    sujet = choices_tendances.sujet()
choices.nommer(choices_tendances.SUJETS[sujet])
if sujet == "convention":
    ligne(choices_tendances.SUJETS[sujet])
    tendances_convention.montrer(donnees, droite)
else:
    territoires(droite)
