"""Choices of the screen « Portraits »: a zone of any zoning, the whole region, or a territory of the reader’s own."""

import streamlit as st

from data_loaders.francais import echapper as escape
from geo import sujets, zonages
from geo.sujets import Sujet
from pages.components import choices, lieu, url_state
from pages.components.territoires import choices as choices_territoires

REGION = ("region", zonages.REGION)
SUJETS = {"zone": "Une zone", "libre": "Mon territoire composé"}
PARAMS = [url_state.one("portrait", "zone", tuple(SUJETS))]
LIBELLES = {"portrait": "sujet du portrait"}


def sujet() -> Sujet:
    """Select what the portrait describes; the whole region when no zone is chosen."""
    ligne = choices.ligne_choix("portrait")
    compose = choices_territoires.territoire_libre()
    if compose is not None and "portrait" not in st.query_params and not lieu.courant():
        st.session_state["portrait"] = "libre"  # a link that carries a composed territory and nothing else
    with choices.phrase("portrait"):
        if compose is not None and choices.boutons("Portrait de", SUJETS, "portrait") == "libre":
            ligne(compose.sujet.nom)
            return compose.sujet
        zonage = choices.zonage(choices.ZONAGES_CARTE)
        zone = choices.zone(zonage)
    ligne(choices.nom_zone(zonage, zone))
    if dit := lieu.dire(zonage, zone):
        st.html(f'<p class="obs-note">{escape(dit)}</p>')
    return sujets.de_zone(*((zonage, zone) if zone else REGION))
