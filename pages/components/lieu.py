"""The current place: one for all screens, kept in the address under `lieu`; each screen reads the zone that holds it.

The shared `zone` always follows from the place and the zoning of the screen, so that two screens speak of one.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

from data_loaders.contracts.indicateurs_detail import indicateur
from data_loaders.francais import INSEC
from geo import sujets, zonages
from pages.components import feuille as st, url_state
from pages.figures.vues import Vue

V = TypeVar("V", bound=Vue)

HABITUEL = "bmo_part_difficiles_estimee"  # whose zonings answer for a place until a figure is chosen
_ZONAGE_DU = "_zonage_du_lieu"
_SUIVI = "_lieu_suivi"


class LieuChoisi(NamedTuple):
    """The current place: its zoning and zone of today, and the name of the former commune that was asked, or ""."""

    zonage: str
    code: str
    ancien: str = ""

    @property
    def cle(self) -> str:
        """`commune:72180`."""
        return f"{self.zonage}:{self.code}"


def lire(valeurs: list[str]) -> str:
    """A place of the address; the code of a former commune stays as given, so that its successor can be said.

    Raises ValueError: no such place, or several.
    """
    zonage, _, code = valeurs[-1].partition(":")
    connus = zonages.successeurs() if zonage == "commune" else ()
    if len(valeurs) != 1 or not (code in connus or zonages.existe(zonage, code)):
        raise ValueError(valeurs)
    return f"{zonage}:{code}"


def courant() -> LieuChoisi | None:
    """The current place; None while there is none. A former commune is followed to its successor."""
    zonage, _, code = (st.session_state.get("lieu") or "").partition(":")
    if not zonage:
        return None
    if zonage != "commune":
        # A perimeter replaced meanwhile may have lost the zone.
        return LieuChoisi(zonage, code) if zonages.existe(zonage, code) else None
    actuel = zonages.successeurs()[code]
    ancien = zonages.noms_anciens().get(code) or f"la commune {code}"
    return LieuChoisi(zonage, actuel, ancien if actuel != code else "")


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
    indicator can answer for it. « Back » to an address without a place has none: the screen had taken the zone itself.
    """
    etat = st.session_state
    arrivee, dits = etat.get(url_state.ARRIVEE, ""), st.query_params
    if arrivee:
        # A link that names no place gives that of the choices that hold zones of their own.
        zone, zones = etat.get("zone"), etat.get("zones")
        nommes = [zone] if "zone" in dits and zone else zones[:1] if "zones" in dits and zones else []
        if "lieu" not in dits and nommes and arrivee == url_state.LIEN:
            etat["lieu"] = nommes[0]
        elif "zone" in dits and etat.get("zone") and zone_de(etat["zone"].partition(":")[0]) != etat["zone"]:
            etat["lieu"] = etat["zone"]
    lieu = courant()
    if arrivee and "zone" in dits and "zonage" not in dits and etat.get("zone"):
        nomme = etat["zone"].partition(":")[0]
        etat["zonage"] = nomme if nomme in zonages_possibles else etat["zonage"]
    elif lieu and etat.get(_ZONAGE_DU) != lieu.cle and not (arrivee and "zonage" in dits):
        lus = indicateur(etat["indicateur"] or HABITUEL).zonages
        if etat["zonage"] not in lus or not sujets.rattacher(lieu.zonage, lieu.code, (etat["zonage"],)):
            trouve = sujets.rattacher(lieu.zonage, lieu.code, lus)
            etat["zonage"] = trouve.zonage if trouve and trouve.zonage in zonages_possibles else etat["zonage"]
    elif arrivee and "indicateur" in dits and "zonage" not in dits:
        lus = indicateur(etat["indicateur"] or HABITUEL).zonages
        etat["zonage"] = lus[0] if etat["zonage"] not in lus and lus[0] in zonages_possibles else etat["zonage"]
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
