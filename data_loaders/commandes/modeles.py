"""Command that writes a blank workbook: modele."""

from __future__ import annotations

import sys
from pathlib import Path

from data_loaders.commandes import FAIT, REFUSE
from data_loaders.sources import convention

MODELES = {"convention": convention.ecrire_modele}


def ecrire_modele(nom: str, sortie: Path) -> int:
    """Write a blank workbook; an existing file is never replaced, for it may have been filled."""
    if sortie.exists():
        print(f"Refusé — {sortie.name} existe déjà : choisir un autre nom. Rien n'a été écrit.", file=sys.stderr)
        return REFUSE
    MODELES[nom](sortie)
    print(f"Modèle écrit : {sortie.name}")
    return FAIT
