"""Catalogue of publications by theme and territory: a shipped file, what the Région adds; links the reader opens."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from data_loaders.contracts import CONTRATS
from data_loaders.magasin.donnees import Donnees
from data_loaders.parametres import Editable
from geo import zonages

CATALOGUE = Path(__file__).parents[1] / "parametres" / "publications.toml"
THEMES = {
    "besoins": "Besoins en main-d’œuvre",
    "demande": "Demande d’emploi",
    "chomage": "Chômage",
    "tensions": "Métiers en tension",
    "formation": "Formation",
    "population": "Population",
}
ENTREES = Editable("publications", "publication")
OBLIGATOIRES = ("titre", "producteur", "adresse", "themes", "zones")
REGION = f"region:{zonages.REGION}"
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
ADRESSE = re.compile(r"https://[^\s\"'<>]+")


class Publication(NamedTuple):
    """A page of a producer; `date` is "" for a page kept up to date; `zones` (`zonage:code`) are those in force."""

    titre: str
    producteur: str
    adresse: str
    themes: tuple[str, ...]
    zones: tuple[str, ...]
    date: str = ""


def lire(donnees: Donnees) -> tuple[Publication, ...]:
    """The catalogue in force: shipped entries, those received in their place or after them, less those withdrawn."""
    par_adresse = {p.adresse: p for p in livrees()}
    for ligne in recues(donnees).to_dict("records"):
        if ligne["situation"] == "publiée":
            par_adresse[ligne["adresse"]] = en_publication(ligne)
        else:
            par_adresse.pop(ligne["adresse"], None)
    return tuple(par_adresse.values())


def recues(donnees: Donnees) -> pd.DataFrame:
    """Rows received, those that withdraw included; none when no file was imported."""
    if not donnees.officiel.millesimes("publications"):
        return pd.DataFrame(columns=[c.nom for c in CONTRATS["publications"].tables["publications"].colonnes])
    return donnees.officiel.lire("publications", "publications").to_pandas()


def en_publication(ligne: Mapping[str, str]) -> Publication:
    """A row of the contract as an entry, on the zonings in force."""
    zones = tuple(z for z in ligne["zones"].split() if zone_connue(z))
    return Publication(
        ligne["titre"], ligne["producteur"], ligne["adresse"], tuple(ligne["themes"].split()), zones, ligne["date"]
    )


def zone_connue(zone: str) -> bool:
    """True for `zonage:code` of a zone in force."""
    zonage, _, code = zone.partition(":")
    return zonages.existe(zonage, code)


@lru_cache(maxsize=4)
def livrees(chemin: Path = CATALOGUE) -> tuple[Publication, ...]:
    """Read the shipped catalogue, in the order of the file; ErreurDonnees: it cannot be read, or an entry is
    incomplete, unknown, or leads elsewhere than https."""
    lues = []
    for lieu, entree in ENTREES.entrees(chemin):
        ENTREES.champs(lieu, entree, OBLIGATOIRES, ["date"])
        themes, zones = (ENTREES.liste(lieu, champ, entree[champ]) for champ in ("themes", "zones"))
        textes = ENTREES.textes(lieu, entree, ("titre", "producteur", "adresse", "date"))
        if not ADRESSE.fullmatch(textes["adresse"]):
            raise ENTREES.erreur(lieu, "adresse refusée", textes["adresse"][:80], "https://…, sans espace ni guillemet")
        if textes["date"] and not _DATE.fullmatch(textes["date"]):
            raise ENTREES.erreur(lieu, "date mal écrite", textes["date"][:40], "AAAA, AAAA-MM ou AAAA-MM-JJ")
        ENTREES.connus(lieu, "thème", themes, THEMES)
        for zone in zones:
            if not zone_connue(zone):
                raise ENTREES.erreur(lieu, "territoire inconnu", zone[:60], "DÉCOUPAGE:CODE, par exemple spo:ancenis")
        lues.append(Publication(themes=themes, zones=zones, **textes))
    return tuple(lues)


def filtrer(
    publications: tuple[Publication, ...], theme: str | None = None, zone: str | None = None
) -> list[Publication]:
    """Those of a theme that concern a zone: about it, about one that shares communes with it, or about the region."""
    du_theme = [p for p in publications if theme is None or theme in p.themes]
    if zone is None:
        return du_theme
    ici = _communes(zone)
    return [p for p in du_theme if any(z in (REGION, zone) or _communes(z) & ici for z in p.zones)]


def _communes(zone: str) -> set[str]:
    zonage, _, code = zone.partition(":")
    appartenance = zonages.appartenance(zonage)
    return set(appartenance.index[appartenance == code])
