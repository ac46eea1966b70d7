"""The choices shared by the screens, kept in the URL under stable codes; one widget each, one reading each.

`zone` is written `zonage:code` (`spo:sarthe-nord`), so that a link says by itself which zoning it speaks of.

The survey is read by bassin or département (`territoire`): the shared zoning and zone are changed only when the reader
chooses a territory there, a visit with another zoning leaves them as they are.
"""

import re
from collections import ChainMap
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any, NamedTuple

from data_loaders import francais
from data_loaders.contexte.publications import zone_connue
from data_loaders.contracts import indicateurs_detail
from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur, montres
from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import FINE, capitale
from data_loaders.measures.mots_estimation import POINTS_DE_VUE
from geo import libre, lieux, sujets, zonages
from pages.components import carnet, feuille as st, lieu, url_state
from pages.components.partage import finie
from pages.components.territory_map import Choix
from pages.components.url_state import Param, un
from pages.figures import adresses

ZONAGES_CARTE = ("spo", "zef", "gtec", "bassin", "ze", "epci", "departement", "commune")
HABITUEL = "taux_chomage"
VUES = {"niveau": "Niveau", "ecart": "Écart à la région"}
MODES = {"niveau": "Niveau", "indice": "Indice 100", "ecart": "Écart à la région"}
SEPARATEUR = " · "
NOMS = "_noms_de_page"
_PHRASE = "_phrase"  # of the session: lists are being written in a sentence


lire_zone = url_state.seule(zone_connue, repetee=True)  # `zonage:code` of the address
_METIER = re.compile(r"(famille|fap22|fap87|metier):[A-Z0-9]{1,5}", re.ASCII)
_CODES = ChainMap(INDICATEURS, indicateurs_detail.NATIONAUX, indicateurs_detail.RENOMMES)
PARAMS = [
    url_state.one("indicateur", None, _CODES, libelle="indicateur"),  # until one is chosen, that of the screen
    # The region is the only zoning of some series; the map has no use for it.
    url_state.one("zonage", "bassin", (*ZONAGES_CARTE, "region"), libelle="découpage"),
    Param("lieu", None, url_state.seule(lieu.connu), un, libelle="lieu"),
    Param("zone", None, lire_zone, un, libelle="territoire"),
    Param("periode", None, url_state.seule(francais.rythme_periode, repetee=True), un, libelle="période"),
    Param("metier", None, url_state.seule(_METIER.fullmatch, repetee=True), un, libelle="métier"),
    Param("zones", [], url_state.plusieurs(zone_connue, 4), list, libelle="territoires comparés"),
    url_state.one("vue", "niveau", tuple(VUES), libelle="lecture"),
    url_state.one("mode", "niveau", tuple(MODES), libelle="mode"),
    # Whose sky is drawn, on every screen; an address says it only where it is not who seeks.
    replace(
        url_state.one("point", "candidat", POINTS_DE_VUE, libelle="point de vue"),
        dump=lambda v: un(v * (v != "candidat")),
    ),
]


def indicateur(possibles: Collection[str] = ()) -> Indicateur:
    """Select an indicator among those possible here, all that screens offer by default; the first for another one."""
    possibles = possibles or montres()
    if st.session_state["indicateur"] is None:
        # The zoning that an address without an indicator asks for, by name or by its places; "" when it says none.
        nomme = st.session_state["zonage"] if {"zonage", "zone"} & set(st.query_params) else ""
        if compares := st.session_state.get("zones") if "zones" in st.query_params else ():
            nomme = compares[0].partition(":")[0]
        habituels = (HABITUEL, lieu.HABITUEL, *possibles)
        connus = (c for c in habituels if c in INDICATEURS and nomme in ("", *INDICATEURS[c].zonages))
        code = st.session_state["indicateur"] = next(connus, HABITUEL)
        zonages_lus = INDICATEURS[code].zonages
        if not nomme and st.session_state["zonage"] not in zonages_lus:
            st.session_state["zonage"] = zonages_lus[0]
    demande = indicateurs_detail.indicateur(st.session_state["indicateur"])
    st.session_state["indicateur"] = demande.code  # it may have another one today
    if demande.code not in possibles:
        raison = "n’existe que pour la France" if demande.national else "n’a qu’une année"
        if demande.incertaine:
            raison = "n’est que dans Explorer et les fichiers"
        st.info(f"« {demande.libelle} » {raison} : un autre indicateur est affiché.")
        st.session_state["indicateur"] = next(iter(possibles))
    noms = {c: indicateurs_detail.indicateur(c).libelle for c in possibles}
    return indicateurs_detail.indicateur(un_seul("Indicateur", noms, "indicateur"))


