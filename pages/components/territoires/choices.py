"""Choices of the screen « Territoires »: what is looked at, the place searched, the states, the territory composed.

`libre` is a text of `geo.libre.coder`: the address alone keeps the territory that a reader composes.
"""

from collections.abc import Callable, Iterable

import streamlit as st

from data_loaders import francais
from geo import libre, recherche, sujets, zonages
from geo.libre import Territoire
from geo.zonages import ErreurZonage
from pages.components import choices, lieu as lieu_courant, url_state
from pages.components.lieu import LieuChoisi
from pages.components.territory_map import Choix
from pages.figures.territoires import lieu as territoires_lieu
from pages.figures.territoires.etats_commun import NIVEAUX_LUS, ZONAGES_ETATS
from pages.figures.territoires.loupe import CROISES

VOLETS = {
    "lieu": "Ma commune",
    "loupe": "Un territoire, ses découpages",
    "etats": "Où en sont les territoires",
    "libre": "Composer un territoire",
}
ZONAGES_LOUPE = (*CROISES, "commune")
UNITES = {"epci": "des intercommunalités", "commune": "des communes"}


PARAMS = [
    url_state.one("volet", "lieu", tuple(VOLETS)),
    url_state.text("cherche", longueur=recherche.LONGUEUR_MAX),
    url_state.one("croise", "spo", CROISES),
    url_state.one("etats", "spo", ZONAGES_ETATS),
    url_state.one("niveau_label", "ensemble", tuple(NIVEAUX_LUS)),
    url_state.one("unite", "epci", tuple(UNITES)),
    url_state.text("libre", longueur=libre.LONGUEUR_MAX),
]
LIBELLES = {
    "volet": "volet",
    "cherche": "recherche",
    "croise": "second découpage",
    "etats": "états suivis",
    "niveau_label": "niveau de labellisation",
    "unite": "unité à choisir",
    "libre": "territoire composé",
}


def volet() -> str:
    """Select what is looked at."""
    choisi = choices.boutons("Voir", VOLETS, "volet", label_visibility="collapsed")
    choices.nommer(VOLETS[choisi])
    return choisi


def lieu() -> LieuChoisi | None:
    """Search a place; None when there is none. The first one found is shown until the reader takes another one."""
    garde = lieu_courant.courant()
    cherche = st.text_input(
        "Changer de lieu" if garde else "Commune, intercommunalité ou territoire",
        key="cherche",
        placeholder="Châteaubriant, st nazaire, Arthon-en-Retz, 44109…",
        max_chars=recherche.LONGUEUR_MAX,
        on_change=_oublier_lieu,
    )
    if not cherche:
        return garde
    trouves = {r.cle: r for r in recherche.chercher(cherche)}
    if not trouves:
        return None
    if garde is None or garde.cle not in trouves:
        st.session_state["lieu"] = next(iter(trouves))
    if len(trouves) > 1:
        noms = {cle: territoires_lieu.nom_lieu(r) for cle, r in trouves.items()}
        st.session_state["lieu"] = lieu_courant.courant().cle
        st.pills("Lieux trouvés", list(noms), key="lieu", format_func=noms.get, required=True)
    choisi = trouves[lieu_courant.courant().cle]
    return LieuChoisi(choisi.zonage, choisi.code, choisi.ancien)


def revenir() -> None:
    """A button that leaves the place, where there is one."""
    st.button("Revenir à tous les territoires", key="revenir", on_click=_oublier_lieu, icon=":material/undo:")


def _oublier_lieu() -> None:
    st.session_state["lieu"] = None


def aller_au_lieu(zonage: str) -> Callable[[Choix], None]:
    """Callback of a map of `zonage`: the zone pressed becomes the place shown."""

    def aller(choix: Choix) -> None:
        if choix.selection:
            st.session_state["lieu"] = f"{zonage}:{choix.selection}"

    return aller


def croise(autre_que: str) -> str:
    """Select the second zoning of the map, never the first one."""
    possibles = {z: zonages.zonage(z).libelle for z in CROISES if z != autre_que}
    return choices.un_seul("Découpage dessiné", possibles, "croise", "bassin" if "bassin" in possibles else "spo")


def etats() -> tuple[str, str]:
    """Select the zoning whose states are shown and, for the SPO, the level of labelling."""
    zonage = choices.boutons("Découpage", {z: zonages.zonage(z).libelle for z in ZONAGES_ETATS}, "etats")
    if zonage != "spo":
        return zonage, "ensemble"
    niveau = st.selectbox("Niveau de labellisation", list(NIVEAUX_LUS), key="niveau_label", format_func=NIVEAUX_LUS.get)
    return zonage, niveau


def suivre_zone(zonage: str) -> Callable[[Choix], None]:
    """Callback of a map of `zonage`: the zone pressed becomes that of the page."""

    def suivre(choix: Choix) -> None:
        if choix.selection:
            lieu_courant.placer(f"{zonage}:{choix.selection}")
            st.session_state["zonage"] = zonage

    return suivre


def territoire_libre() -> Territoire | None:
    """The territory that the address carries; None when there is none, or when it is damaged, which is then said."""
    texte = st.session_state.get("libre") or ""
    if not texte:
        return None
    try:
        return libre.decoder(texte)
    except ErreurZonage as e:
        st.warning(
            f"{e} Le reste de l’écran n’est pas touché{francais.FINE}; composer un territoire remplacera ce lien."
        )
        return None


