"""What the portraits read and their pages, kept from one reader to the next."""

from data_loaders.magasin.donnees import Donnees
from data_loaders.portraits.territoire import Portrait, portrait
from geo.sujets import Sujet
from pages.components.cache import memoire
from pages.components.partage import une_fois
from pages.figures.portrait import rendus
from pages.figures.portrait.document import Document
from pages.figures.portrait.rendus import Feuilles


def lire(d: Donnees, sujet: Sujet) -> Portrait:
    """The figures of a territory."""
    return une_fois(portrait, memoire(d), sujet)


def feuilles(document: Document) -> Feuilles:
    """The two pages of a portrait, composed once for all readers.

    Raises:
        ErreurDonnees: it does not hold in two pages.
    """
    return une_fois(rendus.composer, document)
