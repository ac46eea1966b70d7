"""Choices of the screen « Météo des métiers »: territory, level of métiers, point of view, group on the map.

The survey is read by bassin or département. The shared zoning and zone are changed only when the reader chooses a
territory here: a visit with another zoning leaves them as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from data_loaders.francais import INSEC
from data_loaders.measures.meteo_mots import POINTS_DE_VUE
from geo import lieux, zonages
from pages.components import url_state
from pages.components.territory_map import Choix
from pages.figures.meteo_vue import NIVEAUX_LECTURE, TOUS

REGION = "region:52"
ZONAGES = ("departement", "bassin")
ONGLETS = {"territoire": "Le territoire", "metier": "Le métier", "methode": "La méthode"}
PARAMS = [
    url_state.one("onglet", "territoire", tuple(ONGLETS)),
    url_state.one("niveau", "famille", tuple(NIVEAUX_LECTURE)),
    url_state.one("point", "candidat", tuple(POINTS_DE_VUE)),
    url_state.text("recherche", longueur=60),
]
LIBELLES = {
    "onglet": "vue",
    "niveau": "niveau de lecture",
    "point": "point de vue",
    "recherche": "recherche",
}


class Territoire(NamedTuple):
    """Where: a zoning and a zone of it; `message` says why it is not the zone chosen on another screen."""

    zonage: str
    code: str
    message: str = ""


def territoire() -> Territoire:
    """Select a bassin, a département or the whole region."""
    noms = _territoires()
    lu, message = _equivalent(st.session_state.get("zone"))
    st.session_state["territoire-meteo"] = lu
    choisi = st.selectbox(
        "Bassin d’emploi ou département",
        list(noms),
        key="territoire-meteo",
        format_func=noms.get,
        on_change=lambda: _choisir(st.session_state["territoire-meteo"]),
    )
    zonage, _, code = choisi.partition(":")
    return Territoire(zonage, code, message)


def _territoires() -> dict[str, str]:
    noms = {REGION: "Toute la région"}
    for zonage in ZONAGES:
        for z in zonages.zones(zonage).itertuples():
            nom = f"Bassin {lieux.genitif(zonage, z.code_zone)}" if zonage == "bassin" else z.libelle_zone
            noms[f"{zonage}:{z.code_zone}"] = f"{nom} ({z.code_zone})"
    return noms


def _equivalent(zone: str | None) -> tuple[str, str]:
    """The zone itself, or the bassin that holds most of its population, which is then said."""
    if not zone:
        return REGION, ""
    zonage, _, code = zone.partition(":")
    if zonage in ZONAGES or zone == REGION:
        return zone, ""
    bassin = zonages.recoupement(zonage, code, "bassin")["code_zone"].iloc[0]
    ailleurs = f"{zonages.zonage(zonage).libelle_zone} {lieux.genitif(zonage, code)}"
    debut = f"La météo se lit par bassin d’emploi ou par département{INSEC}: "
    if not bassin:
        return REGION, f"{debut}la région est affichée, faute de bassin pour le choix en cours ({ailleurs})."
    return f"bassin:{bassin}", (
        f"{debut}voici le bassin {lieux.genitif('bassin', bassin)}, où vit la plus grande part de la population du "
        f"choix en cours ({ailleurs})."
    )


def _choisir(zone: str) -> None:
    if zone == REGION:
        st.session_state["zone"] = None
    else:
        st.session_state["zone"] = zone
        st.session_state["zonage"] = zone.partition(":")[0]


def niveau() -> str:
    """Select the level of métiers; a link that names a métier but no level brings its level."""
    metier = (st.session_state.get("metier") or "").partition(":")[0]
    if "niveau" not in st.query_params and metier in NIVEAUX_LECTURE:
        st.session_state["niveau"] = metier
    return st.selectbox("Niveau de lecture", list(NIVEAUX_LECTURE), key="niveau", format_func=NIVEAUX_LECTURE.get)


def point_de_vue() -> str:
    """Select who reads. The style sheet follows the button itself: words and skies change before the server answers."""
    with st.container(key="point-de-vue"):
        return st.segmented_control(
            "Point de vue", list(POINTS_DE_VUE), key="point", format_func=POINTS_DE_VUE.get, required=True
        )


def onglet() -> str:
    """Select the view; a link that names a métier but no view opens that of the métier."""
    if "onglet" not in st.query_params and "metier" in st.query_params and st.session_state.get("metier"):
        st.session_state["onglet"] = "metier"
    with st.container(key="onglets"):
        return st.segmented_control(
            "Vue", list(ONGLETS), key="onglet", format_func=ONGLETS.get, required=True, label_visibility="collapsed"
        )


def bouton_methode() -> None:
    """Leads to the method, with the territory and the group in hand as its example."""

    def ouvrir() -> None:
        st.session_state["onglet"] = "methode"

    st.button("La méthode, pas à pas", key="voir-methode", type="tertiary", on_click=ouvrir)


def groupe(niveau_lu: str, libelles: dict[str, str]) -> str | None:
    """Select the group of métiers of the map, None for all of them; the one of another level is forgotten."""
    noms = {f"{niveau_lu}:{code}": nom for code, nom in sorted(libelles.items(), key=lambda paire: paire[1])}
    if st.session_state.get("metier") not in noms:
        st.session_state["metier"] = None
    etiquette = "Famille de métiers" if niveau_lu == "famille" else "Métier"
    choisi = st.selectbox(etiquette, list(noms), index=None, key="metier", format_func=noms.get, placeholder=TOUS)
    return choisi.partition(":")[2] if choisi else None


def bouton_tuile(code: str, nom: str) -> None:
    """Button of a tile: opens the view of its family; `nom` is said to screen readers."""

    def ouvrir() -> None:
        st.session_state["metier"] = f"famille:{code}"
        st.session_state["onglet"] = "metier"

    st.button("Carte et détail", key=f"voir-{code}", on_click=ouvrir, help=nom, width="stretch")


def recherche() -> str:
    """Free text that filters the table of métiers; kept in the URL."""
    return st.text_input(
        "Chercher un métier dans le tableau", key="recherche", placeholder="soudeur, aide-soignant, maçon…"
    )


def suivre_carte(dessine: str) -> Callable[[Choix], None]:
    """Callback of the map: the zone and the vintage chosen on it become those of the page."""

    def suivre(choix: Choix) -> None:
        st.session_state["periode"] = choix.periode
        if choix.selection:
            _choisir(f"{dessine}:{choix.selection}")

    return suivre
