"""Parameters of the portraits: what establishes a move, what brings two territories together."""

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

PORTRAIT = Path(__file__).with_name("portrait.toml")


class ParametresPortrait(NamedTuple):
    """Values of `portrait.toml`, where each has its ground.

    Attributes:
        seuil_taux: points, seuil_compte: %, up to which a rate, a count is stable over a year.
        part_minimale: share of the population under which a zone met is not named.
        themes: theme -> variables of the distance between territories.
        voisins: territories shown; ville, bourg: population limits of a commune.
    """

    seuil_taux: float
    seuil_compte: float
    part_minimale: float
    themes: dict[str, list[str]]
    voisins: int
    ville: int
    bourg: int


@cache
def portrait() -> ParametresPortrait:
    """Read the parameter file."""
    lu = tomllib.loads(PORTRAIT.read_text("utf-8"))
    s = lu["semblables"]
    return ParametresPortrait(
        lu["evolution"]["taux"]["valeur"],
        lu["evolution"]["compte"]["valeur"],
        lu["part_minimale"]["valeur"],
        s["themes"],
        s["voisins"],
        s["ville"],
        s["bourg"],
    )
