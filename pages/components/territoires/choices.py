"""Choices of the screen « Ma commune »: the place searched, a zoning, the states, the territory composed.

`libre` is a text of `geo.libre.coder`: the address alone keeps the territory that a reader composes.
"""

from collections.abc import Callable, Iterable

from data_loaders import francais
from data_loaders.francais import capitale, echapper as escape
from geo import libre, recherche, sujets, zonages
from geo.libre import Territoire
from geo.territoire import DE_LA_REGION
from geo.zonages import ErreurZonage
from pages.components import choices, feuille as st, lieu as lieu_courant, url_state
from pages.components.lieu import LieuChoisi
from pages.components.recherche import Mots, Trouvailles, champ as champ_recherche
from pages.components.territory_map import Choix
from pages.figures.recherche.ligne import Proposition
from pages.figures.territoires.commune import VueCommune
from pages.figures.territoires.etats import NIVEAUX_LUS, ZONAGES_ETATS
from pages.figures.territoires.loupe import CROISES

VOLETS = ("lieu", "loupe", "etats", "libre")
ZONAGES_LOUPE = (*CROISES, "commune")
UNITES = {"epci": "des intercommunalités", "commune": "des communes"}


PARAMS = [
    url_state.one("volet", "lieu", VOLETS, libelle="volet"),
    url_state.text("cherche", longueur=recherche.LONGUEUR_MAX, libelle="recherche"),
    url_state.one("croise", "spo", CROISES, libelle="second découpage"),
    url_state.one("etats", "spo", ZONAGES_ETATS, libelle="états suivis"),
    url_state.one("niveau_label", "ensemble", tuple(NIVEAUX_LUS), libelle="niveau de labellisation"),
    url_state.one("unite", "epci", tuple(UNITES), libelle="unité à choisir"),
    url_state.text("libre", longueur=libre.LONGUEUR_MAX, libelle="territoire composé"),
]


COMMUNE = Mots(
    "Votre commune, ou un territoire",
    "Mamers, st nazaire, 44109…",
    f"Aucun lieu {DE_LA_REGION} ne ressemble à ce nom : vérifier l’orthographe, ou donner son code.",
    foyer=True,
)


def lieu() -> LieuChoisi | None:
    """The current place; the first that answers to the words of the address, where it carries some."""
    if cherche := st.session_state.get("cherche"):
        trouves = [cle_lieu(r) for r in recherche.chercher(cherche)]
        if trouves:
            st.session_state["cherche"] = ""
            if st.session_state.get("lieu") not in trouves:
                lieu_courant.placer(trouves[0])
    return lieu_courant.courant()


def cle_lieu(r: recherche.Lieu) -> str:
    """The place as the address keeps it: a former commune under its own code, so that it can be said."""
    if not r.ancien:
        return r.cle
    anciennes = zonages.communes_anciennes()
    du_nom = anciennes[(anciennes["libelle_ancien"] == r.ancien) & (anciennes["code_commune"] == r.code)]
    return f"{r.zonage}:{du_nom['code_ancien'].iloc[0]}" if len(du_nom) else r.cle


def nommer_lieu(r: recherche.Lieu) -> tuple[str, str]:
    """« Anetz », « aujourd’hui Vair-sur-Loire, Loire-Atlantique »; « Ancenis », « Territoire SPO »."""
    if r.zonage != "commune":
        return r.libelle, capitale(zonages.zonage(r.zonage).libelle_zone)
    departement = zonages.DEPARTEMENTS[r.code[:2]]
    if r.ancien:
        return capitale(r.ancien), f"Aujourd’hui {r.libelle}, {departement}"
    return r.libelle, f"Commune, {departement}"


def champ(cle: str, mots: Mots = COMMUNE) -> None:
    """The field that finds a place as one types; `cle` is unique in the application."""

    def chercher(texte: str) -> Trouvailles:
        trouves = recherche.chercher(texte)
        return Trouvailles([Proposition(cle_lieu(r), *nommer_lieu(r), "") for r in trouves])

    champ_recherche(cle, chercher, lieu_courant.placer, mots)


def changer(v: VueCommune, nom: str, suites: str) -> None:
    """The line of the place: its name, which opens the field, what it is, where it leads."""
    with choices.phrase("lieu"):
        with st.popover(nom, key=f"changer-{st.session_state['lieu']}", width="content"):
            champ("recherche-lieu", COMMUNE._replace(foyer=False))
            st.button("Toutes les communes", key="revenir", on_click=lieu_courant.placer, args=(None,))
        st.html(f'<span class="obs-liaison">{escape(v.ligne)}</span>', width="stretch")
        st.html(f'<p class="obs-actions">{suites}</p>', width="content")


def retour() -> None:
    """Back to the places, from a zoning or a territory to compose."""
    if not choices.en_projection():
        aller = {"on_click": lambda: st.session_state.update(volet="lieu")}
        st.button("Ma commune", key="retour", icon=":material/arrow_back:", type="tertiary", **aller)


def aller_au_lieu(zonage: str) -> Callable[[Choix], None]:
    """Callback of a map of `zonage`: the zone pressed becomes the place shown."""

    def aller(choix: Choix) -> None:
        if choix.selection:
            lieu_courant.placer(f"{zonage}:{choix.selection}")
            st.session_state["volet"] = "lieu"

    return aller


def croise(autre_que: str) -> str:
    """Select the second zoning of the map, never the first one."""
    possibles = {z: zonages.zonage(z).libelle for z in CROISES if z != autre_que}
    return choices.un_seul("Découpage dessiné", possibles, "croise", "bassin" if "bassin" in possibles else "spo")


def etats() -> tuple[str, str]:
    """Select the zoning whose states are shown and, for the SPO, the level of labelling."""
    with choices.phrase("etats"):
        retour()
        zonage = choices.boutons("Découpage", {z: zonages.zonage(z).libelle for z in ZONAGES_ETATS}, "etats")
        if zonage != "spo":
            return zonage, "ensemble"
        return zonage, choices.un_seul("Niveau de labellisation", NIVEAUX_LUS, "niveau_label")


def suivre_zone(zonage: str) -> Callable[[Choix], None]:
    """Callback of a map of `zonage`: the zone pressed becomes that of the page."""

    def suivre(choix: Choix) -> None:
        if choix.selection:
            lieu_courant.placer(f"{zonage}:{choix.selection}")
            st.session_state["zonage"] = zonage

    return suivre


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
    with choices.phrase("loupe"):
        retour()
        zonage = choices.zonage(ZONAGES_LOUPE)
        return zonage, choices.zone(zonage)
