"""Météo des métiers: the sky of each family in one territory, then one family over the territories, then the method."""

import streamlit as st

from data_loaders.indicateurs import INDICATEURS
from geo import lieux, zonages
from pages.components import cache, choices, choices_meteo, figure_block, identite
from pages.components.territory_map import territory_map
from pages.figures import meteo_methode, meteo_vue, tables

donnees = cache.donnees()
ind = INDICATEURS["bmo_part_difficiles"]

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
    if lieu.message:
        st.info(lieu.message)

demonstration = donnees.est_demonstration("bmo")
instantanes = {a: cache.instantane(donnees, ind, a, "bassin") for a in donnees.periodes("bmo")}
libelles = cache.libelles_metiers(donnees, niveau, annee)
indices = cache.indices_meteo(donnees, niveau, lieu.zonage)
v = meteo_vue.preparer(indices, libelles, niveau, lieu.zonage, lieu.code, annee, demonstration, instantanes[annee])
badges = [identite.badge(*b) for b in v.badges]
st.html(meteo_vue.entete_html(v.titre, v.sous_titre, badges))

if niveau == "famille":
    with st.container(key="tuiles"):
        for t in map(meteo_vue.tuile, v.lignes):
            with st.container(key=f"tuile-{t.code}"):
                st.html(t.html)
                choices_meteo.bouton_tuile(t.code, t.nom)
    tableau = st.expander("Les mêmes familles en tableau")
else:
    tableau = st.container(key="carte-metiers")
with tableau:
    lignes = v.lignes if niveau == "famille" else meteo_vue.filtrer(v.lignes, choices_meteo.recherche())
    entetes, corps = meteo_vue.table(lignes, meteo_vue.capitale(meteo_vue.UNITES[niveau][0]))
    st.html(tables.tableau_html(entetes, corps, v.sous_titre) if corps else "<p>Aucun métier ne porte ce nom.</p>")
    figure_block.telechargement(
        "meteo",
        lambda: meteo_vue.csv(
            indices[indices["code_zone"] == lieu.code], libelles, lieu.zonage, instantanes, demonstration
        ),
        f"meteo_{lieu.zonage}_{lieu.code}_{niveau}.csv",
    )
figure_block.pied("meteo", v.lecture, v.champ, v.source)

with st.container(key="carte-ciel"):
    figure_block.tete("Lire le ciel", "Cinq classes, selon la part des projets de recrutement jugés difficiles")
    st.html(meteo_vue.ciel_html())

dessine = "departement" if lieu.zonage == "departement" else "bassin"
with st.container(key="carte-meteo"):
    with st.container(key="champs-groupe"):
        groupe = choices_meteo.groupe(niveau, libelles)
    niveau_carte, code = (niveau, groupe) if groupe else ("ensemble", "ensemble")
    quoi = libelles[groupe] if groupe else meteo_vue.TOUS
    sur_carte = cache.indices_meteo(donnees, niveau_carte, dessine)
    c = meteo_vue.preparer_ciel(
        sur_carte,
        cache.indices_meteo(donnees, niveau_carte, "region"),
        code,
        quoi,
        dessine,
        lieu.code,
        annee,
        point,
        demonstration,
        instantanes[annee],
    )
    figure_block.tete(c.titre, c.sous_titre, *badges)
    territory_map(
        trace=zonages.trace(dessine),
        fond=zonages.fond(),
        periodes=c.etats,
        periode=annee,
        selection=None if lieu.zonage == "region" else lieu.code,
        legende=c.legende,
        mode="meteo",
        titre=c.sous_titre,
        projection=choices.en_projection(),
        motifs=False,
        key="meteo",
        on_change=choices_meteo.suivre_carte(dessine),
    )
    figure_block.pied("meteo-carte", c.lecture, v.champ, c.source)

with st.container(key="carte-tableau"):
    figure_block.tete("Classement", c.sous_titre)
    entetes, corps = meteo_vue.table(c.lignes, meteo_vue.capitale(zonages.zonage(dessine).libelle_zone))
    rang = next((i for i, r in enumerate(c.lignes) if r.code_zone == lieu.code), None)
    st.html(tables.tableau_html(entetes, corps, c.sous_titre, rang))
    figure_block.telechargement(
        "meteo-carte",
        lambda: meteo_vue.csv(
            sur_carte[sur_carte["code_groupe"] == code], {code: quoi}, dessine, instantanes, demonstration
        ),
        f"meteo_{dessine}_{code}.csv",
    )

with st.expander("La méthode, pas à pas"):
    cellules = cache.indices_meteo(donnees, niveau_carte, lieu.zonage)
    cellules = cellules[(cellules["code_zone"] == lieu.code) & (cellules["code_groupe"] == code)]
    par_annee = {r.annee: r for r in cellules.itertuples()}
    cellule = par_annee[annee]
    etapes = meteo_methode.etapes(cellule, par_annee.get(cellule.annee_precedente), niveau_carte)
    st.html(meteo_methode.html(lieux.locatif(lieu.zonage, lieu.code), quoi, annee, etapes))
    st.html(meteo_methode.parametres_html())
