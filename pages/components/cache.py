"""What is computed once for all readers, keyed by what is current: a new snapshot or perimeter changes the key."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from data_loaders import demo, origine, tableau
from data_loaders.donnees import Donnees
from data_loaders.erreurs import ErreurDonnees
from data_loaders.indicateurs import Indicateur
from data_loaders.measures import meteo
from data_loaders.origine import Origine
from data_loaders.tableau import Metier, Tableau
from geo import zonages
from pages.components import identite


@st.cache_resource(max_entries=4, show_spinner="Préparation des données de démonstration…")
def _assurer(empreinte: str) -> str:
    """Build what is missing; returns the reason in French when the disk refuses."""
    try:
        demo.assurer(Donnees())
    except OSError as e:
        return f"Le dossier de données ne peut pas être écrit ({e.strerror})."
    except ErreurDonnees:
        return "Une autre publication est en cours : recharger la page dans quelques secondes."
    return ""


def donnees() -> Donnees:
    """Snapshots in force at this run; builds the demonstration ones at first start."""
    d = Donnees()
    if panne := _assurer(d.empreinte):
        identite.etat_vide(panne, "Les périmètres, les populations et les chiffres de la convention restent lisibles.")
    return Donnees()


def empreinte_zonages() -> str:
    """Changes when a perimeter is replaced."""
    return "".join(z.sha8 for z in zonages.zonages().values())


@st.cache_resource(max_entries=256, show_spinner=False)
def _tableau(empreinte: str, perimetres: str, indicateur: str, zonage: str, metier: Metier | None) -> Tableau:
    return tableau.calculer(Donnees(), indicateur, zonage, metier)


def lire_tableau(d: Donnees, indicateur: str, zonage: str, metier: Metier | None = None) -> Tableau:
    """The figures of an indicator on a zoning; shared and read-only, never to be changed in place."""
    return _tableau(d.empreinte, empreinte_zonages(), indicateur, zonage, metier)


def instantane(d: Donnees, ind: Indicateur, periode: str, zonage: str) -> str:
    """Identifier of the snapshot a figure was read from."""
    return tableau.provenance_de(d, ind, periode, zonage)["instantane"]


@st.cache_resource(max_entries=8, show_spinner=False)
def _cellules(empreinte: str) -> pd.DataFrame:
    return tableau.cellules_bmo(Donnees())


def cellules_bmo(d: Donnees) -> pd.DataFrame:
    """Cells of the survey, every vintage; shared and read-only."""
    return _cellules(d.empreinte)


def remonter(d: Donnees, table: Tableau, code_zone: str, periode: str) -> Origine:
    """Follow one figure shown back to its rows."""
    return origine.remonter(d, table, code_zone, periode, lambda: cellules_bmo(d))


@st.cache_resource(max_entries=24, show_spinner=False)
def _indices_meteo(empreinte: str, niveau: str, zonage: str) -> pd.DataFrame:
    return meteo.indices(_cellules(empreinte), Donnees().lire("bmo", "metiers"), niveau, zonage)


def indices_meteo(d: Donnees, niveau: str, zonage: str) -> pd.DataFrame:
    """The météo of every group of a level in every zone and vintage; shared and read-only."""
    return _indices_meteo(d.empreinte, niveau, zonage)


@st.cache_resource(max_entries=8, show_spinner=False)
def _libelles_metiers(empreinte: str, niveau: str, annee: str) -> dict[str, str]:
    metiers = Donnees().lire("bmo", "metiers").sort_values("annee", kind="stable")
    # The label of the year where there is one, else the last known.
    metiers = pd.concat([metiers, metiers[metiers["annee"] == annee]])
    return dict(zip(metiers[f"code_{niveau}"], metiers[f"libelle_{niveau}"], strict=True))


def libelles_metiers(d: Donnees, niveau: str, annee: str) -> dict[str, str]:
    """code -> label of the groups of a level (`famille` or `metier`), as written the given year."""
    return _libelles_metiers(d.empreinte, niveau, annee)
