"""Results computed from snapshots and kept on disk, so that no reader waits for them.

    <root>/derives/<name>/<key>/<table>--<sha16>.parquet

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
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.store import VERSIONS_GARDEES, ecrire_atomique, fautes

DOSSIER = "derives"


@dataclass(frozen=True)
class Derive:
    """A result to keep, in several tables.

    Attributes:
        nom: folder of the result, a plain word.
        datasets: what it is computed from; all of them loaded, or `calculer` raises KeyError.
        fichiers: parameters and code of the calculation: the result is computed again when one changes.
        tables: names of its tables.
        calculer: snapshots, name of a table -> this table, and those that come with it.
        tri: column by which rows are laid together, for readers that want one of its values.
    """

    nom: str
    datasets: tuple[str, ...]
    fichiers: tuple[Path, ...]
    tables: tuple[str, ...]
    calculer: Callable[[Donnees, str], dict[str, pd.DataFrame]]
    tri: str

    def lire(self, donnees: Donnees, table: str, valeur: str = "") -> pd.DataFrame:
        """One table, as it was kept or as it is computed now.

        Args:
            valeur: the rows that have this value in the column `tri`; all of them by default.

        Raises:
            KeyError: a dataset is not loaded, or there is no such table.
            ErreurDonnees: a snapshot is damaged.
        """
        if table not in self.tables:
            raise KeyError(table)
        dossier = self._dossier(donnees)
        garde = _relire(dossier, table) if self._sains(donnees) else None
        contenu = garde or self._refaire(donnees, dossier, table)
        filtre = [(self.tri, "==", valeur)] if valeur else None
        return pq.read_table(pa.BufferReader(contenu), filters=filtre).to_pandas()

    def assurer(self, donnees: Donnees) -> None:
        """Keep every table that is not there or not whole; nothing to do while a dataset is not loaded."""
        if all(donnees.millesimes(d) for d in self.datasets):
            dossier = self._dossier(donnees)
            for table in self.tables:
                if _relire(dossier, table) is None:
                    self._refaire(donnees, dossier, table)
            with contextlib.suppress(OSError):
                os.utime(dossier)  # the last used: neither purged nor left out of what machines share

    def _sains(self, donnees: Donnees) -> bool:
        """The snapshots are whole: otherwise the calculation says what is damaged, or does without it."""
        en_place = ((donnees.magasin(d), d) for d in self.datasets)
        entrees = [(m.racine / d, e) for m, d in en_place for e in m.courant().get(d, {}).values()]
        return all(_sain(dossier / e["instantane"], e["manifeste_sha256"]) for dossier, e in entrees)

    def _dossier(self, donnees: Donnees) -> Path:
        en_place = {d: donnees.magasin(d).courant().get(d, {}) for d in self.datasets}
        versions = {d: {m: e["instantane"] for m, e in liste.items()} for d, liste in en_place.items()}
        fichiers = [_sha256(f, f.stat().st_mtime_ns) for f in self.fichiers]
        cle = json.dumps([versions, fichiers], sort_keys=True).encode()
        return donnees.racine_calculs / DOSSIER / self.nom / hashlib.sha256(cle).hexdigest()[:16]

    def _refaire(self, donnees: Donnees, dossier: Path, table: str) -> bytes:
        contenus = {nom: _encoder(df, self.tri) for nom, df in self.calculer(donnees, table).items()}
        nouveau = not dossier.exists()
        with contextlib.suppress(OSError):
            for nom, contenu in contenus.items():
                for abime in dossier.glob(f"{nom}--*"):
                    abime.unlink()
                ecrire_atomique(dossier / f"{nom}--{hashlib.sha256(contenu).hexdigest()[:16]}.parquet", contenu)
            if nouveau:
                purger(dossier.parent)
        return contenus[table]


def _sain(dossier: Path, manifeste_sha256: str) -> bool:
    """A snapshot is whole, as was seen when its files last changed."""
    try:
        etats = tuple((f, f.stat().st_mtime_ns, f.stat().st_size) for f in sorted(dossier.iterdir()))
    except OSError:
        return False
    return _verifie(dossier, manifeste_sha256, etats)


@lru_cache(maxsize=64)
def _verifie(dossier: Path, manifeste_sha256: str, etats: tuple) -> bool:
    return not fautes(dossier, manifeste_sha256)


@cache
def _sha256(chemin: Path, mtime_ns: int) -> str:
    return hashlib.sha256(chemin.read_bytes()).hexdigest()


def _relire(dossier: Path, table: str) -> bytes | None:
    """The file of a table, None unless it is there and whole."""
    for chemin in dossier.glob(f"{table}--*.parquet"):
        with contextlib.suppress(OSError):
            contenu = chemin.read_bytes()
            if chemin.stem.endswith(f"--{hashlib.sha256(contenu).hexdigest()[:16]}"):
                return contenu
    return None


def _encoder(df: pd.DataFrame, tri: str) -> bytes:
    """The bytes of a Parquet file, one group of rows a value of `tri`."""
    sortie = pa.BufferOutputStream()
    schema = pa.Table.from_pandas(df, preserve_index=False).schema
    with pq.ParquetWriter(sortie, schema, compression="zstd") as ecrivain:
        for _, lot in df.groupby(tri):
            ecrivain.write_table(pa.Table.from_pandas(lot, schema, preserve_index=False))
    return sortie.getvalue().to_pybytes()


def purger(resultats: Path) -> None:
    """Remove the older states of a result: who reads older snapshots computes again."""
    dates = sorted(resultats.iterdir(), key=lambda d: d.stat().st_mtime_ns, reverse=True)
    for ancien in dates[VERSIONS_GARDEES:]:
        shutil.rmtree(ancien, ignore_errors=True)
