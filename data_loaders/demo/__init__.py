"""Demonstration snapshots put in place for the datasets that have no official one.

Their rows are invented, and shipped in `tables/`: a Parquet file a table, a row group a millésime. What invents them is
beside the tests (`python -m tests.demo` writes them again).
"""

import hashlib
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Source

MENTION = "Données de démonstration"
PRODUCTEUR = "aucun : chiffres inventés pour la démonstration"
TABLES = Path(__file__).with_name("tables")


def inventes() -> list[str]:
    """The datasets that have a demonstration, in the order of the registry of contracts."""
    fichiers = {f.name.partition(".")[0] for f in TABLES.glob("*.parquet")}
    return [d for d in CONTRATS if d in fichiers]


def version(dataset: str) -> str:
    """What a dataset of demonstration was made as; put in place again under another one."""
    premier = min(TABLES.glob(f"{dataset}.*.parquet"))
    return pq.read_metadata(premier).metadata[b"version"].decode()


def editions(dataset: str) -> Iterator[tuple[str, dict[str, pa.Table]]]:
    """The invented millésimes of a dataset, oldest first: name, tables."""
    lues = {f.name.split(".")[1]: pq.ParquetFile(f) for f in sorted(TABLES.glob(f"{dataset}.*.parquet"))}
    millesimes = next(iter(lues.values())).metadata.metadata[b"millesimes"].decode().split()
    for i, millesime in enumerate(millesimes):
        yield millesime, {nom: f.read_row_group(i) for nom, f in lues.items()}


@cache
def groupes() -> dict[str, dict[str, str]]:
    """Level -> code -> name of the groups of métiers.

    Their codes have the form of FAP 2021, not its meaning: an official label under one of them would be false.
    """
    postes = next(editions("nomenclatures"))[1]["postes"].to_pandas()
    return {niveau: dict(zip(p["code"], p["libelle"], strict=True)) for niveau, p in postes.groupby("niveau")}


@cache
def secteurs() -> dict[str, list[str]]:
    """Sector -> its métiers; one that has none is a state to draw: the survey does not ask for it."""
    return tomllib.loads(TABLES.with_name("secteurs.toml").read_text("utf-8"))


def assurer(donnees: Donnees) -> list[str]:
    """Put in place the demonstration snapshots that are missing, for datasets without any official snapshot; returns
    these. OSError: the data root cannot be written; ErreurDonnees: another process is doing it."""
    try:
        donnees.demo.courant()
    except ErreurDonnees:  # what is invented is made again; an official index is never touched
        (donnees.demo.racine / "current.json").unlink()
    manquants = [d for d in inventes() if not donnees.officiel.millesimes(d) and not _a_jour(donnees, d)]
    for dataset in manquants:
        empreinte = hashlib.sha256(f"{dataset}/{version(dataset)}".encode()).hexdigest()
        source = Source(f"{MENTION}, version {version(dataset)}", empreinte, 0, PRODUCTEUR)
        for millesime, tables in editions(dataset):
            donnees.demo.publier(CONTRATS[dataset], millesime, tables, [source])
    return manquants


def _a_jour(donnees: Donnees, dataset: str) -> bool:
    try:
        fichiers = [donnees.demo.instantane(dataset, m).source["fichier"] for m in donnees.demo.millesimes(dataset)]
    except ErreurDonnees:
        return False
    return bool(fichiers) and fichiers[-1].endswith(f"version {version(dataset)}")
