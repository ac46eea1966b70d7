"""Demonstration snapshots put in place for the datasets that have no official one."""

import hashlib

from data_loaders import jeux
from data_loaders.demo import outils
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Source

MENTION = "Données de démonstration"
PRODUCTEUR = "aucun : chiffres inventés pour la démonstration"


def assurer(donnees: Donnees) -> list[str]:
    """Build the demonstration snapshots that are missing, for datasets without any official snapshot.

    Returns:
        The datasets built (empty when everything was in place).

    Raises:
        OSError: the data root cannot be written.
        ErreurDonnees: another process is building them.
    """
    construits = []
    _ecarter_index_abime(donnees)
    for dataset, jeu in jeux.JEUX.items():
        if not jeu.demonstration or donnees.officiel.millesimes(dataset) or _a_jour(donnees, dataset):
            continue
        source = Source(
            f"{MENTION}, version {outils.version(dataset)}",
            hashlib.sha256(f"{dataset}/{outils.version(dataset)}".encode()).hexdigest(),
            0,
            PRODUCTEUR,
        )
        for millesime, tables in jeu.generer():
            donnees.demo.publier(jeu.contrat, millesime, tables, [source])
        construits.append(dataset)
    return construits


def _ecarter_index_abime(donnees: Donnees) -> None:
    """Drop a damaged index of the demonstration: what is invented is made again. An official one is never touched."""
    try:
        donnees.demo.courant()
    except ErreurDonnees:
        (donnees.demo.racine / "current.json").unlink()


def _a_jour(donnees: Donnees, dataset: str) -> bool:
    millesimes = donnees.demo.millesimes(dataset)
    try:
        fichiers = [donnees.demo.instantane(dataset, m).source["fichier"] for m in millesimes]
    except ErreurDonnees:
        return False
    return bool(fichiers) and fichiers[-1].endswith(f"version {outils.version(dataset)}")
