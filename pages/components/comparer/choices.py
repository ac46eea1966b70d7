"""Choices of the screen « Comparer »: four places with a colour each, years of the small maps, two versions."""

import re
from collections.abc import Sequence

import streamlit as st

from data_loaders import francais
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.magasin.instantane import Instantane
from geo import zonages
from geo.rattachement import Rattachement
from pages.components import choices, lieu, url_state
from pages.components.partage import une_fois
from pages.figures.comparer import lieux as lieux_compares
from pages.figures.recherche.adresses import PLACES

ZONAGES = ("region", "departement", "spo", "zef", "gtec", "bassin", "ze", "epci", "commune")
# Where a place is read when its own zoning holds few figures.
PREFERES = ("bassin", "departement", "region")
_VERSION = re.compile(r"[\w-]{1,20}--[0-9a-f]{8}", re.ASCII)


def _lieu(valeurs: list[str]) -> str:
    if len(valeurs) != 1:
        raise ValueError(valeurs)
    zonage, _, code = valeurs[0].partition(":")
    if zonage not in ZONAGES or code not in set(zonages.zones(zonage)["code_zone"]):
        raise ValueError(valeurs)
    return valeurs[0]


def _version(valeurs: list[str]) -> str:
    if len(valeurs) != 1 or not _VERSION.fullmatch(valeurs[0]):
        raise ValueError(valeurs)
    return valeurs[0]


def _un(valeur: str | None) -> list[str]:
    return [valeur] if valeur else []


PARAMS = [
    *(url_state.Param(p, None, _lieu, _un) for p in PLACES),
    url_state.text("jeu_compare", longueur=30),
    url_state.Param("version_avant", None, _version, _un),
    url_state.Param("version_apres", None, _version, _un),
]
LIBELLES = {
    **{p: f"territoire {i}" for i, p in enumerate(PLACES, 1)},
    "jeu_compare": "jeu de données comparé",
    "version_avant": "version de départ",
    "version_apres": "version d’arrivée",
}


def lieux() -> dict[int, str]:
    """Select up to four territories of any zoning; rank of the place (0 to 3) -> `zonage:code`.

    Each place keeps its colour, dash and shape whatever is chosen in the others; a territory chosen twice counts once.
    """
    ici = lieu.rattache(PREFERES)
    change = lieu.a_change("t1")
    if not any(st.session_state.get(p) for p in PLACES) or lieu.par_defaut("t1"):
        st.session_state.update(zip(PLACES, _habituels(ici), strict=False))
    elif ici and change and ici.cle not in [st.session_state.get(p) for p in PLACES]:
        st.session_state["t1"] = ici.cle
    noms = une_fois(_noms)
    pris: dict[int, str] = {}
    for i, (colonne, place) in enumerate(zip(st.columns(4), PLACES, strict=True)):
        with colonne, st.container(key=f"place-{i + 1}"):
            # Once one is changed, those proposed are the reader's own.
            suite = {"on_change": lieu.par_defaut, "args": ("t1", ())}
            choisi = choices.un_parmi(f"Territoire {i + 1}", noms, place, "Choisir un territoire", **suite)
        if choisi and choisi not in pris.values():
            pris[i] = choisi
    return pris


def _habituels(ici: Rattachement | None) -> list[str]:
    """What the reader was looking at elsewhere and its département, else the most populated ones, which is said."""
    suivies = [] if lieu.par_defaut("zones") else st.session_state.get("zones") or []
    vus = [*suivies, *((ici.cle,) if ici else ())]
    gardes = list(dict.fromkeys(vus))[: len(PLACES)]
    if len(gardes) == 1 and (departement := lieu.zone_de("departement")):
        gardes = list(dict.fromkeys([*gardes, departement]))
    if not gardes:
        gardes = _peuples()
        lieu.par_defaut("t1", gardes[:1])
        noms = francais.enumeration([lieux_compares.nom(z) for z in gardes])
        st.info(f"Aucun lieu choisi{francais.INSEC}: voici les plus peuplés, {noms}.")
    return gardes


def _peuples() -> list[str]:
    """The most populated territories for which the figure asked is published: one a zoning, else two of the finest."""
    demande = INDICATEURS.get(st.session_state.get("indicateur") or "")
    publies = [z for z in (demande.zonages if demande else PREFERES) if z in ZONAGES[1:]] or ["region"]
    if "departement" in publies[1:]:
        return [*zonages.plus_peuplees(publies[0], 1), *zonages.plus_peuplees("departement", 1)]
    return zonages.plus_peuplees(publies[0], 2)


def _noms() -> dict[str, str]:
    return {f"{z}:{c}": lieux_compares.nom(f"{z}:{c}") for z in ZONAGES for c in zonages.zones(z)["code_zone"]}


def jeu(titres: dict[str, str]) -> str:
    """Select the dataset whose versions are compared."""
    demande = st.session_state.get("jeu_compare")
    if demande not in titres:
        if demande:
            st.info("Le jeu de données demandé n’a pas deux versions à comparer : un autre est affiché.")
        st.session_state["jeu_compare"] = next(iter(titres))
    return st.selectbox(
        "Jeu de données", list(titres), key="jeu_compare", format_func=titres.get, on_change=_oublier_versions
    )


def _oublier_versions() -> None:
    """Versions are those of one dataset: those of the former one are not asked of the next."""
    st.session_state["version_avant"] = st.session_state["version_apres"] = None


def versions(gardees: Sequence[Instantane], en_place: Sequence[str], habituelles: tuple[str, str]) -> tuple[str, str]:
    """Select two versions of a dataset.

    Args:
        gardees: versions on disk, newest first.
        en_place: identifiers of those in force.
        habituelles: the two by default.
    """
    noms = {i.identifiant: _nom_version(i, i.identifiant in en_place) for i in gardees}
    for cle, habituelle in zip(("version_avant", "version_apres"), habituelles, strict=True):
        if st.session_state.get(cle) not in noms:
            if st.session_state.get(cle):
                st.info("La version demandée n’est plus gardée sur ce serveur : la version habituelle est affichée.")
            st.session_state[cle] = habituelle
    gauche, droite = st.columns(2, vertical_alignment="bottom")
    with gauche:
        avant = st.selectbox("Version de départ", list(noms), key="version_avant", format_func=noms.get)
    with droite:
        apres = st.selectbox("Version d’arrivée", list(noms), key="version_apres", format_func=noms.get)
    return avant, apres


def _nom_version(i: Instantane, en_place: bool) -> str:
    jour = francais.date_libelle(i.manifeste["created"][:10])
    return f"{francais.periode_libelle(i.millesime)}, enregistrée le {jour} ({i.identifiant.partition('--')[2]})" + (
        ", en place" if en_place else ""
    )
