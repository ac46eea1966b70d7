"""Explorer: any rows by any columns, what moved most, two indicators face to face."""

import streamlit as st

from geo import lieux
from pages.components import cache, choices
from pages.components.explorer import choices as choix, vues
from pages.components.partage import une_fois
from pages.figures.explorer import croise

VUES = {"tableau": vues.tableau, "mouvements": vues.mouvements, "nuage": vues.face_a_face}

donnees = cache.donnees()
ligne = choices.ligne_choix("explorer")
with st.container(key="champs-explorer"):
    haut = st.columns([3.8, 4.2], vertical_alignment="bottom")
with haut[0]:
    volet = choix.volet()
with st.container(key="champs-explorer-ou"):
    bas = st.columns([2, 2, 4], vertical_alignment="bottom")
with bas[0]:
    zonage = choices.zonage((*choices.ZONAGES_CARTE, "region"))
with bas[1]:
    dans = choix.dans(zonage)
codes = une_fois(croise.dedans, zonage, dans or "")
ou = lieux.locatif(*dans.split(":")) if dans else ""
VUES[volet](vues.Lieu(donnees, zonage, codes, ou, haut[1], bas[2], ligne))
