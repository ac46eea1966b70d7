"""Buttons that give files back. Each file is made on click and outside the session: it closes over values only."""

from collections.abc import Callable
from datetime import date
from functools import partial

from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts import CONTRATS
from data_loaders.exports import jeux
from data_loaders.magasin.donnees import Donnees
from pages.components import feuille as st

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET = "application/vnd.apache.parquet"
GEOJSON = "application/geo+json"


def bouton(
    texte: str, contenu: Callable[[], bytes] | bytes, fichier: str, mime: str = "text/csv", cle: str = ""
) -> None:
    """One file, under an ASCII name; `cle` is unique on the page, the name of the file without it."""
    cle = cle or f"export-{fichier}"
    st.download_button(texte, contenu, fichier, mime, key=cle, on_click="ignore", icon=":material/download:")


def dataset(d: Donnees, nom: str, jour: date) -> None:
    """Workbook of the whole dataset, then CSV and Parquet of each of its tables."""
    with st.container(horizontal=True, key="exports-dataset"):
        bouton("Classeur (XLSX)", lambda: jeux.xlsx(d, nom, jour), f"{nom}_{d.etat}.xlsx", XLSX)
        plusieurs = len(CONTRATS[nom].montrees) > 1
        for table in CONTRATS[nom].montrees:
            precision = f" : {table}" if plusieurs else ""
            fichier = f"{nom}_{table}_{d.etat}"
            bouton(f"CSV{precision}", partial(jeux.csv, d, nom, table), f"{fichier}.csv")
            bouton(f"Parquet{precision}", partial(jeux.parquet, d, nom, table, jour), f"{fichier}.parquet", PARQUET)


def zonage(code: str, jour: date) -> None:
    """A zoning, commune by commune, and its outlines."""
    with st.container(horizontal=True, key="exports-zonage"):
        bouton("Classeur (XLSX)", lambda: jeux.xlsx_zonage(code, jour), f"zonage_{code}.xlsx", XLSX)
        bouton("CSV", lambda: jeux.csv_zonage(code), f"zonage_{code}.csv")
        bouton("Parquet", lambda: jeux.parquet_zonage(code, jour), f"zonage_{code}.parquet", PARQUET)
        bouton("GeoJSON", lambda: jeux.geojson_zonage(code, jour), f"zonage_{code}.geojson", GEOJSON)


def geojson(t: Tableau, periode: str, instantane: str, jour: date) -> None:
    """Outlines with the values of one indicator at one period."""
    fichier = f"{t.indicateur.code}_{t.zonage}_{periode}.geojson"
    bouton("GeoJSON", lambda: jeux.geojson(t, periode, instantane, jour), fichier, GEOJSON)


def paquet(d: Donnees, jour: date) -> None:
    """Everything public in one archive."""
    fichier = f"observatoire_{d.etat}.zip"
    bouton("Tout télécharger (paquet de données, ZIP)", lambda: jeux.paquet(d, jour), fichier, "application/zip")
