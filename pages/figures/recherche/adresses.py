"""Addresses of the screens, already set: the only place of the search that names a screen and its parameters."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl, urlencode

from data_loaders.francais import typographier
from geo import zonages
from pages.figures.ecrans import ECRANS

REGION: Final = f"region:{zonages.REGION}"


def ecran(module: str, **choix: str | Sequence[str] | None) -> str:
    """`/carte?zone=bassin:5227`: a screen and its choices; a choice that is None or empty is left to the screen."""
    dits = {cle: valeur for cle, valeur in choix.items() if valeur}
    requete = urlencode(dits, doseq=True, safe=":")
    return f"/{module}" + (f"?{requete}" if requete else "")


def du_modele(vers: str, dits: Mapping[str, Any]) -> str:
    """An address as it is declared, `portrait?zonage={zonage}`, with what is found; what is empty is left out."""
    module, _, requete = vers.format(**dits).partition("?")
    return ecran(module, **dict(parse_qsl(requete)))


def carte(indicateur: str | None, zonage: str, zone: str | None = None, periode: str | None = None) -> str:
    """Map of an indicator on a zoning; `zone`: `zonage:code`."""
    return ecran("carte", indicateur=indicateur, zonage=zonage, zone=zone, periode=periode)


def tendances(indicateur: str, zonage: str | None, zones: Sequence[str] = (), metier: str | None = None) -> str:
    """Curve of an indicator for up to four territories of any zoning."""
    return ecran("tendances", indicateur=indicateur, zonage=zonage, zones=zones, metier=metier)


def meteo(zone: str | None = None, periode: str | None = None) -> str:
    """Sky of the métiers of a bassin, a département or the region."""
    return ecran("meteo", onglet="territoire", **_ou(zone), periode=periode)


def metier(cle: str, zone: str | None = None, periode: str | None = None) -> str:
    """One group of métiers, `niveau:code`, in a territory."""
    niveau = cle.partition(":")[0]
    return ecran("meteo", onglet="metier", niveau=niveau, metier=cle, **_ou(zone), periode=periode)


def _ou(zone: str | None) -> dict[str, str | None]:
    zonage = zone.partition(":")[0] if zone else None
    return {"zonage": zonage if zone != REGION else None, "zone": zone}


def lieu(cle: str) -> str:
    """What is known of a place: a commune, an EPCI, a zone; the region has its portrait."""
    return ecran("portrait", portrait="zone", zone=cle) if cle == REGION else ecran("territoires", lieu=cle)


def etats(zonage: str) -> str:
    """Where the SPO, ZEF or GTEC stand."""
    return ecran("territoires", volet="etats", etats=zonage)


def secteurs(code: str | None = None, periode: str | None = None) -> str:
    """A sector of the convention; the list of all of them without a code."""
    return ecran("secteurs", secteur=code or "tous", periode=periode)


def formation_metier(cle: str, zone: str | None = None, lieu: str | None = None) -> str:
    """What leads to a group of métiers, `niveau:code`, and where to train for it around a place."""
    return ecran("formation", entree="metier", metier=cle, **_ou(zone), lieu=lieu)


def formation_secteur(code: str) -> str:
    """What leads to the métiers of a sector."""
    return ecran("formation", entree="secteur", secteur=code)


def formation_diplome(code: str, zone: str | None = None) -> str:
    """What becomes of those who prepare a diploma, and where it leads."""
    return ecran("formation", entree="diplome", diplome=code, **_ou(zone))


def formation_lieu(lieu: str) -> str:
    """Training seen from a place, `zonage:code`."""
    return ecran("formation", entree="territoire", lieu=lieu)


def dossier(code: str | None = None) -> str:
    """The dossier of a sector; the list of all of them without a code."""
    return ecran("formation", entree="dossier", secteur=code)


def convention(rubrique: str = "suivi", dispositif: str | None = None) -> str:
    """The follow-up of the annex, or the engagements and the bodies where partners meet."""
    return ecran("convention", rubrique=rubrique, dispositif=dispositif)


def fiche(code: str | None = None, chiffre: str | None = None) -> str:
    """What the convention says of a dispositif, one of its figures pointed at; the list of sheets without a code."""
    return ecran("convention", rubrique="dispositifs", fiche=code, chiffre=chiffre)


class Reponse(NamedTuple):
    """A line of the list: an address, `/carte?…`, the sentence that answers, whose figure it is, its mark.

    Attributes:
        age: « ancien : 2023 », or how sure an estimate is.
    """

    adresse: str
    dit: str
    precision: str = ""
    age: str = ""

    @property
    def module(self) -> str:
        """The screen that it opens; `/` is the home page."""
        return self.adresse[1:].partition("?")[0] or ECRANS[0].module


def reponse(adresse: str, dit: str, precision: str = "", age: str = "") -> Reponse:
    """The same, in French typography."""
    return Reponse(adresse, typographier(dit), typographier(precision), age)
