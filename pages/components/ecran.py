"""Width of the reader's screen, told by the browser: Plotly writes its text in px, which no style sheet can scale."""

from collections.abc import Sequence
from typing import Final, Literal

from pages.components import choices, feuille as st
from pages.figures.theme import Mode

LARGEUR_HABITUELLE: Final = 1280

_mesure = st.Composant(
    "largeur_ecran",
    js="""export default function ({ data, setStateValue }) {
      const dire = () => setStateValue("largeur", window.innerWidth);
      if (window.innerWidth !== data) dire();  // each answer runs the page again
      window.addEventListener("resize", dire);
      return () => window.removeEventListener("resize", dire);
    }""",
)


def largeur() -> int:
    """Width in CSS px; 1280 until the browser has answered, bounded to what a screen can be."""
    connue = _bornee(st.session_state.get("largeur_ecran", {}).get("largeur"))
    return _bornee(_mesure(key="largeur_ecran", data=connue, on_largeur_change=lambda: None).largeur)


def taille() -> tuple[Mode, float]:
    """Mode and scale of a figure; asks the browser for its width in a meeting room alone, so once a run."""
    return ("projection", largeur() / LARGEUR_HABITUELLE) if choices.en_projection() else ("ecran", 1.0)


def cote_a_cote(largeurs: Sequence[int], ecart: Literal["medium", "large"]) -> tuple[st.Boite, ...]:
    """Places side by side, one under the other in a meeting room."""
    if choices.en_projection():
        return tuple(st.container() for _ in largeurs)
    return tuple(st.columns(largeurs, gap=ecart))


def _bornee(recue: object) -> int:
    if not isinstance(recue, int) or isinstance(recue, bool):
        return LARGEUR_HABITUELLE
    return min(max(recue, 320), 7680)
