"""What the météo reads of the survey's list of métiers, once for all readers: keyed by the snapshots in force."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo, meteo, sensibilite as sensibilite_meteo
from data_loaders.metiers import liens as liens_metiers, meteo_complete, recherche as recherche_metiers
from pages.components import cache


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


@st.cache_resource(max_entries=4, show_spinner=False)
def _offres_rome(empreinte: str, _d: Donnees) -> dict[str, float]:
    if meteo_complete.raison_absence(_d):
        return {}
    tensions = _d.lire("tension_rome")
    derniere = tensions[tensions["annee"] == tensions["annee"].max()]
    return derniere.groupby("code_rome")["offres"].sum().to_dict()


def offres_rome(d: Donnees) -> dict[str, float]:
    """Offers of the region by ROME, last year loaded; empty when they cannot be read beside the survey."""
    return _offres_rome(d.empreinte, d)


@st.cache_resource(max_entries=16, show_spinner=False)
def _completes(empreinte: str, perimetres: str, niveau: str, zonage: str, _d: Donnees) -> pd.DataFrame | None:
    return meteo_complete.completes(_d, niveau, zonage)


def completes(d: Donnees, niveau: str, zonage: str) -> pd.DataFrame | None:
    """The complete index of a level on a zoning, None when it cannot be made; shared and read-only."""
    return _completes(d.empreinte, cache.empreinte_zonages(), niveau, zonage, d)


@st.cache_resource(max_entries=4, show_spinner=False)
def _parts_cible_unique(empreinte: str, _d: Donnees) -> dict[str, float]:
    return meteo_complete.parts_cible_unique(_d)


def parts_cible_unique(d: Donnees) -> dict[str, float]:
    """Level -> share of the region's offers that need no sharing between groups; shared and read-only."""
    return _parts_cible_unique(d.empreinte, d)


@st.cache_resource(max_entries=64, show_spinner=False)
def _romes_complets(
    empreinte: str, niveau: str, zonage: str, annee: str, zone: str, code: str, _d: Donnees
) -> pd.DataFrame:
    return meteo_complete.romes(_d, niveau, zonage, annee, zone, code)


def romes_complets(d: Donnees, niveau: str, zonage: str, annee: str, zone: str, code: str) -> pd.DataFrame:
    """The ROME métiers behind a group in a zone, with their official classes; shared and read-only."""
    return _romes_complets(d.empreinte, niveau, zonage, annee, zone, code, d)


@st.cache_resource(max_entries=8, show_spinner=False)
def _officielle(empreinte: str, niveau: str, zonage: str, _d: Donnees) -> pd.DataFrame | None:
    return meteo_complete.officielle(_d, niveau, zonage)


def officielle(d: Donnees, niveau: str, zonage: str) -> pd.DataFrame | None:
    """Official tension classes of the Dares, None when there are none at this level; shared and read-only."""
    return _officielle(d.empreinte, niveau, zonage, d)


@st.cache_resource(max_entries=2, show_spinner="Chaque paramètre est déplacé de 10 % : une quinzaine de secondes…")
def _sensibilite(empreinte: str, _d: Donnees) -> pd.DataFrame:
    return sensibilite_meteo.sensibilite(cache.cellules_bmo(_d), _d.lire("bmo", "metiers"))


def sensibilite(d: Donnees) -> pd.DataFrame:
    """How many cells change when each parameter moves by 10 %; slow the first time, then shared and read-only."""
    return _sensibilite(d.empreinte, d)


@st.cache_resource(max_entries=2, show_spinner="Chaque paramètre est déplacé de 10 % : une demi-minute…")
def _sensibilite_complete(empreinte: str, _d: Donnees) -> pd.DataFrame | None:
    return meteo_complete.sensibilite_complete(_d)


def sensibilite_complete(d: Donnees) -> pd.DataFrame | None:
    """The same for the complete index of the métiers, None without one; slower still."""
    return _sensibilite_complete(d.empreinte, d)


@st.cache_resource(max_entries=2, show_spinner=False)
def _couverture(empreinte: str, _d: Donnees) -> pd.DataFrame:
    parts = [sensibilite_meteo.couverture(cache.indices_meteo(_d, n, "bassin")).assign(niveau=n) for n in meteo.NIVEAUX]
    return pd.concat(parts, ignore_index=True)


def couverture(d: Donnees) -> pd.DataFrame:
    """What share of the cells of the bassins has a class, level by level and vintage by vintage."""
    return _couverture(d.empreinte, d)


@st.cache_resource(max_entries=8, show_spinner=False)
def _passages(empreinte: str, annee: str, _d: Donnees) -> pd.DataFrame:
    return liens_metiers.passages(_d, annee)


def passages(d: Donnees, annee: str) -> pd.DataFrame:
    """Links of the ROME to the métiers of a vintage; shared and read-only."""
    return _passages(d.empreinte, annee, d)
