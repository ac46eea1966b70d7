"""The current place: one for all screens, kept in the address under `lieu`; each screen reads the zone that holds it.

The shared `zone` always follows from the place and the zoning of the screen, so that two screens speak of one.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from data_loaders.contexte.publications import zone_connue
from data_loaders.contracts.indicateurs_detail import indicateur
from data_loaders.francais import INSEC
from geo import sujets, zonages
from geo.recherche import Lieu
from pages.components import feuille as st, url_state
from pages.figures.vues import Vue

V = TypeVar("V", bound=Vue)

HABITUEL = "bmo_part_difficiles_estimee"  # whose zonings answer for a place until a figure is chosen
_ZONAGE_DU = "_zonage_du_lieu"
_SUIVI = "_lieu_suivi"


def connu(cle: str) -> bool:
    """Whether a place of the address is one; that of a former commune stays as given: its successor can be said."""
    zonage, _, code = cle.partition(":")
    return (zonage == "commune" and code in zonages.successeurs()) or zone_connue(cle)


def courant() -> Lieu | None:
    """The current place, of today; None while there is none. A former commune is followed to its successor."""
    zonage, _, code = (st.session_state.get("lieu") or "").partition(":")
    if not zonage:
        return None
    if zonage != "commune":
        # A perimeter replaced meanwhile may have lost the zone.
        return Lieu(zonage, code, zonages.libelle_zone(zonage, code)) if zonages.existe(zonage, code) else None
    actuel = zonages.successeurs()[code]
    ancien = zonages.noms_anciens().get(code) or f"la commune {code}"
    return Lieu(zonage, actuel, zonages.libelle_zone(zonage, actuel), ancien if actuel != code else "")


def placer(cle: str | None) -> None:
    """Callback: the current place becomes the zone `zonage:code`, or none."""
    st.session_state["lieu"] = st.session_state["zone"] = cle
    if cle:
        st.session_state[_ZONAGE_DU] = cle


def rattache(possibles: Sequence[str]) -> sujets.Rattachement | None:
    """The zone of the first zoning possible that holds the current place; None without a place, or without a zone."""
    lieu = courant()
    return lieu and sujets.rattacher(lieu.zonage, lieu.code, possibles)


def zone_de(zonage: str) -> str | None:
    """The zone of a zoning that holds the current place, `zonage:code`."""
    trouve = rattache((zonage,))
    return trouve and trouve.cle


def accorder(zonages_possibles: Sequence[str]) -> None:
    """Place, zoning and zone agree; call once per run, after `url_state.load`.

    A link that names a zone and no place brings the place; one that names a place brings the zoning in which the
    indicator can answer for it.
    """
    etat = st.session_state
    arrivee, zone, zones = etat.get(url_state.ARRIVEE), etat.get("zone"), etat.get("zones")
    dits = set(st.query_params) if arrivee else set()  # what the address decided of
    # A link that names no place gives that of the choices that hold zones of their own.
    nommes = [zone] if "zone" in dits and zone else zones[:1] if "zones" in dits and zones else []
    if "lieu" not in dits and nommes:
        etat["lieu"] = nommes[0]
    elif "zone" in dits and zone and zone_de(zone.partition(":")[0]) != zone:
        etat["lieu"] = zone
    lieu, voulu = courant(), etat["zonage"]
    if "zonage" not in dits:
        lus = indicateur(etat.get("indicateur") or HABITUEL).zonages
        if "zone" in dits and zone:
            voulu = zone.partition(":")[0]
        elif lieu and etat.get(_ZONAGE_DU) != lieu.cle:
            if voulu not in lus or not sujets.rattacher(lieu.zonage, lieu.code, (voulu,)):
                trouve = sujets.rattacher(lieu.zonage, lieu.code, lus)
                voulu = trouve.zonage if trouve else voulu
        elif "indicateur" in dits and voulu not in lus:
            voulu = lus[0]
    if voulu in zonages_possibles:
        etat["zonage"] = voulu
    etat[_ZONAGE_DU] = lieu and lieu.cle
    if arrivee:
        etat[_SUIVI] = lieu and lieu.cle
    etat["zone"] = zone_de(etat["zonage"])


def a_change() -> bool:
    """Whether the place is another one than when it was last asked: then it is the same."""
    lieu, avant = courant(), st.session_state.get(_SUIVI)
    ici = st.session_state[_SUIVI] = lieu and lieu.cle
    return ici is not None and avant != ici


def dire(zonage: str, code: str | None) -> str:
    """« bassin d’emploi de Mamers, pour la commune de Mamers »; why the region is shown; "" when nothing is to say."""
    lieu = courant()
    if lieu is None or lieu.cle == f"{zonage}:{code}":
        return ""
    if code is None:
        qui = sujets.de_zone(lieu.zonage, lieu.code).qui
        ou = zonages.zonage(zonage).libelle_zone
        return "" if lieu.zonage == "region" else f"{qui}{INSEC}: aucun {ou} ne s’y rapporte, la région est affichée"
    trouve = rattache((zonage,))
    return sujets.pour(lieu.zonage, lieu.code, trouve) if trouve and trouve.code == code else ""


def pour(v: V, zonage: str, code: str | None) -> V:
    """The words around a figure, the place said in their subtitle."""
    return replace(v, sous_titre=" · ".join(filter(None, (v.sous_titre, dire(zonage, code)))))
