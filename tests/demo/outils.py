"""What the generators of the demonstration share: a chance that depends on names alone, tables that keep a contract."""

import hashlib
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from data_loaders.contracts import CONTRATS

INVENTES = (
    "bmo", "defm_epci", "defm_publics", "chomage_ze", "chomage_dep", "stmt_dep", "stmt_region", "defm_cvs",
    "defm_france", "interim_dares", "solidarite", "apprentissage", "nomenclatures", "passages", "tension_rome",
    "barometre_dep", "barometre_region", "insertion", "insertion_cfa", "metiers_2030", "diplomes",
    "certifications", "suites_diplomes", "offres", "places_bts", "places_pro", "eleves", "etablissements",
    "mobilites", "savoirs", "employeurs",
)  # fmt: skip
# What is named, a table of `noms.toml` each.
NOMS = tomllib.loads(Path(__file__).with_name("noms.toml").read_text("utf-8"))
VERSION = "2"  # another one draws every figure again
REVISIONS = {"bmo": ".1"}  # what was added since to a dataset whose figures stay

# A year of unemployment around its mean, January to December.
SAISON = (1.02, 1.01, 1.0, 0.99, 0.97, 0.97, 0.99, 1.0, 1.01, 1.02, 1.01, 1.01)

Tables = dict[str, pa.Table]
METIERS = pd.DataFrame(NOMS["metiers"], columns=["code_metier", "libelle_metier", "code_famille", "poids", "saison"])
ROMES = pd.DataFrame(NOMS["romes"], columns=["code_rome", "libelle", "code_metier"])
DIFFICULTES = {famille: part for famille, (_, part) in NOMS["familles"].items()}


def hasard(*cles: str) -> np.random.Generator:
    """A generator that depends on its keys alone: adding a dataset does not move the others."""
    return np.random.default_rng(int.from_bytes(hashlib.sha256("/".join((VERSION, *cles)).encode()).digest()[:8]))


def version(dataset: str) -> str:
    """What a dataset of demonstration is built as; built again under another one."""
    return VERSION + REVISIONS.get(dataset, "")


def table(df: pd.DataFrame, dataset: str, nom: str = "observations") -> pa.Table:
    """The columns of a contract, in its order; values are checked when it is published."""
    colonnes = [c.nom for c in CONTRATS[dataset].tables[nom].colonnes]
    return pa.Table.from_pandas(df[colonnes], preserve_index=False).replace_schema_metadata(None)
