"""The territory of a screen: a bassin, a département or the region; the one that a reader composed.

The survey is read by bassin or département. The shared zoning and zone are changed only when the reader chooses a
territory here: a visit with another zoning leaves them as they are.
"""

from typing import NamedTuple

from data_loaders.francais import FINE
from geo import libre, lieux, zonages
from geo.zonages import ErreurZonage
from pages.components import choices, feuille as st, lieu as lieu_courant
from pages.components.partage import une_fois

REGION = f"region:{zonages.REGION}"
ZONAGES = ("departement", "bassin")


class Territoire(NamedTuple):
    """Where: a zoning and a zone of it; `message` says for which place it is shown, "" for itself."""

    zonage: str
    code: str
    message: str = ""


def territoire() -> Territoire:
    """Select a bassin, a département or the whole region."""
    noms = une_fois(_noms_lieux)
    trouve = lieu_courant.rattache(("bassin", "departement"))
    st.session_state["territoire-meteo"] = trouve.cle if trouve else REGION
    suivre = {"on_change": lambda: choisir(st.session_state["territoire-meteo"])}
    choisi = choices.un_seul("Bassin d’emploi ou département", noms, "territoire-meteo", **suivre)
    zonage, _, code = choisi.partition(":")
    return Territoire(zonage, code, lieu_courant.dire(zonage, None if choisi == REGION else code))


def _noms_lieux() -> dict[str, str]:
    """`zonage:code` -> « à Mamers », « en Sarthe »: the words of a sentence tell a bassin from a département."""
    zones = [(z, c) for z in ZONAGES for c in zonages.noms(z)]
    return {REGION: "dans la région"} | {f"{z}:{c}": lieux.locatif(z, c) for z, c in zones}


def choisir(zone: str) -> None:
    """Callback: the zone `zonage:code` becomes that of the screen, and its zoning the shared one."""
    lieu_courant.placer(zone)
    if zone != REGION:
        st.session_state["zonage"] = zone.partition(":")[0]


def facultatif() -> tuple[str, str] | None:
    """Select a département or a bassin, or none: the region alone; the one that holds the current place is proposed."""
    ici = lieu_courant.courant()
    ordre = ZONAGES if ici and ici.zonage == ZONAGES[0] else ZONAGES[::-1]
    trouve = lieu_courant.rattache(ordre)
    choisi = choices.zone_placee(trouve and trouve.cle, choices.noms_situes(ZONAGES))
    return tuple(choisi.split(":")) if choisi else None


def compose() -> libre.Territoire | None:
    """The territory that the address carries; None when there is none, or when it is damaged, which is then said."""
    texte = st.session_state.get("libre") or ""
    if not texte:
        return None
    try:
        return libre.decoder(texte)
    except ErreurZonage as e:
        st.warning(f"{e} Le reste de l’écran n’est pas touché{FINE}; composer un territoire remplacera ce lien.")
        return None
