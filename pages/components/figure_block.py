"""What surrounds a figure: title and badges above; Lecture, Champ, Source, table and CSV below."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from pages.components import identite


def tete(titre: str, sous_titre: str, *badges: str) -> None:
    """Title (h2), what, where, when and unit, then badges. Text is escaped."""
    marques = f'<p class="obs-badges">{"".join(badges)}</p>' if badges else ""
    st.html(
        f'<div class="obs-tete"><h2>{escape(titre)}</h2>{marques}</div><p class="obs-sous-titre">{escape(sous_titre)}'
        "</p>"
    )


def pied(
    cle: str, lecture: str, champ: str, source: str, csv: Callable[[], bytes] | None = None, fichier: str = ""
) -> None:
    """The three notes and the download.

    Args:
        cle: unique key of the block on the page.
        csv: makes the file on click, outside the session (closes over values); None when there is nothing to give.
        fichier: file name of the download, ASCII.
    """
    with st.container(key=f"pied-{cle}"):
        st.html(identite.notes(lecture, champ, source))
        if csv:
            st.download_button(
                "Télécharger le tableau (CSV)",
                csv,
                fichier,
                "text/csv",
                key=f"csv-{cle}",
                on_click="ignore",
                icon=":material/download:",
            )
