"""What the screen « Comparer » computes once for all readers: differences of two versions, small maps."""

from __future__ import annotations

from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts import CONTRATS
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.versions import difference, territoires as difference_territoires
from data_loaders.versions.difference import Difference
from data_loaders.versions.territoires import Changement
from pages.components import cache
from pages.components.partage import une_fois
from pages.figures.carte import vue as vue_carte
from pages.figures.carte.vue import Dessin
from pages.figures.comparer import vignettes as comparer_vignettes
from pages.figures.comparer.vignettes import Vignette


def _changements(d: Donnees, dataset: str, avant: str, apres: str, lieux: tuple[str, ...]) -> list[Changement]:
    return difference_territoires.par_territoire(d.officiel, CONTRATS[dataset], avant, apres, lieux)


def changements(d: Donnees, dataset: str, avant: str, apres: str, lieux: tuple[str, ...]) -> list[Changement]:
    """Figures of some territories that two versions give differently; shared and read-only."""
    return une_fois(_changements, d, dataset, avant, apres, lieux)


def _ensemble(d: Donnees, dataset: str, avant: str, apres: str) -> Difference:
    return difference.comparer(d.officiel, CONTRATS[dataset], avant, apres)


def ensemble(d: Donnees, dataset: str, avant: str, apres: str) -> Difference:
    """Every change between two versions of a dataset; shared and read-only."""
    return une_fois(_ensemble, d, dataset, avant, apres)


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
    t, region = (cache.lire_tableau(d, indicateur, z, metier) for z in (zonage, "region"))
    dessin = une_fois(vue_carte.dessiner, t, region)
    vues = une_fois(comparer_vignettes.preparer, t, dessin, periodes, retenues, theme, projection=projection)
    return t, dessin, vues
