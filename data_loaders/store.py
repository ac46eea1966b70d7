"""Immutable snapshots on disk: publish, read, verify.

    <root>/<dataset>/<millesime>--<sha8>/{<table>.parquet…, manifest.json}   never modified once named
    <root>/current.json                                                     dataset -> millésime -> snapshot
    <root>/staging/                                                         work in progress, never read

`current.json` is the only mutable file; it is replaced in one step (temporary file, fsync, rename), so that a
reader sees the state before or the state after, never between.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from data_loaders.contracts.base import Contrat
from data_loaders.erreurs import ErreurDonnees

MANIFESTE = "manifest.json"


@dataclass(frozen=True)
class Source:
    """The file a snapshot was read from, as a reader would cite and check it."""

    fichier: str
    sha256: str
    octets: int
    producteur: str
    adresse: str = ""
    recupere_le: str = ""

    @classmethod
    def du_fichier(cls, chemin: Path, producteur: str, adresse: str = "") -> Source:
        """Describe a file on disk; the path itself is not kept, only the file's name."""
        contenu = chemin.read_bytes()
        return cls(
            chemin.name,
            hashlib.sha256(contenu).hexdigest(),
            len(contenu),
            producteur,
            adresse,
            datetime.now(UTC).date().isoformat(),
        )


@dataclass(frozen=True)
class Instantane:
    """A published snapshot and its manifest."""

    dataset: str
    millesime: str
    identifiant: str
    manifeste: dict

    @property
    def source(self) -> dict:
        """The first source of the manifest (`fichier`, `sha256`, `producteur`…)."""
        return self.manifeste["sources"][0]


def ecrire_atomique(chemin: Path, contenu: bytes) -> None:
    """Replace `chemin` in one step; a crash leaves the old file or the new one, never a mixture."""
    chemin.parent.mkdir(parents=True, exist_ok=True)
    temporaire = chemin.with_name(f".{chemin.name}.{uuid.uuid4().hex[:8]}")
    try:
        with temporaire.open("wb") as f:
            f.write(contenu)
            f.flush()
            os.fsync(f.fileno())
        temporaire.replace(chemin)
    finally:
        temporaire.unlink(missing_ok=True)
    _synchroniser(chemin.parent)


