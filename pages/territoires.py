"""Ma commune: find a place and read it; its zonings, where territories stand, a territory of one's own."""

from pages.components import cache, feuille as st, territoires
from pages.components.territoires import commune, composer, decoupages

VUES = {
    "lieu": commune.montrer,
    "loupe": decoupages.montrer_loupe,
    "etats": decoupages.montrer_etats,
    "libre": composer.montrer,
}

PARAMS = territoires.PARAMS


def montrer() -> None:
    """Draw the screen."""
    VUES[st.session_state["volet"]](cache.donnees())
