"""Screen « Carte »: one indicator, one zoning, one period; compared with the region; the same map over the years."""

from data_loaders import francais
from data_loaders.chiffres.origine import remonter
from data_loaders.chiffres.tableau import Tableau
from data_loaders.exports.ecriture import csv_francais
from data_loaders.magasin.donnees import Donnees
from data_loaders.requetes import lignes as lignes_exportees
from data_loaders.versions import approbations
from geo import lieux, zonages
from pages.components import cache, choices, depot, feuille as st, figure_block, identite, lieu, tendances, url_state
from pages.components.partage import une_fois
from pages.components.territory_map import cote, territory_map
from pages.figures.carte import vignettes as figures, vue as vue_carte
from pages.figures.carte.dessin import Dessin
from pages.figures.carte.vue import FONDS, champ
from pages.figures.lecture import court
from pages.figures.provenance import chiffre
from pages.figures.vues import MENTION_DEMONSTRATION, Vue, badges_demo, badges_statut

_PROPOSEES = "_annees_proposees"


_periodes = url_state.plusieurs(francais.rythme_periode, figures.PERIODES_MAX)
PARAMS = [url_state.Param("annees", [], _periodes, list, libelle="périodes des petites cartes")]
SOUVENIRS = [url_state.Param(_PROPOSEES, [], _periodes, list)]


def montrer() -> None:
    """The choices, the map, the same over the years, its table."""
    donnees = cache.donnees()
    ligne = choices.ligne_choix("carte")
    with choices.phrase("carte"):
        ind = choices.indicateur()
        # Outlines of 1 228 communes over zones of another zoning hide both: a commune is then shown by what holds it.
        possibles = tuple(z for z in choices.ZONAGES_CARTE if z != "commune" or z in ind.zonages)
        zonage = choices.zonage(possibles, repli=ind.zonages[0], vus=True)
        dessine = zonage if zonage in ind.zonages else ind.zonages[0]  # where the figures are, else the producer's
        place_periode = st.container(width="content")  # of the list, and of what it has to say
        metier, nom_metier, vue = None, "", ""
        with choices.plus("carte"):
            zone = choices.zone(zonage)
            if ind.metiers:
                metier, nom_metier = tendances.metier(donnees)
            if ind.genre == "taux" and not ind.incertaine:
                if st.session_state.get("vue") not in choices.VUES:
                    st.session_state["vue"] = "niveau"
                vue = choices.boutons("Lecture", choices.VUES, "vue", width="stretch")  # the map shows it at once
        tableau = cache.lire_tableau(donnees, ind.code, dessine, metier)
        with place_periode:
            periode = choices.periode(tableau.periodes)
    choices.nommer(choices.VUES[vue] if vue == "ecart" else "")
    ou = choices.nom_zone(zonage, zone) if zone else lieux.pluriel(zonages.zonage(dessine).libelle_zone)
    ligne(court(ind), nom_metier, ou, francais.periode_libelle(periode))
    region = cache.lire_tableau(donnees, ind.code, "region", metier)
    source = {p: cache.instantane(donnees, ind.code, p, dessine) for p in tableau.periodes}
    vues = choices.VUES if vue else ("",)
    dessins = {x: cache.dessin(donnees, ind.code, dessine, x or "niveau", metier, nom_metier) for x in vues}
    dessin = dessins[vue]
    v = une_fois(vue_carte.preparer, tableau, region, zonage, zone, periode, dessin, nom_metier)
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
            provenance=figure_block.Piste(lambda: remonter(donnees, *suivi, periode)),
        ),
    ):
        territory_map(
            trace=zonages.trace(dessine),
            dessins={vue: v.dessin, **{x: d for x, d in dessins.items() if x != vue}},
            vue=vue,
            periode=periode,
            selection=v.selection,
            titre=v.sous_titre,
            contours=zonages.trace(v.contours) if v.contours else None,
            contour_choisi=v.contour_choisi,
            motifs=choices.en_projection(),
            key="carte",
            on_change=choices.suivre_carte(dessine),
        )
        cote("carte")
    if len(tableau.periodes) > 1:
        vignettes(donnees, tableau, dessin, v.selection, nom_metier)
    table = une_fois(vue_carte.table, tableau, region, periode, v.retenues)
    ecrire = lambda: csv_francais(lignes_exportees.du_tableau(tableau, source, nom_metier))  # noqa: E731
    csv = figure_block.Fichier(f"{ind.code}_{dessine}.csv", ecrire)
    pli = f"Tableau des {lieux.pluriel(zonages.zonage(dessine).libelle_zone)}, à télécharger"
    v = Vue("Tableau", v.sous_titre)
    figure_block.tableau("tableau", v, tete="aucune", cadre="bloc-tableau", table=table, pli=pli, csv=csv)


