"""What the screen « Comparer » computes once for all readers: differences of two versions, small maps."""

from __future__ import annotations

import streamlit as st

from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts import CONTRATS
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.versions import difference, territoires as difference_territoires
from data_loaders.versions.difference import Difference
from data_loaders.versions.territoires import Changement
from pages.components import cache
from pages.figures.carte import vue as vue_carte
from pages.figures.carte.vue import Dessin
from pages.figures.comparer import vignettes as comparer_vignettes
from pages.figures.comparer.vignettes import Vignette


@st.cache_resource(max_entries=32, show_spinner=False)
def _changements(
    empreinte: str, perimetres: str, dataset: str, avant: str, apres: str, lieux: tuple[str, ...], _d: Donnees
) -> list[Changement]:
    return difference_territoires.par_territoire(_d.officiel, CONTRATS[dataset], avant, apres, lieux)


def changements(d: Donnees, dataset: str, avant: str, apres: str, lieux: tuple[str, ...]) -> list[Changement]:
    """Figures of some territories that two versions give differently; shared and read-only."""
    return _changements(d.empreinte, cache.empreinte_zonages(), dataset, avant, apres, lieux, d)


@st.cache_resource(max_entries=16, show_spinner=False)
def _ensemble(empreinte: str, dataset: str, avant: str, apres: str, _d: Donnees) -> Difference:
    return difference.comparer(_d.officiel, CONTRATS[dataset], avant, apres)


def ensemble(d: Donnees, dataset: str, avant: str, apres: str) -> Difference:
    """Every change between two versions of a dataset; shared and read-only."""
    return _ensemble(d.empreinte, dataset, avant, apres, d)


@st.cache_resource(max_entries=64, show_spinner=False)
def _vignettes(
    empreinte: str,
    perimetres: str,
    indicateur: str,
    zonage: str,
    metier: Metier | None,
    periodes: tuple[str, ...],
    retenues: tuple[tuple[str, int], ...],
    theme: str,
    projection: bool,
    _d: Donnees,
) -> tuple[Tableau, Dessin, list[Vignette]]:
    t = cache.lire_tableau(_d, indicateur, zonage, metier)
    dessin = vue_carte.dessiner(t, cache.lire_tableau(_d, indicateur, "region", metier))
    vues = comparer_vignettes.preparer(t, dessin, periodes, dict(retenues), theme, projection=projection)
    return t, dessin, vues


def vignettes(
    d: Donnees,
    indicateur: str,
    zonage: str,
    metier: Metier | None,
    periodes: tuple[str, ...],
    retenues: dict[str, int],
    theme: str,
    projection: bool,
) -> tuple[Tableau, Dessin, list[Vignette]]:
    """Figures, states and small maps of some periods; shared and read-only."""
    return _vignettes(
        d.empreinte,
        cache.empreinte_zonages(),
        indicateur,
        zonage,
        metier,
        periodes,
        tuple(retenues.items()),
        theme,
        projection,
        d,
    )
