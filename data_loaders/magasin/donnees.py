"""What the observatory reads: official snapshots first, demonstration ones dataset by dataset for what is missing.

A dataset is wholly official or wholly of demonstration: a class or a sum never mixes the two.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from functools import cached_property
from pathlib import Path

import pandas as pd
import pyarrow as pa

from data_loaders.contracts import CONTRATS
from data_loaders.magasin.controle import Constat
from data_loaders.magasin.store import Instantane, Magasin, MagasinFige, Source
from geo.racine import racine_donnees


class Donnees:
    """Reading access to the snapshots under one data root."""

    def __init__(self, racine: Path | None = None, *, confirmees: Collection[str] = frozenset()) -> None:
        """`confirmees`: rules that the operator confirms for what is published through here, see `Magasin`."""
        self.racine = Path(racine) if racine else racine_donnees()
        self.officiel = Magasin(self.racine / "snapshots", confirmees=confirmees)
        self.demo = Magasin(self.racine / "demonstration", demonstration=True)

    def figees(self) -> Donnees:
        """The same snapshots, listed once for all: what is published later is not seen through the result."""
        copie = Donnees(self.racine)
        copie.officiel, copie.demo = MagasinFige(self.officiel), MagasinFige(self.demo)
        return copie

    def entieres(self) -> bool:
        """False when a version listed here is no longer on disk (old versions are purged)."""
        return self.officiel.present() and self.demo.present()

    @property
    def etat(self) -> str:
        """Eight characters that name the state of all snapshots together, for a reader to cite."""
        return hashlib.sha256(self.empreinte.encode()).hexdigest()[:8]

    def magasin(self, dataset: str) -> Magasin:
        """The store in force for a dataset."""
        return self.officiel if self.officiel.millesimes(dataset) else self.demo

    def est_demonstration(self, dataset: str) -> bool:
        """True when the figures of this dataset are invented; False for populations, and when there is no figure."""
        return not self.officiel.millesimes(dataset) and bool(self.demo.millesimes(dataset))

    def millesimes(self, dataset: str) -> list[str]:
        """Current millésimes of a dataset, oldest first; empty when nothing is loaded."""
        return self.magasin(dataset).millesimes(dataset)

    def periodes(self, dataset: str) -> tuple[str, ...]:
        """Periods one can ask for: the millésimes, or the periods inside the edition of a series."""
        millesimes = self.millesimes(dataset)
        contrat = CONTRATS[dataset]
        if millesimes and contrat.serie and "observations" in contrat.tables:
            return tuple(sorted(self.lire(dataset)["periode"].unique()))
        return tuple(millesimes)

    def instantane(self, dataset: str, millesime: str) -> Instantane:
        """The snapshot in force for a millésime; KeyError when it is not loaded."""
        return self.magasin(dataset).instantane(dataset, millesime)

    def lire(self, dataset: str, table: str = "observations") -> pd.DataFrame:
        """Every current millésime of one table, as a frame; KeyError when nothing is loaded."""
        return self.magasin(dataset).lire(dataset, table).to_pandas()

    def publier_fichier(
        self,
        dataset: str,
        chemin: Path,
        adresse: str,
        millesime: str,
        tables: dict[str, pa.Table],
        notes: tuple[str, ...] = (),
        remarques: tuple[str, ...] = (),
        doutes: tuple[Constat, ...] = (),
    ) -> Instantane:
        """Publish what was read in a file, under the name of its producer; `adresse` "" stands for the usual one."""
        contrat = CONTRATS[dataset]
        source = Source.du_fichier(chemin, contrat.producteur, adresse or contrat.adresse)
        return self.officiel.publier(contrat, millesime, tables, [source], notes, remarques, doutes)

    @cached_property
    def empreinte(self) -> str:
        """Changes when any current snapshot changes: the key of the caches of the screens."""
        return f"{self.officiel.empreinte()}.{self.demo.empreinte()}"
