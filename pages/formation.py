"""Formation: from a métier, a sector or a diploma, to who trains, who is hired and what is foreseen."""

import streamlit as st

from pages.components import cache, choices
from pages.components.formation import choices as choices_formation, diplome, metier, region
from pages.components.meteo import choices as choices_meteo

donnees = cache.donnees()
choices.exiger(donnees.periodes("bmo"))
annee = donnees.periodes("bmo")[-1]

ligne = choices.ligne_choix("formation")
with st.container(key="champs-formation"):
    entrees, objets, lieux = st.columns([3, 4, 3], vertical_alignment="bottom")
    with entrees:
        entree = choices_formation.entree()
    code = cible = None
    with objets:
        if entree == "diplome":
            code = choices_formation.diplome(donnees, annee)
        elif entree == "secteur":
            cible = choices_formation.secteur(donnees, annee, choices_formation.secteurs_connus())
        else:
            cible = choices_formation.metier(donnees, annee)
    with lieux:
        lieu = choices_meteo.territoire()

nom = choices.nom_zone(lieu.zonage, lieu.code)
if code is not None:
    ligne(diplome.nom(donnees, code), nom)
    diplome.montrer(donnees, code, annee, lieu)
elif cible is None:
    ligne(choices_formation.ENTREES[entree], nom)
    region.montrer(donnees, annee)
else:
    ligne(cible.libelle, nom)
    metier.montrer(donnees, cible, annee, lieu)
