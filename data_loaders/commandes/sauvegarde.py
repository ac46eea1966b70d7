"""Commands that keep a data root in one file, and put it back: sauvegarder, restaurer."""

import re
from datetime import date
from pathlib import Path

from data_loaders import francais
from data_loaders.commandes import FAIT
from data_loaders.erreurs import DemandeInvalide
from data_loaders.magasin import sauvegarde
from data_loaders.magasin.donnees import Donnees
from geo.racine import racine_reservee

DU_JOUR = re.compile(r"\d{4}-\d\d-\d\d\.zip")


def _racines(donnees: Donnees) -> dict[str, Path]:
    reservee = racine_reservee()
    return {"donnees": donnees.racine} | ({"reserve": reservee} if reservee else {})


def sauvegarder(donnees: Donnees, vers: Path, garder: int | None = None) -> int:
    """Write the archive; said only once it was read again.

    Args:
        vers: the file, or a folder, where it takes the date of the day.
        garder: how many archives of a day stay in the folder, the last ones; all of them by default.

    Raises:
        DemandeInvalide: archives to remove, and no folder; fewer than one to keep.
    """
    dossier = vers if vers.is_dir() else None
    if garder is not None and (dossier is None or garder < 1):
        raise DemandeInvalide("--garder demande un dossier, et une archive au moins à y laisser.")
    if dossier:
        vers = dossier / f"{date.today().isoformat()}.zip"
    n = sauvegarde.sauvegarder(_racines(donnees), vers)
    mo = francais.nombre(vers.stat().st_size / 1024 / 1024, 1)
    print(f"{vers.name} : {francais.avec_unite(n, 'fichiers')}, {mo} Mo, relus un à un.")
    if dossier and garder:
        for ancienne in sorted(f for f in dossier.glob("*.zip") if DU_JOUR.fullmatch(f.name))[:-garder]:
            ancienne.unlink()
            print(f"{ancienne.name} : effacée, {francais.avec_unite(garder, 'archives')} gardées.")
    return FAIT


def restaurer(donnees: Donnees, archive: Path) -> int:
    """Put an archive back."""
    sommaire, remplaces = sauvegarde.restaurer(archive, _racines(donnees))
    n = francais.avec_unite(len(sommaire["fichiers"]), "fichiers")
    print(f"{archive.name}, du {sommaire['cree']} : {n} en place.")
    if remplaces:
        print(f"Remplacés, et gardés dans {sauvegarde.REMPLACES}/ : {', '.join(remplaces)}.")
    return FAIT
