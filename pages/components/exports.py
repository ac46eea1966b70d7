"""Buttons that give files back. Each file is made on click and outside the session: it closes over values only."""

from collections.abc import Callable

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
