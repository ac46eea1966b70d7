"""What the portraits read, kept from one reader to the next."""

from __future__ import annotations

import streamlit as st

from data_loaders.donnees import Donnees
from data_loaders.memoire import Memoire
from pages.components import cache


@st.cache_resource(max_entries=2, show_spinner=False)
def _memoire(empreinte: str, perimetres: str, _d: Donnees) -> Memoire:
    return Memoire(_d)


def memoire(d: Donnees) -> Memoire:
    """Figures of the state that the session reads; shared and read-only."""
    return _memoire(d.empreinte, cache.empreinte_zonages(), d)
