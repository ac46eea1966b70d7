"""What a file adds up to, set beside the totals that are known of it (`parametres/totaux_publies.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from data_loaders import francais

FICHIER = Path(__file__).parents[1] / "parametres" / "totaux_publies.toml"
ECART = 0.5  # totals are written as whole numbers


@cache
def connus(chemin: Path = FICHIER) -> dict[str, dict[str, dict]]:
    """dataset -> millésime -> `source`, and total by measure."""
    return tomllib.loads(chemin.read_text("utf-8"))


def comparer(dataset: str, millesime: str, lus: Mapping[str, float]) -> tuple[list[str], list[str]]:
    """What the summary says of the totals found again, and the remarks on those that are not.

    Args:
        lus: measure -> sum of the visible cells.
    """
    bloc = dict(connus().get(dataset, {}).get(millesime, {}))
    source = bloc.pop("source", "")
    ecarts = [
        f"total connu non retrouvé, {m} : {francais.nombre(lus[m])} lus, {francais.nombre(total)} attendus ({source})"
        for m, total in bloc.items()
        if abs(lus[m] - total) > ECART
    ]
    return ([f"totaux connus retrouvés à l'unité ({source})"] if bloc and not ecarts else []), ecarts
