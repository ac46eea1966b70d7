"""Météo des métiers: the sky of each family in one territory, then one family over the territories, then the method."""

import streamlit as st

from data_loaders.indicateurs import INDICATEURS
from data_loaders.tableau import Metier
from geo import lieux, zonages
from pages.components import cache, choices, choices_meteo, figure_block, identite
from pages.components.territory_map import territory_map
from pages.figures import lecture, meteo_methode, meteo_tables, meteo_tuiles, meteo_vue, tables

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

dessine = "departement" if lieu.zonage == "departement" else "bassin"
demonstration = donnees.est_demonstration("bmo")
instantanes = {a: cache.instantane(donnees, ind, a, "bassin") for a in donnees.periodes("bmo")}
libelles = cache.libelles_metiers(donnees, niveau, annee)
indices = cache.indices_meteo(donnees, niveau, lieu.zonage)
v = meteo_vue.preparer(indices, libelles, niveau, lieu.zonage, lieu.code, annee, demonstration, instantanes[annee])
badges = [identite.badge(*b) for b in v.badges]
st.html(meteo_tuiles.entete_html(v.titre, v.suite, v.sous_titre, badges))

if niveau == "famille":
    with st.container(key="tuiles"):
        for t in map(meteo_tuiles.tuile, v.lignes):
            with st.container(key=f"tuile-{t.code}"):
                st.html(t.html)
                choices_meteo.bouton_tuile(t.code, t.nom, dessine)
with st.expander("Les mêmes familles en tableau") if niveau == "famille" else st.container(key="carte-metiers"):
    lignes, reste = v.lignes, ""
    if niveau != "famille":
        with st.container(key="champs-recherche"):
            cherche = choices_meteo.recherche()
        lignes = [r for r in meteo_tables.filtrer(lignes, cherche) if cherche or r.statut == "classe"]
        reste = "" if cherche else meteo_tables.sans_classe(v.lignes)
    entetes, corps = meteo_tables.table(lignes, lecture.capitale(meteo_vue.UNITES[niveau][0]))
    st.html(tables.tableau_html(entetes, corps, v.sous_titre) if corps else "<p>Aucun métier à montrer.</p>")
    if reste:
        st.caption(reste)
    figure_block.telechargement(
        "meteo",
        lambda: meteo_tables.csv(
            indices[indices["code_zone"] == lieu.code], libelles, lieu.zonage, instantanes, demonstration
        ),
        f"meteo_{lieu.zonage}_{lieu.code}_{niveau}.csv",
    )
source = meteo_vue.source_courte(annee, demonstration) if choices.en_projection() else v.source
figure_block.pied("meteo", v.lecture, v.champ, source)

with st.container(key="carte-ciel"):
    figure_block.tete("Lire le ciel", "Cinq classes, selon la part des projets de recrutement jugés difficiles")
    st.html(meteo_tuiles.ciel_html())

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
        court=choices.en_projection(),
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
    metier = Metier(niveau, groupe) if groupe else None
    figure_block.provenance(
        "meteo",
        lambda: cache.remonter(donnees, cache.lire_tableau(donnees, ind.code, lieu.zonage, metier), lieu.code, annee),
    )

with st.container(key="carte-tableau"):
    figure_block.tete("Classement", c.sous_titre)
    entetes, corps = meteo_tables.table(c.lignes, lecture.capitale(zonages.zonage(dessine).libelle_zone))
    rang = next((i for i, r in enumerate(c.lignes) if r.code_zone == lieu.code), None)
    st.html(tables.tableau_html(entetes, corps, c.sous_titre, () if rang is None else (rang,)))
    figure_block.telechargement(
        "meteo-carte",
        lambda: meteo_tables.csv(
            sur_carte[sur_carte["code_groupe"] == code], {code: quoi}, dessine, instantanes, demonstration
        ),
        f"meteo_{dessine}_{code}.csv",
    )

st.html('<span id="methode"></span>')
with st.expander("La méthode, pas à pas"):
    cellules = cache.indices_meteo(donnees, niveau_carte, lieu.zonage)
    cellules = cellules[(cellules["code_zone"] == lieu.code) & (cellules["code_groupe"] == code)]
    par_annee = {r.annee: r for r in cellules.itertuples()}
    cellule = par_annee[annee]
    etapes = meteo_methode.etapes(cellule, par_annee.get(cellule.annee_precedente), niveau_carte)
    st.html(meteo_methode.html(lieux.locatif(lieu.zonage, lieu.code), quoi, annee, etapes))
    st.html(meteo_methode.parametres_html())
