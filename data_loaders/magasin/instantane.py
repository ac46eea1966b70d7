"""A snapshot: what it was read from, its manifest, its files, how they are written and what is wrong with them."""

import contextlib
import fcntl
import hashlib
import json
import os
import tomllib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from data_loaders.erreurs import Constat, ErreurDonnees
from geo import disque
from geo.reglages import DEPOT

MANIFESTE = "manifest.json"
INDEX, COPIE = "current.json", "current.copie.json"
ABSENT = "fichier absent"
Index = dict[str, dict[str, dict[str, str]]]  # dataset -> millésime -> {instantane, manifeste_sha256}


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
    def du_fichier(cls, chemin: Path, producteur: str, adresse: str = "") -> "Source":
        """Describe a file on disk; the path itself is not kept, only the file's name."""
        octets, jour = chemin.stat().st_size, datetime.now(UTC).date().isoformat()
        return cls(chemin.name, sha256(chemin), octets, producteur, adresse, jour)

    def descripteur(self) -> dict:
        """Under the keys of a descriptor, then ours."""
        adresse = {"path": self.adresse} if self.adresse.startswith("http") else {}
        return {"title": self.fichier, **adresse, **asdict(self)}


def _motif(confirmation: Mapping[str, str]) -> str:
    return f" (motif : {confirmation['motif']})" if "motif" in confirmation else ""


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

    def dire(self) -> list[str]:
        """Last lines of the summary of an import: what was confirmed or noticed, then the name of the snapshot."""
        return [
            *(f"  confirmé ({c['regle']}) : {c['constat']}{_motif(c)}" for c in self.manifeste["confirmations"]),
            *(f"  {r}" for r in self.retrouves),
            *(f"  remarque : {r}" for r in self.manifeste["remarques"]),
            f"  instantané {self.dataset}/{self.identifiant}",
        ]

    @property
    def retrouves(self) -> list[str]:
        """How many of the known totals were found again, in one sentence or none."""
        connus = self.manifeste.get("totaux", {"retrouves": 0})  # older versions have none
        n = connus["retrouves"]
        return [f"totaux connus retrouvés : {n} ({connus['source']})"] if n else []


class Edition(NamedTuple):
    """What one millésime publishes."""

    millesime: str  # text sorting as time (`2023`, `2019-12`, `2023-T3`)
    tables: dict[str, pa.Table]  # one per table of the contract
    sources: list[Source]  # files they come from, the main one first
    notes: tuple[str, ...] = ()  # French sentences for the reader (merged codes, broken series…)
    remarques: tuple[str, ...] = ()  # the same, on what was odd in the file and refused nothing
    doutes: tuple[Constat, ...] = ()  # contradictions of the file with itself, refused unless confirmed by name


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
    synchroniser(chemin.parent)


@contextlib.contextmanager
def verrouiller(chemin: Path) -> Iterator[None]:
    """One process of this machine at a time in the body."""
    chemin.parent.mkdir(parents=True, exist_ok=True)
    with chemin.open("w") as f:
        fcntl.flock(f, fcntl.LOCK_EX)
        yield


def synchroniser(dossier: Path) -> None:
    """fsync a folder, so that a rename survives a power cut."""
    fd = os.open(dossier, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def abime(dataset: str, identifiant: str, fichier: str, cause: Exception) -> ErreurDonnees:
    lieu, trouve = f"instantané {dataset}/{identifiant}", "fichier absent ou abîmé"
    mots = {"cause": disque.cause(cause), "remede": "réimporter le fichier d'origine"}
    return ErreurDonnees("abime", lieu, trouve, exemple=fichier, **mots)


@cache
def version_code() -> str:
    """Version of this project, which a snapshot keeps with what it read."""
    return tomllib.loads((DEPOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]


def lire_index(chemin: Path) -> tuple[Index | None, str]:
    """`current.json`, or its copy; None where it is absent, or no index in UTF-8: which of the two, in French."""
    try:
        return exiger_index(json.loads(chemin.read_text("utf-8"))), ""
    except FileNotFoundError:
        return None, ABSENT
    except ValueError:
        return None, "fichier abîmé"


def exiger_index(liste: Index) -> Index:
    """The same; ValueError unless it is dataset -> millésime -> {instantane, manifeste_sha256}."""
    with contextlib.suppress(AttributeError, KeyError, TypeError):
        if all(isinstance(e[champ], str) for *_, e in entrees(liste) for champ in ("instantane", "manifeste_sha256")):
            return liste
    raise ValueError("not an index")


def entrees(liste: Index) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Dataset, millésime and what an index says of it, for every version in force."""
    return ((dataset, m, entree) for dataset, lues in liste.items() for m, entree in lues.items())


def sha256(chemin: Path) -> str:
    return hashlib.sha256(chemin.read_bytes()).hexdigest()


def empreinte_tables(ressources: list[dict], description: str = "") -> str:
    """The eight characters that end the name of a snapshot, from the checksums of its tables and what explains them."""
    return hashlib.sha256(("".join(r["hash"] for r in ressources) + description).encode()).hexdigest()[:8]


def fautes(dossier: Path, manifeste_sha256: str = "") -> list[str]:
    """French description of what is wrong in the folder of a snapshot (`<dataset>/<millesime>--<sha8>`).

    Where `current.json` did not record the checksum of the manifest, the name of the folder, which holds that of the
    tables, is all that vouches for it.
    """
    chemin = dossier / MANIFESTE
    if not chemin.is_file():
        return ["manifeste absent"]
    if manifeste_sha256 and sha256(chemin) != manifeste_sha256:
        return ["manifeste modifié"]
    try:
        manifeste = json.loads(chemin.read_text("utf-8"))
        ressources = manifeste["resources"]
        if (
            dossier.name
            != f"{manifeste['millesime']}--{empreinte_tables(ressources, manifeste.get('description', ''))}"
        ):
            return ["manifeste modifié"]
    except (ValueError, KeyError, TypeError):
        return ["manifeste illisible"]
    lus = {r["path"]: sha256(f) if (f := dossier / r["path"]).is_file() else None for r in ressources}
    fautifs = [r["path"] for r in ressources if r["hash"] != f"sha256:{lus[r['path']]}"]
    return [f"{nom} {'modifié' if lus[nom] else 'absent'}" for nom in fautifs]
