"""Tendances: one indicator over time, up to four territories and the region."""

from data_loaders.contracts.indicateurs import montres
from data_loaders.contracts.indicateurs_detail import NATIONAUX
from data_loaders.francais import echapper as escape
from data_loaders.versions import approbations
from pages.components import cache, choices, feuille as st, figure_block, identite
from pages.components.figure_block import Fichier
from pages.components.partage import une_fois
from pages.components.tendances import choices as choices_tendances, graphique
from pages.figures.lecture import court
from pages.figures.tendances import lieux as lieux_suivis, series as tendances, vue as vue_tendances
from pages.figures.tendances.lieux import REGION, Suivi
from pages.figures.vues import Vue, badges_statut

donnees = cache.donnees()


def territoires() -> None:
    """The indicator of each territory: chart, then, folded, table, changes and events."""
    metier, nom_metier, pas = None, "", ""

    def lire(zonage: str):
        """Figures of the indicator on a zoning."""
        return cache.lire_tableau(donnees, ind.code, zonage, metier)

    with choices.phrase("tendances"):
        ind = choices.indicateur((*montres(), *NATIONAUX))
        codes = choices_tendances.lieux(ind)
        # Without a place, the region, or the finest zoning where the producer does not sum it.
        seuls = [f"region:{c}" for c in ind.complements.get("region", ())] if ind.national else [REGION]
        suivis_codes = codes or seuls
        principal = next((z for c in suivis_codes if (z := c.partition(":")[0]) in ind.zonages), ind.zonages[0])
        choices.exiger(lire(principal).periodes)
        duree = "" if ind.metiers else choices_tendances.depuis(lire(principal))
        with choices.plus("tendances"):
            if ind.metiers:
                metier, nom_metier = choices_tendances.metier(donnees)
            else:
                pas = choices_tendances.pas(lire(principal))
            mode = choices.mode("region" in ind.zonages and suivis_codes != [REGION])
    fin = lire(principal).periodes[-1]

    def au_pas(t):
        """The same figures at the step and over the years chosen."""
        return (
            une_fois(lieux_suivis.restreindre, une_fois(lieux_suivis.agreger, t, pas), duree, fin) if t.periodes else t
        )

    def instantanes(t) -> dict[str, str]:
        return {p: cache.instantane(donnees, ind.code, p, t.zonage) for p in t.periodes}

    lus = lieux_suivis.suivis_de(suivis_codes, lire, instantanes, nom_metier)
    region_lue = None
    if REGION not in suivis_codes and "region" in ind.zonages and not ind.national:
        (region_lue,) = lieux_suivis.suivis_de([REGION], lire, instantanes, nom_metier)
    places = [s._replace(tableau=au_pas(s.tableau)) for s in lus]
    # What is invented is neither drawn beside what is real, nor set against it.
    melee = region_lue and any(s.tableau.demonstration != region_lue.tableau.demonstration for s in places)
    region = region_lue._replace(tableau=au_pas(region_lue.tableau)) if region_lue and not melee else None
    ligne(court(ind), nom_metier, ", ".join(s.nom for s in places))
    demandes = une_fois(vue_tendances.demandes, places, region)
    info = graphique.tendance(donnees, au_pas(lire(principal)), demandes, mode, metier, ind.dataset_pour(principal))
    v = une_fois(vue_tendances.preparer, ind, places, region, info, nom_metier)
    suivis: list[Suivi] = [
        s for s in (*lus, region_lue) if s and s.tableau.zonage in ind.zonages and s.tableau.periodes
    ]
    dessines = [s for s in places if s.tableau.zonage in ind.zonages and s.tableau.periodes]
    if dessines and not choices.en_projection() and not any(s.tableau.demonstration for s in dessines):
        statuts = [approbations.statut_de(ind, s.tableau.zonage, s.instantanes.values()) for s in dessines]
        v = v.avec(*badges_statut(approbations.commun(statuts)))
    # What leads back to the file is a figure of its producer, not what is made of several here.
    piste = graphique.piste(donnees, suivis) if suivis else None
    with figure_block.bloc("tendances", v, tete="page", provenance=piste):
        if dessines:
            graphique.dessiner("tendances", info, v, v.lecture, vue_tendances.figure(ind, info))
        else:
            identite.etat_vide(f"« {ind.libelle} » n’est publié pour aucun des territoires choisis.")
        if absents := vue_tendances.absents(ind, lus, lire):
            st.html(f'<ul class="obs-absents">{"".join(f"<li>{escape(a)}</li>" for a in absents)}</ul>')
    if not dessines:
        return
    table = une_fois(tendances.table, info)
    ecrits = [s._replace(tableau=au_pas(s.tableau)) for s in suivis]
    csv = Fichier(f"tendances_{ind.code}.csv", lambda: lieux_suivis.csv(ind, ecrits))
    t, cadre = Vue("Tableau", v.sous_titre), "bloc-tableau"
    pli = "Toutes les périodes en tableau, à télécharger"
    figure_block.tableau("tableau", t, tete="aucune", cadre=cadre, table=table, pli=pli, csv=csv)
    if pli := identite.pli("pli-evolutions", "Ce que chaque territoire est devenu"):
        with pli:
            graphique.evolutions(ind, demandes)
    if info.reperes and (pli := identite.pli("pli-evenements", "Les événements de ces années")):
        with pli:
            st.html(tendances.liste_html(info.reperes))
    vers = vue_tendances.cote_a_cote(places).removeprefix("/")
    if not choices.en_projection():
        st.html(f'<p><a href="{escape(vers)}" target="_self">Leurs chiffres clés côte à côte, dans Explorer</a></p>')


ligne = choices.ligne_choix("tendances")
territoires()
