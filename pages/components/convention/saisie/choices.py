"""Choices of the reserved screen « Saisie »: step, way of sending, year."""

from collections.abc import Sequence

import streamlit as st

from pages.components import url_state
from pages.components.convention.choices import ANNEES

ETAPES = {"transmettre": "Transmettre", "approuver": "Approuver et publier"}
MOYENS = {"formulaire": "Saisir ici", "classeur": "Envoyer un classeur"}
PARAMS = [
    url_state.one("etape", "transmettre", tuple(ETAPES)),
    url_state.one("moyen", "formulaire", tuple(MOYENS)),
    url_state.one("annee_saisie", ANNEES[1], ANNEES),
]
LIBELLES = {"etape": "étape", "moyen": "façon de transmettre", "annee_saisie": "année transmise"}


def etape() -> str:
    """Select what one comes for."""
    return st.segmented_control("Étape", list(ETAPES), key="etape", format_func=ETAPES.get, required=True)


def moyen() -> str:
    """Select how values are sent."""
    return st.segmented_control(
        "Façon de transmettre", list(MOYENS), key="moyen", format_func=MOYENS.get, required=True
    )


def annee(annees: Sequence[str]) -> str:
    """Select the year of the values, among those of the convention."""
    if st.session_state.get("annee_saisie") not in annees:
        st.session_state["annee_saisie"] = annees[0]
    return st.selectbox("Année", annees, key="annee_saisie")
