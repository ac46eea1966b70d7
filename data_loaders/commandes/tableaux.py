"""Tables printed on a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from data_loaders.magasin.donnees import Donnees


def titrer(donnees: Donnees, titre: str) -> None:
    """A title on the survey, which says when its figures are invented."""
    print(titre + (" — Données de démonstration" if donnees.est_demonstration("bmo") else ""))


def imprimer(entetes: list[str], corps: Iterable[list[str]]) -> None:
    """Columns as wide as their longest cell, two spaces apart."""
    lignes = [entetes, *corps]
    largeurs = [max(len(ligne[i]) for ligne in lignes) for i in range(len(entetes))]
    for ligne in lignes:
        print("  ".join(c.ljust(n) for c, n in zip(ligne, largeurs, strict=True)).rstrip())
