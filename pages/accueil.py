"""Accueil: its doors, the map of the territories, the region's key figures, those of the convention."""

from functools import partial

import streamlit as st

from geo import zonages
from pages.components import cache, choices, figure_block, identite
from pages.components.territory_map import territory_map
from pages.figures import accueil, chiffres_cles, origines

if zone := st.session_state.pop("ouvrir", None):
    st.session_state.update(zonage="spo", zone=zone)
    st.switch_page("pages/carte.py")

donnees = cache.donnees()

with st.container(key="heros"):
    texte, carte = st.columns([5, 7], gap="large", vertical_alignment="center")
    with texte:
        st.html(accueil.portes_html())
    with carte:
        territory_map(
            trace=zonages.trace("spo"),
            fond=zonages.fond(),
            periodes={accueil.PERIODE: accueil.etats_spo()},
            periode=accueil.PERIODE,
            selection=None,
            legende=accueil.LEGENDE,
            titre="Les 17 territoires SPO : choisir un territoire ouvre sa carte",
            disposition="sans",
            projection=choices.en_projection(),
            key="plan-accueil",
            on_change=choices.ouvrir_carte,
        )
        st.caption(accueil.note_plan())

with st.container(key="carte-region"):
    lus = {titre: cache.lire_tableau(donnees, code, "region") for code, titre, _ in accueil.CHIFFRES_REGION}
    chiffres = [
        chiffres_cles.chiffre_cle(lus[titre], "52", titre=titre, adresse=adresse)
        for _, titre, adresse in accueil.CHIFFRES_REGION
    ]
    figure_block.tete("La région en quatre chiffres", "Pays de la Loire, dernières valeurs chargées")
    st.html(chiffres_cles.cartes_html(chiffres, identite.theme_courant()))
    figure_block.provenances(
        "region",
        {
            titre: cache.suivre(donnees, t.indicateur.code, "region", "52", t.periodes[-1])
            for titre, t in lus.items()
            if t.periodes
        },
    )

with st.container(key="carte-convention"):
    figure_block.tete("Ce qu’écrit la convention de 2013", "Région Pays de la Loire et Pôle emploi, 27 août 2013")
    st.html(chiffres_cles.cartes_html(chiffres_cles.chiffres_convention()))
    figure_block.pied("convention", "", accueil.CHAMP_CONVENTION, f"{chiffres_cles.SOURCE_CONVENTION}.")
    figure_block.provenances(
        "convention", {nom: partial(origines.ecrit, code) for code, nom in origines.ecrits().items()}
    )
    identite.badges(
        identite.badge("Convention achevée au plus tard en août 2017 ; Pôle emploi est devenu France Travail")
    )