def _communes() -> frozenset[str]:
    """Those of the territory as it is now: what a callback adds to may be newer than what was last drawn."""
    try:
        return frozenset(libre.decoder(st.session_state.get("libre") or "").communes)
    except ErreurZonage:
        return frozenset()


def garder_libre(nom: str, communes: Iterable[str]) -> None:
    """Put a territory in the address, or nothing when it has no commune."""
    retenues = sorted(communes)
    st.session_state["libre"] = libre.coder(libre.composer(nom, retenues)) if retenues else ""


def composer(t: Territoire | None) -> None:
    """The fields that compose a territory: its name, whole EPCI, other communes, codes pasted."""
    dessinees = frozenset(t.communes) if t else frozenset()
    _nommer(t)
    noms_epci, noms_communes = (choix_noms(z) for z in ("epci", "commune"))
    st.session_state["libre-epci"] = list(t.epci) if t else []
    st.session_state["libre-communes"] = list(t.hors_epci_entiers) if t else []

    def changer() -> None:
        retenues = set(st.session_state["libre-communes"])
        for siren in st.session_state["libre-epci"]:
            retenues |= libre.communes_epci(siren)
        garder_libre(_nom(), _communes() - (dessinees - retenues) | (retenues - dessinees))

    options = {"placeholder": "Choisir", "on_change": changer}
    st.multiselect(
        "Intercommunalités entières", list(noms_epci), key="libre-epci", format_func=noms_epci.get, **options
    )
    st.multiselect(
        "Autres communes", list(noms_communes), key="libre-communes", format_func=noms_communes.get, **options
    )
    _coller()


def choix_noms(zonage: str) -> dict[str, str]:
    """code -> name and code of every zone, in alphabetical order."""
    return {z.code_zone: f"{z.libelle_zone} ({z.code_zone})" for z in zonages.zones(zonage).itertuples()}


def _nom() -> str:
    try:
        return libre.nommer(st.session_state.get("libre-nom") or "")
    except ErreurZonage as e:
        st.session_state["_avis_libre"] = (str(e),)
        return libre.SANS_NOM


def _nommer(t: Territoire | None) -> None:
    if t:
        st.session_state["libre-nom"] = "" if t.nom == libre.SANS_NOM else t.nom
    st.text_input(
        "Nom du territoire",
        key="libre-nom",
        max_chars=libre.NOM_MAX,
        placeholder=libre.SANS_NOM,
        on_change=lambda: garder_libre(_nom(), _communes()),
    )


def _coller() -> None:
    def ajouter() -> None:
        communes = _communes()
        lus = libre.lire_codes(st.session_state["libre-codes"])
        garder_libre(_nom(), communes.union(lus.communes))
        neuves = len(set(lus.communes) - communes)
        ajoutees = f"{francais.avec_unite(neuves, 'communes ajoutées')}." if lus.communes else ""
        st.session_state["_avis_libre"] = tuple(filter(None, (ajoutees, *lus.messages)))
        st.session_state["libre-codes"] = ""

    with st.expander("Coller une liste de codes"):
        st.text_area(
            "Codes Insee de communes ou SIREN d’intercommunalités, quel que soit le séparateur",
            key="libre-codes",
            max_chars=20_000,
            placeholder="44036, 44128 ; 244400552",
        )
        st.button("Ajouter ces codes", key="ajouter-codes", on_click=ajouter)
    for avis in st.session_state.pop("_avis_libre", ()):
        st.info(avis)


def vider(t: Territoire | None) -> None:
    """A button that starts again, without the name either: without a commune it is in the field alone."""
    st.button(
        "Vider le territoire",
        key="vider-libre",
        disabled=t is None,
        on_click=lambda: st.session_state.update({"libre": "", "libre-nom": ""}),
    )


def unite() -> str:
    """Select what a press on the map adds or removes."""
    return choices.boutons("Un clic prend", UNITES, "unite")


def basculer(unite_choisie: str) -> Callable[[Choix], None]:
    """Callback of the map: what was pressed joins the territory, or leaves it when all of it was there."""

    def suivre(choix: Choix) -> None:
        if not choix.selection:
            return
        pressees = sujets.de_zone(unite_choisie, choix.selection).communes
        communes = _communes()
        garder_libre(_nom(), communes - pressees if pressees <= communes else communes | pressees)

    return suivre


def partir_de(zonage: str, code: str) -> None:
    """A button that opens the composition on the communes of a zone."""

    def partir() -> None:
        sujet = sujets.de_zone(zonage, code)
        garder_libre(sujet.nom, sujet.communes)
        st.session_state["volet"] = "libre"

    st.button("En faire un territoire à composer", key="partir-de", on_click=partir, icon=":material/edit:")


def zone_loupe() -> tuple[str, str | None]:
    """Select the territory under the lens: its zoning, then one of its zones; None shows the zonings themselves."""
    gauche, droite = st.columns(2, vertical_alignment="bottom")
    with gauche:
        zonage = choices.zonage(ZONAGES_LOUPE)
    with droite:
        return zonage, choices.zone(zonage)
