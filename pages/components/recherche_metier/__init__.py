"""Field « Chercher un métier »: the server searches what is typed, a proposal is chosen by keyboard or pointer.

Only this field runs again while one types; the page runs once, when a proposal is chosen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import streamlit as st

from data_loaders.francais import FINE, INSEC, avec_unite
from pages.figures.meteo.recherche import Proposition

STATIQUE: Final = Path(__file__).parents[1] / "static" / "recherche_metier" / "recherche_metier.js"
CLE: Final = "recherche-metier"
LONGUEUR_MAX: Final = 60

_composant = st.components.v2.component(
    "recherche_metier",
    js=Path(__file__)
    .with_name("montage.js")
    .read_text("utf-8")
    .replace("VERSION", hashlib.sha256(STATIQUE.read_bytes()).hexdigest()[:8]),
    isolate_styles=False,
)


def charge_utile(texte: str, propositions: Sequence[Proposition]) -> dict:
    """What crosses to the browser: the text searched, its proposals, and how many there are in words."""
    if propositions:
        message = f"{avec_unite(len(propositions), 'propositions')}. Flèches pour choisir, Entrée pour ouvrir."
    elif texte:
        message = (
            f"Aucun métier trouvé dans l’enquête pour «{INSEC}{texte}{INSEC}»{FINE}; essayer un autre mot, ou la liste "
            "des métiers."
        )
    else:
        message = ""
    return {
        "etiquette": "Chercher un métier",
        "exemple": "soudeur, aide-soignante, dev web…",
        "texte": texte,
        "resultats": [list(p) for p in propositions],
        "message": message,
    }


def lire_texte(recu: object) -> str:
    """The text received from the browser, "" where it is none."""
    return recu.strip()[:LONGUEUR_MAX] if isinstance(recu, str) else ""


@st.fragment
def recherche_metier(chercher: Callable[[str], Sequence[Proposition]], ouvrir: Callable[[str], None]) -> None:
    """Draw the field.

    Args:
        chercher: text -> proposals, best first.
        ouvrir: called with the key of the proposal chosen, before the page runs again.
    """
    texte = lire_texte(st.session_state.get(CLE, {}).get("texte"))
    propositions = chercher(texte) if texte else ()

    def choisir() -> None:
        cle = st.session_state[CLE].choix
        if cle in {p.cle for p in propositions}:
            ouvrir(cle)

    resultat = _composant(
        key=CLE, data=charge_utile(texte, propositions), on_texte_change=lambda: None, on_choix_change=choisir
    )
    if resultat.choix:
        st.rerun()
