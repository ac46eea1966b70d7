"""Measures of the convention over time: one chart a unit, one line a measure and party, as they were sent."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_loaders import francais
from data_loaders.francais import FINE, INSEC
from data_loaders.magasin.donnees import Donnees
from data_loaders.versions import approbations
from pages.components import cache, choices, ecran, evenements, figure_block, identite
from pages.components.tendances import choices as choices_tendances
from pages.figures import tables, theme
from pages.figures.convention import series as convention_series
from pages.figures.tendances import dessin as tendances_dessin, evolution, reperes, series as tendances, vue


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
        identite.titre(f"Convention{INSEC}: aucune valeur transmise pour ces mesures", convention_series.SOUS_TITRE)
        identite.etat_vide(
            "Aucune valeur n’a été transmise pour les mesures choisies.",
            f"Les correspondants des signataires les envoient par un classeur{FINE}; la page Convention, rubrique "
            f"«{INSEC}Transmettre{INSEC}», le donne et dit comment le charger. Aucune valeur n’est inventée.",
        )
        return
    lus = {cache.instantane(donnees, g.indicateur, p, "region") for g in groupes for p in g.periodes}
    statut = approbations.statut("convention", lus)
    badges = [identite.badge_statut(statut)]
    constat = tendances.constat(groupes[0].indicateur, groupes[0].info(()))
    identite.titre(constat, convention_series.SOUS_TITRE, *badges)
    hauteur = vue.hauteur_projection(constat, convention_series.SOUS_TITRE, [(statut.texte, "gris")])
    for groupe in groupes:
        _carte(donnees, groupe, hauteur)


def _carte(donnees: Donnees, groupe: convention_series.Groupe, hauteur: int) -> None:
    """Chart, changes and table of the measures of one unit; `hauteur` is what the chart may take in projection."""
    info = groupe.info(evenements.concernant(donnees, "convention"))
    largeur = ecran.largeur()
    mode, echelle, place = ("projection", largeur / 1280, hauteur) if choices.en_projection() else ("ecran", 1.0, None)
    cle = f"convention-{groupe.cle}"
    with st.container(key=f"carte-{cle}"):
        figure_block.tete(f"En {groupe.indicateur.unite}", groupe.sous_titre)
        st.plotly_chart(
            tendances_dessin.figure(
                info, identite.theme_courant(), mode, echelle, min(largeur - 60, 1290 * echelle), place
            ),
            theme=None,
            key=cle,
            config=theme.PLOTLY_FRANCAIS,
            alt=groupe.lecture(info),
        )
        if info.reperes:
            st.html(reperes.liste_html(info.reperes))
        figure_block.pied(cle, groupe.lecture(info), groupe.champ, groupe.source)
        figure_block.provenances(
            cle,
            {
                f"{nom}, {francais.periode_libelle(p)}": cache.suivre(donnees, t.indicateur.code, "region", "52", p)
                for nom, t in groupe.noms.items()
                for p in reversed(t.periodes)
            },
            "Valeur transmise",
        )
    with st.container(key=f"carte-tableau-{cle}"):
        figure_block.tete("Évolution", evolution.regle(groupe.indicateur))
        st.html(
            evolution.tableau_html(groupe.evolutions, f"Évolution des mesures en {groupe.indicateur.unite}", "Mesure")
        )
        figure_block.tete("Tableau", groupe.sous_titre)
        st.html(tables.tableau_html(*tendances.table(info), groupe.sous_titre))
        instantanes = {p: cache.instantane(donnees, groupe.indicateur, p, "region") for p in groupe.periodes}
        figure_block.telechargement(cle, lambda: groupe.csv(instantanes), f"tendances_convention_{groupe.cle}.csv")
