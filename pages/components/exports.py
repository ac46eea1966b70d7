"""Buttons that give files back. Each file is made on click and outside the session: it closes over values only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts import CONTRATS
from data_loaders.magasin.donnees import Donnees
from pages.figures import exports

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET = "application/vnd.apache.parquet"
GEOJSON = "application/geo+json"


def bouton(texte: str, contenu: Callable[[], bytes], fichier: str, mime: str) -> None:
    """One file, under an ASCII name that is unique on the page."""
    st.download_button(
        texte, contenu, fichier, mime, key=f"export-{fichier}", on_click="ignore", icon=":material/download:"
    )


def dataset(d: Donnees, nom: str, jour: date) -> None:
    """Workbook of the whole dataset, then CSV and Parquet of each of its tables."""
    with st.container(horizontal=True, key="exports-dataset"):
        bouton("Classeur (XLSX)", lambda: exports.xlsx(d, nom, jour), f"{nom}_{d.etat}.xlsx", XLSX)
        plusieurs = len(CONTRATS[nom].montrees) > 1
        for table in CONTRATS[nom].montrees:
            precision = f" : {table}" if plusieurs else ""
            bouton(
                f"CSV{precision}",
                lambda table=table: exports.csv(d, nom, table),
                f"{nom}_{table}_{d.etat}.csv",
                "text/csv",
            )
            bouton(
                f"Parquet{precision}",
                lambda table=table: exports.parquet(d, nom, table, jour),
                f"{nom}_{table}_{d.etat}.parquet",
                PARQUET,
            )


def zonage(code: str, jour: date) -> None:
    """A zoning, commune by commune, and its outlines."""
    with st.container(horizontal=True, key="exports-zonage"):
        bouton("Classeur (XLSX)", lambda: exports.xlsx_zonage(code, jour), f"zonage_{code}.xlsx", XLSX)
        bouton("CSV", lambda: exports.csv_zonage(code), f"zonage_{code}.csv", "text/csv")
        bouton("Parquet", lambda: exports.parquet_zonage(code, jour), f"zonage_{code}.parquet", PARQUET)
        bouton("GeoJSON", lambda: exports.geojson_zonage(code, jour), f"zonage_{code}.geojson", GEOJSON)


def geojson(t: Tableau, periode: str, instantane: str, jour: date) -> None:
    """Outlines with the values of one indicator at one period."""
    bouton(
        "GeoJSON",
        lambda: exports.geojson(t, periode, instantane, jour),
        f"{t.indicateur.code}_{t.zonage}_{periode}.geojson",
        GEOJSON,
    )


def paquet(d: Donnees, jour: date) -> None:
    """Everything public in one archive."""
    bouton(
        "Tout télécharger (paquet de données, ZIP)",
        lambda: exports.paquet(d, jour),
        f"observatoire_{d.etat}.zip",
        "application/zip",
    )
