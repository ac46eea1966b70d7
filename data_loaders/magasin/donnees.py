"""What the observatory reads: official snapshots first, demonstration ones dataset by dataset for what is missing.

A dataset is wholly official or wholly of demonstration: a class or a sum never mixes the two.

Then the results computed from snapshots and kept on disk (`Derive`), so that no reader waits for them.

    <root>/derives/<name>/<key>/<table>--<sha16>.parquet            rows as they were computed
    <root>/derives/<name>/<key>/<table>.<column>--<sha16>.parquet   the same, those of one value of a column together

The key names what a result was made of: the snapshots in force, the parameters and the code of its calculation. A
result is proof of nothing: one that is absent, damaged (its name holds its checksum) or made of something else is
computed again, one whose snapshots are damaged is not read, and a disk that cannot be written only costs time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data_loaders.contracts import CONTRATS
from data_loaders.magasin import decrits
from data_loaders.magasin.instantane import Instantane, ecrire_atomique, fautes, sha256
from data_loaders.magasin.store import VERSIONS_GARDEES, Magasin, MagasinFige
from geo.disque import relu
from geo.reglages import racine_donnees, racine_reservee

COURTE = 5_000  # rows under which reading a table as it is costs less than what it would spare


def en_cadre(table: pa.Table) -> pd.DataFrame:
    """The frame of a table; of a long one, a text that comes again is held once: codes and labels often do."""
    if table.num_rows < COURTE:
        return table.to_pandas()
    textes = [champ.name for champ in table.schema if champ.type in (pa.string(), pa.large_string())]
    df = table.to_pandas(categories=textes)
    for c in textes:
        lus = df[c].array
        df[c] = lus.categories.astype("str").array.take(lus.codes, allow_fill=True)
    return df


class Donnees:
    """Reading access to the snapshots under one data root, and to those of the reserved one where there is one: what
    the signatories keep to themselves, None in the public process (`reserve`)."""

    def __init__(self, racine: Path | None = None, *, confirmees: Collection[str] = frozenset()) -> None:
        """`confirmees`: rules that the operator confirms for what is published through here, see `Magasin`."""
        self.racine = Path(racine) if racine else racine_donnees()
        decrits.inscrire(self.racine / "snapshots")
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

    def racine_calculs(self, datasets: Iterable[str]) -> Path:
        """Where what is computed from these is kept: beside what the public reads, unless any of them is reserved."""
        reservee = racine_reservee()
        return reservee if reservee and any(map(self.reservees, datasets)) else self.racine

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
        lu = en_cadre(magasin.lire(dataset, table))
        if magasin is self.reserve or not self.reservees(dataset):
            return lu
        reservees, cle = en_cadre(self.reserve.lire(dataset, table)), list(CONTRATS[dataset].tables[table].cle)
        connues = pd.MultiIndex.from_frame(lu[cle])
        return pd.concat([lu, reservees[~pd.MultiIndex.from_frame(reservees[cle]).isin(connues)]], ignore_index=True)

    @property
    def etats(self) -> tuple[str, ...]:
        """Changes when any current snapshot changes."""
        return tuple(m.empreinte() for m in (self.officiel, self.demo, self.reserve) if m)

    @cached_property
    def empreinte(self) -> str:
        """The same, as it was when first asked for: the key of the caches of the screens."""
        return ".".join(self.etats)


DERIVES = "derives"
LOT = 400_000  # cells of a group of rows at most: a reader of one reads all, and each group has a header to read


@dataclass(frozen=True)
class Derive:
    """A result to keep, in several tables.

    A long table has a copy laid by each column of `par`, one value of which is asked for: a reader takes from the disk
    little more than the rows it wants, however many there are.
    """

    nom: str  # folder of the result, a plain word
    datasets: tuple[str, ...]  # what it is computed from; all of them loaded, or `calculer` raises KeyError
    fichiers: tuple[Path, ...]  # parameters and code of the calculation: it is done again when one changes
    tables: tuple[str, ...]
    calculer: Callable[[Donnees, str], dict[str, pd.DataFrame]]  # name of a table -> it, and those that come with it
    tri: str  # column by which rows are laid together, for readers that want one of its values
    par: tuple[str, ...] = ()

    def lire(
        self, donnees: Donnees, table: str, colonnes: Sequence[str] | None = None, /, **egales: str
    ) -> pd.DataFrame:
        """One table, as it was kept or as it is computed now, in the order in which it was computed.

        All columns and rows by default; `egales`: column -> the value that the wanted rows have in it. KeyError: a
        dataset is not loaded, or there is no such table.
        """
        if table not in self.tables:
            raise KeyError(table)
        dossier = self._dossier(donnees)
        filtre = [(c, "==", valeur) for c, valeur in egales.items()] or None

        def extraire(source: Path | pa.NativeFile) -> pd.DataFrame:
            # Not memory-mapped: a mapped file overwritten in place kills the process.
            return en_cadre(pq.read_table(source, columns=colonnes, filters=filtre, memory_map=False))

        par = next((f".{c}" for c in self.par if c in egales), "")
        # Of damaged snapshots nothing kept is read: the calculation says what is damaged, or does without it.
        en_place = ((donnees.magasin(d), d) for d in self.datasets)
        entrees = [(m.racine / d, e) for m, d in en_place for e in m.courant().get(d, {}).values()]
        sains = all(not _fautes(lieu / e["instantane"], e["manifeste_sha256"]) for lieu, e in entrees)
        garde = (_entier(dossier, f"{table}{par}") or _entier(dossier, table)) if sains else None
        if garde:
            with contextlib.suppress(OSError, pa.ArrowException):  # another process may have removed it meanwhile
                return extraire(garde)
        return extraire(pa.BufferReader(self._refaire(donnees, dossier, table)))

    def assurer(self, donnees: Donnees) -> None:
        """Keep every table that is not there or not whole; nothing to do while a dataset is not loaded."""
        if all(donnees.millesimes(d) for d in self.datasets):
            dossier = self._dossier(donnees)
            for table in self.tables:
                if _entier(dossier, table) is None:
                    self._refaire(donnees, dossier, table)
            with contextlib.suppress(OSError):
                os.utime(dossier)  # the last used: not purged

    def _dossier(self, donnees: Donnees) -> Path:
        en_place = {d: donnees.magasin(d).courant().get(d, {}) for d in self.datasets}
        versions = {d: {m: e["instantane"] for m, e in liste.items()} for d, liste in en_place.items()}
        fichiers = [_sha256(f) for f in self.fichiers]
        cle = json.dumps([versions, fichiers], sort_keys=True).encode()
        return donnees.racine_calculs(self.datasets) / DERIVES / self.nom / hashlib.sha256(cle).hexdigest()[:16]

    def _refaire(self, donnees: Donnees, dossier: Path, table: str) -> bytes:
        contenus: dict[str, bytes] = {}
        for nom, df in self.calculer(donnees, table).items():
            faite, long = pa.Table.from_pandas(df, preserve_index=False), len(df) > LOT // len(df.columns)
            for c in (c for c in self.par if long and c in df):
                contenus[f"{nom}.{c}"] = _encoder([faite.sort_by(c)])
            rangee = faite.sort_by(self.tri)
            # Of a long table, rows of one value share no group with others.
            contenus[nom] = _encoder(_lots(rangee, self.tri) if long else [rangee])
        nouveau = not dossier.exists()
        with contextlib.suppress(OSError):
            for nom, contenu in contenus.items():
                for abime in dossier.glob(f"{nom}--*"):
                    abime.unlink()
                ecrire_atomique(dossier / f"{nom}--{hashlib.sha256(contenu).hexdigest()[:16]}.parquet", contenu)
            if nouveau:  # the older states leave: who reads older snapshots computes again
                etats = sorted(dossier.parent.iterdir(), key=lambda d: d.stat().st_mtime_ns, reverse=True)
                for ancien in etats[VERSIONS_GARDEES:]:
                    shutil.rmtree(ancien, ignore_errors=True)
        return contenus[table]


# As was seen when their files last changed.
_fautes, _sha256 = relu(maxsize=64)(fautes), relu(maxsize=1024)(sha256)


def _entier(dossier: Path, nom: str) -> Path | None:
    """The file of a table, or of its copy laid by a column; None unless it is there and whole."""
    for chemin in dossier.glob(f"{nom}--*.parquet"):
        with contextlib.suppress(OSError):
            if chemin.stem.endswith(f"--{_sha256(chemin)[:16]}"):
                return chemin
    return None


def _lots(table: pa.Table, colonne: str) -> Iterator[pa.Table]:
    """Rows of each value of a column by which they are sorted."""
    debut = 0
    for fin in pc.run_end_encode(table[colonne].combine_chunks()).run_ends.to_pylist():
        yield table.slice(debut, fin - debut)
        debut = fin


def _encoder(lots: Iterable[pa.Table]) -> bytes:
    """The bytes of a Parquet file: lots that share no group of rows."""
    (premier, *suite), sortie = lots, pa.BufferOutputStream()
    with pq.ParquetWriter(sortie, premier.schema, compression="zstd") as ecrivain:
        for lot in (premier, *suite):
            ecrivain.write_table(lot, LOT // lot.num_columns)
    return sortie.getvalue().to_pybytes()
