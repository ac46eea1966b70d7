"""Météo des métiers: the choices, then one of four views: the territory, the métier, comparisons, the method."""

import streamlit as st

from data_loaders.erreurs import ErreurDonnees
from data_loaders.metiers import nomenclatures
from geo import zonages
from pages.components import cache, choices, recherche
from pages.components.meteo import cache as cache_meteo, choices as choices_meteo
from pages.components.meteo.vues import Contexte, comparer, methode, metier, territoire
from pages.figures.meteo.vue import IND
from pages.figures.recherche import propositions

VUES = {
    "territoire": territoire.montrer,
    "metier": metier.montrer,
    "comparer": comparer.montrer,
    "methode": methode.montrer,
}

donnees = cache.donnees()
ligne = choices.ligne_choix("meteo")
with st.container(key="champs-metier"):
    metiers, vues = st.columns([3, 2], vertical_alignment="bottom")
with st.container(key="champs-meteo"):
    colonnes = st.columns([3, 2.4, 1.4, 3.2], vertical_alignment="bottom")
    with colonnes[0]:
        lieu = choices_meteo.territoire()
    with colonnes[1]:
        niveau = choices_meteo.niveau()
    with colonnes[2]:
        annee = choices.periode(donnees.periodes("bmo"))
    with colonnes[3]:
        point = choices_meteo.point_de_vue()
    if not cache.libelles_charges(donnees, niveau):
        st.info(nomenclatures.REMEDE_LIBELLES)

with vues:
    onglet = choices_meteo.onglet()
ligne(choices.nom_zone(lieu.zonage, lieu.code), annee, choices_meteo.GRAINS[niveau])
with metiers:
    recherche.champ(
        "recherche-metier",
        lambda texte: recherche.Trouvailles(
            propositions.des_metiers(cache_meteo.recherche(donnees, annee).chercher(texte))
        ),
        choices_meteo.ouvrir_metier,
    )

if lieu.code not in set(cache.marches(donnees, "ensemble", lieu.zonage)["code_zone"]):
    raise ErreurDonnees(
        "absent",
        zonages.libelle_zone(lieu.zonage, lieu.code),
        "l’enquête ne publie aucune ligne sous ce code de zone",
        remede="choisir un autre territoire, ou rendre à la zone le code de son producteur",
    )
VUES[onglet](
    Contexte(
        donnees=donnees,
        lieu=lieu,
        niveau=niveau,
        annee=annee,
        point=point,
        libelles=cache.libelles_metiers(donnees, niveau, annee),
        listes=cache_meteo.listes(donnees, niveau)[annee],
        instantanes={a: cache.instantane(donnees, IND, a, "bassin") for a in donnees.periodes("bmo")},
        demonstration=donnees.est_demonstration("bmo"),
    )
)