def zonage(possibles: tuple[str, ...], repli: str = "", *, vus: bool = False) -> str:
    """Select a zoning among those possible here, `repli` or the first when the shared one is not.

    Forgets the zones compared of another zoning. `vus`: all in sight, as buttons.
    """
    tous = zonages.zonages()
    possibles = tuple(z for z in possibles if z in tous)  # a damaged perimeter is said on every page
    demande = st.session_state.get("zonage")
    if demande not in possibles:
        autre = st.session_state["zonage"] = repli if repli in possibles else possibles[0]
        if demande in ZONAGES_CARTE and demande in tous:
            dit = f"Cet indicateur n’est pas diffusé sur le découpage « {tous[demande].libelle} »"
            st.info(f"{dit} : le découpage « {tous[autre].libelle} » est affiché à la place.")
    if vus:
        courts = {"spo": "SPO", "zef": "ZEF", "gtec": "GTEC", "epci": "EPCI", "bassin": "bassins"}
        choisi = boutons("Découpage", {z: courts.get(z, tous[z].libelle.lower()) for z in possibles}, "zonage")
    else:
        noms = {z: f"{tous[z].libelle} ({francais.nombre(len(zonages.zones(z)))})" for z in possibles}
        choisi = un_seul("Découpage", noms, "zonage")
    st.session_state["zones"] = [z for z in st.session_state.get("zones", []) if z.startswith(f"{choisi}:")]
    return choisi


@contextmanager
def phrase(cle: str) -> Iterator[None]:
    """One line of choices that reads as a sentence: lists without a label, wide as their words; see `mot`, `plus`."""
    with st.container(key=f"champs-{cle}", horizontal=True, vertical_alignment="center"):
        st.session_state[_PHRASE] = True
        try:
            yield
        finally:
            st.session_state[_PHRASE] = False


def mot(texte: str) -> None:
    """A word between two lists of a `phrase`: « par », « en »."""
    st.html(f'<span class="obs-liaison">{texte}</span>', width="content")


@contextmanager
def ouvrant(dit: str, cle: str) -> Iterator[None]:
    """A word of a `phrase` that opens the lists it says; each has its label there."""
    with st.popover(dit, key=cle, width="content"):
        st.session_state[_PHRASE] = False
        yield
    st.session_state[_PHRASE] = True


def plus(cle: str) -> AbstractContextManager[None]:
    """The choices that leave the line of a `phrase`, at its end."""
    return ouvrant("Plus de choix", f"plus-{cle}")


def _mise(large: int | str) -> dict[str, Any]:
    """How a control is laid out: in a sentence its label is only said, and its box is as wide as what is chosen."""
    return {"label_visibility": "collapsed", "width": large} if st.session_state.get(_PHRASE) else {}


def _large(choisi: str) -> int:
    return min(22 * 16, round(8 * len(choisi)) + 60)


def un_parmi(etiquette: str, noms: Mapping[str, str], cle: str, aucun: str, **suite: Any) -> str | None:
    """Select one of several, or none, which `aucun` says; a choice that the list does not hold is forgotten."""
    if st.session_state.get(cle) not in noms:
        st.session_state[cle] = None
    choisi = noms.get(st.session_state[cle], aucun)
    suite |= _mise(_large(choisi if choisi == aucun else f"{choisi}    "))  # what can be taken away has a second button
    return st.selectbox(etiquette, list(noms), None, key=cle, format_func=noms.get, placeholder=aucun, **suite)


