"""Screen « Tendances »: one indicator over time, up to four territories and the region."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from data_loaders import francais
from data_loaders.chiffres.origine import remonter
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.indicateurs import Indicateur, montres
from data_loaders.contracts.indicateurs_detail import NATIONAUX
from data_loaders.exports.ecriture import csv_francais
from data_loaders.francais import INSEC
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import nomenclatures
from data_loaders.versions import approbations
from geo import zonages
from pages.components import cache, choices, feuille as st, figure_block, identite, lieu, url_state
from pages.components.partage import une_fois
from pages.figures.lecture import court
from pages.figures.tendances import dessin, evolution, lieux as figures_lieux, series, vue
from pages.figures.tendances.lieux import REGION, Suivi
from pages.figures.tendances.series import Tendance
from pages.figures.vues import Vue, badges_statut

MARGES, LARGEUR_MAX = 60, 1290
PLACES = ("place-1", "place-2", "place-3", "place-4")
PARAMS = [
    url_state.one("pas", "", tuple(figures_lieux.PAS), libelle="pas de temps"),
    url_state.one("duree", "", figures_lieux.DUREES, libelle="années montrées"),
]


def montrer() -> None:
    """The indicator of each territory: the choices, the chart, then, folded, table, changes and events."""
    donnees = cache.donnees()
    ligne = choices.ligne_choix("tendances")
    autre, nom_metier, pas, duree = None, "", "", ""

    def lire(zonage: str) -> Tableau:
        return cache.lire_tableau(donnees, ind.code, zonage, autre)

    with choices.phrase("tendances"):
        ind = choices.indicateur((*montres(), *NATIONAUX))
        codes = lieux(ind)
        # Without a place, the region, or the finest zoning where the producer does not sum it.
        seuls = [f"region:{c}" for c in ind.complements.get("region", ())] if ind.national else [REGION]
        suivis_codes = codes or seuls
        principal = next((z for c in suivis_codes if (z := c.partition(":")[0]) in ind.zonages), ind.zonages[0])
        t = lire(principal)
        choices.exiger(t.periodes)
        if not ind.metiers:
            fin, debut = (int(t.periodes[i][:4]) for i in (-1, 0))
            possibles = figures_lieux.durees_possibles(t)
            dites = {d: f"depuis {fin - int(d) if d else debut}" for d in possibles}
            duree = _parmi_plusieurs("Depuis", dites, "duree")
        with choices.plus("tendances"):
            if ind.metiers:
                autre, nom_metier = metier(donnees)
            else:
                possibles = {p: figures_lieux.PAS[p] for p in figures_lieux.pas_possibles(t)}
                pas = _parmi_plusieurs("Pas de temps", possibles, "pas")
            # Index 100 at the first common period; a gap with the region where it has a value.
            modes = dict(choices.MODES)
            if "region" not in ind.zonages or suivis_codes == [REGION]:
                del modes["ecart"]
            if st.session_state.get("mode") not in modes:
                st.session_state["mode"] = "niveau"
            mode = choices.boutons("Lecture", modes, "mode")
    t = lire(principal)

    def au_pas(x: Tableau) -> Tableau:
        """The same figures at the step and over the years chosen."""
        if not x.periodes:
            return x
        return une_fois(figures_lieux.restreindre, une_fois(figures_lieux.agreger, x, pas), duree, t.periodes[-1])

    def instantanes(x: Tableau) -> dict[str, str]:
        return {p: cache.instantane(donnees, ind.code, p, x.zonage) for p in x.periodes}

    lus, region_lue, region = figures_lieux.suivis_de(suivis_codes, lire, instantanes, nom_metier), None, None
    places = [s._replace(tableau=au_pas(s.tableau)) for s in lus]
    if REGION not in suivis_codes and "region" in ind.zonages and not ind.national:
        (region_lue,) = figures_lieux.suivis_de([REGION], lire, instantanes, nom_metier)
        # What is invented is neither drawn beside what is real, nor set against it.
        if {s.tableau.demonstration for s in places} == {region_lue.tableau.demonstration}:
            region = region_lue._replace(tableau=au_pas(region_lue.tableau))
    ligne(court(ind), nom_metier, ", ".join(s.nom for s in places))
    demandes = une_fois(vue.demandes, places, region)
    # The events and the changes of nomenclature that the series cross.
    ruptures = une_fois(vue.nomenclature, cache.metiers(donnees), autre) if ind.metiers else []
    faits = cache.evenements_de(donnees, ind.dataset_pour(principal))
    rythme = une_fois(vue.rythme, au_pas(t))
    info = une_fois(series.preparer, ind, demandes, rythme, mode=mode, ruptures=ruptures, evenements=faits)
    v = une_fois(vue.preparer, ind, places, region, info, nom_metier)
    porte = lambda s: s.tableau.zonage in ind.zonages and s.tableau.periodes  # noqa: E731
    suivis, dessines = list(filter(porte, filter(None, (*lus, region_lue)))), list(filter(porte, places))
    if dessines and not choices.en_projection() and not any(s.tableau.demonstration for s in dessines):
        statuts = [approbations.statut_de(ind, s.tableau.zonage, s.instantanes.values()) for s in dessines]
        v = v.avec(*badges_statut(approbations.commun(statuts)))
    with figure_block.bloc("tendances", v, tete="page", provenance=_piste(donnees, suivis) if suivis else None):
        if dessines:
            dessiner("tendances", info, v, v.lecture, vue.figure(ind, info))
        else:
            identite.etat_vide(f"« {ind.libelle} » n’est publié pour aucun des territoires choisis.")
        if absents := vue.absents(ind, lus, lire):
            st.html(f'<ul class="obs-absents">{"".join(f"<li>{francais.echapper(a)}</li>" for a in absents)}</ul>')
    if not dessines:
        return
    ecrits = [s._replace(tableau=au_pas(s.tableau)) for s in suivis]
    csv = figure_block.Fichier(f"tendances_{ind.code}.csv", lambda: csv_francais(figures_lieux.table(ecrits)))
    dite, place = Vue("Tableau", v.sous_titre), {"tete": "aucune", "cadre": "bloc-tableau"}
    mots = "Toutes les périodes en tableau, à télécharger"
    figure_block.tableau("tableau", dite, table=une_fois(series.table, info), pli=mots, csv=csv, **place)
    if pli := identite.pli("pli-evolutions", "Ce que chaque territoire est devenu"):
        with pli:
            st.html(f'<p class="obs-sous-titre">{francais.echapper(evolution.regle(ind))}</p>')
            changes = une_fois(vue.evolutions, ind, demandes)
            st.html(une_fois(evolution.tableau_html, changes, "Évolution des territoires"))
    if info.reperes:
        identite.deplier("pli-evenements", "Les événements de ces années", st.html, series.liste_html(info.reperes))
    if not choices.en_projection():
        vers = francais.echapper(vue.cote_a_cote(places).removeprefix("/"))
        st.html(f'<p><a href="{vers}" target="_self">Leurs chiffres clés côte à côte, dans Explorer</a></p>')


def lieux(ind: Indicateur) -> list[str]:
    """Select up to four territories, `zonage:code`, one list each; the last one adds another, neighbours first. Without
    any, that of the current place where the figure is published, else the region."""
    change, connues = lieu.a_change(), st.session_state.get("zones") or []
    noms = une_fois(vue.voisins, ind, (*connues, "")[0])
    ici = lieu.rattache(tuple(z for z in ind.zonages if z != "region"))
    if ici and (change or not connues) and ici.cle not in connues:
        connues = [ici.cle]
    # A territory of another zoning is named under the chart, with the reason why it is not drawn.
    noms = {**{z: figures_lieux.nom(z) for z in connues if z not in noms}, **noms}
    st.session_state["zones"] = connues
    for i, place in enumerate(PLACES):
        st.session_state[place] = connues[i] if i < len(connues) else None

    def suivre() -> None:
        retenus = list(dict.fromkeys(filter(None, (st.session_state.get(place) for place in PLACES))))
        st.session_state["zones"] = retenus
        if retenus and retenus[0] != (ici and ici.cle) and retenus[0] != REGION:
            lieu.placer(retenus[0])
        lieu.a_change()

    aucun = "Ajouter un territoire" if connues else f"{zonages.NOM_REGION}{INSEC}: choisir un lieu"
    for i, place in enumerate(PLACES[: len(connues) + 1]):
        choices.un_parmi(f"Territoire {i + 1}", noms, place, aucun, on_change=suivre)
    return list(connues)


def _parmi_plusieurs(etiquette: str, noms: Mapping[str, str], cle: str) -> str:
    """Select where the series leaves a choice; "" else."""
    if len(noms) < 2:
        st.session_state[cle] = ""
        return ""
    return choices.un_seul(etiquette, noms, cle)


def _noms_metiers(metiers: pd.DataFrame, domaines: Mapping[str, str]) -> dict[str, str]:
    metiers = metiers.sort_values("annee", kind="stable")
    familles = metiers.drop_duplicates("code_famille", keep="last").sort_values("libelle_famille")
    fins = metiers.drop_duplicates("code_metier", keep="last").sort_values("libelle_metier")
    clos = nomenclatures.annees_closes(metiers["annee"], metiers["code_metier"], metiers["annee"].max())
    # The living first: a list is searched by its words, which a closed code shares with the one that follows it.
    fins = fins.sort_values("code_metier", key=lambda codes: codes.isin(list(clos)), kind="stable")
    noms = {f"famille:{m.code_famille}": m.libelle_famille for m in familles.itertuples()}
    noms |= {f"fap22:{c}": f"{nom} (domaine {c})" for c, nom in sorted(domaines.items(), key=lambda x: x[1])}
    suites = {c: ", ".join(filter(None, (c, clos.get(c)))) for c in fins["code_metier"]}
    noms |= {f"metier:{m.code_metier}": f"{m.libelle_metier} ({suites[m.code_metier]})" for m in fins.itertuples()}
    return {cle: francais.typographier(nom) for cle, nom in noms.items()}


def metier(d: Donnees) -> tuple[Metier | None, str]:
    """Select a family or a métier of the survey, or all of them; the choice and its name, "" for all. ErreurDonnees: no
    survey is loaded."""
    choices.exiger(d.periodes("bmo"))
    domaines = cache.libelles_metiers(d, "fap22", d.periodes("bmo")[-1]) if cache.libelles_charges(d, "fap22") else {}
    noms = une_fois(_noms_metiers, cache.metiers(d), domaines)
    choisi = choices.un_parmi("Famille, domaine ou métier", noms, "metier", "Tous les métiers")
    return (Metier.lire(choisi), noms[choisi]) if choisi else (None, "")


def dessiner(cle: str, info: Tendance, page: Vue, alt: str, figure: Callable[..., go.Figure] = dessin.figure) -> None:
    """Draw series as wide as the screen; in a meeting room, as high as the head of the page, `page`, leaves. `alt`: the
    chart in words; `figure`: `dessin.figure` or `dessin.panneaux`."""
    hauteur = vue.hauteur_projection(page.titre, page.sous_titre, page.badges) if choices.en_projection() else None
    place = min(figure_block.largeur() - MARGES, LARGEUR_MAX)
    dessinee = une_fois(figure, info, figure_block.mode(), place, hauteur)
    figure_block.graphique(cle, dessinee, alt, place)


def _piste(d: Donnees, suivis: Sequence[Suivi]) -> figure_block.Piste:
    """From the chart to the rows of a figure of its producer: of a territory, then of one of its own periods, since
    zonings of one indicator may be read in files that do not stop at the same period."""
    tableaux = {s.lieu: s.tableau for s in suivis}

    def choisir(_cle: str) -> tuple[str, str]:
        gauche, droite = st.columns(2, vertical_alignment="bottom")
        with gauche:
            choisi = choices.un_seul("Territoire du chiffre", {s.lieu: s.nom for s in suivis}, "suivi-zone")
        dites = {p: francais.periode_libelle(p) for p in reversed(tableaux[choisi].periodes)}
        with droite:
            return choisi, choices.un_seul("Période du chiffre", dites, "suivi-periode")

    return figure_block.Piste(lambda lieu, quand: remonter(d, tableaux[lieu], lieu.partition(":")[2], quand), choisir)
