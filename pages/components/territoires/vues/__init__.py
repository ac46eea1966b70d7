"""Views of the screen « Territoires », one module each, and what they share in a meeting room."""

from dataclasses import replace

from pages.components import feuille as st, figure_block
from pages.figures.vues import Vue


def en_salle(cle: str, v: Vue, largeurs: tuple[int, int] = (1, 1)) -> tuple[st.Boite, st.Boite]:
    """Columns of a map as high as the screen, then of the finding, already there; `cle` is unique on the page."""
    with st.container(key=f"bloc-salle-{cle}"):
        carte, dits = st.columns(largeurs, gap="medium")
    with dits:
        figure_block.titrer_page(replace(v, sous_titre=""))
    return carte, dits