def un_seul(etiquette: str, noms: Mapping[str, str], cle: str, repli: str = "", **suite: Any) -> str:
    """Select one of several; a choice that the list does not hold becomes `repli`, the first of the list without it."""
    if st.session_state.get(cle) not in noms:
        st.session_state[cle] = repli or next(iter(noms))
    suite |= _mise(_large(noms[st.session_state[cle]]))
    return st.selectbox(etiquette, list(noms), key=cle, format_func=noms.get, **suite)


def boutons(etiquette: str, noms: Mapping[str, str], cle: str, **suite: Any) -> str:
    """Select one of a few, all in sight."""
    suite |= _mise("content")
    return st.segmented_control(etiquette, list(noms), key=cle, format_func=noms.get, required=True, **suite)


def point_de_vue() -> str:
    """Select who reads. The style sheet follows the button itself: words and skies change before the server answers."""
    with st.container(key="point-de-vue", width="content"):
        return boutons("Point de vue", POINTS_DE_VUE, "point")


def zone(zonage_choisi: str) -> str | None:
    """Select a zone of a zoning, that of the current place at first, or none (the whole region); the bare code."""
    choisie = zone_placee(lieu.zone_de(zonage_choisi), _noms_proposes(zonage_choisi))
    return choisie.partition(":")[2] if choisie else None


def zone_placee(ici: str | None, noms: Mapping[str, str]) -> str | None:
    """Select a `zonage:code` or the whole region, `ici` at first; the choice moves the place."""
    st.session_state["zone"] = ici
    suivre = {"on_change": lambda: lieu.placer(st.session_state["zone"])}
    return un_parmi("Territoire", noms, "zone", "Toute la région", **suivre)


@finie
def _noms_proposes(zonage_lu: str) -> dict[str, str]:
    """`zonage:code` -> name in a list, where two communes of one name are told apart: « Changé (Mayenne) »."""
    noms = zonages.noms(zonage_lu)
    dits = {code: zonages.departement_distinctif(zonage_lu, code) for code in noms}
    return {f"{zonage_lu}:{c}": f"{nom} ({dits[c]})" if dits[c] else nom for c, nom in noms.items()}


@finie
def noms_situes(decoupages: tuple[str, ...]) -> dict[str, str]:
    """`zonage:code` -> name and what it is, « Mamers (bassin d’emploi) », of every zone of some zonings."""
    lus = ((zonages.zonage(z), c, nom) for z in decoupages for c, nom in zonages.noms(z).items())
    return {f"{z.code}:{c}": f"{nom} ({z.libelle_zone})" for z, c, nom in lus}


def exiger(periodes: tuple[str, ...]) -> None:
    """ErreurDonnees, shown in place of the page, when no period is loaded for the indicator."""
    if not periodes:
        remede = "choisir un autre indicateur, ou charger le fichier de son producteur comme le dit la page Données"
        raise ErreurDonnees("absent", "cet indicateur", "aucun millésime chargé", remede=remede)


def periode(periodes: tuple[str, ...]) -> str:
    """Select a loaded period, the last by default; an unknown one is replaced by the last, and said."""
    exiger(periodes)
    demandee = st.session_state.get("periode")
    if demandee and demandee not in periodes:
        dite = francais.periode_libelle(demandee)
        st.info(f"La période « {dite} » n’est pas chargée pour cet indicateur : la dernière est affichée.")
    return un_seul("Période", {p: francais.periode_libelle(p) for p in reversed(periodes)}, "periode")


def suivre_carte(dessine: str) -> Callable[[Choix], None]:
    """Callback of the map: what was chosen on it becomes the choice of the lists and of the URL.

    When `dessine`, the zoning of the shapes, is not the one chosen, the zone that holds most of the population of the
    clicked shape is chosen.
    """

    def suivre(choix: Choix) -> None:
        st.session_state["periode"] = choix.periode
        if choix.vue:
            st.session_state["vue"] = choix.vue
        zonage_choisi, code = st.session_state["zonage"], choix.selection
        if dessine != zonage_choisi:
            code = code and zonages.recoupement(dessine, code, zonage_choisi)["code_zone"].iloc[0]
            if not code:  # a shape outside every zone of the chosen zoning changes nothing
                return
        zone_choisie = f"{zonage_choisi}:{code}" if code else None
        if zone_choisie != st.session_state.get("zone"):  # a period alone leaves the place as it is
            lieu.placer(zone_choisie)

    return suivre


