"""Commands that keep a data root in one file, and put it back: sauvegarder, restaurer."""

from __future__ import annotations

from pathlib import Path

from data_loaders import francais
from data_loaders.commandes import FAIT
from data_loaders.magasin import sauvegarde
from data_loaders.magasin.donnees import Donnees
from geo.racine import racine_reservee


def _racines(donnees: Donnees) -> dict[str, Path]:
    reservee = racine_reservee()
    return {"donnees": donnees.racine} | ({"reserve": reservee} if reservee else {})


def sauvegarder(donnees: Donnees, vers: Path) -> int:
    """Write the archive; said only once it was read again."""
    n = sauvegarde.sauvegarder(_racines(donnees), vers)
    mo = francais.nombre(vers.stat().st_size / 1024 / 1024, 1)
    print(f"{vers.name} : {francais.avec_unite(n, 'fichiers')}, {mo} Mo, relus un à un.")
    return FAIT


def restaurer(donnees: Donnees, archive: Path) -> int:
    """Put an archive back."""
    sommaire, remplaces = sauvegarde.restaurer(archive, _racines(donnees))
    n = francais.avec_unite(len(sommaire["fichiers"]), "fichiers")
    print(f"{archive.name}, du {sommaire['cree']} : {n} en place.")
    if remplaces:
        print(f"Remplacés, et gardés dans {sauvegarde.REMPLACES}/ : {', '.join(remplaces)}.")
    return FAIT
