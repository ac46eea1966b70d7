"""Command that writes a blank file to fill: modele."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from data_loaders.commandes import FAIT, REFUSE
from data_loaders.contexte import publications
from data_loaders.contracts.etats import ZONAGE
from data_loaders.convention import cadre, etats, modele as cadre_modele
from data_loaders.erreurs import DemandeInvalide
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import (
    etats as saisie_etats,
    interim as saisie_interim,
    publications as saisie_publications,
    zonage,
)
from data_loaders.sources.modeles import convention_modele
from geo import zonages


class Modele(NamedTuple):
    """How a file is written, `ecrire(donnees, sortie, **options)`, and the options of the command that it takes."""

    ecrire: Callable[..., None]
    options: tuple[str, ...] = ()
    suffixe: str = ".xlsx"


def _convention(donnees: Donnees, sortie: Path, partie: str, periode: str) -> None:
    convention_modele.ecrire_modele(sortie, partie, periode, cadre.lire(donnees.racine))


def _suivi(donnees: Donnees, sortie: Path) -> None:
    sortie.write_text(cadre_modele.modele(), "utf-8")


def _etats(dataset: str, donnees: Donnees, sortie: Path) -> None:
    saisie_etats.ecrire_modele(sortie, dataset, etats.en_vigueur(donnees, dataset))


def _publications(donnees: Donnees, sortie: Path) -> None:
    saisie_publications.ecrire_modele(sortie, publications.lire(donnees))


def _zonage(_: Donnees, sortie: Path, decoupage: str) -> None:
    if decoupage not in zonages.REMPLACABLES:
        raise DemandeInvalide(f"--decoupage attend l'un de : {', '.join(zonages.REMPLACABLES)}.")
    zonage.ecrire_modele(sortie, decoupage)


_CONVENTION = Modele(_convention, ("partie", "periode"))
MODELES = {
    "convention": _CONVENTION,
    "indicateurs": _CONVENTION,
    "suivi": Modele(_suivi, suffixe=".toml"),
    **{dataset: Modele(partial(_etats, dataset)) for dataset in ZONAGE},
    "publications": Modele(_publications),
    "interim": Modele(lambda _, sortie: saisie_interim.ecrire_modele(sortie)),
    "zonage": Modele(_zonage, ("decoupage",)),
}


def ecrire_modele(donnees: Donnees, nom: str, sortie: Path, **options: str) -> int:
    """Write a blank file; an existing one is never replaced, for it may have been filled.

    Args:
        options: those of the command, "" where not given.

    Raises:
        DemandeInvalide: an option that this model does not take, or whose value means nothing.
    """
    modele = MODELES[nom]
    if autres := [f"--{o}" for o, valeur in options.items() if valeur and o not in modele.options]:
        raise DemandeInvalide(f"le modèle {nom} ne prend pas l'option {', '.join(autres)}.")
    if sortie.suffix.lower() != modele.suffixe:
        raise DemandeInvalide(f"le modèle {nom} s'écrit dans un fichier {modele.suffixe}, pas « {sortie.name} ».")
    if sortie.exists():
        print(f"Refusé — {sortie.name} existe déjà : choisir un autre nom. Rien n'a été écrit.", file=sys.stderr)
        return REFUSE
    modele.ecrire(donnees, sortie, **{o: options[o] for o in modele.options})
    print(f"Modèle écrit : {sortie.name}")
    return FAIT
