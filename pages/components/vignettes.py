"""« Petites cartes par année », under the map: the same map at several periods, one cut for all."""

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau
from data_loaders.exports.ecriture import csv_francais
from data_loaders.magasin.donnees import Donnees
from data_loaders.requetes import lignes as lignes_exportees
from geo import lieux, zonages
from pages.components import cache, choices, depot, feuille as st, figure_block, identite, url_state
from pages.components.figure_block import Fichier
from pages.components.partage import une_fois
from pages.components.provenance import parmi
from pages.figures.carte import vignettes as figures
from pages.figures.carte.vue import FONDS, Dessin, champ
from pages.figures.lecture import court
from pages.figures.vues import MENTION_DEMONSTRATION, Vue, badges_demo

PLI = "pli-vignettes"
_PROPOSEES = "_annees_proposees"


def _periodes(valeurs: list[str]) -> list[str]:
    if len(valeurs) > figures.PERIODES_MAX or not all(map(francais.rythme_periode, valeurs)):
        raise ValueError(valeurs)
    return list(dict.fromkeys(valeurs))


PARAMS = [url_state.Param("annees", [], _periodes, list, libelle="périodes des petites cartes")]
SOUVENIRS = [url_state.Param(_PROPOSEES, [], _periodes, list)]


def montrer(d: Donnees, t: Tableau, dessin: Dessin, zone: str | None, nom_metier: str) -> None:
    """The fold, open where the address names periods; in a meeting room the maps alone, where it does.

    Args:
        t: figures drawn. dessin: their states. zone: code of the zone outlined.
    """
    demandees = st.session_state.get("annees")
    if choices.en_projection():
        if demandees:
            _dessiner(d, t, dessin, [p for p in demandees if p in t.periodes], zone, nom_metier)
        return
    if demandees and PLI not in st.session_state:
        st.session_state[PLI] = True
    if pli := identite.pli(PLI, "Petites cartes par année"):
        with pli:
            _dessiner(d, t, dessin, _annees(t.periodes), zone, nom_metier)


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
    choisies = st.multiselect(
        f"Périodes ({figures.PERIODES_MAX} au plus)",
        list(periodes),
        key="annees",
        format_func=francais.periode_libelle,
        max_selections=figures.PERIODES_MAX,
        placeholder="Choisir des périodes",
    )
    return sorted(choisies, key=francais.rang_periode)


def _dessiner(d: Donnees, t: Tableau, dessin: Dessin, choisies: list[str], zone: str | None, nom_metier: str) -> None:
    ind, retenues = t.indicateur, {zone: 1} if zone else {}
    commun = une_fois(figures.meme_coupe, t, dessin, tuple(choisies))
    salle = choices.en_projection()
    vues = une_fois(figures.preparer, t, commun, tuple(choisies), retenues, projection=salle)
    unite = "" if ind.unite.lower() in ind.libelle.lower() else f", en {ind.unite}"
    quoi = ", ".join(filter(None, (ind.libelle, francais.en_phrase(nom_metier))))
    v = Vue(
        f"{court(ind)}{francais.INSEC}: {len(choisies)} cartes, {francais.etendue_periodes(choisies)}"
        if choisies
        else "Aucune période choisie",
        f"{quoi}, {lieux.pluriel(zonages.zonage(t.zonage).libelle_zone)}{unite}",
        une_fois(figures.lecture_vignettes, vues, retenues, t),
        champ(t),
        f"{MENTION_DEMONSTRATION if t.demonstration else ind.source}. {FONDS}.",
        badges_demo(t.demonstration),
    )
    suivis = {
        f"{nom}, {francais.periode_libelle(p)}": cache.suivre(d, ind.code, t.zonage, code, p, t.metier)
        for code, nom in zonages.noms(t.zonage).items()
        for p in sorted(choisies, reverse=True)
    }
    instantanes = {p: cache.instantane(d, ind.code, p, t.zonage) for p in choisies}
    lignes = t.lignes[t.lignes["periode"].isin(choisies)]
    with figure_block.bloc(
        "vignettes",
        v,
        provenance=parmi(suivis),
        table=une_fois(figures.table, t, choisies, retenues),
        bas="tableau-vignettes",
        csv=Fichier(
            f"cartes_{ind.code}_{t.zonage}.csv",
            lambda: csv_francais(lignes_exportees.du_tableau(t, instantanes, nom_metier, lignes)),
        ),
    ):
        st.html(depot.html_une_fois(figures.images_html, vues, ind.unite if ind.genre == "taux" else ""))
        st.html(une_fois(figures.legende_html, commun, choisies, ind.unite))
