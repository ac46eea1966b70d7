"""What a reader takes from a producer's file, and how it comes in: one class and one way to publish for all of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from data_loaders.erreurs import Constat
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Instantane
from data_loaders.sources.classeur import Progres


@dataclass(frozen=True, kw_only=True)
class Extrait:
    """One edition of a dataset, read in a file.

    Attributes:
        dit: the French summary, its title first.
        notes: what a reader of the figures should know.
        remarques: what was odd in the file and refused nothing.
        doutes: what the operator must confirm.
        periodes: of a series, oldest first.
        faits: counts and sums by name, to weigh the file against another source.
    """

    dataset: str
    millesime: str
    tables: dict[str, pa.Table]
    dit: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    remarques: tuple[str, ...] = ()
    doutes: tuple[Constat, ...] = ()
    periodes: tuple[str, ...] = ()
    faits: Mapping[str, Any] = field(default_factory=dict)

    def publier(self, donnees: Donnees, chemin: Path, adresse: str) -> list[str]:
        """Publish the edition; returns the French summary."""
        publie = donnees.publier_fichier(
            self.dataset, chemin, adresse, self.millesime, self.tables, self.notes, self.remarques, self.doutes
        )
        return self.dire(publie)

    def dire(self, publie: Instantane) -> list[str]:
        """The French summary of an import."""
        return [*self.dit[:1], *(f"  {phrase}" for phrase in self.dit[1:]), *publie.dire()]


def importeur(lire: Callable[[Path, Progres | None], Extrait]) -> Callable[..., list[str]]:
    """How the files of a reader come in: read, then published."""

    def importer(donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
        return lire(chemin, progres).publier(donnees, chemin, adresse)

    return importer