def en_projection() -> bool:
    """True in a run for a meeting room: large type, patterns, no chrome."""
    return carnet.ouvert() is not None


def ligne_choix(cle: str) -> Callable[..., None]:
    """On a phone, one line that says the choices and unfolds the lists; elsewhere they are always there.

    Call it above the lists; it returns what writes the line, once they are known. The style sheet follows the line.
    """
    place = st.container(key=f"repli-{cle}")

    def ecrire(*choisis: str) -> None:
        nommer(*choisis)
        with place:
            st.toggle(SEPARATEUR.join(filter(None, choisis)), key=f"deplier-{cle}")

    return ecrire


def nommer(*mots: str) -> None:
    """Add to the name of the page, in the tab of the browser: view, place, métier, period; what is known of them."""
    st.session_state.setdefault(NOMS, []).extend(m for m in mots if m)


def nom_de_page(ecran: str) -> str:
    """Name of the page, most precise last: to be called once per run, after the page."""
    mots = [ecran, *st.session_state.get(NOMS, []), "Observatoire emploi-formation"]
    return SEPARATEUR.join(dict.fromkeys(mots))


def nom_zone(zonage_lu: str, code: str | None) -> str:
    """« Bassin d’emploi de Mamers », « Pays de la Loire » without a zone: the place in the line of choices."""
    if code is None or zonage_lu == "region":
        return zonages.NOM_REGION
    return capitale(sujets.de_zone(zonage_lu, code).titre)


def ouvrir_territoire(choix: Choix) -> None:
    """Callback of the home page's map. Raises Aller: to the territory chosen, where there is one."""
    if choix.selection:
        raise st.Aller(adresses.lieu(f"spo:{choix.selection}"))


TOUTE_REGION = f"region:{zonages.REGION}"
ZONAGES_ENQUETE = ("departement", "bassin")


class Territoire(NamedTuple):
    """Where: a zoning and a zone of it; `message` says for which place it is shown, "" for itself."""

    zonage: str
    code: str
    message: str = ""


def territoire() -> Territoire:
    """Select a bassin, a département or the whole region."""
    noms = _noms_lieux()
    trouve = lieu.rattache(("bassin", "departement"))
    st.session_state["territoire-meteo"] = trouve.cle if trouve else TOUTE_REGION
    suivre = {"on_change": lambda: placer_territoire(st.session_state["territoire-meteo"])}
    choisi = un_seul("Bassin d’emploi ou département", noms, "territoire-meteo", **suivre)
    zonage, _, code = choisi.partition(":")
    return Territoire(zonage, code, lieu.dire(zonage, None if choisi == TOUTE_REGION else code))


@finie
def _noms_lieux() -> dict[str, str]:
    """`zonage:code` -> « à Mamers », « en Sarthe »: the words of a sentence tell a bassin from a département."""
    zones = [(z, c) for z in ZONAGES_ENQUETE for c in zonages.noms(z)]
    return {TOUTE_REGION: "dans la région"} | {f"{z}:{c}": lieux.locatif(z, c) for z, c in zones}


def placer_territoire(zone: str) -> None:
    """Callback: the zone `zonage:code` becomes that of the screen, and its zoning the shared one."""
    lieu.placer(zone)
    if zone != TOUTE_REGION:
        st.session_state["zonage"] = zone.partition(":")[0]


def territoire_compose() -> sujets.Sujet | None:
    """The territory that the address carries; None when there is none, or when it is damaged, which is then said."""
    texte = st.session_state.get("libre") or ""
    if not texte:
        return None
    try:
        return libre.decoder(texte)
    except zonages.ErreurZonage as e:
        st.warning(f"{e} Le reste de l’écran n’est pas touché{FINE}; composer un territoire remplacera ce lien.")
        return None
