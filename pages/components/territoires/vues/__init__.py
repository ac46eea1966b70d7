"""Views of the screen « Territoires », one module each, and what they share in a meeting room."""

from dataclasses import replace

from pages.components import feuille as st, figure_block
from pages.figures.vues import Vue


def en_salle(cle: str, v: Vue, largeurs: tuple[int, int] = (1, 1)) -> tuple[st.Boite, st.Boite]:
    """Columns of a map as high as the screen, then of what is said of it; `cle` is unique on the page."""
    with figure_block.bloc(f"salle-{cle}", replace(v, sous_titre="")):
        carte, dits = st.columns(largeurs, gap="medium")
    return carte, dits
