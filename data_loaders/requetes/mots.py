"""What the columns of an answer and the parameters of a question mean, from `mots.toml`."""

import tomllib
from pathlib import Path
from typing import Final

import pyarrow as pa

from data_loaders.contracts.base import OBS_STATUS

MOTS: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_TYPES: Final = {"texte": pa.string(), "nombre": pa.float64(), "entier": pa.int64(), "oui": pa.bool_()}
_STATUTS: Final = " ; ".join(f"{code} {mot}" for code, mot in OBS_STATUS.items())


def colonnes(table: str) -> dict[str, tuple[pa.DataType, str]]:
    """Heading -> (type, what it means), in the order of a file, of a table of `mots.toml`."""
    return {nom: (_TYPES[genre], sens.format(statuts=_STATUTS)) for nom, (genre, sens) in MOTS[table].items()}