def vignettes(d: Donnees, t: Tableau, dessin: Dessin, zone: str | None, nom_metier: str) -> None:
    """The fold, open where the address names periods; in a meeting room the maps alone, where it does."""
    demandees = st.session_state.get("annees")
    if not choices.en_projection():
        montrer = lambda: _dessiner(d, t, dessin, _annees(t.periodes), zone, nom_metier)  # noqa: E731
        identite.deplier("pli-vignettes", "Petites cartes par année", montrer, ouvert=bool(demandees))
    elif demandees:
        _dessiner(d, t, dessin, [p for p in demandees if p in t.periodes], zone, nom_metier)


def _annees(periodes: tuple[str, ...]) -> list[str]:
    """Select the periods, oldest first; those not loaded are set aside, and said."""
    demandees = st.session_state.get("annees") or []
    if demandees == st.session_state.get(_PROPOSEES):  # those of another indicator, that nobody asked for
        demandees = []
    gardees = [p for p in demandees if p in periodes]
    if len(gardees) < len(demandees):
        st.info("Une des périodes demandées n’est pas chargée pour cet indicateur : elle est laissée de côté.")
    st.session_state[_PROPOSEES] = figures.habituelles(periodes)
    st.session_state["annees"] = gardees or figures.habituelles(periodes)
    comment = {"max_selections": figures.PERIODES_MAX, "placeholder": "Choisir des périodes", "key": "annees"}
    dit = f"Périodes ({figures.PERIODES_MAX} au plus)"
    choisies = st.multiselect(dit, list(periodes), format_func=francais.periode_libelle, **comment)
    return sorted(choisies, key=francais.rang_periode)


def _dessiner(d: Donnees, t: Tableau, dessin: Dessin, choisies: list[str], zone: str | None, nom_metier: str) -> None:
    ind, salle = t.indicateur, choices.en_projection()
    commun = une_fois(figures.meme_coupe, t, dessin, tuple(choisies))
    vues = une_fois(figures.preparer, t, commun, tuple(choisies), zone, projection=salle)
    unite = "" if ind.unite.lower() in ind.libelle.lower() else f", en {ind.unite}"
    quoi = ", ".join(filter(None, (ind.libelle, francais.en_phrase(nom_metier))))
    titre = "Aucune période choisie"
    if choisies:
        titre = f"{court(ind)}{francais.INSEC}: {len(choisies)} cartes, {francais.etendue_periodes(choisies)}"
    sous_titre = f"{quoi}, {lieux.pluriel(zonages.zonage(t.zonage).libelle_zone)}{unite}"
    lecture = une_fois(figures.lecture_vignettes, vues, zone, t)
    source = f"{MENTION_DEMONSTRATION if t.demonstration else ind.source}. {FONDS}."
    v = Vue(titre, sous_titre, lecture, champ(t), source, badges_demo(t.demonstration))
    suivis = {
        f"{nom}, {francais.periode_libelle(p)}": cache.suivre(d, ind.code, t.zonage, code, p, t.metier)
        for code, nom in zonages.noms(t.zonage).items()
        for p in sorted(choisies, reverse=True)
    }
    instantanes = {p: cache.instantane(d, ind.code, p, t.zonage) for p in choisies}
    lignes = t.lignes[t.lignes["periode"].isin(choisies)]
    ecrire = lambda: csv_francais(lignes_exportees.du_tableau(t, instantanes, nom_metier, lignes))  # noqa: E731
    csv = figure_block.Fichier(f"cartes_{ind.code}_{t.zonage}.csv", ecrire)
    autour = {"table": une_fois(figures.table, t, choisies, zone), "bas": "tableau-vignettes", "csv": csv}
    with figure_block.bloc("vignettes", v, provenance=figure_block.parmi(suivis), **autour):
        st.html(depot.html_une_fois(figures.images_html, vues, ind.unite if ind.genre == "taux" else ""))
        st.html(une_fois(figures.legende_html, commun, choisies, ind.unite))
