"""Measures of the convention over time: one chart a unit, one line a measure and party, as they were sent."""

from data_loaders import francais
from data_loaders.francais import FINE, INSEC
from data_loaders.magasin.donnees import Donnees
from data_loaders.versions import approbations
from geo.zonages import REGION
from pages.components import cache, feuille as st, figure_block, identite
from pages.components.convention import choices as choices_convention
from pages.components.figure_block import Fichier
from pages.components.provenance import parmi
from pages.components.tendances import graphique
from pages.figures.convention import series as convention_series
from pages.figures.tendances import evolution, series as tendances
from pages.figures.vues import Vue, badges_statut


def montrer(donnees: Donnees, place: st.Boite) -> None:
    """The whole view: a chart and its table for each unit, or what is missing; the list of measures goes in `place`."""
    with place:
        codes = choices_convention.mesures_suivies()
    if not codes:
        identite.titre(f"Convention{INSEC}: aucune mesure choisie", convention_series.SOUS_TITRE)
        identite.etat_vide("Aucune mesure choisie.", "En choisir une à quatre dans la liste de l’annexe.")
        return
    tableaux = [cache.lire_tableau(donnees, c, "region") for c in convention_series.indicateurs(codes)]
    groupes = convention_series.grouper(tableaux)
    if not groupes:
        identite.titre(f"Convention{INSEC}: aucune valeur transmise pour ces mesures", convention_series.SOUS_TITRE)
        identite.etat_vide(
            "Aucune valeur n’a été transmise pour les mesures choisies.",
            f"Les correspondants des signataires les envoient par un classeur{FINE}; «{INSEC}Transmettre{INSEC}» le "
            "donne et dit comment le charger. Aucune valeur n’est inventée.",
        )
        return
    lus = {cache.instantane(donnees, g.indicateur.code, p, "region") for g in groupes for p in g.periodes}
    statut = approbations.statut("convention", lus)
    constat = tendances.constat(groupes[0].indicateur, groupes[0].info(()))
    page = Vue(constat, convention_series.SOUS_TITRE, badges=badges_statut(statut))
    figure_block.titrer_page(page)
    for groupe in groupes:
        _bloc(donnees, groupe, page)


def _bloc(donnees: Donnees, groupe: convention_series.Groupe, page: Vue) -> None:
    """Chart, changes and table of the measures of one unit."""
    info = groupe.info(cache.evenements_de(donnees, "convention"))
    cle = f"convention-{groupe.cle}"
    v = groupe.vue(info)
    suivis = {
        f"{nom}, {francais.periode_libelle(p)}": cache.suivre(donnees, t.indicateur.code, "region", REGION, p)
        for nom, t in groupe.noms.items()
        for p in reversed(t.periodes)
    }
    with figure_block.bloc(cle, v, provenance=parmi(suivis, "Valeur transmise")):
        graphique.dessiner(cle, info, page, v.lecture)
        if info.reperes:
            st.html(tendances.liste_html(info.reperes))
    with st.container(key=f"bloc-tableau-{cle}"):
        figure_block.titrer("Évolution", evolution.regle(groupe.indicateur))
        st.html(
            evolution.tableau_html(groupe.evolutions, f"Évolution des mesures en {groupe.indicateur.unite}", "Mesure")
        )
        instantanes = {p: cache.instantane(donnees, groupe.indicateur.code, p, "region") for p in groupe.periodes}
        figure_block.tableau(
            cle,
            Vue("Tableau", v.sous_titre),
            cadre="",
            table=tendances.table(info),
            csv=Fichier(f"tendances_convention_{groupe.cle}.csv", lambda: groupe.csv(instantanes)),
        )
