"""Choices of the screen « Portraits »: a zone of any zoning, the whole region, or a territory of the reader’s own."""

from __future__ import annotations

import streamlit as st

from geo import sujets
from geo.sujets import Sujet
from pages.components import choices, url_state
from pages.components.territoires import choices as choices_territoires

REGION = ("region", "52")
SUJETS = {"zone": "Une zone", "libre": "Mon territoire composé"}
PARAMS = [url_state.one("portrait", "zone", tuple(SUJETS))]
LIBELLES = {"portrait": "sujet du portrait"}


def sujet() -> Sujet:
    """Select what the portrait describes; the whole region when no zone is chosen."""
    compose = choices_territoires.territoire_libre()
    if compose is not None and "portrait" not in st.query_params and not st.session_state.get("zone"):
        st.session_state["portrait"] = "libre"  # a link that carries a composed territory and nothing else
    with st.container(key="champs-portrait"):
        colonnes = st.columns([2, 2, 3], vertical_alignment="bottom")
        if compose is not None:
            with colonnes[2]:
                choisi = st.segmented_control("Portrait de", list(SUJETS), key="portrait", format_func=SUJETS.get)
            if choisi == "libre":
                return compose.sujet
        with colonnes[0]:
            zonage = choices.zonage(choices.ZONAGES_CARTE)
        with colonnes[1]:
            zone = choices.zone(zonage)
    return sujets.de_zone(zonage, zone) if zone else sujets.de_zone(*REGION)
