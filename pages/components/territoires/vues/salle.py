"""A view in a meeting room: its map as high as the screen, the finding and what explains it beside."""

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.components import figure_block
from pages.figures.vues import Vue


def colonnes(cle: str, v: Vue, largeurs: tuple[int, int] = (1, 1)) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Column of the map, then the one that already holds the finding; `cle` is unique on the page."""
    with st.container(key=f"bloc-salle-{cle}"):
        carte, dits = st.columns(largeurs, gap="medium")
    with dits:
        figure_block.titrer_page(replace(v, sous_titre=""))
    return carte, dits
