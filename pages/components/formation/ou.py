"""« Où se former »: who prepares the diplomas shown, around the current place."""

from collections.abc import Mapping, Sequence
from functools import partial

from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import ou_se_former
from data_loaders.metiers.ou_se_former import Autour
from geo import reglages
from pages.components import depot, feuille as st, figure_block, lieu as lieu_courant
from pages.components.figure_block import publie
from pages.components.formation import cache
from pages.components.partage import une_fois
from pages.components.territoire import Territoire
from pages.figures.formation import mots, ou
from pages.figures.vues import Vue

CLE = "formation-ou"


def autour(donnees: Donnees, fap: str, codes: Sequence[str], lieu: Territoire) -> Autour | None:
    """Who prepares some diplomas around the current place, else the territory shown; None when no place is loaded."""
    offre = cache.offre(donnees, fap)
    ici = lieu_courant.courant() or lieu
    s = cache.sources(donnees, fap)
    return offre and une_fois(ou_se_former.autour, offre, s, tuple(codes), ici.zonage, ici.code)


def dessiner(donnees: Donnees, o: Autour | None, quoi: str, emploi: Mapping[tuple[str, str], float]) -> None:
    """The map, the list, what is farther; `emploi`: (diploma, voie) -> rate (%) in the region, NaN without any."""
    if o is None:
        return figure_block.absente(CLE, Vue("Où se former", champ=ou.non_couvert()), ou.SANS_PLACES)
    lus = [donnees.dernier(d) for d in ou_se_former.PLACES if donnees.millesimes(d)]
    demonstration = bool(lus) and donnees.est_demonstration(lus[0].dataset)
    v, jour = une_fois(ou.vue, o, demonstration), reglages.jour()
    if not o.cours:
        return figure_block.absente(CLE, v, ou.AUCUN)
    taux = {cle: mots.emploi_dit(x) for cle, x in emploi.items()}
    autour = publie(
        v, une_fois(ou.table, o, taux, jour), lus, csv=("ou_se_former.csv", partial(ou.csv, o, quoi, demonstration))
    )
    with figure_block.bloc(CLE, v, pli=une_fois(ou.pli, o), **autour):
        st.html(une_fois(ou.liste_html, o, jour))
        if plan := depot.html_une_fois(ou.carte_html, o):
            st.html(plan)
