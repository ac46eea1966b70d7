"""Codes that an address of a meeting names: an edited file may name a zone or an indicator that does not exist.

A screen shows its usual choice in place of a code that it does not know; a meeting says which it is, and what is near.
"""

import difflib
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import parse_qsl

from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import INSEC
from data_loaders.parametres import secteurs
from geo import zonages

_ZONES: Final = ("zone", "zones", "lieu")
_PROCHES_MIN: Final = 0.5  # of likeness


def verifier(adresse: str) -> None:
    """Refuse an address whose zone, zoning, indicator or sector does not exist.

    Raises:
        ErreurDonnees: rule `code`; names it, and the nearest that exists.
    """
    chemin, _, requete = adresse.partition("?")
    for nom, valeur in parse_qsl("" if chemin == "/explorer" else requete):  # which names its own faults
        for quoi, connus in _connus(nom, valeur):
            if valeur not in connus:
                trouve = f"{quoi} «{INSEC}{valeur[:60]}{INSEC}» n’existe pas{_proche(valeur, connus)}"
                raise ErreurDonnees("code", "adresse de la vue", trouve, remede="corriger le code dans le fichier")


def _connus(nom: str, valeur: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """What a parameter must be, in words, and the codes that exist with their names."""
    decoupages = {c: z.libelle for c, z in zonages.zonages().items()}
    suivis = {s.code: s.intitule for s in secteurs.lire().secteurs.values()}
    if nom == "indicateur":
        yield "l’indicateur", {c: i.libelle for c, i in INDICATEURS.items()}
    elif nom == "zonage":
        yield "le découpage", decoupages
    elif nom == "secteur" and valeur != "tous":
        yield "le secteur", suivis
    elif nom in _ZONES and ":" in valeur:
        zonage = valeur.partition(":")[0]
        if zonage in decoupages:
            z = zonages.zones(zonage)
            yield "la zone", {f"{zonage}:{c}": n for c, n in zip(z["code_zone"], z["libelle_zone"], strict=True)}
        else:
            yield "la zone", {f"secteur:{c}": nom for c, nom in suivis.items()}


def _proche(valeur: str, connus: Mapping[str, str]) -> str:
    proches = difflib.get_close_matches(valeur, connus, 1, _PROCHES_MIN)
    return f". Proche{INSEC}: {connus[proches[0]]} ({proches[0]})" if proches else ""
