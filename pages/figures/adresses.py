"""Addresses of the screens, already set, and links to them; where those of former screens lead.

The only place that names a screen and its parameters.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import parse_qs, parse_qsl, urlencode

from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.convention.etats import Accord
from data_loaders.francais import echapper as escape
from geo import zonages
from pages.figures.tables import Html

REGION: Final = f"region:{zonages.REGION}"
DIFFICILES: Final = "bmo_part_difficiles_estimee"


def ecran(module: str, **choix: str | Sequence[str] | None) -> str:
    """`/carte?zone=bassin:5227`: a screen and its choices; a choice that is None or empty is left to the screen."""
    requete = urlencode({cle: valeur for cle, valeur in choix.items() if valeur}, doseq=True, safe=":")
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
    return ecran("meteo", onglet="metier", niveau=cle.partition(":")[0], metier=cle, **_ou(zone), periode=periode)


def _ou(zone: str | None) -> dict[str, str | None]:
    zonage = zone.partition(":")[0] if zone else None
    return {"zonage": zonage if zone != REGION else None, "zone": zone}


def lieu(cle: str) -> str:
    """What is known of a place: a commune, an EPCI, a zone; the region has its portrait."""
    return ecran("portrait", portrait="zone", zone=cle) if cle == REGION else ecran("territoires", lieu=cle)


def secteurs(code: str | None = None, periode: str | None = None) -> str:
    """A sector of the convention; the list of all of them without a code."""
    return ecran("secteurs", secteur=code or "tous", periode=periode)


def formation(entree: str, quoi: str = "", zone: str | None = None, lieu: str | None = None) -> str:
    """Training, from an entry of its screen and what is chosen there, around a zone and a place.

    `entree`: « metier » and a group, `niveau:code`; « secteur », « diplome » and its code; « territoire », the place.
    """
    return ecran("formation", entree=entree, **{entree: quoi}, **_ou(zone), lieu=lieu)


def dossier(code: str | None = None) -> str:
    """The dossier of a sector; the list of all of them without a code."""
    return ecran("formation", entree="dossier", secteur=code)


def convention(rubrique: str = "suivi", dispositif: str | None = None) -> str:
    """The follow-up of the annex, or the engagements and the bodies where partners meet."""
    return ecran("convention", rubrique=rubrique, dispositif=dispositif)


def fiche(code: str | None = None, chiffre: str | None = None) -> str:
    """What the convention says of a dispositif, one of its figures pointed at; the list of sheets without a code."""
    return ecran("convention", rubrique="dispositifs", fiche=code, chiffre=chiffre)


def adresse(page: str, **choix: str) -> str:
    """Address of a screen with its choices, escaped as a query: `carte?zone=spo%3Aancenis`."""
    return f"{page}?{urlencode(choix)}"


def lien(adresse: str, mots: str) -> Html:
    """A link to one of our screens, `/carte?…`, wherever the site is served; it opens in place of the page."""
    return Html(f'<a href="{escape(adresse.removeprefix("/"))}" target="_self">{escape(mots)}</a>')


def liens_html(liens: Iterable[tuple[str, str]]) -> str:
    """Links to our screens, to go further, as a list: (address, words) of each."""
    return f'<ul class="obs-suites">{"".join(f"<li>{lien(*x)}</li>" for x in liens)}</ul>'


def accords_html(accords: Sequence[Accord], *, sur_place: bool = False) -> str:
    """Whether the annex and the territories, here if `sur_place`, say the same, with a link; "" for none."""
    dits = ""
    for a in accords:
        vers, mots = ecran("territoires", volet="etats", etats=a.zonage), a.mots
        if sur_place:
            vers, mots = convention("suivi", a.zonage), "Le suivi de l’annexe"
        dits += f"<p>{escape(a.phrase)} {lien(vers, mots)}.</p>"
    return dits


def mener(module: str, requete: str) -> str | None:
    """Where a screen and what follows its « ? » lead today, « /tendances?zones=ze:5209 »; None for one still there."""
    dits = parse_qs(requete)
    un = {cle: valeurs[-1] for cle, valeurs in dits.items()}
    if module == "tendances" and un.get("sujet") == "convention":
        return ecran("convention", rubrique="temps", mesures=dits.get("mesures"))
    if module == "meteo" and un.get("onglet") == "comparer":  # métiers in a table, territories on a curve
        if un.get("compare") == "metiers":
            indicateurs, metiers = [DIFFICILES, "bmo_projets"], [un[cle] for cle in ("metier", "avec") if cle in un]
            zone = un.get("zone", REGION)
            return ecran("explorer", indicateur=indicateurs, zone=zone, metier=metiers, colonnes="metier")
        zones = dits.get("compares") or dits.get("zone", [])
        return ecran("tendances", indicateur=DIFFICILES, zones=zones, metier=un.get("metier"))
    if module != "comparer":
        return None
    if "jeu_compare" in un or "version_avant" in un:
        versions = {cle: un.get(cle) for cle in ("version_avant", "version_apres", "lieu")}
        return ecran("donnees", jeu=un.get("jeu_compare"), **versions)
    indicateur = un.get("indicateur", DIFFICILES)
    gardes = {cle: un.get(cle) for cle in ("lieu", "metier", "mode")}
    if "annees" in un:
        possibles = INDICATEURS[indicateur].zonages if indicateur in INDICATEURS else ("bassin",)
        zonage = un.get("decoupage", possibles[0])
        return ecran("carte", indicateur=indicateur, zonage=zonage, annees=dits["annees"], **gardes)
    places = [un[p] for p in ("t1", "t2", "t3", "t4") if p in un]
    return ecran("tendances", indicateur=indicateur, zones=places, **gardes)
