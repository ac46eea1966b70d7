"""Measures of the convention over time: one chart a unit, one line a measure and party, as they were sent."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_loaders import evenements
from data_loaders.donnees import Donnees
from data_loaders.versions import approbations
from pages.components import cache, choices, ecran, figure_block, identite
from pages.components.tendances import choices as choices_tendances
from pages.figures import tables, theme
from pages.figures.convention import series as convention_series
from pages.figures.tendances import dessin as tendances_dessin
from pages.figures.tendances import series as tendances


def montrer(donnees: Donnees, place: DeltaGenerator) -> None:
    """The whole view: a chart and its table for each unit, or what is missing; the list of measures goes in `place`."""
    with place:
        codes = choices_tendances.mesures()
    if not codes:
        identite.etat_vide("Aucune mesure choisie.", "En choisir une à quatre dans la liste de l’annexe.")
        return
    tableaux = [cache.lire_tableau(donnees, c, "region") for c in convention_series.indicateurs(codes)]
    groupes = convention_series.grouper(tableaux)
    if not groupes:
        identite.titre("Convention : aucune valeur transmise pour ces mesures", convention_series.SOUS_TITRE)
        identite.etat_vide(
            "Aucune valeur n’a été transmise pour les mesures choisies.",
            "Les correspondants des signataires les envoient par le classeur de saisie ; la page Données dit comment "
            "le charger. Aucune valeur n’est inventée.",
        )
        return
    lus = {cache.instantane(donnees, g.indicateur, p, "region") for g in groupes for p in g.periodes}
    badges = [identite.badge_statut(approbations.statut("convention", lus))]
    identite.titre(tendances.constat(groupes[0].indicateur, groupes[0].info(())), convention_series.SOUS_TITRE, *badges)
    for groupe in groupes:
        _carte(donnees, groupe)


def _carte(donnees: Donnees, groupe: convention_series.Groupe) -> None:
    info = groupe.info(evenements.concernant(evenements.lire(), "convention", 0, 9999))
    mode, echelle = ("projection", ecran.largeur() / 1280) if choices.en_projection() else ("ecran", 1.0)
    cle = f"convention-{groupe.cle}"
    with st.container(key=f"carte-{cle}"):
        figure_block.tete(f"En {groupe.indicateur.unite}", groupe.sous_titre)
        st.plotly_chart(
            tendances_dessin.figure(info, identite.theme_courant(), mode, echelle),
            theme=None,
            key=cle,
            config=theme.PLOTLY_FRANCAIS,
            alt=groupe.lecture(info),
        )
        st.html(tables.tableau_html(*tendances.table(info), groupe.sous_titre))
        figure_block.pied(cle, groupe.lecture(info), groupe.champ, groupe.source)
        instantanes = {p: cache.instantane(donnees, groupe.indicateur, p, "region") for p in groupe.periodes}
        figure_block.telechargement(cle, lambda: groupe.csv(instantanes), f"tendances_convention_{groupe.cle}.csv")
