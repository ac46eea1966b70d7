"""Before any choice: the rates of the region by voie and edition, and where to start."""

import streamlit as st

from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import formation, liens as liens_metiers
from pages.components import figure_block, identite
from pages.components.formation import cache
from pages.components.partage import lire_une_fois, une_fois
from pages.components.provenance import Piste
from pages.figures.formation import region
from pages.figures.provenance import documents

DEMANDES = 8


def montrer(donnees: Donnees, annee: str) -> None:
    """The whole view."""
    if not donnees.millesimes("insertion"):
        identite.titre(region.SANS_CHOIX, "Pays de la Loire")
        identite.etat_vide("Le fichier InserJeunes n’est pas chargé.", region.CHOISIR)
        return
    demonstration = donnees.est_demonstration("insertion")
    editions = {p: (c, lire_une_fois(formation.moyennes, donnees, p)) for p, c in _editions(donnees)}
    v = une_fois(region.vue, editions, demonstration)
    tableau = une_fois(region.table, editions)
    lu = donnees.dernier("insertion")
    with figure_block.bloc(
        "formation-region",
        v,
        tete="page",
        table=tableau,
        provenance=Piste(lambda: documents.publiees(v.titre, (region.FORMULE,), [lu], tableau)),
    ):
        projets = une_fois(liens_metiers.projets, donnees, annee)
        noms = cache.metiers(donnees, annee)
        premiers = sorted(projets, key=lambda c: (-projets[c], c))[:DEMANDES]
        st.html(region.depart_html({f"metier:{c}": noms[f"metier:{c}"] for c in premiers}))


def _editions(donnees: Donnees) -> list[tuple[str, str]]:
    lues = donnees.lire("insertion", "totalisables")[["periode", "cumul"]].drop_duplicates()
    return sorted(lues.itertuples(index=False, name=None), reverse=True)
