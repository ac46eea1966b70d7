"""What the météo reads of the survey's list of métiers, once for all readers: keyed by the snapshots in force."""

from __future__ import annotations

import streamlit as st

from data_loaders import recherche_metiers
from data_loaders.donnees import Donnees
from data_loaders.measures import bmo


@st.cache_resource(max_entries=4, show_spinner=False)
def _nomenclatures(empreinte: str, _d: Donnees) -> dict[str, str]:
    return _d.lire("bmo", "metiers").groupby("annee")["nomenclature"].first().to_dict()


def nomenclatures(d: Donnees) -> dict[str, str]:
    """Vintage -> nomenclature of its métiers."""
    return _nomenclatures(d.empreinte, d)


@st.cache_resource(max_entries=16, show_spinner=False)
def _listes(empreinte: str, niveau: str, _d: Donnees) -> dict[str, set[str]]:
    return bmo.metiers_listes(_d.lire("bmo", "metiers"), niveau)


def listes(d: Donnees, niveau: str) -> dict[str, set[str]]:
    """Vintage -> codes of a level that the survey listed; shared and read-only."""
    return _listes(d.empreinte, niveau, d)


@st.cache_resource(max_entries=8, show_spinner=False)
def _recherche(empreinte: str, annee: str, _d: Donnees) -> recherche_metiers.Index:
    return recherche_metiers.Index(_d, annee)


def recherche(d: Donnees, annee: str) -> recherche_metiers.Index:
    """Words of the métiers of a vintage, ready to be searched; shared and read-only."""
    return _recherche(d.empreinte, annee, d)
