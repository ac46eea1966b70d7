"""Secteurs: the sectors and filières of the convention, then the portrait of one of them."""

import streamlit as st

from data_loaders.parametres import secteurs
from pages.components import cache, choices, ecran, figure_block
from pages.components.secteurs import autres, cache as cache_secteurs, choices as choices_secteurs, enquete, liste
from pages.figures.secteurs import vue

donnees = cache.donnees()
correspondance = secteurs.lire()

ligne = choices.ligne_choix("secteurs")
with st.container(key="champs-secteurs"):
    colonnes = st.columns([3.4, 1.4, 3.4], vertical_alignment="bottom")
    with colonnes[0]:
        secteur = choices_secteurs.secteur(correspondance.secteurs)
    with colonnes[1]:
        annee = choices.periode(donnees.periodes("bmo"))
    ou = None
    with colonnes[2]:
        if secteur is None:
            choices.point_de_vue()
        elif not secteur.sans:
            ou = choices_secteurs.territoire()

ligne(secteur.libelle if secteur else choices_secteurs.TOUS, annee, choices.nom_zone(*ou) if ou else "")
instantanes = enquete.instantanes(donnees)
if secteur is None:
    liste.liste(donnees, correspondance, annee)
elif (releve := cache_secteurs.releve(donnees, secteur)) is None:
    liste.sans_metier(donnees, secteur, correspondance)
elif secteur.sans:
    figure_block.titrer_page(vue.tete_sans_total(releve, annee))
    enquete.retour()
    liste.renvois(secteur, correspondance)
    enquete.metiers(donnees, releve, annee, instantanes)
    autres.officiel(donnees, secteur)
    autres.interim(donnees, secteur)
    enquete.composition(correspondance, secteur, releve, annee)
else:
    region = cache.lire_tableau(donnees, "bmo_part_difficiles_estimee", "region")
    enquete.tete(releve, annee)
    enquete.chiffres(donnees, releve, annee)
    if ou:
        enquete.territoire(donnees, releve, annee, instantanes, *ou)
    taille = ecran.taille()
    enquete.departements(donnees, releve, annee, instantanes, taille)
    enquete.tendance(donnees, releve, region, taille)
    enquete.metiers(donnees, releve, annee, instantanes)
    autres.offres(donnees, secteur, releve)
    autres.ouvertes(donnees, secteur, releve, annee)
    autres.venir(donnees, secteur, releve, annee)
    autres.officiel(donnees, secteur)
    autres.interim(donnees, secteur)
    enquete.composition(correspondance, secteur, releve, annee)
    autres.publications(donnees)
