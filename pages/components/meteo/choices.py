"""Choices of the screen « Météo des métiers »: level of métiers, point of view, group on the map."""

from collections.abc import Callable, Collection
from typing import NamedTuple
from urllib.parse import urlencode

from data_loaders.erreurs import DemandeInvalide
from data_loaders.francais import INSEC, capitale
from data_loaders.jeux.calculs import Metier
from pages.components import choices, feuille as st, url_state
from pages.components.territoire import choisir
from pages.components.territory_map import Choix
from pages.figures.estimees import TOUS, UNITES

ONGLETS = {"territoire": "Le territoire", "metier": "Le métier", "methode": "La méthode"}
# Levels of métiers, as the first word of the sentence.
GRAINS = {"metier": "Métiers", "fap87": "Groupes", "fap22": "Domaines", "famille": "Familles"}


def _metier(valeurs: list[str]) -> str:
    try:
        Metier.lire(valeurs[-1])
    except DemandeInvalide as e:
        raise ValueError(valeurs) from e
    return valeurs[-1]


# A part of the ribbon: a class, or what is to be confirmed.
CIELS = (*"54321", "confirmer")
TRIS = {"part": "Difficulté", "projets": "Projets", "nom": "Nom"}
PARAMS = [
    url_state.one("onglet", "territoire", tuple(ONGLETS), libelle="vue"),
    url_state.one("niveau", "metier", tuple(GRAINS), libelle="niveau de lecture"),
    url_state.one("ciel", None, CIELS, libelle="ciel"),
    url_state.one("tri", "part", tuple(TRIS), libelle="tri"),
    url_state.text("recherche", longueur=60, libelle="recherche"),
]


def accorder() -> tuple[str, str]:
    """The view and the level of métiers, before their lists: a link that names a métier alone opens it."""
    metier = st.session_state.get("metier")
    if metier and "niveau" not in st.query_params and metier.partition(":")[0] in GRAINS:
        st.session_state["niveau"] = metier.partition(":")[0]
    if metier and "onglet" not in st.query_params and "metier" in st.query_params:
        st.session_state["onglet"] = "metier"
    choices.nommer(ONGLETS[st.session_state["onglet"]])
    return st.session_state["onglet"], st.session_state["niveau"]


def niveau() -> None:
    """Select the level of métiers, the first word of the sentence."""
    choices.un_seul("Niveau de lecture", GRAINS, "niveau")


def ouvrir_metier(cle: str) -> None:
    """Callback: the group `niveau:code` becomes the choice of the page and its view opens."""
    st.session_state["metier"] = cle
    st.session_state["niveau"] = cle.partition(":")[0]
    st.session_state["onglet"] = "metier"


class Adresses(NamedTuple):
    """Addresses of the views of métiers, that keep the other choices of the page: (name, values) each."""

    choix: tuple[tuple[str, tuple[str, ...]], ...]

    def __call__(self, cle: str) -> str:
        """Address of the view of the group `niveau:code`."""
        return self._avec(metier=(cle,), niveau=(cle.partition(":")[0],), onglet=("metier",), ciel=())

    def ciel(self, lequel: str) -> str:
        """Address of the territory with the groups of one sky alone, "" for all of them."""
        return self._avec(ciel=(lequel,) if lequel else ())

    def _avec(self, **voulu: tuple[str, ...]) -> str:
        dites = {nom: voulu.get(nom, valeurs) for nom, valeurs in self.choix}
        return f"?{urlencode({nom: valeurs for nom, valeurs in dites.items() if valeurs}, doseq=True)}"


def adresses() -> Adresses:
    """Addresses that keep the choices of this session."""
    params = (*choices.PARAMS, *PARAMS)
    return Adresses(tuple((p.key, tuple(p.dump(st.session_state.get(p.key, p.default)))) for p in params))


def bouton_methode() -> None:
    """Leads to the method, with the territory and the group in hand as its example."""

    def ouvrir() -> None:
        st.session_state["onglet"] = "methode"

    st.button("La méthode", key="voir-methode", type="tertiary", on_click=ouvrir)


def groupe(niveau_lu: str, libelles: dict[str, str], listes: Collection[str]) -> str | None:
    """Select the group of métiers, None for all of them; the one of another level is forgotten.

    Args:
        libelles: code -> label, every vintage; listes: codes of the vintage chosen. A group of another vintage stays
            when a link names it.
    """
    noms = _noms_groupes(niveau_lu, libelles, listes, st.session_state.get("metier"))
    _dire_inconnu("metier", niveau_lu, noms, "tous les métiers sont affichés")
    choisi = choices.un_parmi(capitale(UNITES[niveau_lu][0]), noms, "metier", TOUS)
    choices.nommer(noms.get(choisi, TOUS))
    return choisi.partition(":")[2] if choisi else None


def _dire_inconnu(cle: str, niveau_lu: str, noms: Collection[str], suite: str) -> None:
    """Say that a list does not hold the group of this level that a link asks for."""
    choisi = st.session_state.get(cle)
    if choisi and choisi not in noms and choisi.startswith(f"{niveau_lu}:"):
        st.info(f"Le métier « {choisi.partition(':')[2]} » n’est pas proposé ici{INSEC}: {suite}.")


def _noms_groupes(
    niveau_lu: str, libelles: dict[str, str], listes: Collection[str], choisi: str | None
) -> dict[str, str]:
    codes = {c: nom for c, nom in libelles.items() if c in listes or f"{niveau_lu}:{c}" == choisi}
    return {f"{niveau_lu}:{c}": nom for c, nom in sorted(codes.items(), key=lambda paire: paire[1])}


def recherche() -> tuple[str, str]:
    """Free text that filters the table of métiers, and what orders it; kept in the URL."""
    cherche = st.text_input(
        "Chercher un métier dans le tableau", key="recherche", placeholder="soudeur, aide-soignant, maçon…"
    )
    return cherche, choices.boutons("Trier par", TRIS, "tri")


def suivre_carte(dessine: str) -> Callable[[Choix], None]:
    """Callback of the map: the zone and the vintage chosen on it become those of the page."""

    def suivre(choix: Choix) -> None:
        st.session_state["periode"] = choix.periode
        if choix.selection:
            choisir(f"{dessine}:{choix.selection}")

    return suivre
