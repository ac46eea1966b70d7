"""Views of the screen « Territoires », one module each, and what they share in a meeting room."""

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.components import figure_block
from pages.figures.vues import Vue


def en_salle(cle: str, v: Vue, largeurs: tuple[int, int] = (1, 1)) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Columns of a map as high as the screen, then of the finding, already there; `cle` is unique on the page."""
    with st.container(key=f"bloc-salle-{cle}"):
        carte, dits = st.columns(largeurs, gap="medium")
    with dits:
        figure_block.titrer_page(replace(v, sous_titre=""))
    return carte, dits
