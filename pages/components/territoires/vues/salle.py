"""A view in a meeting room: its map as high as the screen, the finding and what explains it beside."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.components import identite


def colonnes(
    cle: str, titre: str, *badges: str, largeurs: tuple[int, int] = (1, 1)
) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Column of the map, then the one that already holds the finding; `cle` is unique on the page."""
    with st.container(key=f"carte-salle-{cle}"):
        carte, dits = st.columns(largeurs, gap="medium")
    with dits:
        identite.titre(titre, "", *badges)
    return carte, dits