def _synchroniser(dossier: Path) -> None:
    """fsync a folder, so that a rename survives a power cut."""
    fd = os.open(dossier, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _sha256(chemin: Path) -> str:
    return hashlib.sha256(chemin.read_bytes()).hexdigest()


class Magasin:
    """The snapshots under one root folder."""

    def __init__(self, racine: Path, *, demonstration: bool = False) -> None:
        self.racine = Path(racine)
        self.demonstration = demonstration

    @property
    def _courant(self) -> Path:
        return self.racine / "current.json"

    def courant(self) -> dict[str, dict[str, dict]]:
        """dataset -> millésime -> {instantane, manifeste_sha256}; empty when nothing was published."""
        try:
            return json.loads(self._courant.read_text("utf-8"))
        except FileNotFoundError:
            return {}

    def empreinte(self) -> str:
        """Changes exactly when what is current changes; the key of every cache above."""
        try:
            return _sha256(self._courant)[:16]
        except FileNotFoundError:
            return "vide"

    def millesimes(self, dataset: str) -> list[str]:
        """Current millésimes of a dataset, oldest first."""
        return sorted(self.courant().get(dataset, {}))

    def instantane(self, dataset: str, millesime: str) -> Instantane:
        """The current snapshot of a millésime; KeyError when there is none."""
        identifiant = self.courant()[dataset][millesime]["instantane"]
        chemin = self.racine / dataset / identifiant / MANIFESTE
        return Instantane(dataset, millesime, identifiant, json.loads(chemin.read_text("utf-8")))

    def lire(self, dataset: str, table: str = "observations", millesimes: list[str] | None = None) -> pa.Table:
        """Union of the current millésimes of a dataset (all of them by default).

        Raises:
            KeyError: nothing current for this dataset.
            ErreurDonnees: a file of the snapshot is damaged (page checksums are verified).
        """
        courant = self.courant()[dataset]
        voulus = sorted(courant) if millesimes is None else millesimes
        return pa.concat_tables([self._lire_un(dataset, courant[m]["instantane"], table) for m in voulus])

    def _lire_un(self, dataset: str, identifiant: str, table: str) -> pa.Table:
        chemin = self.racine / dataset / identifiant / f"{table}.parquet"
        try:
            # Not memory-mapped: a mapped file overwritten in place kills the process.
            return pq.read_table(chemin, page_checksum_verification=True, memory_map=False)
        except (OSError, pa.ArrowException) as e:
            raise ErreurDonnees(
                "abime",
                f"instantané {dataset}/{identifiant}",
                "fichier absent ou abîmé",
                exemple=f"{table}.parquet",
                cause=type(e).__name__,
                remede="réimporter le fichier d'origine",
            ) from e

    def publier(
        self,
        contrat: Contrat,
        millesime: str,
        tables: dict[str, pa.Table],
        sources: list[Source],
        notes: tuple[str, ...] = (),
    ) -> Instantane:
        """Validate, write, re-read, then make current. On any failure `current.json` is left as it was.

        Args:
            contrat: what the tables must respect.
            millesime: text sorting as time (`2023`, `2019-12`, `2023-T3`).
            tables: one pyarrow table per table of the contract.
            sources: files they come from, the main one first.
            notes: French sentences for the reader (merged codes, broken series…).

        Raises:
            ErreurDonnees: a rule of the contract is broken, or another publication is running.
        """
        valides = contrat.valider(tables)
        etape = self.racine / "staging" / uuid.uuid4().hex
        etape.mkdir(parents=True)
        try:
            ressources = [self._ecrire_table(etape, contrat, nom, t) for nom, t in valides.items()]
            empreinte = hashlib.sha256("".join(r["hash"] for r in ressources).encode()).hexdigest()[:8]
            identifiant = f"{millesime}--{empreinte}"
            with self._verrou():
                courant = self.courant()
                precedent = courant.get(contrat.dataset, {}).get(millesime, {}).get("instantane", "")
                manifeste = self._manifeste(contrat, millesime, identifiant, ressources, sources, notes, precedent)
                corps = json.dumps(manifeste, ensure_ascii=False, indent=1).encode()
                cible = self.racine / contrat.dataset / identifiant
                if not cible.exists():
                    ecrire_atomique(etape / MANIFESTE, corps)
                    cible.parent.mkdir(parents=True, exist_ok=True)
                    etape.replace(cible)
                    _synchroniser(cible.parent)
                entree = {"instantane": identifiant, "manifeste_sha256": _sha256(cible / MANIFESTE)}
                anciens = {} if contrat.serie else courant.get(contrat.dataset, {})
                courant[contrat.dataset] = dict(sorted({**anciens, millesime: entree}.items()))
                ecrire_atomique(self._courant, json.dumps(courant, indent=1, sort_keys=True).encode())
        finally:
            shutil.rmtree(etape, ignore_errors=True)
        return self.instantane(contrat.dataset, millesime)

    @staticmethod
    def _ecrire_table(etape: Path, contrat: Contrat, nom: str, table: pa.Table) -> dict:
        chemin = etape / f"{nom}.parquet"
        pq.write_table(table, chemin, compression="zstd", write_page_checksum=True)
        with chemin.open("rb") as f:
            os.fsync(f.fileno())
        contrat.tables[nom].valider(pq.read_table(chemin, page_checksum_verification=True), f"{contrat.dataset}/{nom}")
        return {
            "name": nom,
            "path": chemin.name,
            "bytes": chemin.stat().st_size,
            "hash": f"sha256:{_sha256(chemin)}",
            "rows": table.num_rows,
            "schema": {
                "primaryKey": list(contrat.tables[nom].cle),
                "fields": [
                    {"name": c.nom, "type": str(c.type), "description": c.description, "unit": c.unite}
                    for c in contrat.tables[nom].colonnes
                ],
            },
        }

    def _manifeste(
        self,
        contrat: Contrat,
        millesime: str,
        identifiant: str,
        ressources: list[dict],
        sources: list[Source],
        notes: tuple[str, ...],
        precedent: str,
    ) -> dict:
        return {
            "name": contrat.dataset,
            "title": contrat.titre,
            "version": identifiant,
            "millesime": millesime,
            "demonstration": self.demonstration,
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "licences": [{"title": contrat.licence}],
            "secret": contrat.secret,
            "sources": [asdict(s) for s in sources],
            "previous": precedent,
            "notes": list(notes),
            "approvals": [],
            "resources": ressources,
        }

    @contextlib.contextmanager
    def _verrou(self) -> Iterator[None]:
        """One publisher at a time; the second is refused at once rather than queued behind an unknown work."""
        self.racine.mkdir(parents=True, exist_ok=True)
        with (self.racine / ".verrou").open("w") as f:
            try:
                fcntl.flock(f, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as e:
                raise ErreurDonnees(
                    "verrou",
                    str(self.racine.name),
                    "une autre publication est en cours",
                    remede="attendre qu'elle finisse, puis relancer la commande",
                ) from e
            yield

    def verifier(self) -> list[str]:
        """French description of every damaged or missing file among current snapshots; empty when all is well."""
        fautes = []
        for dataset, par_millesime in self.courant().items():
            for entree in par_millesime.values():
                dossier = self.racine / dataset / entree["instantane"]
                fautes += [f"{dataset}/{entree['instantane']} : {f}" for f in _fautes(dossier, entree)]
        return fautes


def _fautes(dossier: Path, entree: dict) -> list[str]:
    chemin = dossier / MANIFESTE
    if not chemin.exists():
        return ["manifeste absent"]
    if _sha256(chemin) != entree["manifeste_sha256"]:
        return ["manifeste modifié"]
    fautes = []
    for r in json.loads(chemin.read_text("utf-8"))["resources"]:
        fichier = dossier / r["path"]
        if not fichier.exists():
            fautes.append(f"{r['path']} absent")
        elif f"sha256:{_sha256(fichier)}" != r["hash"]:
            fautes.append(f"{r['path']} modifié")
    return fautes
