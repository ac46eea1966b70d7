"""Command that writes a blank file to fill: modele."""

from __future__ import annotations

import sys
from pathlib import Path

from data_loaders import cadre
from data_loaders.commandes import FAIT, REFUSE
from data_loaders.donnees import Donnees
from data_loaders.erreurs import DemandeInvalide
from data_loaders.sources import convention_modele


def _convention(donnees: Donnees, sortie: Path, partie: str, periode: str) -> None:
    convention_modele.ecrire_modele(sortie, partie, periode, cadre.lire(donnees.racine).fin)


def _suivi(donnees: Donnees, sortie: Path, partie: str, periode: str) -> None:
    if partie or periode:
        raise DemandeInvalide("--partie et --periode ne valent que pour le modèle convention.")
    sortie.write_text(cadre.modele(), "utf-8")


MODELES = {"convention": _convention, "suivi": _suivi}


def ecrire_modele(donnees: Donnees, nom: str, sortie: Path, partie: str = "", periode: str = "") -> int:
    """Write a blank file; an existing one is never replaced, for it may have been filled.

    Raises:
        DemandeInvalide: unknown party, or a period outside the convention.
    """
    if sortie.exists():
        print(f"Refusé — {sortie.name} existe déjà : choisir un autre nom. Rien n'a été écrit.", file=sys.stderr)
        return REFUSE
    MODELES[nom](donnees, sortie, partie, periode)
    print(f"Modèle écrit : {sortie.name}")
    return FAIT
