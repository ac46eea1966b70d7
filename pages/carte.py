"""Carte: one indicator, one zoning, one period; compared with the region; table and CSV of the same rows."""

from data_loaders import francais
from data_loaders.exports.ecriture import csv_francais
from data_loaders.requetes import lignes as lignes_exportees
from data_loaders.versions import approbations
from geo import lieux, zonages
from pages.components import cache, choices, feuille as st, figure_block, lieu, vignettes
from pages.components.figure_block import Fichier
from pages.components.partage import une_fois
from pages.components.provenance import Piste
from pages.components.tendances import choices as choices_tendances
from pages.components.territory_map import cote, territory_map
from pages.figures.carte import vue as vue_carte
from pages.figures.lecture import court
from pages.figures.provenance import chiffre
from pages.figures.vues import Vue, badges_statut

donnees = cache.donnees()

ligne = choices.ligne_choix("carte")
with choices.phrase("carte"):
    ind = choices.indicateur()
    # Outlines of 1 228 communes over zones of another zoning hide both: a commune is then shown by what holds it.
    possibles = tuple(z for z in choices.ZONAGES_CARTE if z != "commune" or z in ind.zonages)
    zonage = choices.zonage(possibles, repli=ind.zonages[0], vus=True)
    dessine = vue_carte.zonage_dessine(ind, zonage)
    place_periode = st.container(width="content")  # of the list, and of what it has to say
    metier, nom_metier, vue = None, "", ""
    with choices.plus("carte"):
        zone = choices.zone(zonage)
        if ind.metiers:
            metier, nom_metier = choices_tendances.metier(donnees)
        if ind.genre == "taux" and not ind.incertaine:
            vue = choices.vue()
    tableau = cache.lire_tableau(donnees, ind.code, dessine, metier)
    with place_periode:
        periode = choices.periode(tableau.periodes)

choices.nommer(choices.VUES[vue] if vue == "ecart" else "")
ou = choices.nom_zone(zonage, zone) if zone else lieux.pluriel(zonages.zonage(zonage).libelle_zone)
ligne(court(ind), nom_metier, ou, francais.periode_libelle(periode))
region = cache.lire_tableau(donnees, ind.code, "region", metier)
source = {p: cache.instantane(donnees, ind.code, p, dessine) for p in tableau.periodes}
vues = choices.VUES if vue else ("niveau",)
dessins = {x: cache.dessin(donnees, ind.code, dessine, x, metier, nom_metier) for x in vues}
lue = vue or "niveau"
dessin = dessins.pop(lue)
v = une_fois(vue_carte.preparer, tableau, region, zonage, zone, periode, lue, dessin, nom_metier)
statut = approbations.statut_de(ind, dessine, [source[periode]])
v = lieu.pour(v, zonage, zone)
suivi = chiffre.figure_suivie(tableau, region, v.selection, periode)

with (
    st.container(key="ecran-carte"),
    figure_block.bloc(
        "carte",
        v if tableau.demonstration else v.avec(*badges_statut(statut)),
        tete="page",
        cadre="bloc-principale",
        provenance=Piste(lambda: cache.remonter(donnees, *suivi, periode)),
    ),
):
    territory_map(
        trace=zonages.trace(dessine),
        periodes=v.etats,
        periode=periode,
        selection=v.selection,
        legende=v.legende,
        mode=v.mode,
        titre=v.sous_titre,
        contours=zonages.trace(v.contours) if v.contours else None,
        contour_choisi=v.contour_choisi,
        motifs=choices.en_projection(),
        vue=vue,
        autres_vues=dessins,
        sous_titres=dessin.sous_titres,
        titres=v.titres,
        key="carte",
        on_change=choices.suivre_carte(dessine),
    )
    cote("carte")

if len(tableau.periodes) > 1:
    vignettes.montrer(donnees, tableau, dessin, v.selection, nom_metier)
table = une_fois(vue_carte.table, tableau, region, periode, v.retenues)
csv = Fichier(
    f"{ind.code}_{dessine}.csv", lambda: csv_francais(lignes_exportees.du_tableau(tableau, source, nom_metier))
)
pli = f"Tableau des {lieux.pluriel(zonages.zonage(dessine).libelle_zone)}, à télécharger"
v = Vue("Tableau", v.sous_titre)
figure_block.tableau("tableau", v, tete="aucune", cadre="bloc-tableau", table=table, pli=pli, csv=csv)
