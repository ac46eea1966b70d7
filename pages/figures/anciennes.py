"""Addresses of screens that are no more, and where what they answered stands now."""

from urllib.parse import parse_qs

from data_loaders.contracts.indicateurs import INDICATEURS
from pages.figures.recherche.adresses import REGION, ecran

DIFFICILES = "bmo_part_difficiles_estimee"
# Choices that keep their name from one screen to the next.
_GARDES = ("lieu", "metier", "mode")


def mener(module: str, requete: str) -> str | None:
    """Where an address leads today, « /tendances?zones=ze:5209 »; None for a screen that is still there.

    Args:
        module: name of the screen; requete: what follows its « ? ».
    """
    dits = parse_qs(requete)
    un = {cle: valeurs[-1] for cle, valeurs in dits.items()}
    if module == "tendances" and un.get("sujet") == "convention":
        return ecran("convention", rubrique="temps", mesures=dits.get("mesures"))
    if module == "meteo" and un.get("onglet") == "comparer":
        return _meteo(dits, un)
    if module != "comparer":
        return None
    if "jeu_compare" in un or "version_avant" in un:
        versions = {cle: un.get(cle) for cle in ("version_avant", "version_apres", "lieu")}
        return ecran("donnees", jeu=un.get("jeu_compare"), **versions)
    indicateur = un.get("indicateur", DIFFICILES)
    gardes = {cle: un.get(cle) for cle in _GARDES}
    if "annees" in un:
        possibles = INDICATEURS[indicateur].zonages if indicateur in INDICATEURS else ("bassin",)
        zonage = un.get("decoupage", possibles[0])
        return ecran("carte", indicateur=indicateur, zonage=zonage, annees=dits["annees"], **gardes)
    places = [un[p] for p in ("t1", "t2", "t3", "t4") if p in un]
    return ecran("tendances", indicateur=indicateur, zones=places, **gardes)


def _meteo(dits: dict[str, list[str]], un: dict[str, str]) -> str:
    """Territories on a curve, two métiers in a table of Explorer."""
    if un.get("compare") != "metiers":
        zones = dits.get("compares") or dits.get("zone", [])
        return ecran("tendances", indicateur=DIFFICILES, zones=zones, metier=un.get("metier"))
    metiers = [un[cle] for cle in ("metier", "avec") if cle in un]
    zone = un.get("zone", REGION)
    return ecran("explorer", indicateur=[DIFFICILES, "bmo_projets"], zone=zone, metier=metiers, colonnes="metier")
