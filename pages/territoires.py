"""Ma commune: find a place and read it; its zonings, where territories stand, a territory of one's own."""

from pages.components import cache, feuille as st
from pages.components.territoires import commune, composer, decoupages

VUES = {
    "lieu": commune.montrer,
    "loupe": decoupages.montrer_loupe,
    "etats": decoupages.montrer_etats,
    "libre": composer.montrer,
}
VUES[st.session_state["volet"]](cache.donnees())
