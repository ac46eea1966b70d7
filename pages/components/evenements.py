"""Events of a dataset on a screen: those shipped, and those added under the data root."""

from data_loaders.contexte import evenements
from data_loaders.contexte.evenements import Evenement
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from pages.components import identite


def tous(d: Donnees) -> tuple[Evenement, ...]:
    """Every event, oldest first; those shipped, and a notice, when the file of the data root has a fault."""
    try:
        return evenements.en_vigueur(d.racine)
    except ErreurDonnees as e:
        identite.panne(e)
        return evenements.lire()


def concernant(d: Donnees, dataset: str) -> list[Evenement]:
    """Events of a dataset, in the same order."""
    return evenements.concernant(tous(d), dataset, 0, 9999)
