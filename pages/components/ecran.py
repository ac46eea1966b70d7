"""Width of the reader's screen, told by the browser: Plotly writes its text in px, which no style sheet can scale."""

from collections.abc import Sequence
from typing import Final, Literal

from pages.components import choices, feuille as st
from pages.figures.theme import Mode

LARGEUR_HABITUELLE: Final = 1280


def largeur() -> int:
    """Width in CSS px, as the browser says it; 1280 where it says nothing, in a meeting room."""
    feuille = st.ouverte()
    return feuille.mesurer() if feuille and not feuille.carnet else LARGEUR_HABITUELLE


def mode() -> Mode:
    """Size of the letters of a chart."""
    return "projection" if choices.en_projection() else "ecran"


def cote_a_cote(largeurs: Sequence[int], ecart: Literal["medium", "large"]) -> tuple[st.Boite, ...]:
    """Places side by side, one under the other in a meeting room."""
    if choices.en_projection():
        return tuple(st.container() for _ in largeurs)
    return tuple(st.columns(largeurs, gap=ecart))
