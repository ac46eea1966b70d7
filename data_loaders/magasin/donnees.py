"""What the observatory reads: official snapshots first, demonstration ones dataset by dataset for what is missing.

A dataset is wholly official or wholly of demonstration: a class or a sum never mixes the two.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from functools import cached_property
from pathlib import Path

import pandas as pd

from data_loaders.contracts import CONTRATS
from data_loaders.magasin.instantane import Instantane
from data_loaders.magasin.store import Magasin, MagasinFige
from geo.reglages import racine_donnees, racine_reservee


class Donnees:
    """Reading access to the snapshots under one data root, and to those of the reserved one where there is one.

    Attributes:
        reserve: what the signatories keep to themselves; None in the public process.
    """

    def __init__(self, racine: Path | None = None, *, confirmees: Collection[str] = frozenset()) -> None:
        """`confirmees`: rules that the operator confirms for what is published through here, see `Magasin`."""
        self.racine = Path(racine) if racine else racine_donnees()
        self.officiel = Magasin(self.racine / "snapshots", confirmees=confirmees)
        self.demo = Magasin(self.racine / "demonstration", demonstration=True)
        reservee = racine_reservee()
        self.reserve = Magasin(reservee / "snapshots", reserve=True, confirmees=confirmees) if reservee else None

    def figees(self) -> Donnees:
        """The same snapshots, listed once for all: what is published later is not seen through the result."""
        copie = Donnees(self.racine)
        copie.officiel, copie.demo = MagasinFige(self.officiel), MagasinFige(self.demo)
        copie.reserve = self.reserve and MagasinFige(self.reserve)
        return copie

    @property
    def etat(self) -> str:
        """Eight characters that name the state of all snapshots together, for a reader to cite."""
        return hashlib.sha256(self.empreinte.encode()).hexdigest()[:8]

    def magasin(self, dataset: str) -> Magasin:
        """The store in force for a dataset; the reserved one where the public has nothing of it."""
        if self.officiel.millesimes(dataset):
            return self.officiel
        return self.reserve if self.reserve and self.reserve.millesimes(dataset) else self.demo

    def reservees(self, dataset: str) -> bool:
        """True when rows of this dataset are read here that the public does not have."""
        return self.reserve is not None and bool(self.reserve.millesimes(dataset))

    @property
    def racine_calculs(self) -> Path:
        """Where what is computed from these snapshots is kept: not beside what the public reads, if any is reserved."""
        return racine_reservee() or self.racine

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

    def dernier(self, dataset: str) -> Instantane:
        """The snapshot in force for the last millésime; IndexError when nothing is loaded."""
        return self.instantane(dataset, self.millesimes(dataset)[-1])

    def lire(self, dataset: str, table: str = "observations") -> pd.DataFrame:
        """Every current millésime of one table, as a frame, then the reserved rows; KeyError when nothing is loaded.

        A row published since it was reserved is public.
        """
        magasin = self.magasin(dataset)
        lu = magasin.lire(dataset, table).to_pandas()
        if magasin is self.reserve or not self.reservees(dataset):
            return lu
        reservees, cle = self.reserve.lire(dataset, table).to_pandas(), list(CONTRATS[dataset].tables[table].cle)
        connues = pd.MultiIndex.from_frame(lu[cle])
        return pd.concat([lu, reservees[~pd.MultiIndex.from_frame(reservees[cle]).isin(connues)]], ignore_index=True)

    @cached_property
    def empreinte(self) -> str:
        """Changes when any current snapshot changes: the key of the caches of the screens."""
        return ".".join(m.empreinte() for m in (self.officiel, self.demo, self.reserve) if m)
