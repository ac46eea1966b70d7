"""Ma commune: find a place and read it; its zonings, where territories stand, a territory of one's own."""

from pages.components import cache, feuille as st
from pages.components.territoires.vues import etats, libre, lieu, loupe

VUES = {"lieu": lieu.montrer, "loupe": loupe.montrer, "etats": etats.montrer, "libre": libre.montrer}
VUES[st.session_state["volet"]](cache.donnees())
