"""What the portraits read and their pages, kept from one reader to the next."""

import streamlit as st

from data_loaders.magasin.donnees import Donnees
from data_loaders.portraits.memoire import Memoire
from data_loaders.portraits.territoire import Portrait, portrait
from geo import zonages
from geo.sujets import Sujet
from pages.components.partage import lire_une_fois, une_fois
from pages.figures.portrait import typst as portrait_typst
from pages.figures.portrait.document import Document
from pages.figures.portrait.typst import Feuilles


def memoire(d: Donnees) -> Memoire:
    """Figures of the state that the session reads; shared and read-only."""
    return lire_une_fois(Memoire, d, lire_une_fois)


def lire(d: Donnees, sujet: Sujet) -> Portrait:
    """The figures of a territory."""
    return une_fois(portrait, memoire(d), sujet)


@st.cache_resource(max_entries=64, show_spinner="Mise en page…")
def _feuilles(empreinte: str, perimetres: tuple, communes: str, pied: str, _document: Document) -> Feuilles:
    return portrait_typst.composer(_document)


def feuilles(d: Donnees, sujet: Sujet, document: Document) -> Feuilles:
    """The two pages of a portrait, composed once for all readers.

    Raises:
        ErreurDonnees: it does not hold in two pages.
    """
    qui = f"{document.titre}:{sujet.identifiant or ''.join(sorted(sujet.communes))}"
    return _feuilles(d.empreinte, zonages.empreinte(), qui, document.pied, document)
