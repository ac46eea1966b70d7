"""What a reader takes from a producer's file, and how it comes in: one class and one way to publish for all of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import pandas as pd
import pyarrow as pa

from data_loaders import francais
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import Constat
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Instantane
from data_loaders.sources import series
from data_loaders.sources.classeur import Progres


def titrer(dataset: str, lues_nb: int, precision: str = "", suite: str = "") -> str:
    """First sentence of a summary: what was read, and how many rows."""
    return f"{CONTRATS[dataset].titre}{precision} : {francais.nombre(lues_nb)} lignes lues{suite}"


@dataclass(frozen=True, kw_only=True)
class Extrait:
    """One edition of a dataset, read in a file.

    Attributes:
        dit: the French summary, its title first; the notes, then the span, end it.
        notes: what a reader of the figures should know.
        etendue: True for the summary to say the span of a series.
        remarques: what was odd in the file and refused nothing.
        doutes: what the operator must confirm.
        periodes: of a series, oldest first.
        faits: counts and sums by name, to weigh the file against another source.
    """

    dataset: str
    millesime: str
    tables: dict[str, pa.Table]
    dit: tuple[str, ...] = ()
    etendue: bool = False
    notes: tuple[str, ...] = ()
    remarques: tuple[str, ...] = ()
    doutes: tuple[Constat, ...] = ()
    periodes: tuple[str, ...] = ()
    faits: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def de(
        cls,
        dataset: str,
        millesime: str,
        lignes: pd.DataFrame | Mapping[str, pd.DataFrame],
        *dit: str,
        remarques: Iterable[str] = (),
        doutes: Iterable[Constat] = (),
        **reste: Any,
    ) -> Self:
        """The edition that some rows make, in the columns and the order of their contract.

        Args:
            lignes: of its one table, or of each by its name.
            reste: other attributes.
        """
        tables = CONTRATS[dataset].tables
        par_table = lignes if isinstance(lignes, Mapping) else {next(iter(tables)): lignes}
        return cls(
            dataset=dataset,
            millesime=millesime,
            tables={nom: series.table(df, tables[nom]) for nom, df in par_table.items()},
            dit=dit,
            remarques=tuple(remarques),
            doutes=tuple(doutes),
            **reste,
        )

    @classmethod
    def serie(cls, dataset: str, lignes: pd.DataFrame | Mapping[str, pd.DataFrame], *dit: str, **reste: Any) -> Self:
        """The same, of a series: dated by its last period."""
        observations = lignes["observations"] if isinstance(lignes, Mapping) else lignes
        periodes = tuple(sorted(observations["periode"].unique()))
        return cls.de(dataset, periodes[-1], lignes, *dit, periodes=periodes, **reste)

    def publier(self, donnees: Donnees, chemin: Path, adresse: str) -> list[str]:
        """Publish the edition; returns the French summary."""
        publie = donnees.publier_fichier(
            self.dataset, chemin, adresse, self.millesime, self.tables, self.notes, self.remarques, self.doutes
        )
        return self.dire(publie)

    def dire(self, publie: Instantane) -> list[str]:
        """The French summary of an import."""
        suite = [*self.dit[1:], *self.notes]
        if self.etendue:
            debut, fin = (francais.periode_libelle(self.periodes[i]) for i in (0, -1))
            suite.append(f"série : {debut} à {fin}")
        return [*self.dit[:1], *(f"  {phrase}" for phrase in suite), *publie.dire()]


def importeur(lire: Callable[[Path, Progres | None], Extrait]) -> Callable[..., list[str]]:
    """How the files of a reader come in: read, then published."""

    def importer(donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
        return lire(chemin, progres).publier(donnees, chemin, adresse)

    return importer
